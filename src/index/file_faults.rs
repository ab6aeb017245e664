//! Comparing the files of an archive with what its manifest says.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::OpenReadError;

use crate::index::archive_format;
use crate::index::checksum::{FileSum, Files, Summing};

/// Bytes of a file at most that is read as a whole when the archive is opened, and of all of them.
const SMALL: u64 = 256 << 10;
const SMALL_IN_ALL: u64 = 4 << 20;

/// What is wrong with a file.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It is not there.
    Missing,
    /// It is longer or shorter than it was written.
    Size {
        /// Bytes.
        is: u64,
        /// Bytes that were written.
        was: u64,
    },
    /// Its content is not what was written.
    Changed,
    /// It cannot be read.
    Unreadable(io::Error),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(f, "is missing"),
            Self::Size { is, was } => write!(f, "has {is} bytes, {was} were written"),
            Self::Changed => write!(f, "is not what was written (its checksum differs)"),
            Self::Unreadable(error) => write!(f, "cannot be read: {error}"),
        }
    }
}

/// A file of an archive with what is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("{path} {fault}")]
pub(crate) struct FileFault {
    /// The file, from the archive's folder.
    pub(crate) path: String,
    /// What is wrong.
    pub(crate) fault: Fault,
}

/// What is wrong with a file, where the engine failed since it is not what was written.
pub(crate) fn damage_in(error: &TantivyError) -> Option<String> {
    let error = match error {
        TantivyError::DataCorruption(corruption) => return Some(format!("{corruption:?}")),
        TantivyError::IoError(error) => error,
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => io_error,
        _ => return None,
    };
    let fault = error.get_ref()?.downcast_ref::<FileFault>()?;
    Some(fault.to_string())
}

/// What can be said of the files without reading much: that each is there and as long as it should be, and that the small ones
/// are what was written. The time grows with the number of files, not with their size.
pub(crate) fn at_opening(dir: &Path, files: &Files) -> Result<(), FileFault> {
    let mut small = 0;
    for (path, sum) in files {
        if is_upgraded_manifest(dir, path) {
            continue;
        }
        let found = match is_as_long(dir, path, sum) {
            Ok(()) if sum.size <= SMALL && small + sum.size <= SMALL_IN_ALL => {
                small += sum.size;
                has_sum(dir, path, sum)
            }
            found => found,
        };
        found.map_err(|fault| fault_of(path, fault))?;
    }
    Ok(())
}

/// What is wrong with these files: each is read from its beginning to its end.
pub(crate) fn in_full<'a>(
    dir: &Path,
    files: impl IntoIterator<Item = (&'a String, &'a FileSum)>,
) -> Vec<FileFault> {
    let mut faults = Vec::new();
    for (path, sum) in files {
        if is_upgraded_manifest(dir, path) {
            continue;
        }
        let found = is_as_long(dir, path, sum).and_then(|()| has_sum(dir, path, sum));
        faults.extend(found.err().map(|fault| fault_of(path, fault)));
    }
    faults
}

/// The last step of an upgrade writes the manifest of the new format after the commit that names all files.
fn is_upgraded_manifest(dir: &Path, path: &str) -> bool {
    path == archive_format::FILE && archive_format::is_current(dir)
}

fn fault_of(path: &str, fault: Fault) -> FileFault {
    let path = path.to_owned();
    FileFault { path, fault }
}

fn is_as_long(dir: &Path, path: &str, sum: &FileSum) -> Result<(), Fault> {
    let metadata = fs::metadata(dir.join(path)).map_err(fault)?;
    match metadata.is_file() {
        false => Err(Fault::Unreadable(io::Error::other("it is no file"))),
        true if metadata.len() == sum.size => Ok(()),
        true => Err(Fault::Size {
            is: metadata.len(),
            was: sum.size,
        }),
    }
}

fn has_sum(dir: &Path, path: &str, sum: &FileSum) -> Result<(), Fault> {
    let found = sum_of(&dir.join(path)).map_err(fault)?;
    match found.is_of_same(sum) {
        true => Ok(()),
        false => Err(Fault::Changed),
    }
}

pub(crate) fn fault(error: io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::NotFound => Fault::Missing,
        _ => Fault::Unreadable(error),
    }
}

/// The size and checksum of a file.
pub(crate) fn sum_of(path: &Path) -> io::Result<FileSum> {
    let mut file = File::open(path)?;
    let mut summing = Summing::default();
    let mut buffer = vec![0; 128 << 10];
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        summing.update(buffer.get(..read).unwrap_or_default());
    }
    Ok(summing.finish())
}
