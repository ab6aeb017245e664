//! One page as the book remembers it: numbers for its blocks, its title, the name it gives its outlet.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::article::{Article, BlockKind, CleanPage, Witness};
use crate::site::learned::hash;
use crate::text::words::{self, Kind};
use crate::text::{fold, sentences};

/// Blocks that are remembered from a page's beginning and from its end: furniture stands there; a ticker has thousands.
const FIRST: usize = 24;
const LAST: usize = 40;

/// Bytes of a page whose words are compared; articles are shorter.
const TEXT: usize = 200_000;

/// Longer titles are not remembered.
const TITLE: usize = 300;

/// A page as the book remembers it: what it has without regard to its site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its path.
    pub(crate) path: String,
    /// Its blocks, in order, without the middle of a very long page.
    pub(crate) blocks: Vec<SeenBlock>,
    /// Its `<title>`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// The name that it gives its outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source: Option<String>,
}

/// One block of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SeenBlock {
    /// [`hash`] of its text.
    pub(crate) hash: u64,
    /// Characters.
    pub(crate) chars: u32,
    /// Of its longer words, so many in a hundred stand elsewhere on the page; 0 when it has few.
    pub(crate) topical: u8,
    /// What it looks like.
    pub(crate) look: Look,
}

/// What a block looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// It ends as a sentence does.
    Sentence,
    /// It does not: a label, a line.
    Line,
    /// A heading.
    Heading,
}

impl Serialize for SeenBlock {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let look = match self.look {
            Look::Sentence => 0_u8,
            Look::Line => 1,
            Look::Heading => 2,
        };
        (self.hash, self.chars, self.topical, look).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SeenBlock {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (hash, chars, topical, look) = <(u64, u32, u8, u8)>::deserialize(deserializer)?;
        let look = match look {
            0 => Look::Sentence,
            1 => Look::Line,
            _ => Look::Heading,
        };
        Ok(Self {
            hash,
            chars,
            topical,
            look,
        })
    }
}

impl Seen {
    /// What is remembered of a page; `article` is what it came to before anything was known of its site.
    pub fn of(page: &CleanPage, article: &Article) -> Self {
        let mut left = TEXT;
        let words = page.blocks.iter().map(|block| {
            left = left.saturating_sub(block.text.len());
            if left == 0 {
                Vec::new()
            } else {
                long_words(&block.text)
            }
        });
        let words: Vec<Vec<u64>> = words.collect();
        let headline = page.headline.as_ref().map(|block| block.text.as_str());
        let headline = headline.or(article.title.as_ref().map(|title| title.value.as_str()));
        let headline = headline.map(long_words).unwrap_or_default();
        let mut spread: HashMap<u64, u32> = HashMap::new();
        for word in words.iter().flatten().chain(&headline) {
            *spread.entry(*word).or_default() += 1;
        }
        let middle = FIRST..page.blocks.len().saturating_sub(LAST).max(FIRST);
        let blocks = page
            .blocks
            .iter()
            .zip(&words)
            .enumerate()
            .filter(|(at, _)| !middle.contains(at));
        let blocks = blocks.map(|(_, (block, words))| SeenBlock {
            hash: hash(&block.text),
            chars: u32::try_from(block.text.chars().count()).unwrap_or(u32::MAX),
            topical: topical(words, &spread),
            look: look(block.kind, &block.text),
        });
        let title = page
            .meta
            .title
            .as_deref()
            .map(|title| fold::tidy(&fold::decode(title)));
        let named = article
            .source
            .as_ref()
            .filter(|found| found.evidence.from != Witness::Url && !found.value.is_empty());
        Self {
            path: article.path.clone(),
            blocks: blocks.collect(),
            title: title.filter(|title| !title.is_empty() && title.len() <= TITLE),
            source: named.map(|found| found.value.clone()),
        }
    }
}

fn look(kind: BlockKind, text: &str) -> Look {
    match kind {
        BlockKind::Heading(_) => Look::Heading,
        _ if sentences::is_sentence(text) => Look::Sentence,
        _ => Look::Line,
    }
}

/// Words that a block shares with the rest of its page say that it speaks of the same thing.
fn topical(words: &[u64], spread: &HashMap<u64, u32>) -> u8 {
    if words.len() < 4 {
        return 0;
    }
    let shared = words
        .iter()
        .filter(|word| spread.get(word).is_some_and(|count| *count > 1))
        .count();
    u8::try_from(shared * 100 / words.len()).unwrap_or(100)
}

/// Numbers for the longer words of a text, each once: five letters and more, numbers of two digits and more, and pairs of
/// characters where a script does not set words apart.
fn long_words(text: &str) -> Vec<u64> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut add = |word: &str| {
        let hash = xxh3_64(word.as_bytes());
        if seen.insert(hash) {
            found.push(hash);
        }
    };
    for word in words::words(text) {
        let number = word.text.starts_with(char::is_numeric);
        let long = if number { 2 } else { 5 };
        match word.kind {
            Kind::Pair => add(word.text),
            // It stands in the pair before it too.
            Kind::Single => {}
            _ if word.text.chars().count() >= long => add(&word.text.to_lowercase()),
            _ => {}
        }
    }
    found
}
