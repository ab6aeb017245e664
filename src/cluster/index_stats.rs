//! What an index has, counted by the engine.

use serde_json::{Value, json};

use crate::archive::{Facet, Field, SearchError, Stats};
use crate::cluster::connection::Connection;
use crate::cluster::facet_terms;
use crate::index::store::day_of;

/// What is in an index.
pub(crate) fn stats(connection: &Connection) -> Result<Stats, SearchError> {
    let every = Facet {
        field: Field::Source,
        limit: None,
    };
    let languages = Facet {
        field: Field::Language,
        limit: None,
    };
    let all = json!({"match_all": {}});
    let counted = connection.aggregated(&[&every, &languages], &all)?;
    let answer = connection.ask(&json!({
        "size": 0, "track_total_hits": true, "query": all,
        "aggs": {
            "first": {"min": {"field": "day"}},
            "last": {"max": {"field": "day"}},
            "copies": {"filter": {"term": {"is_copy": true}}},
            "undated": {"missing": {"field": "date"}},
        },
    }))?;
    let number = |path: &str| {
        answer
            .pointer(path)
            .and_then(Value::as_f64)
            .map_or(0, |number| number as u64)
    };
    let day = |path: &str| day_of(number(path)).filter(|_| number(path) > 0);
    let days = day("/aggregations/first/value").zip(day("/aggregations/last/value"));
    // Not every login may ask how large an index is.
    let size = connection
        .http
        .get(&format!(
            "/{}/_stats/store,segments",
            connection.http.address.index
        ))
        .unwrap_or_default();
    let of_index = |path: &str| size.pointer(path).and_then(Value::as_u64).unwrap_or(0);
    Ok(Stats {
        articles: number("/hits/total/value"),
        copies: number("/aggregations/copies/doc_count"),
        undated: number("/aggregations/undated/doc_count"),
        days,
        sources: facet_terms::counts(&every, &counted).values,
        languages: facet_terms::counts(&languages, &counted).values,
        bytes: of_index("/_all/total/store/size_in_bytes"),
        segments: usize::try_from(of_index("/_all/total/segments/count")).unwrap_or(usize::MAX),
    })
}
