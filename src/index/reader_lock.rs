//! The lock that keeps a writer from removing files that a reader is about to open.

use std::fs::File;
use std::io;
use std::path::Path;

use tantivy::directory::error::LockError;
use tantivy::directory::{DirectoryLock, META_LOCK};

/// Takes the lock of a folder of segments. Where its file cannot be made because nobody may write there, there is no writer that
/// could take it, and none is needed.
pub(crate) fn acquire(segments: &Path) -> Result<DirectoryLock, LockError> {
    match open(segments) {
        Ok(Some(file)) => {
            file.lock().map_err(LockError::wrap_io_error)?;
            Ok(DirectoryLock::from(Box::new(file)))
        }
        Ok(None) => Ok(DirectoryLock::from(Box::new(()))),
        Err(error) => Err(LockError::wrap_io_error(error)),
    }
}

fn open(segments: &Path) -> io::Result<Option<File>> {
    let path = segments.join(&META_LOCK.filepath);
    let mut writing = File::options();
    let opened = writing.write(true).create(true).truncate(false).open(&path);
    match opened {
        Ok(file) => Ok(Some(file)),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            // A file that may only be read can be locked as well.
            Ok(File::open(&path).ok())
        }
        Err(error) => Err(error),
    }
}
