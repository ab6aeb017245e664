//! The article's text as structured data hold it: not always whole, so evidence rather than the answer.
use std::collections::HashSet;

use serde_json::Value;

use crate::clean::html::weigh::context::Sums;
use crate::clean::html::weigh::runs::{Layout, weight_of};
use crate::text::entities;
use crate::text::shingles::each_shingle;

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
