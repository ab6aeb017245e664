//! The words that say what a text is about: for asking whether two texts are about the same.
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use crate::text::fold;

/// Shorter words say little.
const MIN_CHARS: usize = 4;

/// Words are cut to so many characters, against inflection.
const STEM: usize = 6;

/// Numbers for the words of four letters and more, cut to six; for pairs of characters where words are not parted.
pub(crate) fn words(text: &str) -> Vec<u64> {
    if text.is_ascii() {
        return ascii_words(text);
    }
    let mut out = Vec::new();
    for word in fold::key(text).split(|c: char| !c.is_alphanumeric()) {
        let chars: Vec<char> = word.chars().collect();
        if chars.iter().any(|c| u32::from(*c) >= 0x0e00) {
            out.extend(chars.windows(2).map(number));
        } else if chars.len() >= MIN_CHARS {
            out.push(number(chars.get(..STEM).unwrap_or(&chars)));
        }
    }
    out
}

fn number(chars: &[char]) -> u64 {
    xxh3_64(chars.iter().collect::<String>().as_bytes())
}

/// The same without a string for each word.
fn ascii_words(text: &str) -> Vec<u64> {
    let mut out = Vec::new();
    for word in text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()) {
        if word.len() < MIN_CHARS {
            continue;
        }
        let mut stem = [0_u8; STEM];
        for (to, from) in stem.iter_mut().zip(word) {
            *to = from.to_ascii_lowercase();
        }
        let stem = stem.get(..word.len().min(STEM)).unwrap_or_default();
        out.push(xxh3_64(stem));
    }
    out
}

/// The words of some texts, each once.
pub(crate) fn words_of<'a>(texts: impl Iterator<Item = &'a str>) -> FxHashSet<u64> {
    let mut out = FxHashSet::default();
    for text in texts {
        out.extend(words(text));
    }
    out
}
