//! Which group each article is in, after its links have changed.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::group::{Standing, TextGroups, Tie, representative};
use crate::index::Catalog;
use crate::ingest::copies::shelf::Shelf;
use crate::ingest::report::IngestError;

/// Makes the groups of these articles, and of all that are linked with them, what their links say.
pub(super) fn regroup(
    touched: &BTreeSet<u64>,
    shelf: &mut Shelf<'_>,
    now: &Catalog,
) -> Result<(), IngestError> {
    let mut seen = FxHashSet::default();
    for key in touched {
        if seen.insert(*key) {
            for members in linked_groups(*key, &mut seen, shelf)? {
                write_group(&members, shelf, now)?;
            }
        }
    }
    Ok(())
}

/// The groups of all articles that are linked with one as copies or excerpts, or with others that are. They are added to `seen`.
fn linked_groups(
    key: u64,
    seen: &mut FxHashSet<u64>,
    shelf: &mut Shelf<'_>,
) -> Result<Vec<Vec<u64>>, IngestError> {
    let mut keys = vec![key];
    let mut next = 0;
    while let Some(key) = keys.get(next).copied() {
        next += 1;
        let record = shelf.record(key)?;
        for link in record.iter().flat_map(|record| &record.links) {
            if link.overlap.tie() >= Some(Tie::Excerpt) && seen.insert(link.to) {
                keys.push(link.to);
            }
        }
    }
    let mut groups = TextGroups::new(keys.clone());
    for key in keys {
        if let Some(record) = shelf.record(key)? {
            groups.join(key, record);
        }
    }
    Ok(groups.groups())
}

fn write_group(members: &[u64], shelf: &mut Shelf<'_>, now: &Catalog) -> Result<(), IngestError> {
    if let [alone] = members {
        return shelf.set_group(*alone, *alone, &[]);
    }
    let mut standings = Vec::with_capacity(members.len());
    for key in members {
        standings.extend(standing(*key, now)?);
    }
    let Some(first) = representative(&standings) else {
        return Ok(());
    };
    for key in members {
        let listed = if *key == first.key { members } else { &[] };
        shelf.set_group(*key, first.key, listed)?;
    }
    Ok(())
}

fn standing(key: u64, now: &Catalog) -> Result<Option<Standing>, IngestError> {
    let at = now.find(key)?;
    Ok(at.map(|at| Standing {
        key,
        published: now.published(at),
        length: now.shingles(at),
    }))
}
