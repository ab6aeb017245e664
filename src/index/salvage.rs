//! Reading what can be read of a damaged archive, and putting it back as a new generation.
//!
//! Segments without damage stay as they are. Of the others every article is read that can be relied on: one whose stored bytes lie in
//! blocks with the right checksums, or whose text the columns of the segment confirm. The new generation is valid by one
//! rename, so that a mending that breaks off leaves the archive as it was.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use serde_json::Value;
use tantivy::columnar::{ColumnarReader, DynamicColumn};
use tantivy::directory::MmapDirectory;
use tantivy::fastfield::AliveBitSet;
use tantivy::store::StoreReader;
use tantivy::{Directory as _, DocId, Index, TantivyError};

use crate::article::{Entry, Version};
use crate::index::archive_format::OLDEST_READABLE;
use crate::index::directory::ReaderDirectory;
use crate::index::durable;
use crate::index::file_faults;
use crate::index::generation::{Generation, META, Meta, MetaSegment, is_manifest};
use crate::index::index_error::{OpenError, WriteError};
use crate::index::lock::{Lock, lock};
use crate::index::manifest::{self, SEGMENTS};
use crate::index::payload::Payload;
use crate::index::schema::column;
use crate::index::store::{self, ENTRY, Marks, Stored};
use crate::index::verified_files::VerifiedFiles;
use crate::index::writer_directory::WriterDirectory;

/// The folder in an archive where a new generation is made.
pub(crate) const WORKSHOP: &str = ".repair";

/// The folder in an archive where damaged segments are put.
pub(crate) const PUT_ASIDE: &str = "damaged";

/// A damaged archive, locked.
pub(crate) struct Salvage {
    dir: PathBuf,
    generation: Generation,
    meta: Meta,
    /// The files that are not what was written, from the archive's folder.
    faulty: BTreeSet<String>,
    /// Its `dateline.json` was written anew.
    is_named_anew: bool,
    /// It has an older format: nothing is damaged, and everything is written anew.
    is_older: bool,
    _lock: Lock,
}

/// What is done with the stored articles of a damaged segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StoredArticles {
    /// They are read.
    Read,
    /// They are not even looked at: reading them has ended a process.
    LeaveAlone,
}

/// An article of a damaged segment.
pub(crate) enum Salvaged {
    /// It is as it was.
    Whole(Box<Entry>),
    /// Its text is as it was; its page must be read again for the rest.
    Text(Box<Entry>),
    /// It cannot be read. Its id and its path are given where they are known.
    Lost(Option<(String, String)>),
}

impl Salvage {
    /// Opens what is left of the archive in `dir`, and puts back its `meta.json` and `dateline.json` where they are damaged.
    pub(crate) fn open(dir: &Path) -> Result<Self, OpenError> {
        let read = |source: io::Error| OpenError::Read {
            path: dir.to_path_buf(),
            source,
        };
        let damaged = |source: Box<dyn std::error::Error + Send + Sync>| OpenError::Damaged {
            path: dir.to_path_buf(),
            source,
        };
        let lock = lock(dir)?;
        let mut generation = Generation::read(dir);
        if generation.is_err() {
            put_meta_back(dir).map_err(read)?;
            generation = Generation::read(dir);
        }
        let generation = generation.map_err(|error| damaged(error.into()))?;
        let mut faults = file_faults::in_full(dir, &generation.files);
        let is_named_anew = faults.iter().any(|fault| fault.path == manifest::FILE);
        if is_named_anew {
            manifest::write(dir).map_err(read)?;
            faults.retain(|fault| fault.path != manifest::FILE);
        }
        let meta = generation.meta().map_err(|error| damaged(error.into()))?;
        Ok(Self {
            dir: dir.to_path_buf(),
            generation,
            meta,
            faulty: faults.into_iter().map(|fault| fault.path).collect(),
            is_named_anew,
            is_older: false,
            _lock: lock,
        })
    }

    /// Opens an archive of an older format whose articles this version reads. `None` where there is none.
    pub(crate) fn open_older(dir: &Path) -> Result<Option<Self>, OpenError> {
        match manifest::look(dir) {
            Err(OpenError::Older { format, .. }) if format >= OLDEST_READABLE => {}
            _ => return Ok(None),
        }
        let salvage = Self::open(dir)?;
        if let Some(path) = salvage.faulty.iter().next() {
            return Err(salvage.cannot_be_upgraded(path));
        }
        Ok(Some(Self {
            is_older: true,
            ..salvage
        }))
    }

    /// Why an archive of an older format stays what it is.
    pub(crate) fn cannot_be_upgraded(&self, damaged: &str) -> OpenError {
        let what = format!(
            "{damaged} is not what was written, so that the archive cannot be upgraded; make it anew from the pages with \
             `dateline index --index NEW_FOLDER PATH...`"
        );
        let path = self.dir.clone();
        let source = what.into();
        OpenError::Damaged { path, source }
    }

    /// The segments that are to be written anew, by the beginning of their files' names.
    pub(crate) fn damaged_segments(&self) -> Vec<String> {
        let stems = self.meta.segments.iter().map(MetaSegment::stem);
        stems.filter(|stem| self.is_damaged(stem)).collect()
    }

    fn is_damaged(&self, stem: &str) -> bool {
        let prefix = file_of(stem, "");
        self.is_older || self.faulty.iter().any(|path| path.starts_with(&prefix))
    }

    /// Whether nothing is left to mend.
    pub(crate) fn is_whole(&self) -> bool {
        self.faulty.is_empty() && !self.is_named_anew
    }

    /// Hands over each article of a damaged segment.
    pub(crate) fn each(
        &self,
        stem: &str,
        stored: StoredArticles,
        marks: &dyn Fn(&Version) -> Marks,
        each: &mut dyn FnMut(Salvaged) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        let Some(segment) = self.meta.segments.iter().find(|it| it.stem() == stem) else {
            return Ok(());
        };
        let mut files = self.open_segment(segment).map_err(WriteError::new)?;
        if stored == StoredArticles::LeaveAlone {
            (files.store, files.damaged_store) = (None, None);
        }
        for doc in 0..segment.max_doc {
            if !files.is_alive(doc) {
                continue;
            }
            let salvaged = files.article(doc, marks);
            each(salvaged.unwrap_or_else(|| Salvaged::Lost(files.name_of(doc))))?;
        }
        Ok(())
    }

    /// The keys of the ids of all articles in segments without damage, in order. Where the list of a segment's removed articles is lost,
    /// these are what has taken their place.
    pub(crate) fn kept_keys(&self) -> Result<Vec<u64>, WriteError> {
        let mut keys = Vec::new();
        for segment in &self.meta.segments {
            if self.is_damaged(&segment.stem()) {
                continue;
            }
            let files = self.open_segment(segment).map_err(WriteError::new)?;
            let alive = (0..segment.max_doc).filter(|doc| files.is_alive(*doc));
            keys.extend(alive.flat_map(|doc| files.numbers(column::ID_KEY, doc)));
        }
        keys.sort_unstable();
        Ok(keys)
    }

    fn open_segment(&self, segment: &MetaSegment) -> Result<SegmentFiles, TantivyError> {
        let segments = self.dir.join(SEGMENTS);
        let files = MmapDirectory::open(&segments)?;
        let verified = VerifiedFiles::default();
        verified.expect(&self.generation.files);
        let as_they_are = ReaderDirectory {
            files,
            segments,
            verified: VerifiedFiles::default(),
        };
        let compared = ReaderDirectory {
            verified,
            ..as_they_are.clone()
        };
        // The engine's own view of the folder cuts off what it writes behind each file.
        let as_they_are = Index::open(as_they_are)?;
        let compared = Index::open(compared)?;
        Ok(SegmentFiles::open(self, segment, &as_they_are, &compared))
    }

    /// What the commit says of itself, without what is damaged: the next run learns and compares what is missing.
    fn payload(&self) -> Option<String> {
        if self.is_older {
            let (all_due, copies_due) = (true, true);
            let payload = Payload {
                all_due,
                copies_due,
                ..Payload::default()
            };
            return Some(payload.text());
        }
        let mut payload = Payload::read(self.meta.payload.as_deref()).ok()?;
        let is_faulty =
            |name: &Option<String>| name.as_ref().is_some_and(|name| self.faulty.contains(name));
        let sites_lost = is_faulty(&payload.sites);
        if sites_lost {
            payload.sites = None;
        }
        let mut sidecars = self.faulty.iter().filter(|path| !path.contains('/'));
        if sidecars.any(|name| Some(name) != payload.sites.as_ref()) {
            payload.copies = None;
        }
        // What was lost is read again.
        payload.files = None;
        payload.all_due = true;
        payload.copies_due = true;
        Some(payload.text())
    }

    /// Makes the archive one without its damaged segments and with those of the archive in its workshop, where there is one.
    pub(crate) fn install(self) -> io::Result<()> {
        let workshop = self.dir.join(WORKSHOP);
        let segments = self.dir.join(SEGMENTS);
        let mut known = self.generation.files.clone();
        let mut meta: Value = serde_json::from_str(&self.generation.meta)?;
        let mut kept = list_of(&mut meta);
        kept.retain(|segment| !stem_of(segment).is_some_and(|stem| self.is_damaged(&stem)));
        if let Ok(made) = Generation::read(&workshop) {
            for (path, sum) in &made.files {
                if path.starts_with(SEGMENTS) {
                    fs::rename(workshop.join(path), self.dir.join(path))?;
                    known.insert(path.clone(), sum.clone());
                }
            }
            let mut made: Value = serde_json::from_str(&made.meta)?;
            kept.extend(list_of(&mut made));
            if self.is_older {
                // With the fields of this format.
                meta = made;
            }
        }
        if let Some(fields) = meta.as_object_mut() {
            fields.insert("segments".to_owned(), Value::Array(kept));
            fields.insert("payload".to_owned(), self.payload().into());
        }
        known.retain(|path, _| !self.faulty.contains(path));
        let files = MmapDirectory::open(&segments).map_err(io::Error::other)?;
        let last = Generation {
            files: known,
            ..self.generation.clone()
        };
        let writer = WriterDirectory::open(&self.dir, files, Some(last));
        writer.atomic_write(Path::new(META), &serde_json::to_vec_pretty(&meta)?)?;
        match self.is_older {
            true => manifest::write(&self.dir)?,
            false => self.put_aside()?,
        }
        fs::remove_dir_all(&workshop).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })
    }

    /// Moves the files of damaged segments, which nothing names any more, out of the way: somebody may get more out of them.
    fn put_aside(&self) -> io::Result<()> {
        let aside = self.dir.join(PUT_ASIDE);
        for stem in self.damaged_segments() {
            let prefix = file_of(&stem, "");
            let of_segment = self
                .generation
                .files
                .keys()
                .filter(|path| path.starts_with(&prefix));
            for path in of_segment {
                fs::create_dir_all(&aside)?;
                let name = path.strip_prefix(SEGMENTS).unwrap_or(path);
                match fs::rename(
                    self.dir.join(path),
                    aside.join(name.trim_start_matches('/')),
                ) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }
}

/// Puts back the `meta.json` of the newest manifest that is whole.
fn put_meta_back(dir: &Path) -> io::Result<()> {
    let segments = dir.join(SEGMENTS);
    let mut newest: Option<Generation> = None;
    for entry in fs::read_dir(&segments)? {
        let entry = entry?;
        if !entry.file_name().to_str().is_some_and(is_manifest) {
            continue;
        }
        let found = Generation::parse(&fs::read(entry.path())?);
        let is_newer = |it: &Generation| newest.as_ref().is_none_or(|last| last.number < it.number);
        if let Some(found) = found.filter(is_newer) {
            newest = Some(found);
        }
    }
    match newest {
        Some(generation) => {
            durable::replace(&segments, META, generation.meta.as_bytes())?;
            durable::sync_folder(&segments)
        }
        None => without_manifest(dir),
    }
}

/// Where the manifest alone is damaged, the files are taken as they are if tantivy's own checksums find nothing wrong.
fn without_manifest(dir: &Path) -> io::Result<()> {
    let segments = dir.join(SEGMENTS);
    let meta = fs::read_to_string(segments.join(META))?;
    let files = MmapDirectory::open(&segments).map_err(io::Error::other)?;
    let directory = WriterDirectory::open(dir, files, None);
    let index = Index::open(directory.clone()).map_err(io::Error::other)?;
    let damaged = index.validate_checksum().map_err(io::Error::other)?;
    if let Some(path) = damaged.iter().next() {
        let what = format!(
            "its manifest is lost, and {} is damaged too",
            path.display()
        );
        return Err(io::Error::new(io::ErrorKind::InvalidData, what));
    }
    directory.know_all_files()?;
    directory.atomic_write(Path::new(META), meta.as_bytes())
}

fn file_of(stem: &str, end: &str) -> String {
    format!("{SEGMENTS}/{stem}.{end}")
}

fn list_of(meta: &mut Value) -> Vec<Value> {
    let segments = meta.get_mut("segments").and_then(Value::as_array_mut);
    segments.map(std::mem::take).unwrap_or_default()
}

fn stem_of(segment: &Value) -> Option<String> {
    let id = segment.get("segment_id")?.as_str()?;
    Some(id.replace('-', ""))
}

/// What can be read of a segment.
struct SegmentFiles {
    /// The stored articles, each of which is as it was written or cannot be read.
    store: Option<StoreReader>,
    /// The same file where it is damaged, without a look at its checksums.
    damaged_store: Option<StoreReader>,
    columns: Option<Vec<(&'static str, DynamicColumn)>>,
    alive: Option<AliveBitSet>,
}

/// Blocks of stored articles that are kept unpacked.
const BLOCKS: usize = 2;

/// The columns that tell whether an article is as it was.
const CONFIRMING: [&str; 8] = [
    column::ID,
    column::PATH,
    column::ID_KEY,
    column::PLACE,
    column::FINGERPRINT,
    column::SHINGLES,
    column::BLOCK,
    column::COPY_MARK,
];

fn entry_in(store: &StoreReader, doc: DocId, fingerprints: Vec<u64>) -> Option<Box<Entry>> {
    // tantivy reads its own files without doubting them.
    let stored = catch_unwind(AssertUnwindSafe(|| store.get::<Stored<ENTRY>>(doc)));
    let entry = stored.ok()?.ok()?.entry(fingerprints.into_iter());
    entry.ok().map(Box::new)
}

/// Opens the columns; one that no article has is left out.
fn columns_of(reader: &ColumnarReader) -> Option<Vec<(&'static str, DynamicColumn)>> {
    let mut columns = Vec::new();
    for name in CONFIRMING {
        for handle in reader.read_columns(name).ok()? {
            columns.push((name, handle.open().ok()?));
        }
    }
    Some(columns)
}

impl SegmentFiles {
    fn open(
        salvage: &Salvage,
        segment: &MetaSegment,
        as_they_are: &Index,
        compared: &Index,
    ) -> Self {
        let stem = segment.stem();
        let is_whole = |path: &str| !salvage.faulty.contains(path);
        let slice = |path: &str| {
            let name = path.strip_prefix(&format!("{SEGMENTS}/"))?;
            compared.directory().open_read(Path::new(name)).ok()
        };
        let (store, fast) = (file_of(&stem, "store"), file_of(&stem, "fast"));
        let store_of = |index: &Index| {
            let name = format!("{stem}.store");
            let slice = index.directory().open_read(Path::new(&name)).ok()?;
            let opened = catch_unwind(AssertUnwindSafe(|| StoreReader::open(slice, BLOCKS)));
            opened.ok()?.ok()
        };
        let damaged_store = match is_whole(&store) {
            true => None,
            false => store_of(as_they_are),
        };
        let columns = Some(fast).filter(|path| is_whole(path));
        let columns =
            columns.and_then(|path| columns_of(&ColumnarReader::open(slice(&path)?).ok()?));
        let removed = salvage.generation.files.keys();
        let mut removed = removed.filter(|path| {
            path.starts_with(&file_of(&stem, "")) && path.ends_with(".del") && is_whole(path)
        });
        let alive = removed
            .next()
            .and_then(|path| slice(path)?.read_bytes().ok());
        Self {
            store: store_of(compared),
            damaged_store,
            columns,
            alive: alive.map(AliveBitSet::open),
        }
    }

    fn is_alive(&self, doc: DocId) -> bool {
        self.alive.as_ref().is_none_or(|alive| alive.is_alive(doc))
    }

    fn column(&self, name: &str) -> Option<&DynamicColumn> {
        let mut columns = self.columns.iter().flatten();
        columns
            .find(|(own, _)| *own == name)
            .map(|(_, column)| column)
    }

    fn numbers(&self, name: &str, doc: DocId) -> Vec<u64> {
        match self.column(name) {
            Some(DynamicColumn::U64(column)) => column.values_for_doc(doc).collect(),
            _ => Vec::new(),
        }
    }

    fn text(&self, name: &str, doc: DocId) -> Option<String> {
        let Some(DynamicColumn::Str(column)) = self.column(name) else {
            return None;
        };
        let mut text = String::new();
        let ord = column.term_ords(doc).next()?;
        column.ord_to_str(ord, &mut text).ok()?;
        Some(text)
    }

    /// The id and the path of an article that cannot be relied on: by the columns, or as it says itself where these are damaged too.
    fn name_of(&self, doc: DocId) -> Option<(String, String)> {
        if self.columns.is_some() {
            return Some((self.text(column::ID, doc)?, self.text(column::PATH, doc)?));
        }
        let article = self.doubtful_entry(doc)?.shown.article;
        Some((article.id, article.path))
    }

    /// An article that can be relied on.
    fn article(&self, doc: DocId, marks: &dyn Fn(&Version) -> Marks) -> Option<Salvaged> {
        if let Some(entry) = self.entry_as_written(doc) {
            return Some(match self.columns {
                Some(_) => Salvaged::Whole(entry),
                None => Salvaged::Text(entry),
            });
        }
        let entry = self.doubtful_entry(doc)?;
        let is_confirmed = self.confirms(&entry, &marks(&entry.shown), doc);
        is_confirmed.then_some(Salvaged::Text(entry))
    }

    fn entry_as_written(&self, doc: DocId) -> Option<Box<Entry>> {
        // Where the column is damaged there are none, and every place is read again.
        let fingerprints = self.numbers(column::FINGERPRINT, doc);
        entry_in(self.store.as_ref()?, doc, fingerprints)
    }

    fn doubtful_entry(&self, doc: DocId) -> Option<Box<Entry>> {
        entry_in(self.damaged_store.as_ref()?, doc, Vec::new())
    }

    /// Whether the columns, which are whole, say the same of an article.
    fn confirms(&self, entry: &Entry, marks: &Marks, doc: DocId) -> bool {
        let article = &entry.shown.article;
        let blocks: Vec<u64> = marks
            .blocks
            .iter()
            .map(|hash| store::short(*hash))
            .collect();
        let places: Vec<u64> = entry
            .all_places()
            .map(|held| store::key(&held.path))
            .collect();
        self.columns.is_some()
            && self.text(column::ID, doc).as_ref() == Some(&article.id)
            && self.text(column::PATH, doc).as_ref() == Some(&article.path)
            && self.numbers(column::PLACE, doc) == places
            && self.numbers(column::SHINGLES, doc) == [marks.shingles]
            && self.numbers(column::BLOCK, doc) == blocks
            && self.numbers(column::COPY_MARK, doc) == marks.copies
    }
}
