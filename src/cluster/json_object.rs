//! Objects of JSON that are made step by step.

use serde_json::Value;

/// Puts a value into an object; what is no object stays as it is.
pub(crate) fn put(object: &mut Value, key: &str, value: impl Into<Value>) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value.into());
    }
}
