//! Walking the posting lists of one word.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use crate::index::analysis::PLACE_SHIFT;
use crate::search::budget::Budget;
use crate::search::plan::node::{Leaf, List, PositionMask, Region};
use crate::search::walk::regions::Outline;

/// What it costs to move a list on, in positions read: about ten times as long as to read one.
pub(crate) const STEP: usize = 8;

/// What it costs to open a list with its positions, in postings.
const OPEN: u64 = 100;

/// A word over one segment.
pub(crate) struct LeafCursor {
    pub(crate) lists: Vec<ListCursor>,
    region: Region,
    pub(crate) width: u32,
    /// The places of compounds that the last [`read`](Self::read) found, in order, each with how many places it takes.
    wide: Vec<(u32, u32)>,
    /// The places that the last [`read`](Self::read) found, in order.
    pub(crate) places: Vec<u32>,
    scratch: Vec<u32>,
}

/// One posting list of it.
pub(crate) struct ListCursor {
    postings: SegmentPostings,
    mask: PositionMask,
    width: u32,
}

impl LeafCursor {
    pub(crate) fn open(
        leaf: &Leaf,
        reader: &SegmentReader,
        budget: &Budget,
    ) -> tantivy::Result<Self> {
        let mut lists = Vec::with_capacity(leaf.lists.len());
        for list in &leaf.lists {
            if !budget.spend(OPEN) {
                break;
            }
            lists.extend(ListCursor::open(list, reader)?);
        }
        lists.sort_by_key(|list| list.width);
        Ok(Self {
            lists,
            region: leaf.region,
            width: leaf.width,
            wide: Vec::new(),
            places: Vec::new(),
            scratch: Vec::new(),
        })
    }

    #[inline]
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        match self.lists.as_mut_slice() {
            [list] => list.seek(target),
            lists => lists
                .iter_mut()
                .map(|list| list.seek(target))
                .min()
                .unwrap_or(TERMINATED),
        }
    }

    /// About how many articles it walks.
    pub(crate) fn cost(&self) -> u32 {
        self.lists
            .iter()
            .map(|list| list.postings.doc_freq())
            .fold(0, u32::saturating_add)
    }

    /// The places of the word in `doc`, in order, each once.
    pub(crate) fn read(&mut self, doc: DocId, outline: &mut Outline) -> &[u32] {
        let Self {
            lists,
            region,
            width,
            wide,
            places,
            scratch,
        } = self;
        places.clear();
        wide.clear();
        let mut from = 0;
        outline.charge(lists.len() * STEP);
        for list in lists {
            if list.seek(doc) != doc {
                continue;
            }
            from += 1;
            if from == 1 && list.width <= *width {
                list.read(places);
                continue;
            }
            list.read(scratch);
            if list.width > *width {
                // Where the first word of a compound is found itself, it is found alone.
                places.sort_unstable();
                let compounds = scratch
                    .iter()
                    .filter(|at| places.binary_search(at).is_err());
                wide.extend(compounds.map(|&place| (place, list.width)));
            }
            places.append(scratch);
        }
        if from > 1 {
            places.sort_unstable();
            places.dedup();
            wide.sort_unstable();
        }
        outline.charge(places.len());
        if *region != Region::All {
            let region = outline.region(doc, *region);
            places.retain(|place| region.contains(place));
        }
        &self.places
    }
}

impl LeafCursor {
    /// The last place of what begins at `start`, one of [`places`](Self::places).
    pub(crate) fn last(&self, start: u32) -> u32 {
        let after = self.wide.partition_point(|(place, _)| *place <= start);
        let found = after.checked_sub(1).and_then(|at| self.wide.get(at));
        let width = match found {
            Some((place, width)) if *place == start => *width,
            _ => self.width,
        };
        start + width - 1
    }
}

impl ListCursor {
    fn open(list: &List, reader: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let Some(info) = list.info(reader) else {
            return Ok(None);
        };
        let index = reader.inverted_index(list.term.field())?;
        let postings =
            index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Some(Self {
            postings,
            mask: list.mask,
            width: list.places,
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
        self.postings.positions(places);
        if self.mask != PositionMask::ALL {
            places.retain(|&position| self.mask.takes(position));
        }
        places.iter_mut().for_each(|at| *at >>= PLACE_SHIFT);
    }
}
