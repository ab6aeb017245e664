//! The command line: words in, an exit code out: 0 is found or done, 1 nothing found, 2 an error.
mod allocator;
mod args;
mod commands;
mod login;
mod open;
mod terminal;

use std::process::ExitCode;

fn main() -> ExitCode {
    allocator::prepare();
    let cli: args::Cli = clap::Parser::parse_from(args::spelled_out(std::env::args_os()));
    terminal::prepare(&cli.global);
    commands::run(&cli).unwrap_or_else(|error| terminal::complain(&error))
}
