//! Places: where a page was read, as a key that no two pages share and that can be printed.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf, is_separator};

/// The file that holds a page and, in an export, the record's number.
///
/// As text ([`fmt::Display`], and back with [`Place::parse`]) a place is the file's path, in an export followed by
/// `#` and the number: `news/export.jsonl#12`. Only a `#` with digits at the very end names a record. Few
/// paths are not written as they are, each name between two separators for itself:
///
/// - bytes that are not UTF-8 and control characters become `%` and two upper-case digits: `caf%E9.html`;
/// - a name that itself ends like a record hides its `#`: the file `a#5` is written `a%235`;
/// - a name that would then be taken for another one has each of its own `%` written `%25`. Most names with
///   `%` need no such care: `a%20b.html` and `M%C3%BCnchen.html` stay.
///
/// So two places never have one text, and the text of a folder begins the text of all that lies in it.
///
/// Places are ordered by path, then by number as a number: `x.jsonl#99` comes before `x.jsonl#100`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file; `-` for standard input.
    pub file: PathBuf,
    /// The record in an export, counted from 1; in a crawl the offset where it begins, or where its packed member does.
    /// `None` where the whole file is one page.
    pub record: Option<u64>,
}

impl Place {
    /// A file that is one page.
    pub fn of_file(file: impl Into<PathBuf>) -> Self {
        Self {
            file: file.into(),
            record: None,
        }
    }

    /// A record of an export.
    pub fn of_record(file: impl Into<PathBuf>, record: u64) -> Self {
        Self {
            file: file.into(),
            record: Some(record),
        }
    }

    /// The place that `text` names. Never fails: what is no escape stands for itself.
    pub fn parse(text: &str) -> Self {
        let (file, record) = Self::split(text);
        Self {
            file: path_of(file),
            record,
        }
    }

    /// The text of a place taken apart: the text of its file, and the record's number.
    pub fn split(text: &str) -> (&str, Option<u64>) {
        match text.rsplit_once('#') {
            Some((file, digits)) if is_number(digits.as_bytes()) => match digits.parse() {
                Ok(record) => (file, Some(record)),
                Err(_) => (text, None),
            },
            _ => (text, None),
        }
    }

    /// The text of a file's or folder's path: how every place in it begins.
    pub fn text_of(path: &Path) -> Cow<'_, str> {
        match path.to_str() {
            Some(text) if text.bytes().all(is_plain) => Cow::Borrowed(text),
            _ => Cow::Owned(escaped_path(path)),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Self::text_of(&self.file))?;
        match self.record {
            Some(record) => write!(f, "#{record}"),
            None => Ok(()),
        }
    }
}

/// A byte that never takes part in an escape.
fn is_plain(byte: u8) -> bool {
    !byte.is_ascii_control() && byte != b'%' && byte != b'#'
}

fn is_number(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit)
}

fn escaped_path(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    let mut out = String::with_capacity(bytes.len() + 8);
    for part in bytes.split_inclusive(|byte| is_separator(char::from(*byte))) {
        let (name, separator) = match part.split_last() {
            Some((last, name)) if is_separator(char::from(*last)) => (name, Some(*last)),
            _ => (part, None),
        };
        out.push_str(&escaped(name));
        out.extend(separator.map(char::from));
    }
    out
}

/// One name. Its own `%` are escaped only where the name would else be read as another.
fn escaped(name: &[u8]) -> String {
    let light = escaped_with(name, "%");
    if unescaped(&light) == name {
        light
    } else {
        escaped_with(name, "%25")
    }
}

fn escaped_with(name: &[u8], percent: &str) -> String {
    let tail = name.rsplit(|byte| *byte == b'#').next().unwrap_or_default();
    let ends_like_a_record = tail.len() < name.len() && is_number(tail);
    let hidden = ends_like_a_record.then(|| name.len() - tail.len() - 1);
    let mut out = String::with_capacity(name.len() + 8);
    let mut at = 0;
    for chunk in name.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '%' => out.push_str(percent),
                '#' if hidden == Some(at) => push_escape(b'#', &mut out),
                c if c.is_ascii_control() => push_escape(c as u8, &mut out),
                c => out.push(c),
            }
            at += c.len_utf8();
        }
        for byte in chunk.invalid() {
            push_escape(*byte, &mut out);
            at += 1;
        }
    }
    out
}

fn push_escape(byte: u8, out: &mut String) {
    use fmt::Write as _;
    write!(out, "%{byte:02X}").expect("a string takes all that is written");
}

/// The path whose text this is.
fn path_of(text: &str) -> PathBuf {
    if !text.contains('%') {
        return PathBuf::from(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    for part in text.split_inclusive(is_separator) {
        let name = part.trim_end_matches(is_separator);
        bytes.extend(unescaped(name));
        bytes.extend(part.bytes().skip(name.len()));
    }
    from_bytes(bytes)
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// Elsewhere names are Unicode; what is not has no other spelling.
#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// One name with its escapes taken back.
fn unescaped(name: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let run = high_run(rest);
        let taken = 3 * run.len();
        if !run.is_empty() {
            // Bytes that are UTF-8 are never escaped, so that these signs are the name's own.
            match std::str::from_utf8(&run) {
                Ok(_) => out.extend(rest.get(..taken).unwrap_or_default()),
                Err(_) => out.extend(run),
            }
            rest = rest.get(taken..).unwrap_or_default();
            continue;
        }
        let tail = rest.get(3..).unwrap_or_default();
        match escape(rest) {
            Some(byte) if byte == b'%' || byte.is_ascii_control() => out.push(byte),
            Some(b'#') if is_number(tail) => out.push(b'#'),
            _ => {
                out.push(*first);
                rest = after;
                continue;
            }
        }
        rest = tail;
    }
    out
}

/// The bytes of the escapes above ASCII with which `rest` begins.
fn high_run(rest: &[u8]) -> Vec<u8> {
    let escapes = rest.chunks(3).map(escape);
    escapes
        .map_while(|byte| byte.filter(|byte| !byte.is_ascii()))
        .collect()
}

/// The byte of the escape with which `rest` begins.
fn escape(rest: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = rest else {
        return None;
    };
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    Some(digit(*high)? << 4 | digit(*low)?)
}
