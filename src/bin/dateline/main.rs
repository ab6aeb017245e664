//! The command line: words in, an exit code out: 0 is found or done, 1 nothing found, 2 an error.
mod args;
mod backup;
mod check;
mod clean;
mod compare;
mod export;
mod facet_values;
mod facets;
mod flag_values;
mod help;
mod index;
mod json_field;
mod name_list;
mod open;
mod page_report;
mod receipt;
mod search;
#[cfg(feature = "web")]
mod serve;
#[cfg(feature = "web")]
mod serve_args;
mod show;
mod similar;
mod stats;
mod stories;
mod terminal;
mod trust_args;

use args::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli: Cli = clap::Parser::parse();
    terminal::prepare(&cli.global);
    run(&cli).unwrap_or_else(|error| terminal::complain(&error))
}

fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Index(args) => index::run(args, &cli.global),
        Command::Search(args) => search::run(args, &cli.global),
        Command::Show(args) => show::run(args, &cli.global),
        Command::Similar(args) => similar::run(args, &cli.global),
        Command::Compare(args) => compare::run(args, &cli.global),
        Command::Stories(args) => stories::run(args, &cli.global),
        Command::Facets(args) => facets::run(args, &cli.global),
        Command::Clean(args) => clean::run(args, &cli.global),
        Command::Export(args) => export::run(args, &cli.global),
        Command::Names(args) => name_list::run(args, &cli.global),
        Command::Check(args) => check::run(args, &cli.global),
        Command::Backup(args) => backup::run(args, &cli.global),
        Command::Restore(args) => backup::restore(args, &cli.global),
        Command::Receipt(args) => receipt::run(args, &cli.global),
        Command::Stats(args) => stats::run(args, &cli.global),
        #[cfg(feature = "web")]
        Command::Serve(args) => serve::run(args, &cli.global),
        other => help::run(other),
    }
}
