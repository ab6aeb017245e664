//! Sentences in capitals: questions as old teleprinters and some catalogues have them.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::function_words::languages;

/// Words that a sentence has at least.
const FEWEST: usize = 4;

/// Different function words of one language, beside the operators, that tell a sentence from names that are joined.
const FUNCTION_WORDS: usize = 2;

/// Words in a row, no operator between, that a sentence with operators has at least.
const IN_A_ROW: usize = 3;

/// A name in capitals that is no longer than this is an abbreviation.
const ABBREVIATION: usize = 3;

/// Whether a text is a sentence in capitals throughout, so that AND, OR and NOT in it are words: no letter is small, nothing in it is a
/// sign of the query language, and it has words that only sentences have.
pub(crate) fn is_sentence_in_capitals(text: &str) -> bool {
    if text.contains(char::is_lowercase) || !text.contains(char::is_uppercase) {
        return false;
    }
    let mut telling: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let (mut words, mut row, mut longest, mut operators) = (0, 0, 0, 0);
    for word in text.split_whitespace() {
        let word = word.trim_end_matches(['.', ',', ';', ':', '?', '!']);
        if !word.chars().all(is_of_word) || word.starts_with('-') {
            return false;
        }
        if matches!(word, "AND" | "OR" | "NOT") {
            operators += usize::from(word != "AND");
            row = 0;
            continue;
        }
        words += usize::from(word.contains(char::is_alphanumeric));
        row += 1;
        longest = longest.max(row);
        let small = word.to_lowercase();
        for language in languages(&small) {
            telling.entry(language).or_default().insert(small.clone());
        }
    }
    let function_words = telling.values().map(BTreeSet::len).max().unwrap_or(0);
    let tells = if operators > 0 { FUNCTION_WORDS } else { 1 };
    words >= FEWEST && function_words >= tells && longest >= IN_A_ROW
}

/// A word of such a sentence in small letters; an abbreviation stays as it is.
pub(crate) fn in_small_letters(word: &str) -> String {
    let small = word.to_lowercase();
    let is_abbreviation = word.chars().filter(|ch| ch.is_alphabetic()).count() <= ABBREVIATION;
    let is_operator = matches!(word, "AND" | "OR" | "NOT");
    if is_abbreviation && !is_operator && languages(&small).is_empty() {
        word.to_owned()
    } else {
        small
    }
}

/// Letters, digits and what stands within words.
fn is_of_word(ch: char) -> bool {
    ch.is_alphanumeric() || matches!(ch, '\'' | '’' | '.' | ',' | '-' | '–' | '&')
}
