//! Copies of pages in archives of the web: the address of the page that was copied, and when that was done.

use url::Url;

use crate::article::{PageMeta, RawPage};
use crate::text::hosts;

/// A copy, as its address tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Copy {
    /// The address of the page that was copied.
    pub(crate) url: String,
    /// When it was copied, `yyyymmddhhmmss` or the beginning of that.
    pub(crate) stamp: Option<String>,
}

/// Hosts of archives of the web. Of other hosts, an address with a stamp of 14 figures before another address is that of a copy too.
const ARCHIVES: &[&str] = &[
    "web.archive.org",
    "wayback.archive.org",
    "archive.today",
    "archive.ph",
    "archive.is",
    "archive.li",
    "archive.vn",
    "archive.fo",
    "archive.md",
    "archive-it.org",
    "arquivo.pt",
    "webcitation.org",
    "webarchive.org.uk",
    "webarchive.nationalarchives.gov.uk",
    "perma-archives.org",
    "vefsafn.is",
    "webarchive.loc.gov",
    "swap.stanford.edu",
    "archivesinternet.bnf.fr",
    "webarchive.nla.gov.au",
    "megalodon.jp",
];

/// Whose address is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host {
    /// Of an archive of the web.
    Archive,
    /// Of anybody.
    Other,
}

/// The copy that a page is: by its own address, or by what it calls its own address.
pub(crate) fn of(raw: &RawPage, meta: &PageMeta) -> Option<Copy> {
    let given = raw.given.url.as_deref();
    if let Some(copy) = given.and_then(read) {
        return Some(copy);
    }
    // `https://archive.ph/AbCdE` tells nothing; the page behind it does.
    if given.is_some_and(|url| !is_archive(url)) {
        return None;
    }
    own_addresses(meta).find_map(read)
}

/// The address that a page is known by: that of the page it copies, or the given one.
pub(crate) fn original(url: &str) -> String {
    read(url).map_or_else(|| url.to_owned(), |copy| copy.url)
}

/// What the page calls its own address.
fn own_addresses(meta: &PageMeta) -> impl Iterator<Item = &str> {
    let links = meta
        .links
        .iter()
        .filter(|(rel, _)| rel.split_whitespace().any(|rel| rel == "canonical"))
        .map(|(_, href)| href.as_str());
    let shared = meta
        .meta
        .iter()
        .filter(|(name, _)| name == "og:url")
        .map(|(_, url)| url.as_str());
    links.chain(shared)
}

fn is_archive(url: &str) -> bool {
    let host = hosts::written(url).to_ascii_lowercase();
    let named = |name: &&str| {
        let before = host.strip_suffix(*name);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    ARCHIVES.iter().any(named)
}

/// What the address of a copy says; nothing for all other addresses.
pub(crate) fn read(url: &str) -> Option<Copy> {
    let url = url.trim();
    if url.len() > LONGEST {
        return None;
    }
    match is_archive(url) {
        true => in_path(url, Host::Archive).or_else(|| in_query(url)),
        false => in_path(url, Host::Other),
    }
}

/// Longer addresses are hostile.
const LONGEST: usize = 8000;

/// `/web/20140226054445/http://...`, `/20140226/...`, `/2014.02.26-054445/...`, `/web/20140226054445id_/...`, `/o/AbCdE/http://...`.
fn in_path(url: &str, host: Host) -> Option<Copy> {
    let start = url.find("://")? + 3;
    let mut at = start + url.get(start..)?.find('/')?;
    while let Some(rest) = url.get(at + 1..) {
        let end = rest.find('/').unwrap_or(rest.len());
        let (part, after) = rest.split_at_checked(end)?;
        let page = after.trim_start_matches('/');
        if let Some(stamp) = stamp(part, host)
            && let Some(url) = with_scheme(page).or_else(|| without_scheme(page))
        {
            return Some(Copy {
                url,
                stamp: Some(stamp),
            });
        }
        if host == Host::Archive
            && let Some(url) = with_scheme(page)
        {
            return Some(Copy { url, stamp: None });
        }
        if end == rest.len() {
            return None;
        }
        at += 1 + end;
    }
    None
}

/// The figures of a stamp, where a part of a path is one: of a known archive with dots and dashes, shortened, or with the mode of replay
/// after it.
fn stamp(part: &str, host: Host) -> Option<String> {
    if !part.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let known = host == Host::Archive;
    let figures: String = part.chars().filter(char::is_ascii_digit).collect();
    let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
    let mode = rest.is_empty() || rest.ends_with('_') && rest.len() <= 4 || rest == "*";
    let dotted = part
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | ':'));
    let whole = figures.len() == 14 && (mode || known && dotted);
    let short = known && (4..=14).contains(&figures.len()) && (mode || dotted);
    let year = figures.get(..4)?.parse::<u16>().ok()?;
    ((whole || short) && (1990..2100).contains(&year)).then_some(figures)
}

/// The address at the end of another, whose scheme may have lost a slash.
fn with_scheme(page: &str) -> Option<String> {
    let (scheme, rest) = ["https", "http"].iter().find_map(|scheme| {
        let rest = page.strip_prefix(scheme)?;
        let marks = [":", "%3A", "%3a"];
        let rest = marks.iter().find_map(|mark| rest.strip_prefix(mark))?;
        Some((*scheme, rest))
    })?;
    let rest = rest.replacen("%2F%2F", "", 1).replacen("%2f%2f", "", 1);
    let rest = rest.trim_start_matches('/');
    (!rest.is_empty()).then(|| format!("{scheme}://{rest}"))
}

/// The same without its scheme: a host, not the name of a file.
fn without_scheme(page: &str) -> Option<String> {
    const FILES: &[&str] = &["html", "htm", "php", "pdf", "jpg", "png", "gif", "txt"];
    let host = page.split(['/', '?', '#']).next()?;
    let end = host.rsplit('.').next().unwrap_or_default();
    let named = hosts::domain(host).is_some() && !FILES.contains(&end);
    named.then(|| format!("http://{page}"))
}

/// `?url=http://...&date=2008-01-01`.
fn in_query(url: &str) -> Option<Copy> {
    let parsed = Url::parse(url).ok()?;
    let value = |name: &str| {
        let mut pairs = parsed.query_pairs();
        pairs.find(|(key, _)| key == name).map(|(_, value)| value)
    };
    let page = value("url")?;
    let page = with_scheme(&page).or_else(|| without_scheme(&page))?;
    let stamp = value("date").map(|date| date.chars().filter(char::is_ascii_digit).collect());
    Some(Copy { url: page, stamp })
}
