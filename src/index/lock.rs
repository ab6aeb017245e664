//! The archive's lock: one process writes at a time.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

use crate::index::index_error::OpenError;

/// The archive's lock. It is given back in so many words: a child process that is just being started holds a copy of the file.
pub(crate) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        if let Err(error) = self.0.unlock() {
            tracing::warn!(%error, "the archive's lock could not be given back");
        }
    }
}

/// Takes the archive's lock; the operating system gives it back when the process ends, however it ends.
pub(crate) fn lock(dir: &Path) -> Result<Lock, OpenError> {
    let path = dir.join("writer.lock");
    let read = |source: io::Error| OpenError::Read {
        path: path.clone(),
        source,
    };
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(read)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => {
            let mut by = String::new();
            let _ = file.take(100).read_to_string(&mut by);
            let by = if by.trim().is_empty() {
                "another process".to_owned()
            } else {
                by.trim().to_owned()
            };
            return Err(OpenError::Locked {
                path: dir.to_path_buf(),
                by,
            });
        }
        Err(fs::TryLockError::Error(source)) => return Err(read(source)),
    }
    file.set_len(0).and_then(|()| file.rewind()).map_err(read)?;
    writeln!(file, "process {}", std::process::id()).map_err(read)?;
    Ok(Lock(file))
}
