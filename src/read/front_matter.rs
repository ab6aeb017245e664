//! Front matter: the block of `key: value` lines between `---` (or `+++`) at the head of a Markdown file.

use crate::article::Given;
use crate::read::authors::split_authors;
use crate::read::fields::{self, Field};

/// A block longer than this is not front matter.
const MOST_LINES: usize = 200;

/// Takes the front matter off a text into `given`; a text without it stays as it is.
pub(crate) fn take(text: String, given: &mut Given) -> String {
    match parse(&text) {
        Some((entries, rest)) => {
            entries.iter().for_each(|entry| set(given, entry));
            rest.to_owned()
        }
        None => text,
    }
}

struct Entry {
    field: Option<Field>,
    values: Vec<String>,
}

/// The entries and what follows them. A block counts when each of its lines can be YAML or TOML and at least one names a field that is known.
fn parse(text: &str) -> Option<(Vec<Entry>, &str)> {
    let text = text.trim_start_matches('\u{FEFF}');
    let fence = ["---", "+++"]
        .into_iter()
        .find(|fence| text.starts_with(fence))?;
    let separator = if fence == "---" { ':' } else { '=' };
    let mut entries: Vec<Entry> = Vec::new();
    let mut rest = text
        .split_once('\n')
        .filter(|(first, _)| first.trim_end() == fence)?
        .1;
    for _ in 0..MOST_LINES {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        rest = after;
        let trimmed = line.trim();
        if line.trim_end() == fence || line.trim_end() == "..." {
            return entries
                .iter()
                .any(|entry| entry.field.is_some())
                .then_some((entries, rest));
        }
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let item = trimmed.strip_prefix("- ");
        match (item, entries.last_mut(), trimmed.split_once(separator)) {
            (Some(item), Some(entry), _) => entry.values.push(scalar(item)),
            (None, Some(entry), _) if line.starts_with([' ', '\t']) => {
                entry.values.push(scalar(trimmed));
            }
            (None, _, Some((key, value))) if is_key(key) => {
                entries.push(Entry {
                    field: fields::of(key),
                    values: list(value),
                });
            }
            _ => return None,
        }
        if after.is_empty() {
            return None;
        }
    }
    None
}

fn is_key(key: &str) -> bool {
    let key = key.trim();
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ' | '.' | '"');
    !key.is_empty() && key.len() <= 60 && key.chars().all(fits) && key.split(' ').count() <= 3
}

/// A value in quotes or bare.
fn scalar(value: &str) -> String {
    let value = value.trim();
    let inside = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    inside.unwrap_or(value).trim().to_owned()
}

/// `[a, b]`, or one value.
fn list(value: &str) -> Vec<String> {
    let value = value.trim();
    let values: Vec<String> = match value
        .strip_prefix('[')
        .and_then(|value| value.strip_suffix(']'))
    {
        Some(inside) => inside.split(',').map(scalar).collect(),
        None if matches!(value, ">" | "|" | ">-" | "|-") => Vec::new(),
        None => vec![scalar(value)],
    };
    values
        .into_iter()
        .filter(|value| !value.is_empty())
        .collect()
}

fn set(given: &mut Given, entry: &Entry) {
    let Some(field) = entry.field else { return };
    if field == Field::Authors {
        if given.authors.is_empty() {
            let named = entry
                .values
                .iter()
                .map(|value| value.strip_prefix("name:").unwrap_or(value));
            given.authors = named.flat_map(split_authors).collect();
        }
        return;
    }
    let value = Some(entry.values.join(" ")).filter(|value| !value.is_empty());
    let is_address = value
        .as_deref()
        .is_some_and(|value| value.starts_with("http"));
    let slot = match field {
        Field::Id => &mut given.id,
        Field::Source if is_address => &mut given.url,
        Field::Url => &mut given.url,
        Field::Title => &mut given.title,
        Field::Source => &mut given.source,
        Field::Published => &mut given.published,
        Field::Language => &mut given.language,
        Field::Captured => &mut given.captured,
        _ => return,
    };
    *slot = slot.take().or(value);
}
