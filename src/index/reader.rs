//! An archive open for reading.

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyError};

use crate::index::directory::ReaderDirectory;
use crate::index::file_faults;
use crate::index::generation::{self, Generation, ManifestError};
use crate::index::index_error::OpenError;
use crate::index::manifest::{self, SEGMENTS};
use crate::index::reader_lock;
use crate::index::schema::{self, Fields, column};
use crate::index::verified_files::VerifiedFiles;

/// How often an archive is looked at again to which a run commits meanwhile.
const TRIES: usize = 5;

/// An archive open for reading; it may lie where nobody can write.
pub struct Reader {
    dir: PathBuf,
    reader: IndexReader,
    verified: VerifiedFiles,
    fields: Fields,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("dir", &self.dir)
            .finish_non_exhaustive()
    }
}

impl Reader {
    /// Opens the archive in `dir`.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        match manifest::look(dir)? {
            manifest::Found::Archive => {}
            manifest::Found::Free => {
                return Err(OpenError::Missing {
                    path: dir.to_path_buf(),
                });
            }
        }
        let damaged = |error: TantivyError| OpenError::of_engine(dir, error);
        let segments = dir.join(SEGMENTS);
        let verified = VerifiedFiles::default();
        let checked = checked_generation(dir, &verified)?;
        let files = MmapDirectory::open(&segments).map_err(|error| damaged(error.into()))?;
        let directory = ReaderDirectory {
            files,
            segments,
            verified: verified.clone(),
        };
        let mut index = Index::open(directory).map_err(damaged)?;
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            let source = "the index has other fields than its manifest says".into();
            return Err(OpenError::Damaged {
                path: dir.to_path_buf(),
                source,
            });
        }
        index.set_tokenizers(schema::tokenizers());
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(damaged)?;
        let this = Self {
            dir: dir.to_path_buf(),
            reader,
            verified,
            fields,
        };
        this.settle(checked)?;
        Ok(this)
    }

    /// Sees what was committed since.
    pub fn reload(&self) -> Result<(), OpenError> {
        let checked = checked_generation(&self.dir, &self.verified)?;
        let reloaded = self.reader.reload();
        reloaded.map_err(|error| OpenError::of_engine(&self.dir, error))?;
        self.settle(checked)
    }

    /// Makes sure that what was opened is what was checked: a run may have committed between the two.
    fn settle(&self, mut checked: String) -> Result<(), OpenError> {
        for _ in 0..TRIES {
            let now = generation::current_name(&self.dir);
            if now.is_ok_and(|now| now == checked) {
                return Ok(());
            }
            checked = checked_generation(&self.dir, &self.verified)?;
            let reloaded = self.reader.reload();
            reloaded.map_err(|error| OpenError::of_engine(&self.dir, error))?;
        }
        Ok(())
    }

    /// When the last commit was made, by the clock of the file system.
    pub fn committed(&self) -> Option<SystemTime> {
        let commit = std::fs::metadata(self.dir.join(SEGMENTS).join("meta.json"));
        commit.and_then(|commit| commit.modified()).ok()
    }

    /// What the last commit says of itself.
    pub(crate) fn payload(&self) -> Result<Option<String>, OpenError> {
        let meta = self.searcher().index().load_metas();
        let meta = meta.map_err(|error| OpenError::Damaged {
            path: self.dir.clone(),
            source: error.into(),
        })?;
        Ok(meta.payload)
    }

    /// The archive's folder.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Bytes on disk.
    pub(crate) fn bytes(&self) -> u64 {
        let files = |dir: &Path| std::fs::read_dir(dir).into_iter().flatten().flatten();
        let all = files(&self.dir).chain(files(&self.dir.join(SEGMENTS)));
        all.filter_map(|entry| entry.metadata().ok())
            .filter(std::fs::Metadata::is_file)
            .map(|meta| meta.len())
            .sum()
    }
}

fn damaged(dir: &Path, error: impl Into<Box<dyn Error + Send + Sync>>) -> OpenError {
    OpenError::Damaged {
        path: dir.to_path_buf(),
        source: error.into(),
    }
}

/// Compares the files of the last commit with its manifest, as far as that is cheap, and returns the manifest's name. The rest is
/// compared when it is read.
fn checked_generation(dir: &Path, verified: &VerifiedFiles) -> Result<String, OpenError> {
    let mut tries = 1;
    loop {
        // No writer removes a file of this commit meanwhile.
        let lock = reader_lock::acquire(&dir.join(SEGMENTS));
        let _lock = lock.map_err(|error| damaged(dir, error))?;
        match Generation::read(dir) {
            // A run has just committed.
            Err(ManifestError::Missing) if tries < TRIES => tries += 1,
            Err(error) => return Err(damaged(dir, error)),
            Ok(generation) => {
                let compared = file_faults::at_opening(dir, &generation.files);
                match compared {
                    // A run removes its old sidecars without the lock.
                    Err(_) if tries < TRIES => tries += 1,
                    other => {
                        other.map_err(|fault| damaged(dir, fault))?;
                        verified.expect(&generation.files);
                        return Ok(generation.name());
                    }
                }
            }
        }
    }
}

/// The codes of the languages that articles are in.
pub(crate) fn languages(searcher: &Searcher) -> Result<BTreeSet<String>, TantivyError> {
    let mut codes = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let Some(values) = segment.fast_fields().str(column::LANGUAGE)? else {
            continue;
        };
        let mut stream = values.dictionary().stream()?;
        while stream.advance() {
            codes.insert(String::from_utf8_lossy(stream.key()).into_owned());
        }
    }
    Ok(codes)
}
