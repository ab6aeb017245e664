//! The feed of a search (RFC 4287), and what tells a browser that the site can be searched (OpenSearch 1.1).

use askama::Template;

use crate::archive::{Request, Sort};
use crate::article::{Precision, PubDate};
use crate::render::layout::printable;
use crate::web::answer_page::{Answer, Asked};
use crate::web::fault::Fault;
use crate::web::marked_text::{lang, path_part};
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;

/// Entries of a feed.
const ENTRIES: usize = 50;

#[derive(Debug, Template)]
#[template(path = "feed.xml", config = "src/web/askama.toml")]
struct Feed {
    title: String,
    own: String,
    page: String,
    updated: String,
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    title: String,
    href: String,
    updated: String,
    source: String,
    lang: String,
    summary: String,
}

/// `/feed.atom`: the newest matches of a search.
pub(crate) fn feed(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let (address, _) = SearchAddress::parse(&asked.query);
    let newest = address.with(|address| address.sort = Sort::Newest);
    let (request, _) = site.request(&newest);
    let request = Request {
        limit: ENTRIES,
        snippets: 1,
        ..request
    };
    let results = site.archive.search(&request)?;
    let mut entries = Vec::new();
    for hit in &results.hits {
        let source = hit.source.as_deref().or(hit.domain.as_deref());
        let summary = hit.snippets.first().map(|passage| printable(&passage.text));
        entries.push(Entry {
            title: match hit.title.is_empty() {
                true => "(no headline)".to_owned(),
                false => printable(&hit.title),
            },
            href: format!("{}/article/{}", asked.origin, path_part(&hit.id)),
            updated: instant(hit.published.as_ref()),
            source: source.map(printable).unwrap_or_default(),
            lang: lang(hit.language.as_deref()),
            summary: summary.unwrap_or_default(),
        });
    }
    let newest_entry = results.hits.first().and_then(|hit| hit.published.as_ref());
    let feed = Feed {
        title: printable(&address.query),
        own: format!("{}{}", asked.origin, address.at("/feed.atom")),
        page: format!("{}{}", asked.origin, address.at("/")),
        updated: instant(newest_entry),
        entries,
    };
    Ok(Answer::of(
        "application/atom+xml; charset=utf-8",
        feed.render()?,
    ))
}

/// RFC 3339, which Atom demands: what is not known of the time is midnight, and what has no date is old.
fn instant(published: Option<&PubDate>) -> String {
    let Some(published) = published else {
        return "1970-01-01T00:00:00Z".to_owned();
    };
    let has_offset = published.clock.is_some_and(|clock| clock.offset.is_some());
    if published.precision == Precision::Instant && has_offset {
        return published.to_string();
    }
    format!("{}T00:00:00Z", published.date)
}

#[derive(Debug, Template)]
#[template(path = "opensearch.xml", config = "src/web/askama.toml")]
struct OpenSearch {
    origin: String,
}

/// `/opensearch.xml`.
pub(crate) fn opensearch(_: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let description = OpenSearch {
        origin: asked.origin.clone(),
    };
    let media_type = "application/opensearchdescription+xml; charset=utf-8";
    Ok(Answer::of(media_type, description.render()?))
}
