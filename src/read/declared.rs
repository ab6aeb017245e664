//! Declarations: the charset and the language that a page's first bytes claim.

use memchr::memmem::find;

/// WHATWG looks at 1,024 bytes; pages, and the toolbars that web archives put into them, have scripts before the label.
const PRESCAN: usize = 32 << 10;

/// The label in the XML declaration or the first `<meta>` that has one, and which of the two.
pub(crate) fn label(bytes: &[u8]) -> Option<(String, &'static str)> {
    let head = head(bytes);
    if let Some(declaration) = head.trim_ascii_start().strip_prefix(b"<?xml") {
        let end = find(declaration, b"?>").unwrap_or(declaration.len().min(200));
        if let Some(label) = value(declaration.get(..end)?, b"encoding") {
            return Some((label, "xml"));
        }
    }
    meta(&head).map(|label| (label, "meta"))
}

/// The `lang` of `<html>`.
pub(crate) fn language(bytes: &[u8]) -> Option<String> {
    let head = head(bytes);
    let tag = head.get(find(&head, b"<html")?..)?;
    value(tag.get(..memchr::memchr(b'>', tag)?)?, b"lang")
}

fn head(bytes: &[u8]) -> Vec<u8> {
    bytes.get(..PRESCAN).unwrap_or(bytes).to_ascii_lowercase()
}

fn meta(head: &[u8]) -> Option<String> {
    let mut rest = head;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = rest.get(at..)?;
        if rest.starts_with(b"<!--") {
            rest = rest.get(find(rest, b"-->")?..)?;
            continue;
        }
        if rest.starts_with(b"<meta") {
            let tag = rest.get(..memchr::memchr(b'>', rest).unwrap_or(rest.len()))?;
            if let Some(label) = value(tag, b"charset") {
                return Some(label);
            }
        }
        rest = rest.get(1..)?;
    }
    None
}

/// The value after `name =`, with or without quotes.
fn value(tag: &[u8], name: &[u8]) -> Option<String> {
    let mut rest = tag;
    loop {
        rest = rest.get(find(rest, name)? + name.len()..)?;
        let Some(after) = rest.trim_ascii_start().strip_prefix(b"=") else {
            continue;
        };
        let after = after.trim_ascii_start();
        let quote = after
            .first()
            .copied()
            .filter(|byte| matches!(byte, b'"' | b'\''));
        let after = if quote.is_some() {
            after.get(1..)?
        } else {
            after
        };
        let ends = |byte: &u8| match quote {
            Some(quote) => *byte == quote,
            None => matches!(byte, b'"' | b'\'' | b';' | b'>' | b'/') || byte.is_ascii_whitespace(),
        };
        let end = after.iter().position(ends).unwrap_or(after.len());
        let value = String::from_utf8_lossy(after.get(..end)?).trim().to_owned();
        return (!value.is_empty()).then_some(value);
    }
}
