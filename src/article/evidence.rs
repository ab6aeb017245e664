//! Why a field holds what it holds.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Where a value was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Witness {
    /// A JSON-LD block of the page.
    JsonLd,
    /// A `<meta>` or `<link>` element of the page's head.
    Meta,
    /// The page's address.
    Url,
    /// An element of the page's body: microdata, `rel`, `<time>`, a class name, a heading.
    Markup,
    /// The words of the article themselves.
    Text,
    /// The user: a field of the record, or `dateline.toml`.
    Given,
    /// What other pages of the same site say.
    Site,
}

/// The rule that found a value, where it looked and how sure it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The rule's name, stable and searchable: `datePublished`, `og:title`, `dateline`.
    pub rule: Cow<'static, str>,
    /// Where the value was seen.
    pub from: Witness,
    /// From 0 (a guess) to 1 (certain); comparable between rules of one field.
    pub sure: f32,
    /// The words that say it, when they are not the value itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

impl Evidence {
    /// Evidence without a quotation.
    pub fn new(rule: &'static str, from: Witness, sure: f32) -> Self {
        Self {
            rule: Cow::Borrowed(rule),
            from,
            sure,
            quote: None,
        }
    }

    /// The same evidence with the words that say it.
    #[must_use]
    pub fn quoting(mut self, quote: impl Into<String>) -> Self {
        self.quote = Some(quote.into());
        self
    }
}

/// A value with its evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found<T> {
    /// What was found.
    pub value: T,
    /// Why it is believed.
    pub evidence: Evidence,
}

impl<T> Found<T> {
    /// A value that `rule` saw at `from`.
    pub fn new(value: T, rule: &'static str, from: Witness, sure: f32) -> Self {
        Self {
            value,
            evidence: Evidence::new(rule, from, sure),
        }
    }
}
