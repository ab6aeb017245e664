//! What stands at places, scored as the embedded archive scores it: by BM25, as one word that stands so often.

use serde_json::{Value, json};

use crate::cluster::dialect::Dialect;
use crate::cluster::mapping::{B, K1};

/// The engine scores `f` intervals with `f / (f + 1)`, each of them counting 1 where all are as short as they can be. The length of an article is rounded
/// as the engine rounds it for words: its first four binary digits count, those of what is above 24.
const SCRIPT: &str = "double times = _score / (1 - _score); \
     long length = doc['length'].value; \
     if (length >= 40) { long rest = length - 24; length -= rest % (Long.highestOneBit(rest) / 8); } \
     return params.weight * times / (times + params.short + params.each * length);";

/// Parts of a query at most whose rarity counts.
const COUNTED: usize = 64;

/// What articles are scored with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PlaceScores {
    /// How many articles there are.
    articles: u64,
    /// How long they are on average.
    length: f64,
    /// What the engine multiplies the scores of words with.
    factor: f64,
}

impl PlaceScores {
    pub(crate) fn new(articles: u64, length: f64, dialect: Dialect) -> Self {
        Self {
            articles,
            length: length.max(1.0),
            factor: if dialect.multiplies_scores() {
                1.0 + K1
            } else {
                1.0
            },
        }
    }

    /// A query that an engine refuses which runs no scripts.
    pub(crate) fn trial() -> Value {
        Self::new(0, 1.0, Dialect::OpenSearch).scored(&json!({"match_all": {}}), &[])
    }

    /// Articles that have an interval of this rule, by how many they have. What stands there is as rare as its parts together, which
    /// so many articles have.
    pub(crate) fn by_places(&self, rule: &Value, doc_freqs: &[u64]) -> Value {
        self.scored(&json!({"intervals": {"written": rule}}), doc_freqs)
    }

    fn scored(&self, query: &Value, doc_freqs: &[u64]) -> Value {
        let rarity = doc_freqs
            .iter()
            .take(COUNTED)
            .map(|&doc_freq| self.rarity(doc_freq));
        let params = json!({
            "weight": self.factor * rarity.sum::<f64>(),
            "short": K1 * (1.0 - B),
            "each": K1 * B / self.length,
        });
        json!({"script_score": {"query": query, "script": {"source": SCRIPT, "params": params}}})
    }

    fn rarity(&self, doc_freq: u64) -> f64 {
        let have = doc_freq.min(self.articles) as f64;
        (1.0 + (self.articles as f64 - have + 0.5) / (have + 0.5)).ln()
    }
}
