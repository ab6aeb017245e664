//! Lines of the input, mended one by one.

use std::borrow::Cow;

use unicode_width::UnicodeWidthStr;

use crate::article::{RepairKind, Span};
use crate::text::{fold, mojibake};

/// What a line's marks say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mark {
    /// Nothing.
    #[default]
    None,
    /// A heading of this level.
    Heading(u8),
    /// An item of a list.
    Item,
    /// Quoted matter.
    Quote,
    /// The line is a picture.
    Picture,
    /// The line is one link.
    Link,
}

/// One line that is not empty.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Where it stands, without white space at its ends.
    pub(super) at: Span,
    /// Its text, mended, with white space as single blanks.
    pub(super) text: String,
    /// Columns on a screen: East Asian characters take two.
    pub(super) width: usize,
    /// White space stands before its first character.
    pub(super) indented: bool,
    /// An empty line stands before it.
    pub(super) after_blank: bool,
    /// What Markdown's marks say of it.
    pub(super) mark: Mark,
    /// What was mended.
    pub(super) repairs: Vec<RepairKind>,
}

/// Lines of a text that are told apart: no article has a tenth of them, and each takes some hundred bytes.
const MOST_LINES: usize = 100_000;

/// Cuts a text into its lines that are not empty. What stands behind the most lines is one more line.
pub(super) fn split(text: &str) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let (mut start, mut blank) = (0, false);
    while let Some(raw) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let raw = match out.len() < MOST_LINES {
            true => first_line(raw),
            false => raw,
        };
        let content = raw.trim();
        let from = start + (raw.len() - raw.trim_start().len());
        start += raw.len();
        if content.is_empty() {
            // "\r\n" is one break.
            blank |= raw != "\n" || !text.get(..start).is_some_and(|t| t.ends_with("\r\n"));
            continue;
        }
        let at = Span {
            start: from,
            end: from + content.len(),
        };
        let indented = raw.starts_with([' ', '\t', '\u{a0}', '\u{3000}']);
        out.push(Line {
            indented,
            after_blank: blank,
            ..mended(content, at)
        });
        blank = false;
    }
    out
}

/// Bytes that are looked at together.
const RUN: usize = 32;

/// The text up to its first line break and with it. Bytes are looked at, not characters: this sees all of each text.
fn first_line(text: &str) -> &str {
    let bytes = text.as_bytes();
    let may_break = |byte: &u8| matches!(byte, b'\n'..=b'\r' | 0xc2 | 0xe2);
    // Runs without any of these bytes are passed at once.
    let breaks_within = |run: &[u8]| run.iter().fold(false, |any, byte| any | may_break(byte));
    let mut from = 0;
    loop {
        let rest = bytes.get(from..).unwrap_or_default();
        let plain = rest.chunks(RUN).take_while(|run| !breaks_within(run));
        let passed = plain.count() * RUN;
        let mut rest = rest.iter().skip(passed);
        let Some(at) = rest.position(may_break) else {
            return text;
        };
        let at = from + passed + at;
        let length = match bytes.get(at..).unwrap_or_default() {
            [b'\n'..=b'\r', ..] => 1,
            // U+0085, U+2028 and U+2029.
            [0xc2, 0x85, ..] => 2,
            [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
            _ => 0,
        };
        if length > 0 {
            return text.get(..at + length).unwrap_or(text);
        }
        from = at + 1;
    }
}

fn mended(content: &str, at: Span) -> Line {
    let mut repairs = Vec::new();
    let mut text = Cow::Borrowed(content);
    if !content.is_ascii()
        && let Some(fixed) = mojibake::repair(&text)
    {
        repairs.push(RepairKind::Mojibake);
        text = Cow::Owned(fixed);
    }
    if text.contains('&') && text.contains(';') {
        let decoded = fold::decode(&text);
        if decoded != *text {
            repairs.push(RepairKind::Entities);
            text = Cow::Owned(decoded);
        }
    }
    let tidied = tidy(&text);
    if tidied.1 {
        repairs.push(RepairKind::ControlCharacters);
    }
    let text = tidied.0;
    let width = if text.is_ascii() {
        text.len()
    } else {
        text.width()
    };
    Line {
        at,
        text,
        width,
        indented: false,
        after_blank: false,
        mark: Mark::None,
        repairs,
    }
}

/// White space as single blanks, without control and invisible characters; whether there were any.
fn tidy(text: &str) -> (String, bool) {
    if is_tidy(text) {
        return (text.to_owned(), false);
    }
    let mut out = String::with_capacity(text.len());
    let (mut dropped, mut space) = (false, false);
    for c in text.chars() {
        if c.is_whitespace() {
            space = true;
        } else if c.is_control() || fold::is_invisible(c) && !is_joiner(c) {
            dropped = true;
        } else {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(c);
        }
    }
    (out, dropped)
}

/// ASCII with single blanks, as most lines are; the caller has trimmed it. All bytes are looked at without a way out, so that many
/// are compared at once.
fn is_tidy(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_foreign = |byte: &u8| !matches!(byte, b' '..=b'~');
    if bytes.iter().fold(false, |any, byte| any | is_foreign(byte)) {
        return false;
    }
    let next = bytes.get(1..).unwrap_or_default();
    let pairs = bytes.iter().zip(next);
    !pairs.fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' ')))
}

/// Direction marks mean something in a line of Arabic or Hebrew.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}
