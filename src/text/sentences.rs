//! Where sentences and paragraphs end, decided from what stands between two words.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::script::{self, Script};

/// Words whose full stop does not end a sentence, one a line.
static ABBREVIATIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("data/abbreviations.txt").lines().collect());

/// A sign that ends a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// A full stop; it ends abbreviations too.
    Full,
    /// A sign that ends nothing else, with white space after it.
    Strong,
    /// The same in a script without spaces: nothing need stand after it.
    Unspaced,
}

/// The one table of signs that end a sentence.
fn stop(c: char) -> Option<Stop> {
    match c {
        '.' => Some(Stop::Full),
        '!' | '?' | '…' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '፧' | '\u{37e}' | '‼' | '⁉' => {
            Some(Stop::Strong)
        }
        '。' | '！' | '？' | '｡' | '．' | '။' | '។' | '།' => Some(Stop::Unspaced),
        _ => None,
    }
}

/// Whether this sign can end a sentence, in any script.
pub fn is_end(c: char) -> bool {
    stop(c).is_some()
}

/// Whether this sign ends a sentence without white space after it.
pub fn ends_unspaced(c: char) -> bool {
    stop(c) == Some(Stop::Unspaced)
}

/// Quotes, brackets and marks of emphasis that may close after the end of a sentence.
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '“'
            | '’'
            | '‘'
            | '»'
            | '«'
            | '›'
            | '‹'
            | '」'
            | '』'
            | '】'
            | '》'
            | '〉'
            | '〕'
            | ')'
            | ']'
            | '}'
            | '）'
            | '*'
            | '_'
    )
}

/// The text ends as a sentence does; quotes and brackets may close after the sign.
pub fn is_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || is_closing(c));
    let mut letters = text.chars().rev();
    match letters.next() {
        Some(c) if is_end(c) => true,
        // The Greek question mark is mostly typed as a semicolon.
        Some(';' | '\u{387}') => letters.next().and_then(script::of) == Some(Script::Greek),
        // Armenian sets its signs of question and exclamation into the word that is asked or cried.
        Some(c) if script::of(c) == Some(Script::Armenian) => text
            .rsplit(is_end)
            .next()
            .is_some_and(|sentence| sentence.contains(['՞', '՜'])),
        _ => false,
    }
}

/// The text is in a script that ends no sentence with a sign of its own: Thai, Lao.
pub fn is_unmarked(text: &str) -> bool {
    let last = text.chars().rev().find_map(script::of);
    matches!(last, Some(Script::Thai | Script::Lao))
}

/// What begins with a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Break {
    /// Nothing: the sentence goes on.
    None,
    /// A sentence.
    Sentence,
    /// A paragraph.
    Paragraph,
}

/// What begins with the word `next`, when `gap` stands between it and the word `before`.
///
/// An empty line starts a paragraph and a line break a sentence. A full stop ends a sentence before a word that does not begin with a
/// small letter, unless it stands after a title or an initial (`Mr. Cole`, `J. Cole`). The full stops of scripts without spaces need
/// no space after them.
pub fn break_before(before: &str, gap: &str, next: &str) -> Break {
    if gap == " " || gap.is_empty() {
        return Break::None;
    }
    let mut newlines = 0;
    let mut mark = None;
    let mut space = false;
    for c in gap.chars() {
        match stop(c) {
            Some(Stop::Unspaced) if newlines > 1 => return Break::Paragraph,
            Some(Stop::Unspaced) => return Break::Sentence,
            Some(Stop::Strong) => mark = Some(Stop::Strong),
            Some(Stop::Full) => mark = mark.or(Some(Stop::Full)),
            None if matches!(c, '\n' | '\u{2029}') => newlines += 1,
            None => space |= c.is_whitespace(),
        }
    }
    match (newlines, mark) {
        (2.., _) => Break::Paragraph,
        (1, _) => Break::Sentence,
        (_, Some(mark)) if space => {
            let small = next.chars().next().is_some_and(char::is_lowercase);
            let short = mark == Stop::Full && abbreviates(before);
            if small || short {
                Break::None
            } else {
                Break::Sentence
            }
        }
        _ => Break::None,
    }
}

/// Whether a full stop after this word does not end a sentence. Single letters are initials.
fn abbreviates(word: &str) -> bool {
    let mut chars = word.chars();
    if chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none() {
        return true;
    }
    let dotted = word.contains('.') && !word.contains(|c: char| c.is_numeric());
    dotted || ABBREVIATIONS.contains(word)
}
