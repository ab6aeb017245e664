//! The words of the commands that show articles and write them out.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::asking::{Narrow, QueryWords, Understanding};
use super::flag_values::VersionPair;

/// `dateline show`
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The article's id, as `search` prints it
    pub(crate) id: String,
    /// What cleaning removed from the page, with the reasons
    #[arg(long)]
    pub(crate) removed: bool,
    /// The article and all that is known of it as JSON
    #[arg(long, conflicts_with_all = ["raw", "html"])]
    pub(crate) json: bool,
    /// The article as a page of HTML, with what is known of it
    #[arg(long, conflicts_with_all = ["removed", "raw", "story", "versions", "diff", "explain"])]
    pub(crate) html: bool,
    /// Why the article has the score it has for this query
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["removed", "json", "raw"], allow_hyphen_values = true)]
    pub(crate) explain: Option<String>,
    /// The page's bytes as they were read: the file, the member of a package, the record of a crawl with its heads or of an export;
    /// what is no JSON there (a row, a document) as the JSON that is made of it
    #[arg(long)]
    pub(crate) raw: bool,
    /// The articles that tell of the same event
    #[arg(long, conflicts_with_all = ["removed", "raw", "explain"])]
    pub(crate) story: bool,
    /// Every version that was read at its address, the one that search shows first
    #[arg(long, conflicts_with_all = ["removed", "raw", "explain"])]
    pub(crate) versions: bool,
    /// What differs between two versions, by their numbers in --versions: from the one before the last where none are given
    #[arg(long, value_name = "OLD:NEW", num_args = 0..=1, default_missing_value = "2:1", require_equals = true,
        conflicts_with_all = ["removed", "raw", "explain", "versions"])]
    pub(crate) diff: Option<VersionPair>,
}

/// `dateline compare`
#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// An article's id, as `search` prints it
    pub(crate) first: String,
    /// The id of another
    pub(crate) second: String,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dateline export`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline export '*' > archive.jsonl               everything
  dateline export ferry --format csv > ferry.csv    for a spreadsheet
  dateline export ferry --format ris --since 2025   for a reference manager
  dateline export ferry --format text --output out  a text file an article, and metadata.csv")]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) query: QueryWords,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// The format
    #[arg(long, default_value = "jsonl", value_name = "FORMAT")]
    pub(crate) format: Format,
    /// Leave the articles' text out
    #[arg(long)]
    pub(crate) no_fulltext: bool,
    /// With --format text: a folder for one text file an article, and metadata.csv
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    /// Begin CSV with a byte-order mark, which some spreadsheets want
    #[arg(long)]
    pub(crate) bom: bool,
    #[command(flatten)]
    pub(crate) understanding: Understanding,
}

/// An export format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// RIS, for reference managers
    Ris,
    /// BibTeX
    Bibtex,
    /// CSL-JSON
    CslJson,
    /// Plain text
    Text,
}
