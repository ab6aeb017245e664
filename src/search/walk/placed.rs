//! Words at their places as a tantivy query.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::Field;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use crate::search::budget::Budget;
use crate::search::columns::Columns;
use crate::search::plan::node::Node;
use crate::search::walk::cursor::Cursor;
use crate::search::walk::explained::explained;
use crate::search::walk::regions::Outline;
use crate::search::walk::stretches::distinct;

/// Articles in which a node stands somewhere, scored by BM25 as one word that stands as often as the node does.
#[derive(Debug, Clone)]
pub(crate) struct PlacedQuery {
    pub(crate) node: Arc<Node>,
    pub(crate) column: Field,
    pub(crate) columns: Arc<Columns>,
    pub(crate) budget: Arc<Budget>,
}

impl Query for PlacedQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled {
                statistics_provider: statistics,
                ..
            } => {
                let mut doc_freqs = Vec::new();
                self.node.leaves(&mut |leaf| doc_freqs.push(leaf.doc_freq));
                doc_freqs.truncate(64);
                // A term that is the number of its leaf: the leaf's rarity is known, and is not that of one of its lists.
                let terms: Vec<Term> = (0..doc_freqs.len() as u64)
                    .map(|at| Term::from_field_u64(self.column, at))
                    .collect();
                let statistics = Leaves {
                    statistics,
                    field: self.column,
                    doc_freqs,
                };
                match terms.is_empty() {
                    true => None,
                    false => Some(Bm25Weight::for_terms(&statistics, &terms)?),
                }
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PlacedWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

/// The archive's statistics, in which a term is the number of a leaf.
struct Leaves<'a> {
    statistics: &'a dyn Bm25StatisticsProvider,
    field: Field,
    doc_freqs: Vec<u64>,
}

impl Bm25StatisticsProvider for Leaves<'_> {
    fn total_num_tokens(&self, _: Field) -> tantivy::Result<u64> {
        self.statistics.total_num_tokens(self.field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.statistics.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        let at = term
            .value()
            .as_u64()
            .and_then(|at| usize::try_from(at).ok());
        let doc_freq = at.and_then(|at| self.doc_freqs.get(at)).copied();
        let articles = self.statistics.total_num_docs()?;
        Ok(doc_freq.unwrap_or(0).min(articles))
    }
}

struct PlacedWeight {
    query: PlacedQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for PlacedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let norms = match (
            &self.bm25,
            reader.fieldnorms_readers().get_field(self.query.column)?,
        ) {
            (Some(_), Some(norms)) => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let mut scorer = PlacedScorer {
            cursor: Cursor::open(&self.query.node, reader, &self.query.budget)?,
            budget: self.query.budget.clone(),
            outline: Outline::open(
                &self.query.node,
                reader,
                self.query.column,
                &self.query.columns,
                &self.query.budget,
            )?,
            doc: 0,
            count: 0,
            bm25: self.bm25.as_ref().map(|bm25| bm25.boost_by(boost)),
            norms,
        };
        scorer.go(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "words at their places")
    }
}

struct PlacedScorer {
    cursor: Cursor,
    outline: Outline,
    budget: Arc<Budget>,
    doc: DocId,
    /// How often the node stands in the article, side by side.
    count: u32,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl PlacedScorer {
    /// Stops at the first article from `target` on that has the node.
    fn go(&mut self, mut target: DocId) -> DocId {
        loop {
            self.doc = self.cursor.seek(target);
            if self.doc >= TERMINATED {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            let found = self.cursor.find(self.doc, &mut self.outline);
            let is_match = !found.is_empty();
            if is_match {
                self.count = if self.bm25.is_some() {
                    distinct(found)
                } else {
                    1
                };
            }
            let cost = self
                .outline
                .take_cost()
                .saturating_add(self.cursor.step_cost());
            if !self.budget.spend(cost) {
                self.doc = TERMINATED;
                return TERMINATED;
            }
            if is_match {
                return self.doc;
            }
            target = self.doc + 1;
        }
    }
}

impl DocSet for PlacedScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            TERMINATED
        } else {
            self.go(self.doc + 1)
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            self.doc
        } else {
            self.go(target)
        }
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

impl Scorer for PlacedScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(bm25) => bm25.score(self.norms.fieldnorm_id(self.doc), self.count),
            None => 0.0,
        }
    }
}
