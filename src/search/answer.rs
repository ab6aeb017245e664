//! The answer to a request: which articles match, which of them are shown, and how many have which value.

use std::sync::Arc;

use tantivy::query::{BooleanQuery, Occur, Query};
use tantivy::{DocAddress, SegmentReader};

use crate::index::store::{HEAD, Stored, TEXT};
use crate::search::collect::{self, Candidate, Collect, Collected, Walk};
use crate::search::parted::Parted;
use crate::search::plan::{self, Mark, Plan, Planner};
use crate::search::snippet::{self, Matched};
use crate::search::view::View;
use crate::search::{Facet, FacetCounts, Field, Filters, Hit, Request, Results, Sort};
use crate::search::{advice, filter};

/// Answers `request` from what `view` sees.
pub(crate) fn answer(request: &Request, view: &View) -> tantivy::Result<Results> {
    let plan = plan::plan(&request.query.root, &Planner::new(view, request.today))?;
    let mut results = Results { notes: plan.notes.clone(), ..Results::default() };
    let Some(query) = narrowed(&plan, &request.filters, None, view) else {
        results.facets =
            request.facets.iter().map(|facet| counts(facet, &Collected::default(), None)).collect();
        return Ok(results);
    };
    let together: Vec<&Facet> =
        request.facets.iter().filter(|facet| !is_selected(facet.field, &request.filters)).collect();
    let collected = collected(request, &plan, &*query, &together, view)?;
    results.total = collected.total;
    for facet in &request.facets {
        results.facets.push(match together.iter().position(|&other| other == facet) {
            Some(at) => counts(facet, &collected, Some(at)),
            None => {
                let collector = Collect::counting(vec![facet.clone()], view);
                let query = narrowed(&plan, &request.filters, Some(facet.field), view);
                let apart = query.map(|query| view.searcher.search(&*query, &collector)).transpose()?;
                counts(facet, &apart.unwrap_or_default(), Some(0))
            }
        });
    }
    let page = collect::page(collected.best, (request.offset, request.limit), view)?;
    let shown = Shown { skipped: request.offset, snippets: request.snippets, sort: request.sort };
    results.hits = hits(&page, &plan.marks, &shown, view)?;
    if results.total == 0
        && let Some(query) = &plan.query
    {
        results.notes.extend(advice(request, &**query, view)?);
    }
    Ok(results)
}

/// Whether the reader has narrowed the hits by this field: its facet then counts what there is to choose from.
fn is_selected(field: Field, filters: &Filters) -> bool {
    filters.only.iter().chain(&filters.not).any(|(of, _)| *of == field)
}

/// The planned query with the filters, but those on `except`; `None` finds nothing.
pub(crate) fn narrowed(
    plan: &Plan,
    filters: &Filters,
    except: Option<Field>,
    view: &View,
) -> Option<Box<dyn Query>> {
    let clauses = filter::clauses(filters, view, except);
    let narrow = |query: &dyn Query| -> Box<dyn Query> {
        if clauses.is_empty() {
            return query.box_clone();
        }
        let mut all = vec![(Occur::Must, query.box_clone())];
        all.extend(clauses.iter().map(|(occur, clause)| (*occur, clause.box_clone())));
        Box::new(BooleanQuery::new(all))
    };
    let whole = narrow(&**plan.query.as_ref()?);
    if plan.parts.is_empty() {
        return Some(whole);
    }
    let parts = plan.parts.iter().map(|part| narrow(&**part)).collect();
    Some(Box::new(Parted::new(whole, parts)))
}

/// The best hits, how many there are, and the counts of `facets`.
fn collected(
    request: &Request,
    plan: &Plan,
    query: &dyn Query,
    facets: &[&Facet],
    view: &View,
) -> tantivy::Result<Collected> {
    let searcher = &view.searcher;
    let keep = if request.limit == 0 { 0 } else { request.offset.saturating_add(request.limit) };
    let holes = searcher.segment_readers().iter().any(SegmentReader::has_deletes);
    let unfiltered = request.filters == Filters::default();
    let by_score = request.sort == Sort::Relevance && keep > 0;
    let quick = plan.single && unfiltered && !holes && by_score && facets.is_empty();
    if keep == 0 && facets.is_empty() {
        return Ok(Collected { total: query.count(searcher)? as u64, ..Collected::default() });
    }
    let mut collector = Collect {
        facets: facets.iter().map(|&facet| facet.clone()).collect(),
        walk: if quick { Walk::Best } else { Walk::All },
        ..Collect::new(keep, request.sort, view)
    };
    if request.sort == Sort::Source {
        collector.ranks = Arc::new(collect::source_ranks(view)?);
    }
    let mut collected = searcher.search(query, &collector)?;
    if quick {
        collected.total = query.count(searcher)? as u64;
    }
    Ok(collected)
}

/// How hits are shown.
pub(crate) struct Shown {
    /// Hits before the first.
    pub(crate) skipped: usize,
    /// Passages of each at most.
    pub(crate) snippets: usize,
    pub(crate) sort: Sort,
}

/// The hits of a page.
pub(crate) fn hits(
    page: &[Candidate],
    marks: &[Mark],
    shown: &Shown,
    view: &View,
) -> tantivy::Result<Vec<Hit>> {
    let addresses: Vec<DocAddress> = page.iter().map(Candidate::address).collect();
    let mut matched = snippet::matched(&addresses, marks, view)?;
    let mut hits = Vec::with_capacity(page.len());
    for (candidate, rank) in page.iter().zip(shown.skipped + 1..) {
        let (text_start, words) = matched.remove(&candidate.address()).unwrap_or_default();
        let mut hit = hit(candidate.address(), marks, (text_start, &words), shown.snippets, view)?;
        hit.rank = rank;
        hit.score = if shown.sort == Sort::Relevance { candidate.score() } else { 0.0 };
        hits.push(hit);
    }
    Ok(hits)
}

fn hit(
    address: DocAddress,
    marks: &[Mark],
    (text_start, words): (u32, &Matched),
    most: usize,
    view: &View,
) -> tantivy::Result<Hit> {
    let (brief, snippets) = if most == 0 {
        (view.searcher.doc::<Stored<HEAD>>(address)?.brief()?, Vec::new())
    } else {
        let stored: Stored<TEXT> = view.searcher.doc(address)?;
        (stored.brief()?, snippet::snippets(&stored.text, text_start, words, marks, most))
    };
    let title = brief.title.map(|known| known.value).unwrap_or_default();
    Ok(Hit {
        rank: 0,
        score: 0.0,
        title_marks: snippet::title_marks(&title, text_start, words),
        title,
        snippets,
        id: brief.id,
        source: brief.source.map(|known| known.value),
        domain: brief.domain,
        wire: brief.wire.map(|known| known.value),
        published: brief.published.map(|known| known.value),
        language: brief.language.map(|known| known.value.0),
        authors: brief.authors.map(|known| known.value).unwrap_or_default(),
        url: brief.url,
        path: brief.path,
    })
}

fn counts(facet: &Facet, collected: &Collected, at: Option<usize>) -> FacetCounts {
    let counts = at.and_then(|at| collected.facets.get(at)).cloned().unwrap_or_default();
    FacetCounts { field: facet.field, values: collect::ordered_values(facet.field, counts, facet.limit) }
}

/// What to tell a reader who has found nothing.
fn advice(request: &Request, query: &dyn Query, view: &View) -> tantivy::Result<Vec<String>> {
    let unfiltered = request.filters == Filters::default();
    let without = if unfiltered { 0 } else { query.count(&view.searcher)? };
    if without > 0 {
        let articles = if without == 1 { "article" } else { "articles" };
        return Ok(vec![format!("without the filters: {without} {articles}")]);
    }
    let planner = Planner::new(view, request.today);
    advice::advise(&request.query.root, &planner, &view.fields, &view.searcher)
}
