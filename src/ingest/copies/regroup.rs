//! Which group each article is in, after its links have changed.
//!
//! All articles are gone through in the order of their keys, as the book is cut by them: its shards need not all be in memory.

use std::collections::BTreeSet;

use crate::group::{Standing, TextGroups, Tie, representative};
use crate::index::Catalog;
use crate::ingest::copies::shelf::Shelf;
use crate::ingest::report::IngestError;

/// Makes the groups of these articles, whose keys are in order, and of all that are linked with them, what their links say.
pub(super) fn regroup(
    touched: Vec<u64>,
    shelf: &mut Shelf<'_>,
    now: &Catalog,
) -> Result<(), IngestError> {
    let keys = linked(touched, shelf)?;
    let mut groups = TextGroups::new(keys.clone());
    for key in keys {
        if let Some(record) = shelf.record(key)? {
            groups.join(key, record);
        }
    }
    let groups = groups.groups();
    let mut firsts = Vec::with_capacity(groups.len());
    for members in groups.iter() {
        firsts.push(first_of(members, now)?);
    }
    for (key, number) in groups.texts() {
        let first = firsts.get(number).copied().unwrap_or(key);
        let members = groups.members(number);
        let listed = match key == first && members.len() > 1 {
            true => members,
            false => &[],
        };
        shelf.set_group(key, first, listed)?;
    }
    Ok(())
}

/// These articles and all that are linked with them as copies or excerpts, or with others that are. The keys are in order.
fn linked(touched: Vec<u64>, shelf: &mut Shelf<'_>) -> Result<Vec<u64>, IngestError> {
    let mut found = touched;
    let mut more = beside(&found, &found, shelf)?;
    while !more.is_empty() {
        found.extend(&more);
        found.sort_unstable();
        more = beside(&more, &found, shelf)?;
    }
    Ok(found)
}

/// The articles that are linked with some of these and are not in `found`, in order.
fn beside(of: &[u64], found: &[u64], shelf: &mut Shelf<'_>) -> Result<Vec<u64>, IngestError> {
    let mut beside = BTreeSet::new();
    for key in of {
        let record = shelf.record(*key)?;
        let links = record.iter().flat_map(|record| &record.links);
        let strong = links.filter(|link| link.overlap.tie() >= Some(Tie::Excerpt));
        beside.extend(
            strong
                .map(|link| link.to)
                .filter(|to| found.binary_search(to).is_err()),
        );
    }
    Ok(beside.into_iter().collect())
}

/// The article that stands for a group. One that is not in the archive any more is alone.
fn first_of(members: &[u64], now: &Catalog) -> Result<u64, IngestError> {
    let mut standings = Vec::with_capacity(members.len());
    for key in members {
        standings.extend(standing(*key, now)?);
    }
    let first = representative(&standings).map(|first| first.key);
    Ok(first.or(members.first().copied()).unwrap_or(0))
}

fn standing(key: u64, now: &Catalog) -> Result<Option<Standing>, IngestError> {
    let at = now.find(key)?;
    Ok(at.map(|at| Standing {
        key,
        published: now.published(at),
        length: now.shingles(at),
    }))
}
