//! The texts of an entry: which places hold the same one, and which version is shown.
//!
//! While a run works on them, every place has its address and its time of capture spelled out. An entry keeps them only
//! where they differ from the article's.

use std::cmp::Reverse;

use crate::article::{Article, Claimed, Entry, Held, Other, Place, Version};
use crate::site::apply;
use crate::text::hosts;

/// Texts that are kept in one entry: those of the newest captures.
const TEXTS: usize = 512;

/// Every text of an entry with its places, as its pages claim it and as it was before anything was known of its site.
pub(crate) fn texts_of(mut entry: Entry) -> Vec<Other> {
    let claimed = entry.claimed.take();
    let mut texts = own_texts_of(entry);
    if let Some(claimed) = &claimed {
        for text in &mut texts {
            claim(text, claimed);
        }
    }
    texts
}

/// Every text of an entry with its places, under the id and address of the entry, as it was before anything was known of its site.
pub(crate) fn own_texts_of(entry: Entry) -> Vec<Other> {
    let shown = Other {
        version: entry.shown,
        places: entry.places,
    };
    let mut texts: Vec<Other> = std::iter::once(shown).chain(entry.others).collect();
    for text in &mut texts {
        apply::restore(&mut text.version);
        spell_out(text);
    }
    texts
}

fn claim(text: &mut Other, claimed: &Claimed) {
    text.version.article.id.clone_from(&claimed.id);
    text.version.article.url.clone_from(&claimed.url);
    for held in &mut text.places {
        held.url.clone_from(&claimed.url);
    }
}

/// The entry of some texts, the newest shown. `None` where no place is left.
pub(crate) fn entry_of(mut texts: Vec<Other>, claimed: Option<Claimed>) -> Option<Entry> {
    texts.retain(|text| !text.places.is_empty());
    for text in &mut texts {
        let places = &mut text.places;
        places.sort_by_cached_key(|held| Place::parse(&held.path));
        if let Some(first) = places.first() {
            text.version.article.path.clone_from(&first.path);
        }
        choose_address_and_capture(text);
    }
    texts.sort_by_cached_key(|text| Reverse(newness(text)));
    texts.truncate(TEXTS);
    let mut texts = texts.into_iter();
    let mut shown = texts.next()?;
    let first = shown.places.first();
    // It was the page of another place that lapsed: that of this one could be read.
    if first.is_some_and(|first| first.fingerprint != 0) {
        shown.version.article.lapsed = None;
    }
    Some(Entry {
        shown: shown.version,
        places: shown.places,
        others: texts.collect(),
        claimed,
    })
}

/// The later a version was captured, the newer it is. Where nobody says when, the page's own last change counts, then the longer
/// text; the place, which decides last, makes the choice the same in any order of reading.
fn newness(text: &Other) -> (Option<i64>, Option<i64>, usize, Option<Place>) {
    let article = &text.version.article;
    let captured = article.captured.map(|captured| captured.timestamp());
    let modified = article.modified.as_ref();
    let modified = modified.map(|modified| modified.value.timestamp());
    let last = text.places.last().map(|held| Place::parse(&held.path));
    (captured, modified, article.text.len(), last)
}

/// Gives every place its own address and time of capture.
fn spell_out(text: &mut Other) {
    let article = &text.version.article;
    for held in &mut text.places {
        held.url = held.url.take().or_else(|| article.url.clone());
        held.captured = held.captured.or(article.captured);
    }
}

/// The article has the plainest of its addresses and the latest of its captures; its places keep what differs.
fn choose_address_and_capture(text: &mut Other) {
    let article = &mut text.version.article;
    let urls = text.places.iter().filter_map(|held| held.url.as_ref());
    article.url = urls.min_by_key(|url| (is_form(url), *url)).cloned();
    let captures = text.places.iter().filter_map(|held| held.captured);
    article.captured = captures.max_by_key(crate::article::PubDate::timestamp);
    for held in &mut text.places {
        if held.url == article.url {
            held.url = None;
        }
        if held.captured == article.captured {
            held.captured = None;
        }
    }
}

/// The address of a form of the page: print, AMP, a mobile host.
fn is_form(url: &str) -> bool {
    let plain = url.split_once("://").map_or(url, |(_, rest)| rest);
    let plain = plain.strip_prefix("www.").unwrap_or(plain);
    hosts::page_key(url).is_none_or(|key| key != plain.trim_end_matches('/'))
}

/// Adds a place to the text that it holds.
pub(crate) fn add_place(texts: &mut Vec<Other>, held: &Held, version: &Version) {
    // A place that inputs name twice is read twice.
    let is_there = |other: &Held| other.path == held.path;
    if texts.iter().any(|text| text.places.iter().any(is_there)) {
        return;
    }
    let held = Held {
        url: version.article.url.clone(),
        captured: version.article.captured,
        ..held.clone()
    };
    let same = texts
        .iter_mut()
        .find(|text| is_same(&text.version, version));
    match same {
        Some(text) => text.places.push(held),
        None => texts.push(Other {
            version: version.clone(),
            places: vec![held],
        }),
    }
}

/// Both are the same article, wherever and whenever they were read.
fn is_same(a: &Version, b: &Version) -> bool {
    let fetched = a.fetched == b.fetched;
    let (a, b) = (&a.article, &b.article);
    fetched
        && has_same_text(a, b)
        && (a.url.is_some(), a.captured.is_some()) == (b.url.is_some(), b.captured.is_some())
        && (&a.source, &a.domain, &a.wire) == (&b.source, &b.domain, &b.wire)
        && (&a.published, &a.modified) == (&b.published, &b.modified)
        && (&a.authors, &a.language, &a.place) == (&b.authors, &b.language, &b.place)
        && a.truncated == b.truncated
        && (&a.removed, &a.repaired) == (&b.removed, &b.repaired)
}

/// Both say the same under the same headline.
pub(crate) fn has_same_text(a: &Article, b: &Article) -> bool {
    let title = |article: &Article| article.title.as_ref().map(|title| title.value.clone());
    a.text == b.text && title(a) == title(b)
}
