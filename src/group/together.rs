//! Which texts are one group.
//!
//! Texts that are nearly the same are together. An excerpt of which there is no such text goes to the text that is most like it, and to
//! no other: a text that was put together from two others does not make these one.

use std::collections::BTreeMap;

use crate::group::group_book::{Link, Record};
use crate::group::overlap::Tie;

/// The groups of some records that are linked with no others as copies or excerpts: the keys of each group, in order. Texts that are
/// alone are left out.
pub fn groups(records: &BTreeMap<u64, Record>) -> Vec<Vec<u64>> {
    let mut parents: BTreeMap<u64, u64> = BTreeMap::new();
    for (key, record) in records {
        for other in joined(record) {
            let (a, b) = (root(&mut parents, *key), root(&mut parents, other));
            // The least key is the root.
            parents.insert(a.max(b), a.min(b));
        }
    }
    let keys: Vec<u64> = parents.keys().copied().collect();
    let mut members: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for key in keys {
        let root = root(&mut parents, key);
        members.entry(root).or_default().push(key);
    }
    let several = members.into_values().filter(|group| group.len() > 1);
    several.collect()
}

/// The texts that a text is in one group with by its own links: its copies, or else the text that it is an excerpt of.
fn joined(record: &Record) -> Vec<u64> {
    let of_tie = |tie: Tie| {
        let links = record.links.iter();
        links.filter(move |link| link.overlap.tie() == Some(tie))
    };
    let copies: Vec<u64> = of_tie(Tie::Copy).map(|link| link.to).collect();
    if !copies.is_empty() {
        return copies;
    }
    // On a tie the least key wins.
    let likeness = |link: &&Link| (link.overlap.likeness(), std::cmp::Reverse(link.to));
    let nearest = of_tie(Tie::Excerpt).max_by_key(likeness);
    nearest.map(|link| link.to).into_iter().collect()
}

fn root(parents: &mut BTreeMap<u64, u64>, key: u64) -> u64 {
    let mut at = key;
    let mut path = Vec::new();
    loop {
        let parent = *parents.entry(at).or_insert(at);
        if parent == at {
            break;
        }
        path.push(at);
        at = parent;
    }
    for passed in path {
        parents.insert(passed, at);
    }
    at
}
