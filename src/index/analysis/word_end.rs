//! How long words end: terms by which compounds are found whose last part is a word, as `Kriegsgefangene` for `Gefangene`.
//!
//! A dictionary of terms is sorted by how words begin. Of languages that write compounds as one word, the stems of long words are
//! listed backwards too, beside how names sound; where a stemmer has changed the middle of a compound, its written form.

use crate::index::analysis::signs::OF;
use crate::index::analysis::word_form;
use crate::text::words::{Kind, Word};

/// Before a long word, written backwards.
pub(crate) const END: char = '\u{5}';

/// Before a long word as it is written, where the words of an archive cannot be listed by how they begin.
pub(crate) const START: char = '\u{6}';

/// Letters of each part of a compound, at least: shorter ones stand in too many words by chance.
pub(crate) const SHORTEST_PART: usize = 4;

/// Letters of a compound at most.
const LONGEST: usize = 60;

/// Languages that write compounds as one word, each with what may stand between their parts.
const LINKS: &[(&str, &[&str])] = &[
    ("de", &["", "s", "n", "es", "en", "er", "e", "ns", "ens"]),
    ("lb", &["", "s", "n", "en", "er", "e"]),
    ("nl", &["", "s", "e", "en", "er"]),
    ("af", &["", "s", "e", "er"]),
    ("sv", &["", "s", "o", "e", "a", "u"]),
    ("da", &["", "s", "e", "er"]),
    ("nb", &["", "s", "e"]),
    ("nn", &["", "s", "e", "ar", "a"]),
    ("no", &["", "s", "e"]),
    ("is", &["", "s", "a", "ar", "u", "na"]),
    ("fo", &["", "s", "a", "ar"]),
    ("fi", &["", "n", "en", "in"]),
];

/// What may stand between the parts of a compound of a language; none where compounds are not written as one word.
pub(crate) fn links(language: &str) -> Option<&'static [&'static str]> {
    let row = LINKS.iter().find(|(code, _)| *code == language);
    row.map(|(_, links)| *links)
}

/// Letters at the end of a stem that may differ from the written form.
const CHANGED: usize = 2;

/// The term of a long word in the language of `stem`, a stem with its language.
pub(crate) fn word_end(word: &Word<'_>, stem: &str, language: &str) -> Option<String> {
    if !matches!(word.kind, Kind::Ascii | Kind::Letters) {
        return None;
    }
    links(language)?;
    let written = word_form::fold(word).written;
    let (stem, _) = stem.split_once(OF)?;
    let same = common_prefix(&written, stem).chars().count();
    let changes_the_end_only = same + CHANGED >= stem.chars().count();
    let text = if changes_the_end_only { stem } else { &written };
    let is_word = is_long(text) && text.chars().all(char::is_alphabetic);
    is_word.then(|| format!("{}{OF}{language}", prefix_of(text)))
}

/// The term by which a long word is listed by how it begins.
pub(crate) fn word_start(word: &Word<'_>, language: &str) -> Option<String> {
    if !matches!(word.kind, Kind::Ascii | Kind::Letters) {
        return None;
    }
    links(language)?;
    let written = word_form::fold(word).written;
    let is_word = is_long(&written) && written.chars().all(char::is_alphabetic);
    is_word.then(|| format!("{START}{written}{OF}{language}"))
}

fn is_long(text: &str) -> bool {
    (2 * SHORTEST_PART..=LONGEST).contains(&text.chars().count())
}

/// What both texts begin with.
pub(crate) fn common_prefix<'a>(one: &'a str, other: &str) -> &'a str {
    let pairs = one.char_indices().zip(other.chars());
    let end = pairs
        .take_while(|((_, a), b)| a == b)
        .last()
        .map_or(0, |((at, letter), _)| at + letter.len_utf8());
    one.get(..end).unwrap_or_default()
}

/// How the terms of words begin that end so.
pub(crate) fn prefix_of(end: &str) -> String {
    let letters = end.chars().rev();
    std::iter::once(END).chain(letters).collect()
}

/// The stem or written form of a term, and its language.
pub(crate) fn word_of(term: &[u8]) -> Option<(String, &str)> {
    let term = std::str::from_utf8(term).ok()?.strip_prefix(END)?;
    let (letters, language) = term.split_once(OF)?;
    Some((letters.chars().rev().collect(), language))
}
