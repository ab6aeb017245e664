//! The answer to a request: which articles match, which of them are shown, and how many have which value.

use std::sync::Arc;

use tantivy::query::{Bm25StatisticsProvider, BooleanQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::Field as Column;
use tantivy::{DocAddress, Score};

use crate::index::store::{BRIEF, Stored, TEXT};
use crate::search::any::AnyQuery;
use crate::search::collect::{self, Candidate, Collect, Collected, Walk};
use crate::search::parted::Parted;
use crate::search::plan::{self, Mark, Plan, Planner};
use crate::search::snippet::{self, Matched};
use crate::search::view::View;
use crate::search::words::WordQuery;
use crate::search::{Facet, FacetCounts, Field, Filters, Hit, Own, Request, Results, Sort};
use crate::search::{advice, facets, filter};

/// Articles that all words of a query stand in, were they independent, from which on two walks are faster than one: with 5,000 matches they
/// take three quarters of the time, with 1,000 the same, with 100 a little more (`cargo bench --bench latency`, classes `and_high2`, `and2`, `and3`).
const MANY: f32 = 1_500.0;

/// BM25's `k1` as tantivy has it.
const K1: Score = 1.2;

/// Answers `request` from what `view` sees.
pub(crate) fn answer(request: &Request, view: &View) -> tantivy::Result<Results> {
    let plan = plan::plan(&request.query.root, &Planner::new(view, request.today))?;
    let mut results = Results {
        notes: plan.notes.clone(),
        ..Results::default()
    };
    let Some(query) = narrowed(&plan, &request.filters, None, view)? else {
        results.facets = request
            .facets
            .iter()
            .map(|facet| counts(facet, &Collected::default(), None))
            .collect();
        return Ok(results);
    };
    let heeds =
        |facet: &&Facet| request.own == Own::Heeded || !is_selected(facet.field, &request.filters);
    let together: Vec<&Facet> = request.facets.iter().filter(heeds).collect();
    let collected = collected(request, &*query, &together, view)?;
    results.total = collected.total;
    for facet in &request.facets {
        results
            .facets
            .push(match together.iter().position(|&other| other == facet) {
                Some(at) => counts(facet, &collected, Some(at)),
                None => {
                    let query = narrowed(&plan, &request.filters, Some(facet.field), view)?;
                    let apart = query
                        .map(|query| counted(&*query, vec![facet.clone()], view))
                        .transpose()?;
                    counts(facet, &apart.unwrap_or_default(), Some(0))
                }
            });
    }
    let page = collect::page(collected.best, (request.offset, request.limit), view)?;
    let shown = Shown {
        skipped: request.offset,
        snippets: request.snippets,
        sort: request.sort,
    };
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
    filters
        .only
        .iter()
        .chain(&filters.not)
        .any(|(of, _)| *of == field)
}

/// The planned query with the filters, but those on `except`; `None` finds nothing.
pub(crate) fn narrowed(
    plan: &Plan,
    filters: &Filters,
    except: Option<Field>,
    view: &View,
) -> tantivy::Result<Option<Box<dyn Query>>> {
    let clauses = filter::clauses(filters, view, except);
    let narrow = |query: &dyn Query| -> Box<dyn Query> {
        if clauses.is_empty() {
            return query.box_clone();
        }
        let mut all = vec![(Occur::Must, query.box_clone())];
        all.extend(
            clauses
                .iter()
                .map(|(occur, clause)| (*occur, clause.box_clone())),
        );
        Box::new(BooleanQuery::new(all))
    };
    // A word alone, or any of several, is walked language by language whether its query is in parts or not.
    let walks = match plan.query.as_deref() {
        Some(query) if clauses.is_empty() => match query.downcast_ref::<AnyQuery>() {
            Some(any) => any.pays(view)?,
            None => query.is::<WordQuery>(),
        },
        _ => false,
    };
    Ok(if plan.parts.is_empty() || walks {
        plan.query.as_deref().map(narrow)
    } else {
        Some(Box::new(Parted::new(
            plan.parts.iter().map(|part| narrow(&**part)).collect(),
        )))
    })
}

/// The best hits, how many there are, and the counts of `facets`.
fn collected(
    request: &Request,
    query: &dyn Query,
    facets: &[&Facet],
    view: &View,
) -> tantivy::Result<Collected> {
    let keep = if request.limit == 0 {
        0
    } else {
        request.offset.saturating_add(request.limit)
    };
    let facets: Vec<Facet> = facets.iter().map(|&facet| facet.clone()).collect();
    let mut best = Collect::new(keep, request.sort, view);
    if request.sort == Sort::Source {
        best.ranks = Arc::new(collect::source_ranks(view)?);
    }
    if keep == 0 {
        return counted(query, facets, view);
    }
    if request.sort == Sort::Relevance
        && let Some(any) = query.downcast_ref::<AnyQuery>()
        && any.pays(view)?
    {
        return any.collect(&Collect { facets, ..best }, view);
    }
    if request.sort == Sort::Relevance
        && facets.is_empty()
        && let Some(walk) = pays_apart(query, view)?
    {
        best.walk = walk;
        let best = view.search(query, &best)?.best;
        return Ok(Collected {
            best,
            ..counted(query, facets, view)?
        });
    }
    view.search(query, &Collect { facets, ..best })
}

/// How to walk to the best matches, where they are sooner found apart, and the others counted without a look at their scores: tantivy passes
/// over what cannot be among the best where the query is one word or words that must all be there. Two walks pay where there are many
/// matches; where values are counted too, one is faster.
fn pays_apart(query: &dyn Query, view: &View) -> tantivy::Result<Option<Walk>> {
    let mut all = Known::nothing(view);
    let Some(parted) = query.downcast_ref::<Parted>() else {
        return Ok(words(query, view)?
            .filter(|words| words.pay)
            .map(Known::walk));
    };
    for (at, part) in parted.parts().iter().enumerate() {
        match words(&**part, view)? {
            // The first part is the articles in the commonest language: most of them.
            Some(words) if at > 0 || words.pay => {
                all.most = all.most.max(words.most);
                all.widen(&words.slack);
            }
            None if at > 0 && part.is::<EmptyQuery>() => {}
            _ => return Ok(None),
        }
    }
    Ok(Some(all.walk()))
}

/// What is known of the matches of words that must all be there, before they are looked for.
struct Known {
    /// The score that none reaches.
    most: Score,
    /// For each segment, the most of [`View::slack`] over their fields.
    slack: Vec<Score>,
    /// Whether a walk to the best alone pays.
    pay: bool,
}

impl Known {
    fn nothing(view: &View) -> Self {
        Self {
            most: 0.0,
            slack: vec![1.0; view.searcher.segment_readers().len()],
            pay: true,
        }
    }

    fn widen(&mut self, slack: &[Score]) {
        for (most, one) in self.slack.iter_mut().zip(slack) {
            *most = most.max(*one);
        }
    }

    fn walk(self) -> Walk {
        Walk::Best {
            most: self.most,
            slack: self.slack,
        }
    }
}

/// `None` when the query is anything but a word, or words that must all be there.
fn words(query: &dyn Query, view: &View) -> tantivy::Result<Option<Known>> {
    let mut known = Known::nothing(view);
    let articles = view.searcher.num_docs() as f32;
    let mut together = articles;
    let mut and = |one: &dyn Query| -> tantivy::Result<bool> {
        let Some(word) = word(one, view)? else {
            return Ok(false);
        };
        let Some(slack) = view.slack(word.field) else {
            return Ok(false);
        };
        together *= word.having as f32 / articles;
        known.most += most(word.having, view.total_num_docs()?);
        known.widen(slack);
        known.pay &= word.pay;
        Ok(true)
    };
    let Some(all) = query.downcast_ref::<BooleanQuery>() else {
        return Ok(and(query)?.then_some(known));
    };
    for (occur, one) in all.clauses() {
        if *occur != Occur::Must || !and(&**one)? {
            return Ok(None);
        }
    }
    known.pay &= together >= MANY;
    Ok(Some(known))
}

/// One word.
struct Word {
    field: Column,
    /// In how many articles it stands.
    having: u64,
    /// Whether a walk to the best alone pays.
    pay: bool,
}

fn word(query: &dyn Query, view: &View) -> tantivy::Result<Option<Word>> {
    Ok(
        match (
            query.downcast_ref::<WordQuery>(),
            query.downcast_ref::<TermQuery>(),
        ) {
            (Some(word), _) => Some(Word {
                field: word.field(),
                having: word.having(),
                pay: word.apart(),
            }),
            (_, Some(one)) => {
                let having = view.searcher.doc_freq(one.term())?;
                Some(Word {
                    field: one.term().field(),
                    having,
                    pay: true,
                })
            }
            _ => None,
        },
    )
}

/// The score by BM25 that no article reaches with a word that `having` of all `articles` have.
fn most(having: u64, articles: u64) -> Score {
    let (having, articles) = (having.min(articles) as Score, articles as Score);
    (1.0 + K1) * (1.0 + (articles - having + 0.5) / (having + 0.5)).ln()
}

/// How many matches there are, and the counts of `facets`.
fn counted(query: &dyn Query, facets: Vec<Facet>, view: &View) -> tantivy::Result<Collected> {
    if facets.is_empty() {
        return Ok(Collected {
            total: query.count(&view.searcher)? as u64,
            ..Collected::default()
        });
    }
    view.search(query, &Collect::counting(facets, view))
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
    let matched = snippet::matched(&addresses, marks, view)?;
    let mut hits = Vec::with_capacity(page.len());
    for ((candidate, (text_start, words)), rank) in
        page.iter().zip(matched).zip(shown.skipped + 1..)
    {
        let mut hit = hit(
            candidate.address(),
            marks,
            (text_start, &words),
            shown.snippets,
            view,
        )?;
        hit.rank = rank;
        hit.score = if shown.sort == Sort::Relevance {
            candidate.score()
        } else {
            0.0
        };
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
        (
            view.searcher.doc::<Stored<BRIEF>>(address)?.brief()?,
            Vec::new(),
        )
    } else {
        let stored: Stored<TEXT> = view.searcher.doc(address)?;
        (
            stored.brief()?,
            snippet::snippets(&stored.text, text_start, words, marks, most),
        )
    };
    let title = brief.title.unwrap_or_default();
    Ok(Hit {
        rank: 0,
        score: 0.0,
        title_marks: snippet::title_marks(&title, text_start, words),
        title,
        snippets,
        id: brief.id,
        source: brief.source,
        domain: brief.domain,
        wire: brief.wire,
        published: brief.published,
        language: brief.language.map(|language| language.0),
        authors: brief.authors.unwrap_or_default(),
        url: brief.url,
        path: brief.path,
    })
}

fn counts(facet: &Facet, collected: &Collected, at: Option<usize>) -> FacetCounts {
    let counts = at
        .and_then(|at| collected.facets.get(at))
        .cloned()
        .unwrap_or_default();
    FacetCounts {
        field: facet.field,
        values: facets::ordered(facet, counts),
    }
}

/// What to tell a reader who has found nothing.
fn advice(request: &Request, query: &dyn Query, view: &View) -> tantivy::Result<Vec<String>> {
    let unfiltered = request.filters == Filters::default();
    let without = if unfiltered {
        0
    } else {
        query.count(&view.searcher)?
    };
    if without > 0 {
        return Ok(vec![format!(
            "without the filters: {}",
            advice::articles(without)
        )]);
    }
    advice::advise(&request.query.root, view, request.today)
}
