//! The words of the commands that say whether an archive can be relied on.

use clap::{Args, ValueEnum};

/// `dateline check`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline check                    every file by checksum, a thousand articles in detail
  dateline check --full             every article in detail
  dateline check --repair           write what is damaged anew from the stored articles")]
pub(crate) struct CheckArgs {
    /// Look at every article, not at a thousand
    #[arg(long)]
    pub(crate) full: bool,
    /// Mend what is damaged from the stored articles; lists those that are lost, which the next `index` reads again
    #[arg(long)]
    pub(crate) repair: bool,
    /// JSON Lines
    #[arg(long)]
    pub(crate) json: bool,
    /// Do one part of the work in this process
    #[arg(long, hide = true, value_enum)]
    pub(crate) part: Option<CheckPart>,
    /// Segments whose stored articles are not to be read
    #[arg(long, hide = true)]
    pub(crate) unreadable: Vec<String>,
}

/// What a process of its own does of `dateline check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckPart {
    /// Looks at the articles
    Contents,
    /// Mends
    Repair,
}
