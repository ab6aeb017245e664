//! What a run remembers of the sites: the archive's book, shared by the run's threads.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::index::beside::{self, Ask, Wanted};
use crate::index::{self, OpenError, Reader, Writer};
use crate::ingest::report::IngestError;
use crate::site::{self, Book, Facts, Learned, Seen, apply};

/// The book's file beside the manifest.
const FILE: &str = "sites.json.zst";

/// The book, and what of it holds for the pass that is running.
pub(crate) struct Memory {
    book: Mutex<Book>,
    facts: Arc<Facts>,
    /// Pages that were made in this run, and those of them whose making is not committed yet.
    made: Mutex<HashSet<u64>>,
    fresh: Mutex<Vec<u64>>,
}

impl Memory {
    /// Reads the archive's book; a new archive has none.
    pub(crate) fn read(writer: &Writer) -> Result<Self, IngestError> {
        let book = match writer.read_beside(FILE)? {
            Some(bytes) => Book::read(&bytes)?,
            None => Book::default(),
        };
        let facts = Arc::new(book.facts());
        Ok(Self {
            book: Mutex::new(book),
            facts,
            made: Mutex::default(),
            fresh: Mutex::default(),
        })
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was known of the sites when the pass began.
    pub(crate) fn facts(&self) -> Arc<Facts> {
        Arc::clone(&self.facts)
    }

    pub(crate) fn wants(&self, site: &str, key: u64) -> bool {
        self.book().wants(site, key)
    }

    pub(crate) fn see(&self, site: &str, key: u64, seen: Seen) {
        self.book().see(site, key, seen);
    }

    pub(crate) fn is_stale(&self, key: u64) -> bool {
        self.book().is_stale(key)
    }

    /// The page was made with what is known now.
    pub(crate) fn made(&self, key: u64) {
        self.made
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key);
        self.fresh
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(key);
    }

    pub(crate) fn was_made(&self, key: u64) -> bool {
        self.made
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&key)
    }

    pub(crate) fn forget(&self, key: u64) {
        self.book().forget(key);
    }

    /// Commits. What was seen is written before the articles, so that a page is never known without having been seen; that a page is fresh
    /// is written after its article.
    pub(crate) fn commit(&self, writer: &Writer) -> Result<(), IngestError> {
        let fresh = std::mem::take(&mut *self.fresh.lock().unwrap_or_else(PoisonError::into_inner));
        self.write(writer)?;
        writer.commit("")?;
        let mut book = self.book();
        fresh.into_iter().for_each(|key| book.mark_fresh(key));
        Ok(())
    }

    /// The last commit of a run.
    pub(crate) fn finish(&self, writer: &Writer) -> Result<(), IngestError> {
        self.commit(writer)?;
        self.write(writer)
    }

    fn write(&self, writer: &Writer) -> Result<(), IngestError> {
        let mut book = self.book();
        if book.is_written() {
            return Ok(());
        }
        writer.write_beside(FILE, &book.write()?)?;
        Ok(())
    }

    /// Learns from what was seen, and returns the keys of the pages in the archive that may be other ones now.
    pub(crate) fn learn(&mut self, writer: &Writer) -> Result<BTreeSet<u64>, IngestError> {
        let mut book = self.book();
        let before = book.learn();
        let facts = book.facts();
        let mut stale = BTreeSet::new();
        if !before.is_empty() {
            let nothing = Learned::default();
            let ask = |site: &str| match (before.get(site), facts.of(site)) {
                (Some(old), now) => concern(old, now.unwrap_or(&nothing)),
                (None, _) => Ask::None,
            };
            let by_path =
                |path: &str| site::of_place("", path).map_or(Ask::None, |site| ask(&site));
            let wanted = Wanted {
                domain: &ask,
                path: &by_path,
            };
            writer.each(&wanted, &mut |article| {
                let Some(site) = site::of(&article) else {
                    return;
                };
                book.show(&site, &article);
                let old = before.get(&site).unwrap_or(&nothing);
                if apply::is_stale(&article, old, facts.of(&site).unwrap_or(&nothing)) {
                    stale.insert(index::key(&article.path));
                }
            })?;
        }
        stale.iter().for_each(|key| book.mark_stale(*key));
        drop(book);
        self.facts = Arc::new(facts);
        self.write(writer)?;
        Ok(stale)
    }
}

/// Which articles of a site a change of what is known of it may concern.
fn concern(before: &Learned, now: &Learned) -> Ask {
    match &now.name {
        _ if !before.furniture.is_empty() => Ask::WithLedger,
        Some(name) if before.is_empty() && now.furniture.is_empty() && now.affixes.is_empty() => {
            Ask::Unless(name.value.clone())
        }
        _ => Ask::All,
    }
}

/// What was learned of the sites of the archive in `dir`, by site.
pub fn learned(dir: &Path) -> Result<Vec<(String, Learned)>, OpenError> {
    Reader::open(dir)?;
    let path = || dir.join(FILE);
    let bytes = beside::read(dir, FILE).map_err(|source| OpenError::Read {
        path: path(),
        source,
    })?;
    let damaged = |source: site::Damage| OpenError::Damaged {
        path: path(),
        source: source.into(),
    };
    let book = bytes
        .map_or_else(|| Ok(Book::default()), |bytes| Book::read(&bytes))
        .map_err(damaged)?;
    Ok(book
        .learned()
        .map(|(site, learned)| (site.to_owned(), learned.clone()))
        .collect())
}
