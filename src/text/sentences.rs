//! Where sentences and paragraphs end, decided from what stands between two words.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Words whose full stop does not end a sentence, one a line.
static ABBREVIATIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| include_str!("data/abbreviations.txt").lines().collect());

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
    let mut stop = None;
    let mut space = false;
    for c in gap.chars() {
        match c {
            '\n' | '\u{2029}' => newlines += 1,
            '.' => stop = stop.or(Some('.')),
            '!' | '?' | '…' | '؟' | '۔' | '।' | '॥' | '։' | '።' | '‼' | '⁉' => {
                stop = Some('!');
            }
            '。' | '！' | '？' | '｡' | '．' => {
                return if newlines > 1 {
                    Break::Paragraph
                } else {
                    Break::Sentence
                };
            }
            c if c.is_whitespace() => space = true,
            _ => {}
        }
    }
    match (newlines, stop) {
        (2.., _) => Break::Paragraph,
        (1, _) => Break::Sentence,
        (_, Some(mark)) if space => {
            let small = next.chars().next().is_some_and(char::is_lowercase);
            let short = mark == '.' && abbreviates(before);
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
