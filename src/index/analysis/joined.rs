//! Words that are also written as one: `cease-fire`, `C-130`, `1 000`, the half-space of Persian.

use crate::index::analysis::numbers;
use crate::text::words::{Kind, Word, Words, is_hyphen, words};

/// Bytes that two words have at most to be one.
const LONGEST: usize = 60;

/// Letters of a part of an abbreviation like `Ph.D`, at most.
const SHORT: usize = 3;

/// A word of a text, or several that are also written as one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token<'a> {
    /// The word; for several the text from the first to the last of them.
    pub(crate) word: Word<'a>,
    /// How many words it takes; 1 for a plain word. Those of several came before it.
    pub(crate) places: u32,
}

impl Token<'_> {
    /// Whether it is several words.
    pub(crate) fn is_joined(&self) -> bool {
        self.places > 1
    }
}

/// The words of `text`, and after the last word of each compound the compound.
pub(crate) fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        words: words(text),
        last: None,
        groups: None,
        joined: None,
    }
}

/// The iterator of [`tokens`].
#[derive(Clone)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    words: Words<'a>,
    last: Option<Word<'a>>,
    /// Where a number begins whose groups stand apart, and how many there are so far.
    groups: Option<(usize, u32)>,
    joined: Option<Token<'a>>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(joined) = self.joined.take() {
            return Some(joined);
        }
        let word = self.words.next()?;
        if let Some(last) = self.last {
            self.joined = self.joined(&last, &word);
        }
        self.last = Some(word);
        Some(Token { word, places: 1 })
    }
}

impl<'a> Tokens<'a> {
    /// The compound that `word` ends.
    fn joined(&mut self, last: &Word<'a>, word: &Word<'a>) -> Option<Token<'a>> {
        let gap = self.text.get(last.end..word.start)?;
        // Most words have a space between them.
        let first = word.text.as_bytes().first();
        if gap == " " && !first.is_some_and(u8::is_ascii_digit) {
            self.groups = None;
            return None;
        }
        let mut signs = gap.chars();
        let (sign, None) = (signs.next()?, signs.next()) else {
            self.groups = None;
            return None;
        };
        if is_space(sign) {
            return self.number(last, word);
        }
        self.groups = None;
        let joins = match sign {
            '\u{200C}' => true,
            '.' => is_short(last) && is_short(word),
            _ => is_hyphen(sign) && (has_letters(last) || has_letters(word)),
        };
        let spaced = |word: &Word<'_>| matches!(word.kind, Kind::Ascii | Kind::Letters);
        if joins && spaced(last) && spaced(word) {
            self.token(last.start, word.end, 2)
        } else {
            None
        }
    }

    /// The number whose last group `word` is.
    fn number(&mut self, last: &Word<'a>, word: &Word<'a>) -> Option<Token<'a>> {
        let is_group = word.text.len() == 3 && is_digits(word.text);
        let begins = (1..=3).contains(&last.text.len())
            && is_digits(last.text)
            && !last.text.starts_with('0');
        let (start, groups) = match self.groups {
            Some((start, groups)) if is_group => (start, groups + 1),
            None if is_group && begins => (last.start, 2),
            _ => {
                self.groups = None;
                return None;
            }
        };
        self.groups = Some((start, groups));
        if self.is_followed_by_group(word.end) {
            return None;
        }
        self.token(start, word.end, groups)
    }

    fn is_followed_by_group(&self, at: usize) -> bool {
        let mut after = self.text.get(at..).unwrap_or_default().chars();
        let space = after.next().is_some_and(is_space);
        let digits = after.by_ref().take(3).filter(char::is_ascii_digit).count();
        space && digits == 3 && after.next().is_none_or(|c| !c.is_alphanumeric())
    }

    fn token(&self, start: usize, end: usize, places: u32) -> Option<Token<'a>> {
        if end - start > LONGEST {
            return None;
        }
        let text = self.text.get(start..end)?;
        let kind = if text.is_ascii() {
            Kind::Ascii
        } else {
            Kind::Letters
        };
        let word = Word {
            text,
            start,
            end,
            kind,
        };
        Some(Token { word, places })
    }
}

/// A compound as one word, without the signs between its words.
pub(crate) fn whole(compound: &str) -> String {
    let between = |c: char| is_hyphen(c) || c.is_whitespace() || matches!(c, '.' | '\u{200C}');
    compound.chars().filter(|&c| !between(c)).collect()
}

/// How many words a compound of these letters takes.
pub(crate) fn places(whole: &str) -> u32 {
    numbers::groups(whole).unwrap_or(2)
}

/// A space within a line.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !c.is_control()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_short(word: &Word<'_>) -> bool {
    word.text.chars().count() <= SHORT && word.text.chars().all(char::is_alphabetic)
}

fn has_letters(word: &Word<'_>) -> bool {
    word.text.contains(char::is_alphabetic)
}
