//! Articles that have enough parts of a run of a script without spaces.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader};

use crate::search::budget::Budget;
use crate::search::plan::unspaced::Run;
use crate::search::walk::enough::{Enough, EnoughScorer, Weighed};
use crate::search::walk::explained::explained;

/// Articles that have enough of a run's parts, scored as any of them.
#[derive(Debug, Clone)]
pub(crate) struct UnspacedQuery {
    pub(crate) run: Arc<Run>,
    pub(crate) budget: Arc<Budget>,
}

impl Query for UnspacedQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut bm25 = Vec::new();
        if scoring.is_scoring_enabled() {
            let Run {
                articles, length, ..
            } = *self.run;
            for part in &self.run.parts {
                let one = Bm25Weight::for_one_term(part.doc_freq, articles, length);
                bm25.push(one.boost_by(part.times as Score));
            }
        }
        Ok(Box::new(UnspacedWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

struct UnspacedWeight {
    query: UnspacedQuery,
    /// One for each part; none when nothing is scored.
    bm25: Vec<Bm25Weight>,
}

impl Weight for UnspacedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let run = &*self.query.run;
        let index = reader.inverted_index(run.column)?;
        let norms = match reader.fieldnorms_readers().get_field(run.column)? {
            Some(norms) if !self.bm25.is_empty() => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let mut parts = Vec::with_capacity(run.parts.len());
        for (at, part) in run.parts.iter().enumerate() {
            for info in part.lists.iter().filter_map(|list| list.info(reader)) {
                let bm25 = self.bm25.get(at).map(|bm25| bm25.boost_by(boost));
                let option = IndexRecordOption::WithFreqs;
                let scorer = PartScorer {
                    postings: index.read_postings_from_terminfo(info, option)?,
                    bm25,
                    norms: norms.clone(),
                };
                parts.push(Weighed {
                    scorer,
                    rarity: part.rarity,
                    is_common: at < run.common,
                });
            }
        }
        let enough = Enough {
            rarity: run.enough,
            fewest: 1,
            most: usize::MAX,
        };
        let budget = self.query.budget.clone();
        Ok(Box::new(EnoughScorer::new(parts, enough, budget)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "enough of a run of characters")
    }
}

/// One part of a run in a segment.
struct PartScorer {
    postings: SegmentPostings,
    /// `None` when nothing is scored.
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
}

impl DocSet for PartScorer {
    fn advance(&mut self) -> DocId {
        self.postings.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.postings.seek(target)
    }

    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn size_hint(&self) -> u32 {
        self.postings.size_hint()
    }
}

impl Scorer for PartScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.fieldnorm_id(self.postings.doc());
        let times = self.postings.term_freq();
        self.bm25
            .as_ref()
            .map_or(0.0, |bm25| bm25.score(norm, times))
    }
}
