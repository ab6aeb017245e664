//! The words of the commands that tell what an archive holds and whether it can be relied on.

use std::path::PathBuf;

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

/// `dateline backup`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline backup /mnt/disk/news            again and again: files that are there already are not copied again
  dateline check --index /mnt/disk/news     a backup is an archive")]
pub(crate) struct BackupArgs {
    /// The folder of the backup: a new one, or that of an earlier backup
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// The report as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dateline restore`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline restore /mnt/disk/news                   into a folder where no archive is
  dateline restore /mnt/disk/news --force           over the archive that is there")]
pub(crate) struct RestoreArgs {
    /// The folder of the backup
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
    /// Take the place of the archive that is there, damaged or not
    #[arg(long)]
    pub(crate) force: bool,
    /// The report as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dateline receipt`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline receipt                                  one digest
  dateline receipt --json > 2026-11.receipt         with a line for each article
  dateline receipt --compare 2026-11.receipt index  what has changed since, article by article")]
pub(crate) struct ReceiptArgs {
    /// Name the articles that differ between two archives or saved receipts, and what differs of each
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub(crate) compare: Option<Vec<PathBuf>>,
    /// JSON Lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dateline stats`
#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    /// What was learned of each site: text that is no part of its articles, ends of its titles, its name
    #[arg(long)]
    pub(crate) furniture: bool,
    /// What is there of each outlet by month, and the months without any
    #[arg(long, conflicts_with = "furniture")]
    pub(crate) coverage: bool,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}
