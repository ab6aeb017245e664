//! Words that turn what a sentence says, and words beside which a speaker is named, by language.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::fold;
use crate::text::words::{is_paired, words};

/// The words of one kind in one language.
#[derive(Default)]
struct Words {
    words: FxHashSet<&'static str>,
    /// Several words, or a part of a text without spaces.
    parts: Vec<&'static str>,
    /// Beginnings of words.
    stems: Vec<&'static str>,
}

impl Words {
    fn add(&mut self, word: &'static str) {
        match word.strip_suffix('*') {
            Some(stem) if stem.chars().any(is_paired) => self.parts.push(stem),
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

    fn is_in(&self, folded: &str) -> bool {
        self.parts.iter().any(|part| folded.contains(part))
            || words(folded).any(|word| self.has_word(word.text))
    }
}

/// The words of some kinds by language: what is a word of saying in one is a name in another.
struct Table(FxHashMap<&'static str, Words>);

impl Table {
    fn of(rows: &'static str, kinds: &[&str]) -> Self {
        let mut languages: FxHashMap<&'static str, Words> = FxHashMap::default();
        for row in rows.lines().filter(|row| !row.starts_with('#')) {
            let mut cells = row.split('\t');
            let (Some(language), Some(kind), Some(words)) =
                (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            if kinds.contains(&kind) {
                let own = languages.entry(language).or_default();
                words.split('|').for_each(|word| own.add(word));
            }
        }
        Self(languages)
    }

    /// The words of a language; those of English where the language has none here.
    fn words(&self, language: &str) -> Option<&Words> {
        let row = match language {
            "no" | "nn" => "nb",
            "hr" | "bs" | "sh" => "sr",
            "sk" => "cs",
            other => other,
        };
        self.0.get(row).or_else(|| self.0.get("en"))
    }

    fn is_in(&self, text: &str, language: &str) -> bool {
        let words = self.words(language);
        words.is_some_and(|words| words.is_in(&fold::key(text)))
    }

    fn has_word(&self, key: &str, language: &str) -> bool {
        self.words(language)
            .is_some_and(|words| words.has_word(key))
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

/// Whether a text of a language says no.
pub(crate) fn negates(text: &str, language: &str) -> bool {
    NEGATIONS.is_in(text, language)
}

/// Whether a text of a language has a negation or a condition.
pub(crate) fn turns(text: &str, language: &str) -> bool {
    TURNING.is_in(text, language)
}

/// Whether a folded word is one of saying.
pub(crate) fn says(key: &str, language: &str) -> bool {
    SAYING.has_word(key, language)
}

/// Whether what is named behind this folded word is a place or a thing.
pub(crate) fn is_before_places(key: &str, language: &str) -> bool {
    BEFORE_PLACES.has_word(key, language)
}
