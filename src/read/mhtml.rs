//! MHTML: a page that a browser saved as one file, a MIME message whose first HTML part is the page.
//!
//! Own code until the project asks for Rust 1.98: `mail-parser` 1.0, which does, gives a part's bytes with the transfer encoding taken off, as
//! is needed here; older versions give text decoded by the part's label alone, where `charset` goes by what the bytes show first.

use base64::Engine;
use memchr::memmem::find;

use crate::article::Given;

/// The header of the message stands here.
const HEADER_IN: usize = 16 << 10;

/// Multiparts inside multiparts.
const DEEPEST: usize = 4;

/// The page inside.
pub(crate) struct Page {
    /// Its bytes, decoded from the transfer.
    pub(crate) bytes: Vec<u8>,
    /// The charset that its part names.
    pub(crate) label: Option<String>,
    /// Its address.
    pub(crate) location: Option<String>,
}

/// Whether the bytes are a saved page: header lines that name a MIME multipart.
pub(crate) fn is(bytes: &[u8]) -> bool {
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let Some(colon) = memchr::memchr(b':', first.get(..40).unwrap_or(first)) else {
        return false;
    };
    let name = first.get(..colon).unwrap_or_default();
    if name.is_empty()
        || !name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    {
        return false;
    }
    let (header, _) = split(bytes.get(..HEADER_IN).unwrap_or(bytes));
    header
        .value("content-type")
        .is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/related"))
}

/// The first HTML part, with what the message says of it.
pub(crate) fn page(bytes: &[u8], given: &mut Given) -> Option<Page> {
    let (header, body) = split(bytes);
    given.url = given
        .url
        .take()
        .or_else(|| header.value("snapshot-content-location"));
    given.captured = given.captured.take().or_else(|| header.value("date"));
    let page = part(&header, body, "text/html")?;
    given.url = given
        .url
        .take()
        .or_else(|| page.location.clone().filter(|at| at.starts_with("http")));
    Some(page)
}

/// The first part of a type in a message, which may be that part itself.
pub(crate) fn part(header: &Header, body: &[u8], wanted: &str) -> Option<Page> {
    let mut header = header.clone();
    let mut body = body;
    for _ in 0..DEEPEST {
        let kind = header.value("content-type");
        // A message that does not say what it is, is text.
        let kind = kind.unwrap_or_else(|| "text/plain".to_owned());
        if kind.to_ascii_lowercase().starts_with(wanted) {
            let transfer = header.value("content-transfer-encoding");
            let transfer = transfer.unwrap_or_default().to_ascii_lowercase();
            return Some(Page {
                bytes: decoded(body, &transfer),
                label: parameter(&kind, "charset"),
                location: header.value("content-location"),
            });
        }
        let boundary = parameter(&kind, "boundary")?;
        let mut within: Vec<(Header, &[u8])> = parts(body, &boundary).take(MOST_PARTS).collect();
        let kind_of = |header: &Header| {
            let kind = header.value("content-type").unwrap_or_default();
            kind.to_ascii_lowercase()
        };
        let at = within
            .iter()
            .position(|(header, _)| kind_of(header).starts_with(wanted))
            .or_else(|| {
                within
                    .iter()
                    .position(|(header, _)| kind_of(header).starts_with("multipart/"))
            })?;
        (header, body) = within.swap_remove(at);
    }
    None
}

/// A message of more parts is cut.
const MOST_PARTS: usize = 1000;

/// The parts between the boundary's lines.
fn parts<'a>(body: &'a [u8], boundary: &str) -> impl Iterator<Item = (Header, &'a [u8])> + use<'a> {
    let line = format!("--{boundary}").into_bytes();
    let mut rest = find(body, &line).and_then(|at| body.get(at + line.len()..));
    std::iter::from_fn(move || {
        let from = rest?;
        let end = find(from, &line).unwrap_or(from.len());
        rest = from.get(end + line.len()..);
        // What follows the boundary on its own line is no part's; two hyphens end the message.
        let part = from.get(..end)?;
        let start = memchr::memchr(b'\n', part)? + 1;
        Some(split(part.get(start..)?))
    })
}

/// Header lines, names in lower case.
#[derive(Debug, Clone)]
pub(crate) struct Header(Vec<(String, String)>);

impl Header {
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.clone())
    }
}

/// The header and what follows the first empty line.
pub(crate) fn split(bytes: &[u8]) -> (Header, &[u8]) {
    let (at, gap) = [(find(bytes, b"\r\n\r\n"), 4), (find(bytes, b"\n\n"), 2)]
        .into_iter()
        .filter_map(|(at, gap)| Some((at?, gap)))
        .min()
        .unwrap_or((bytes.len(), 0));
    let text = String::from_utf8_lossy(bytes.get(..at.min(HEADER_IN)).unwrap_or_default());
    let mut lines: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match (
            line.starts_with([' ', '\t']),
            lines.last_mut(),
            line.split_once(':'),
        ) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (false, _, Some((name, value))) => {
                lines.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ => {}
        }
    }
    (Header(lines), bytes.get(at + gap..).unwrap_or_default())
}

/// `boundary` of `multipart/related; type="text/html"; boundary="x"`.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

pub(crate) fn decoded(body: &[u8], transfer: &str) -> Vec<u8> {
    match transfer {
        "quoted-printable" => quoted_printable(body),
        "base64" => {
            let code: Vec<u8> = body
                .iter()
                .copied()
                .filter(|byte| !byte.is_ascii_whitespace())
                .collect();
            // A damaged tail costs its last group, not the page.
            let good = code
                .iter()
                .position(|b| !b.is_ascii_alphanumeric() && !b"+/".contains(b))
                .unwrap_or(code.len());
            let groups = code.get(..good - good % 4).unwrap_or_default();
            let rest = code
                .get(good - good % 4..code.len().min(good - good % 4 + 4))
                .unwrap_or_default();
            let engine = &base64::engine::general_purpose::STANDARD;
            let mut bytes = engine.decode(groups).unwrap_or_default();
            bytes.extend(engine.decode(rest).unwrap_or_default());
            bytes
        }
        _ => body.to_vec(),
    }
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut bytes = body;
    while let Some(at) = memchr::memchr(b'=', bytes) {
        out.extend_from_slice(bytes.get(..at).unwrap_or_default());
        let after = bytes.get(at + 1..).unwrap_or_default();
        let (byte, taken) = match after {
            [b'\r', b'\n', ..] => (None, 2),
            [b'\n', ..] => (None, 1),
            [high, low, ..] => match hex(*high).zip(hex(*low)) {
                Some((high, low)) => (Some(high << 4 | low), 2),
                None => (Some(b'='), 0),
            },
            _ => (Some(b'='), 0),
        };
        out.extend(byte);
        bytes = after.get(taken..).unwrap_or_default();
    }
    out.extend_from_slice(bytes);
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}
