//! Putting articles into an archive.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError, Term};

use crate::article::Entry;
use crate::index::catalog::Catalog;
use crate::index::compact::{self, Size};
use crate::index::gate::Gate;
use crate::index::manifest::{self, SEGMENTS};
use crate::index::schema::{self, Fields};
use crate::index::store::SiteMarks;
use crate::index::{OpenError, WriteError, store};

/// Bytes that a thread needs at least, by tantivy's rule.
const THREAD_MEMORY: usize = 15_000_000;

/// Segments that may pile up during a run before they are merged.
const PILE: usize = 40;

/// Bytes of text that may wait for an indexing thread.
const WAITING: usize = 48_000_000;

/// How an archive is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Indexing threads, 1 to 8; more than the machine has cores lose time.
    pub threads: usize,
    /// Bytes of memory for all of them together; at least 15 MB each.
    pub memory_bytes: usize,
}

impl Default for Options {
    /// Two threads, 400 MB: more memory gains nothing, 60 MB costs a third of the speed.
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
    pub(crate) fields: Fields,
    pub(crate) index: Index,
    gate: Arc<Gate>,
    writer: RwLock<IndexWriter>,
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
        let damaged = |error: TantivyError| OpenError::Damaged {
            path: dir.to_path_buf(),
            source: error.into(),
        };
        let found = manifest::look(dir)?;
        let segments = dir.join(SEGMENTS);
        fs::create_dir_all(&segments).map_err(read)?;
        let lock = lock(dir)?;
        let (schema, fields) = schema::schema();
        let files = MmapDirectory::open(&segments).map_err(|error| damaged(error.into()))?;
        let mut index = match found {
            manifest::Found::Archive => Index::open(files).map_err(damaged)?,
            manifest::Found::Free => {
                let builder = Index::builder().schema(schema.clone()).settings(settings());
                builder.open_or_create(files).map_err(damaged)?
            }
        };
        if index.schema() != schema {
            let source = "the index has other fields than its manifest says".into();
            return Err(OpenError::Damaged {
                path: dir.to_path_buf(),
                source,
            });
        }
        let gate = Gate::new(WAITING);
        index.set_tokenizers(schema::tokenizers(Some(gate.clone())));
        if found == manifest::Found::Free {
            manifest::write(dir).map_err(read)?;
        }
        let threads = options.threads.clamp(1, 8);
        let memory = options.memory_bytes.max(THREAD_MEMORY * threads);
        let writer: IndexWriter = index
            .writer_with_num_threads(threads, memory)
            .map_err(damaged)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let before = index.reader().map_err(damaged)?.searcher().num_docs();
        Ok(Self {
            dir: dir.to_path_buf(),
            fields,
            index,
            gate,
            writer: RwLock::new(writer),
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

    /// Adds an entry whose id the archive does not hold. It is found after the next [`commit`](Self::commit). Between
    /// two commits each id is put once.
    pub fn add(&self, entry: &Entry, marks: &SiteMarks) -> Result<(), WriteError> {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        self.add_with(&writer, entry, marks)
    }

    /// Puts an entry in place of the committed one with its id.
    pub fn replace(&self, entry: &Entry, marks: &SiteMarks) -> Result<(), WriteError> {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(store::id_term(&entry.shown.article.id, &self.fields));
        self.add_with(&writer, entry, marks)
    }

    /// Removes the committed entry with the [`key`](crate::index::key) of this id.
    pub fn remove(&self, id_key: u64) {
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_u64(self.fields.id_key, id_key));
    }

    fn add_with(
        &self,
        writer: &IndexWriter,
        entry: &Entry,
        marks: &SiteMarks,
    ) -> Result<(), WriteError> {
        let document = store::document(entry, marks, &self.fields);
        let (document, bytes) = document.map_err(WriteError::new)?;
        self.gate.enter(bytes);
        writer.add_document(document).map_err(WriteError::new)?;
        *guard(&self.added) += 1;
        Ok(())
    }

    /// A file in the archive's folder without a name: it is gone with the process.
    pub(crate) fn temporary_file(&self) -> Result<File, WriteError> {
        tempfile::tempfile_in(&self.dir).map_err(WriteError::new)
    }

    /// What the last commit says of itself.
    pub fn payload(&self) -> Result<Option<String>, WriteError> {
        let meta = self.index.load_metas().map_err(WriteError::new)?;
        Ok(meta.payload)
    }

    /// Makes everything added and removed so far visible, all of it or nothing. When this returns, it survives a power cut.
    /// The `payload` is committed with it.
    pub fn commit(&self, payload: &str) -> Result<(), WriteError> {
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        self.commit_with(&mut writer, payload)?;
        let piled = self
            .index
            .searchable_segment_ids()
            .map_err(WriteError::new)?
            .len()
            > PILE;
        if piled {
            self.merge(&mut writer, Merge::Tiers)
        } else {
            Ok(())
        }
    }

    fn commit_with(&self, writer: &mut IndexWriter, payload: &str) -> Result<(), WriteError> {
        let mut commit = writer.prepare_commit().map_err(WriteError::new)?;
        commit.set_payload(payload);
        commit.commit().map_err(WriteError::new)?;
        manifest::sync_folder(&self.dir.join(SEGMENTS)).map_err(WriteError::new)
    }

    /// Commits what is left, then merges what the run left in pieces: a batch build ends as one segment, many small runs as six at most.
    pub fn finish(self) -> Result<(), WriteError> {
        let payload = self.payload()?.unwrap_or_default();
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        self.commit_with(&mut writer, &payload)?;
        let added = *guard(&self.added);
        // A tenth of an archive is worth rewriting the rest: the next questions are faster than over two segments.
        let merge = if added * 10 >= self.before {
            Merge::All
        } else {
            Merge::Tiers
        };
        self.merge(&mut writer, if added == 0 { Merge::Tiers } else { merge })?;
        drop(writer);
        let writer = self
            .writer
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        writer.wait_merging_threads().map_err(WriteError::new)?;
        manifest::sync_folder(&self.dir.join(SEGMENTS)).map_err(WriteError::new)
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
        writer.merge(&ids).wait().map_err(WriteError::new)?;
        writer
            .garbage_collect_files()
            .wait()
            .map_err(WriteError::new)?;
        manifest::sync_folder(&self.dir.join(SEGMENTS)).map_err(WriteError::new)
    }
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

/// The archive's lock. It is given back in so many words: a child process that is just being started holds a copy of the file.
struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the archive's lock could not be given back");
        }
    }
}

/// Takes the archive's lock; the operating system gives it back when the process ends, however it ends.
fn lock(dir: &Path) -> Result<Lock, OpenError> {
    let path = dir.join("writer.lock");
    let read = |source: io::Error| OpenError::Read {
        path: path.clone(),
        source,
    };
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(read)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => {
            let mut by = String::new();
            let _ = file.take(100).read_to_string(&mut by);
            let by = if by.trim().is_empty() {
                "another process".to_owned()
            } else {
                by.trim().to_owned()
            };
            return Err(OpenError::Locked {
                path: dir.to_path_buf(),
                by,
            });
        }
        Err(fs::TryLockError::Error(source)) => return Err(read(source)),
    }
    file.set_len(0).and_then(|()| file.rewind()).map_err(read)?;
    writeln!(file, "process {}", std::process::id()).map_err(read)?;
    Ok(Lock(file))
}
