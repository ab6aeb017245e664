//! Every match, page after page, of one point in time.

use std::ops::ControlFlow;

use serde_json::{Value, json};

use crate::cluster::dialect::Dialect;
use crate::cluster::http::{ClusterError, Http, WAITS};
use crate::cluster::json_object::put;

/// Matches of one page: with their texts some megabytes.
const PAGE: usize = 500;

/// What is paged through.
pub(crate) struct Pages<'a> {
    pub(crate) http: &'a Http,
    pub(crate) dialect: Dialect,
    pub(crate) query: &'a Value,
    /// The order; its last key is one that no two documents share.
    pub(crate) sort: Value,
    /// What of a document is fetched.
    pub(crate) fetched: Value,
}

impl Pages<'_> {
    /// Hands over every match until `each` breaks. Where the node that keeps the point in time leaves, another point is opened and the walk goes
    /// on behind the last match.
    pub(crate) fn each(
        &self,
        each: &mut dyn FnMut(&Value) -> ControlFlow<()>,
    ) -> Result<(), ClusterError> {
        let mut after: Option<Value> = None;
        let mut waits = WAITS.iter();
        loop {
            let before = after.clone();
            match self.walk_a_point(&mut after, each) {
                Err(error) if error.may_pass() => {
                    // A walk that went on in between has the same patience again.
                    if before != after {
                        waits = WAITS.iter();
                    }
                    let Some(wait) = waits.next() else {
                        return Err(error);
                    };
                    tracing::debug!(%error, "matches are paged through again");
                    std::thread::sleep(*wait);
                }
                result => return result,
            }
        }
    }

    /// Opens a point in time and hands over the matches behind `after`, which is moved on.
    fn walk_a_point(
        &self,
        after: &mut Option<Value>,
        each: &mut dyn FnMut(&Value) -> ControlFlow<()>,
    ) -> Result<(), ClusterError> {
        let index = &self.http.address.index;
        let opened = self
            .http
            .post(&self.dialect.open_point(index), &json!({}))?;
        let mut point = self
            .dialect
            .point_id(&opened)
            .unwrap_or_default()
            .to_owned();
        let result = self.walk(&mut point, after, each);
        let (path, body) = self.dialect.close_point(&point);
        if let Err(error) = self.http.delete(path, &body) {
            tracing::debug!(%error, "a point in time is left to run out");
        }
        result
    }

    /// Where a page is asked for: by relevance the shards count words together, as they do for a page that is not deep.
    fn path(&self) -> &'static str {
        match self.sort.pointer("/0/_score") {
            Some(_) => {
                "/_search?search_type=dfs_query_then_fetch&allow_partial_search_results=false"
            }
            None => "/_search?allow_partial_search_results=false",
        }
    }

    fn walk(
        &self,
        point: &mut String,
        after: &mut Option<Value>,
        each: &mut dyn FnMut(&Value) -> ControlFlow<()>,
    ) -> Result<(), ClusterError> {
        loop {
            let mut body = json!({
                "size": PAGE,
                "query": self.query,
                "sort": self.sort,
                "_source": self.fetched,
                "track_total_hits": false,
                "pit": {"id": point, "keep_alive": "5m"},
            });
            if let Some(after) = after {
                put(&mut body, "search_after", after.clone());
            }
            let answer = self.http.post(self.path(), &body)?;
            if let Some(id) = answer.get("pit_id").and_then(Value::as_str) {
                id.clone_into(point);
            }
            let hits = answer.pointer("/hits/hits").and_then(Value::as_array);
            let Some(hits) = hits.filter(|hits| !hits.is_empty()) else {
                return Ok(());
            };
            for hit in hits {
                if each(hit).is_break() {
                    return Ok(());
                }
            }
            *after = hits.last().and_then(|hit| hit.get("sort")).cloned();
            if hits.len() < PAGE {
                return Ok(());
            }
        }
    }
}
