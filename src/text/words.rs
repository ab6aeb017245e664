//! The words of a text, in every script, in one pass.
//!
//! A word is a run of letters, digits and the marks on them (UAX 29, simplified), with what news writes inside a word kept in it:
//! `don't`, `U.S.`, `3.5`, `1,000`, `AT&T`, `C++`. A possessive `'s` is not part of its word. An elision (`l'accord`, `O'Brien`)
//! makes two, and so does the half-space of Persian. Scripts that write no spaces (Han, kana, Thai, ...) and Hangul come as
//! overlapping pairs of characters, the last character of a run alone; a dot between two names does not part them.

use unicode_normalization::char::is_combining_mark;

use crate::text::script::{self, Script, is_hangul, is_unspaced};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// ASCII only.
    Ascii,
    /// Letters of any alphabet.
    Letters,
    /// Two neighbouring characters of a script without spaces.
    Pair,
    /// The last character of a run in a script without spaces.
    Single,
}

/// One word and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// The word as it stands.
    pub text: &'a str,
    /// Its first byte.
    pub start: usize,
    /// One past its last byte; a [`Kind::Pair`] reaches into the next word.
    pub end: usize,
    /// How it is written.
    pub kind: Kind,
}

impl Word<'_> {
    /// One past the last byte that no other word has: of a pair, the end of its first character.
    pub fn own_end(&self) -> usize {
        let first = match self.kind {
            Kind::Pair => cluster_len(self.text).unwrap_or(self.text.len()),
            _ => self.text.len(),
        };
        self.start + first
    }
}

/// The words of `text`, in order.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// The iterator of [`words`].
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

const SEPARATOR: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const WIDE: u8 = 3;

const CLASS: [u8; 256] = {
    let mut table = [SEPARATOR; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::indexing_slicing, reason = "evaluated at compile time")]
        let class = &mut table[byte];
        *class = match byte as u8 {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            128..=255 => WIDE,
            _ => SEPARATOR,
        };
        byte += 1;
    }
    table
};

fn class(byte: u8) -> u8 {
    CLASS.get(usize::from(byte)).copied().unwrap_or(SEPARATOR)
}

impl<'a> Iterator for Words<'a> {
    type Item = Word<'a>;

    fn next(&mut self) -> Option<Word<'a>> {
        let bytes = self.text.as_bytes();
        loop {
            let byte = *bytes.get(self.at)?;
            match class(byte) {
                SEPARATOR => self.at += 1,
                WIDE => {
                    let c = self.char_at(self.at)?;
                    if is_paired(c) {
                        return self.pair();
                    }
                    if is_word_char(c) && !is_joiner(c) {
                        return Some(self.word());
                    }
                    self.at += c.len_utf8();
                }
                _ => return Some(self.word()),
            }
        }
    }
}

impl<'a> Words<'a> {
    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b' ')
    }

    fn emit(&self, start: usize, end: usize, kind: Kind) -> Word<'a> {
        Word {
            text: self.text.get(start..end).unwrap_or_default(),
            start,
            end,
            kind,
        }
    }

    /// A word of an alphabet that starts here.
    fn word(&mut self) -> Word<'a> {
        let start = self.at;
        let mut end = start;
        let mut kind = Kind::Ascii;
        let mut segment = start;
        loop {
            while matches!(class(self.byte(end)), LETTER | DIGIT) {
                end += 1;
            }
            if class(self.byte(end)) == WIDE
                && let Some(c) = self.char_at(end)
                && is_word_char(c)
                && !is_paired(c)
                && !(c == HALF_SPACE && self.is_arabic_before(end))
            {
                kind = Kind::Letters;
                end += c.len_utf8();
                continue;
            }
            match self.join(segment, end) {
                Join::Over(next) => {
                    if !self.byte(end).is_ascii() {
                        kind = Kind::Letters;
                    }
                    end += next;
                    segment = end;
                }
                Join::Tail(tail) => {
                    if !self.byte(end).is_ascii() {
                        kind = Kind::Letters;
                    }
                    self.at = end + tail;
                    return self.emit(start, end + tail, kind);
                }
                Join::Drop(tail) => {
                    self.at = end + tail;
                    return self.emit(start, end, kind);
                }
                Join::None => {
                    self.at = end;
                    return self.emit(start, end, kind);
                }
            }
        }
    }

    /// What the bytes after a segment that ends at `end` do to the word.
    fn join(&self, segment: usize, end: usize) -> Join {
        match self.byte(end) {
            b'\'' | b'`' => self.apostrophe(segment, end, 1),
            128..=255 => match self.char_at(end) {
                Some(c) if is_apostrophe(c) => self.apostrophe(segment, end, c.len_utf8()),
                Some(c) => self.sign(segment, end, c),
                None => Join::None,
            },
            b'"' => self.sign(segment, end, '"'),
            b'.' => self.full_stop(segment, end),
            b',' => self.thousands(end),
            b'&' if self.short(segment, end) && class(self.byte(end + 1)) == LETTER => {
                if self.short(end + 1, self.run_end(end + 1)) {
                    Join::Over(1)
                } else {
                    Join::None
                }
            }
            b'+' if self.single(segment, end)
                && self.byte(end + 1) == b'+'
                && class(self.byte(end + 2)) == SEPARATOR =>
            {
                Join::Tail(2)
            }
            b'#' if self.single(segment, end) && class(self.byte(end + 1)) == SEPARATOR => {
                Join::Tail(1)
            }
            _ => Join::None,
        }
    }

    /// What a sign that stands inside words of one script only does to the word.
    fn sign(&self, segment: usize, end: usize, sign: char) -> Join {
        let (before, after) = (self.char_before(end), self.char_at(end + sign.len_utf8()));
        let (Some(before), Some(after)) = (before, after) else {
            return Join::None;
        };
        let joins = match sign {
            // Catalan `col·legi`.
            '\u{B7}' => matches!((before, after), ('l', 'l') | ('L', 'L')),
            // Arabic signs between groups of digits and before decimals.
            '\u{66B}' | '\u{66C}' => before.is_numeric() && after.is_numeric(),
            // Hebrew acronyms have the sign before their last letter.
            '"' | '\u{5F4}' | '\u{201D}' => {
                let next = end + sign.len_utf8();
                let is_hebrew = |c: char| script::of(c) == Some(Script::Hebrew);
                end > segment
                    && is_hebrew(before)
                    && is_hebrew(after)
                    && self.letter_end(next).is_some_and(|end| self.ends_at(end))
            }
            _ => false,
        };
        if joins {
            Join::Over(sign.len_utf8())
        } else {
            Join::None
        }
    }

    fn char_before(&self, end: usize) -> Option<char> {
        self.text.get(..end)?.chars().next_back()
    }

    fn is_arabic_before(&self, end: usize) -> bool {
        let letter = self.char_before(end).and_then(script::of);
        letter == Some(Script::Arabic)
    }

    /// Whether no word goes on here.
    fn ends_at(&self, at: usize) -> bool {
        self.char_at(at).is_none_or(|c| !is_word_char(c))
    }

    /// The end of the one letter at `at`, with the marks on it.
    fn letter_end(&self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let first = rest.chars().next()?;
        let len = cluster_len(rest)?;
        (first.is_alphabetic() && !is_paired(first)).then_some(at + len)
    }

    /// The end of the run of ASCII letters and digits at `from`, looked for no further than a few bytes on.
    fn run_end(&self, from: usize) -> usize {
        let mut end = from;
        while end < from + 8 && matches!(class(self.byte(end)), LETTER | DIGIT) {
            end += 1;
        }
        end
    }

    fn short(&self, start: usize, end: usize) -> bool {
        end > start && end - start <= 3 && (start..end).all(|at| class(self.byte(at)) == LETTER)
    }

    fn single(&self, start: usize, end: usize) -> bool {
        end == start + 1 && class(self.byte(start)) == LETTER
    }

    /// `it's` drops its tail, `don't` and `1'000` are one word, `l'accord` is two; in alphabets other than Latin the apostrophe is a
    /// letter.
    fn apostrophe(&self, segment: usize, end: usize, width: usize) -> Join {
        let next = end + width;
        let tail_end = self.run_end(next);
        let tail = self.text.get(next..tail_end).unwrap_or_default();
        let ends = self.char_at(tail_end).is_none_or(|c| !is_word_char(c));
        if tail.is_empty() {
            let joined = self
                .char_at(next)
                .is_some_and(|c| is_word_char(c) && !is_latin(c) && !is_paired(c));
            let before = self
                .text
                .get(segment..end)
                .and_then(|text| text.chars().next_back());
            return if joined && before.is_some_and(|c| !is_latin(c)) {
                Join::Over(width)
            } else {
                Join::None
            };
        }
        if !ends {
            return Join::None;
        }
        match tail {
            _ if self.is_group(end, next) => Join::Over(width),
            "s" | "S" => Join::Drop(width + tail.len()),
            "t" | "T" | "re" | "RE" | "ve" | "VE" | "ll" | "LL" | "d" | "D" | "m" | "M" | "em" => {
                Join::Tail(width + tail.len())
            }
            _ => Join::None,
        }
    }

    /// `U.S.` and `3.5` are one word each, `end.Next` is two.
    fn full_stop(&self, segment: usize, end: usize) -> Join {
        let (before, after) = (self.char_before(end), self.char_at(end + 1));
        if before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric) {
            return Join::Over(1);
        }
        if self.letter_end(segment) != Some(end) {
            return Join::None;
        }
        let one_more = self.letter_end(end + 1);
        if one_more.is_some_and(|end| self.ends_at(end)) {
            Join::Over(1)
        } else {
            Join::None
        }
    }

    fn thousands(&self, end: usize) -> Join {
        if self.is_group(end, end + 1) {
            Join::Over(1)
        } else {
            Join::None
        }
    }

    /// Whether digits end at `end`, and three of them and no more begin at `next`.
    fn is_group(&self, end: usize, next: usize) -> bool {
        let digit = |at: usize| class(self.byte(at)) == DIGIT;
        digit(end.wrapping_sub(1)) && (next..next + 3).all(digit) && !digit(next + 3)
    }

    /// The next character of a run without spaces, together with the one after it.
    fn pair(&mut self) -> Option<Word<'a>> {
        let start = self.at;
        let first = self.cluster(start)?;
        self.at = first;
        match self.cluster(self.after_dot(first)) {
            Some(second) => Some(self.emit(start, second, Kind::Pair)),
            None => Some(self.emit(start, first, Kind::Single)),
        }
    }

    /// Past the dot between the parts of a foreign name, if one stands here.
    fn after_dot(&self, at: usize) -> usize {
        match self.char_at(at) {
            Some(c) if is_name_dot(c) => at + c.len_utf8(),
            _ => at,
        }
    }

    /// The end of the paired character at `at` with the marks on it.
    fn cluster(&self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        rest.chars().next().filter(|&c| is_paired(c))?;
        Some(at + cluster_len(rest)?)
    }
}

/// The length of the first character with the marks on it.
fn cluster_len(text: &str) -> Option<usize> {
    let mut chars = text.chars();
    let mut len = chars.next()?.len_utf8();
    // A hostile text may pile thousands of marks on one letter.
    for mark in chars.take(16).take_while(|&c| is_mark(c)) {
        len += mark.len_utf8();
    }
    Some(len)
}

enum Join {
    None,
    /// The word goes on after so many bytes.
    Over(usize),
    /// So many bytes more belong to the word and end it.
    Tail(usize),
    /// So many bytes more end the word and do not belong to it.
    Drop(usize),
}

/// A mark on the letter before it, halfwidth kana's voice marks too.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{FF9E}' | '\u{FF9F}') || is_combining_mark(c)
}

/// The zero-width non-joiner: between letters of Arabic script a space that takes no room, elsewhere a hint for the eye.
const HALF_SPACE: char = '\u{200C}';

/// A letter, a digit, a mark or a joiner: soft hyphens and zero-width joiners stand inside words.
pub fn is_word_char(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    !is_apostrophe(c) && (c.is_alphanumeric() || is_joiner(c) || is_combining_mark(c))
}

/// A sign without width inside a word.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{AD}' | HALF_SPACE | '\u{200D}')
}

/// An apostrophe, or a sign that is typed for one: they are one sign.
pub fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{B4}' | '\u{2B9}' | '\u{2BB}'
            ..='\u{2BF}'
                | '\u{2C8}'
                | '\u{2CA}'
                | '\u{2CB}'
                | '\u{55A}'
                | '\u{5F3}'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201B}'
                | '\u{2032}'
                | '\u{2035}'
                | '\u{A78B}'
                | '\u{A78C}'
                | '\u{FF07}'
                | '\u{FF40}'
    )
}

/// A hyphen: `cease-fire` is also written `ceasefire`.
pub fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{58A}' | '\u{5BE}' | '\u{2010}'
            ..='\u{2013}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}'
    )
}

/// The dot between the parts of a foreign name in Han or kana.
pub fn is_name_dot(c: char) -> bool {
    matches!(
        c,
        '\u{B7}' | '\u{2022}' | '\u{2027}' | '\u{30FB}' | '\u{FF65}'
    )
}

/// A letter of the Latin alphabet.
pub fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

/// A letter of a script that is searched by pairs of characters, because it writes no spaces or (Hangul) few.
pub fn is_paired(c: char) -> bool {
    (is_unspaced(c) || is_hangul(c))
        && (c.is_alphabetic() || is_mark(c) || matches!(c, '\u{3005}'..='\u{3007}'))
}
