//! What the records of a crawl are: an article's page, or something that is counted only.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::read::crawl::field_head::Head;
use crate::read::crawl::record_head::RecordHead;

/// A record of a crawl that is no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RecordKind {
    /// What was asked of the server.
    Request,
    /// Notes of the crawler: `warcinfo`, `metadata`, an address look-up.
    Metadata,
    /// The page was as at an earlier capture.
    Revisit,
    /// An answer that sends the reader elsewhere.
    Redirect,
    /// An answer without a page: not found, forbidden, a fault of the server.
    Error,
    /// A picture.
    Image,
    /// Sound or film.
    Media,
    /// A script, a style sheet, a font.
    PageAsset,
    /// Anything else: data, feeds, documents.
    OtherType,
}

impl RecordKind {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Metadata => "metadata",
            Self::Revisit => "revisit",
            Self::Redirect => "redirect",
            Self::Error => "error",
            Self::Image => "image",
            Self::Media => "media",
            Self::PageAsset => "page-asset",
            Self::OtherType => "other-type",
        }
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a record is that is no page; `None` where it is one. `body` may be its beginning only.
pub(crate) fn kind(head: &RecordHead<'_>, body: &[u8]) -> Option<RecordKind> {
    match head.record_type().as_str() {
        "response" => {}
        "resource" | "conversion" => return of_type(&head.media()?),
        "request" => return Some(RecordKind::Request),
        "revisit" => return Some(RecordKind::Revisit),
        _ => return Some(RecordKind::Metadata),
    }
    if head.url().is_some_and(|url| url.starts_with("dns:")) {
        return Some(RecordKind::Metadata);
    }
    let http = Head::split(body).filter(|(http, _)| http.first.starts_with(b"HTTP/"));
    let Some((http, _)) = http else {
        // A response without a head of HTTP is a page, or what ARC calls it.
        return match head {
            RecordHead::Arc(_) => of_type(&head.media()?),
            RecordHead::Warc(_) => None,
        };
    };
    of_answer(&http)
}

/// What an answer of HTTP is that is no page.
pub(crate) fn of_answer(http: &Head<'_>) -> Option<RecordKind> {
    match status(http) {
        Some([b'3', ..]) => Some(RecordKind::Redirect),
        Some([b'2', ..]) | None => of_type(&http.field("Content-Type")?),
        Some(_) => Some(RecordKind::Error),
    }
}

/// The status in the first line of an answer.
pub(crate) fn status<'a>(http: &Head<'a>) -> Option<&'a [u8]> {
    let mut words = http.first.split(u8::is_ascii_whitespace);
    words.find(|word| matches!(word, [b'1'..=b'9', _, _]))
}

/// What a media type is that is no page's.
pub(crate) fn of_type(media: &str) -> Option<RecordKind> {
    let media = media.split(';').next().unwrap_or_default();
    let media = media.trim().to_ascii_lowercase();
    let (class, name) = media.split_once('/')?;
    match (class, name) {
        ("text", "html" | "plain" | "markdown") | ("application", "xhtml+xml") => None,
        ("image", _) => Some(RecordKind::Image),
        ("audio" | "video", _) => Some(RecordKind::Media),
        ("font", _) | ("text", "css") => Some(RecordKind::PageAsset),
        (_, name) if name.contains("javascript") || name.contains("font") => {
            Some(RecordKind::PageAsset)
        }
        _ => Some(RecordKind::OtherType),
    }
}
