//! What several commands begin with: an open archive, a parsed query.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use dateline::archive::{Cancel, Limits, Searcher};
use dateline::cluster::{Address, Cluster};
use dateline::ingest;
use dateline::query::{self, ListOf, Query, Warning, WordLists};
use dateline::search::Archive;
use dateline::site::rules::Rules;

use crate::args::{Effort, Global, Understanding};
use crate::login::login;

/// An archive in a folder or on a cluster.
pub(crate) enum Opened {
    /// In a folder.
    Folder(Archive),
    /// On a cluster.
    Cluster(Cluster),
}

/// Opens the archive that the flags name, wherever it is.
pub(crate) fn opened(global: &Global) -> Result<Opened> {
    if !is_on_a_cluster(global) {
        return Ok(Opened::Folder(Archive::open(&global.index)?));
    }
    let address = address(global)?;
    let login = login(&address)?;
    let cluster = Cluster::open(address, login.as_ref(), global.ca.as_deref())?;
    Ok(Opened::Cluster(cluster))
}

/// Opens the archive that the flags name.
pub(crate) fn archive(global: &Global) -> Result<Box<dyn Searcher>> {
    Ok(match opened(global)? {
        Opened::Folder(archive) => Box::new(archive),
        Opened::Cluster(cluster) => Box::new(cluster),
    })
}

/// Whether the archive is on a cluster.
pub(crate) fn is_on_a_cluster(global: &Global) -> bool {
    global.index.to_str().is_some_and(Address::is_meant_by)
}

/// Where on a cluster the archive is.
pub(crate) fn address(global: &Global) -> Result<Address> {
    Ok(Address::parse(global.index.to_str().unwrap_or_default())?)
}

/// The archive's folder, for a command that works on its files; `instead` says what to do on a cluster.
pub(crate) fn folder<'a>(global: &'a Global, instead: &str) -> Result<&'a Path> {
    if is_on_a_cluster(global) {
        bail!("this works on an archive in a folder; on a cluster {instead}");
    }
    Ok(&global.index)
}

/// A query that takes longer than this is stopped even where it reads little: the disk is slow, or the machine is busy.
const DEADLINE: Duration = Duration::from_secs(10);

/// How much work a query may be.
pub(crate) fn limits(effort: &Effort) -> Limits {
    if effort.exhaustive {
        return Limits::NONE;
    }
    let start = Instant::now();
    Limits {
        cancel: Some(Cancel::when(move || start.elapsed() > DEADLINE)),
        ..Limits::default()
    }
}

/// Today by the machine's clock, in UTC: `last:7d` counts from it, and no page is published after it.
pub(crate) fn today() -> Result<Date> {
    let now = std::time::SystemTime::now();
    let now = jiff::Timestamp::try_from(now).context("the machine's clock is out of range")?;
    Ok(now.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// No clock that is right shows an earlier day: this was written later.
const EARLIEST: Date = Date::constant(2026, 1, 1);

/// Today, or nothing where the machine's clock is wrong for certain: pages would lose dates that lie behind it.
pub(crate) fn plausible_today() -> Result<Option<Date>> {
    let today = today()?;
    if today >= EARLIEST {
        return Ok(Some(today));
    }
    crate::terminal::say!(
        "warning: this machine's clock says {today}; no date of a page is held against it"
    );
    Ok(None)
}

/// A query that is ready to run, or an exit code where all was said already.
pub(crate) enum Understood {
    /// Run this.
    Query(Query),
    /// `--explain-query`: the explanation was printed.
    Said(ExitCode),
}

/// Parses a query; what was not understood is shown on standard error, or refused with `--strict`.
pub(crate) fn query(
    text: &str,
    understanding: &Understanding,
    global: &Global,
) -> Result<Understood> {
    let (query, warnings) = query::parse(text);
    if !global.quiet || understanding.strict {
        show(text, &warnings);
    }
    if understanding.strict && !warnings.is_empty() {
        bail!("the query is not understood in full; see above, or run it without --strict");
    }
    let lists = word_lists(global)?;
    let (query, notes) = lists.widened(query.with_names(understanding.names.into()));
    if understanding.explain_query {
        crate::terminal::print(&query::explain(&query).to_string())?;
        return Ok(Understood::Said(ExitCode::SUCCESS));
    }
    if !global.quiet {
        show(text, &notes);
    }
    Ok(Understood::Query(query))
}

/// The user's lists that `dateline.toml` names: beside the archive, or in the file of `--config`.
pub(crate) fn word_lists(global: &Global) -> Result<WordLists> {
    let archive = (!is_on_a_cluster(global)).then(|| ingest::absolute(&global.index));
    let files = Rules::lists(archive.as_deref(), global.config.as_deref())?;
    let mut lists = WordLists::default();
    for (of, paths) in [
        (ListOf::Synonyms, &files.synonyms),
        (ListOf::Names, &files.names),
    ] {
        for path in paths {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("cannot read the list {}", path.display()))?;
            lists
                .add(of, &text)
                .with_context(|| format!("{} cannot be read", path.display()))?;
        }
    }
    Ok(lists)
}

fn show(text: &str, warnings: &[Warning]) {
    for warning in warnings {
        crate::terminal::say!("{}", query::caret(text, warning));
    }
}
