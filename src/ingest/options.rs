//! How a run is to be done, and how far it has come.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use jiff::civil::Date;

use crate::article::{CleanPage, RawPage};
use crate::clean;
use crate::ingest::report::PageEnd;
use crate::read::{self, Tally};

/// How to ingest.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads that clean; the reader has one of its own.
    pub threads: usize,
    /// What to do with articles whose page is gone.
    pub vanished: Vanished,
    /// Folders and files to leave out: the archive itself.
    pub skip: Vec<PathBuf>,
    /// The largest page in bytes: a file, the body of a crawl's record.
    pub largest_page: usize,
    /// The largest record of an export in bytes: a line, an object, a row, a file of documents.
    pub largest_record: usize,
    /// A `dateline.toml` for all pages, beside those that lie beside the pages.
    pub config: Option<PathBuf>,
    /// The day of the run: no page tells a later one. `None` believes pages whatever they say.
    pub today: Option<Date>,
    /// The time since some moment, by which a long run commits now and then. The default stands still.
    pub clock: fn() -> Duration,
    /// What time it is. A crawl or an export that was left alone for a while before it was read is not opened by later runs as long as its
    /// size and its times are the same; without this all are.
    pub now: fn() -> Option<SystemTime>,
    /// Set from outside to stop: what was read is committed, and the run ends.
    pub stop: Arc<AtomicBool>,
    /// Look up the ids of unchanged pages too, for [`RunEvent::Page`]; this takes longer than to see that they are unchanged.
    pub ids_of_unchanged: bool,
    /// What cleans a page: [`clean::clean`] unless the caller has a cleaner of its own. Where it panics, its page is rejected.
    pub clean: fn(&RawPage) -> CleanPage,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            threads,
            vanished: Vanished::Keep,
            skip: Vec::new(),
            largest_page: read::PAGE_LIMIT,
            largest_record: read::RECORD_LIMIT,
            config: None,
            today: None,
            clock: || Duration::ZERO,
            now: || None,
            stop: Arc::default(),
            ids_of_unchanged: false,
            clean: clean::clean,
        }
    }
}

/// What becomes of articles under the ingested paths whose page is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vanished {
    /// They stay.
    Keep,
    /// They are removed, unless that were most of the articles under the paths.
    Prune,
    /// They are removed, however many.
    PruneAll,
}

/// What a run tells while it goes on, from several threads.
#[derive(Debug, Clone, Copy)]
pub enum RunEvent<'a> {
    /// A page was read.
    Progress(Progress),
    /// It is decided how a page ended: at once, or at the end of the run.
    Page(&'a PageEnd),
    /// How many records of a crawl are no pages.
    Records(&'a Tally),
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages done.
    pub pages: u64,
    /// Bytes read, decompressed.
    pub bytes: u64,
}
