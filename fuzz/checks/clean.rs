//! Any bytes are a page that is cleaned without loss of order or sense.
//!
//! The first byte says how it is read, as HTML or as bare text.

use dateline::article::{Content, RawPage};
use dateline::{clean, identify};

pub(crate) fn check(data: &[u8]) {
    let Some((&kind, rest)) = data.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(rest).into_owned();
    let content = if kind % 2 == 0 {
        Content::Html(text)
    } else {
        Content::Text(text)
    };
    let raw = RawPage {
        path: "page".to_owned(),
        content,
        ..RawPage::default()
    };
    let page = clean::clean(&raw);
    identify::alone(&raw, page);
}
