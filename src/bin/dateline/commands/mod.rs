//! The commands, one file each.
mod backup;
mod check;
mod clean;
mod cluster_load;
mod compare;
mod export;
mod facets;
mod help;
mod index;
mod json_field;
#[cfg(feature = "mcp")]
mod mcp;
mod name_list;
mod page_report;
mod receipt;
mod search;
#[cfg(feature = "web")]
mod serve;
#[cfg(any(feature = "web", feature = "mcp"))]
mod service;
mod show;
mod similar;
mod stats;
mod stories;
mod watch;

use std::process::ExitCode;

use crate::args::{Cli, Command};
use crate::open;

/// Does what a command line asks for.
pub(crate) fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Index(args) if open::is_on_a_cluster(&cli.global) => {
            cluster_load::run(args, &cli.global)
        }
        Command::Index(args) if args.watch => watch::run(args, &cli.global),
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
        #[cfg(feature = "mcp")]
        Command::Mcp(_) => mcp::run(&cli.global),
        other => help::run(other),
    }
}
