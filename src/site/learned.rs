//! What is learned of a site, as it is kept and shown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Version;

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

    /// Whether both change every article in the same way.
    pub fn changes_like(&self, other: &Self) -> bool {
        let furniture = |learned: &Self| -> BTreeSet<u64> {
            learned.furniture.iter().map(|item| item.hash).collect()
        };
        self.cuts_titles_like(other)
            && self.names_like(other)
            && furniture(self) == furniture(other)
    }

    /// Whether both cut the same from titles.
    pub fn cuts_titles_like(&self, other: &Self) -> bool {
        let own = self.affixes.iter().map(|affix| (affix.end, &affix.text));
        let others = other.affixes.iter().map(|affix| (affix.end, &affix.text));
        own.eq(others)
    }

    /// Whether both give the same names.
    pub fn names_like(&self, other: &Self) -> bool {
        let names = |learned: &Self| {
            let name = learned.name.clone()?;
            Some((name.value, name.others))
        };
        names(self) == names(other)
    }

    /// The block of text is furniture.
    pub fn is_furniture(&self, text: &str) -> bool {
        let number = hash(text);
        self.furniture.iter().any(|item| item.hash == number)
    }

    /// Takes the words of furniture from a page that holds it, for showing.
    pub fn quote(&mut self, page: &Version) {
        let is_bare = |item: &Furniture| item.text.is_empty();
        if !self.furniture.iter().any(is_bare) {
            return;
        }
        for block in page.outline.blocks(&page.article.text, &[]) {
            let text = block.block.text;
            let number = hash(&text);
            for item in &mut self.furniture {
                if item.hash == number && item.text.is_empty() {
                    let words: Vec<&str> = text.split_whitespace().collect();
                    item.text = words.join(" ").chars().take(SHOWN).collect();
                }
            }
        }
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
    let mut words = String::with_capacity(text.len() + 1);
    // Most blocks are one line of words with single blanks already.
    if is_one_tidy_line(text) {
        words.push_str(text);
        words.push(' ');
        return xxh3_64(words.as_bytes());
    }
    for word in text.split_whitespace() {
        words.push_str(word);
        words.push(' ');
    }
    xxh3_64(words.as_bytes())
}

/// Whether a text is ASCII without control characters, and its blanks stand alone and between words.
fn is_one_tidy_line(text: &str) -> bool {
    // All bytes are looked at: a loop that never leaves early takes many at a time.
    let mut untidy = false;
    for byte in text.bytes() {
        untidy |= byte.is_ascii_control() | !byte.is_ascii();
    }
    for (byte, next) in text.bytes().zip(text.bytes().skip(1)) {
        untidy |= (byte == b' ') & (next == b' ');
    }
    !untidy && !text.is_empty() && !text.starts_with(' ') && !text.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn white_space_does_not_count() {
        let tidy = hash("One ferry, two boats.");
        for same in [
            " One ferry, two boats.",
            "One ferry, two boats. ",
            "One  ferry,\ttwo\nboats.",
            "One\u{a0}ferry, two boats.",
        ] {
            assert_eq!(hash(same), tidy, "{same:?}");
        }
        assert_ne!(hash("One ferry, twoboats."), tidy);
    }
}
