//! Articles that have most of some words.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader};

use crate::search::budget::Budget;
use crate::search::plan::physical::MostWords;
use crate::search::walk::enough::{Enough, EnoughScorer, Weighed};
use crate::search::walk::explained::explained;

/// Articles that have most of some words but not all, scored as any of them.
#[derive(Debug)]
pub(crate) struct MostWordsQuery {
    pub(crate) plan: Arc<MostWords>,
    /// The words in the order of the plan.
    pub(crate) words: Vec<Box<dyn Query>>,
    pub(crate) budget: Arc<Budget>,
}

impl Clone for MostWordsQuery {
    fn clone(&self) -> Self {
        Self {
            plan: self.plan.clone(),
            words: self.words.iter().map(|word| word.box_clone()).collect(),
            budget: self.budget.clone(),
        }
    }
}

impl Query for MostWordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let words = self.words.iter().map(|word| word.weight(scoring));
        Ok(Box::new(MostWordsWeight {
            words: words.collect::<tantivy::Result<_>>()?,
            plan: self.plan.clone(),
            budget: self.budget.clone(),
        }))
    }
}

struct MostWordsWeight {
    plan: Arc<MostWords>,
    words: Vec<Box<dyn Weight>>,
    budget: Arc<Budget>,
}

impl Weight for MostWordsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut parts = Vec::with_capacity(self.words.len());
        for (at, (word, weight)) in self.plan.words.iter().zip(&self.words).enumerate() {
            parts.push(Weighed {
                scorer: weight.scorer(reader, boost)?,
                rarity: word.rarity,
                is_common: at < self.plan.common,
            });
        }
        let enough = Enough {
            rarity: self.plan.enough,
            fewest: self.plan.fewest,
            // What has all of them was found before.
            most: self.plan.asked() - 1,
        };
        let budget = self.budget.clone();
        Ok(Box::new(EnoughScorer::new(parts, enough, budget)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "most of some words")
    }
}
