//! Putting articles into an archive.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use crate::article::Entry;
use crate::index::catalog::Catalog;
use crate::index::compact::{self, Size};
use crate::index::file_names::is_sidecar;
use crate::index::generation::Generation;
use crate::index::index_error::{OpenError, WriteError};
use crate::index::invert::Inverter;
use crate::index::lock::{Lock, lock};
use crate::index::manifest::{self, SEGMENTS};
use crate::index::removed::Removed;
use crate::index::schema::{self, Fields};
use crate::index::store::Marks;
use crate::index::writer_directory::WriterDirectory;
use crate::index::{durable, file_faults, store, sweep};

/// Bytes for tantivy's own writer, which indexes no articles: the least that it takes.
const TANTIVY_MEMORY: usize = 15_000_000;

/// Segments that may pile up during a run before they are merged.
const PILE: usize = 40;

/// How an archive is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Indexing threads, 1 to 8; more than the machine has cores lose time.
    pub threads: usize,
    /// Bytes of memory for all articles that wait to be committed; less than 30 MB costs speed.
    pub memory_bytes: usize,
}

impl Default for Options {
    /// Two threads, 400 MB: about 100,000 articles, so that most builds are committed as one segment.
    fn default() -> Self {
        Self {
            threads: 2,
            memory_bytes: 400_000_000,
        }
    }
}

/// An archive open for writing: one at a time, for one process, shared by its threads.
pub struct Writer {
    pub(crate) dir: PathBuf,
    pub(crate) files: WriterDirectory,
    pub(crate) fields: Fields,
    pub(crate) index: Index,
    inverter: Inverter,
    memory_bytes: usize,
    segments: RwLock<Segments>,
    since: Mutex<Since>,
    /// The keys of all articles that were put and removed since the archive was opened.
    changed: Mutex<Vec<u64>>,
    /// What the caller gave with the last commit.
    payload: Mutex<Option<String>>,
    /// Articles in the archive when it was opened.
    before: u64,
    added: Mutex<u64>,
    _lock: Lock,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

impl Writer {
    /// Opens the archive in `dir`, or makes a new one there when the folder is missing or free.
    pub fn open_or_create(dir: &Path, options: &Options) -> Result<Self, OpenError> {
        let read = |source: io::Error| OpenError::Read {
            path: dir.to_path_buf(),
            source,
        };
        let damaged = |error: TantivyError| OpenError::of_engine(dir, error);
        let found = manifest::look(dir)?;
        let segments = dir.join(SEGMENTS);
        durable::create_folders(&segments).map_err(read)?;
        let lock = lock(dir)?;
        let generation = last_generation(dir, found)?;
        sweep::sweep(dir, generation.as_ref()).map_err(read)?;
        let (schema, fields) = schema::schema();
        let files = MmapDirectory::open(&segments).map_err(|error| damaged(error.into()))?;
        let files = WriterDirectory::open(dir, files, generation);
        let mut index = match found {
            manifest::Found::Archive => Index::open(files.clone()).map_err(damaged)?,
            manifest::Found::Free => {
                let builder = Index::builder().schema(schema.clone()).settings(settings());
                builder.open_or_create(files.clone()).map_err(damaged)?
            }
        };
        if index.schema() != schema {
            let source = "the index has other fields than its manifest says".into();
            return Err(OpenError::Damaged {
                path: dir.to_path_buf(),
                source,
            });
        }
        index.set_tokenizers(schema::tokenizers());
        if found == manifest::Found::Free {
            manifest::write(dir).map_err(read)?;
        }
        let threads = options.threads.clamp(1, 8);
        let inverter = Inverter::new(&index, threads, options.memory_bytes).map_err(damaged)?;
        let writer = index
            .writer_with_num_threads(1, TANTIVY_MEMORY)
            .map_err(damaged)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let payload = index.load_metas().map_err(damaged)?.payload;
        let before = index.reader().map_err(damaged)?.searcher().num_docs();
        Ok(Self {
            dir: dir.to_path_buf(),
            files,
            fields,
            index,
            inverter,
            memory_bytes: options.memory_bytes,
            segments: RwLock::new(Segments {
                writer,
                new: Vec::new(),
            }),
            since: Mutex::default(),
            changed: Mutex::default(),
            payload: Mutex::new(payload),
            before,
            added: Mutex::new(0),
            _lock: lock,
        })
    }

    /// What the archive holds by its last commit.
    pub fn catalog(&self) -> Result<Catalog, WriteError> {
        let reader = self.index.reader().map_err(WriteError::new)?;
        Catalog::new(reader.searcher(), self.fields).map_err(WriteError::new)
    }

    /// Adds an entry whose id the archive does not hold. It is found after the next [`commit`](Self::commit).
    ///
    /// Put an entry at most once between two commits: a second time is slow. Commit when the writer [is full](Self::is_full);
    /// where nobody does, articles are written without being committed when they take a quarter more memory than they may.
    pub fn add(&self, entry: &Entry, marks: &Marks) -> Result<(), WriteError> {
        self.put(entry, marks, Former::None)
    }

    /// Puts an entry in place of the one with its id, when there is one.
    pub fn replace(&self, entry: &Entry, marks: &Marks) -> Result<(), WriteError> {
        self.put(entry, marks, Former::Replaced)
    }

    fn put(&self, entry: &Entry, marks: &Marks, former: Former) -> Result<(), WriteError> {
        let document = store::document(entry, marks, &self.fields).map_err(WriteError::new)?;
        let key = store::key(&entry.shown.article.id);
        self.make_room(key)?;
        let segments = self.segments.read().unwrap_or_else(PoisonError::into_inner);
        let mut since = guard(&self.since);
        since.added.insert(key);
        if former == Former::Replaced {
            since.replaced.push(key);
        }
        drop(since);
        guard(&self.changed).push(key);
        let added = self.inverter.add(&document);
        added.map_err(|error| self.failed(error))?;
        drop(segments);
        *guard(&self.added) += 1;
        Ok(())
    }

    /// Bytes that waiting articles may take.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.memory_bytes
    }

    /// A file in the archive's folder without a name: it is gone with the process.
    pub(crate) fn temporary_file(&self) -> Result<File, WriteError> {
        tempfile::tempfile_in(&self.dir).map_err(WriteError::new)
    }

    /// Whether the articles that were added since the last commit take as much memory as they may: it is time to commit.
    pub fn is_full(&self) -> bool {
        // The rest is for what writing a segment takes: its terms are sorted, its dictionary is built.
        let most = self.memory_bytes - self.memory_bytes / 8;
        self.inverter.memory() >= most || self.inverter.is_at_limit()
    }

    /// Writes what was added so far as a segment when it takes too much memory, or when it holds this article already: of two
    /// articles in one segment, none could be removed alone.
    fn make_room(&self, key: u64) -> Result<(), WriteError> {
        let must = || {
            let most = self.memory_bytes.saturating_add(self.memory_bytes / 4);
            self.inverter.memory() >= most
                || self.inverter.is_at_limit()
                || guard(&self.since).added.contains(&key)
        };
        if !must() {
            return Ok(());
        }
        let mut segments = self
            .segments
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        // Another thread may have made room while this one waited.
        if must() {
            self.write_segment(&mut segments)?;
        }
        Ok(())
    }

    /// Removes the entry with the [`key`](crate::index::key) of this id.
    pub fn remove(&self, id_key: u64) {
        let _segments = self.segments.read().unwrap_or_else(PoisonError::into_inner);
        let mut since = guard(&self.since);
        if since.added.contains(&id_key) {
            since.dropped.push(id_key);
        }
        since.replaced.push(id_key);
        guard(&self.changed).push(id_key);
    }

    /// Whether any article was put or removed since the archive was opened.
    pub fn has_changes(&self) -> bool {
        !guard(&self.changed).is_empty()
    }

    /// The [`key`](crate::index::key)s of the articles that were put and removed since the archive was opened, in order.
    pub fn changed(&self) -> Vec<u64> {
        let mut changed = guard(&self.changed).clone();
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    /// What the caller gave with the last commit; none in a new archive.
    pub fn payload(&self) -> Option<String> {
        guard(&self.payload).clone()
    }

    /// Makes everything added and removed so far visible, all of it or nothing, and keeps `payload` with it: what a run must know when
    /// it goes on from here. When this returns, it survives a power cut.
    pub fn commit(&self, payload: &str) -> Result<(), WriteError> {
        let mut segments = self
            .segments
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        self.commit_with(&mut segments, Some(payload))?;
        let piled = self
            .index
            .searchable_segment_ids()
            .map_err(WriteError::new)?
            .len()
            > PILE;
        if piled {
            self.merge(&mut segments.writer, Merge::Tiers)
        } else {
            Ok(())
        }
    }

    fn commit_with(
        &self,
        segments: &mut Segments,
        payload: Option<&str>,
    ) -> Result<(), WriteError> {
        self.write_segment(segments)?;
        let prepared = segments.writer.prepare_commit();
        let mut prepared = prepared.map_err(|error| self.failed(error))?;
        if let Some(payload) = payload {
            prepared.set_payload(payload);
        }
        prepared.commit().map_err(|error| self.failed(error))?;
        segments.new.clear();
        *guard(&self.payload) = payload.map(str::to_owned);
        Ok(())
    }

    /// Writes what was added as a segment, which the next commit takes in together with what it replaces.
    fn write_segment(&self, segments: &mut Segments) -> Result<(), WriteError> {
        let committed = self.index.searchable_segment_ids();
        let mut older = committed.map_err(WriteError::new)?;
        older.extend(&segments.new);
        let written = self.inverter.write_segment();
        let written = written.map_err(|error| self.failed(error))?;
        let since = std::mem::take(&mut *guard(&self.since));
        self.remove_from(&segments.writer, since.replaced, older)?;
        if let Some(segment) = written {
            let meta = segment.meta().clone();
            let added = segments.writer.add_segment(meta);
            added.map_err(|error| self.failed(error))?;
            segments.new.push(segment.id());
            self.remove_from(&segments.writer, since.dropped, vec![segment.id()])?;
        }
        Ok(())
    }

    fn remove_from(
        &self,
        writer: &IndexWriter,
        keys: Vec<u64>,
        segments: Vec<SegmentId>,
    ) -> Result<(), WriteError> {
        if keys.is_empty() || segments.is_empty() {
            return Ok(());
        }
        let removed = Removed {
            field: self.fields.id_key,
            keys,
            segments,
        };
        writer
            .delete_query(Box::new(removed))
            .map_err(WriteError::new)?;
        Ok(())
    }

    /// Commits what was added and removed since the last commit, whose payload is kept, and merges what the run left in pieces: a
    /// batch build ends as one segment, many small runs as six at most.
    pub fn finish(self) -> Result<(), WriteError> {
        let mut segments = self
            .segments
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if !guard(&self.since).is_empty() || !segments.new.is_empty() {
            let payload = self.payload();
            self.commit_with(&mut segments, payload.as_deref())?;
        }
        let added = *guard(&self.added);
        // A tenth of an archive is worth rewriting the rest: the next questions are faster than over two segments.
        let merge = if added * 10 >= self.before {
            Merge::All
        } else {
            Merge::Tiers
        };
        let merge = if added == 0 { Merge::Tiers } else { merge };
        self.merge(&mut segments.writer, merge)?;
        drop(segments);
        let segments = self
            .segments
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        segments
            .writer
            .wait_merging_threads()
            .map_err(WriteError::new)
    }

    /// The segments that are made one. What is known of them is given up here: tantivy keeps the files of every segment that
    /// somebody still knows of, and those of a batch build are as large as what is made of them.
    fn to_merge(&self, merge: Merge) -> Result<Vec<SegmentId>, WriteError> {
        let segments = self
            .index
            .searchable_segment_metas()
            .map_err(WriteError::new)?;
        let sizes: Vec<Size> = segments
            .iter()
            .map(|meta| Size {
                alive: meta.num_docs(),
                all: meta.max_doc(),
            })
            .collect();
        let holes = sizes.iter().any(|size| size.alive < size.all);
        let chosen = match merge {
            Merge::All if segments.len() > 1 || holes => (0..segments.len()).collect(),
            Merge::All => Vec::new(),
            Merge::Tiers => compact::plan(&sizes),
        };
        Ok(chosen
            .iter()
            .filter_map(|&at| segments.get(at))
            .map(tantivy::SegmentMeta::id)
            .collect())
    }

    fn merge(&self, writer: &mut IndexWriter, merge: Merge) -> Result<(), WriteError> {
        let ids = self.to_merge(merge)?;
        if ids.is_empty() {
            return Ok(());
        }
        self.compare_with_manifest(&ids)?;
        let merged = writer.merge(&ids).wait();
        merged.map_err(|error| self.failed(error))?;
        let collected = writer.garbage_collect_files().wait();
        collected.map_err(|error| self.failed(error))?;
        Ok(())
    }

    /// Fails where segments are not what was written: a merge would give what is damaged a valid checksum.
    fn compare_with_manifest(&self, segments: &[SegmentId]) -> Result<(), WriteError> {
        for id in segments {
            let files = self.files.older_files_of(&id.uuid_string());
            if let Some(fault) = file_faults::in_full(&self.dir, &files).into_iter().next() {
                return Err(WriteError::damaged(fault));
            }
        }
        Ok(())
    }

    /// Why something could not be written. tantivy's own error says only that a thread failed, where one did.
    fn failed(&self, error: TantivyError) -> WriteError {
        match self.files.failure() {
            Some(failure) => WriteError::new(failure),
            None => WriteError::new(error),
        }
    }
}

/// The last commit of an archive, its files compared with its manifest as far as that is cheap.
fn last_generation(dir: &Path, found: manifest::Found) -> Result<Option<Generation>, OpenError> {
    // A new archive whose making broke off may have one.
    let generation = match (Generation::read(dir), found) {
        (Ok(generation), _) => generation,
        (Err(_), manifest::Found::Free) => return Ok(None),
        (Err(error), manifest::Found::Archive) => {
            return Err(OpenError::Damaged {
                path: dir.to_path_buf(),
                source: error.into(),
            });
        }
    };
    // A sidecar is compared when it is read, and the run that misses one makes it anew where it can.
    let mut files = generation.files.clone();
    files.retain(|path, _| !is_sidecar(path));
    match file_faults::at_opening(dir, &files) {
        Ok(()) => Ok(Some(generation)),
        Err(fault) => Err(OpenError::Damaged {
            path: dir.to_path_buf(),
            source: fault.into(),
        }),
    }
}

/// The segments of the index.
struct Segments {
    /// It commits, removes and merges; articles do not go through it.
    writer: IndexWriter,
    /// Segments that were written since the last commit.
    new: Vec<SegmentId>,
}

/// The keys of the articles that were added and removed since a segment was written.
#[derive(Default)]
struct Since {
    /// Articles that will stand in the next segment.
    added: HashSet<u64>,
    /// Those of them that were removed again.
    dropped: Vec<u64>,
    /// Articles in segments that were replaced or removed.
    replaced: Vec<u64>,
}

impl Since {
    fn is_empty(&self) -> bool {
        self.added.is_empty() && self.replaced.is_empty()
    }
}

/// What becomes of an entry with the same id.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Former {
    /// There is none.
    None,
    /// It is removed.
    Replaced,
}

#[derive(Clone, Copy)]
enum Merge {
    All,
    Tiers,
}

fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// zstd level 3 halves the stored text at no cost in speed that can be measured beside the analysis.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor {
            compression_level: Some(3),
        }),
        docstore_blocksize: 16_384,
        ..IndexSettings::default()
    }
}
