//! What is in the archive.

use std::sync::Arc;

use crate::archive::{Facet, Field, Stats};
use crate::group::{Book, WrittenRecord};
use crate::search::budget::Budget;
use crate::search::collect::Collect;
use crate::search::counts;
use crate::search::plan::filters;
use crate::search::plan::optimize::Route;
use crate::search::plan::physical::{Filter, Matches, Physical};
use crate::search::view::View;
use crate::search::walk;

/// Articles that are copies of another.
fn copies(book: &Book) -> u64 {
    let is_copy = |record: &WrittenRecord<'_>| record.group() != record.key();
    book.records().filter(is_copy).count() as u64
}

/// What `view` sees; `bytes` is what the archive takes on disk.
pub(crate) fn stats(view: &View, bytes: u64) -> tantivy::Result<Stats> {
    let asked =
        [Field::Source, Field::Language, Field::Day].map(|field| Facet { field, limit: None });
    let everything = Route::Each(Matches::Whole(Physical::Filter(Filter::Everything)));
    let collect = Collect::counting(asked.to_vec(), view);
    let budget = Arc::new(Budget::unlimited());
    let collected = walk::collect(&everything, &collect, view, &budget)?;
    let mut counted = Vec::new();
    for (facet, counts) in asked.iter().zip(collected.facets) {
        counted.push(counts::ordered(facet, counts));
    }
    let mut counted = counted.into_iter();
    let mut next = || counted.next().unwrap_or_default();
    let (sources, languages, days) = (next(), next(), next());
    // The newest come first, and "undated", which is no day, last.
    let mut days = days.iter().filter_map(|day| day.value.parse().ok());
    let last = days.next();
    let first = days.next_back().or(last);
    Ok(Stats {
        articles: collected.total,
        copies: copies(view.copies()?),
        undated: walk::count(&filters::undated(), view)?,
        days: first.zip(last),
        sources,
        languages,
        bytes,
        segments: view.searcher.segment_readers().len(),
    })
}
