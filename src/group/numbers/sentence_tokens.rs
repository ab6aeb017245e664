//! A text as words with their sentences.

use crate::article::Span;
use crate::text::words::{Kind, Word, words};
use crate::text::{fold, sentences};

/// One word; one character of a script without spaces.
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    /// In small letters, with one kind of quote and dash.
    pub(crate) key: String,
    pub(crate) at: Span,
    /// The number of its sentence.
    pub(crate) sentence: usize,
    /// Something other than a space or a hyphen stands before it.
    pub(crate) is_parted: bool,
    pub(crate) is_character: bool,
}

/// The words of a text, and its sentences.
pub(crate) fn tokens(text: &str) -> (Vec<Token<'_>>, Vec<Span>) {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut sentences: Vec<Span> = Vec::new();
    let mut before: Option<Word<'_>> = None;
    for word in words(text) {
        let is_character = matches!(word.kind, Kind::Pair | Kind::Single);
        let end = if is_character {
            word.own_end()
        } else {
            word.end
        };
        let from = before.map_or(0, |before| before.own_end());
        let gap = text.get(from..word.start).unwrap_or_default();
        let starts = before.is_none_or(|before| {
            sentences::break_before(before.text, gap, word.text) != sentences::Break::None
        });
        if starts {
            sentences.push(Span {
                start: word.start,
                end,
            });
        }
        if let Some(sentence) = sentences.last_mut() {
            sentence.end = end;
        }
        let own = text.get(word.start..end).unwrap_or_default();
        let is_joining = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2011}');
        tokens.push(Token {
            text: own,
            key: fold::key(own),
            at: Span {
                start: word.start,
                end,
            },
            sentence: sentences.len().saturating_sub(1),
            is_parted: !gap.chars().all(is_joining),
            is_character,
        });
        before = Some(word);
    }
    (tokens, sentences)
}

/// A sentence with the signs that end it.
pub(crate) fn sentence_text(text: &str, sentence: Span) -> &str {
    let after = text.get(sentence.end..).unwrap_or_default();
    let signs: usize = after
        .chars()
        .take_while(|c| sentences::is_end(*c) || sentences::is_closing(*c) || *c == '%')
        .map(char::len_utf8)
        .sum();
    text.get(sentence.start..sentence.end + signs)
        .unwrap_or_default()
}
