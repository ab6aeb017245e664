//! A node as a tantivy query.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::places::cursor::distinct;
use crate::search::places::{Cursor, Leaf, Node, Page};

/// Articles in which a node stands somewhere, scored by BM25 as one word that stands as often as the node does.
#[derive(Debug, Clone)]
pub(crate) struct PlaceQuery {
    node: Arc<Node>,
    field: Field,
}

impl PlaceQuery {
    /// The articles that have `node` in `field`.
    pub(crate) fn new(node: Node, field: Field) -> Self {
        Self { node: Arc::new(node), field }
    }
}

impl Query for PlaceQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let mut terms: Vec<Term> = Vec::new();
                let mut failed = None;
                self.node.leaves(&mut |leaf| match commonest(leaf, &scoring) {
                    Ok(term) => terms.extend(term),
                    Err(error) => failed = Some(error),
                });
                if let Some(error) = failed {
                    return Err(error);
                }
                terms.truncate(64);
                match terms.is_empty() {
                    true => None,
                    false => Some(Bm25Weight::for_terms(statistics_provider, &terms)?),
                }
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PlaceWeight { query: self.clone(), bm25 }))
    }
}

/// The term of a leaf that stands in most articles: its rarity is the leaf's.
fn commonest(leaf: &Leaf, scoring: &EnableScoring<'_>) -> tantivy::Result<Option<Term>> {
    let EnableScoring::Enabled { statistics_provider, .. } = scoring else { return Ok(None) };
    let mut best: Option<(u64, &Term)> = None;
    for list in leaf.lists.iter().take(64) {
        let articles = statistics_provider.doc_freq(&list.term)?;
        if best.is_none_or(|(most, _)| articles > most) {
            best = Some((articles, &list.term));
        }
    }
    Ok(best.map(|(_, term)| term.clone()))
}

struct PlaceWeight {
    query: PlaceQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for PlaceWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let norms = match (&self.bm25, reader.fieldnorms_readers().get_field(self.query.field)?) {
            (Some(_), Some(norms)) => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let mut scorer = PlaceScorer {
            cursor: Cursor::open(&self.query.node, reader)?,
            page: Page::open(reader, self.query.field)?,
            doc: 0,
            count: 0,
            bm25: self.bm25.as_ref().map(|bm25| bm25.boost_by(boost)),
            norms,
        };
        scorer.go(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!("document #{doc} does not match")));
        }
        Ok(Explanation::new("words at their places", scorer.score()))
    }
}

struct PlaceScorer {
    cursor: Cursor,
    page: Page,
    doc: DocId,
    /// How often the node stands in the article, side by side.
    count: u32,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl PlaceScorer {
    /// Stops at the first article from `target` on that has the node.
    fn go(&mut self, mut target: DocId) -> DocId {
        loop {
            self.doc = self.cursor.seek(target);
            if self.doc >= TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            let found = self.cursor.find(self.doc, &mut self.page);
            if !found.is_empty() {
                self.count = if self.bm25.is_some() { distinct(found) } else { 1 };
                return self.doc;
            }
            target = self.doc + 1;
        }
    }
}

impl DocSet for PlaceScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.go(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.go(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.cursor.cost() / 4
    }

    fn cost(&self) -> u64 {
        // Positions cost about ten times what a posting does.
        u64::from(self.cursor.cost()) * 10
    }
}

impl Scorer for PlaceScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(bm25) => bm25.score(self.norms.fieldnorm_id(self.doc), self.count),
            None => 0.0,
        }
    }
}
