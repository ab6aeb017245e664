//! Articles whose text in a column lies in ranges of the alphabet.

use std::ops::{Bound, Range};
use std::sync::Arc;

use tantivy::columnar::StrColumn;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::{BitSet, DocId, Score, SegmentReader};

use crate::search::columns::Columns;
use crate::search::walk::explained::explained;

/// Articles whose id or path lies in one of the ranges.
#[derive(Debug, Clone)]
pub(crate) struct AlphabetQuery {
    pub(crate) columns: Arc<Columns>,
    pub(crate) column: &'static str,
    /// From, included, to, excluded.
    pub(crate) ranges: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Query for AlphabetQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl AlphabetQuery {
    /// The ranges as ordinals of a segment's dictionary; those that hold none are left out.
    fn ordinals(&self, column: &StrColumn) -> tantivy::Result<Vec<Range<u64>>> {
        let mut ordinals = Vec::new();
        for (from, to) in &self.ranges {
            let (from, to) = column
                .dictionary()
                .term_bounds_to_ord(Bound::Included(from), Bound::Excluded(to))?;
            let from = match from {
                Bound::Included(ord) => ord,
                Bound::Excluded(ord) => ord + 1,
                Bound::Unbounded => 0,
            };
            let to = match to {
                Bound::Included(ord) => ord + 1,
                Bound::Excluded(ord) => ord,
                Bound::Unbounded => u64::MAX,
            };
            if from < to {
                ordinals.push(from..to);
            }
        }
        Ok(ordinals)
    }
}

impl Weight for AlphabetQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        if let Some(names) = self.columns.names(reader, self.column)? {
            let ranges = self.ordinals(&names.column)?;
            let last = if ranges.is_empty() {
                0
            } else {
                reader.max_doc()
            };
            let ords = names.ords();
            for doc in 0..last {
                let ord = ords.get_val(doc);
                if ranges.iter().any(|range| range.contains(&ord)) {
                    docs.insert(doc);
                }
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        explained(self, reader, doc, "in a range of ids or paths")
    }
}
