//! The address and the id of an article: the same page gets the same id, however its address was written.

use serde_json::Value;
use xxhash_rust::xxh3::xxh3_128;

use crate::article::{CleanPage, RawPage};
use crate::identify::ld::Ld;
use crate::identify::web_copy;
use crate::text::hosts;

/// Where an article stands.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// The canonical address.
    pub(crate) url: Option<String>,
    /// Its registrable domain.
    pub(crate) domain: Option<String>,
    /// The record's own id, or one made of the address or the path.
    pub(crate) id: String,
}

pub(crate) fn identify(raw: &RawPage, page: &CleanPage, ld: &Ld<'_>) -> Address {
    let copy = web_copy::of(raw, &page.meta);
    let given = copy.as_ref().map(|copy| copy.url.as_str());
    let url = canonical(given.or(raw.given.url.as_deref()), page, ld);
    let domain = url.as_deref().and_then(hosts::domain);
    let given = raw
        .given
        .id
        .as_deref()
        .map(str::trim)
        .filter(|id| !id.is_empty());
    let of_address = || url.as_deref().and_then(id_of_address);
    let given = given.map(str::to_owned).or_else(of_address);
    let id = given.unwrap_or_else(|| id_of_path(&raw.path));
    Address { url, domain, id }
}

/// The first address that the page gives for itself and that the given address, where there is one, does not contradict.
fn canonical(given: Option<&str>, page: &CleanPage, ld: &Ld<'_>) -> Option<String> {
    let given = given.and_then(hosts::canonical);
    let links = page
        .meta
        .links
        .iter()
        .filter(|(rel, _)| rel.split_whitespace().any(|r| r == "canonical"));
    let og = page.meta.meta.iter().filter(|(name, _)| name == "og:url");
    let own = links.chain(og).map(|(_, href)| href.as_str());
    let ld = ld
        .articles
        .iter()
        .flat_map(|node| [node.get("url"), node.get("mainEntityOfPage")])
        .flatten();
    let ld = ld.filter_map(|value| match value {
        Value::Object(node) => node
            .get("@id")
            .or_else(|| node.get("url"))
            .and_then(Value::as_str),
        value => value.as_str(),
    });
    let home = given.as_deref().and_then(hosts::domain);
    let fits =
        |url: &String| !hosts::is_front_page(url) && (home.is_none() || hosts::domain(url) == home);
    // An archive of the web may write its own address before those of the page.
    own.chain(ld)
        .map(web_copy::original)
        .filter_map(|url| hosts::canonical(&url))
        .find(fits)
        .or(given)
}

/// The id of the page at an address, however that is written; `None` where it is no address of the web.
pub(crate) fn id_of_address(address: &str) -> Option<String> {
    hosts::page_key(address).map(|key| short_id(&key))
}

/// The id of a page that has no address.
pub(crate) fn id_of_path(path: &str) -> String {
    short_id(path)
}

/// 16 hexadecimal digits: two of a thousand million articles share one with a chance of one in forty.
fn short_id(key: &str) -> String {
    format!("{:016x}", xxh3_128(key.as_bytes()) >> 64)
}
