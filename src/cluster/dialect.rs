//! Which engine answers, and how it differs from the others.

use serde_json::{Value, json};

use crate::cluster::http::{ClusterError, Http};
use crate::cluster::json_object::put;

/// The engine of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// OpenSearch 3.
    OpenSearch,
    /// OpenSearch 2.
    OpenSearch2,
    /// Elasticsearch from 8 on.
    Elasticsearch,
}

impl Dialect {
    /// Asks the cluster what it is.
    pub(crate) fn of(http: &Http) -> Result<Self, ClusterError> {
        match http.get("/") {
            // A login that may only read is not told what the engine is; Elasticsearch tells it everybody who has a login.
            Err(error) if error.status() == Some(403) => Ok(Self::OpenSearch),
            answer => Self::named(&answer?),
        }
    }

    /// The engine that answered `GET /` so.
    pub(crate) fn named(answer: &Value) -> Result<Self, ClusterError> {
        let version = answer.get("version");
        let text = |key: &str| version.and_then(|version| version.get(key)?.as_str());
        let number = text("number").unwrap_or("unknown");
        let major: u32 = number
            .split('.')
            .next()
            .and_then(|major| major.parse().ok())
            .unwrap_or(0);
        match (text("distribution"), major) {
            (Some("opensearch"), 2) => Ok(Self::OpenSearch2),
            (Some("opensearch"), 3..) => Ok(Self::OpenSearch),
            (None, 8..) => Ok(Self::Elasticsearch),
            (distribution, _) => Err(ClusterError::Engine {
                engine: format!("{} {number}", distribution.unwrap_or("Elasticsearch")),
            }),
        }
    }

    /// Where a point in time of an index is opened.
    pub(crate) fn open_point(self, index: &str) -> String {
        match self {
            Self::OpenSearch | Self::OpenSearch2 => {
                format!("/{index}/_search/point_in_time?keep_alive=5m")
            }
            Self::Elasticsearch => format!("/{index}/_pit?keep_alive=5m"),
        }
    }

    /// The id of a point in time in the answer.
    pub(crate) fn point_id(self, answer: &Value) -> Option<&str> {
        let key = match self {
            Self::OpenSearch | Self::OpenSearch2 => "pit_id",
            Self::Elasticsearch => "id",
        };
        answer.get(key)?.as_str()
    }

    /// Where a point in time is given up, and what is sent there.
    pub(crate) fn close_point(self, id: &str) -> (&'static str, Value) {
        match self {
            Self::OpenSearch | Self::OpenSearch2 => {
                ("/_search/point_in_time", json!({"pit_id": [id]}))
            }
            Self::Elasticsearch => ("/_pit", json!({"id": id})),
        }
    }

    /// Whether its BM25 multiplies every score by `1 + k1`, as Lucene did up to version 7.
    pub(crate) fn multiplies_scores(self) -> bool {
        self != Self::OpenSearch
    }

    /// A pattern within intervals, with as many words as an interval may have.
    pub(crate) fn with_most_words(self, mut pattern: Value) -> Value {
        // Elasticsearch has no such setting: it takes 128 words, and fails on more.
        if self != Self::Elasticsearch {
            put(&mut pattern, "max_expansions", json!(1024));
        }
        pattern
    }
}
