//! JSON and queries of the engine that are made step by step.

use serde_json::{Value, json};

/// Puts a value into an object; what is no object stays as it is.
pub(crate) fn put(object: &mut Value, key: &str, value: impl Into<Value>) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value.into());
    }
}

/// Any of these.
pub(crate) fn either(mut clauses: Vec<Value>) -> Value {
    match clauses.len() {
        0 => json!({"match_none": {}}),
        1 => clauses.swap_remove(0),
        _ => json!({"bool": {"should": clauses, "minimum_should_match": 1}}),
    }
}

/// What scores nothing.
pub(crate) fn quiet(query: &Value) -> Value {
    json!({"bool": {"filter": [query]}})
}
