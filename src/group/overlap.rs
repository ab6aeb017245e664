//! How much two texts share, and what follows from it.

/// A copy is to the shorter text what half of it at least is.
const HALF: u16 = 500;

/// The part of the longer text that two copies share at least to be nearly the same text. Between .3 and .4 the figures of `copies` of
/// `cargo bench --bench quality` do not change.
const ALIKE: u16 = 350;

/// An excerpt is a tenth of the text that it is from at least: a short item in a round-up of the day is no copy of it.
const EXCERPT: u16 = 100;

/// The part of the shorter text from which on it reuses the other.
const REUSED: u16 = 300;

/// How much two texts share, in parts of a thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overlap {
    /// The part of the first text that stands in the second.
    pub first: u16,
    /// The part of the second text that stands in the first.
    pub second: u16,
}

/// What two texts are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tie {
    /// A good part of one text stands in the other.
    Reuse,
    /// Most of the shorter text stands in a longer one.
    Excerpt,
    /// Nearly the same text.
    Copy,
}

impl Overlap {
    /// The overlap of texts with so many shingles, which share some.
    pub(super) fn new(shared: usize, (first, second): (usize, usize)) -> Self {
        let part = |of: usize| {
            let part = (shared * 1_000).checked_div(of).unwrap_or(0);
            u16::try_from(part).unwrap_or(1_000)
        };
        Self {
            first: part(first),
            second: part(second),
        }
    }

    /// The same, seen from the second text.
    pub fn turned(self) -> Self {
        Self {
            first: self.second,
            second: self.first,
        }
    }

    /// What the texts are to each other; `None` where they share little.
    pub fn tie(self) -> Option<Tie> {
        let (shorter, longer) = (self.first.max(self.second), self.first.min(self.second));
        match (shorter, longer) {
            (HALF.., ALIKE..) => Some(Tie::Copy),
            (HALF.., EXCERPT..) => Some(Tie::Excerpt),
            (REUSED.., _) => Some(Tie::Reuse),
            _ => None,
        }
    }

    /// How alike the texts are, for comparing overlaps: high where much of both is shared.
    pub(super) fn likeness(self) -> u32 {
        u32::from(self.first) * u32::from(self.second)
    }
}
