//! What one thread has inverted since the last segment was written.

use std::path::PathBuf;

use tantivy::directory::Directory;
use tantivy::store::StoreWriter;
use tantivy::{Index, TantivyError};

use crate::index::invert::batch::Packing;
use crate::index::invert::named;
use crate::index::invert::norms::Norms;
use crate::index::invert::plan::Plan;
use crate::index::invert::text_tokens::{self, ArticleLists};
use crate::index::invert::values::{self, ValueLists};
use crate::index::store::Document;

/// Articles of a shard at most; a posting has 31 bits for the document.
const MOST_DOCUMENTS: u32 = 1 << 30;

/// Bytes of a buffer after which the shard must be written: places in it are told by 32 bits, and one more article must fit.
const MOST_BYTES: usize = 2 << 30;

/// Bytes of an article, at most; what is read is shorter by far.
const LONGEST: usize = 256 << 20;

/// The inverted fields and the stored articles of one thread.
pub(super) struct Shard {
    pub(super) article: ArticleLists,
    pub(super) values: ValueLists,
    pub(super) norms: Norms,
    /// Made when the first article comes.
    stored: Option<Stored>,
    documents: u32,
    /// The number of the batch's first document.
    batch_start: u32,
    /// Tokens in the batches of all fields.
    waiting: usize,
}

/// The stored articles of a shard. They are written to a file of their own as they come, whose blocks the segment takes over as they
/// are.
pub(super) struct Stored {
    pub(super) writer: StoreWriter,
    pub(super) path: PathBuf,
}

impl Stored {
    fn create(index: &Index, path: PathBuf) -> Result<Self, TantivyError> {
        let settings = index.settings();
        let file = index.directory().open_write(&path)?;
        let (compression, block) = (settings.docstore_compression, settings.docstore_blocksize);
        let writer = StoreWriter::new(file, compression, block, false)?;
        Ok(Self { writer, path })
    }
}

impl Shard {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            article: ArticleLists::default(),
            values: ValueLists::new(&plan.fields),
            norms: Norms::new(&plan.fields),
            stored: None,
            documents: 0,
            batch_start: 0,
            waiting: 0,
        }
    }

    /// Makes the file for stored articles, when there is none yet.
    pub(super) fn open_store(
        &mut self,
        index: &Index,
        path: impl FnOnce() -> PathBuf,
    ) -> Result<(), TantivyError> {
        if self.stored.is_none() {
            self.stored = Some(Stored::create(index, path())?);
        }
        Ok(())
    }

    /// How many articles there are.
    pub(super) fn documents(&self) -> u32 {
        self.documents
    }

    /// Whether the shard must be written before another article is added.
    pub(super) fn is_at_limit(&self) -> bool {
        let longest = self
            .article
            .longest_buffer()
            .max(self.values.longest_buffer());
        longest >= MOST_BYTES || self.documents >= MOST_DOCUMENTS
    }

    /// Adds an article; call [`open_store`](Self::open_store) first. When this fails, the fields do not fit together any more.
    pub(super) fn add(&mut self, document: &Document<'_>, plan: &Plan) -> Result<(), TantivyError> {
        let packing = self.packing(document)?;
        if packing == Packing::One {
            self.flush(Packing::One);
        }
        if let Some(stored) = &mut self.stored {
            stored.writer.store(&document.values, &plan.schema)?;
        }
        self.post(document, plan)?;
        let in_batch = self.documents - self.batch_start;
        if self.waiting >= plan.batch_tokens || in_batch == packing.documents() {
            self.flush(Packing::Many);
        }
        Ok(())
    }

    fn post(&mut self, document: &Document<'_>, plan: &Plan) -> Result<(), TantivyError> {
        let doc = self.documents;
        let at = doc - self.batch_start;
        let lengths = self.article.post(document, at);
        let tokens = self.values.post(&document.values, doc, at)?;
        self.waiting += (lengths.title + lengths.text + tokens) as usize;
        self.norms.add(values::number(plan.title), lengths.title);
        self.norms.add(values::number(plan.text), lengths.text);
        self.values.add_norms(&mut self.norms);
        self.documents += 1;
        Ok(())
    }

    /// How the article's tokens must be packed.
    fn packing(&self, document: &Document<'_>) -> Result<Packing, TantivyError> {
        let named_len = self.values.named_len(&document.values);
        let bytes = document.title.len() + document.text.len() + named_len;
        let positions = text_tokens::positions(document).max(named::positions(named_len));
        if bytes > LONGEST || positions > Packing::One.positions() {
            return Err(TantivyError::InvalidArgument(format!(
                "an article of {bytes} bytes is too long to be indexed"
            )));
        }
        Ok(if positions > Packing::Many.positions() {
            Packing::One
        } else {
            Packing::Many
        })
    }

    /// Appends what waits in the batches to the posting lists; the next batch is packed as given.
    fn flush(&mut self, next: Packing) {
        self.article.flush(self.batch_start);
        self.values.flush(self.batch_start);
        self.article.set_packing(next);
        self.values.set_packing(next);
        self.batch_start = self.documents;
        self.waiting = 0;
    }

    /// Brings everything into the form in which it is written. No article can be added after this. Returns the stored articles.
    pub(super) fn close(&mut self) -> Option<Stored> {
        self.flush(Packing::Many);
        self.values.sort_numbers();
        self.article.words.forget_words();
        self.stored.take()
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        let stored = self.stored.as_ref();
        self.article.memory()
            + self.values.memory()
            + self.norms.memory()
            + stored.map_or(0, |stored| stored.writer.mem_usage())
    }
}
