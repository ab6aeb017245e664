//! Folding: forms of a text in which two writings of the same words are equal.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::text::entities;

/// The words with one kind of quote, dash and space, in lower case, in Unicode's compatibility form.
pub fn key(text: &str) -> String {
    if text.is_ascii() {
        return ascii_key(text);
    }
    // Most text is in that form already, and to see so is cheaper than to make it anew.
    if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return key_of(text.chars(), text.len());
    }
    key_of(text.nfkc(), text.len())
}

fn key_of(chars: impl Iterator<Item = char>, len: usize) -> String {
    let mut out = String::with_capacity(len);
    let mut space = false;
    for c in chars.flat_map(char::to_lowercase) {
        match plain(c) {
            None => {}
            Some(' ') => space = true,
            Some(c) => {
                if space && !out.is_empty() {
                    out.push(' ');
                }
                space = false;
                out.push(c);
            }
        }
    }
    out
}

/// Letters and digits only, without accents, in lower case: `Börsen-Zeitung` and `boersen zeitung` still differ, `Les Échos`
/// and `lesechos` do not.
pub fn squash(text: &str) -> String {
    if text.is_ascii() {
        return text
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Most of a text with accents is ASCII all the same; no mark moves across an ASCII character.
    while !rest.is_empty() {
        let (plain, after) = cut(rest, rest.bytes().take_while(u8::is_ascii).count());
        out.extend(
            plain
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase()),
        );
        let (other, after) = cut(
            after,
            after.bytes().take_while(|byte| !byte.is_ascii()).count(),
        );
        let chars = other
            .nfkd()
            .filter(|c| !unicode_normalization::char::is_combining_mark(*c) || is_vowel_sign(*c));
        out.extend(
            chars
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase),
        );
        rest = after;
    }
    out
}

fn cut(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// [`key`] of text that needs no tables.
fn ascii_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().map(|c| {
            if matches!(c, '"' | '`') {
                '\''
            } else {
                c.to_ascii_lowercase()
            }
        }));
    }
    out
}

/// The text without the sequences by which a program steers a terminal: `ESC [31m`, `ESC ]0;title BEL`.
pub fn without_escapes(text: &str) -> Cow<'_, str> {
    const ESCAPE: char = '\u{1b}';
    if !text.contains(ESCAPE) {
        return Cow::Borrowed(text);
    }
    let mut pieces = text.split(ESCAPE);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let ends: fn(char) -> bool = match piece.chars().next() {
            Some('[') => |c| c.is_ascii_alphabetic() || c == '~',
            Some(']') => |c| matches!(c, '\u{7}' | '\u{9c}'),
            _ => |_| false,
        };
        let end = piece
            .char_indices()
            .skip(1)
            .find(|(_, c)| ends(*c))
            .map(|(at, c)| at + c.len_utf8());
        out.push_str(end.and_then(|end| piece.get(end..)).unwrap_or(piece));
    }
    Cow::Owned(out)
}

/// White space as single blanks, nothing at the ends, no soft hyphens or zero-width characters.
pub fn tidy(text: &str) -> String {
    let text = without_escapes(text);
    let mut out = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()) {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        out.extend(word.chars().filter(|c| !is_invisible(*c)));
        if out.len() == start {
            out.truncate(before);
        }
    }
    out
}

/// The text with HTML's character references decoded; twice, for text that was escaped twice.
pub fn decode(text: &str) -> String {
    let Some(once) = entities::decode(text) else {
        return text.to_owned();
    };
    entities::decode(&once).unwrap_or(once)
}

/// In scripts of India and its neighbours a vowel sign is a letter of the word.
fn is_vowel_sign(c: char) -> bool {
    matches!(u32::from(c), 0x0900..=0x0FFF | 0x1000..=0x109F | 0x1780..=0x17FF)
}

/// Soft hyphens, zero-width spaces, direction marks, byte order marks.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'
            ..='\u{202e}' | '\u{2060}' | '\u{feff}'
    )
}

fn plain(c: char) -> Option<char> {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '″' | '〝' | '〞' | '「' | '」' | '『'
        | '』' | '"' | '‘' | '’' | '‚' | '‛' | '`' | '´' | '′' => Some('\''),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => Some('-'),
        c if is_invisible(c) => None,
        c if c.is_whitespace() => Some(' '),
        c => Some(c),
    }
}
