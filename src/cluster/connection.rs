//! One index of a cluster: what it is asked, and that its answers are whole.

use serde_json::{Value, json};

use crate::archive::{Facet, FacetCounts, Request, SearchError, SelfFilter};
use crate::cluster::dialect::Dialect;
use crate::cluster::engine_document;
use crate::cluster::every_page::Pages;
use crate::cluster::facet_terms;
use crate::cluster::filter_clauses::Clauses;
use crate::cluster::http::{ClusterError, Http, WAITS};
use crate::cluster::json_object::quiet;

/// An index and the engine that keeps it.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) http: Http,
    pub(crate) dialect: Dialect,
}

impl Connection {
    /// Sends a search to the index; fails where a shard does not answer, nor does another copy of it.
    pub(crate) fn ask(&self, body: &Value) -> Result<Value, SearchError> {
        let mut waits = WAITS.iter();
        loop {
            match (self.ask_once(body), waits.next()) {
                (Err(error), Some(wait)) if error.may_pass() => {
                    tracing::debug!(%error, "a search is sent again");
                    std::thread::sleep(*wait);
                }
                (answer, _) => return Ok(answer?),
            }
        }
    }

    fn ask_once(&self, body: &Value) -> Result<Value, ClusterError> {
        let index = &self.http.address.index;
        let path = format!(
            "/{index}/_search?search_type=dfs_query_then_fetch&allow_partial_search_results=false"
        );
        let answer = self.http.post(&path, body)?;
        let shards = |key: &str| {
            let number = answer
                .pointer(&format!("/_shards/{key}"))
                .and_then(Value::as_u64);
            usize::try_from(number.unwrap_or(0)).unwrap_or(usize::MAX)
        };
        let is_whole = shards("failed") == 0 && answer.get("timed_out") != Some(&json!(true));
        if !is_whole {
            return Err(ClusterError::Partial {
                address: self.http.address.to_string(),
                answered: shards("successful"),
                parts: shards("total"),
            });
        }
        Ok(answer)
    }

    /// How many articles match.
    pub(crate) fn count(&self, query: &Value) -> Result<u64, SearchError> {
        let body = json!({"size": 0, "track_total_hits": true, "query": quiet(query)});
        Ok(total(&self.ask(&body)?))
    }

    pub(crate) fn pages<'a>(&'a self, query: &'a Value, sort: Value, fetched: Value) -> Pages<'a> {
        Pages {
            http: &self.http,
            dialect: self.dialect,
            query,
            sort,
            fetched,
        }
    }

    /// The document of an article.
    pub(crate) fn document(&self, id: &str, parts: &str) -> Result<Option<Value>, SearchError> {
        let path = format!(
            "/{}/_doc/{}?_source_includes={parts}",
            self.http.address.index,
            engine_document::key(id)
        );
        match self.http.get(&path) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.status() == Some(404) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The facets asked for: those of the hits, then those that ignore the filters on their own field.
    pub(crate) fn facet_counts(
        &self,
        request: &Request,
        query: &Value,
        clauses: &Clauses,
    ) -> Result<Vec<FacetCounts>, SearchError> {
        let ignores = |facet: &Facet| {
            request.self_filter == SelfFilter::Ignored && clauses.narrows(facet.field)
        };
        let of_hits: Vec<&Facet> = request
            .facets
            .iter()
            .filter(|facet| !ignores(facet))
            .collect();
        let shared = self.aggregated(&of_hits, &narrowed(query, clauses.filter(None)))?;
        let mut found = Vec::with_capacity(request.facets.len());
        for facet in &request.facets {
            if !ignores(facet) {
                found.push(facet_terms::counts(facet, &shared));
                continue;
            }
            let own = narrowed(query, clauses.filter(Some(facet.field)));
            found.push(facet_terms::counts(
                facet,
                &self.aggregated(&[facet], &own)?,
            ));
        }
        Ok(found)
    }

    /// Exact counts: the shards are asked for more values until they agree.
    pub(crate) fn aggregated(
        &self,
        facets: &[&Facet],
        query: &Value,
    ) -> Result<Value, SearchError> {
        if facets.is_empty() {
            return Ok(Value::Null);
        }
        let mut shard_size = facet_terms::FEW;
        loop {
            let aggregations = facet_terms::aggregations(facets.iter().copied(), shard_size);
            let body =
                json!({"size": 0, "track_total_hits": false, "query": query, "aggs": aggregations});
            let mut answer = self.ask(&body)?;
            let counted = answer
                .get_mut("aggregations")
                .map(Value::take)
                .unwrap_or_default();
            if !facet_terms::is_unsure(&counted) || shard_size >= facet_terms::MOST {
                return Ok(counted);
            }
            shard_size = (shard_size * 8).min(facet_terms::MOST);
        }
    }

    /// How many texts some matches are: copies count once.
    pub(crate) fn texts(&self, total: u64, query: &Value) -> Result<u64, SearchError> {
        let copied = json!({"bool": {"filter": [query, {"range": {"copies": {"gte": 1}}}]}});
        let groups = json!({"groups": {"terms": {
            "field": "copy_group", "size": facet_terms::MOST, "shard_size": facet_terms::MOST, "min_doc_count": 2,
        }}});
        let answer = self
            .ask(&json!({"size": 0, "track_total_hits": false, "query": copied, "aggs": groups}))?;
        let buckets = answer
            .pointer("/aggregations/groups/buckets")
            .and_then(Value::as_array);
        let members = |bucket: &Value| bucket.get("doc_count").and_then(Value::as_u64).unwrap_or(1);
        let folded: u64 = buckets
            .into_iter()
            .flatten()
            .map(|bucket| members(bucket).saturating_sub(1))
            .sum();
        Ok(total.saturating_sub(folded))
    }

    /// The groups of copies that the first matches are in; where matches are folded, of at least so many hits.
    pub(crate) fn copy_groups(
        &self,
        query: &Value,
        hits: usize,
    ) -> Result<Vec<String>, SearchError> {
        let groups = json!({"groups": {"terms": {"field": "copy_group", "size": hits}}});
        let body =
            json!({"size": 0, "track_total_hits": false, "query": quiet(query), "aggs": groups});
        let answer = self.ask(&body)?;
        let buckets = answer.pointer("/aggregations/groups/buckets");
        let buckets = buckets.and_then(Value::as_array).into_iter().flatten();
        let names = buckets.filter_map(|bucket| bucket.get("key")?.as_str());
        Ok(names.map(str::to_owned).collect())
    }

    pub(crate) fn refused(&self, reason: &str) -> SearchError {
        SearchError::Refused {
            address: self.http.address.to_string(),
            reason: reason.to_owned(),
        }
    }
}

/// How many articles an answer says that match.
pub(crate) fn total(answer: &Value) -> u64 {
    let total = answer.pointer("/hits/total/value");
    total.and_then(Value::as_u64).unwrap_or(0)
}

/// A query with a filter.
pub(crate) fn narrowed(query: &Value, filter: Option<Value>) -> Value {
    match filter {
        Some(filter) => json!({"bool": {"must": [query], "filter": [filter]}}),
        None => query.clone(),
    }
}
