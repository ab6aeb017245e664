//! An index in memory alone: a page of articles that came from elsewhere, looked at as an archive looks at its own.

use tantivy::indexer::NoMergePolicy;
use tantivy::{Index, IndexWriter, Searcher, TantivyError};

use crate::article::{Article, Entry};
use crate::index::invert::Inverter;
use crate::index::schema::{self, Fields};
use crate::index::store::{self, Marks};

/// Bytes for words that wait: pages are small.
const MEMORY: usize = 4_000_000;

/// Bytes for tantivy's own writer, which indexes no articles: the least that it takes.
const TANTIVY_MEMORY: usize = 15_000_000;

/// An index of these articles, each with another id.
pub(crate) fn in_memory<'a>(
    articles: impl IntoIterator<Item = &'a Article>,
) -> Result<(Searcher, Fields), TantivyError> {
    let (schema, fields) = schema::schema();
    let mut index = Index::create_in_ram(schema);
    index.set_tokenizers(schema::tokenizers());
    let inverter = Inverter::new(&index, 1, MEMORY)?;
    for article in articles {
        let entry = Entry::new(article.clone(), 0);
        inverter.add(&store::document(&entry, &Marks::default(), &fields)?)?;
    }
    if let Some(segment) = inverter.write_segment()? {
        let mut writer: IndexWriter = index.writer_with_num_threads(1, TANTIVY_MEMORY)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.add_segment(segment.meta().clone())?;
        writer.commit()?;
    }
    Ok((index.reader()?.searcher(), fields))
}
