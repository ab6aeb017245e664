//! `dateline help`, `completions` and `man`.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::CommandFactory;

use dateline::query;

use crate::args::{Cli, Command};

/// Runs what the command line explains of itself.
pub(crate) fn run(command: &Command) -> Result<ExitCode> {
    let mut cli = Cli::command();
    cli.build();
    let mut out = anstream::stdout().lock();
    match command {
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut cli, "dateline", &mut script);
            out.write_all(&script)?;
        }
        Command::Man { command } => page(&find(cli, command.as_deref())?, &mut out)?,
        Command::Help { topic: Some(topic) } if topic == "query" => {
            out.write_all(query::help().as_bytes())?;
        }
        Command::Help { topic } => write!(
            out,
            "{}",
            find(cli, topic.as_deref())?.render_long_help().ansi()
        )?,
        _ => bail!("no such help"),
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn find(cli: clap::Command, name: Option<&str>) -> Result<clap::Command> {
    let Some(name) = name else { return Ok(cli) };
    let found = cli.find_subcommand(name).cloned();
    found.with_context(|| format!("no command `{name}`; `dateline help` lists them"))
}

fn page(command: &clap::Command, out: &mut dyn Write) -> io::Result<()> {
    clap_mangen::Man::new(command.clone()).render(out)
}
