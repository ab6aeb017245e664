//! What tantivy wants to know of a score, which nobody here asks.

use tantivy::query::{Explanation, Weight};
use tantivy::{DocId, SegmentReader, TantivyError};

/// The score of `doc` under this description.
pub(crate) fn explained(
    weight: &dyn Weight,
    reader: &SegmentReader,
    doc: DocId,
    description: &'static str,
) -> tantivy::Result<Explanation> {
    let mut scorer = weight.scorer(reader, 1.0)?;
    if scorer.doc() > doc || scorer.seek(doc) != doc {
        return Err(TantivyError::InvalidArgument(format!(
            "document #{doc} does not match"
        )));
    }
    Ok(Explanation::new(description, scorer.score()))
}
