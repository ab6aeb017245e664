//! Files that lie in an archive beside its segments.
//!
//! A sidecar's name holds the hash of its content, and a commit names the sidecars that belong to it, so that what a
//! sidecar says and what is committed never fall out of step.

use std::fs;
use std::io;
use std::path::Path;

use crate::index::index_error::WriteError;
use crate::index::writer::Writer;

/// Reads the file of a folder with this name, when it is there. Fails where its content is not what its name says.
pub(crate) fn read(dir: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    match fs::read(dir.join(name)) {
        Ok(bytes) if name.contains(&hash(&bytes)) => Ok(Some(bytes)),
        Ok(_) => {
            let why = format!("{name} is damaged");
            Err(io::Error::new(io::ErrorKind::InvalidData, why))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// How a file's name tells its content.
fn hash(bytes: &[u8]) -> String {
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(bytes))
}

impl Writer {
    /// Reads the sidecar with this name.
    pub(crate) fn read_sidecar(&self, name: &str) -> Result<Option<Vec<u8>>, WriteError> {
        read(&self.dir, name).map_err(WriteError::new)
    }

    /// Whether there is a sidecar with this name.
    pub(crate) fn has_sidecar(&self, name: &str) -> bool {
        self.dir.join(name).is_file()
    }

    /// Writes a sidecar named `stem-HASH.end` and returns its name. It survives a power cut when the commit does whose payload names
    /// it, or a sidecar in JSON that the payload names.
    pub(crate) fn write_sidecar(
        &self,
        (stem, end): (&str, &str),
        bytes: &[u8],
    ) -> Result<String, WriteError> {
        let name = format!("{stem}-{}.{end}", hash(bytes));
        // One that was damaged is written anew.
        match read(&self.dir, &name) {
            Ok(Some(_)) => self.files.keep_sidecar(&name, bytes),
            _ => self
                .files
                .write_sidecar(&name, bytes)
                .map_err(WriteError::new)?,
        }
        Ok(name)
    }

    /// Removes the sidecars of this stem that the last commit does not name, those of killed runs included.
    pub(crate) fn sweep_sidecars(&self, stem: &str, named: &[&str]) -> Result<(), WriteError> {
        for entry in fs::read_dir(&self.dir).map_err(WriteError::new)? {
            let entry = entry.map_err(WriteError::new)?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let ours = name
                .trim_start_matches('.')
                .starts_with(&format!("{stem}-"));
            if ours && !named.contains(&name.as_ref()) {
                self.files.remove_sidecar(&name).map_err(WriteError::new)?;
            }
        }
        Ok(())
    }
}
