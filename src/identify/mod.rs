//! Identifying: who published it, when, who wrote it, in which language; each field with its evidence.
mod author;
pub mod date;
pub mod language;
mod source;
mod title;

use crate::article::{Article, CleanPage, RawPage};

/// Turns a cleaned page into an article. A field without good evidence stays empty.
pub fn identify(raw: &RawPage, page: CleanPage) -> Article {
    let text = page.text();
    let language = language::identify(raw, &page, &text);
    let title = title::identify(raw, &page);
    let dates = date::identify(raw, &page, language.as_ref().map(|found| &found.value));
    let source = source::identify(raw, &page);
    let authors = author::identify(raw, &page);
    Article {
        id: raw.given.id.clone().unwrap_or_else(|| raw.path.clone()),
        path: raw.path.clone(),
        url: raw.given.url.clone(),
        title,
        text,
        source: source.source,
        domain: source.domain,
        wire: source.wire,
        place: source.place,
        published: dates.published,
        modified: dates.modified,
        captured: dates.captured,
        authors,
        language,
        truncated: page.truncated,
        removed: page.removals,
        repaired: page.repairs,
    }
}
