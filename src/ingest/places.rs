//! Which place holds which article, decided once: most at once, the rest at the end of a run.
//!
//! A page whose place and id nobody else lays claim to is decided when it comes. All others wait: what a place held before, what it
//! holds now and where else an article was read can only be told apart when everything was read. Their articles wait in a
//! file, so that memory does not grow with them.
//!
//! Invariant: after a run an article is at each place that holds it now, and nothing is lost that some place still holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Entry, Held, Other, Place, Version};
use crate::identify;
use crate::index::{self, Catalog, KnownPlace, Row, Writer};
use crate::ingest::report::{IngestError, PageEnd};
use crate::ingest::spool::{Page, Spool, Spooled};
use crate::ingest::texts::{add_place, entry_of, texts_of};
use crate::ingest::{family, outcomes};
use crate::read;

/// What places hold: by the archive as it was, and by what the run has read so far.
pub(crate) struct Places {
    /// The archive when the run began. Each place is read once in a run, so that what it held is asked here.
    at_open: Catalog,
    /// A bit for each row of `at_open`: the place was read in this run.
    seen: Vec<Vec<AtomicU64>>,
    now: RwLock<Now>,
    waiting: Mutex<Waiting>,
    /// Exports that were read to their end, with the number of their records.
    exports: Mutex<FxHashMap<PathBuf, u64>>,
}

/// What was committed, and what was put since.
struct Now {
    committed: Catalog,
    /// Keys of the ids that were put since the commit.
    put: Mutex<FxHashSet<u64>>,
}

/// What is decided at the end of the run.
struct Waiting {
    claims: Vec<Claim>,
    lapses: Vec<Lapse>,
    spool: Spool,
}

/// A place holds an article that has other places, or whose id had.
struct Claim {
    /// The key of the id that the page claims.
    family: u64,
    place_key: u64,
    /// The key of the id that the place's page claimed before.
    before: Option<u64>,
    /// Where its article lies in the spool.
    at: Spooled,
}

/// A place that held an article holds none that can be read.
struct Lapse {
    family: u64,
    place_key: u64,
    reason: String,
}

/// What is to be done with a page that came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Its article is new: add it.
    Add,
    /// Its place held another state of the article: replace that.
    Replace,
    /// Wait for the end of the run.
    Wait,
}

/// What an article comes to.
pub(crate) enum Change {
    /// This is put, in place of what the archive holds. Its text is as it was before anything was known of its site.
    Put {
        entry: Box<Entry>,
        old: Option<Box<Entry>>,
    },
    /// No place holds it any more.
    Remove(Box<Entry>),
}

impl Places {
    pub(crate) fn new(writer: &Writer) -> Result<Self, IngestError> {
        let at_open = writer.catalog()?;
        let words = |rows: u32| (0..=rows / 64).map(|_| AtomicU64::new(0)).collect();
        let waiting = Waiting {
            claims: Vec::new(),
            lapses: Vec::new(),
            spool: Spool::new(writer.temporary_file()?),
        };
        Ok(Self {
            seen: at_open.rows().map(words).collect(),
            at_open,
            now: RwLock::new(Now {
                committed: writer.catalog()?,
                put: Mutex::default(),
            }),
            waiting: Mutex::new(waiting),
            exports: Mutex::default(),
        })
    }

    /// What a place held when the run began. It counts as read from now on.
    pub(crate) fn known(&self, place_key: u64) -> Result<Option<KnownPlace>, IngestError> {
        let known = self.at_open.place(place_key)?;
        if let Some(known) = &known {
            self.mark_seen(known.row);
        }
        Ok(known)
    }

    fn mark_seen(&self, row: Row) {
        let words = self.seen.get(row.segment as usize);
        if let Some(word) = words.and_then(|words| words.get(row.at as usize / 64)) {
            word.fetch_or(1 << (row.at % 64), Ordering::Relaxed);
        }
    }

    pub(crate) fn is_seen(&self, row: Row) -> bool {
        let words = self.seen.get(row.segment as usize);
        let word = words.and_then(|words| words.get(row.at as usize / 64));
        word.is_some_and(|word| word.load(Ordering::Relaxed) & (1 << (row.at % 64)) != 0)
    }

    /// The archive when the run began.
    pub(crate) fn at_open(&self) -> &Catalog {
        &self.at_open
    }

    /// An export was read to its end and has so many records: others that it held are gone.
    pub(crate) fn read_whole(&self, export: PathBuf, records: u64) {
        self.exports.lock().insert(export, records);
    }

    /// Decides about an article that came from a place, and hands it to `put` unless it has to wait. No commit comes between.
    pub(crate) fn decide(
        &self,
        id_key: u64,
        known: Option<&KnownPlace>,
        put: &mut dyn FnMut(Decision) -> Result<(), IngestError>,
    ) -> Result<Decision, IngestError> {
        let now = self.now.read();
        let decision = match known {
            // The place's own article, which no other place holds.
            Some(known) if (known.id_key, known.places) == (id_key, 1) => {
                match now.committed.family(id_key)?.len() {
                    1 => Decision::Replace,
                    _ => Decision::Wait,
                }
            }
            None if now.committed.family(id_key)?.is_empty() => Decision::Add,
            _ => Decision::Wait,
        };
        if decision == Decision::Wait || !now.put.lock().insert(id_key) {
            return Ok(Decision::Wait);
        }
        put(decision)?;
        Ok(decision)
    }

    /// The id that an article without an address had before: at its place, or at the place of a file that was moved.
    pub(crate) fn id_without_address(
        &self,
        version: &Version,
        fingerprint: u64,
        known: Option<&KnownPlace>,
    ) -> Result<Option<String>, IngestError> {
        let article = &version.article;
        if article.url.is_some() || article.id != identify::id_of_path(&article.path) {
            return Ok(None);
        }
        if let Some(known) = known {
            return match self.at_open.has_address(known.at)? {
                true => Ok(None),
                false => Ok(Some(self.at_open.id_and_path(known.at)?.0)),
            };
        }
        let Some(at) = self.at_open.without_address(fingerprint)? else {
            return Ok(None);
        };
        let (id, path) = self.at_open.id_and_path(at)?;
        Ok(self.is_gone(&path).then_some(id))
    }

    /// Keeps an article until the end of the run.
    pub(crate) fn wait(
        &self,
        held: Held,
        version: Version,
        before: Option<u64>,
    ) -> Result<(), IngestError> {
        let (family, place_key) = (index::key(&version.article.id), index::key(&held.path));
        let page = Page {
            held,
            version,
            was_known: before.is_some(),
        };
        let mut waiting = self.waiting.lock();
        let at = waiting.spool.push(&page)?;
        waiting.claims.push(Claim {
            family,
            place_key,
            before,
            at,
        });
        Ok(())
    }

    /// What a place holds now could not become an article.
    pub(crate) fn lapse(&self, known: &KnownPlace, place_key: u64, reason: String) {
        self.waiting.lock().lapses.push(Lapse {
            family: known.family,
            place_key,
            reason,
        });
    }

    /// Commits with `commit`, while nobody puts.
    pub(crate) fn commit(
        &self,
        writer: &Writer,
        commit: &mut dyn FnMut() -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let mut now = self.now.write();
        commit()?;
        now.committed = writer.catalog()?;
        now.put.lock().clear();
        Ok(())
    }

    /// Decides about all that waits, one claimed id after the other. Call when everything was read and committed. Each page that waited is told of
    /// with `tell`.
    pub(crate) fn settle(
        &self,
        put: &mut dyn FnMut(Change) -> Result<(), IngestError>,
        tell: &mut dyn FnMut(PageEnd),
    ) -> Result<(), IngestError> {
        let mut waiting = self.waiting.lock();
        let now = self.now.read();
        let mut ids_put = FxHashSet::default();
        for (family, touched) in waiting.by_family() {
            let old = now.committed.family(family)?;
            let old = old.into_iter().map(|at| now.committed.entry(at));
            let old = old.collect::<Result<Vec<Entry>, _>>()?;
            let mut claims = Vec::new();
            for at in &touched.claims {
                claims.push(waiting.spool.read(*at)?);
            }
            let entries = self.settled(&old, &claims, &touched);
            outcomes::tell(&claims, &old, &entries, tell);
            for change in changes(old, entries) {
                // An id may leave one family and come back in another.
                let is_put_again = match &change {
                    Change::Put { entry, .. } => !ids_put.insert(entry.shown.article.id.clone()),
                    Change::Remove(entry) => ids_put.contains(&entry.shown.article.id),
                };
                if !is_put_again {
                    put(change)?;
                }
            }
        }
        Ok(())
    }

    /// What the articles of one claimed id come to.
    fn settled(&self, old: &[Entry], claims: &[Page], touched: &Touched) -> Vec<Entry> {
        let claimed: BTreeSet<u64> = claims
            .iter()
            .map(|page| index::key(&page.held.path))
            .collect();
        let has_moved = |held: &Held| {
            let place = index::key(&held.path);
            touched.released.contains(&place) || claimed.contains(&place)
        };
        let mut texts = Vec::new();
        for entry in old {
            texts.extend(texts_of(entry.clone()));
        }
        for text in &mut texts {
            text.places.retain(|held| !has_moved(held));
        }
        for Page { held, version, .. } in claims {
            add_place(&mut texts, held, version);
        }
        texts.retain(|text| !text.places.is_empty());
        let mut entries = Vec::new();
        for mut member in family::members(texts) {
            self.drop_dead_places(&mut member.texts);
            if let Some(mut entry) = entry_of(member.texts, member.claimed) {
                mark_lapsed(&mut entry, &touched.lapsed);
                entries.push(entry);
            }
        }
        entries
    }

    /// Takes out places that are gone, as long as one is left.
    fn drop_dead_places(&self, texts: &mut [Other]) {
        let places = texts.iter().flat_map(|text| &text.places);
        let (dead, alive): (BTreeSet<String>, BTreeSet<String>) = places
            .map(|held| held.path.clone())
            .partition(|path| self.is_gone_after_all(path));
        if alive.is_empty() || dead.is_empty() {
            return;
        }
        for text in texts {
            text.places.retain(|held| !dead.contains(&held.path));
        }
    }

    /// The same, when everything was read: then a record that did not come is gone too, where its file was read to its end. The numbers of
    /// a crawl's records are offsets, with others between them that nothing holds.
    pub(crate) fn is_gone_after_all(&self, path: &str) -> bool {
        if self.is_gone(path) {
            return true;
        }
        let place = Place::parse(path);
        // A file that is a page by itself is not read to its end without being seen; a package around it may be.
        let around = place.file.ancestors();
        let mut around = around.skip(usize::from(place.record.is_none()));
        let exports = self.exports.lock();
        if !around.any(|file| exports.contains_key(file)) {
            return false;
        }
        drop(exports);
        let known = self.at_open.place(index::key(path)).ok().flatten();
        known.is_some_and(|known| !self.is_seen(known.row))
    }

    /// A place is gone: its file does not exist, or was read to its end and has fewer records. What cannot be looked at
    /// is not gone.
    pub(crate) fn is_gone(&self, path: &str) -> bool {
        let place = Place::parse(path);
        match (self.exports.lock().get(&place.file), place.record) {
            (Some(records), Some(record)) => record > *records,
            // What was a page as a whole is an export now.
            (Some(_), None) => true,
            (None, _) => place.file != Path::new("-") && is_missing(&place.file),
        }
    }
}

/// Nothing is at this path. What lies in a package is there as long as the package is.
pub(crate) fn is_missing(file: &Path) -> bool {
    match std::fs::symlink_metadata(file) {
        Ok(_) => false,
        Err(error) => match error.kind() {
            std::io::ErrorKind::NotFound => true,
            std::io::ErrorKind::NotADirectory => {
                let file_above = file.ancestors().skip(1).find(|above| above.is_file());
                !file_above.is_some_and(read::is_package)
            }
            _ => false,
        },
    }
}

/// What the run has found out about one id.
#[derive(Default)]
struct Touched {
    claims: Vec<Spooled>,
    /// Places that hold another article now.
    released: BTreeSet<u64>,
    /// Places whose page became unreadable, with the reasons.
    lapsed: BTreeMap<u64, String>,
}

impl Waiting {
    /// What waits, by the key of the id that is claimed.
    fn by_family(&self) -> BTreeMap<u64, Touched> {
        let mut families: BTreeMap<u64, Touched> = BTreeMap::new();
        for claim in &self.claims {
            let claims = &mut families.entry(claim.family).or_default().claims;
            claims.push(claim.at);
            if let Some(before) = claim.before.filter(|before| *before != claim.family) {
                let left = families.entry(before).or_default();
                left.released.insert(claim.place_key);
            }
        }
        for lapse in &self.lapses {
            let touched = families.entry(lapse.family).or_default();
            touched.lapsed.insert(lapse.place_key, lapse.reason.clone());
        }
        families
    }
}

/// From the entries of an id as they were to those that are.
pub(crate) fn changes(old: Vec<Entry>, entries: Vec<Entry>) -> Vec<Change> {
    let mut old: Vec<Option<Entry>> = old.into_iter().map(Some).collect();
    let mut changes = Vec::with_capacity(entries.len());
    for entry in entries {
        let is_former = |former: &&mut Option<Entry>| {
            let former = former.as_ref();
            former.is_some_and(|former| former.shown.article.id == entry.shown.article.id)
        };
        let former = old.iter_mut().find(is_former).and_then(Option::take);
        changes.push(Change::Put {
            entry: Box::new(entry),
            old: former.map(Box::new),
        });
    }
    let gone = old.into_iter().flatten();
    changes.extend(gone.map(|entry| Change::Remove(Box::new(entry))));
    changes
}

/// Notes whether the page of the text shown could still be read. One that could not is asked for again by the next run,
/// whatever it holds then.
fn mark_lapsed(entry: &mut Entry, lapsed: &BTreeMap<u64, String>) {
    let Some(first) = entry.places.first_mut() else {
        return;
    };
    if let Some(reason) = lapsed.get(&index::key(&first.path)) {
        first.fingerprint = 0;
        entry.shown.article.lapsed = Some(reason.clone());
    }
}
