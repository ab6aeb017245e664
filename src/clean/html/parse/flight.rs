//! Flight data: the tree that a React server streams to the browser in pieces of script, `self.__next_f.push([1,"..."])`, beside or
//! instead of markup.
//!
//! The pieces, joined, are rows: an id in hexadecimal figures, a colon, and JSON up to the line's end (a letter before it says what it is
//! for), or `T`, a length and so many bytes of text. An element of the tree is `["$", tag, key, {properties}]`; a string `$1f` is the
//! row of that id.
use std::collections::HashMap;

use serde_json::{Map, Value, json};

/// What every piece begins with.
const PUSH: &str = "__next_f.push(";

/// Whether a script is a piece of flight data.
pub(crate) fn is_piece(script: &str) -> bool {
    script.contains(PUSH)
}

/// The rows as plain data: an element that holds a paragraph is `{"text": ...}`, any other is its properties.
pub(crate) fn values(scripts: &[&str], most: usize) -> Vec<Value> {
    let mut stream = String::new();
    for piece in scripts
        .iter()
        .filter(|script| is_piece(script))
        .flat_map(|script| pieces(script))
    {
        if stream.len() + piece.len() > most {
            break;
        }
        stream.push_str(&piece);
    }
    let rows = rows(&stream);
    let texts: HashMap<&str, &str> = rows
        .iter()
        .filter_map(|(id, row)| row.text().map(|text| (*id, text)))
        .collect();
    rows.iter()
        .map(|(_, row)| match row {
            Row::Text(text) => json!({ "body": text }),
            Row::Tree(value) => plain(value, &texts),
        })
        .collect()
}

/// The strings of a script's pushes.
fn pieces(script: &str) -> impl Iterator<Item = String> {
    script.split(PUSH).skip(1).filter_map(|call| {
        let value = serde_json::Deserializer::from_str(call)
            .into_iter::<Value>()
            .next()?
            .ok()?;
        value.get(1).and_then(Value::as_str).map(str::to_owned)
    })
}

enum Row<'s> {
    Text(&'s str),
    Tree(Value),
}

impl<'s> Row<'s> {
    fn text(&self) -> Option<&'s str> {
        match self {
            Row::Text(text) => Some(text),
            Row::Tree(_) => None,
        }
    }
}

fn rows(stream: &str) -> Vec<(&str, Row<'_>)> {
    let mut rows = Vec::new();
    let mut rest = stream;
    while let Some((id, after)) = rest.split_once(':') {
        let id = id.trim_start();
        if let Some((text, next)) = after.strip_prefix('T').and_then(sized) {
            rows.push((id, Row::Text(text)));
            rest = next;
            continue;
        }
        let (line, next) = after.split_once('\n').unwrap_or((after, ""));
        let json = line.trim_start_matches(|c: char| c.is_ascii_uppercase());
        rows.extend(
            serde_json::from_str(json)
                .ok()
                .map(|value| (id, Row::Tree(value))),
        );
        rest = next;
    }
    rows
}

/// `4d2,text`: so many bytes of text, and what follows them.
fn sized(text: &str) -> Option<(&str, &str)> {
    let (length, text) = text.split_once(',')?;
    text.split_at_checked(usize::from_str_radix(length, 16).ok()?)
}

/// Data without elements and references. The parser of JSON bounds the depth.
fn plain(value: &Value, texts: &HashMap<&str, &str>) -> Value {
    match value {
        Value::String(text) => {
            let row = text.strip_prefix('$').and_then(|id| texts.get(id));
            Value::String(row.map_or(text.as_str(), |text| *text).to_owned())
        }
        Value::Array(items) => match element(items) {
            Some((tag, properties)) if is_paragraph(tag) => {
                json!({ "text": words(properties.get("children")) })
            }
            Some((_, properties)) => unwrapped(properties, texts),
            None => Value::Array(items.iter().map(|item| plain(item, texts)).collect()),
        },
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| (name.clone(), plain(value, texts)))
                .collect(),
        ),
        _ => value.clone(),
    }
}

/// The properties of an element; a box around one paragraph is that paragraph.
fn unwrapped(properties: &Map<String, Value>, texts: &HashMap<&str, &str>) -> Value {
    let fields: Map<String, Value> = properties
        .iter()
        .map(|(name, value)| (name.clone(), plain(value, texts)))
        .collect();
    match fields.get("children") {
        Some(inner @ Value::Object(child)) if child.len() == 1 && child.contains_key("text") => {
            inner.clone()
        }
        _ => Value::Object(fields),
    }
}

fn element(items: &[Value]) -> Option<(&str, &Map<String, Value>)> {
    match items {
        [
            Value::String(mark),
            Value::String(tag),
            _,
            Value::Object(properties),
            ..,
        ] if mark == "$" => Some((tag, properties)),
        _ => None,
    }
}

fn is_paragraph(tag: &str) -> bool {
    matches!(tag, "p" | "h2" | "h3" | "h4" | "li" | "blockquote")
}

/// The words of an element's children; references hold none.
fn words(children: Option<&Value>) -> String {
    match children {
        Some(Value::String(text)) => match text.strip_prefix('$') {
            None => text.clone(),
            Some(escaped) if escaped.starts_with('$') => escaped.to_owned(),
            Some(_) => String::new(),
        },
        Some(Value::Array(items)) => match element(items) {
            Some((_, properties)) => words(properties.get("children")),
            None => items.iter().map(|item| words(Some(item))).collect(),
        },
        _ => String::new(),
    }
}
