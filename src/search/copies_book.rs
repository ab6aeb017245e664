//! The book of copies, read from beside the archive.

use std::io;
use std::path::Path;

use tantivy::{Searcher, TantivyError};

use crate::group::{Book, Directory, FormatError};
use crate::index::payload::Payload;
use crate::index::sidecar;

/// How often the book is looked for: a run that commits meanwhile removes the files of the commits before it.
const TRIES: usize = 3;

/// Reads the book that the last commit names; an empty one where it names none.
pub(crate) fn read(dir: &Path, searcher: &Searcher) -> tantivy::Result<Book> {
    let mut tries = 1;
    loop {
        match read_once(dir, searcher) {
            Err(Unread::Missing) if tries < TRIES => tries += 1,
            Err(unread) => return Err(unread.into()),
            Ok(book) => return Ok(book),
        }
    }
}

/// Why the book could not be read.
enum Unread {
    Missing,
    Io(io::Error),
    Format(FormatError),
    Index(TantivyError),
}

fn read_once(dir: &Path, searcher: &Searcher) -> Result<Book, Unread> {
    let meta = searcher.index().load_metas().map_err(Unread::Index)?;
    // An archive that was not made by `ingest` says other things of itself, or nothing.
    let payload = Payload::read(meta.payload.as_deref()).unwrap_or_default();
    let damaged = |_| Unread::Format(FormatError::directory());
    let Some(name) = payload.copies else {
        return Ok(Book::default());
    };
    let file = |name: &str| -> Result<Vec<u8>, Unread> {
        let bytes = sidecar::read(dir, name).map_err(Unread::Io)?;
        bytes.ok_or(Unread::Missing)
    };
    let directory: Directory = serde_json::from_slice(&file(&name)?).map_err(damaged)?;
    Book::read(&directory, file)
}

impl From<FormatError> for Unread {
    fn from(error: FormatError) -> Self {
        Self::Format(error)
    }
}

impl From<Unread> for TantivyError {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Missing => Self::InternalError(FormatError::missing().to_string()),
            Unread::Io(error) => error.into(),
            Unread::Format(error) => Self::InternalError(error.to_string()),
            Unread::Index(error) => error,
        }
    }
}
