//! `dateline stats`: what is in the archive.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use dateline::render::{json, terminal as page};
use dateline::search::Searcher;

use crate::args::{Global, StatsArgs};
use crate::{open, terminal};

/// Runs the command.
pub fn run(args: &StatsArgs, global: &Global) -> Result<ExitCode> {
    let stats = open::archive(global)?.stats()?;
    let text = if args.json { json::stats(&stats) } else { page::stats(&stats, terminal::width()) };
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
