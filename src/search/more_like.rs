//! More like this: the words that set an article apart, as a query.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::Term;

use crate::archive::{Filters, Results, Sort};
use crate::article::Article;
use crate::index::analysis::{Analyzer, word_form};
use crate::index::store::{self, REST, Stored, TEXT};
use crate::search::budget::Budget;
use crate::search::collect::Collect;
use crate::search::collect::candidate::page;
use crate::search::doc_address::locate;
use crate::search::plan::filter_names::whole_names;
use crate::search::plan::filters;
use crate::search::plan::logical::Mark;
use crate::search::plan::node::{Leaf, List, Node, PositionMask, Region};
use crate::search::plan::optimize::Route;
use crate::search::plan::physical::{Any, Filter, Matches, Physical, Word};
use crate::search::present::hits::{Shown, hits};
use crate::search::view::View;
use crate::search::walk;
use crate::text::words::{Kind, words};

/// Words that speak for an article; more find no better neighbours and take longer.
pub(crate) const SPEAKING: usize = 25;

/// Words of a text that are looked at: what an article is about stands at its beginning.
const LOOKED_AT: usize = 3_000;

/// How much more a word of the headline counts.
const TITLE: f32 = 3.0;

/// The articles most like the one with this id, at most `limit`; those with the same words come last.
pub(crate) fn similar(
    id: &str,
    filters: &Filters,
    (limit, snippets): (usize, usize),
    view: &View,
) -> tantivy::Result<Option<Results>> {
    let Some(address) = locate(id, view)? else {
        return Ok(None);
    };
    let stored: Stored<REST> = view.searcher.doc(address)?;
    let article = stored.article()?;
    let Some(Like { plan, marks }) = like(&article, view)? else {
        return Ok(Some(Results::default()));
    };
    let (filters, notes) = whole_names(filters, view)?;
    let clauses = filters::clauses(&filters, view, None);
    let route = if clauses.is_empty() {
        Route::Windows(plan)
    } else {
        Route::Each(Matches::Whole(clauses.narrow(&Physical::Any(plan))))
    };
    // Some of the best are copies, which come last.
    let keep = limit.saturating_mul(2).saturating_add(10);
    let collect = Collect::new(keep, Sort::Relevance, view);
    let budget = Arc::new(Budget::unlimited());
    let collected = walk::collect(&route, &collect, view, &budget)?;
    let best = page(collected.best, (0, usize::MAX), view)?;
    let (mut others, mut copies) = (Vec::new(), Vec::new());
    for candidate in best {
        let stored: Stored<TEXT> = view.searcher.doc(candidate.address())?;
        if same_words(&stored.text, &article.text) {
            copies.push(candidate);
        } else {
            others.push(candidate);
        }
    }
    others.append(&mut copies);
    others.truncate(limit);
    let shown = Shown {
        skipped: 0,
        snippets,
        sort: Sort::Relevance,
    };
    Ok(Some(Results {
        hits: hits(&others, &marks, &shown, view, &budget)?,
        total: collected.total,
        notes,
        ..Results::default()
    }))
}

/// What finds articles like one.
struct Like {
    plan: Any,
    /// What is marked in the hits.
    marks: Vec<Mark>,
}

/// What finds articles like `article`; `None` when no word of it stands anywhere else.
fn like(article: &Article, view: &View) -> tantivy::Result<Option<Like>> {
    let articles = view.searcher.num_docs() as f32;
    let mut speaking: Vec<(f32, List)> = Vec::new();
    for (stem, StemUse { times, .. }) in stems(article) {
        let term = Term::from_field_text(view.fields.text, &stem);
        let list = List::look_up(term, PositionMask::ALL, &view.searcher)?;
        let doc_freq = list.doc_freq() as f32;
        if let Some(weight) = weight(times, doc_freq, articles) {
            speaking.push((weight, list));
        }
    }
    speaking.sort_by(|(a, of_a), (b, of_b)| b.total_cmp(a).then_with(|| of_a.term.cmp(&of_b.term)));
    speaking.truncate(SPEAKING);
    if speaking.is_empty() {
        return Ok(None);
    }
    let mut clauses = Vec::new();
    let mut marks = Vec::new();
    for (weight, list) in speaking {
        let leaf = Arc::new(Leaf::new(vec![list], Region::All, 1));
        let word = Word {
            leaf: leaf.clone(),
            column: view.fields.text,
        };
        clauses.push((Physical::Word(word), weight));
        marks.push(Mark {
            node: Node::Leaf(leaf),
            weight,
        });
    }
    let own = Filter::Term(store::id_term(&article.id, &view.fields));
    let plan = Any {
        clauses,
        excluded: vec![Physical::Filter(own)],
    };
    Ok(Some(Like { plan, marks }))
}

/// How much a word of an article speaks for it; `None` where it does not.
pub(crate) fn weight(times: f32, doc_freq: f32, articles: f32) -> Option<f32> {
    // A word of this article alone finds nothing, one of every fifth article says nothing.
    let speaks = doc_freq > 1.0 && (doc_freq * 5.0 <= articles || articles < 50.0);
    let rarity = (1.0 + articles / doc_freq).ln();
    speaks.then(|| (1.0 + times).ln() * rarity)
}

/// How an article uses a stem.
pub(crate) struct StemUse<'a> {
    /// How often; a word of the headline counts more.
    pub(crate) times: f32,
    /// The first of its words.
    pub(crate) word: &'a str,
}

/// The stems of an article's words and how often they stand.
pub(crate) fn stems(article: &Article) -> HashMap<Box<str>, StemUse<'_>> {
    let mut analyzer = Analyzer::default();
    let mut found: HashMap<Box<str>, StemUse<'_>> = HashMap::new();
    let language = store::language(article);
    let title = article
        .title
        .as_ref()
        .map_or("", |found| found.value.as_str());
    for (text, weight) in [(title, TITLE), (article.text.as_str(), 1.0)] {
        for word in words(text).take(LOOKED_AT) {
            let long = match word.kind {
                Kind::Single => false,
                Kind::Pair => true,
                Kind::Ascii | Kind::Letters => word.text.chars().nth(2).is_some(),
            };
            if long {
                let stem = analyzer.terms(language, &word).stem;
                let first = StemUse {
                    times: 0.0,
                    word: word.text,
                };
                found.entry(stem).or_insert(first).times += weight;
            }
        }
    }
    found
}

/// Whether two articles have the same words.
pub(crate) fn same_words(one: &str, other: &str) -> bool {
    let folded = |text| words(text).map(|word| word_form::fold(&word).written);
    one == other || folded(one).eq(folded(other))
}
