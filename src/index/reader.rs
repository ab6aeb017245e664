//! An archive open for reading.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tantivy::directory::MmapDirectory;
use tantivy::{Index, IndexReader, ReloadPolicy, Searcher, TantivyError};

use crate::index::directory::ReaderDirectory;
use crate::index::index_error::OpenError;
use crate::index::manifest::{self, SEGMENTS};
use crate::index::schema::{self, Fields, column};

/// An archive open for reading; it may lie where nobody can write.
pub struct Reader {
    dir: PathBuf,
    reader: IndexReader,
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
        let damaged = |error: TantivyError| OpenError::Damaged {
            path: dir.to_path_buf(),
            source: error.into(),
        };
        let files =
            MmapDirectory::open(dir.join(SEGMENTS)).map_err(|error| damaged(error.into()))?;
        let mut index = Index::open(ReaderDirectory(files)).map_err(damaged)?;
        let (schema, fields) = schema::schema();
        if index.schema() != schema {
            let source = "the index has other fields than its manifest says".into();
            return Err(OpenError::Damaged {
                path: dir.to_path_buf(),
                source,
            });
        }
        index.set_tokenizers(schema::tokenizers());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()
            .map_err(damaged)?;
        Ok(Self {
            dir: dir.to_path_buf(),
            reader,
            fields,
        })
    }

    /// Sees what was committed since.
    pub fn reload(&self) -> Result<(), OpenError> {
        self.reader.reload().map_err(|error| OpenError::Damaged {
            path: self.dir.clone(),
            source: error.into(),
        })
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
