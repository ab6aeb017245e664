//! Inverting: articles in, one segment for each commit out.
//!
//! tantivy's own indexing builds a document for each article, tokenizes it field by field and looks up every token as a string. Here
//! a word is folded and stemmed once a shard, its terms are numbers from then on, and a batch of tokens is sorted by term before it
//! is appended to the terms' posting lists. What comes out is the same, byte for byte where tantivy writes postings
//! (`tests.rs` compares them), and takes half the time.
//!
//! Each thread has a shard of its own. When a segment is written, the shards' documents come one after the other, and the posting
//! lists of each term are strung together.
mod plan;
mod interner;
mod arena;
mod batch;
mod posting_lists;
mod word_cache;
mod text_tokens;
mod named;
mod norms;
mod values;
mod segment_columns;
mod shard;
mod segment;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, TryLockError};

use tantivy::index::Segment;
use tantivy::{Index, TantivyError};

use crate::index::invert::plan::Plan;
use crate::index::invert::segment_columns::Columns;
use crate::index::invert::shard::Shard;
use crate::index::store::Document;

/// Beginning of the names of temporary files. A leading dot keeps tantivy from counting them among its own.
pub(super) const TEMPORARY: &str = ".part-";

/// The part of the memory that the batches may take.
const BATCH_PART: usize = 8;

/// Tokens that are sorted at a time, at most and at least: more are no faster.
const BATCH_TOKENS: std::ops::RangeInclusive<usize> = 10_000..=1_500_000;

/// Bytes of a token while it waits in a batch and while it is sorted.
const TOKEN_BYTES: usize = 2 * size_of::<u64>();

/// A number for each thread that adds articles: where it looks for a shard first.
static THREADS: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static THREAD: usize = THREADS.fetch_add(1, Ordering::Relaxed);
}

/// Articles that wait to be written as a segment.
pub(super) struct Inverter {
    index: Index,
    plan: Plan,
    shards: Vec<Mutex<Shard>>,
    columns: Mutex<Columns>,
    /// Bytes of all shards and of the columns.
    memory: AtomicUsize,
    /// Whether a shard is as full as it can be, whatever the memory.
    at_limit: AtomicBool,
    /// Whether an article was not added to its end.
    failed: AtomicBool,
    /// Temporary files made so far.
    files: AtomicUsize,
}

impl Inverter {
    /// An inverter for so many threads, which is to need about so many bytes.
    pub(super) fn new(index: &Index, threads: usize, memory: usize) -> Result<Self, TantivyError> {
        let tokens = memory / BATCH_PART / threads / TOKEN_BYTES;
        let tokens = tokens.clamp(*BATCH_TOKENS.start(), *BATCH_TOKENS.end());
        let plan = Plan::new(index, tokens)?;
        let shards = (0..threads).map(|_| Mutex::new(Shard::new(&plan)));
        Ok(Self {
            shards: shards.collect(),
            columns: Mutex::new(Columns::new(index)?),
            plan,
            index: index.clone(),
            memory: AtomicUsize::new(0),
            at_limit: AtomicBool::new(false),
            failed: AtomicBool::new(false),
            files: AtomicUsize::new(0),
        })
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        self.memory.load(Ordering::Relaxed)
    }

    /// Whether a segment must be written before the next article is added, however much memory there is.
    pub(super) fn is_at_limit(&self) -> bool {
        self.at_limit.load(Ordering::Relaxed)
    }

    /// Adds an article. After a failure no segment can be written any more: some fields may know the article and others not.
    pub(super) fn add(&self, document: &Document<'_>) -> Result<(), TantivyError> {
        let added = self.add_to_shard(document);
        if added.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        added
    }

    fn add_to_shard(&self, document: &Document<'_>) -> Result<(), TantivyError> {
        let (at, mut shard) = self.free_shard()?;
        let before = shard.memory();
        shard.open_store(&self.index, || {
            let file = self.files.fetch_add(1, Ordering::Relaxed);
            PathBuf::from(format!("{TEMPORARY}{file}"))
        })?;
        shard.add(document, &self.plan)?;
        // The columns get a shard's articles in the shard's order, as its lock is held.
        let mut columns = self.columns.lock().map_err(|_| unfinished())?;
        let before = before + columns.memory();
        columns.add(&document.values, at)?;
        let after = shard.memory() + columns.memory();
        drop(columns);
        if shard.is_at_limit() {
            self.at_limit.store(true, Ordering::Relaxed);
        }
        // A shard shrinks now and then; the difference goes round below 0 then, and so does the sum.
        let grown = after.wrapping_sub(before);
        self.memory.fetch_add(grown, Ordering::Relaxed);
        Ok(())
    }

    /// A shard that no other thread is at, by its number: if possible the one that this thread had before, whose words lie in its
    /// processor's cache.
    fn free_shard(&self) -> Result<(u32, MutexGuard<'_, Shard>), TantivyError> {
        let count = self.shards.len();
        let home = THREAD.with(|thread| thread % count);
        for at in (home..count).chain(0..home) {
            match self.shards.get(at).map(Mutex::try_lock) {
                Some(Ok(shard)) => return Ok((at as u32, shard)),
                Some(Err(TryLockError::Poisoned(_))) => return Err(unfinished()),
                Some(Err(TryLockError::WouldBlock)) | None => {}
            }
        }
        let shard = self.shards.get(home).ok_or_else(unfinished)?;
        let shard = shard.lock().map_err(|_| unfinished())?;
        Ok((home as u32, shard))
    }

    /// Writes all articles that were added as a segment and forgets them; there is none when there were no articles. The index must
    /// be told of the segment. Nothing may be added meanwhile.
    pub(super) fn write_segment(&self) -> Result<Option<Segment>, TantivyError> {
        if self.failed.load(Ordering::Relaxed) {
            return Err(unfinished());
        }
        let mut shards = Vec::new();
        for shard in &self.shards {
            let mut shard = shard.lock().map_err(|_| unfinished())?;
            shards.push(std::mem::replace(&mut *shard, Shard::new(&self.plan)));
        }
        let mut columns = self.columns.lock().map_err(|_| unfinished())?;
        let columns = std::mem::replace(&mut *columns, Columns::new(&self.index)?);
        self.memory.store(0, Ordering::Relaxed);
        self.at_limit.store(false, Ordering::Relaxed);
        if shards.iter().all(|shard| shard.documents() == 0) {
            return Ok(None);
        }
        let written = segment::write(&self.index, &self.plan, shards, columns);
        if written.is_err() {
            self.failed.store(true, Ordering::Relaxed);
        }
        written.map(Some)
    }
}

/// Why no segment can be written.
fn unfinished() -> TantivyError {
    TantivyError::InternalError("an article was not indexed to its end".to_owned())
}
