//! What is learned of a site, as it is kept and shown.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

/// What the pages of one site have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// Blocks of text that are no part of its articles, most frequent first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<Furniture>,
    /// What its titles begin or end with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affixes: Vec<Affix>,
    /// What it calls itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
}

impl Learned {
    /// Nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.furniture.is_empty() && self.affixes.is_empty() && self.name.is_none()
    }
}

/// A block of text that stands on many pages of a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Furniture {
    /// [`hash`] of its text.
    pub hash: u64,
    /// Sampled pages that hold it; copies of one article count once.
    pub pages: u32,
    /// Sampled pages of the site; copies of one article count once.
    pub of: u32,
    /// The path of a page that holds it.
    pub example: String,
    /// Its text, at most [`SHOWN`] characters; empty until a page of the archive was seen to hold it.
    pub text: String,
}

/// What the titles of a site begin or end with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affix {
    /// Which end.
    pub end: End,
    /// The text with its dash or bar.
    pub text: String,
    /// Sampled pages whose title has it.
    pub pages: u32,
    /// Sampled pages with a title.
    pub of: u32,
}

/// An end of a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// The beginning.
    Head,
    /// The end.
    Tail,
}

/// What the pages of a site call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The name as most write it.
    pub value: String,
    /// Sampled pages that give it.
    pub pages: u32,
    /// Sampled pages that give any.
    pub of: u32,
    /// Longer names that several pages give, squashed: outlets of their own (`Harbour Post Weekend`), not spellings of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<String>,
}

/// Characters of a piece of furniture that are kept for showing.
pub const SHOWN: usize = 200;

/// A number for a block of text: the same whatever its white space.
pub fn hash(text: &str) -> u64 {
    let mut state = Xxh3::new();
    for word in text.split_whitespace() {
        state.update(word.as_bytes());
        state.update(b" ");
    }
    state.digest()
}
