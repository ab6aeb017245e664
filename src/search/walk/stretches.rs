//! Stretches of an article's words, and which of them stand near each other.

use crate::query::{Order, Within};

/// Stretches of one node in one article at most; a query that makes more of them (`the w/p (of w/p and)`) keeps the first.
pub(crate) const STRETCHES: usize = 20_000;

/// From one place to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Stretch {
    pub(crate) start: u32,
    pub(crate) last: u32,
}

impl Stretch {
    /// The stretch from the first place of either to the last.
    pub(crate) fn join(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            last: self.last.max(other.last),
        }
    }
}

/// How many of the stretches can stand side by side.
pub(crate) fn distinct(found: &[Stretch]) -> u32 {
    let mut by_end: Vec<Stretch> = Vec::new();
    let sorted = found.is_sorted_by_key(|stretch| stretch.last);
    let ordered = if sorted {
        found
    } else {
        by_end.extend_from_slice(found);
        by_end.sort_unstable_by_key(|stretch| stretch.last);
        &by_end
    };
    let mut count = 0;
    let mut end = None;
    for stretch in ordered {
        if end.is_none_or(|end| stretch.start > end) {
            count += 1;
            end = Some(stretch.last);
        }
    }
    count
}

/// Hands over the pairs of stretches that stand near enough, in the right order and on no common word.
pub(crate) fn pairs(
    left: &[Stretch],
    right: &[Stretch],
    (within, order): (Within, Order),
    mut each: impl FnMut(Stretch, Stretch),
) {
    // A paragraph may be long, but nothing near in it is further apart than this.
    let reach = if let Within::Words(words) = within {
        words
    } else {
        100_000
    };
    let longest = right.iter().map(|b| b.last - b.start).max().unwrap_or(0);
    let mut handed = 0;
    for &a in left {
        let from = a.start.saturating_sub(reach.saturating_add(longest));
        let first = right.partition_point(|b| b.start < from);
        for &b in right.iter().skip(first) {
            if b.start > a.last.saturating_add(reach) || handed > STRETCHES {
                break;
            }
            let after = b.start > a.last && b.start - a.last <= reach;
            let before = order == Order::Any && a.start > b.last && a.start - b.last <= reach;
            if after || before {
                handed += 1;
                each(a, b);
            }
        }
    }
}

/// The places from `least` on. They are few, and the next one wanted is seldom far.
pub(crate) fn rest_from(places: &[u32], least: u32) -> &[u32] {
    let before = places.iter().take_while(|&&place| place < least).count();
    places.get(before..).unwrap_or_default()
}

/// Whether any two places of the two words are less than `reach` apart.
pub(crate) fn come_near(one: &[u32], other: &[u32], reach: u32) -> bool {
    let mut other = other;
    one.iter().any(|&place| {
        other = rest_from(other, (place + 1).saturating_sub(reach));
        other.first().is_some_and(|&near| near < place + reach)
    })
}

/// Hands over each place of `window` at which the last of all words can stand when the first stands at its beginning.
///
/// `given` holds the sets of words that can have been given places so far; each place is given to one word at most. Returns how many
/// sets were tried.
pub(crate) fn ends(
    window: &[(u32, u32)],
    all: u32,
    given: &mut Vec<u32>,
    mut each: impl FnMut(u32),
) -> usize {
    let mut tried = 0;
    given.clear();
    for (at, here) in window.chunk_by(|a, b| a.0 == b.0).enumerate() {
        let Some(&(place, _)) = here.first() else {
            continue;
        };
        let known = given.len();
        tried += known * here.len();
        if at == 0 {
            given.extend(here.iter().map(|(_, word)| *word));
        }
        for before in 0..known {
            let Some(&words) = given.get(before) else {
                continue;
            };
            given.extend(
                here.iter()
                    .filter(|(_, word)| words & word == 0)
                    .map(|(_, word)| words | word),
            );
        }
        if given.get(known..).unwrap_or_default().contains(&all) {
            each(place);
        }
        given.sort_unstable();
        given.dedup();
        given.retain(|&words| words != all);
    }
    tried
}
