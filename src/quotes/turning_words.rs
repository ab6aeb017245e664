//! Words that turn what a sentence says, and words beside which a speaker is named.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::fold;
use crate::text::words::words;

/// The words of one kind.
#[derive(Default)]
struct Table {
    words: FxHashSet<&'static str>,
    /// Several words, or a part of a text without spaces.
    parts: Vec<&'static str>,
    /// Beginnings of words.
    stems: Vec<&'static str>,
}

impl Table {
    fn of(rows: &'static str, kinds: &[&str]) -> Self {
        let mut table = Self::default();
        for row in rows.lines().filter(|row| !row.starts_with('#')) {
            let mut cells = row.split('\t').skip(1);
            let (Some(kind), Some(words)) = (cells.next(), cells.next()) else {
                continue;
            };
            if !kinds.contains(&kind) {
                continue;
            }
            for word in words.split('|') {
                table.add(word);
            }
        }
        table
    }

    fn add(&mut self, word: &'static str) {
        match word.strip_suffix('*') {
            Some(stem) if stem.chars().any(crate::text::words::is_paired) => self.parts.push(stem),
            Some(stem) => self.stems.push(stem),
            None if word.contains(' ') => self.parts.push(word),
            None => {
                self.words.insert(word);
            }
        }
    }

    fn has_word(&self, key: &str) -> bool {
        self.words.contains(key) || self.stems.iter().any(|stem| key.starts_with(stem))
    }

    fn is_in(&self, text: &str) -> bool {
        let folded = fold::key(text);
        self.parts.iter().any(|part| folded.contains(part))
            || words(&folded).any(|word| self.has_word(word.text))
    }
}

static NEGATIONS: LazyLock<Table> =
    LazyLock::new(|| Table::of(include_str!("data/turning_words.tsv"), &["not"]));
static TURNING: LazyLock<Table> =
    LazyLock::new(|| Table::of(include_str!("data/turning_words.tsv"), &["not", "if"]));
static SAYING: LazyLock<Table> =
    LazyLock::new(|| Table::of(include_str!("data/speech_words.tsv"), &["says"]));
static BEFORE_PLACES: LazyLock<Table> =
    LazyLock::new(|| Table::of(include_str!("data/speech_words.tsv"), &["at"]));

/// Whether a text says no, in any language.
pub(crate) fn negates(text: &str) -> bool {
    NEGATIONS.is_in(text)
}

/// Whether a text has a negation or a condition.
pub(crate) fn turns(text: &str) -> bool {
    TURNING.is_in(text)
}

/// Whether a folded word is one of saying.
pub(crate) fn says(key: &str) -> bool {
    SAYING.has_word(key)
}

/// Whether what is named behind this folded word is a place or a thing.
pub(crate) fn is_before_places(key: &str) -> bool {
    BEFORE_PLACES.has_word(key)
}
