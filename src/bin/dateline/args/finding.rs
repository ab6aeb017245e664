//! The words of the commands that find and count articles.

use std::path::PathBuf;

use clap::Args;

use super::asking::{Effort, Grouping, Narrow, QueryWords, Understanding};
use super::facet_values::{FacetArg, facet};
use super::flag_values::{KwicOrder, Order};

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
    /// Every occurrence in the text of the hits, one line each with what stands left and right of it; may be sorted by either side
    #[arg(long, value_name = "ORDER", num_args = 0..=1, default_missing_value = "text", require_equals = true, conflicts_with = "queries")]
    pub(crate) kwic: Option<KwicOrder>,
    #[command(flatten)]
    pub(crate) understanding: Understanding,
    #[command(flatten)]
    pub(crate) effort: Effort,
    /// Print what a stranger needs to ask again and get the same: the digest of the archive and of the answer
    #[arg(long, conflicts_with = "queries")]
    pub(crate) receipt: bool,
    /// Queries to run, one a line or JSON Lines {"id","query","filters"}, lines with # left out; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    pub(crate) queries: Option<PathBuf>,
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
