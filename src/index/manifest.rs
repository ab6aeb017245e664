//! The manifest: what an archive is, read before any other file of it is opened.

use std::fs;
use std::io;
use std::path::Path;

use crate::index::archive_format::{self, FORMAT, Manifest};
use crate::index::durable;
use crate::index::index_error::OpenError;

pub(crate) use crate::index::archive_format::FILE;

/// The folder of the index proper.
pub(crate) const SEGMENTS: &str = "segments";

/// What stands at a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// An archive of this format.
    Archive,
    /// Nothing that an archive could damage.
    Free,
}

/// Reads the manifest in `dir` and checks its format.
pub(crate) fn look(dir: &Path) -> Result<Found, OpenError> {
    let path = dir.join(FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return free(dir);
        }
        Err(source) => return Err(OpenError::Read { path, source }),
    };
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|error| OpenError::Damaged {
            path: path.clone(),
            source: error.into(),
        })?;
    let dir = dir.to_path_buf();
    match manifest.format {
        _ if manifest.archive != "dateline" => Err(OpenError::Foreign { path: dir }),
        FORMAT => Ok(Found::Archive),
        format if format > FORMAT => Err(OpenError::Newer {
            path: dir,
            format,
            written_by: manifest.written_by,
        }),
        format => Err(OpenError::Older {
            path: dir,
            format,
            written_by: manifest.written_by,
        }),
    }
}

/// Whether a folder without a manifest is free to hold an archive: it is missing, or holds notes and hidden files only.
fn free(dir: &Path) -> Result<Found, OpenError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Free),
        Err(source) => {
            return Err(OpenError::Read {
                path: dir.to_path_buf(),
                source,
            });
        }
    };
    for entry in entries {
        let entry = entry.map_err(|source| OpenError::Read {
            path: dir.to_path_buf(),
            source,
        })?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = [SEGMENTS, "writer.lock", "README.md"].contains(&name.as_ref());
        if !ours && !name.starts_with('.') {
            return Err(OpenError::Foreign {
                path: dir.to_path_buf(),
            });
        }
    }
    Ok(Found::Free)
}

/// Writes the manifest of this version's format so that it survives a power cut.
pub(crate) fn write(dir: &Path) -> io::Result<()> {
    durable::replace(dir, FILE, &archive_format::current()?)?;
    durable::sync_folder(dir)
}
