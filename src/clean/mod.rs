//! Cleaning: a page in; its article text out, with a reason for all that was left out.
mod html;
mod lexicon;
mod mojibake_page;
mod parts;
mod plain;
mod subject;
mod walls;

pub use parts::{Part, Parts};

use crate::article::{CleanPage, Content, RawPage};

/// Returns what a reader came for. Never fails: a page without an article has no blocks.
pub fn clean(page: &RawPage) -> CleanPage {
    clean_with(page, Parts::ALL)
}

/// Cleans with some parts only: for measuring what each adds.
pub fn clean_with(page: &RawPage, parts: Parts) -> CleanPage {
    let (mut cleaned, markup) = match &page.content {
        Content::Html(html) => {
            let mut cleaned = html::clean(html, parts);
            mojibake_page::mend(&mut cleaned);
            (cleaned, html.as_str())
        }
        Content::Text(text) => (plain::clean(text, parts), ""),
    };
    if parts.has(Part::Words) {
        walls::judge(&mut cleaned, markup, page.given.url.as_deref());
    }
    cleaned
}
