//! Walking the articles of one segment that may have a node, and working out where it stands in each.
//!
//! What a node finds in an article is a set of [`Stretch`]es. All of them count, not only the shortest: `a NEAR/5 (b NEAR/3 c)` holds
//! when some choice of one place for each word holds all the distances. The matches and their highlights come from the same cursors.

use tantivy::{DocId, SegmentReader, TERMINATED};

use crate::index::analysis::TITLE_GAP;
use crate::query::{Order, Within};
use crate::search::budget::Budget;
use crate::search::plan::node::Node;
use crate::search::walk::leaf::{LeafCursor, STEP};
use crate::search::walk::regions::Outline;
use crate::search::walk::stretches::{
    STRETCHES, Stretch, come_near, distinct, ends, pairs, rest_from,
};

/// A node over one segment.
pub(crate) struct Cursor {
    kind: Kind,
    /// What one step of all its posting lists costs.
    step_cost: u64,
    /// What the last [`find`](Self::find) found, in order.
    found: Vec<Stretch>,
}

enum Kind {
    Leaf(LeafCursor),
    Phrase {
        words: Vec<(u32, LeafCursor)>,
        width: u32,
        slop: u32,
        starts: Vec<u32>,
    },
    Near {
        left: Box<Cursor>,
        right: Box<Cursor>,
        within: Within,
        order: Order,
    },
    Any(Vec<Cursor>),
    AtLeast {
        count: u32,
        inner: Box<Cursor>,
    },
}

impl Kind {
    /// How many posting lists it walks.
    fn lists(&self) -> u64 {
        match self {
            Self::Leaf(leaf) => leaf.lists.len() as u64,
            Self::Phrase { words, .. } => {
                words.iter().map(|(_, leaf)| leaf.lists.len() as u64).sum()
            }
            Self::Near { left, right, .. } => left.kind.lists() + right.kind.lists(),
            Self::Any(parts) => parts.iter().map(|part| part.kind.lists()).sum(),
            Self::AtLeast { inner, .. } => inner.kind.lists(),
        }
    }
}

impl Cursor {
    /// What one step of all its posting lists costs.
    pub(crate) fn step_cost(&self) -> u64 {
        self.step_cost
    }

    /// Opens a node over one segment.
    pub(crate) fn open(
        node: &Node,
        reader: &SegmentReader,
        budget: &Budget,
    ) -> tantivy::Result<Self> {
        let kind = match node {
            Node::Leaf(leaf) => Kind::Leaf(LeafCursor::open(leaf, reader, budget)?),
            Node::Phrase(phrase) => {
                let words = phrase.words.iter();
                let words = words
                    .map(|(offset, leaf)| Ok((*offset, LeafCursor::open(leaf, reader, budget)?)));
                let mut words: Vec<(u32, LeafCursor)> = words.collect::<tantivy::Result<_>>()?;
                // The rarest word leads.
                words.sort_by_key(|(_, leaf)| leaf.cost());
                Kind::Phrase {
                    words,
                    width: phrase.width,
                    slop: phrase.slop,
                    starts: Vec::new(),
                }
            }
            Node::Near {
                left,
                right,
                within,
                order,
            } => Kind::Near {
                left: Box::new(Self::open(left, reader, budget)?),
                right: Box::new(Self::open(right, reader, budget)?),
                within: *within,
                order: *order,
            },
            Node::Any(nodes) => Kind::Any(
                nodes
                    .iter()
                    .map(|node| Self::open(node, reader, budget))
                    .collect::<tantivy::Result<_>>()?,
            ),
            Node::AtLeast { count, node } => Kind::AtLeast {
                count: *count,
                inner: Box::new(Self::open(node, reader, budget)?),
            },
        };
        Ok(Self {
            step_cost: kind.lists() * STEP as u64,
            kind,
            found: Vec::new(),
        })
    }

    /// The first article from `target` on that has all the words the node needs, wherever they stand.
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        match &mut self.kind {
            Kind::Leaf(leaf) => leaf.seek(target),
            Kind::Phrase { words, .. } => {
                meet(target, words, |(_, leaf), target| leaf.seek(target))
            }
            Kind::Near { left, right, .. } => {
                meet(target, &mut [left, right], |side, target| side.seek(target))
            }
            Kind::Any(parts) => parts
                .iter_mut()
                .map(|part| part.seek(target))
                .min()
                .unwrap_or(TERMINATED),
            Kind::AtLeast { inner, .. } => inner.seek(target),
        }
    }

    /// About how many articles it walks.
    pub(crate) fn cost(&self) -> u32 {
        match &self.kind {
            Kind::Leaf(leaf) => leaf.cost(),
            Kind::Phrase { words, .. } => {
                words.iter().map(|(_, leaf)| leaf.cost()).min().unwrap_or(0)
            }
            Kind::Near { left, right, .. } => left.cost().min(right.cost()),
            Kind::Any(parts) => parts.iter().map(Self::cost).fold(0, u32::saturating_add),
            Kind::AtLeast { inner, .. } => inner.cost(),
        }
    }

    /// Where the node stands in `doc`, which [`seek`](Self::seek) has stopped at.
    pub(crate) fn find(&mut self, doc: DocId, outline: &mut Outline) -> &[Stretch] {
        let found = &mut self.found;
        found.clear();
        match &mut self.kind {
            Kind::Leaf(leaf) => {
                leaf.read(doc, outline);
                found.extend(leaf.places.iter().map(|&start| Stretch {
                    start,
                    last: leaf.last(start),
                }));
            }
            Kind::Phrase {
                words,
                width,
                slop: 0,
                starts,
            } => {
                phrase(words, doc, outline, starts);
                let last = *width - 1;
                found.extend(starts.iter().map(|&start| Stretch {
                    start,
                    last: start + last,
                }));
                if *width > TITLE_GAP {
                    found.retain(|stretch| outline.holds(doc, *stretch, Within::Words(0)));
                }
            }
            Kind::Phrase {
                words, width, slop, ..
            } => loose(words, *width + *slop, doc, outline, found),
            Kind::Near {
                left,
                right,
                within,
                order,
            } => {
                if !left.find(doc, outline).is_empty() && !right.find(doc, outline).is_empty() {
                    outline.charge(left.found.len() + right.found.len());
                    pairs(&left.found, &right.found, (*within, *order), |a, b| {
                        let stretch = a.join(b);
                        outline.charge(1);
                        if found.len() < STRETCHES && outline.holds(doc, stretch, *within) {
                            found.push(stretch);
                        }
                    });
                    found.sort_unstable();
                    found.dedup();
                }
            }
            Kind::Any(parts) => {
                for part in &mut *parts {
                    if part.seek(doc) == doc {
                        found.extend_from_slice(part.find(doc, outline));
                    } else {
                        part.found.clear();
                    }
                }
                found.sort_unstable();
                found.dedup();
            }
            Kind::AtLeast { count, inner } => {
                let all = inner.find(doc, outline);
                if distinct(all) >= *count {
                    found.extend_from_slice(all);
                }
            }
        }
        &self.found
    }

    /// Adds the places of the words that make up `wanted` of what [`find`](Self::find) has just found.
    pub(crate) fn words_of(
        &self,
        doc: DocId,
        wanted: &[Stretch],
        outline: &mut Outline,
        words: &mut Vec<Stretch>,
    ) {
        match &self.kind {
            Kind::Leaf(_) | Kind::Phrase { slop: 0, .. } => words.extend_from_slice(wanted),
            Kind::Phrase { words: leaves, .. } => {
                let covered = |place: u32| {
                    let after = wanted.partition_point(|stretch| stretch.start <= place);
                    wanted
                        .iter()
                        .take(after)
                        .rev()
                        .take(64)
                        .any(|stretch| place <= stretch.last)
                };
                for (_, leaf) in leaves {
                    let places = leaf.places.iter().filter(|&&place| covered(place));
                    words.extend(places.map(|&start| Stretch {
                        start,
                        last: leaf.last(start),
                    }));
                }
            }
            Kind::Near {
                left,
                right,
                within,
                order,
            } => {
                let (mut lefts, mut rights) = (Vec::new(), Vec::new());
                pairs(&left.found, &right.found, (*within, *order), |a, b| {
                    let stretch = a.join(b);
                    if outline.holds(doc, stretch, *within)
                        && wanted.binary_search(&stretch).is_ok()
                    {
                        lefts.push(a);
                        rights.push(b);
                    }
                });
                for (side, mut found) in [(left, lefts), (right, rights)] {
                    found.sort_unstable();
                    found.dedup();
                    side.words_of(doc, &found, outline, words);
                }
            }
            Kind::Any(parts) => {
                for part in parts {
                    let found: Vec<Stretch> = part
                        .found
                        .iter()
                        .copied()
                        .filter(|one| wanted.binary_search(one).is_ok())
                        .collect();
                    part.words_of(doc, &found, outline, words);
                }
            }
            Kind::AtLeast { inner, .. } => inner.words_of(doc, wanted, outline, words),
        }
    }
}

/// Moves every part to the first article from `target` on that all of them have.
fn meet<T>(mut target: DocId, parts: &mut [T], seek: impl Fn(&mut T, DocId) -> DocId) -> DocId {
    'again: loop {
        if target >= TERMINATED {
            return TERMINATED;
        }
        for part in &mut *parts {
            let doc = seek(part, target);
            if doc > target {
                target = doc;
                continue 'again;
            }
        }
        return target;
    }
}

/// Where a phrase begins whose words all stand at their distances from that.
fn phrase(
    words: &mut [(u32, LeafCursor)],
    doc: DocId,
    outline: &mut Outline,
    starts: &mut Vec<u32>,
) {
    starts.clear();
    let mut words = words.iter_mut();
    let Some((first_offset, first)) = words.next() else {
        return;
    };
    starts.extend(
        first
            .read(doc, outline)
            .iter()
            .filter_map(|place| place.checked_sub(*first_offset)),
    );
    for (offset, leaf) in words {
        if starts.is_empty() {
            return;
        }
        let mut places = leaf.read(doc, outline);
        starts.retain(|start| {
            let wanted = start + *offset;
            places = rest_from(places, wanted);
            places.first() == Some(&wanted)
        });
    }
}

/// Words of a phrase with slop that are told apart; more make a query that nobody types.
const LOOSE_WORDS: usize = 12;

/// The stretches of `reach` places at most in which every word stands at a place of its own, the first and the last place among them.
fn loose(
    words: &mut [(u32, LeafCursor)],
    reach: u32,
    doc: DocId,
    outline: &mut Outline,
    found: &mut Vec<Stretch>,
) {
    let count = words.len().min(LOOSE_WORDS);
    let Some(((_, first), others)) = words.split_first_mut() else {
        return;
    };
    first.read(doc, outline);
    // In most articles that have all words, some are too far from the first.
    let mut near =
        |other: &mut LeafCursor| come_near(&first.places, other.read(doc, outline), reach);
    if !others
        .iter_mut()
        .take(count - 1)
        .all(|(_, other)| near(other))
    {
        return;
    }
    // Place, and the words that stand there as bits.
    let mut all: Vec<(u32, u32)> = Vec::new();
    for (at, (_, leaf)) in words.iter().take(count).enumerate() {
        all.extend(leaf.places.iter().map(|&place| (place, 1 << at)));
    }
    all.sort_unstable();
    let tail = words
        .iter()
        .map(|(_, leaf)| leaf.width - 1)
        .max()
        .unwrap_or(0);
    let mut given = Vec::new();
    for (from, &(start, _)) in all.iter().enumerate() {
        let starts = from
            .checked_sub(1)
            .and_then(|before| all.get(before))
            .is_none_or(|before| before.0 != start);
        let window = all.get(from..).unwrap_or_default();
        let near = window.partition_point(|&(place, _)| place - start < reach);
        if starts && found.len() < STRETCHES && !outline.is_too_much() {
            let tried = ends(
                window.get(..near).unwrap_or_default(),
                (1 << count) - 1,
                &mut given,
                |last| {
                    let stretch = Stretch {
                        start,
                        last: last + tail,
                    };
                    if outline.holds(doc, stretch, Within::Words(0)) {
                        found.push(stretch);
                    }
                },
            );
            outline.charge(tried);
        }
    }
}
