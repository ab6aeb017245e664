//! Files whose bytes are compared with what was written before any of them is used.
//!
//! The engine reads through memory maps and takes what it reads for right: a flipped bit is a wrong answer, or an endless loop. So each
//! block is compared with its checksum the first time that a part of it is asked for, and what was not written fails by name.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

use crate::index::checksum::{BLOCK, FileSum, Files, block_sum};
use crate::index::file_faults::{Fault, FileFault};
use crate::index::manifest::SEGMENTS;

/// The files of a commit. Copies share what was compared.
#[derive(Debug, Clone, Default)]
pub(crate) struct VerifiedFiles(Arc<Mutex<BTreeMap<String, Arc<Written>>>>);

/// What was written to a file.
#[derive(Debug)]
struct Written {
    /// The file, from the archive's folder.
    path: String,
    sum: FileSum,
    blocks: Vec<u32>,
    /// Which blocks were compared; one entry where the file is compared as a whole.
    compared: Vec<AtomicBool>,
}

impl VerifiedFiles {
    /// From now on these are the files. Those that were known before are not compared again: no file is written twice.
    pub(crate) fn expect(&self, files: &Files) {
        let mut known = self.0.lock();
        known.retain(|path, written| files.get(path).is_some_and(|sum| *sum == written.sum));
        for (path, sum) in files {
            if !known.contains_key(path) {
                known.insert(path.clone(), Arc::new(Written::new(path, sum)));
            }
        }
    }

    /// A file of the folder of segments as one that is compared while it is read. A file that no commit names yet is as it is: who
    /// opens one between two commits opens it again.
    pub(crate) fn verified(
        &self,
        name: &Path,
        file: Arc<dyn FileHandle>,
    ) -> io::Result<Arc<dyn FileHandle>> {
        let path = format!("{SEGMENTS}/{}", name.display());
        let Some(written) = self.0.lock().get(&path).cloned() else {
            return Ok(file);
        };
        let bytes = file.read_bytes(0..file.len())?;
        Ok(Arc::new(VerifiedFile { bytes, written }))
    }
}

impl Written {
    fn new(path: &str, sum: &FileSum) -> Self {
        let blocks = sum.blocks();
        let compared = (0..blocks.len().max(1)).map(|_| AtomicBool::new(false));
        Self {
            path: path.to_owned(),
            sum: sum.clone(),
            compared: compared.collect(),
            blocks,
        }
    }

    /// Compares the blocks that this range of the file lies in.
    fn compare(&self, bytes: &[u8], range: &Range<usize>) -> io::Result<()> {
        let (first, last) = match self.blocks.is_empty() {
            true => (0, 0),
            false => (range.start / BLOCK, range.end.saturating_sub(1) / BLOCK),
        };
        let of_range = self.compared.iter().enumerate().take(last + 1).skip(first);
        for (number, compared) in of_range {
            if compared.load(Ordering::Acquire) {
                continue;
            }
            if !self.is_as_written(bytes, number) {
                return Err(self.changed());
            }
            compared.store(true, Ordering::Release);
        }
        Ok(())
    }

    fn is_as_written(&self, bytes: &[u8], number: usize) -> bool {
        let Some(sum) = self.blocks.get(number) else {
            return self.sum.is_of(bytes);
        };
        let start = number * BLOCK;
        let end = bytes.len().min(start + BLOCK);
        bytes.get(start..end).map(block_sum) == Some(*sum)
    }

    fn changed(&self) -> io::Error {
        let fault = FileFault {
            path: self.path.clone(),
            fault: Fault::Changed,
        };
        io::Error::new(io::ErrorKind::InvalidData, fault)
    }
}

/// A file that is compared while it is read.
struct VerifiedFile {
    bytes: OwnedBytes,
    written: Arc<Written>,
}

impl fmt::Debug for VerifiedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifiedFile")
            .field(&self.written.path)
            .finish()
    }
}

impl HasLen for VerifiedFile {
    fn len(&self) -> usize {
        self.bytes.len()
    }
}

impl FileHandle for VerifiedFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.start < range.end {
            self.written.compare(&self.bytes, &range)?;
        }
        Ok(self.bytes.slice(range))
    }
}
