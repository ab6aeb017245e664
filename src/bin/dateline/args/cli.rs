//! The command line as a whole: its commands.

use clap::{Parser, Subcommand};

use super::articles::{CompareArgs, ExportArgs, ShowArgs};
use super::finding::{FacetsArgs, NamesArgs, SearchArgs, SimilarArgs, StoriesArgs};
use super::global::Global;
use super::pages::{CleanArgs, IndexArgs};
#[cfg(feature = "mcp")]
use super::serving::McpArgs;
#[cfg(feature = "web")]
use super::serving::ServeArgs;
use super::trust::{BackupArgs, CheckArgs, ReceiptArgs, RestoreArgs, StatsArgs};

/// Search your own archive of saved news pages.
#[derive(Debug, Parser)]
#[command(
    name = "dateline",
    version,
    about,
    max_term_width = 100,
    disable_help_subcommand = true
)]
#[command(before_help = "\
Examples:
  dateline index clippings/ export.jsonl.gz           read, clean, identify, index
  dateline search '\"spare parts\" AND ferry'           ranked hits with highlighted passages
  dateline search inspection clippings/ --source ap   index a folder first, then search only there
  dateline facets 'ferry' --since 2025-01-01          counts by source and date
  dateline stories ferry                              the events that articles tell of, and by whom
  dateline clean page.html                            what cleaning keeps and removes, and why
  dateline help query                                 the query language")]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read pages into the archive; run it again whenever pages come or change
    Index(IndexArgs),
    /// Find articles
    Search(SearchArgs),
    /// Show one article with the evidence for each field
    Show(ShowArgs),
    /// Find articles like one of them
    Similar(SimilarArgs),
    /// Show two articles side by side with the passages that they share
    Compare(CompareArgs),
    /// List the stories of the archive or of a query; who took what from whom, and where their numbers disagree
    Stories(StoriesArgs),
    /// Count the articles that match, by source, date and more
    Facets(FacetsArgs),
    /// Show what cleaning keeps and removes; needs no archive
    Clean(CleanArgs),
    /// Write out every article that matches
    Export(ExportArgs),
    /// List every spelling of a name in the archive
    Names(NamesArgs),
    /// Say what is in the archive
    Stats(StatsArgs),
    /// Compare every file of the archive with what was written, and mend what is damaged
    Check(CheckArgs),
    /// Copy the archive as its last commit left it, while others write
    Backup(BackupArgs),
    /// Make the archive what a backup is
    Restore(RestoreArgs),
    /// Print a digest of what the archive holds, equal wherever the same pages were read by the same rules
    Receipt(ReceiptArgs),
    /// Show the archive in the browser, and answer programs
    #[cfg(feature = "web")]
    Serve(ServeArgs),
    /// Give the archive to a language model as tools (Model Context Protocol), on standard input and output
    #[cfg(feature = "mcp")]
    Mcp(McpArgs),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of dateline or of one command
    Man {
        /// The command
        command: Option<String>,
    },
    /// Help on a command, or on the query language with `help query`
    Help {
        /// A command, or `query`
        topic: Option<String>,
    },
}
