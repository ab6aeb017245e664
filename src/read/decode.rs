//! Decoding: from a record's bytes to a page; in any thread.

use crate::article::{Content, Given, RawPage};
use crate::read::charset::{self, Hint};
use crate::read::crawl::http_body;
use crate::read::event::{Form, Record, Rejected, Witnessed};
use crate::read::scan_options::PAGE_LIMIT;
use crate::read::why::Why;
use crate::read::{front_matter, mhtml, object, saved, sniff};

/// Decodes one record, a page of at most [`PAGE_LIMIT`] bytes.
pub fn page(record: Record) -> Result<RawPage, Rejected> {
    page_within(record, PAGE_LIMIT)
}

/// Decodes one record, a page of at most so many bytes. It takes the record's bytes, so that they and what they say are not kept side by
/// side.
pub fn page_within(record: Record, largest_page: usize) -> Result<RawPage, Rejected> {
    let Record {
        place,
        bytes,
        form,
        witnessed,
    } = record;
    let page = match form {
        Form::Page => single(bytes),
        Form::Json => object::page(bytes, largest_page),
        Form::Warc => http_body::page(&bytes, largest_page),
    };
    match page {
        Ok(mut page) => {
            if let Some(witnessed) = witnessed {
                bear_witness(&mut page, *witnessed);
            }
            page.path = place.to_string();
            Ok(page)
        }
        Err(why) => Err(Rejected { place, why }),
    }
}

/// Fills in what a page does not say of itself.
fn bear_witness(page: &mut RawPage, witnessed: Witnessed) {
    let has_title = match &page.content {
        Content::Html(text) => {
            let mut tags = memchr::memchr_iter(b'<', text.as_bytes());
            tags.any(|at| {
                let tag = text.as_bytes().get(at + 1..at + 6);
                tag.is_some_and(|tag| tag.eq_ignore_ascii_case(b"title"))
            })
        }
        Content::Text(_) => false,
    };
    let given = &mut page.given;
    if !has_title && given.title.is_none() {
        given.title = witnessed.title;
    }
    given.captured = given.captured.take().or(witnessed.captured);
}

/// A page that is a file of its own.
fn single(bytes: Vec<u8>) -> Result<RawPage, Why> {
    let mut given = Given::default();
    let (text, charset) = if mhtml::is(&bytes) {
        let inner = mhtml::page(&bytes, &mut given).ok_or(Why::NoPart)?;
        drop(bytes);
        let hint = Hint {
            label: inner.label.as_deref(),
            url: given.url.as_deref(),
        };
        charset::decode(inner.bytes, hint)
    } else {
        charset::decode(bytes, Hint::default())
    };
    if text.trim().is_empty() {
        return Err(Why::Empty);
    }
    let content = if sniff::markup(&text) {
        saved::note(&text, &mut given);
        Content::Html(text)
    } else {
        Content::Text(front_matter::take(text, &mut given))
    };
    Ok(RawPage {
        content,
        given,
        charset: Some(charset),
        ..RawPage::default()
    })
}
