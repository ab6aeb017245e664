//! The manifest: what an archive is, read before any other file of it is opened.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::index::index_error::OpenError;

/// The manifest's file.
pub(crate) const FILE: &str = "dateline.json";

/// The folder of the index proper.
pub(crate) const SEGMENTS: &str = "segments";

/// The format this version reads and writes. A change of schema, analysis or stored form raises it.
pub(crate) const FORMAT: u32 = 7;

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    /// Says that the folder is an archive: always `dateline`.
    archive: String,
    format: u32,
    written_by: String,
}

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

/// Writes the manifest of a new archive so that it survives a power cut.
pub(crate) fn write(dir: &Path) -> io::Result<()> {
    let manifest = Manifest {
        archive: "dateline".to_owned(),
        format: FORMAT,
        written_by: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    let temporary = dir.join(".dateline.json.new");
    let mut file = File::create(&temporary)?;
    serde_json::to_writer_pretty(&mut file, &manifest)?;
    file.write_all(b"\n")?;
    file.sync_all()?;
    fs::rename(&temporary, dir.join(FILE))?;
    sync_folder(dir)
}

/// Makes the names in a folder survive a power cut.
pub(crate) fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(dir)?.sync_all()
    } else {
        Ok(())
    }
}
