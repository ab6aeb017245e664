//! A query that is asked of the articles of one language after the other.

use std::sync::Arc;

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader};

/// A query as the union of parts that share no article. Walked part by part, each word of a part is one posting list, and for those
/// tantivy has its fastest ways.
#[derive(Debug, Clone)]
pub(crate) struct Parted {
    whole: Arc<dyn Query>,
    parts: Arc<Vec<Box<dyn Query>>>,
}

impl Parted {
    /// `whole`, of whose matches each is a match of one of `parts`.
    pub(crate) fn new(whole: Box<dyn Query>, parts: Vec<Box<dyn Query>>) -> Self {
        Self { whole: whole.into(), parts: Arc::new(parts) }
    }
}

impl Query for Parted {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let parts = self.parts.iter().map(|part| part.weight(scoring)).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(PartedWeight { whole: self.whole.weight(scoring)?, parts }))
    }
}

struct PartedWeight {
    whole: Box<dyn Weight>,
    parts: Vec<Box<dyn Weight>>,
}

impl Weight for PartedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        self.whole.scorer(reader, boost)
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.whole.explain(reader, doc)
    }

    fn count(&self, reader: &SegmentReader) -> tantivy::Result<u32> {
        self.parts.iter().map(|part| part.count(reader)).sum()
    }

    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        self.parts.iter().try_for_each(|part| part.for_each(reader, callback))
    }

    fn for_each_no_score(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(&[DocId]),
    ) -> tantivy::Result<()> {
        self.parts.iter().try_for_each(|part| part.for_each_no_score(reader, callback))
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
