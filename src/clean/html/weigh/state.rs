//! Text that stands only in a script's data: pages that a script would draw carry the article as JSON.
use serde_json::Value;

use crate::clean::html::parse::{flight, jsonld};
use crate::clean::html::weigh::body::untagged;
use crate::clean::html::weigh::runs::weight_of;

/// No more JSON than this is read a page.
const MAX_BYTES: usize = 6 << 20;
/// A string with less text is no paragraph.
const MIN_WEIGHT: u32 = 60;

/// The longest run of paragraphs in the page's script data.
pub(crate) fn paragraphs(scripts: &[&str]) -> Vec<String> {
    let mut left = MAX_BYTES;
    let mut best: (u32, Vec<String>) = (0, Vec::new());
    let mut weigh = |value: Value| {
        let found = longest(&value);
        if found.0 > best.0 {
            best = found;
        }
    };
    flight::values(scripts, MAX_BYTES)
        .into_iter()
        .for_each(&mut weigh);
    for script in scripts.iter().filter(|script| !flight::is_piece(script)) {
        if script.len() > left {
            continue;
        }
        left -= script.len();
        values(script).into_iter().for_each(&mut weigh);
    }
    best.1
}

/// The JSON values that a script holds: the script itself, or what it assigns or parses.
fn values(script: &str) -> Vec<Value> {
    let text = script.trim_start();
    if text.starts_with(['{', '[']) {
        return jsonld::parse(text).into_iter().collect();
    }
    let mut found = Vec::new();
    let mut rest = text;
    for _ in 0..8 {
        let Some((_, after)) = rest.split_once('=') else {
            break;
        };
        rest = after;
        let value = after.trim_start();
        if value.starts_with(['{', '[']) {
            found.extend(jsonld::parse(value));
        } else if let Some(inner) = value.strip_prefix("JSON.parse(") {
            let literal = serde_json::Deserializer::from_str(inner)
                .into_iter::<String>()
                .next();
            found.extend(
                literal
                    .and_then(Result::ok)
                    .and_then(|json| jsonld::parse(&json)),
            );
        }
        if !found.is_empty() {
            break;
        }
    }
    found
}

/// The heaviest group of strings that stand under one name in one list.
fn longest(value: &Value) -> (u32, Vec<String>) {
    let mut best: (u32, Vec<String>) = (0, Vec::new());
    let mut open: Vec<&Value> = vec![value];
    while let Some(value) = open.pop() {
        let group: Vec<&str> = match value {
            Value::Array(items) => {
                open.extend(items);
                items.iter().filter_map(paragraph).collect()
            }
            Value::Object(fields) => {
                open.extend(fields.values());
                fields
                    .iter()
                    .filter(|(name, _)| is_body(name))
                    .filter_map(|(_, value)| value.as_str())
                    .max_by_key(|s| s.len())
                    .into_iter()
                    .collect()
            }
            _ => continue,
        };
        let texts: Vec<String> = group.iter().flat_map(|text| split(text)).collect();
        let weight = texts
            .iter()
            .map(|text| weigh(text))
            .filter(|weight| *weight >= MIN_WEIGHT)
            .sum();
        if weight > best.0 {
            best = (weight, texts);
        }
    }
    best
}

fn weigh(text: &str) -> u32 {
    text.chars().map(weight_of).sum()
}

/// An item of a list of paragraphs: a string, or an object that holds one.
fn paragraph(item: &Value) -> Option<&str> {
    match item {
        Value::String(text) => Some(text.as_str()),
        Value::Object(fields) => fields
            .iter()
            .find(|(name, value)| is_body(name) && value.is_string())
            .and_then(|(_, value)| value.as_str()),
        _ => None,
    }
    .filter(|text| {
        text.len() >= 20 && text.contains(' ') || text.chars().any(|c| weight_of(c) == 2)
    })
}

fn is_body(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "body",
        "content",
        "text",
        "html",
        "paragraph",
        "articlebody",
        "value",
        "story",
        "data",
    ]
    .iter()
    .any(|key| name == *key || name.ends_with(key))
}

/// The paragraphs of a string that may be markup.
pub(crate) fn split(text: &str) -> Vec<String> {
    let broken = text
        .replace("</p>", "\n")
        .replace("</h2>", "\n")
        .replace("</h3>", "\n")
        .replace("<br>", "\n")
        .replace("<br/>", "\n")
        .replace("</li>", "\n");
    let plain = if broken.contains('<') || broken.contains('&') {
        untagged(&broken)
    } else {
        broken
    };
    plain
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect()
}
