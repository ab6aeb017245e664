//! Revisits: captures of a page that was as at an earlier capture, and that is stored there only. Here stands by what the earlier one is known.

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::article::Place;
use crate::read::crawl::field_head::Head;
use crate::read::crawl::record_head::RecordHead;
use crate::read::crawl::record_kind::{self, RecordKind};
use crate::text::hosts;

/// The bytes of a time down to its seconds: `2031-05-04T10:20:30`.
const TO_THE_SECOND: usize = 19;

/// A capture of a page that was as at an earlier capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revisit {
    /// Where its record stands.
    pub place: Place,
    /// The address.
    pub url: String,
    /// When it was captured.
    pub captured: Option<String>,
    /// The address of the earlier capture.
    pub earlier_url: String,
    /// The time of the earlier capture, where it is named.
    pub earlier_captured: Option<String>,
    /// Names of the earlier capture among those of [`capture_names`](crate::read::capture_names), the surest first.
    pub names: Vec<u64>,
    /// The server said that the page was as the reader knew it, so that the last capture before this one is meant.
    pub is_unmodified: bool,
    /// Changes with the record.
    pub fingerprint: u64,
}

/// Names by which later records refer to the capture in this one.
pub(crate) fn own_names(head: &RecordHead<'_>) -> Vec<u64> {
    let url = head.url().unwrap_or_default();
    let captured = head.captured();
    let mut names: Vec<u64> = captured
        .into_iter()
        .map(|captured| at_time(&url, &captured))
        .collect();
    if let RecordHead::Warc(head) = head {
        names.extend(head.field("WARC-Record-ID").map(|id| of_id(&id)));
        let digest = head.field("WARC-Payload-Digest");
        names.extend(
            digest
                .into_iter()
                .flat_map(|digest| of_digest(&digest, &url)),
        );
    }
    names
}

/// What a `revisit` record says. `None` where the page that it repeats is none for sure: a picture, an answer that leads elsewhere.
pub(crate) fn read(place: Place, record: &[u8]) -> Option<Revisit> {
    let (head, body) = RecordHead::split(record)?;
    let url = head.url()?;
    let captured = head.captured();
    let RecordHead::Warc(head) = head else {
        return None;
    };
    if body_kind(body).is_some() {
        return None;
    }
    let earlier_url = head.field("WARC-Refers-To-Target-URI");
    let earlier_captured = head.field("WARC-Refers-To-Date");
    let profile = head.field("WARC-Profile").unwrap_or_default();
    let earlier_url = earlier_url.map_or_else(|| url.clone(), |url| bare(&url).to_owned());
    let at_time = earlier_captured
        .as_ref()
        .map(|captured| at_time(&earlier_url, captured));
    let mut names: Vec<u64> = at_time.into_iter().collect();
    names.extend(head.field("WARC-Refers-To").map(|id| of_id(&id)));
    let digest = head.field("WARC-Payload-Digest");
    names.extend(
        digest
            .into_iter()
            .flat_map(|digest| of_digest(&digest, &url)),
    );
    Some(Revisit {
        place,
        url,
        captured,
        earlier_url,
        earlier_captured,
        names,
        is_unmodified: profile.contains("server-not-modified"),
        fingerprint: xxh3_64(record),
    })
}

/// What the head of HTTP in a revisit says that its page is. The server's "not modified" says nothing of it.
fn body_kind(body: &[u8]) -> Option<RecordKind> {
    let (http, _) = Head::split(body)?;
    match record_kind::status(&http) {
        Some([b'3', b'0', b'4']) => record_kind::of_type(&http.field("Content-Type")?),
        _ => record_kind::of_answer(&http),
    }
}

fn bare(url: &str) -> &str {
    url.trim_start_matches('<').trim_end_matches('>')
}

/// The capture of an address at a time.
fn at_time(url: &str, captured: &str) -> u64 {
    let captured = captured.get(..TO_THE_SECOND).unwrap_or(captured);
    xxh3_64(format!("at {captured} {}", page(url)).as_bytes())
}

/// The record with an id.
fn of_id(id: &str) -> u64 {
    xxh3_64_with_seed(bare(id).as_bytes(), 1)
}

/// A body with this digest at the address, and at any.
fn of_digest(digest: &str, url: &str) -> [u64; 2] {
    let digest = digest.to_ascii_lowercase();
    [page(url), String::new()].map(|page| xxh3_64(format!("of {digest} {page}").as_bytes()))
}

fn page(url: &str) -> String {
    hosts::page_key(url).unwrap_or_else(|| url.to_owned())
}
