//! Which place holds which article, decided once: most at once, the rest at the end of a run.
//!
//! A page whose place and id nobody else lays claim to is decided when it comes. All others wait: what a place held before, what it
//! holds now and where else an article was read can only be told apart when everything was read. Their articles wait in a
//! file, so that memory does not grow with them.
//!
//! Invariant: after a run an article is at each place that holds it now, and nothing is lost that some place still holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::{Mutex, RwLock};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::article::{Entry, Held, Other, Place, Version};
use crate::index::{self, Catalog, KnownPlace, Row, Writer};
use crate::ingest::report::IngestError;
use crate::site::apply;

/// Texts that are kept under one id. Where more places give other texts, those of the last places are left out.
const TEXTS: usize = 64;

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
    /// The claims' articles, one JSON text after the other.
    spool: File,
    end: u64,
}

/// A place holds an article that has other places, or whose id had.
struct Claim {
    id_key: u64,
    place_key: u64,
    /// The key of the id that the place held before.
    before: Option<u64>,
    /// Where its article lies in the spool.
    start: u64,
    length: usize,
}

/// A place that held an article holds none that can be read.
struct Lapse {
    id_key: u64,
    place_key: u64,
    reason: String,
}

/// What waits in the spool.
#[derive(Serialize, Deserialize)]
struct Claimed {
    held: Held,
    version: Version,
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

/// How the claims on one id ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) indexed: u64,
    pub(crate) updated: u64,
    pub(crate) duplicate: u64,
}

/// What an id comes to.
pub(crate) enum Change {
    /// Nothing changes.
    None,
    /// This is put, in place of what the archive holds. Its text is as it was before anything was known of its site.
    Put {
        entry: Box<Entry>,
        old: Option<Box<Entry>>,
    },
    /// No place holds it any more.
    Remove(Box<Entry>),
}

/// Whether an article or its place was known before the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Known,
    Unknown,
}

impl Places {
    pub(crate) fn new(writer: &Writer) -> Result<Self, IngestError> {
        let at_open = writer.catalog()?;
        let words = |rows: u32| (0..=rows / 64).map(|_| AtomicU64::new(0)).collect();
        let waiting = Waiting {
            claims: Vec::new(),
            lapses: Vec::new(),
            spool: writer.temporary_file()?,
            end: 0,
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
            Some(known) if known.id_key == id_key && known.places == 1 => Decision::Replace,
            None if now.committed.find(id_key)?.is_none() => Decision::Add,
            _ => Decision::Wait,
        };
        if decision == Decision::Wait || !now.put.lock().insert(id_key) {
            return Ok(Decision::Wait);
        }
        put(decision)?;
        Ok(decision)
    }

    /// Keeps an article until the end of the run.
    pub(crate) fn wait(
        &self,
        held: Held,
        version: Version,
        before: Option<u64>,
    ) -> Result<(), IngestError> {
        let (id_key, place_key) = (index::key(&version.article.id), index::key(&held.path));
        let text = serde_json::to_vec(&Claimed { held, version }).map_err(IngestError::spool)?;
        let mut waiting = self.waiting.lock();
        let start = waiting.end;
        waiting.spool.write_all(&text).map_err(IngestError::spool)?;
        waiting.end += text.len() as u64;
        waiting.claims.push(Claim {
            id_key,
            place_key,
            before,
            start,
            length: text.len(),
        });
        Ok(())
    }

    /// What a place holds now could not become an article.
    pub(crate) fn lapse(&self, known: &KnownPlace, place_key: u64, reason: String) {
        self.waiting.lock().lapses.push(Lapse {
            id_key: known.id_key,
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

    /// Decides about all that waits, one id after the other. Call when everything was read and committed.
    pub(crate) fn settle(
        &self,
        put: &mut dyn FnMut(Change) -> Result<(), IngestError>,
    ) -> Result<Settled, IngestError> {
        let mut waiting = self.waiting.lock();
        let mut by_id: BTreeMap<u64, Touched> = BTreeMap::new();
        for (at, claim) in waiting.claims.iter().enumerate() {
            by_id.entry(claim.id_key).or_default().claims.push(at);
            if let Some(before) = claim.before.filter(|before| *before != claim.id_key) {
                by_id
                    .entry(before)
                    .or_default()
                    .released
                    .insert(claim.place_key);
            }
        }
        for lapse in &waiting.lapses {
            let touched = by_id.entry(lapse.id_key).or_default();
            touched.lapsed.insert(lapse.place_key, lapse.reason.clone());
        }
        let now = self.now.read();
        let mut total = Settled::default();
        for (id_key, touched) in by_id {
            let old = now.committed.find(id_key)?;
            let old = old.map(|at| now.committed.entry(at)).transpose()?;
            let mut before = match old.is_some() {
                true => Before::Known,
                false => Before::Unknown,
            };
            let mut claims = Vec::new();
            for at in &touched.claims {
                let claim = waiting.claims.get(*at);
                if claim.is_some_and(|claim| claim.before.is_some()) {
                    before = Before::Known;
                }
                claims.extend(waiting.claimed(*at)?);
            }
            let (change, settled) = self.settle_one(old, &claims, before, &touched);
            total.indexed += settled.indexed;
            total.updated += settled.updated;
            total.duplicate += settled.duplicate;
            put(change)?;
        }
        Ok(total)
    }

    /// What one id comes to, and how the pages that claimed it ended.
    fn settle_one(
        &self,
        old: Option<Entry>,
        claims: &[Claimed],
        before: Before,
        touched: &Touched,
    ) -> (Change, Settled) {
        let mut texts = old.clone().map_or_else(Vec::new, texts_of);
        let claimed = claims.iter().map(|claimed| index::key(&claimed.held.path));
        let claimed: BTreeSet<u64> = claimed.collect();
        let moved = |place: &u64| touched.released.contains(place) || claimed.contains(place);
        for text in &mut texts {
            text.places.retain(|held| !moved(&index::key(&held.path)));
        }
        for claimed in claims {
            add_claim(&mut texts, claimed);
        }
        self.drop_dead_places(&mut texts);
        let left: usize = texts.iter().map(|text| text.places.len()).sum();
        let others = left.saturating_sub(claimed.len());
        let settled = outcome(claims.len(), others, before);
        let old = old.map(Box::new);
        let Some(mut entry) = entry_of(texts) else {
            return (old.map_or(Change::None, Change::Remove), settled);
        };
        for claimed in claims {
            let path = &claimed.held.path;
            if others > 0 || *path != entry.shown.article.path {
                let shown = &entry.shown.article.path;
                tracing::info!(path, shown, "duplicate");
            }
        }
        mark_lapsed(&mut entry, &touched.lapsed);
        let entry = Box::new(entry);
        (Change::Put { entry, old }, settled)
    }

    /// Takes out places that are gone, as long as one is left.
    fn drop_dead_places(&self, texts: &mut [Other]) {
        let places = texts.iter().flat_map(|text| &text.places);
        let (dead, alive): (BTreeSet<String>, BTreeSet<String>) = places
            .map(|held| held.path.clone())
            .partition(|path| self.is_gone(path));
        if alive.is_empty() || dead.is_empty() {
            return;
        }
        for text in texts {
            text.places.retain(|held| !dead.contains(&held.path));
        }
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

fn is_missing(file: &Path) -> bool {
    match std::fs::symlink_metadata(file) {
        Ok(_) => false,
        Err(error) => matches!(
            error.kind(),
            std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
        ),
    }
}

/// What the run has found out about one id.
#[derive(Default)]
struct Touched {
    claims: Vec<usize>,
    /// Places that hold another article now.
    released: BTreeSet<u64>,
    /// Places whose page became unreadable, with the reasons.
    lapsed: BTreeMap<u64, String>,
}

impl Waiting {
    /// A claim from the spool.
    fn claimed(&mut self, at: usize) -> Result<Option<Claimed>, IngestError> {
        let Some(claim) = self.claims.get(at) else {
            return Ok(None);
        };
        let mut text = vec![0; claim.length];
        let start = SeekFrom::Start(claim.start);
        self.spool.seek(start).map_err(IngestError::spool)?;
        self.spool
            .read_exact(&mut text)
            .map_err(IngestError::spool)?;
        let claimed = serde_json::from_slice(&text).map_err(IngestError::spool)?;
        Ok(Some(claimed))
    }
}

/// Every text of an entry with its places, as they were before anything was known of their site.
pub(crate) fn texts_of(entry: Entry) -> Vec<Other> {
    let mut version = entry.shown;
    apply::restore(&mut version);
    let shown = Other {
        version,
        places: entry.places,
    };
    std::iter::once(shown).chain(entry.others).collect()
}

/// The entry of some texts: the one with the first place is shown. `None` where no place is left.
pub(crate) fn entry_of(mut texts: Vec<Other>) -> Option<Entry> {
    texts.retain(|text| !text.places.is_empty());
    for text in &mut texts {
        text.places
            .sort_by_cached_key(|held| Place::parse(&held.path));
        if let Some(first) = text.places.first() {
            text.version.article.path.clone_from(&first.path);
        }
    }
    texts.sort_by_cached_key(|text| Place::parse(&text.version.article.path));
    texts.truncate(TEXTS);
    let mut texts = texts.into_iter();
    let mut shown = texts.next()?;
    // It was the page of another place that lapsed: that of this one could be read.
    if shown
        .places
        .first()
        .is_some_and(|first| first.fingerprint != 0)
    {
        shown.version.article.lapsed = None;
    }
    Some(Entry {
        shown: shown.version,
        places: shown.places,
        others: texts.collect(),
    })
}

/// Adds a place to the text that it holds.
fn add_claim(texts: &mut Vec<Other>, claimed: &Claimed) {
    // A place that inputs name twice is read twice.
    let is_there = |held: &Held| held.path == claimed.held.path;
    if texts.iter().any(|text| text.places.iter().any(is_there)) {
        return;
    }
    let same = |text: &&mut Other| is_same(&text.version, &claimed.version);
    if let Some(text) = texts.iter_mut().find(same) {
        text.places.push(claimed.held.clone());
        return;
    }
    texts.push(Other {
        version: claimed.version.clone(),
        places: vec![claimed.held.clone()],
    });
}

/// Both are the same article, wherever they were read.
fn is_same(a: &Version, b: &Version) -> bool {
    let (a, b) = (&a.article, &b.article);
    a.text == b.text
        && a.title == b.title
        && a.url == b.url
        && (&a.source, &a.domain, &a.wire) == (&b.source, &b.domain, &b.wire)
        && (&a.published, &a.modified, a.captured) == (&b.published, &b.modified, b.captured)
        && (&a.authors, &a.language, &a.place) == (&b.authors, &b.language, &b.place)
        && a.truncated == b.truncated
        && (&a.removed, &a.repaired) == (&b.removed, &b.repaired)
}

/// How pages ended that claimed an id: where other places hold it still, it stands there already; else one of them is
/// shown.
fn outcome(claims: usize, others: usize, before: Before) -> Settled {
    let claims = claims as u64;
    let mut settled = Settled::default();
    if claims == 0 {
        return settled;
    }
    let shown = u64::from(others == 0);
    settled.duplicate = claims - shown;
    match before {
        Before::Known => settled.updated = shown,
        Before::Unknown => settled.indexed = shown,
    }
    settled
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
