//! The attributes of a start tag that cleaning reads. The others are most of a real page's markup, and the tree builder spends more on an
//! attribute than on a tag; so they are cut before it sees them.

use memchr::memchr;

/// Longer values of `data-` attributes are settings.
const MAX_DATA: usize = 400;

/// Attributes of one tag that are read. The tree builder compares each with all before it, so that a tag of them would cost the square.
const MOST: usize = 600;

/// The endings of `data-` attributes that name what an element is.
const DATA_NAMES: &[&str] = &[
    "testid",
    "test",
    "qa",
    "role",
    "component",
    "type",
    "name",
    "tb",
    "module",
];

/// Elements whose start tags are left as they are. The tree builder compares those that format text with each other, and looks at
/// the attributes of some that belong to other languages.
const UNTOUCHED: &[&str] = &[
    "b",
    "big",
    "code",
    "em",
    "font",
    "i",
    "nobr",
    "s",
    "small",
    "strike",
    "strong",
    "tt",
    "u",
    "math",
    "annotation-xml",
];

/// What stands in a start tag between its name and its `>`, without the attributes that nobody reads. `None` where all are read,
/// or where the markup is not well formed: what browsers make of that is left to the tree builder.
pub(crate) fn useful(element: &str, attributes: &str) -> Option<String> {
    let is = |name: &&str| name.eq_ignore_ascii_case(element);
    if attributes.is_empty() || UNTOUCHED.iter().any(is) {
        return None;
    }
    let mut out = String::new();
    let mut dropped = false;
    let mut kept = 0;
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(is_space);
        if let Some(after) = rest.strip_prefix('/') {
            if after.is_empty() {
                out.push_str(" /");
            }
            rest = after;
            continue;
        }
        if rest.is_empty() {
            return dropped.then_some(out);
        }
        let attribute = Attribute::first(rest)?;
        if kept < MOST && attribute.is_read_of(element) {
            kept += 1;
            out.push(' ');
            out.push_str(attribute.whole);
        } else {
            dropped = true;
        }
        rest = rest.get(attribute.whole.len()..)?;
    }
}

/// Whether the tree builder may find more than the most attributes in what is left to it.
pub(crate) fn are_too_many(attributes: &str) -> bool {
    let mut count = 0;
    let mut rest = attributes.trim_start_matches(is_space);
    while let Some(attribute) = Attribute::first(rest) {
        count += 1;
        let after = rest.get(attribute.whole.len()..).unwrap_or_default();
        rest = after.trim_start_matches(|c| is_space(c) || c == '/');
    }
    // What is not well formed may be an attribute a piece.
    let pieces = rest.split(|c| is_space(c) || c == '/').take(MOST + 1);
    count + pieces.count() > MOST
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// One attribute as it is written.
struct Attribute<'a> {
    /// Name, equals sign, value.
    whole: &'a str,
    name: &'a str,
    /// The value without quotes; empty where there is none.
    value: &'a str,
}

impl<'a> Attribute<'a> {
    /// The attribute that a text begins with, if it is well formed.
    fn first(text: &'a str) -> Option<Self> {
        let end = |b: u8| {
            matches!(
                b,
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c | b'=' | b'/' | b'"' | b'\'' | b'<' | b'>'
            )
        };
        let name_len = text.bytes().position(end).unwrap_or(text.len());
        let (name, after) = text.split_at_checked(name_len)?;
        if name.is_empty() || after.starts_with(['"', '\'', '<', '>']) {
            return None;
        }
        let Some(assigned) = after.trim_start_matches(is_space).strip_prefix('=') else {
            return Some(Self {
                whole: name,
                name,
                value: "",
            });
        };
        let assigned = assigned.trim_start_matches(is_space);
        let (value, left) = match assigned.chars().next()? {
            quote @ ('"' | '\'') => {
                let inside = assigned.get(1..)?;
                let len = memchr(u8::try_from(quote).ok()?, inside.as_bytes())?;
                (inside.get(..len)?, inside.get(len + 1..)?)
            }
            _ => {
                let len = assigned.find(is_space).unwrap_or(assigned.len());
                let (value, left) = assigned.split_at_checked(len)?;
                if value.contains(['"', '\'', '<', '>', '=', '`']) {
                    return None;
                }
                (value, left)
            }
        };
        let whole = text.get(..text.len() - left.len())?;
        Some(Self { whole, name, value })
    }

    fn is_read_of(&self, element: &str) -> bool {
        let on = |wanted: &str| element.eq_ignore_ascii_case(wanted);
        let lower;
        let mut name = self.name;
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower = name.to_ascii_lowercase();
            name = &lower;
        }
        match name {
            "id" | "class" | "itemprop" | "role" | "rel" | "hidden" | "aria-hidden"
            | "datetime" | "content" => true,
            "style" => may_hide(self.value),
            "name" | "property" | "http-equiv" | "value" => on("meta"),
            "href" => on("link"),
            "lang" => on("html"),
            "type" => on("input"),
            name => {
                name.starts_with("data-")
                    && self.value.len() < MAX_DATA
                    && DATA_NAMES.iter().any(|end| name.ends_with(end))
            }
        }
    }
}

/// The style may say `display: none` or `visibility: hidden`, perhaps by a character reference.
fn may_hide(style: &str) -> bool {
    let lower = style.to_ascii_lowercase();
    ["display", "visibility", "&"]
        .iter()
        .any(|word| lower.contains(word))
}
