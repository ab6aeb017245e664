//! Cleaning: a page in; its article text out, with a reason for all that was left out.
mod html;
mod lexicon;
mod plain;

use crate::article::{CleanPage, Content, RawPage};

/// Returns what a reader came for. Never fails: a page without an article has no blocks.
pub fn clean(page: &RawPage) -> CleanPage {
    match &page.content {
        Content::Html(html) => html::clean(html, page),
        Content::Text(text) => plain::clean(text),
    }
}
