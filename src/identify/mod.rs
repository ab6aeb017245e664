//! Identifying: who published it, when, who wrote it, in which language; each field with its evidence.
//!
//! Every place that may hold a field is a witness. Witnesses that agree are believed; what no witness says stays empty, and what
//! the user said always wins.
mod agency;
mod author;
mod byline;
pub mod date;
mod dateline;
mod id;
pub mod language;
mod ld;
mod line;
mod name;
mod source;
mod title;
mod wire;

pub use source::Sources;

use crate::article::{Article, CleanPage, Found, RawPage, Witness};

/// Turns a cleaned page into an article. A field without good evidence stays empty.
pub fn identify(raw: &RawPage, page: CleanPage) -> Article {
    identify_with(raw, page, &Sources::default())
}

/// The same with the user's names for outlets.
pub fn identify_with(raw: &RawPage, page: CleanPage, sources: &Sources) -> Article {
    let text = page.text();
    let language = language::identify(raw, &page, &text);
    let dates = date::identify(raw, &page, language.as_ref().map(|found| &found.value));
    let about = about(raw, &page, sources);
    Article {
        id: about.address.id,
        path: raw.path.clone(),
        url: about.address.url,
        title: about.title,
        text,
        source: about.source,
        domain: about.address.domain,
        wire: about.wire,
        place: about.place,
        published: dates.published,
        modified: dates.modified,
        captured: dates.captured,
        authors: about.authors,
        language,
        truncated: page.truncated,
        lapsed: None,
        removed: page.removals,
        repaired: page.repairs,
    }
}

/// What is neither day nor language.
struct About {
    address: id::Address,
    title: Option<Found<String>>,
    source: Option<Found<String>>,
    wire: Option<Found<String>>,
    place: Option<Found<String>>,
    authors: Option<Found<Vec<String>>>,
}

fn about(raw: &RawPage, page: &CleanPage, sources: &Sources) -> About {
    let ld = ld::Ld::read(&page.meta, raw.given.url.as_deref());
    let address = id::identify(raw, page, &ld);
    let domain = address.domain.as_deref();
    let names = source::site_names(page, &ld, domain);
    let title = title::identify(raw, page, &ld, &names, domain);
    let headline = title.as_ref().map(|found| found.value.as_str());
    let source = source::identify(raw, page, sources, &names, (domain, headline));
    let dateline = dateline::identify(page);
    let voices = author::voices(page, &ld);
    let wire = wire::identify(page, &ld, &voices, dateline.as_ref());
    let place = dateline.and_then(|dateline| {
        let sure = if dateline.agency.is_some() { 0.95 } else { 0.7 };
        dateline
            .place
            .map(|place| Found::new(place, "dateline", Witness::Text, sure))
    });
    let authors = author::identify(raw, voices, &names, domain);
    About {
        address,
        title,
        source,
        wire,
        place,
        authors,
    }
}
