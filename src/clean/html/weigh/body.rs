//! The article's text as structured data hold it: not always whole, so evidence rather than the answer.
use std::collections::HashSet;

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::clean::html::weigh::context::Sums;
use crate::clean::html::weigh::runs::{Layout, weight_of};
use crate::text::entities;

/// Hashed word sequences.
type Shingles = HashSet<u64>;

/// The article's text by other means than the page that is shown.
#[derive(Debug, Default)]
pub(crate) struct ArticleBody {
    /// The text itself, perhaps with markup.
    pub(crate) text: String,
    shingles: Shingles,
}

impl ArticleBody {
    /// The longest `articleBody` in the page's structured data.
    pub(crate) fn of(json_ld: &[Value]) -> Self {
        let mut text = "";
        let mut open: Vec<&Value> = json_ld.iter().collect();
        while let Some(value) = open.pop() {
            match value {
                Value::Array(items) => open.extend(items),
                Value::Object(fields) => {
                    for (name, field) in fields {
                        match field {
                            Value::String(body)
                                if name == "articleBody" && body.len() > text.len() =>
                            {
                                text = body;
                            }
                            Value::Array(_) | Value::Object(_) => open.push(field),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        Self::new(text.to_owned())
    }

    /// The body that any text is.
    pub(crate) fn new(text: String) -> Self {
        let mut shingles = Shingles::default();
        let plain = if text.contains('<') || text.contains('&') {
            untagged(&text)
        } else {
            text.clone()
        };
        each_shingle(&plain, |hash| {
            shingles.insert(hash);
        });
        Self { text, shingles }
    }

    /// How many word sequences it has.
    pub(crate) fn len(&self) -> usize {
        self.shingles.len()
    }

    /// The body holds twice the text that a page shows, and a good deal of it.
    pub(crate) fn is_much_longer_than(&self, weight: u32) -> bool {
        let own: u32 = self.text.chars().map(weight_of).sum();
        own > 600 && own / 2 > weight
    }

    /// How many of a text's word sequences the body holds, and how many there are.
    pub(crate) fn knows(&self, text: &str) -> (u32, u32) {
        let (mut known, mut all) = (0, 0);
        each_shingle(text, |hash| {
            all += 1;
            known += u32::from(self.shingles.contains(&hash));
        });
        (known, all)
    }

    /// How many of each run's word sequences the body holds.
    pub(crate) fn coverage(&self, layout: &Layout) -> Sums {
        if self.shingles.is_empty() {
            return Sums::default();
        }
        Sums::of(layout.runs.iter().map(|run| self.knows(layout.text(run)).0))
    }
}

/// The text of a string of markup.
pub(crate) fn untagged(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    entities::decode(&out).unwrap_or(out)
}

/// Calls `seen` with the hash of each three words in a row (each four characters of unspaced scripts).
pub(crate) fn each_shingle(text: &str, mut seen: impl FnMut(u64)) {
    let mut last = [0u64; 3];
    let mut n = 0usize;
    each_word(text, |word| {
        let hash = xxh3_64_with_seed(word.as_bytes(), 0);
        last.rotate_left(1);
        if let Some(slot) = last.last_mut() {
            *slot = hash;
        }
        n += 1;
        if n >= last.len() {
            seen(
                last.iter()
                    .fold(0u64, |mix, hash| mix.rotate_left(21) ^ hash),
            );
        }
    });
}

/// Words of letters and digits; ideographs and kana one by one.
fn each_word(text: &str, mut seen: impl FnMut(&str)) {
    let mut start = None;
    for (at, c) in text.char_indices() {
        let alone =
            matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}');
        if c.is_alphanumeric() && !alone {
            start.get_or_insert(at);
            continue;
        }
        if let Some(word) = start.take().and_then(|from| text.get(from..at)) {
            seen(word);
        }
        if alone {
            seen(text.get(at..at + c.len_utf8()).unwrap_or_default());
        }
    }
    if let Some(word) = start.and_then(|from| text.get(from..)) {
        seen(word);
    }
}
