//! The command line as typed, and what its words mean.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

use dateline::archive::{Field, Filters, Group, Sort};
use dateline::query::Names;

use crate::facet_values::{FacetArg, facet};
use crate::flag_values::{VersionPair, first_day, last_day, size};

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

/// Flags that every command takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// The archive's folder
    #[arg(
        long,
        global = true,
        env = "DATELINE_INDEX",
        default_value = "index",
        value_name = "DIR"
    )]
    pub(crate) index: PathBuf,
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
    #[arg(long, global = true, value_name = "SIZE", default_value = "400MB", value_parser = size)]
    pub(crate) memory: u64,
}

impl Global {
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

/// `dateline index`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline index clippings/                    a folder, with all below it
  dateline index export.jsonl.gz pages/*.html  exports and single pages
  zcat crawl.jsonl.gz | dateline index -       standard input
  dateline index --report pages.jsonl clippings/   what became of each page
  dateline index --prune clippings/            also drop the articles whose pages are gone

Limits: a page of 32 MB, a record of an export (or an export that is one text) of 64 MB.
What is larger is rejected by name, with its size.")]
pub(crate) struct IndexArgs {
    /// Files and folders; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Drop articles under these paths whose page is gone; what could not be read is not gone
    #[arg(long)]
    pub(crate) prune: bool,
    /// Prune even when most articles under these paths would go
    #[arg(long, requires = "prune")]
    pub(crate) force: bool,
    /// Write what became of each page to this file, a JSON line each: path, outcome, id, reason
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// The report as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dateline search`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline search ferry inspection                  both words, in any inflection
  dateline search '\"safety certificate\"'            a phrase
  dateline search 'ferry NEAR/5 inspect*'           within five words
  dateline search 'ferry after:2025-03 -football'   from March 2025, without football
  dateline search ferry --sort -date --limit 50     newest first
  dateline search ferry --json | jq .title          for programs")]
pub(crate) struct SearchArgs {
    /// The query; `dateline help query` explains it
    #[arg(required_unless_present = "queries", allow_hyphen_values = true)]
    pub(crate) query: Option<String>,
    /// More words of the query; files and folders that are there are indexed first and searched in, without any all of the archive
    #[arg(value_name = "WORD|PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// Hits to show
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    pub(crate) limit: usize,
    /// Hits to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(crate) offset: usize,
    /// Order of the hits
    #[arg(
        long,
        default_value = "relevance",
        value_name = "ORDER",
        allow_hyphen_values = true
    )]
    pub(crate) sort: Order,
    /// What folds under the article that was published first [default: copies; off with --json and --queries]
    #[arg(long, value_name = "WHAT")]
    pub(crate) group: Option<Grouping>,
    /// Facets to count, with the values to show: source:5; `none` for none [default: source:8 date]
    #[arg(long = "facet", value_name = "FIELD[:N]", value_parser = facet)]
    pub(crate) facets: Vec<FacetArg>,
    /// Passages a hit
    #[arg(long, default_value_t = 2, value_name = "N")]
    pub(crate) snippets: usize,
    #[command(flatten)]
    pub(crate) understanding: Understanding,
    #[command(flatten)]
    pub(crate) effort: Effort,
    /// Queries to run, one a line or JSON Lines {"id","query","filters"}, lines with # left out; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(crate) queries: Option<PathBuf>,
    /// JSON Lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// How much work a query may be.
#[derive(Debug, Args)]
pub(crate) struct Effort {
    /// Look at every article and word, however long it takes; without, a query that asks for too much is stopped, and says so
    #[arg(long)]
    pub(crate) exhaustive: bool,
}

/// How a query is understood.
#[derive(Debug, Args)]
pub(crate) struct Understanding {
    /// Refuse a query that is not understood in full, and list no article that lacks one of its words
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print how the query was understood, and stop
    #[arg(long)]
    pub(crate) explain_query: bool,
    /// What name:X finds: X as a plain word, the name in this spelling alone, or in all its spellings
    #[arg(long, value_enum, default_value_t = NameReading::Variants, value_name = "WHICH")]
    pub(crate) names: NameReading,
}

/// A query, with or without quotes around all of it.
#[derive(Debug, Args)]
pub(crate) struct QueryWords {
    /// The query; `*` for everything
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    first: String,
    /// More words of the query
    #[arg(value_name = "WORD")]
    more: Vec<String>,
}

impl QueryWords {
    pub(crate) fn text(&self) -> String {
        let more = self.more.iter().map(String::as_str);
        let words: Vec<&str> = std::iter::once(self.first.as_str()).chain(more).collect();
        words.join(" ")
    }
}

/// What `name:` finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NameReading {
    /// The words, as plain words
    Off,
    /// The name in this spelling
    Exact,
    /// The name in all its spellings
    Variants,
}

impl From<NameReading> for Names {
    fn from(reading: NameReading) -> Self {
        match reading {
            NameReading::Off => Self::Off,
            NameReading::Exact => Self::Exact,
            NameReading::Variants => Self::Variants,
        }
    }
}

/// What narrows a query.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Narrow to")]
pub(crate) struct Narrow {
    /// This outlet, by any part of its name; repeat for any of several
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,
    /// Any outlet but this
    #[arg(long, value_name = "NAME")]
    pub(crate) not_source: Vec<String>,
    /// This domain, or any part of it
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) domain: Vec<String>,
    /// This agency
    #[arg(long, value_name = "NAME")]
    pub(crate) wire: Vec<String>,
    /// This language: en, english, Deutsch
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) lang: Vec<String>,
    /// This author, by any part of the name
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Vec<String>,
    /// Published on this day or later: 2025-09-12, 2025-09, 2025
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    pub(crate) since: Option<Date>,
    /// Published on this day or before
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    pub(crate) until: Option<Date>,
}

impl Narrow {
    /// The filters that these flags ask for.
    pub(crate) fn filters(&self) -> Filters {
        let fields = [
            (Field::Source, &self.source),
            (Field::Domain, &self.domain),
            (Field::Wire, &self.wire),
            (Field::Language, &self.lang),
            (Field::Author, &self.author),
        ];
        let only = fields
            .into_iter()
            .flat_map(|(field, values)| values.iter().map(move |value| (field, value.clone())));
        Filters {
            only: only.collect(),
            not: self
                .not_source
                .iter()
                .map(|value| (Field::Source, value.clone()))
                .collect(),
            since: self.since,
            until: self.until,
            under: Vec::new(),
        }
    }
}

/// `dateline stories`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline stories                              the stories of the archive, those with most articles first
  dateline stories ferry --since 2025-01        the stories of a query
  dateline stories 3f9a1c --lineage             who took what from whom, in the story of this article
  dateline stories 3f9a1c --numbers             the numbers that outlets give, and where they disagree")]
pub(crate) struct StoriesArgs {
    /// The query; with --lineage and --numbers the id of an article of the story, as `stories` and `search` print it
    #[arg(allow_hyphen_values = true, required_if_eq_any = [("lineage", "true"), ("numbers", "true")])]
    pub(crate) query: Option<String>,
    /// More words of the query
    #[arg(value_name = "WORD", conflicts_with_all = ["lineage", "numbers"])]
    pub(crate) more: Vec<String>,
    /// Who was first, and which text reuses how much of which
    #[arg(long, conflicts_with = "numbers")]
    pub(crate) lineage: bool,
    /// The numbers that articles of the story give for the same thing, with the sentences
    #[arg(long)]
    pub(crate) numbers: bool,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// Stories to show
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) understanding: Understanding,
    /// JSON Lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dateline facets`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline facets ferry                           by source and date
  dateline facets '*' --facet language --facet year
  dateline facets ferry --by story                by the event that they tell of
  dateline facets ferry --source 'Harbour Post' --json")]
pub(crate) struct FacetsArgs {
    #[command(flatten)]
    pub(crate) query: QueryWords,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// What the totals count beside articles; facets always count articles
    #[arg(long, default_value = "off", value_name = "WHAT")]
    pub(crate) group: Grouping,
    /// Facets to count, with the values to show; `story` too [default: source date language author]
    #[arg(long = "facet", visible_alias = "by", value_name = "FIELD[:N]", value_parser = facet)]
    pub(crate) facets: Vec<FacetArg>,
    #[command(flatten)]
    pub(crate) understanding: Understanding,
    #[command(flatten)]
    pub(crate) effort: Effort,
    /// JSON Lines
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dateline show`
#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// The article's id, as `search` prints it
    pub(crate) id: String,
    /// What cleaning removed from the page, with the reasons
    #[arg(long)]
    pub(crate) removed: bool,
    /// The article and all that is known of it as JSON
    #[arg(long, conflicts_with = "raw")]
    pub(crate) json: bool,
    /// Why the article has the score it has for this query
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["removed", "json", "raw"], allow_hyphen_values = true)]
    pub(crate) explain: Option<String>,
    /// The page as it was read
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

/// `dateline similar`
#[derive(Debug, Args)]
pub(crate) struct SimilarArgs {
    /// The article's id, as `search` prints it
    pub(crate) id: String,
    #[command(flatten)]
    pub(crate) narrow: Narrow,
    /// Articles to show
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    pub(crate) limit: usize,
    /// JSON Lines
    #[arg(long)]
    pub(crate) json: bool,
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

/// `dateline clean`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline clean page.html                  kept text plain, removed text struck, with its reason
  dateline clean --json crawl.jsonl.gz      one JSON line a page
  curl -s https://example.org/x | dateline clean -")]
pub(crate) struct CleanArgs {
    /// Files and folders; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// JSON Lines
    #[arg(long, conflicts_with = "diff")]
    pub(crate) json: bool,
    /// As a unified diff from the page's text to the article
    #[arg(long)]
    pub(crate) diff: bool,
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

/// `dateline names`
#[derive(Debug, Args)]
pub(crate) struct NamesArgs {
    /// The name, in any spelling and script
    #[arg(required = true, value_name = "NAME")]
    pub(crate) name: Vec<String>,
    #[command(flatten)]
    pub(crate) effort: Effort,
    /// JSON Lines, one a spelling
    #[arg(long)]
    pub(crate) json: bool,
}

/// `dateline stats`
#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    /// What was learned of each site: text that is no part of its articles, ends of its titles, its name
    #[arg(long)]
    pub(crate) furniture: bool,
    /// One JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// Best match first
    Relevance,
    /// Oldest first
    Date,
    /// Newest first
    #[value(name = "-date")]
    Newest,
    /// By outlet
    Source,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Date => Self::Oldest,
            Order::Newest => Self::Newest,
            Order::Source => Self::Source,
        }
    }
}

/// What folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Grouping {
    /// Nothing
    Off,
    /// Articles with nearly the same text
    Copies,
    /// Articles that tell of one event, copies among them
    Story,
}

impl From<Grouping> for Group {
    fn from(grouping: Grouping) -> Self {
        match grouping {
            Grouping::Off => Self::Off,
            Grouping::Copies => Self::Copies,
            Grouping::Story => Self::Story,
        }
    }
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
