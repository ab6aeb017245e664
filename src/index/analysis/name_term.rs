//! Which words of a text are indexed as names, and the terms by which their spellings are found: how the name sounds, a zero byte, and the
//! name as it is written.
//!
//! A name begins with a capital within a sentence. In scripts without capitals every word may be one that is no function word; of those
//! that write no spaces, runs of katakana (foreign names) and words that begin with a Korean family name. Headlines are left out: in many
//! languages all their words have capitals. These lists are a dictionary: where a name stands is found by the postings of its words.

use crate::index::analysis::signs::OF;
use crate::index::analysis::word_form;
use crate::names::sound;
use crate::text::function_words;
use crate::text::script::{self, Script};
use crate::text::words::{Kind, Word};

/// Letters of a name in scripts without capitals, at least: shorter words are mostly something else.
const SHORTEST_UNCASED: usize = 3;

/// Letters of a word in capitals, at least: shorter ones are mostly initials of an organisation.
const SHORTEST_UPPER: usize = 5;

/// Letters of a name at most.
const LONGEST: usize = 32;

/// Syllables of a Korean name: the family name's and two of the given name.
const KOREAN: usize = 3;

/// Characters of a foreign name in katakana, at least and at most.
const KATAKANA: std::ops::RangeInclusive<usize> = 3..=16;

/// Family names of Korea with which nine of ten names begin.
const KOREAN_FAMILIES: &str = "김이박최정강조윤장임한오서신권황안송류전홍고문손양배백허남심노하곽성차주우구민유나진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용리";

/// The term of a word that may be a name wherever it stands but, with capitals, at the beginning of a sentence.
pub(crate) fn name_term(word: &Word<'_>, language: &str) -> Option<String> {
    if !matches!(word.kind, Kind::Ascii | Kind::Letters) {
        return None;
    }
    let first = word.text.chars().next()?;
    let is_cased = first.is_uppercase();
    if !is_cased && (first.is_lowercase() || !is_of_uncased(first)) {
        return None;
    }
    let folded = word_form::fold(word);
    let letters = folded.exact.chars().count();
    let is_name = folded.exact.chars().all(is_of_name) && (2..=LONGEST).contains(&letters);
    if !is_name || function_words::languages(&folded.lower).contains(&language) {
        return None;
    }
    let is_upper = is_cased && !folded.exact.chars().any(char::is_lowercase);
    if (is_upper && letters < SHORTEST_UPPER) || (!is_cased && letters < SHORTEST_UNCASED) {
        return None;
    }
    let written = if is_upper {
        capitalised(&folded.exact)
    } else {
        folded.exact
    };
    term(&written)
}

/// The term of a name that begins at this word of a script whose words are pairs. `last` is the word before.
pub(crate) fn run_term(text: &str, word: &Word<'_>, last: Option<&Word<'_>>) -> Option<String> {
    if !matches!(word.kind, Kind::Pair) {
        return None;
    }
    let first = word.text.chars().next()?;
    let is_inside = last.is_some_and(|last| last.kind == Kind::Pair && last.end > word.start);
    let rest = text.get(word.start..)?;
    if is_katakana(first) {
        let before = text
            .get(..word.start)
            .and_then(|text| text.chars().next_back());
        if before.is_some_and(is_katakana) {
            return None;
        }
        let name: String = rest.chars().take_while(|&c| is_katakana(c)).collect();
        let letters = name.chars().count();
        return KATAKANA.contains(&letters).then(|| term(&name))?;
    }
    if is_inside || !script::is_hangul(first) || !KOREAN_FAMILIES.contains(first) {
        return None;
    }
    let name: String = rest.chars().take(KOREAN).collect();
    let is_name = name.chars().count() == KOREAN && name.chars().all(script::is_hangul);
    is_name.then(|| term(&name))?
}

fn term(written: &str) -> Option<String> {
    Some(format!("{}{OF}{written}", sound(written)?.key()))
}

/// What a term of a name says: how it sounds and how it is written.
pub(crate) fn parts_of(term: &[u8]) -> Option<(&str, &str)> {
    std::str::from_utf8(term).ok()?.split_once(OF)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next();
    let rest = letters.as_str().to_lowercase();
    first.into_iter().chain(rest.chars()).collect()
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphabetic() || unicode_normalization::char::is_combining_mark(letter)
}

/// Whether a letter is of a script without capitals in which words are set apart.
fn is_of_uncased(letter: char) -> bool {
    script::of(letter).is_some_and(|script| !script.is_cased() && !script.is_unspaced())
}

fn is_katakana(letter: char) -> bool {
    script::of(letter) == Some(Script::Kana) && matches!(letter, 'ァ'..='ヺ' | 'ー')
}
