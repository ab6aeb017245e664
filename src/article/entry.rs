//! An article as an archive keeps it: with what a later run must know to make it anew without reading its page again.

use serde::{Deserialize, Serialize};

use crate::article::date::PubDate;
use crate::article::evidence::Found;
use crate::article::outline::Outline;
use crate::article::page::{Article, Language};

/// All that an archive keeps under one id: the article that is searched, every place that holds it, and the other
/// texts that places give for the same id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The article that is searched. Its path is the first of `places`.
    pub shown: Version,
    /// The places that hold the text shown, in order.
    pub places: Vec<Held>,
    /// Other texts with the same id, as they were before anything was known of their site; those with the first
    /// places first.
    pub others: Vec<Other>,
}

/// One text of an article, with its outline.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// The article.
    pub article: Article,
    /// What its text does not tell of its page.
    pub outline: Outline,
    /// What knowledge of its site has changed.
    #[serde(default, skip_serializing_if = "SiteChanges::is_empty")]
    pub changes: SiteChanges,
}

/// A text that is kept beside the one shown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Other {
    /// The text. Its path is the first of `places`.
    pub version: Version,
    /// The places that hold it, in order.
    pub places: Vec<Held>,
}

/// A place with the fingerprint of what was read there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Held {
    /// The file, with `#record` inside an export.
    pub path: String,
    /// The fingerprint of the record's bytes and of the rules that it was made by; 0 asks for it to be read again.
    pub fingerprint: u64,
}

/// What knowledge of a site has changed in an article: enough to take it back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SiteChanges {
    /// The blocks that were taken out as furniture, by their place among the blocks of the outline; their texts are
    /// the removals with that reason, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<u32>,
    /// Fields as they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldBefore>,
}

impl SiteChanges {
    /// The site has changed nothing.
    pub fn is_empty(&self) -> bool {
        self.furniture.is_empty() && self.fields.is_empty()
    }
}

/// A field as it was before anything was known of the article's site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "named as the fields of an article are")]
pub enum FieldBefore {
    Title(Option<Found<String>>),
    Source(Option<Found<String>>),
    Wire(Option<Found<String>>),
    Published(Option<Found<PubDate>>),
    Modified(Option<Found<PubDate>>),
    Authors(Option<Found<Vec<String>>>),
    Language(Option<Found<Language>>),
    Place(Option<Found<String>>),
}

impl Entry {
    /// An article that one place holds, of which nothing else is known.
    pub fn new(article: Article, fingerprint: u64) -> Self {
        let path = article.path.clone();
        Self {
            places: vec![Held { path, fingerprint }],
            shown: Version {
                article,
                ..Version::default()
            },
            others: Vec::new(),
        }
    }

    /// Every place of the entry: those of the text shown first.
    pub fn all_places(&self) -> impl Iterator<Item = &Held> {
        let others = self.others.iter().flat_map(|other| &other.places);
        self.places.iter().chain(others)
    }
}
