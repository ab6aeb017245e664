//! Articles that have enough parts of a run of a script without spaces.

use std::sync::Arc;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

use crate::search::budget::Budget;
use crate::search::plan::unspaced::Run;
use crate::search::walk::explained::explained;
use crate::search::walk::leaf::STEP;

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
        let mut telling = Vec::new();
        let mut common = Vec::new();
        for (at, part) in run.parts.iter().enumerate() {
            let lists = if at < run.common {
                &mut common
            } else {
                &mut telling
            };
            for info in part.lists.iter().filter_map(|list| list.info(reader)) {
                let postings =
                    index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                let bm25 = self.bm25.get(at).map(|bm25| bm25.boost_by(boost));
                lists.push(Walked {
                    postings,
                    rarity: part.rarity,
                    bm25,
                });
            }
        }
        let norms = match reader.fieldnorms_readers().get_field(run.column)? {
            Some(norms) if !self.bm25.is_empty() => norms,
            _ => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let mut scorer = UnspacedScorer {
            telling,
            common,
            enough: run.enough,
            budget: self.query.budget.clone(),
            doc: 0,
            norms,
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "enough of a run of characters")
    }
}

struct Walked {
    postings: SegmentPostings,
    rarity: f32,
    bm25: Option<Bm25Weight>,
}

struct UnspacedScorer {
    /// One of these stands in every hit.
    telling: Vec<Walked>,
    /// These are asked only of articles that have one of the others.
    common: Vec<Walked>,
    enough: f32,
    budget: Arc<Budget>,
    doc: DocId,
    norms: FieldNormReader,
}

impl UnspacedScorer {
    /// Stops at the first article, from where the telling lists stand, that has enough.
    fn settle(&mut self) -> DocId {
        loop {
            let next = self.telling.iter().map(|list| list.postings.doc()).min();
            let lists = self.telling.len() + self.common.len();
            let doc = match next {
                Some(doc) if self.budget.spend((lists * STEP) as u64) => doc,
                _ => TERMINATED,
            };
            self.doc = doc;
            if doc == TERMINATED {
                return doc;
            }
            for list in &mut self.common {
                if list.postings.doc() < doc {
                    list.postings.seek(doc);
                }
            }
            if self.here().map(|list| list.rarity).sum::<f32>() >= self.enough {
                return doc;
            }
            self.step();
        }
    }

    /// The lists that have the article.
    fn here(&self) -> impl Iterator<Item = &Walked> {
        self.common
            .iter()
            .chain(&self.telling)
            .filter(|list| list.postings.doc() == self.doc)
    }

    fn step(&mut self) {
        for list in &mut self.telling {
            if list.postings.doc() == self.doc {
                list.postings.advance();
            }
        }
    }
}

impl DocSet for UnspacedScorer {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.step();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc {
            return self.doc;
        }
        for list in &mut self.telling {
            if list.postings.doc() < target {
                list.postings.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.telling
            .iter()
            .map(|list| list.postings.size_hint())
            .fold(0, u32::saturating_add)
    }
}

impl Scorer for UnspacedScorer {
    fn score(&mut self) -> Score {
        let norm = self.norms.fieldnorm_id(self.doc);
        self.here()
            .filter_map(|list| Some(list.bm25.as_ref()?.score(norm, list.postings.term_freq())))
            .sum()
    }
}
