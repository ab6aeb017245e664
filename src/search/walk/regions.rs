//! Where the parts of an article stand: headline, lead, sentences, paragraphs.

use std::ops::Range;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::index::analysis::{BREAK, PLACE_SHIFT};
use crate::index::schema::column;
use crate::query::Within;
use crate::search::budget::Budget;
use crate::search::columns::{Columns, Numbers};
use crate::search::plan::node::{Node, Region};
use crate::search::walk::stretches::Stretch;

/// What one article may cost at most: a phrase with slop of one word many times over can be put together in millions of ways.
const PER_ARTICLE: u64 = 4_000_000;

/// Where the parts of an article stand, read when they are asked for.
pub(crate) struct Outline {
    text_start: Numbers,
    lead_end: Numbers,
    breaks: Option<SegmentPostings>,
    doc: DocId,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    scratch: Vec<u32>,
    /// What was read for the article so far: positions, lists, pairs that were tried.
    cost: u64,
    /// Whether the query has limits.
    is_limited: bool,
}

impl Outline {
    /// The pages of one segment, as far as `node` asks for them; `field` is the field that the breaks are in.
    pub(crate) fn open(
        node: &Node,
        reader: &SegmentReader,
        field: Field,
        columns: &Columns,
        budget: &Budget,
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
            cost: 0,
            is_limited: budget.is_limited(),
        })
    }

    /// Notes that something was read for the article.
    #[inline]
    pub(crate) fn charge(&mut self, cost: usize) {
        self.cost += cost as u64;
    }

    /// Whether one article has cost so much that the query must be stopped, with what follows in it unread.
    pub(crate) fn is_too_much(&self) -> bool {
        self.is_limited && self.cost > PER_ARTICLE
    }

    /// What was read since this was last asked; more than any budget where that was too much.
    pub(crate) fn take_cost(&mut self) -> u64 {
        let cost = if self.is_too_much() {
            u64::MAX
        } else {
            self.cost
        };
        self.cost = 0;
        cost
    }

    /// The place of the first word of the text.
    pub(crate) fn text_start(&self, doc: DocId) -> u32 {
        u32::try_from(self.text_start.get_val(doc)).unwrap_or(0)
    }

    pub(crate) fn region(&self, doc: DocId, region: Region) -> Range<u32> {
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
    pub(crate) fn holds(&mut self, doc: DocId, stretch: Stretch, within: Within) -> bool {
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
