//! Removing articles from the segments that hold them.
//!
//! tantivy's `delete_term` reaches every segment that the index is told of before the next commit, even when the term was given
//! before: a segment that is added whole has no record of when its documents came. An article that replaces another has its key, and
//! would be removed together with it. So what is removed says in which segments.

use tantivy::index::SegmentId;
use tantivy::query::{
    BitSetDocSet, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term};

/// Articles in some segments.
#[derive(Debug, Clone)]
pub(crate) struct Removed {
    /// The field that holds the keys.
    pub(crate) field: Field,
    /// The keys of the articles.
    pub(crate) keys: Vec<u64>,
    /// The segments where they are looked for.
    pub(crate) segments: Vec<SegmentId>,
}

impl Query for Removed {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut removed = self.clone();
        // The dictionary is read from its beginning to its end.
        removed.keys.sort_unstable();
        Ok(Box::new(removed))
    }
}

impl Weight for Removed {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        if !self.segments.contains(&reader.segment_id()) {
            return Ok(Box::new(EmptyScorer));
        }
        let inverted_index = reader.inverted_index(self.field)?;
        let mut found = BitSet::with_max_value(reader.max_doc());
        for &key in &self.keys {
            let term = Term::from_field_u64(self.field, key);
            let postings = inverted_index.read_postings(&term, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else {
                continue;
            };
            while postings.doc() != TERMINATED {
                found.insert(postings.doc());
                postings.advance();
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        let why = "what is removed has no score".to_owned();
        Err(TantivyError::InvalidArgument(why))
    }
}
