//! Which group each article is in, after its links have changed.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::group::{Record, Standing, groups, representative};
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
        if seen.contains(key) {
            continue;
        }
        let component = shelf.component(*key)?;
        seen.extend(component.keys().copied());
        write_groups(&component, shelf, now)?;
    }
    Ok(())
}

fn write_groups(
    component: &BTreeMap<u64, Record>,
    shelf: &mut Shelf<'_>,
    now: &Catalog,
) -> Result<(), IngestError> {
    let mut alone: BTreeSet<u64> = component.keys().copied().collect();
    for members in groups(component) {
        let mut standings = Vec::with_capacity(members.len());
        for key in &members {
            alone.remove(key);
            standings.extend(standing(*key, now)?);
        }
        let Some(first) = representative(&standings) else {
            continue;
        };
        for key in &members {
            let listed = if *key == first.key {
                members.as_slice()
            } else {
                &[]
            };
            set_group(*key, first.key, listed, shelf)?;
        }
    }
    for key in alone {
        set_group(key, key, &[], shelf)?;
    }
    Ok(())
}

fn set_group(
    key: u64,
    group: u64,
    members: &[u64],
    shelf: &mut Shelf<'_>,
) -> Result<(), IngestError> {
    shelf.edit(key, |record| {
        record.group = group;
        if record.members != members {
            record.members = members.to_vec();
        }
    })
}

fn standing(key: u64, now: &Catalog) -> Result<Option<Standing>, IngestError> {
    let at = now.find(key)?;
    Ok(at.map(|at| Standing {
        key,
        published: now.published(at),
        length: now.shingles(at),
    }))
}
