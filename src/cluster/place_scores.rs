//! What stands at places, scored as the embedded archive scores it: by BM25, as one word that stands so often.

use serde_json::{Value, json};

use crate::cluster::dialect::Dialect;
use crate::cluster::mapping::{B, K1};

/// How many intervals an article has, times what each counts. The engine scores `n` of them with `n / (n + 1)` where all are as short as they can be.
const COUNT: &str = "params.each * _score / (1 - _score)";

/// BM25 of so many intervals. The length of an article is rounded as the engine rounds it for words: from 40 on, of what is above 24 the first four
/// binary digits count.
const SCORE: &str = "long length = doc['score_length'].value; \
     if (length >= 40) { long above = length - 24; length -= above % (Long.highestOneBit(above) / 8); } \
     return params.weight * _score / (_score + params.short + params.place * length);";

/// Parts of a query at most whose rarity counts.
const PARTS: usize = 64;

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

/// What is counted.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Counted {
    /// A rule of intervals as short as they can be.
    pub(crate) rule: Value,
    /// What each of them counts.
    pub(crate) each: u8,
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
        Self::new(0, 1.0, Dialect::OpenSearch).score(&json!({"match_all": {}}), &[])
    }

    /// Articles by how many intervals they have. What is counted is as rare as its parts together, each of which so many articles have.
    pub(crate) fn by_places(&self, counted: &[Counted], doc_freqs: &[u64]) -> Value {
        let mut counts = Vec::with_capacity(counted.len());
        for Counted { rule, each } in counted {
            let intervals = json!({"intervals": {"written": rule}});
            let script = json!({"source": COUNT, "params": {"each": each}});
            counts.push(json!({"script_score": {"query": intervals, "script": script}}));
        }
        self.score(&json!({"bool": {"should": counts}}), doc_freqs)
    }

    fn score(&self, counts: &Value, doc_freqs: &[u64]) -> Value {
        let parts = doc_freqs.iter().take(PARTS);
        let params = json!({
            "weight": self.factor * parts.map(|&doc_freq| self.rarity(doc_freq)).sum::<f64>(),
            "short": K1 * (1.0 - B),
            "place": K1 * B / self.length,
        });
        json!({"script_score": {"query": counts, "script": {"source": SCORE, "params": params}}})
    }

    fn rarity(&self, doc_freq: u64) -> f64 {
        let have = doc_freq.min(self.articles) as f64;
        (1.0 + (self.articles as f64 - have + 0.5) / (have + 0.5)).ln()
    }
}
