//! Walking the articles of one segment that may have a node, and working out where it stands in each.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::index::analysis::{BREAK, PLACE_SHIFT, TITLE_GAP};
use crate::index::schema::column;
use crate::query::{Order, Within};
use crate::search::columns::{Columns, Numbers};
use crate::search::places::{Keep, Leaf, List, Node, Region, Stretch};

/// Stretches of one node in one article at most; a query that makes more of them (`the w/p (of w/p and)`) keeps the first.
const STRETCHES: usize = 20_000;

/// A node over one segment.
pub(crate) struct Cursor {
    kind: Kind,
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

struct LeafCursor {
    lists: Vec<ListCursor>,
    region: Region,
    width: u32,
    places: Vec<u32>,
    scratch: Vec<u32>,
}

struct ListCursor {
    postings: SegmentPostings,
    keep: Keep,
}

/// Where the parts of an article stand, read when they are asked for.
pub(crate) struct Page {
    text_start: Numbers,
    lead_end: Numbers,
    breaks: Option<SegmentPostings>,
    doc: DocId,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    scratch: Vec<u32>,
}

impl Page {
    /// The pages of one segment, as far as `node` asks for them; `field` is the field that the breaks are in.
    pub(crate) fn open(
        node: &Node,
        reader: &SegmentReader,
        field: Field,
        columns: &Columns,
    ) -> tantivy::Result<Self> {
        let breaks = match node.asks_for_breaks() {
            true => {
                let term = Term::from_field_text(field, BREAK);
                let index = reader.inverted_index(field)?;
                index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?
            }
            false => None,
        };
        Ok(Self {
            text_start: columns.numbers(reader, column::TEXT_START)?,
            lead_end: columns.numbers(reader, column::LEAD_END)?,
            breaks,
            doc: TERMINATED,
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            scratch: Vec::new(),
        })
    }

    pub(crate) fn text_start(&self, doc: DocId) -> u32 {
        u32::try_from(self.text_start.get_val(doc)).unwrap_or(0)
    }

    fn region(&self, doc: DocId, region: Region) -> std::ops::Range<u32> {
        match region {
            Region::All => 0..u32::MAX,
            Region::Title => 0..self.text_start(doc),
            Region::Text => self.text_start(doc)..u32::MAX,
            Region::Lead => {
                self.text_start(doc)..u32::try_from(self.lead_end.get_val(doc)).unwrap_or(0)
            }
        }
    }

    /// Reads the breaks of `doc`; articles are asked for in order.
    fn load(&mut self, doc: DocId) {
        if self.doc == doc {
            return;
        }
        self.doc = doc;
        self.sentences.clear();
        self.paragraphs.clear();
        let Some(breaks) = &mut self.breaks else {
            return;
        };
        if breaks.doc() < doc {
            breaks.seek(doc);
        }
        if breaks.doc() != doc {
            return;
        }
        breaks.positions(&mut self.scratch);
        for &position in &self.scratch {
            let place = position >> PLACE_SHIFT;
            self.sentences.push(place);
            if position & 1 == 1 {
                self.paragraphs.push(place);
            }
        }
    }

    /// Whether no sentence (or paragraph) begins within the stretch.
    fn holds(&mut self, doc: DocId, stretch: Stretch, within: Within) -> bool {
        if let Within::Words(_) = within {
            let start = self.text_start(doc);
            return start <= stretch.start || stretch.last < start;
        }
        self.load(doc);
        let breaks = if within == Within::Sentence {
            &self.sentences
        } else {
            &self.paragraphs
        };
        let next = breaks.partition_point(|&place| place <= stretch.start);
        breaks.get(next).is_none_or(|&place| place > stretch.last)
    }
}

impl Cursor {
    /// Opens a node over one segment.
    pub(crate) fn open(node: &Node, reader: &SegmentReader) -> tantivy::Result<Self> {
        let kind = match node {
            Node::Leaf(leaf) => Kind::Leaf(LeafCursor::open(leaf, reader)?),
            Node::Phrase(phrase) => {
                let words = phrase.words.iter();
                let words =
                    words.map(|(offset, leaf)| Ok((*offset, LeafCursor::open(leaf, reader)?)));
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
                left: Box::new(Self::open(left, reader)?),
                right: Box::new(Self::open(right, reader)?),
                within: *within,
                order: *order,
            },
            Node::Any(nodes) => Kind::Any(
                nodes
                    .iter()
                    .map(|node| Self::open(node, reader))
                    .collect::<tantivy::Result<_>>()?,
            ),
            Node::AtLeast { count, node } => Kind::AtLeast {
                count: *count,
                inner: Box::new(Self::open(node, reader)?),
            },
        };
        Ok(Self {
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
    pub(crate) fn find(&mut self, doc: DocId, page: &mut Page) -> &[Stretch] {
        let found = &mut self.found;
        found.clear();
        match &mut self.kind {
            Kind::Leaf(leaf) => {
                let last = leaf.width - 1;
                found.extend(leaf.read(doc, page).iter().map(|&start| Stretch {
                    start,
                    last: start + last,
                }));
            }
            Kind::Phrase {
                words,
                width,
                slop: 0,
                starts,
            } => {
                phrase(words, doc, page, starts);
                let last = *width - 1;
                found.extend(starts.iter().map(|&start| Stretch {
                    start,
                    last: start + last,
                }));
                if *width > TITLE_GAP {
                    found.retain(|stretch| page.holds(doc, *stretch, Within::Words(0)));
                }
            }
            Kind::Phrase {
                words, width, slop, ..
            } => loose(words, *width + *slop, doc, page, found),
            Kind::Near {
                left,
                right,
                within,
                order,
            } => {
                if !left.find(doc, page).is_empty() && !right.find(doc, page).is_empty() {
                    pairs(&left.found, &right.found, (*within, *order), |a, b| {
                        let stretch = a.join(b);
                        if found.len() < STRETCHES && page.holds(doc, stretch, *within) {
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
                        found.extend_from_slice(part.find(doc, page));
                    } else {
                        part.found.clear();
                    }
                }
                found.sort_unstable();
                found.dedup();
            }
            Kind::AtLeast { count, inner } => {
                let all = inner.find(doc, page);
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
        page: &mut Page,
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
                        last: start + leaf.width - 1,
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
                    if page.holds(doc, stretch, *within) && wanted.binary_search(&stretch).is_ok() {
                        lefts.push(a);
                        rights.push(b);
                    }
                });
                for (side, mut found) in [(left, lefts), (right, rights)] {
                    found.sort_unstable();
                    found.dedup();
                    side.words_of(doc, &found, page, words);
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
                    part.words_of(doc, &found, page, words);
                }
            }
            Kind::AtLeast { inner, .. } => inner.words_of(doc, wanted, page, words),
        }
    }
}

impl Stretch {
    fn join(self, other: Self) -> Self {
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

/// Hands over the pairs of stretches that stand near enough, in the right order and on no common word.
fn pairs(
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

/// Where a phrase begins whose words all stand at their distances from that.
fn phrase(words: &mut [(u32, LeafCursor)], doc: DocId, page: &Page, starts: &mut Vec<u32>) {
    starts.clear();
    let mut words = words.iter_mut();
    let Some((first_offset, first)) = words.next() else {
        return;
    };
    starts.extend(
        first
            .read(doc, page)
            .iter()
            .filter_map(|place| place.checked_sub(*first_offset)),
    );
    for (offset, leaf) in words {
        if starts.is_empty() {
            return;
        }
        let mut places = leaf.read(doc, page);
        starts.retain(|start| {
            let wanted = start + *offset;
            places = rest_from(places, wanted);
            places.first() == Some(&wanted)
        });
    }
}

/// The places from `least` on. They are few, and the next one wanted is seldom far.
fn rest_from(places: &[u32], least: u32) -> &[u32] {
    let before = places.iter().take_while(|&&place| place < least).count();
    places.get(before..).unwrap_or_default()
}

/// Whether any two places of the two words are less than `reach` apart.
fn come_near(one: &[u32], other: &[u32], reach: u32) -> bool {
    let mut other = other;
    one.iter().any(|&place| {
        other = rest_from(other, (place + 1).saturating_sub(reach));
        other.first().is_some_and(|&near| near < place + reach)
    })
}

/// Words of a phrase with slop that are told apart; more make a query that nobody types.
const LOOSE_WORDS: usize = 12;

/// The stretches of `reach` places at most in which every word stands at a place of its own, the first and the last place among them.
fn loose(
    words: &mut [(u32, LeafCursor)],
    reach: u32,
    doc: DocId,
    page: &mut Page,
    found: &mut Vec<Stretch>,
) {
    let count = words.len().min(LOOSE_WORDS);
    let Some(((_, first), others)) = words.split_first_mut() else {
        return;
    };
    first.read(doc, page);
    // In most articles that have all words, some are too far from the first.
    let near = |other: &mut LeafCursor| come_near(&first.places, other.read(doc, page), reach);
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
        if starts && found.len() < STRETCHES {
            ends(
                window.get(..near).unwrap_or_default(),
                (1 << count) - 1,
                &mut given,
                |last| {
                    let stretch = Stretch {
                        start,
                        last: last + tail,
                    };
                    if page.holds(doc, stretch, Within::Words(0)) {
                        found.push(stretch);
                    }
                },
            );
        }
    }
}

/// Hands over each place of `window` at which the last of all words can stand when the first stands at its beginning.
///
/// `given` holds the sets of words that can have been given places so far; each place is given to one word at most.
fn ends(window: &[(u32, u32)], all: u32, given: &mut Vec<u32>, mut each: impl FnMut(u32)) {
    given.clear();
    for (at, here) in window.chunk_by(|a, b| a.0 == b.0).enumerate() {
        let Some(&(place, _)) = here.first() else {
            continue;
        };
        let known = given.len();
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
}

impl LeafCursor {
    fn open(leaf: &Leaf, reader: &SegmentReader) -> tantivy::Result<Self> {
        let mut lists = Vec::with_capacity(leaf.lists.len());
        for list in &leaf.lists {
            lists.extend(ListCursor::open(list, reader)?);
        }
        Ok(Self {
            lists,
            region: leaf.region,
            width: leaf.width,
            places: Vec::new(),
            scratch: Vec::new(),
        })
    }

    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        match self.lists.as_mut_slice() {
            [list] => list.seek(target),
            lists => lists
                .iter_mut()
                .map(|list| list.seek(target))
                .min()
                .unwrap_or(TERMINATED),
        }
    }

    fn cost(&self) -> u32 {
        self.lists
            .iter()
            .map(|list| list.postings.doc_freq())
            .fold(0, u32::saturating_add)
    }

    /// The places of the word in `doc`, in order, each once.
    fn read(&mut self, doc: DocId, page: &Page) -> &[u32] {
        let Self {
            lists,
            region,
            places,
            scratch,
            ..
        } = self;
        places.clear();
        let mut from = 0;
        for list in lists {
            if list.seek(doc) != doc {
                continue;
            }
            from += 1;
            if from == 1 {
                list.read(places);
            } else {
                list.read(scratch);
                places.append(scratch);
            }
        }
        if from > 1 {
            places.sort_unstable();
            places.dedup();
        }
        if *region != Region::All {
            let region = page.region(doc, *region);
            places.retain(|place| region.contains(place));
        }
        &self.places
    }
}

impl ListCursor {
    fn open(list: &List, reader: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let Some(info) = list.info(reader)? else {
            return Ok(None);
        };
        let index = reader.inverted_index(list.term.field())?;
        let postings =
            index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Some(Self {
            postings,
            keep: list.keep,
        }))
    }

    /// The first article from `target` on, or where it stands already.
    #[inline]
    fn seek(&mut self, target: DocId) -> DocId {
        let doc = self.postings.doc();
        if doc < target {
            self.postings.seek(target)
        } else {
            doc
        }
    }

    /// The places in the article it stands at, in order; a list has none twice.
    fn read(&mut self, places: &mut Vec<u32>) {
        let Keep { mask, bits } = self.keep;
        self.postings.positions(places);
        if mask != 0 {
            places.retain(|at| at & mask == bits);
        }
        places.iter_mut().for_each(|at| *at >>= PLACE_SHIFT);
    }
}
