//! How pages ended that waited for the end of a run.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::{Article, Entry, Held, Place};
use crate::ingest::report::{Cause, Outcome, PageEnd};
use crate::ingest::spool::Page;
use crate::ingest::texts::has_same_text;

/// Tells how each page ended that claimed an id, in the order of their places. `old` is what the archive held, `entries` what it
/// holds now.
///
/// Where another place holds the same text still, the page is a duplicate. Of several that came with one text the first is new.
pub(crate) fn tell(
    claims: &[Page],
    old: &[Entry],
    entries: &[Entry],
    tell: &mut dyn FnMut(PageEnd),
) {
    let mut claims: Vec<&Page> = claims.iter().collect();
    claims.sort_by_cached_key(|claim| Place::parse(&claim.held.path));
    let mut settled = Settled::new(&claims, old, entries);
    for claim in claims {
        tell(settled.end(claim));
    }
}

struct Settled<'a> {
    entries: &'a [Entry],
    /// The entry of each place.
    entry_of: BTreeMap<&'a str, usize>,
    /// Entries that stood in the archive before, or got an article in this run.
    known: BTreeSet<usize>,
    /// The places of pages that came in this run and were not told of yet.
    untold: BTreeSet<&'a str>,
}

impl<'a> Settled<'a> {
    fn new(claims: &[&'a Page], old: &[Entry], entries: &'a [Entry]) -> Self {
        let mut entry_of = BTreeMap::new();
        let mut known = BTreeSet::new();
        for (at, entry) in entries.iter().enumerate() {
            entry_of.extend(entry.all_places().map(|held| (held.path.as_str(), at)));
            let id = &entry.shown.article.id;
            if old.iter().any(|old| old.shown.article.id == *id) {
                known.insert(at);
            }
        }
        let untold = claims.iter().map(|claim| claim.held.path.as_str());
        Self {
            entries,
            entry_of,
            known,
            untold: untold.collect(),
        }
    }

    fn end(&mut self, claim: &'a Page) -> PageEnd {
        let path = claim.held.path.as_str();
        self.untold.remove(path);
        let at = self.entry_of.get(path).copied().unwrap_or(usize::MAX);
        let Some(entry) = self.entries.get(at) else {
            return PageEnd::new(path, Outcome::Rejected(Cause::TooManyVersions));
        };
        let mut twin = None;
        let mut other_version = None;
        for (article, places) in texts(entry) {
            if has_same_text(article, &claim.version.article) {
                let told =
                    |held: &&Held| held.path != path && !self.untold.contains(held.path.as_str());
                twin = twin.or_else(|| places.iter().find(told));
            } else if other_version.is_none() {
                other_version = places.first();
            }
        }
        let was_known = !self.known.insert(at) || claim.was_known;
        let outcome = match (twin, was_known) {
            (Some(twin), _) => Outcome::Duplicate {
                of: twin.path.clone(),
            },
            (None, true) => Outcome::Updated,
            (None, false) => Outcome::Indexed,
        };
        let is_new = !matches!(outcome, Outcome::Duplicate { .. });
        let version_of = other_version.filter(|_| is_new);
        PageEnd {
            id: Some(entry.shown.article.id.clone()),
            version_of: version_of.map(|held| held.path.clone()),
            ..PageEnd::new(path, outcome)
        }
    }
}

/// The versions of an entry with their places.
fn texts(entry: &Entry) -> impl Iterator<Item = (&Article, &[Held])> {
    let others = entry.others.iter();
    let others = others.map(|other| (&other.version.article, other.places.as_slice()));
    std::iter::once((&entry.shown.article, entry.places.as_slice())).chain(others)
}
