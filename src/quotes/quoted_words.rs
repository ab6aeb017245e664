//! A text as the words that count when it is quoted.

use crate::article::Span;
use crate::text::fold;
use crate::text::words::{is_apostrophe, is_word_char, words};

/// A word, or a sign that counts as one, in a form in which equal words are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// In small letters, with one kind of apostrophe; numbers without the signs between their thousands.
    pub(crate) key: String,
    /// Its bytes.
    pub(crate) at: Span,
    /// An ellipsis stands before it.
    pub(crate) after_ellipsis: bool,
    /// Only a hyphen stands between it and the word before.
    pub(crate) after_hyphen: bool,
}

/// A text as tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wording {
    pub(crate) tokens: Vec<Token>,
    /// An ellipsis stands behind the last word.
    pub(crate) ends_open: bool,
}

/// The tokens of a text. In scripts that write no spaces each character is one.
pub(crate) fn quoted_words(text: &str) -> Wording {
    let mut wording = Wording::default();
    let mut end = 0;
    for word in words(text) {
        let own_end = word.own_end();
        let after_ellipsis = signs(text, end, word.start, &mut wording.tokens);
        let gap = text.get(end..word.start).unwrap_or_default();
        let own = text.get(word.start..own_end).unwrap_or_default();
        let (possessive, behind) = possessive(text, own_end);
        wording.tokens.push(Token {
            key: key(own) + possessive,
            at: Span {
                start: word.start,
                end: behind,
            },
            after_ellipsis,
            after_hyphen: fold::key(gap) == "-",
        });
        end = behind;
    }
    wording.ends_open = signs(text, end, text.len(), &mut wording.tokens);
    wording
}

fn key(word: &str) -> String {
    // Russian prints ё with its dots or without.
    let key = fold::key(word).replace('ё', "е");
    match is_grouped(&key) {
        true => key.chars().filter(char::is_ascii_digit).collect(),
        false => key,
    }
}

/// Whether this is a number with signs between its thousands.
fn is_grouped(key: &str) -> bool {
    let mut groups = key.split(['.', ',', '\'']);
    let first = groups.next().unwrap_or_default();
    let is_number = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let mut rest = groups.peekable();
    (1..=3).contains(&first.len())
        && is_number(first)
        && rest.peek().is_some()
        && rest.all(|group| group.len() == 3 && is_number(group))
}

/// The `'s` that a word of the index is without: a minister is not what is the minister's.
fn possessive(text: &str, end: usize) -> (&'static str, usize) {
    let rest = text.get(end..).unwrap_or_default();
    let mut chars = rest.chars();
    let apostrophe = chars.next().filter(|c| is_apostrophe(*c));
    let letter = chars.next().filter(|c| matches!(c, 's' | 'S'));
    let ends = chars.next().is_none_or(|c| !is_word_char(c));
    match (apostrophe, letter) {
        (Some(apostrophe), Some(_)) if ends => ("'s", end + apostrophe.len_utf8() + 1),
        _ => ("", end),
    }
}

/// Adds the signs between two words that count as words, and says whether an ellipsis stands behind the last of them.
fn signs(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) -> bool {
    let gap = text.get(start..end).unwrap_or_default();
    let (mut dots, mut is_open) = (0, false);
    for (at, c) in gap.char_indices() {
        let at = start + at;
        dots = match c {
            '.' => dots + 1,
            c if c.is_whitespace() => dots,
            _ => 0,
        };
        is_open |= dots == 3 || matches!(c, '…' | '⋯');
        if counts(c) || is_minus(text, at, c) {
            tokens.push(Token {
                key: sign_key(c),
                at: Span {
                    start: at,
                    end: at + c.len_utf8(),
                },
                after_ellipsis: is_open,
                after_hyphen: false,
            });
            is_open = false;
        }
    }
    is_open
}

fn sign_key(c: char) -> String {
    match c {
        '؟' | '？' | '\u{37e}' => "?".to_owned(),
        '٪' | '％' => "%".to_owned(),
        '\u{2212}' => "-".to_owned(),
        c => fold::key(c.encode_utf8(&mut [0; 4])),
    }
}

/// Signs without which a sentence says something else.
fn counts(c: char) -> bool {
    matches!(
        c,
        '%' | '％'
            | '٪'
            | '‰'
            | '°'
            | '+'
            | '±'
            | '='
            | '<'
            | '>'
            | '§'
            | '$'
            | '¢'..='¥'
            | '؋'
            | '฿'
            | '\u{20A0}'..='\u{20CF}'
            | '￥'
            | '?'
            | '？'
            | '؟'
            | '\u{37e}'
    )
}

/// A minus before a number; behind a word or a number it is a hyphen or a dash.
fn is_minus(text: &str, at: usize, c: char) -> bool {
    if !matches!(c, '-' | '\u{2212}') {
        return false;
    }
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let behind = text
        .get(at + c.len_utf8()..)
        .and_then(|text| text.chars().next());
    behind.is_some_and(char::is_numeric) && before.is_none_or(|c| c.is_whitespace() || c == '(')
}
