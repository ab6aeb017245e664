//! Mail: newsletters as single messages (EML) and as mailboxes (mbox). A message's HTML is the page, else its text.

use crate::read::charset::{self, Hint};
use crate::read::document::Document;
use crate::read::mhtml::{self, Header};

/// Header fields of mail; a text that begins with two of them is a message.
const FIELDS: [&str; 16] = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "return-path",
    "delivered-to",
    "mime-version",
    "content-type",
    "reply-to",
    "sender",
    "list-id",
    "list-unsubscribe",
    "dkim-signature",
    "x-mailer",
];

/// How much of a stream is looked at for a header.
const HEADER_IN: usize = 16 << 10;

/// What a stream of mail holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mail {
    Message,
    Mailbox,
}

/// Whether a stream is mail.
pub(crate) fn kind(head: &[u8]) -> Option<Mail> {
    let head = head.get(..HEADER_IN).unwrap_or(head);
    if mhtml::is(head) {
        return None;
    }
    let (mailbox, message) = match head.strip_prefix(b"From ") {
        Some(rest) => (true, rest.get(memchr::memchr(b'\n', rest)? + 1..)?),
        None => (false, head),
    };
    let first = message.split(|byte| *byte == b'\n').next()?;
    let name = first.get(..memchr::memchr(b':', first)?)?;
    if name.is_empty()
        || !name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    {
        return None;
    }
    let (header, _) = mhtml::split(message);
    let known = FIELDS
        .iter()
        .filter(|field| header.value(field).is_some())
        .count();
    let speaks = header.value("from").is_some() && known >= 3;
    match (speaks, mailbox) {
        (true, true) => Some(Mail::Mailbox),
        (true, false) => Some(Mail::Message),
        _ => None,
    }
}

/// The messages of a mailbox: each begins with a line `From ` after an empty line.
pub(crate) fn messages(bytes: &[u8]) -> Vec<Document> {
    let mut found = Vec::new();
    let mut starts: Vec<usize> = memchr::memmem::find_iter(bytes, b"\nFrom ")
        .filter(|at| {
            let before = bytes.get(..*at).unwrap_or_default();
            let line = bytes.get(at + 1..).unwrap_or_default();
            let line = line.split(|byte| *byte == b'\n').next().unwrap_or_default();
            // The line ends in the time of delivery, to the second.
            let timed = line.iter().filter(|byte| **byte == b':').count() >= 2;
            timed && (before.ends_with(b"\n") || before.ends_with(b"\r"))
        })
        .map(|at| at + 1)
        .collect();
    starts.insert(0, 0);
    starts.push(bytes.len());
    for pair in starts.windows(2) {
        let [from, to] = pair else { continue };
        let message = bytes.get(*from..*to).unwrap_or_default();
        let line = memchr::memchr(b'\n', message).unwrap_or(0);
        found.extend(document(message.get(line + 1..).unwrap_or_default()));
    }
    found
}

/// One message.
pub(crate) fn document(bytes: &[u8]) -> Option<Document> {
    let (header, body) = mhtml::split(bytes);
    let from = words(&header, "from");
    let (html, text) = (
        content(&header, body, "text/html"),
        content(&header, body, "text/plain"),
    );
    let document = Document {
        id: header.value("message-id").unwrap_or_default(),
        title: words(&header, "subject"),
        source: sender(&from),
        published: header.value("date").unwrap_or_default(),
        html: html.unwrap_or_default(),
        text: text.unwrap_or_default(),
        ..Document::default()
    };
    (!document.html.trim().is_empty() || !document.text.trim().is_empty()).then_some(document)
}

fn words(header: &Header, name: &str) -> String {
    encoded_words(&header.value(name).unwrap_or_default())
}

/// The name of `"The Argus" <news@argus.example>`, else the address.
fn sender(from: &str) -> String {
    let name = from.split('<').next().unwrap_or_default();
    let name = name.trim().trim_matches('"').trim();
    let bare = from.trim_matches(['<', '>', ' ']);
    if name.is_empty() { bare } else { name }.to_owned()
}

/// The first part of a type, decoded.
fn content(header: &Header, body: &[u8], wanted: &str) -> Option<String> {
    let part = mhtml::part(header, body, wanted)?;
    let hint = Hint {
        label: part.label.as_deref(),
        url: None,
    };
    Some(charset::decode(part.bytes, hint).0)
}

/// A header's value with its encoded words (RFC 2047) as text.
fn encoded_words(value: &str) -> String {
    let mut out = String::new();
    let mut rest = value;
    let mut after_word = false;
    while let Some((before, tail)) = rest.split_once("=?") {
        let decoded = encoded_word(tail);
        // White space between two encoded words is none of the text.
        if !(after_word && before.trim().is_empty() && decoded.is_some()) {
            out.push_str(before);
        }
        match decoded {
            Some((word, after)) => {
                out.push_str(&word);
                rest = after;
                after_word = true;
            }
            None => {
                out.push_str("=?");
                rest = tail;
                after_word = false;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `utf-8?B?...?=` and what follows it.
fn encoded_word(text: &str) -> Option<(String, &str)> {
    let (label, text) = text.split_once('?')?;
    let (encoding, text) = text.split_once('?')?;
    let (code, after) = text.split_once("?=")?;
    let bytes = match encoding {
        "B" | "b" => mhtml::decoded(code.as_bytes(), "base64"),
        "Q" | "q" => mhtml::decoded(code.replace('_', " ").as_bytes(), "quoted-printable"),
        _ => return None,
    };
    let hint = Hint {
        label: Some(label),
        url: None,
    };
    Some((charset::decode(bytes, hint).0, after))
}
