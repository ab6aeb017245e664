//! Which text stands for its group.

use std::cmp::Reverse;

/// What decides which of several copies is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The key of the article's id.
    pub key: u64,
    /// When it was published, in seconds since 1970.
    pub published: Option<i64>,
    /// How many shingles it has.
    pub length: u64,
}

impl Standing {
    /// What is least of the text that stands for the others: the first published, then the longest, then the least key. A text without
    /// a date comes after all others.
    pub fn order(&self) -> (i64, Reverse<u64>, u64) {
        let published = self.published.unwrap_or(i64::MAX);
        (published, Reverse(self.length), self.key)
    }
}

/// The text that stands for a group.
pub fn representative(group: &[Standing]) -> Option<Standing> {
    group
        .iter()
        .min_by_key(|standing| standing.order())
        .copied()
}
