//! Why an archive cannot be opened or written to.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;

use crate::index::archive_format::OLDEST_READABLE;
use crate::index::file_faults::damage_in;

/// Why an archive could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// There is nothing at the path.
    #[error("no archive at {path}; make one with `dateline index`")]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error("{path} is not an archive and holds other files; name an empty folder with --index")]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// An earlier version wrote it in a format that is read for an upgrade only, or not at all.
    #[error(
        "the archive at {path} has the older format {format} (written by {written_by}); {}", way_on(path, *format)
    )]
    Older {
        /// The folder.
        path: PathBuf,
        /// Its format.
        format: u32,
        /// What wrote it.
        written_by: String,
    },
    /// A later version wrote it.
    #[error(
        "the archive at {path} has the newer format {format} (written by {written_by}); use that version of dateline"
    )]
    Newer {
        /// The folder.
        path: PathBuf,
        /// Its format.
        format: u32,
        /// What wrote it.
        written_by: String,
    },
    /// Another process is writing to it.
    #[error("the archive at {path} is locked by {by}; wait for it to end")]
    Locked {
        /// The folder.
        path: PathBuf,
        /// Which process.
        by: String,
    },
    /// A file of it cannot be understood.
    #[error(
        "the archive at {path} is damaged; `dateline check` says what is wrong, `dateline check --repair` mends it"
    )]
    Damaged {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A file of it cannot be read or written.
    #[error("cannot open {path}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
}

/// What helps with an archive of an older format.
fn way_on(path: &Path, format: u32) -> String {
    match format >= OLDEST_READABLE {
        true => format!(
            "`dateline index --index {} PATH...` upgrades it",
            path.display()
        ),
        false => "make it anew from the pages with `dateline index --index NEW_FOLDER PATH...`"
            .to_owned(),
    }
}

impl OpenError {
    /// Why the engine could not open the archive in `dir`.
    pub(crate) fn of_engine(dir: &Path, error: TantivyError) -> Self {
        let path = dir.to_path_buf();
        let source = match damage_in(&error) {
            Some(damage) => damage.into(),
            None => error.into(),
        };
        Self::Damaged { path, source }
    }
}

/// Why articles could not be put into an archive. What was committed before stays as it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// A file could not be written.
    #[error("cannot write to the archive; what was committed before is safe")]
    Failed {
        /// What went wrong.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A file that was to be merged with others is not what was written.
    #[error(
        "the archive is damaged, and its segments are left as they are; `dateline check` says what is wrong, `dateline check --repair` mends it"
    )]
    Damaged {
        /// What is wrong.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl WriteError {
    pub(crate) fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let source = source.into();
        match source.downcast_ref().and_then(damage_in) {
            Some(damage) => Self::damaged(damage),
            None => Self::Failed { source },
        }
    }

    pub(crate) fn damaged(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let source = source.into();
        Self::Damaged { source }
    }
}
