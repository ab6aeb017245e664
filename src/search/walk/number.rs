//! Articles whose number in a column lies in a range.
//!
//! tantivy's own range over a column may be asked for an article before the last one it was asked for (in `a NOT (date:2025 b)`), and
//! then subtracts the greater from the lesser.

use std::ops::RangeInclusive;
use std::sync::Arc;

use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED};

use crate::search::columns::{Columns, Numbers};
use crate::search::walk::explained::explained;

/// Articles that are looked at in one go after a jump; each further go looks at twice as many.
const FIRST: u32 = 128;

/// Articles that are looked at in one go at most.
const MOST: u32 = 1 << 16;

/// Articles whose number in the column lies in the range.
#[derive(Debug, Clone)]
pub(crate) struct NumberQuery {
    pub(crate) columns: Arc<Columns>,
    pub(crate) column: &'static str,
    pub(crate) range: RangeInclusive<u64>,
}

impl Query for NumberQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl NumberQuery {
    /// The matches of a segment, of which none has been looked at.
    fn docs(&self, reader: &SegmentReader) -> tantivy::Result<Docs> {
        Ok(Docs {
            numbers: self.columns.numbers(reader, self.column)?,
            range: self.range.clone(),
            found: Vec::new(),
            at: 0,
            next: 0,
            end: reader.max_doc(),
        })
    }
}

impl Weight for NumberQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut docs = self.docs(reader)?;
        docs.look();
        Ok(Box::new(ConstScorer::new(docs, boost)))
    }

    fn scorer_danger(
        &self,
        reader: &SegmentReader,
        target: DocId,
        boost: Score,
    ) -> tantivy::Result<(SeekDangerResult, Box<dyn Scorer>)> {
        let mut docs = self.docs(reader)?;
        let found = docs.seek_danger(target);
        Ok((found, Box::new(ConstScorer::new(docs, boost))))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "in a range of numbers")
    }
}

struct Docs {
    numbers: Numbers,
    range: RangeInclusive<u64>,
    /// Matches before `next`, from the current one on.
    found: Vec<DocId>,
    at: usize,
    next: DocId,
    end: DocId,
}

impl Docs {
    /// Looks for the next matches.
    fn look(&mut self) -> DocId {
        let mut horizon = FIRST;
        self.at = 0;
        self.found.clear();
        while self.found.is_empty() && self.next < self.end {
            let until = self.next.saturating_add(horizon).min(self.end);
            self.numbers.get_row_ids_for_value_range(
                self.range.clone(),
                self.next..until,
                &mut self.found,
            );
            self.next = until;
            horizon = (horizon * 2).min(MOST);
        }
        self.doc()
    }
}

impl DocSet for Docs {
    fn advance(&mut self) -> DocId {
        self.at += 1;
        if self.at < self.found.len() {
            self.doc()
        } else {
            self.look()
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc() {
            return self.doc();
        }
        let rest = self.found.get(self.at..).unwrap_or_default();
        self.at += rest.partition_point(|&doc| doc < target);
        if self.at < self.found.len() {
            return self.doc();
        }
        self.next = self.next.max(target);
        self.look()
    }

    /// Looks at this article alone: where the other parts of a query say which articles may match, no others are looked for.
    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= self.end {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        self.at = 0;
        self.found.clear();
        self.next = target + 1;
        if self.range.contains(&self.numbers.get_val(target)) {
            self.found.push(target);
            return SeekDangerResult::Found;
        }
        SeekDangerResult::SeekLowerBound(target + 1)
    }

    fn doc(&self) -> DocId {
        self.found.get(self.at).copied().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.end / 4
    }
}
