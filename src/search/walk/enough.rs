//! Articles that have enough of several parts, where a part says the more the rarer it is.

use std::sync::Arc;

use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use crate::search::budget::Budget;
use crate::search::walk::leaf::STEP;

/// Parts beside each other, and how much of them is enough.
pub(crate) struct EnoughScorer<S> {
    /// One of these stands in every match.
    telling: Vec<Weighed<S>>,
    /// These are asked only of articles that have one of the others.
    common: Vec<Weighed<S>>,
    enough: Enough,
    budget: Arc<Budget>,
    doc: DocId,
}

/// A part, and what it says.
pub(crate) struct Weighed<S> {
    pub(crate) scorer: S,
    pub(crate) rarity: f32,
    /// Whether no article has enough by this part and other such parts alone.
    pub(crate) is_common: bool,
}

/// What an article must have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Enough {
    /// So much rarity at least.
    pub(crate) rarity: f32,
    /// Parts at least.
    pub(crate) fewest: usize,
    /// Parts at most.
    pub(crate) most: usize,
}

impl<S: Scorer> EnoughScorer<S> {
    pub(crate) fn new(parts: Vec<Weighed<S>>, enough: Enough, budget: Arc<Budget>) -> Self {
        let (common, telling) = parts.into_iter().partition(|part| part.is_common);
        let mut scorer = Self {
            telling,
            common,
            enough,
            budget,
            doc: 0,
        };
        scorer.settle();
        scorer
    }

    /// Stops at the first article, from where the telling parts stand, that has enough.
    fn settle(&mut self) -> DocId {
        loop {
            let next = self.telling.iter().map(|part| part.scorer.doc()).min();
            let parts = self.telling.len() + self.common.len();
            let doc = match next {
                Some(doc) if self.budget.spend((parts * STEP) as u64) => doc,
                _ => TERMINATED,
            };
            self.doc = doc;
            if doc == TERMINATED {
                return doc;
            }
            for part in &mut self.common {
                if part.scorer.doc() < doc {
                    part.scorer.seek(doc);
                }
            }
            if self.is_enough() {
                return doc;
            }
            self.step();
        }
    }

    fn is_enough(&self) -> bool {
        let (mut parts, mut rarity) = (0, 0.0);
        for part in self.common.iter().chain(&self.telling) {
            if part.scorer.doc() == self.doc {
                parts += 1;
                rarity += part.rarity;
            }
        }
        let Enough { fewest, most, .. } = self.enough;
        rarity >= self.enough.rarity && (fewest..=most).contains(&parts)
    }

    fn step(&mut self) {
        for part in &mut self.telling {
            if part.scorer.doc() == self.doc {
                part.scorer.advance();
            }
        }
    }
}

impl<S: Scorer> DocSet for EnoughScorer<S> {
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
        for part in &mut self.telling {
            if part.scorer.doc() < target {
                part.scorer.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        let telling = self.telling.iter();
        telling
            .map(|part| part.scorer.size_hint())
            .fold(0, u32::saturating_add)
    }
}

impl<S: Scorer> Scorer for EnoughScorer<S> {
    fn score(&mut self) -> Score {
        let mut score = 0.0;
        for part in self.common.iter_mut().chain(&mut self.telling) {
            if part.scorer.doc() == self.doc {
                score += part.scorer.score();
            }
        }
        score
    }
}
