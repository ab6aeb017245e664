//! A query that is asked of the articles of one language after the other.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TantivyError};

/// The union of parts that share no article. Walked part by part, each word of a part is one posting list, and for those tantivy has
/// its fastest ways.
#[derive(Debug, Clone)]
pub(crate) struct PerLanguageQuery {
    parts: Arc<Vec<Box<dyn Query>>>,
}

impl PerLanguageQuery {
    /// Each match of one of `parts`, which is a match of no other.
    pub(crate) fn new(parts: Vec<Box<dyn Query>>) -> Self {
        Self {
            parts: Arc::new(parts),
        }
    }
}

impl Query for PerLanguageQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let parts = self
            .parts
            .iter()
            .map(|part| part.weight(scoring))
            .collect::<tantivy::Result<_>>()?;
        Ok(Box::new(PerLanguageWeight { parts }))
    }
}

struct PerLanguageWeight {
    parts: Vec<Box<dyn Weight>>,
}

impl Weight for PerLanguageWeight {
    fn scorer(&self, _: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Err(not_nested())
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(not_nested())
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        self.parts.iter().map(|part| part.count(reader)).sum()
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        self.parts
            .iter()
            .try_for_each(|part| part.for_each(reader, callback))
    }

    fn for_each_no_score(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        self.parts
            .iter()
            .try_for_each(|part| part.for_each_no_score(reader, callback))
    }

    fn for_each_pruning(
        &self,
        threshold: Score,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score) -> Score,
    ) -> tantivy::Result<()> {
        prune(&self.parts, threshold, reader, callback)
    }
}

/// The articles of such a query do not come in order, so that it can be the whole of a plan and part of none.
fn not_nested() -> TantivyError {
    TantivyError::InvalidArgument("a query in parts can only be walked".to_owned())
}

/// Walks parts that share no article one after the other; each begins with the least score that the one before it came to.
pub(crate) fn prune(
    parts: &[Box<dyn Weight>],
    threshold: Score,
    reader: &SegmentReader,
    callback: &mut dyn FnMut(DocId, Score) -> Score,
) -> tantivy::Result<()> {
    let mut least = threshold;
    for part in parts {
        part.for_each_pruning(least, reader, &mut |doc, score| {
            least = callback(doc, score);
            least
        })?;
    }
    Ok(())
}
