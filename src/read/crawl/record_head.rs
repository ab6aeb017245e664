//! Where records begin, and what the head of one says, in WARC and in ARC.

use memchr::memmem;

use crate::read::crawl::arc_line::{self, ArcLine};
use crate::read::crawl::field_head::Head;

/// Bytes by which the sign of WARC is told.
const SIGN: usize = 9;

/// Bytes by which it is told whether a record begins.
pub(crate) const TELLING: usize = arc_line::LINE_LIMIT;

/// The head of a record.
pub(crate) enum RecordHead<'a> {
    Warc(Head<'a>),
    Arc(ArcLine<'a>),
}

impl<'a> RecordHead<'a> {
    /// The head at the beginning of `bytes`, and what comes after it.
    pub(crate) fn split(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        if let Some((line, body)) = ArcLine::split(bytes) {
            return Some((Self::Arc(line), body));
        }
        let (head, body) = Head::split(bytes)?;
        Some((Self::Warc(head), body))
    }

    /// How long the record says that it is behind its head.
    pub(crate) fn stated_length(&self) -> Option<u64> {
        match self {
            Self::Warc(head) => head.field("Content-Length")?.parse().ok(),
            Self::Arc(line) => std::str::from_utf8(line.length).ok()?.parse().ok(),
        }
    }

    /// The kind of record by the names of WARC, in small letters.
    pub(crate) fn record_type(&self) -> String {
        match self {
            Self::Warc(head) => {
                let name = head.field("WARC-Type").unwrap_or_default();
                name.to_ascii_lowercase()
            }
            Self::Arc(line) if line.is_note() => "metadata".to_owned(),
            Self::Arc(_) => "response".to_owned(),
        }
    }

    /// The address of what was captured.
    pub(crate) fn url(&self) -> Option<String> {
        match self {
            Self::Warc(head) => head.field("WARC-Target-URI").map(|url| bare(&url)),
            Self::Arc(line) => Some(String::from_utf8_lossy(line.url).into_owned()),
        }
    }

    /// The time of the capture.
    pub(crate) fn captured(&self) -> Option<String> {
        match self {
            Self::Warc(head) => head.field("WARC-Date"),
            Self::Arc(line) => line.captured(),
        }
    }

    /// The media type of what follows the head. That of an answer of HTTP stands in its own head.
    pub(crate) fn media(&self) -> Option<String> {
        match self {
            Self::Warc(head) => head.field("Content-Type"),
            Self::Arc(line) => Some(String::from_utf8_lossy(line.media).into_owned()),
        }
    }
}

/// Some writers put the address between angle brackets.
fn bare(url: &str) -> String {
    let inner = url.strip_prefix('<').and_then(|url| url.strip_suffix('>'));
    inner.unwrap_or(url).to_owned()
}

/// Whether a record may begin here: `WARC/1.0`, `WARC/1.1`, `WARC/0.18`, or a line of ARC.
pub(crate) fn begins(bytes: &[u8]) -> bool {
    begins_warc(bytes) || arc_line::begins(bytes)
}

fn begins_warc(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [
            b'W',
            b'A',
            b'R',
            b'C',
            b'/',
            b'0'..=b'1',
            b'.',
            b'0'..=b'9',
            ..
        ]
    )
}

/// Where the next record begins, from `from` on: at the beginning of a line, or in the middle of one that was cut off, where a field of
/// WARC follows, or where all of a line of ARC stands.
pub(crate) fn next(bytes: &[u8], from: usize) -> Option<usize> {
    let warc = next_warc(bytes, from);
    let arc = next_arc(bytes.get(..warc.unwrap_or(bytes.len()))?, from);
    arc.or(warc)
}

fn next_warc(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    memmem::find_iter(rest, b"WARC/")
        .map(|at| from + at)
        .find(|&at| {
            let is_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
            let record = bytes.get(at..).unwrap_or_default();
            let line = memchr::memchr(b'\n', record.get(..16).unwrap_or(record));
            let has_field = || {
                let next = line.and_then(|end| record.get(end + 1..));
                next.is_some_and(|next| next.starts_with(b"WARC-"))
            };
            begins_warc(record) && (is_line || has_field())
        })
}

fn next_arc(bytes: &[u8], from: usize) -> Option<usize> {
    let mut start = from;
    let mut is_start = from == 0 || bytes.get(from - 1) == Some(&b'\n');
    for end in memchr::memchr_iter(b'\n', bytes.get(from..)?).map(|at| from + at) {
        let line = bytes.get(start..end).unwrap_or_default();
        if is_start && bytes.get(start..).is_some_and(arc_line::begins) {
            return Some(start);
        }
        if let Some(at) = arc_line::inside(line) {
            return Some(start + at);
        }
        (start, is_start) = (end + 1, true);
    }
    None
}

/// Where the last record begins, at the beginning of a line.
pub(crate) fn last(bytes: &[u8]) -> Option<usize> {
    let lines = memchr::memrchr_iter(b'\n', bytes).map(|at| at + 1);
    lines
        .into_iter()
        .find(|at| bytes.get(*at..).is_some_and(begins))
}

/// How many bytes at the end may be the beginning of a record that goes on behind them.
pub(crate) fn unsure_end(bytes: &[u8]) -> usize {
    let line = memchr::memrchr(b'\n', bytes).map_or(bytes.len(), |at| bytes.len() - at - 1);
    match line <= arc_line::LINE_LIMIT {
        true => line.max(SIGN),
        false => SIGN,
    }
}
