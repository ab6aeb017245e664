//! What a scan passes over and how much it takes.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::read::file_stamp::FileStamp;

/// The largest page in bytes; the longest articles with all their scripts stay under a tenth of it.
pub const PAGE_LIMIT: usize = 32 << 20;

/// The largest record of an export in bytes; a page in it may be written with escapes.
pub const RECORD_LIMIT: usize = 64 << 20;

/// What to pass over and how much to take.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folders that are not read even when they lie under an input: the archive itself.
    pub skip: Vec<PathBuf>,
    /// The largest record of an export in bytes: a line, an object, a row. Longer ones are passed over and reported.
    pub largest_record: usize,
    /// The largest page in bytes, packed and unpacked: a file, the body of a crawl's record.
    pub largest_page: usize,
    /// Files that are not opened as long as they have this stamp.
    pub known: HashMap<PathBuf, FileStamp>,
    /// What time it is. Without it no file gets a stamp, as it may have changed right now.
    pub now: fn() -> Option<SystemTime>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            skip: Vec::new(),
            largest_record: RECORD_LIMIT,
            largest_page: PAGE_LIMIT,
            known: HashMap::new(),
            now: || None,
        }
    }
}
