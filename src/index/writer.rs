//! Putting articles into an archive.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use tantivy::collector::DocSetCollector;
use tantivy::directory::MmapDirectory;
use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, Searcher, TantivyError, Term};

use crate::article::Article;
use crate::index::compact::{self, Size};
use crate::index::invert::Inverter;
use crate::index::lock::{Lock, lock};
use crate::index::manifest::{self, SEGMENTS};
use crate::index::removed::Removed;
use crate::index::schema::{self, Fields, column};
use crate::index::{OpenError, WriteError, store, sweep};

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
    pub(crate) fields: Fields,
    pub(crate) index: Index,
    inverter: Inverter,
    memory_bytes: usize,
    segments: RwLock<Segments>,
    since: Mutex<Since>,
    /// What the caller gave with the last commit.
    payload: Mutex<Option<String>>,
    known: Mutex<HashMap<u64, u64>>,
    /// The archive as it was when it was opened.
    at_open: Searcher,
    /// Articles in the archive when it was opened.
    before: usize,
    added: Mutex<usize>,
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
        index.set_tokenizers(schema::tokenizers());
        if found == manifest::Found::Free {
            manifest::write(dir).map_err(read)?;
        }
        sweep::sweep(&index, &segments).map_err(damaged)?;
        sweep::sweep_replacements(dir).map_err(read)?;
        let threads = options.threads.clamp(1, 8);
        let inverter = Inverter::new(&index, threads, options.memory_bytes).map_err(damaged)?;
        let writer: IndexWriter = index
            .writer_with_num_threads(1, TANTIVY_MEMORY)
            .map_err(damaged)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        // tantivy's list of its files names those that were swept.
        writer.garbage_collect_files().wait().map_err(damaged)?;
        let payload = index.load_metas().map_err(damaged)?.payload;
        let at_open = index.reader().map_err(damaged)?.searcher();
        let known = known(&at_open).map_err(damaged)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            fields,
            index,
            inverter,
            memory_bytes: options.memory_bytes,
            segments: RwLock::new(Segments {
                writer,
                new: Vec::new(),
            }),
            since: Mutex::default(),
            payload: Mutex::new(payload),
            before: known.len(),
            known: Mutex::new(known),
            at_open,
            added: Mutex::new(0),
            _lock: lock,
        })
    }

    /// The fingerprint of the article with this [`key`](crate::index::key) of its path, when there is one: in the archive or added since.
    pub fn known(&self, path_key: u64) -> Option<u64> {
        guard(&self.known).get(&path_key).copied()
    }

    /// The paths of all articles that are committed, in order: what `--prune` compares with the files that are there.
    pub fn paths(&self) -> Result<Vec<String>, WriteError> {
        let searcher = self.index.reader().map_err(WriteError::new)?.searcher();
        let mut paths = Vec::new();
        for segment in searcher.segment_readers() {
            let Some(values) = segment
                .fast_fields()
                .str(column::PATH)
                .map_err(WriteError::new)?
            else {
                continue;
            };
            let alive = segment
                .doc_ids_alive()
                .filter_map(|doc| values.term_ords(doc).next());
            let mut ords: Vec<u64> = alive.collect();
            ords.sort_unstable();
            ords.dedup();
            values
                .dictionary()
                .sorted_ords_to_term_cb(&ords, |term| {
                    paths.push(String::from_utf8_lossy(term).into_owned());
                })
                .map_err(WriteError::new)?;
        }
        paths.sort_unstable();
        Ok(paths)
    }

    /// The path of the article with this id, when the archive held one as it was opened.
    pub fn path_of(&self, id: &str) -> Result<Option<String>, WriteError> {
        let term = Term::from_field_text(self.fields.id, id);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self
            .at_open
            .search(&query, &DocSetCollector)
            .map_err(WriteError::new)?;
        let Some(at) = found.into_iter().next() else {
            return Ok(None);
        };
        let segment = self.at_open.segment_reader(at.segment_ord);
        let Some(values) = segment
            .fast_fields()
            .str(column::PATH)
            .map_err(WriteError::new)?
        else {
            return Ok(None);
        };
        let mut path = String::new();
        for ord in values.term_ords(at.doc_id) {
            values.ord_to_str(ord, &mut path).map_err(WriteError::new)?;
        }
        Ok(Some(path))
    }

    /// Adds an article; one with the same path is replaced. It is found after the next [`commit`](Self::commit).
    ///
    /// Put an article at most once between two commits: a second time is slow. Commit when the writer [is full](Self::is_full);
    /// where nobody does, articles are written without being committed when they take a quarter more memory than they may.
    pub fn add(&self, article: &Article, fingerprint: u64) -> Result<(), WriteError> {
        let document =
            store::document(article, fingerprint, &self.fields).map_err(WriteError::new)?;
        let key = store::key(&article.path);
        self.make_room(key)?;
        let segments = self.segments.read().unwrap_or_else(PoisonError::into_inner);
        let replaces = guard(&self.known).insert(key, fingerprint).is_some();
        let mut since = guard(&self.since);
        since.added.insert(key);
        if replaces {
            since.replaced.push(key);
        }
        drop(since);
        self.inverter.add(&document).map_err(WriteError::new)?;
        drop(segments);
        *guard(&self.added) += 1;
        Ok(())
    }

    /// Whether the articles that were added since the last commit take as much memory as they may: it is time to commit.
    pub fn is_full(&self) -> bool {
        self.inverter.memory() >= self.memory_bytes || self.inverter.is_at_limit()
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

    /// Removes the article with this [`key`](crate::index::key) of its path.
    pub fn remove(&self, path_key: u64) {
        let _segments = self.segments.read().unwrap_or_else(PoisonError::into_inner);
        if guard(&self.known).remove(&path_key).is_none() {
            return;
        }
        let mut since = guard(&self.since);
        if since.added.contains(&path_key) {
            since.dropped.push(path_key);
        } else {
            since.replaced.push(path_key);
        }
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
        let mut prepared = segments.writer.prepare_commit().map_err(WriteError::new)?;
        if let Some(payload) = payload {
            prepared.set_payload(payload);
        }
        prepared.commit().map_err(WriteError::new)?;
        segments.new.clear();
        manifest::sync_folder(&self.dir.join(SEGMENTS)).map_err(WriteError::new)?;
        *guard(&self.payload) = payload.map(str::to_owned);
        Ok(())
    }

    /// Writes what was added as a segment, which the next commit takes in together with what it replaces.
    fn write_segment(&self, segments: &mut Segments) -> Result<(), WriteError> {
        let committed = self.index.searchable_segment_ids();
        let mut older = committed.map_err(WriteError::new)?;
        older.extend(&segments.new);
        let written = self.inverter.write_segment().map_err(WriteError::new)?;
        let since = std::mem::take(&mut *guard(&self.since));
        self.remove_from(&segments.writer, since.replaced, older)?;
        if let Some(segment) = written {
            let meta = segment.meta().clone();
            segments.writer.add_segment(meta).map_err(WriteError::new)?;
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
            field: self.fields.key,
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
            .map_err(WriteError::new)?;
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

/// Path keys and fingerprints of the articles in the archive.
fn known(searcher: &Searcher) -> Result<HashMap<u64, u64>, TantivyError> {
    let mut known = HashMap::new();
    for segment in searcher.segment_readers() {
        let keys = segment
            .fast_fields()
            .column_first_or_default::<u64>(column::KEY)?;
        let fingerprints = segment
            .fast_fields()
            .column_first_or_default::<u64>(column::FINGERPRINT)?;
        for doc in segment.doc_ids_alive() {
            known.insert(keys.get_val(doc), fingerprints.get_val(doc));
        }
    }
    Ok(known)
}
