//! Text as numbers, words and marks, in one pass.

use crate::identify::date::numerals;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Decimal digits of any script, or Han numerals before a calendar counter; `digits` counts the characters.
    Number { value: u64, digits: usize },
    /// Letters; a Han, Kana or Hangul character is a word of its own.
    Word,
    /// Any other visible character.
    Mark(char),
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) start: usize,
    /// White space stands before it.
    pub(super) spaced: bool,
    /// A line break stands before it.
    pub(super) breaks: bool,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The value, when the token is a number of `digits` digits.
    pub(super) fn number(&self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        match self.kind {
            Kind::Number { value, digits: n } if digits.contains(&n) => u32::try_from(value).ok(),
            _ => None,
        }
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self.kind, Kind::Number { .. })
    }

    /// The character, when the token is a mark.
    pub(super) fn mark(&self) -> Option<char> {
        match self.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }
}

/// Cuts a text into tokens; white space and invisible characters are dropped.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    let (mut spaced, mut breaks) = (true, true);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        if first.is_whitespace() || invisible(first) {
            spaced |= first.is_whitespace();
            breaks |= matches!(first, '\n' | '\r' | '\u{2028}' | '\u{2029}');
            at += first.len_utf8();
            continue;
        }
        let (kind, len) = token(rest, first);
        tokens.push(Token {
            kind,
            text: rest.get(..len).unwrap_or(rest),
            start: at,
            spaced,
            breaks,
        });
        (spaced, breaks) = (false, false);
        at += len;
    }
    tokens
}

/// Whether any token of a text can be a number.
pub(super) fn may_hold_numbers(text: &str) -> bool {
    if text.is_ascii() {
        return text.bytes().any(|byte| byte.is_ascii_digit());
    }
    text.chars()
        .any(|c| ideograph(c) || numerals::digit(c).is_some())
}

fn token(rest: &str, first: char) -> (Kind, usize) {
    if numerals::digit(first).is_some() {
        return number(rest);
    }
    if ideograph(first) {
        return match numerals::han(rest) {
            Some((value, len)) => (
                Kind::Number {
                    value,
                    digits: if value > 999 { 4 } else { 2 },
                },
                len,
            ),
            None => (Kind::Word, first.len_utf8()),
        };
    }
    if !letter(first) {
        return (Kind::Mark(first), first.len_utf8());
    }
    let len = rest
        .chars()
        .take_while(|c| letter(*c) && !ideograph(*c))
        .map(char::len_utf8)
        .sum();
    (Kind::Word, len)
}

fn number(rest: &str) -> (Kind, usize) {
    let (mut value, mut digits, mut len) = (0_u64, 0, 0);
    for (c, digit) in rest
        .chars()
        .map_while(|c| numerals::digit(c).map(|digit| (c, digit)))
    {
        value = value.saturating_mul(10).saturating_add(u64::from(digit));
        digits += 1;
        len += c.len_utf8();
    }
    (Kind::Number { value, digits }, len)
}

/// Characters that are looked through: direction marks, soft hyphens, joiners at a word's edge.
fn invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

fn ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '○')
}

/// Letters with the marks that belong to them: Indic and Thai vowel signs, points, joiners.
fn letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    let marks = matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{200c}' | '\u{200d}' | '\u{e31}'..='\u{e4e}' | '\u{1037}'..='\u{103a}' | '\u{17b4}'..='\u{17d3}');
    let indic = matches!(c, '\u{900}'..='\u{dff}') && !matches!(c, '\u{964}' | '\u{965}');
    (c.is_alphabetic() && c != 'º' && c != 'ª' || marks || indic) && numerals::digit(c).is_none()
}
