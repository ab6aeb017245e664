//! An article as an archive keeps it: with what a later run must know to make it anew without reading its page again.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::article::date::PubDate;
use crate::article::evidence::Found;
use crate::article::outline::{Outline, OutlinedBlock};
use crate::article::page::{Article, Block, Language, Reason};

/// All that an archive keeps under one id: the article that is searched, every place that holds it, and the other
/// texts that places give for the same id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// The article that is searched: the newest version. Its path is the first of `places`.
    pub shown: Version,
    /// The places that hold the text shown, in order.
    pub places: Vec<Held>,
    /// Older versions, newest first.
    pub others: Vec<Other>,
    /// What the pages say their id and address are, where that is not believed.
    pub claimed: Option<Claimed>,
}

/// An id and an address that pages give for themselves though they are other pages: a template that gives all pages of
/// a site one canonical link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claimed {
    /// The id that the pages would have by it.
    pub id: String,
    /// The address.
    pub url: Option<String>,
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
    /// Where it was fetched.
    #[serde(default, skip_serializing_if = "Fetched::is_unknown")]
    pub fetched: Fetched,
}

impl Version {
    /// The blocks of the article with those that were taken out as furniture, in order.
    pub fn all_blocks(&self) -> Vec<OutlinedBlock> {
        let ledger = self.article.removed.iter();
        let furniture = ledger.filter(|removal| removal.reason == Reason::SiteFurniture);
        let places = self.changes.furniture.iter().map(|at| *at as usize);
        let inserted: Vec<(usize, &str)> = places
            .zip(furniture.map(|removal| removal.text.as_str()))
            .collect();
        self.outline.blocks(&self.article.text, &inserted)
    }

    /// The blocks of the article's text, in order: joined by empty lines they are the text.
    pub fn kept_blocks(&self) -> Vec<Block> {
        let mut kept = Vec::new();
        let furniture = self.changes.furniture_places();
        for (at, outlined) in (0_u32..).zip(self.all_blocks()) {
            if !furniture.contains(&at) {
                kept.push(outlined.block);
            }
        }
        kept
    }
}

/// At which address a page was fetched, as its export or crawl says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fetched {
    /// Nobody says.
    #[default]
    Unknown,
    /// At the address that the page gives for itself.
    ThatAddress,
    /// At another one.
    At(String),
}

impl Fetched {
    /// Nobody says.
    pub fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The file, with `#record` inside an export.
    pub path: String,
    /// The fingerprint of the record's bytes and of the rules that it was made by; 0 asks for it to be read again.
    pub fingerprint: u64,
    /// The address that it gives for the text, where that is another one than the article's: a print page, a page with
    /// tracking parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it was captured, where that is not when the article was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<PubDate>,
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

    /// The places of the blocks that were taken out as furniture.
    pub fn furniture_places(&self) -> HashSet<u32> {
        self.furniture.iter().copied().collect()
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
        let held = Held {
            path: article.path.clone(),
            fingerprint,
            ..Held::default()
        };
        Self {
            places: vec![held],
            shown: Version {
                article,
                ..Version::default()
            },
            ..Self::default()
        }
    }

    /// Every version, the one shown first.
    pub fn versions_mut(&mut self) -> impl Iterator<Item = &mut Version> {
        let others = self.others.iter_mut().map(|other| &mut other.version);
        std::iter::once(&mut self.shown).chain(others)
    }

    /// Every place of the entry: those of the text shown first.
    pub fn all_places(&self) -> impl Iterator<Item = &Held> {
        let others = self.others.iter().flat_map(|other| &other.places);
        self.places.iter().chain(others)
    }
}
