//! What a scan passes over and how much it takes.

use std::path::PathBuf;

/// The largest page in bytes; the longest articles with all their scripts stay under a tenth of it.
pub(crate) const PAGE_LIMIT: usize = 32 << 20;

/// What to pass over and how much to take.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folders that are not read even when they lie under an input: the archive itself.
    pub skip: Vec<PathBuf>,
    /// The largest record of an export in bytes: a line, an object, a row. Longer ones are passed over and reported.
    pub largest_record: usize,
    /// The largest page in bytes.
    pub largest_page: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            skip: Vec::new(),
            largest_record: 64 << 20,
            largest_page: PAGE_LIMIT,
        }
    }
}
