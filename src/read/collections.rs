//! Exports that are one text of many documents: which tool made one, and its documents. A new one is a file of its own, named here.

use crate::read::charset::{self, Hint};
use crate::read::document::Document;
use crate::read::mail::{self, Mail};
use crate::read::unpack::HEAD;
use crate::read::why::Why;
use crate::read::{docx, europresse, factiva, flatten, nexis, proquest};

/// A kind of export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Export {
    Nexis,
    Factiva,
    ProQuest,
    Europresse,
    /// A word processor's document, which may be an export of any of the tools.
    Docx,
    Mail(Mail),
}

/// What made a text that begins with these bytes.
pub(crate) fn of_text(head: &[u8]) -> Option<Export> {
    if let Some(kind) = mail::kind(head) {
        return Some(Export::Mail(kind));
    }
    if !has_sign(head, &TEXT_SIGNS) {
        return None;
    }
    made_by(&decoded(head))
}

/// What made a page that begins with these bytes.
pub(crate) fn of_page(head: &[u8]) -> Option<Export> {
    if !has_sign(head, &PAGE_SIGNS) {
        return None;
    }
    let text = flatten::flatten(&decoded(head));
    match made_by(&text)? {
        made @ (Export::Factiva | Export::Europresse) => Some(made),
        _ => None,
    }
}

/// Words of which each export has one, so that no other text is looked at line by line.
const TEXT_SIGNS: [&[u8]; 14] = [
    b"ocument",
    b"DOCUMENT",
    b"okument",
    b"OKUMENT",
    b"ocumento",
    b"oad-Date",
    b"LOAD-DATE",
    b"ProQuest",
    "·20".as_bytes(),
    "·19".as_bytes(),
    b"\xB720",
    b"PUBLICATION-TYPE",
    b"adedatum",
    b"\nHD",
];

const PAGE_SIGNS: [&[u8]; 6] = [
    b"activa",
    b"articleParagraph",
    b"uropresse",
    b"DocPublicationName",
    b"docOcurr",
    "·20".as_bytes(),
];

fn has_sign(head: &[u8], signs: &[&[u8]]) -> bool {
    signs
        .iter()
        .any(|sign| memchr::memmem::find(head, sign).is_some())
}

fn decoded(bytes: &[u8]) -> String {
    charset::decode(bytes.to_vec(), Hint::default()).0
}

fn made_by(text: &str) -> Option<Export> {
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or(text);
    match () {
        () if proquest::is(head) => Some(Export::ProQuest),
        () if factiva::is(head) => Some(Export::Factiva),
        () if europresse::is(head) => Some(Export::Europresse),
        () if nexis::is(head) => Some(Export::Nexis),
        () => None,
    }
}

/// The documents of an export, given all of its bytes. Unpacked they may have so many.
pub(crate) fn documents(export: Export, bytes: &[u8], limit: usize) -> Result<Vec<Document>, Why> {
    let text = match export {
        Export::Mail(Mail::Mailbox) => return Ok(mail::messages(bytes)),
        Export::Mail(Mail::Message) => return Ok(mail::document(bytes).into_iter().collect()),
        Export::Docx => docx::text(bytes, limit)?,
        _ => decoded(bytes),
    };
    let text = match text.trim_start().starts_with('<') {
        true => flatten::flatten(&text),
        false => text,
    };
    let export = match export {
        Export::Docx => made_by(&text).ok_or(Why::Binary {
            what: "a Word document that no press database made (save it as HTML or as text)",
        })?,
        known => known,
    };
    Ok(match export {
        Export::Factiva => factiva::documents(&text),
        Export::ProQuest => proquest::documents(&text),
        Export::Europresse => europresse::documents(&text),
        _ => nexis::documents(&text),
    })
}
