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
    parents: Vec<u32>,
}

impl TextGroups {
    /// Groups of texts with these keys, which are in order and up to 2^32; each is alone.
    pub fn new(keys: Vec<u64>) -> Self {
        Self {
            parents: (0..numbered(keys.len())).collect(),
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
            let (one, other) = (self.root(numbered(one)), self.root(numbered(other)));
            if let Some(parent) = self.parents.get_mut(place(one.max(other))) {
                *parent = one.min(other);
            }
        }
    }

    /// The groups. A text that is alone is a group of its own.
    pub fn groups(mut self) -> GroupedTexts {
        let mut numbers: Vec<u32> = Vec::with_capacity(self.keys.len());
        let mut sizes: Vec<u32> = Vec::new();
        for at in 0..numbered(self.keys.len()) {
            // The root stands first in its group, so it has its number already.
            let number = numbers.get(place(self.root(at))).copied();
            let number = number.unwrap_or(numbered(sizes.len()));
            numbers.push(number);
            match sizes.get_mut(place(number)) {
                Some(size) => *size += 1,
                None => sizes.push(1),
            }
        }
        GroupedTexts::new(self.keys, numbers, sizes)
    }

    fn root(&mut self, from: u32) -> u32 {
        let mut at = from;
        while let Some(parent) = self.parent(at).filter(|parent| *parent != at) {
            // Each look halves the way for the next one.
            let next = self.parent(parent).unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(place(at)) {
                *slot = next;
            }
            at = next;
        }
        at
    }

    fn parent(&self, at: u32) -> Option<u32> {
        self.parents.get(place(at)).copied()
    }
}

/// A place as it is kept: half as long, as there may be millions.
fn numbered(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Texts by their groups.
#[derive(Debug)]
pub struct GroupedTexts {
    /// In order.
    keys: Vec<u64>,
    /// The number of each text's group.
    numbers: Vec<u32>,
    /// The keys, group after group.
    members: Vec<u64>,
    /// Where each group ends.
    ends: Vec<u32>,
}

impl GroupedTexts {
    fn new(keys: Vec<u64>, numbers: Vec<u32>, sizes: Vec<u32>) -> Self {
        let mut members = vec![0; keys.len()];
        // Where each group begins, then where it goes on, and where it ends at last.
        let mut ends = sizes;
        let mut before = 0;
        for end in &mut ends {
            before += std::mem::replace(end, before);
        }
        for (key, number) in keys.iter().zip(&numbers) {
            if let Some(next) = ends.get_mut(place(*number)) {
                if let Some(member) = members.get_mut(place(*next)) {
                    *member = *key;
                }
                *next += 1;
            }
        }
        Self {
            keys,
            numbers,
            members,
            ends,
        }
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The key of each text, in order, and the number of its group.
    pub fn texts(&self) -> impl Iterator<Item = (u64, usize)> {
        let numbers = self.numbers.iter().map(|number| place(*number));
        self.keys.iter().copied().zip(numbers)
    }

    /// The keys of the group with this number, in order; none where there is no such group.
    pub fn members(&self, number: usize) -> &[u64] {
        let end = |number: usize| self.ends.get(number).map_or(0, |end| place(*end));
        let start = number.checked_sub(1).map_or(0, end);
        self.members.get(start..end(number)).unwrap_or_default()
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
