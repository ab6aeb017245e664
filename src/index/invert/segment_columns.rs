//! The columns of a segment, filled as articles come in.

use std::io;

use tantivy::directory::WritePtr;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::indexer::DocIdMapping;
use tantivy::{Index, TantivyDocument, TantivyError};

/// The columns of all shards in one: values are kept in the order in which the articles came, and put in the order of the shards when
/// the segment is written. A value costs a microsecond, so that the shards' threads seldom wait here for one another.
pub(super) struct Columns {
    writer: FastFieldsWriter,
    /// The shard of each article.
    shards: Vec<u32>,
    /// What an empty writer counts as its memory: pages that nothing was written to yet.
    empty: usize,
}

impl Columns {
    pub(super) fn new(index: &Index) -> Result<Self, TantivyError> {
        let tokenizers = index.tokenizers().clone();
        let writer =
            FastFieldsWriter::from_schema_and_tokenizer_manager(&index.schema(), tokenizers)?;
        Ok(Self {
            empty: writer.mem_usage(),
            writer,
            shards: Vec::new(),
        })
    }

    /// Adds the columns of the next article of a shard.
    pub(super) fn add(&mut self, values: &TantivyDocument, shard: u32) -> Result<(), TantivyError> {
        self.writer.add_document(values)?;
        self.shards.push(shard);
        Ok(())
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        let written = self.writer.mem_usage().saturating_sub(self.empty);
        written + self.shards.len() * size_of::<u32>()
    }

    /// Writes the columns, with the articles of each shard after those of the shard before.
    pub(super) fn write(mut self, to: &mut WritePtr) -> io::Result<()> {
        let order = self.order().map_err(io::Error::other)?;
        self.writer.serialize(to, order.as_ref())
    }

    /// Where the articles come from; none when they are in order.
    fn order(&self) -> Result<Option<DocIdMapping>, TantivyError> {
        if self.shards.is_sorted() {
            return Ok(None);
        }
        let mut arrivals: Vec<u32> = (0..self.shards.len() as u32).collect();
        // The sort is stable: within a shard, articles stay in the order in which they came.
        arrivals.sort_by_key(|&arrival| self.shards.get(arrival as usize));
        DocIdMapping::new_permutation(arrivals).map(Some)
    }
}
