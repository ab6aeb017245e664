//! Flags that every command takes.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::flag_values::memory;

/// Flags that every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The archive's folder, or its address on a cluster: https://user@host:9200/name
    #[arg(
        long,
        global = true,
        env = "DATELINE_INDEX",
        hide_env_values = true,
        default_value = "index",
        value_name = "DIR"
    )]
    pub(crate) index: PathBuf,
    /// Certificates (PEM) that a cluster's is trusted by, instead of the usual ones
    #[arg(long, global = true, env = "DATELINE_CA", value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// When to colour the output; NO_COLOR is honoured
    #[arg(long, global = true, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,
    /// Say nothing but results and errors
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more on standard error: pages that are rejected or held twice; given twice, every page
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// A `dateline.toml` for all pages, beside those that lie beside the pages
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Threads to clean and index with [default: one a core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
    /// Memory for indexing: 400MB, 2GB
    #[arg(long, global = true, value_name = "SIZE", default_value = "400MB", value_parser = memory)]
    pub(crate) memory: u64,
}

impl Global {
    /// Threads to work with: one for each core, unless the user says how many.
    pub(crate) fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(cores, usize::from)
    }

    /// How much is said on standard error.
    pub(crate) fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, 0) => Verbosity::Normal,
            (false, 1) => Verbosity::Exceptions,
            (false, _) => Verbosity::Pages,
        }
    }
}

/// How much is said on standard error, beside results and errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// `--quiet`: nothing.
    Quiet,
    /// Warnings, progress and the report.
    Normal,
    /// `-v`: pages that did not become an article of their own, as they are met; level `info` of the log.
    Exceptions,
    /// `-vv`: every page and what became of it; level `debug` of the log.
    Pages,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// Where standard output is a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
