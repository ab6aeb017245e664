//! Facets as aggregations of the engine.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::archive::{Facet, FacetCounts, Field};
use crate::cluster::json_object::put;
use crate::search::counts;

/// Values of a facet that one request may give.
pub(crate) const MOST: usize = 65_000;

/// The shards give so many values each, where fewer would leave counts unsure.
pub(crate) const FEW: usize = 1_000;

/// The aggregations of some facets; each shard gives at least `shard_size` values.
pub(crate) fn aggregations<'a>(
    facets: impl IntoIterator<Item = &'a Facet>,
    shard_size: usize,
) -> Value {
    let mut all = Map::new();
    for facet in facets {
        let size = match (facet.field, facet.limit) {
            // "Not known" stands beside the values asked for, and so may a name that says just that.
            (field, Some(limit)) if column(field) == field.name() => (limit + 2).min(MOST),
            _ => MOST,
        };
        let mut terms =
            json!({"field": column(facet.field), "size": size, "shard_size": shard_size.max(size)});
        if is_date(facet.field) {
            put(&mut terms, "missing", json!(0));
        }
        all.insert(facet.field.name().to_owned(), json!({"terms": terms}));
    }
    Value::Object(all)
}

/// The field of the engine that a facet counts.
fn column(field: Field) -> &'static str {
    match field {
        Field::Date => "day",
        field => field.name(),
    }
}

fn is_date(field: Field) -> bool {
    matches!(field, Field::Year | Field::Month | Field::Day | Field::Date)
}

/// Whether a count in the answer may be too low.
pub(crate) fn is_unsure(aggregations: &Value) -> bool {
    let all = aggregations.as_object().into_iter().flatten();
    let error = |(_, one): (&String, &Value)| {
        one.get("doc_count_error_upper_bound")
            .and_then(Value::as_u64)
    };
    all.filter_map(error).any(|error| error > 0)
}

/// The counts of a facet in the answer.
pub(crate) fn counts(facet: &Facet, aggregations: &Value) -> FacetCounts {
    let field = facet.field;
    let buckets = aggregations
        .get(field.name())
        .and_then(|one| one.get("buckets"))
        .and_then(Value::as_array);
    let mut found: counts::Counts = Vec::new();
    for bucket in buckets.into_iter().flatten() {
        let count = bucket.get("doc_count").and_then(Value::as_u64).unwrap_or(0);
        let value: Arc<str> = match bucket.get("key") {
            Some(Value::Number(number)) => counts::shown(field, number.as_u64().unwrap_or(0)),
            Some(Value::String(name)) if !name.is_empty() => name.as_str().into(),
            _ => field.missing().into(),
        };
        match found
            .iter_mut()
            .find(|(known, _)| *known == value && *value == *field.missing())
        {
            Some((_, sum)) => *sum += count,
            None => found.push((value, count)),
        }
    }
    FacetCounts {
        field,
        values: counts::ordered(facet, found),
    }
}
