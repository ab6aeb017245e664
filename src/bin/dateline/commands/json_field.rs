//! Fields of JSON that another process or a file has handed over: what is not there is null.

use serde_json::Value;

/// A field.
pub(crate) fn field<'a>(value: &'a Value, name: &str) -> &'a Value {
    value.get(name).unwrap_or(&Value::Null)
}

/// A text; empty where it is none.
pub(crate) fn text(value: &Value, name: &str) -> String {
    field(value, name).as_str().unwrap_or_default().to_owned()
}

/// A number; 0 where it is none.
pub(crate) fn number(value: &Value, name: &str) -> u64 {
    field(value, name).as_u64().unwrap_or_default()
}
