//! More like this: the words that set an article apart, as a query.

use std::collections::HashMap;

use tantivy::query::{Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Score, Searcher, Term};

use crate::article::Article;
use crate::index::analysis::{Analyzer, fold};
use crate::index::schema::Fields;
use crate::index::store;
use crate::search::any::AnyQuery;
use crate::search::places::{Keep, Leaf, List, Node, Region};
use crate::search::plan::Mark;
use crate::text::words::{Kind, words};

/// Words that speak for an article; more find no better neighbours and take longer.
const SPEAKING: usize = 25;

/// Words of a text that are looked at: what an article is about stands at its beginning.
const LOOKED_AT: usize = 3_000;

/// How much more a word of the headline counts.
const TITLE: f32 = 3.0;

/// A question for articles like one.
pub(crate) struct Like {
    /// The question.
    pub(crate) query: AnyQuery,
    /// What is marked in the hits.
    pub(crate) marks: Vec<Mark>,
}

/// The question for articles like `article`, and what to mark in them; `None` when no word of it stands anywhere else.
pub(crate) fn like(
    article: &Article,
    fields: &Fields,
    searcher: &Searcher,
) -> tantivy::Result<Option<Like>> {
    let articles = searcher.num_docs() as f32;
    let mut speaking: Vec<(f32, Term)> = Vec::new();
    for (stem, times) in stems(article) {
        let term = Term::from_field_text(fields.text, &stem);
        let having = searcher.doc_freq(&term)? as f32;
        // A word of this article alone finds nothing, one of every fifth article says nothing.
        if having > 1.0 && (having * 5.0 <= articles || articles < 50.0) {
            let rare = (1.0 + articles / having).ln();
            speaking.push(((1.0 + times).ln() * rare, term));
        }
    }
    speaking.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    speaking.truncate(SPEAKING);
    let mut clauses: Vec<(Box<dyn Query>, Score)> = Vec::new();
    let mut marks = Vec::new();
    for (weight, term) in speaking {
        let query = TermQuery::new(term.clone(), IndexRecordOption::WithFreqs);
        clauses.push((Box::new(query), weight));
        let lists = vec![List::new(term, Keep::ALL)];
        let leaf = Leaf {
            lists,
            region: Region::All,
            width: 1,
            having: 0,
            most: 0,
            several: false,
        };
        marks.push(Mark {
            node: Node::Leaf(leaf.into()),
            weight,
        });
    }
    if clauses.is_empty() {
        return Ok(None);
    }
    let own = TermQuery::new(
        store::id_term(&article.id, fields),
        IndexRecordOption::Basic,
    );
    Ok(Some(Like {
        query: AnyQuery::new(clauses).but(vec![Box::new(own)]),
        marks,
    }))
}

/// The stems of an article's words and how often they stand.
fn stems(article: &Article) -> HashMap<Box<str>, f32> {
    let mut analyzer = Analyzer::default();
    let mut found: HashMap<Box<str>, f32> = HashMap::new();
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
                *found
                    .entry(analyzer.terms(language, &word).stem)
                    .or_default() += weight;
            }
        }
    }
    found
}

/// Whether two articles have the same words.
pub(crate) fn same_words(one: &str, other: &str) -> bool {
    let folded = |text| words(text).map(|word| fold::fold(&word).written);
    one == other || folded(one).eq(folded(other))
}
