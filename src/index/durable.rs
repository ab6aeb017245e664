//! Writing files so that they survive a power cut, and saying which file and which step failed where they cannot be written.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::index::write_step::{Step, before};

/// How the name of a file begins and ends that is to take the place of another.
const UNFINISHED: (&str, &str) = (".", ".new");

/// Whether a file of this name was to take the place of another and never did.
pub(crate) fn is_unfinished(name: &str) -> bool {
    name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1)
}

/// Puts a file under this name, whole or not at all. Its name survives a power cut after [`sync_folder`].
pub(crate) fn replace(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = dir.join(format!("{}{name}{}", UNFINISHED.0, UNFINISHED.1));
    let written = write_synced(&temporary, bytes);
    let renamed = written.and_then(|()| {
        let path = dir.join(name);
        let renamed = before(Step::Rename, &path).and_then(|()| fs::rename(&temporary, &path));
        renamed.map_err(|error| failed("rename to", &path, &error))
    });
    if renamed.is_err() {
        // A full disk is not to keep what nobody reads.
        let _ = fs::remove_file(&temporary);
    }
    renamed
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path).map_err(|error| failed("create", path, &error))?;
    let written = before(Step::Write, path).and_then(|()| file.write_all(bytes));
    written.map_err(|error| failed("write", path, &error))?;
    let synced = before(Step::Sync, path).and_then(|()| file.sync_all());
    synced.map_err(|error| failed("sync", path, &error))
}

/// Makes the names in a folder survive a power cut.
pub(crate) fn sync_folder(dir: &Path) -> io::Result<()> {
    if !cfg!(unix) {
        return Ok(());
    }
    let synced = before(Step::SyncFolder, dir).and_then(|()| File::open(dir)?.sync_all());
    synced.map_err(|error| failed("sync the folder", dir, &error))
}

/// Makes a folder with those above it. All of them survive a power cut.
pub(crate) fn create_folders(dir: &Path) -> io::Result<()> {
    let mut missing: Vec<PathBuf> = Vec::new();
    for folder in dir.ancestors() {
        if folder.as_os_str().is_empty() || folder.exists() {
            break;
        }
        missing.push(folder.to_path_buf());
    }
    fs::create_dir_all(dir).map_err(|error| failed("create the folder", dir, &error))?;
    for folder in missing {
        let above = folder
            .parent()
            .filter(|above| !above.as_os_str().is_empty());
        sync_folder(above.unwrap_or(Path::new(".")))?;
    }
    Ok(())
}

/// The same error with what could not be done.
pub(crate) fn failed(step: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("cannot {step} {}: {error}", path.display()),
    )
}
