//! What several commands begin with: an open archive, a parsed query.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use jiff::civil::Date;

use dateline::archive::{Cancel, Limits};
use dateline::ingest;
use dateline::query::{self, ListOf, Names, Query, Warning, WordLists};
use dateline::search::Archive;
use dateline::site::rules::Rules;

use crate::args::{Effort, Global, Understanding};

/// Opens the archive that the flags name.
pub(crate) fn archive(global: &Global) -> Result<Archive> {
    Ok(Archive::open(&global.index)?)
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
    let (query, notes) = widened(query, understanding.names.into(), &lists);
    if understanding.explain_query {
        anstream::print!("{}", query::explain(&query));
        return Ok(Understood::Said(ExitCode::SUCCESS));
    }
    if !global.quiet {
        notes
            .iter()
            .for_each(|note| anstream::eprintln!("note: {note}"));
    }
    Ok(Understood::Query(query))
}

/// The query with its names read so and its words widened by the user's lists; and notes that say so.
pub(crate) fn widened(query: Query, names: Names, lists: &WordLists) -> (Query, Vec<String>) {
    let (query, widened) = lists.widened(query.with_names(names));
    let notes = widened.iter().map(|part| {
        format!(
            "`{}` finds {} too, by your lists",
            part.text,
            part.others.join(", ")
        )
    });
    (query, notes.collect())
}

/// The user's lists that `dateline.toml` names: beside the archive, or in the file of `--config`.
pub(crate) fn word_lists(global: &Global) -> Result<WordLists> {
    let archive = ingest::absolute(&global.index);
    let files = Rules::lists(Some(&archive), global.config.as_deref())?;
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
        anstream::eprintln!("{}", query::caret(text, warning));
    }
}
