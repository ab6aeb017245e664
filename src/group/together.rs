//! Which texts are one group.
//!
//! Texts that are nearly the same are together. An excerpt of which there is no such text goes to the text that is most like it, and to
//! no other: a text that was put together from two others does not make these one.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::group::group_book::{Link, Record};
use crate::group::overlap::Tie;

/// The groups of texts that are linked with each other, while their records are read one by one.
#[derive(Debug, Default)]
pub struct TextGroups {
    /// A text of the same group for each text, with a lesser key, or the text itself where it has the least.
    parents: FxHashMap<u64, u64>,
}

impl TextGroups {
    /// Adds a text, whose record tells with which others it is together.
    pub fn add(&mut self, key: u64, record: &Record) {
        self.parents.entry(key).or_insert(key);
        for other in joined(record) {
            let (a, b) = (self.root(key), self.root(other));
            self.parents.insert(a.max(b), a.min(b));
        }
    }

    /// The keys of each group, in order. A text that is alone is a group of its own.
    pub fn groups(mut self) -> Vec<Vec<u64>> {
        let mut keys: Vec<u64> = self.parents.keys().copied().collect();
        keys.sort_unstable();
        let mut members: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for key in keys {
            members.entry(self.root(key)).or_default().push(key);
        }
        members.into_values().collect()
    }

    fn root(&mut self, key: u64) -> u64 {
        let mut root = key;
        while let Some(parent) = self.parents.get(&root).filter(|parent| **parent != root) {
            root = *parent;
        }
        // The next look for it is short.
        let mut at = key;
        while at != root {
            at = self.parents.insert(at, root).unwrap_or(root);
        }
        self.parents.entry(root).or_insert(root);
        root
    }
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
