//! `dateline mcp`: the archive as tools for a language model, on standard input and output.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use tokio::sync::Semaphore;

use dateline::mcp::{McpServer, Toolbox, serve_stdio};

use crate::args::Global;
use crate::commands::service::{self, Followed, MachineClock};
use crate::open;

/// Runs the command, until the client hangs up.
pub(crate) fn run(global: &Global) -> Result<ExitCode> {
    let archive = Followed::of(open::opened(global)?);
    let tools = Toolbox::new(archive.searcher(), Arc::new(MachineClock::new()));
    let tools = tools.with_lists(open::word_lists(global)?);
    let running = Arc::new(Semaphore::new(service::threads(global)));
    let server = McpServer::new(Arc::new(tools), running);
    let runtime = service::runtime()?;
    let served = runtime.block_on(async {
        tokio::spawn(archive.follow());
        serve_stdio(server).await
    });
    // A read of standard input cannot be called off; nobody waits for it.
    runtime.shutdown_background();
    served.map_err(|error| {
        anyhow!(error).context("the client and the archive do not understand each other")
    })?;
    Ok(ExitCode::SUCCESS)
}
