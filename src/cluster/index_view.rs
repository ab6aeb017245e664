//! What queries are planned with: what the index has, and how its articles are scored.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::archive::SearchError;
use crate::cluster::connection::Connection;
use crate::cluster::json_object::put;
use crate::cluster::place_scores::PlaceScores;
use crate::cluster::remote_dictionary::RemoteDictionary;
use crate::cluster::translate::unread;
use crate::search::view::View;

/// An index as a query sees it.
#[derive(Debug, Clone)]
pub(crate) struct IndexView {
    pub(crate) view: Arc<View>,
    /// `None` where the engine runs no scripts.
    pub(crate) scores: Option<PlaceScores>,
}

impl IndexView {
    /// Asks for the languages of the index and the length of its articles.
    pub(crate) fn ask(
        connection: &Connection,
        dictionary: Arc<RemoteDictionary>,
    ) -> Result<Self, SearchError> {
        let mut body = json!({
            "size": 0,
            "track_total_hits": false,
            "query": PlaceScores::trial(),
            "aggs": {
                "language": {"terms": {"field": "language", "size": 1_000}},
                "length": {"avg": {"field": "score_length"}},
            },
        });
        let (answer, runs_scripts) = match connection.ask(&body) {
            Err(SearchError::Refused { reason, .. }) => {
                tracing::debug!(reason, "the engine runs no scripts");
                put(&mut body, "query", json!({"match_all": {}}));
                (connection.ask(&body)?, false)
            }
            answer => (answer?, true),
        };
        let buckets = answer
            .pointer("/aggregations/language/buckets")
            .and_then(Value::as_array);
        let mut articles = BTreeMap::new();
        for bucket in buckets.into_iter().flatten() {
            let code = bucket.get("key").and_then(Value::as_str);
            let count = bucket.get("doc_count").and_then(Value::as_u64);
            articles.extend(code.map(str::to_owned).zip(count));
        }
        let length = answer.pointer("/aggregations/length/value");
        let length = length.and_then(Value::as_f64).unwrap_or(0.0);
        let view = Arc::new(View::for_planning(articles, dictionary).map_err(unread)?);
        let scores = PlaceScores::new(view.articles(), length, connection.dialect);
        Ok(Self {
            view,
            scores: runs_scripts.then_some(scores),
        })
    }
}
