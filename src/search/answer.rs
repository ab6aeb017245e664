//! The answer to a request: planned, walked, presented.

use std::sync::Arc;

use crate::archive::{
    Facet, FacetCounts, Field, Fill, Filters, Group, Limits, Note, Request, Results, SelfFilter,
    Sort, Unread,
};
use crate::query::Expr;
use crate::search::budget::Budget;
use crate::search::collect::candidate::{Candidate, page, source_ranks};
use crate::search::collect::folding::Folding;
use crate::search::collect::{Collect, Collected};
use crate::search::counts;
use crate::search::followers::{Followers, most_of_the_words, without_patterns};
use crate::search::plan::filter_names::whole_names;
use crate::search::plan::optimize::{self, Aim};
use crate::search::plan::physical::Matches;
use crate::search::plan::{self, Plan};
use crate::search::present::advice::{self, TriedHere};
use crate::search::present::folded::FoldedMatches;
use crate::search::present::hits::{Shown, hits};
use crate::search::story_keys::StoryKeys;
use crate::search::view::View;
use crate::search::walk;

/// What advice after an empty answer may cost, as a part of the limits.
const ADVICE: u64 = 2;

/// What the passages of a page may cost, as a part of the limits.
const PASSAGES: u64 = 4;

/// Answers what is `asked` from what `view` sees. `stories` are those of the matches, where stories are to fold.
pub(crate) fn answer(
    asked: &Request,
    stories: Option<&Arc<StoryKeys>>,
    view: &View,
) -> tantivy::Result<Results> {
    let (filters, about_filters) = whole_names(&asked.filters, view)?;
    let request = &Request {
        filters,
        ..asked.clone()
    };
    let limits = request.limits.of_archive(view.searcher.num_docs());
    let budget = Arc::new(Budget::new(&limits));
    let plan = plan::plan(&request.query.root, request.today, view, &budget)?;
    let mut results = Results {
        notes: [about_filters, plan.notes.clone()].concat(),
        ..Results::default()
    };
    if budget.is_spent() {
        results.notes.push(stopped(Unread::Words));
        results.lower_bound = true;
    }
    let Some(matches) = plan.narrowed(&request.filters, None, view) else {
        for facet in &request.facets {
            results.facets.push(counts(facet, None));
        }
        return Ok(results);
    };
    // What is left after planning is for the walk; a plan that took all has the least that shows something.
    let budget = walk_budget(budget, &limits);
    let fold = Folding::new(request.group, stories, view)?;
    results
        .notes
        .extend(stories.and_then(|stories| stories.note.clone()));
    let mut collected = collected((request, fold.as_ref()), matches, view, &budget)?;
    results.total = collected.total;
    count_folded(request.group, &collected, &mut results);
    let folded = FoldedMatches::take(&mut collected, request.sort);
    results.facets = facet_counts(request, &plan, &collected, view, &budget)?;
    if budget.is_spent() {
        results.notes.push(stopped(Unread::Articles));
        results.lower_bound = true;
    }
    let full = page(collected.best, (0, wanted(request)), view)?;
    let others = others(
        (request, fold.as_ref()),
        (&full, &folded),
        &results,
        view,
        &budget,
    )?;
    let found = Found {
        full,
        folded,
        fold: fold.as_ref(),
        others: others.as_ref(),
    };
    present(request, &plan, found, &mut results, view)?;
    if results.total == 0 && !results.lower_bound {
        let unknown = others.map(|others| others.unknown());
        results.notes.extend(advice(request, plan, unknown, view)?);
    }
    Ok(results)
}

/// The hits of an answer.
struct Found<'a> {
    /// Those that match.
    full: Vec<Candidate>,
    /// Matches that fold under them.
    folded: FoldedMatches,
    fold: Option<&'a Folding>,
    /// What follows them.
    others: Option<&'a Followers>,
}

/// How many texts and stories the matches are.
fn count_folded(group: Group, collected: &Collected, results: &mut Results) {
    let (folds, total) = (&collected.folds, collected.total);
    match group {
        Group::Off => {}
        Group::Copies => results.texts = Some(folds.hits(total)),
        Group::Story => {
            results.texts = Some(folds.texts(total));
            results.stories = Some(folds.hits(total));
        }
    }
}

/// What follows the hits that match, where they do not fill the page.
fn others(
    (request, fold): (&Request, Option<&Folding>),
    (full, folded): (&[Candidate], &FoldedMatches),
    results: &Results,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Option<Followers>> {
    let more = wanted(request).saturating_sub(full.len());
    if request.fill == Fill::Nothing || more == 0 {
        return Ok(None);
    }
    if !results.lower_bound && request.query.plain {
        return most_of_the_words((request, fold), (full, folded), more, view, budget);
    }
    if results.total == 0 && results.notes.contains(&stopped(Unread::Words)) {
        let limits = request.limits.of_archive(view.searcher.num_docs());
        let budget = Arc::new(Budget::fraction(&limits, PASSAGES));
        return without_patterns((request, fold), more, view, &budget);
    }
    Ok(None)
}

/// Puts the page's hits into the results: those that match, then the others.
fn present(
    request: &Request,
    plan: &Plan,
    Found {
        full,
        folded,
        fold,
        others,
    }: Found<'_>,
    results: &mut Results,
    view: &View,
) -> tantivy::Result<()> {
    let mut found = full;
    if let Some(others) = others {
        results.partial = others.total;
        found.extend(&others.best);
        results.notes.extend(others.notes(results.total));
    }
    let shown = Shown {
        skipped: request.offset,
        snippets: request.snippets,
        sort: request.sort,
    };
    let best = found.get(request.offset..).unwrap_or_default();
    let limits = request.limits.of_archive(view.searcher.num_docs());
    let passages = Budget::fraction(&limits, PASSAGES);
    results.hits = hits(best, &plan.marks, &shown, view, &passages)?;
    for hit in &mut results.hits {
        hit.story = fold.and_then(|fold| fold.story(&hit.id));
    }
    folded.name(best, &mut results.hits, view)?;
    if let Some(others) = others {
        others.folded.name(best, &mut results.hits, view)?;
        let full = results.stories.or(results.texts).unwrap_or(results.total);
        others.mark_missing(best, &mut results.hits, full, view)?;
    }
    if passages.is_spent() {
        results.notes.push(stopped(Unread::Marks));
    }
    Ok(())
}

/// Hits up to the last of the page.
fn wanted(request: &Request) -> usize {
    if request.limit == 0 {
        0
    } else {
        request.offset.saturating_add(request.limit)
    }
}

fn stopped(unread: Unread) -> Note {
    Note::Stopped { unread }
}

/// The budget of the walk: what planning has left, or a part of its own where planning has left nothing.
fn walk_budget(planning: Arc<Budget>, limits: &Limits) -> Arc<Budget> {
    if planning.is_spent() {
        Arc::new(Budget::fraction(limits, PASSAGES))
    } else {
        planning
    }
}

/// Whether the reader has narrowed the hits by this field: its facet then counts what there is to choose from.
fn is_selected(field: Field, filters: &Filters) -> bool {
    let mut all = filters.only.iter().chain(&filters.not);
    all.any(|(of, _)| *of == field)
}

/// Whether a facet counts the hits, so that they are counted where they are collected.
fn counts_hits(facet: &Facet, request: &Request) -> bool {
    request.self_filter == SelfFilter::Heeded || !is_selected(facet.field, &request.filters)
}

/// The best hits, how many there are, and the facets that count the hits.
fn collected(
    (request, fold): (&Request, Option<&Folding>),
    matches: Matches,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Collected> {
    let keep = wanted(request);
    let facets = request.facets.iter();
    let facets: Vec<Facet> = facets
        .filter(|facet| counts_hits(facet, request))
        .cloned()
        .collect();
    let aim = match (keep, request.sort) {
        (0, _) => Aim::Count,
        _ if fold.is_some() => Aim::Ordered,
        (_, Sort::Relevance) if facets.is_empty() => Aim::Best,
        (_, Sort::Relevance) => Aim::BestAndFacets,
        _ => Aim::Ordered,
    };
    let mut collect = if aim == Aim::Count {
        Collect::counting(facets, view)
    } else {
        Collect {
            facets,
            ..Collect::new(keep, request.sort, view)
        }
    };
    collect.fold = fold.cloned();
    if aim == Aim::Ordered && request.sort == Sort::Source {
        collect.ranks = Arc::new(source_ranks(view)?);
    }
    let route = optimize::route(matches, aim, view, budget)?;
    walk::collect(&route, &collect, view, budget)
}

/// The facets asked for, in order.
fn facet_counts(
    request: &Request,
    plan: &Plan,
    collected: &Collected,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Vec<FacetCounts>> {
    let mut found = Vec::with_capacity(request.facets.len());
    let mut counted = collected.facets.iter();
    for facet in &request.facets {
        if counts_hits(facet, request) {
            found.push(counts(facet, counted.next()));
            continue;
        }
        let mut apart = Collected::default();
        if let Some(matches) = plan.narrowed(&request.filters, Some(facet.field), view) {
            let collect = Collect::counting(vec![facet.clone()], view);
            let route = optimize::route(matches, Aim::Count, view, budget)?;
            apart = walk::collect(&route, &collect, view, budget)?;
        }
        found.push(counts(facet, apart.facets.first()));
    }
    Ok(found)
}

fn counts(facet: &Facet, counts: Option<&counts::Counts>) -> FacetCounts {
    FacetCounts {
        field: facet.field,
        values: counts::ordered(facet, counts.cloned().unwrap_or_default()),
    }
}

/// What to tell a reader to whom nothing matches; `unknown` are the words that no article has, where others with most of the words follow.
fn advice(
    request: &Request,
    plan: Plan,
    unknown: Option<Vec<Expr>>,
    view: &View,
) -> tantivy::Result<Vec<Note>> {
    let limits = request.limits.of_archive(view.searcher.num_docs());
    let budget = Arc::new(Budget::fraction(&limits, ADVICE));
    if request.filters != Filters::default()
        && let Some(whole) = plan.whole
    {
        let collect = Collect::counting(Vec::new(), view);
        let route = optimize::route(Matches::Whole(whole), Aim::Count, view, &budget)?;
        let articles = walk::collect(&route, &collect, view, &budget)?.total;
        if articles > 0 {
            return Ok(vec![Note::WithoutFilters { articles }]);
        }
    }
    let tried = TriedHere {
        view,
        today: request.today,
        budget: &budget,
    };
    match unknown {
        None => advice::advise(&request.query.root, &tried),
        Some(unknown) => advice::misspelt(&unknown, &tried),
    }
}
