//! Telling apart the languages of one script by their words and character n-grams.
//!
//! A naive Bayes classifier over n-grams of one to four letters (Cavnar and Trenkle 1994; Dunning 1994) and whole words. Its table
//! is `data/ngrams.tsv`, whose head says how it was made.

use std::cell::RefCell;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, is_nfc_quick};

/// So many words of a text are looked at; more add time and no certainty.
const WORDS: usize = 200;

#[derive(Debug, Default)]
struct Table {
    languages: Vec<Entry>,
    /// N-gram -> pairs of language and weight, as they stand in the table.
    weights: FxHashMap<&'static str, &'static [u8]>,
}

#[derive(Debug)]
struct Entry {
    code: &'static str,
    group: &'static str,
    /// What a language that is rare in the news must make up for.
    handicap: f32,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let text = include_str!("../data/ngrams.tsv");
    let mut table = Table::default();
    table.weights.reserve(180_000);
    for line in text.lines() {
        if let Some(head) = line
            .strip_prefix('@')
            .filter(|_| table.languages.is_empty())
        {
            table.languages = head.split(' ').filter_map(entry).collect();
        } else if let Some((ngram, pairs)) = line.split_once('\t') {
            table.weights.insert(ngram, pairs.as_bytes());
        }
    }
    table
});

fn entry(cell: &'static str) -> Option<Entry> {
    let mut parts = cell.split(':');
    let (code, group, handicap) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Entry {
        code,
        group,
        handicap: handicap.parse().ok()?,
    })
}

/// A language with its score; scores of one text can be compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) code: &'static str,
    pub(super) score: f32,
}

/// The languages of a group, the likeliest first, and how many n-grams spoke.
pub(super) fn rank(text: &str, group: &str) -> Vec<Scored> {
    let mut scores: Scores = [0; 256];
    KNOWN.with_borrow_mut(|known| {
        for (word, times) in counted(words(text).take(WORDS)) {
            known.add(&mut scores, word, times);
        }
    });
    let mut ranked: Vec<Scored> = TABLE
        .languages
        .iter()
        .zip(scores.into_iter().skip(usize::from(ZERO)))
        .filter(|(entry, _)| entry.group == group)
        .map(|(entry, score)| Scored {
            code: entry.code,
            score: half(score) - entry.handicap,
        })
        .collect();
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    ranked
}

/// Each word with how often it stands there: the small ones come again and again.
fn counted(words: impl Iterator<Item = String>) -> FxHashMap<String, u32> {
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a few thousand n-grams of weight under 100"
)]
fn half(score: u32) -> f32 {
    score as f32 / 2.0
}

/// The character for the first language and for the weight nought.
const ZERO: u8 = b'#';

/// Adds an n-gram's weights to the scores.
fn add(scores: &mut Scores, key: &str) {
    let Some(pairs) = TABLE.weights.get(key) else {
        return;
    };
    for pair in pairs.chunks_exact(2) {
        if let [language, weight] = pair
            && let Some(score) = scores.get_mut(usize::from(*language))
        {
            *score += u32::from(weight.saturating_sub(ZERO));
        }
    }
}

/// A score for each language; its place is the character that stands for it in the table.
type Scores = [u32; 256];

/// So many words are remembered by each thread, of so many bytes at most; together they take some megabytes.
const MOST_KNOWN: usize = 10_000;
const LONGEST_KNOWN: usize = 24;

thread_local! {
    /// What the words of the texts before said: a few thousand words are most of the news.
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Words with what their n-grams add up to.
#[derive(Debug, Default)]
struct Known {
    words: FxHashMap<String, Vec<(u8, u16)>>,
    padded: String,
    starts: Vec<usize>,
}

impl Known {
    /// Adds a word's weights, so many times, to the scores.
    fn add(&mut self, scores: &mut Scores, word: String, times: u32) {
        if let Some(pairs) = self.words.get(&word) {
            for (language, weight) in pairs {
                if let Some(score) = scores.get_mut(usize::from(*language)) {
                    *score += times * u32::from(*weight);
                }
            }
            return;
        }
        let own = self.look_up(&word);
        for (score, own) in scores.iter_mut().zip(own) {
            *score += times * own;
        }
        if word.len() <= LONGEST_KNOWN {
            if self.words.len() == MOST_KNOWN {
                self.words.clear();
            }
            self.words.insert(word, sparse(&own));
        }
    }

    /// The weights of the word and of its n-grams.
    fn look_up(&mut self, word: &str) -> Scores {
        let mut scores: Scores = [0; 256];
        self.padded.clear();
        self.padded.push('=');
        self.padded.push_str(word);
        add(&mut scores, &self.padded);
        self.padded.replace_range(..1, "_");
        self.padded.push('_');
        ngrams(&mut scores, &mut self.starts, &self.padded);
        scores
    }
}

/// The scores that are not nought; a short word's fit into 16 bits.
fn sparse(scores: &Scores) -> Vec<(u8, u16)> {
    let all = (0_u8..=u8::MAX).zip(scores);
    all.filter(|(_, score)| **score > 0)
        .map(|(language, score)| (language, u16::try_from(*score).unwrap_or(u16::MAX)))
        .collect()
}

/// All n-grams of one to four characters of a word between its edges; an edge alone is none.
fn ngrams(scores: &mut Scores, starts: &mut Vec<usize>, padded: &str) {
    starts.clear();
    starts.extend(
        padded
            .char_indices()
            .map(|(at, _)| at)
            .chain([padded.len()]),
    );
    for (n, start) in starts.iter().enumerate() {
        for len in 1..=4 {
            let Some(ngram) = starts.get(n + len).and_then(|end| padded.get(*start..*end)) else {
                break;
            };
            if ngram != "_" {
                add(scores, ngram);
            }
        }
    }
}

/// The words of a text in lower case, without apostrophes and figures.
fn words(text: &str) -> impl Iterator<Item = String> {
    let letter = |c: char| {
        c.is_alphabetic()
            || matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{97f}' | '\u{980}'..='\u{9ff}' | '\u{200c}')
    };
    text.split(move |c| !letter(c))
        .filter(|word| !word.is_empty() && word.len() < 200)
        .map(|word| {
            if word.is_ascii() {
                return word.to_ascii_lowercase();
            }
            let lower = word.to_lowercase().replace('\u{307}', "");
            match is_nfc_quick(lower.chars()) {
                unicode_normalization::IsNormalized::Yes => lower,
                _ => lower.nfc().collect(),
            }
        })
}
