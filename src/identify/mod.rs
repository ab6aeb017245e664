//! Identifying: who published it, when, who wrote it, in which language; each field with its evidence.
//!
//! Every place that may hold a field is a witness. Witnesses that agree are believed; what no witness says stays empty, and what
//! the user said always wins.
//!
//! A page is identified once, in two steps: [`locate`] finds its address and its source, so that the user's rules and what is known
//! of its site can be applied; [`identify`] finds the rest. [`refresh`] follows when blocks leave an article later.
mod locate;

mod agency;
mod author;
mod byline_words;
mod cue;
mod byline;
pub mod date;
mod dateline;
mod id;
pub mod language;
mod ld;
mod line;
mod name;
mod refresh;
mod role;
mod source;
mod title;
mod unspaced_name;
mod web_copy;
mod wire;

pub(crate) use id::{id_of_address, id_of_path};
pub use locate::{Located, locate};
pub use refresh::refresh;

use crate::article::{Article, CleanPage, RawPage};
use crate::identify::dateline::Dateline;

/// Turns a cleaned page into an article. A field without good evidence stays empty.
///
/// `located` is what [`locate`] found on the same page. Blocks may have left the page or come back since; address and source stay
/// as they were found.
pub fn identify(raw: &RawPage, page: CleanPage, located: Located) -> Article {
    let text = page.text();
    let language = language::identify(raw, &page, &text);
    let dates = date::identify(raw, &page, language.as_ref().map(|found| &found.value));
    let ld = ld::Ld::read(
        &page.meta,
        located.url.as_deref().or(raw.given.url.as_deref()),
    );
    let dateline = dateline::identify(&page);
    let voices = author::voices(&page, &ld);
    let wire = wire::identify(&page, &ld, &voices, dateline.as_ref());
    let authors = author::identify(raw, voices, &located.names, located.domain.as_deref());
    let title = located.title_of(raw, &page, &ld);
    Article {
        id: located.id,
        path: raw.path.clone(),
        url: located.url,
        title,
        text,
        source: located.source,
        domain: located.domain,
        wire,
        place: dateline.and_then(Dateline::into_place),
        published: dates.published,
        modified: dates.modified,
        captured: dates.captured,
        authors,
        language,
        truncated: page.truncated,
        lapsed: None,
        removed: page.removals,
        repaired: page.repairs,
    }
}

/// [`locate`] and [`identify`] in one, for a page that stands alone.
pub fn alone(raw: &RawPage, page: CleanPage) -> Article {
    let located = locate(raw, &page);
    identify(raw, page, located)
}
