//! Which texts are one group.
//!
//! Texts that are nearly the same are together. An excerpt of which there is no such text goes to the text that is most like it, and to
//! no other: a text that was put together from two others does not make these one.

use crate::group::group_book::{Link, Record};
use crate::group::overlap::Tie;

/// The groups of some texts that are linked with no others as copies or excerpts, while their records are read one by one.
#[derive(Debug)]
pub struct TextGroups {
    /// In order.
    keys: Vec<u64>,
    /// For each text the place of one in the same group that does not stand behind it: its own where it stands first.
    parents: Vec<usize>,
}

impl TextGroups {
    /// Groups of texts with these keys, which are in order; each is alone.
    pub fn new(keys: impl IntoIterator<Item = u64>) -> Self {
        let keys: Vec<u64> = keys.into_iter().collect();
        Self {
            parents: (0..keys.len()).collect(),
            keys,
        }
    }

    /// Puts a text together with those that its record tells of.
    pub fn join(&mut self, key: u64, record: &Record) {
        for other in joined(record) {
            let places = (
                self.keys.binary_search(&key),
                self.keys.binary_search(&other),
            );
            let (Ok(one), Ok(other)) = places else {
                continue;
            };
            let (one, other) = (self.root(one), self.root(other));
            if let Some(parent) = self.parents.get_mut(one.max(other)) {
                *parent = one.min(other);
            }
        }
    }

    /// The groups. A text that is alone is a group of its own.
    pub fn groups(mut self) -> GroupedTexts {
        let roots: Vec<usize> = (0..self.keys.len()).map(|place| self.root(place)).collect();
        let mut by_root: Vec<(usize, u64)> = roots.into_iter().zip(self.keys).collect();
        by_root.sort_unstable();
        let sizes = by_root
            .chunk_by(|one, next| one.0 == next.0)
            .map(<[_]>::len);
        let ends = sizes.scan(0, |end, size| {
            *end += size;
            Some(*end)
        });
        GroupedTexts {
            ends: ends.collect(),
            keys: by_root.into_iter().map(|(_, key)| key).collect(),
        }
    }

    fn root(&mut self, place: usize) -> usize {
        let mut at = place;
        while let Some(parent) = self.parents.get(at).copied().filter(|parent| *parent != at) {
            // Each look halves the way for the next one.
            let next = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at) {
                *slot = next;
            }
            at = next;
        }
        at
    }
}

/// Texts by their groups.
#[derive(Debug)]
pub struct GroupedTexts {
    /// Group after group.
    keys: Vec<u64>,
    /// Where each group ends.
    ends: Vec<usize>,
}

impl GroupedTexts {
    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// How many texts are in all groups.
    pub fn texts(&self) -> usize {
        self.keys.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The keys of the group with this number, in order; none where there is no such group.
    pub fn members(&self, number: usize) -> &[u64] {
        let before = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let ends = before.copied().unwrap_or(0)..self.ends.get(number).copied().unwrap_or(0);
        self.keys.get(ends).unwrap_or_default()
    }

    /// The keys of each group.
    pub fn iter(&self) -> impl Iterator<Item = &[u64]> {
        (0..self.len()).map(|number| self.members(number))
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
