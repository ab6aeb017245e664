//! Ingesting: paths in, an archive out. The one place that sees every stage.
//!
//! One thread reads and splits; as many as asked for decode, clean, identify and add (`run`). A commit now and then makes
//! sure that a killed run goes on near where it was. Every page ends as exactly one [`Outcome`], and the [`Report`]
//! adds up. What a run must know of the archive it asks the archive (`places`); the end of a run decides about articles with several places,
//! learns what the pages of each site have in common (`knowledge`), makes those articles anew that this concerns, from
//! what the archive stores, and finds which articles are copies of which (`copies`).
mod article_receipt;
mod backpressure;
mod content_digests;
mod copies;
mod family;
mod known_files;
mod knowledge;
mod one_page;
mod options;
mod outcomes;
mod places;
mod prune;
mod repair;
mod report;
mod revisits;
mod run;
mod scanning;
mod self_check;
mod sorted_receipts;
mod spool;
mod texts;
mod threads;
mod upgrade;

use std::path::{Component, Path, PathBuf};

use crate::article::{Article, CleanPage, RawPage};
use crate::clean;
use crate::index::Writer;
use crate::ingest::one_page::PageContext;
use crate::ingest::run::Run;
use crate::site::rules::{PageRules, Rules};

pub use article_receipt::ArticleReceipt;
pub use content_digests::{PARTS, Receipt, digest_of, receipt};
pub use options::{Options, Progress, RunEvent, Vanished};
pub use repair::{RepairError, RepairReport, repair};
pub use report::{Cause, IngestError, Outcome, PageEnd, Refused, Rejected, Report};
pub use self_check::{ContentsReport, Depth, check_contents};
pub use upgrade::{UpgradeReport, upgrade};

/// Reads everything under `inputs` into the archive and commits. `told` is called from several threads.
pub fn ingest(
    inputs: &[PathBuf],
    writer: &Writer,
    options: &Options,
    told: &(dyn Fn(RunEvent<'_>) + Sync),
) -> Result<Report, IngestError> {
    let inputs = inputs.iter().map(|input| absolute(input));
    let inputs = distinct(&inputs.collect::<Vec<_>>());
    let rules = Rules::beside(&inputs, options.config.as_deref())?;
    let run = Run::new(writer, rules, options, told)?;
    run.read(&inputs)?;
    run.finish(&inputs)
}

/// Cleans and identifies one page by the user's rules, without an archive. Fails where cleaning panics, with [`Cause::Panic`].
pub fn one(page: &RawPage, rules: &PageRules) -> Result<Article, Cause> {
    let clean = clean::clean;
    let version = one_page::process(page, &PageContext { clean, rules })?;
    Ok(version.article)
}

/// The same, with the page as it was cleaned, but for what it says of itself.
pub fn one_with_page(page: &RawPage, rules: &PageRules) -> Result<(CleanPage, Article), Cause> {
    let clean = clean::clean;
    one_page::process_and_keep(page, &PageContext { clean, rules })
}

/// Paths are kept absolute, so that an archive means the same wherever it is asked from; `-` stays.
pub fn absolute(path: &Path) -> PathBuf {
    if path.as_os_str() == "-" {
        return path.to_path_buf();
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// The inputs without those that are named twice or lie under another: each page is read once.
fn distinct(inputs: &[PathBuf]) -> Vec<PathBuf> {
    let mut kept: Vec<PathBuf> = Vec::new();
    for (at, input) in inputs.iter().enumerate() {
        let lies_under = |other: &PathBuf| other != input && input.starts_with(other);
        let is_named = inputs.iter().take(at).any(|other| other == input);
        if !is_named && !inputs.iter().any(lies_under) {
            kept.push(input.clone());
        }
    }
    kept
}
