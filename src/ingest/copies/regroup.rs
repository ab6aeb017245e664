//! Which group each article is in, after its links have changed.
//!
//! All articles are gone through in the order of their keys, as the book is cut by them: its shards need not all be in memory.

use std::collections::BTreeSet;

use crate::group::{Standing, TextGroups, Tie, representative};
use crate::index::Catalog;
use crate::ingest::copies::shelf::Shelf;
use crate::ingest::report::IngestError;

/// Makes the groups of these articles, and of all that are linked with them, what their links say.
pub(super) fn regroup(
    touched: BTreeSet<u64>,
    shelf: &mut Shelf<'_>,
    now: &Catalog,
) -> Result<(), IngestError> {
    let keys = linked(touched, shelf)?;
    let mut groups = TextGroups::new(keys.iter().copied());
    for key in keys {
        if let Some(record) = shelf.record(key)? {
            groups.join(key, record);
        }
    }
    let groups = groups.groups();
    let mut numbered = Vec::with_capacity(groups.texts());
    for (number, members) in groups.iter().enumerate() {
        let first = first_of(members, now)?;
        numbered.extend(members.iter().map(|key| (*key, first, number)));
    }
    numbered.sort_unstable();
    for (key, first, number) in numbered {
        let members = groups.members(number);
        let listed = match key == first && members.len() > 1 {
            true => members,
            false => &[],
        };
        shelf.set_group(key, first, listed)?;
    }
    Ok(())
}

/// These articles and all that are linked with them as copies or excerpts, or with others that are.
fn linked(touched: BTreeSet<u64>, shelf: &mut Shelf<'_>) -> Result<BTreeSet<u64>, IngestError> {
    let mut waiting: Vec<u64> = touched.iter().copied().collect();
    let mut found = touched;
    while !waiting.is_empty() {
        let mut next = Vec::new();
        for key in waiting {
            let record = shelf.record(key)?;
            for link in record.iter().flat_map(|record| &record.links) {
                if link.overlap.tie() >= Some(Tie::Excerpt) && found.insert(link.to) {
                    next.push(link.to);
                }
            }
        }
        next.sort_unstable();
        waiting = next;
    }
    Ok(found)
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
