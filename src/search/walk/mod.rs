//! Execution: a plan in; the matches out. There is one way to walk each kind of plan.
mod alphabet;
mod cursor;
mod enough;
mod explained;
mod gathered;
mod keys;
mod leaf;
mod loosened;
mod number;
mod one_word;
mod regions;
mod per_language;
mod placed;
mod query;
mod script_runs;
mod stretches;
mod windows;

use std::sync::Arc;

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, Score, TERMINATED};

use crate::search::budget::Budget;
use crate::search::collect::{Collect, Collected, Pace, Watch};
use crate::search::plan::optimize::Route;
use crate::search::plan::physical::{Filter, Matches, Physical};
use crate::search::view::View;
use crate::search::walk::per_language::PerLanguageQuery;

pub(crate) use cursor::Cursor;
pub(crate) use regions::Outline;
pub(crate) use stretches::Stretch;

/// Walks a route and hands the matches to `collect`.
pub(crate) fn collect(
    route: &Route,
    collect: &Collect,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Collected> {
    match route {
        Route::Windows(any) => windows::collect(any, collect, view, budget),
        Route::BestThenCount(matches, bounds) => {
            let query = of_matches(matches, view, budget);
            let to_best = Collect {
                pace: Pace::Best(bounds.clone()),
                ..collect.clone()
            };
            let best = view.search(&*query, &to_best)?.best;
            Ok(Collected {
                best,
                total: query.count(&view.searcher)? as u64,
                ..Collected::default()
            })
        }
        Route::Each(matches) if collect.counts_only() => Ok(Collected {
            total: of_matches(matches, view, budget).count(&view.searcher)? as u64,
            ..Collected::default()
        }),
        Route::Each(matches) => view.search(&*of_matches(matches, view, budget), collect),
        Route::Watched(matches) => {
            // A walk reads all postings for all articles at most: so many for each match, at worst.
            let per_match = 1 + matches.postings() / view.searcher.num_docs().max(1);
            let watched = Collect {
                pace: Pace::Watched(Watch {
                    budget: budget.clone(),
                    per_match,
                    in_order: matches.is_in_order(),
                }),
                ..collect.clone()
            };
            view.search(&*of_matches(matches, view, budget), &watched)
        }
    }
}

fn of_matches(matches: &Matches, view: &View, budget: &Arc<Budget>) -> Box<dyn Query> {
    match matches {
        Matches::Whole(whole) => query::query(whole, view, budget),
        Matches::PerLanguage(parts) => {
            let parts = parts.iter().map(|part| query::query(part, view, budget));
            Box::new(PerLanguageQuery::new(parts.collect()))
        }
    }
}

/// How many articles a filter takes.
pub(crate) fn count(filter: &Filter, view: &View) -> tantivy::Result<u64> {
    let count = query::filter(filter, view).count(&view.searcher)?;
    Ok(count as u64)
}

/// Whether any article matches.
pub(crate) fn finds_any(
    plan: &Physical,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<bool> {
    let query = query::query(plan, view, budget);
    let weight = query.weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
    for reader in view.searcher.segment_readers() {
        let mut scorer = weight.scorer(reader, 1.0)?;
        let alive = reader.alive_bitset();
        while scorer.doc() != TERMINATED {
            if alive.is_none_or(|alive| alive.is_alive(scorer.doc())) {
                return Ok(true);
            }
            scorer.advance();
        }
    }
    Ok(false)
}

/// Which of these articles match; `sorted` is in the order of the index.
pub(crate) fn matching(
    plan: &Physical,
    sorted: &[DocAddress],
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Vec<bool>> {
    let query = query::query(plan, view, budget);
    let weight = query.weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
    let mut matching = Vec::with_capacity(sorted.len());
    for of_segment in sorted.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let Some(first) = of_segment.first() else {
            continue;
        };
        let reader = view.searcher.segment_reader(first.segment_ord);
        let mut scorer = weight.scorer(reader, 1.0)?;
        for address in of_segment {
            if scorer.doc() < address.doc_id {
                scorer.seek(address.doc_id);
            }
            matching.push(scorer.doc() == address.doc_id);
        }
    }
    Ok(matching)
}

/// What one article scores, if it matches.
pub(crate) fn score(
    plan: &Physical,
    address: DocAddress,
    view: &View,
) -> tantivy::Result<Option<Score>> {
    let query = query::query(plan, view, &Arc::new(Budget::unlimited()));
    let scoring = EnableScoring::enabled_from_statistics_provider(view, &view.searcher);
    let weight = query.weight(scoring)?;
    let mut scorer = weight.scorer(view.searcher.segment_reader(address.segment_ord), 1.0)?;
    let mut doc = scorer.doc();
    if doc < address.doc_id {
        doc = scorer.seek(address.doc_id);
    }
    Ok((doc == address.doc_id).then(|| scorer.score()))
}

/// Hands over the matches of each segment, in the order of the index: without scores, replaced articles left out.
pub(crate) fn matches_of_segment(
    plan: &Physical,
    segment: u32,
    view: &View,
    each: &mut dyn FnMut(u32),
) -> tantivy::Result<()> {
    let query = query::query(plan, view, &Arc::new(Budget::unlimited()));
    let weight = query.weight(EnableScoring::disabled_from_searcher(&view.searcher))?;
    let reader = view.searcher.segment_reader(segment);
    let alive = reader.alive_bitset();
    weight.for_each_no_score(reader, &mut |docs| {
        for &doc in docs {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                each(doc);
            }
        }
    })
}
