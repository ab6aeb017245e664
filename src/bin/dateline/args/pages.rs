//! The words of the commands that read pages.

use std::path::PathBuf;

use clap::Args;

use super::flag_values::cap;

/// `dateline index`
#[derive(Debug, Args)]
#[command(before_help = "\
Examples:
  dateline index clippings/                    a folder, with all below it
  dateline index export.jsonl.gz pages/*.html  exports and single pages
  zcat crawl.jsonl.gz | dateline index -       standard input
  dateline index --report pages.jsonl clippings/   what became of each page
  dateline index --dry-run clippings/          what would be added, changed and rejected
  dateline index --watch clippings/            again whenever something changes
  dateline index --prune clippings/            also drop the articles whose pages are gone

Limits: a page of 32 MB (--max-page), a record of an export, or an export that is one text, of 64 MB (--max-record).
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
    /// Say what would be done, and write nothing: a trial on the same files
    #[arg(long, conflicts_with = "staging")]
    pub(crate) dry_run: bool,
    /// Keep the archive current until Ctrl-C: read what changes under these paths, and say what was done
    #[arg(long, conflicts_with_all = ["staging", "dry_run", "report", "force"])]
    pub(crate) watch: bool,
    /// The largest page, such as 100MB: a file, the body of a crawl's record; larger ones are rejected by name [default: 32MB, of 1,048,576
    /// bytes each]. A page takes several times its bytes of memory
    #[arg(long, value_name = "SIZE", value_parser = cap, hide_default_value = true, default_value_t = dateline::read::PAGE_LIMIT)]
    pub(crate) max_page: usize,
    /// The largest record of an export (a line, an object, a row), or export that is one text [default: 64MB]
    #[arg(long, value_name = "SIZE", value_parser = cap, hide_default_value = true, default_value_t = dateline::read::RECORD_LIMIT)]
    pub(crate) max_record: usize,
    /// Write what became of each page to this file, a JSON line each: path, outcome, id, reason
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// The report as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// With a cluster: the folder in which the articles are made before they are sent; what has not changed there is not read
    /// again [default: a folder that is removed afterwards]
    #[arg(long, value_name = "DIR")]
    pub(crate) staging: Option<PathBuf>,
    /// With a cluster: write the articles that it refuses to this file, a JSON line each: path, id, reason
    #[arg(long, value_name = "FILE")]
    pub(crate) rejects: Option<PathBuf>,
    /// With a cluster: into how many parts a new index is divided
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub(crate) shards: u32,
    /// With a cluster: how many copies of each part a new index has on other machines
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=16))]
    pub(crate) replicas: u32,
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
