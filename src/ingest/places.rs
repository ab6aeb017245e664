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
use rustc_hash::FxHashSet;
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
    /// Exports that were read to their end.
    exports: Mutex<FxHashSet<PathBuf>>,
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
    /// This is put. Its text is as it was before anything was known of its site.
    Put(Entry, Was),
    /// No place holds it any more.
    Remove(Entry),
}

/// Whether the archive held an entry under the id before.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Was {
    There(Entry),
    Missing,
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

    /// The place was known when the run began, and was read in this run.
    pub(crate) fn was_read(&self, place_key: u64) -> Result<bool, IngestError> {
        let known = self.at_open.place(place_key)?;
        Ok(known.is_some_and(|known| self.is_seen(known.row)))
    }

    /// The archive when the run began.
    pub(crate) fn at_open(&self) -> &Catalog {
        &self.at_open
    }

    /// An export was read to its end: records that it held and that did not come are gone.
    pub(crate) fn read_whole(&self, export: PathBuf) {
        self.exports.lock().insert(export);
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
                by_id.entry(before).or_default().released.insert(claim.place_key);
            }
        }
        for lapse in &waiting.lapses {
            let touched = by_id.entry(lapse.id_key).or_default();
            touched.lapsed.insert(lapse.place_key, lapse.reason.clone());
        }
        let now = self.now.read();
        let mut total = Settled::default();
        for (id_key, touched) in by_id {
            let mut claims = Vec::new();
            for at in &touched.claims {
                claims.extend(waiting.claimed(*at)?);
            }
            let old = now.committed.find(id_key)?;
            let old = old.map(|at| now.committed.entry(at)).transpose()?;
            let (change, settled) = self.settle_one(old, claims, &touched)?;
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
        claims: Vec<(Claimed, bool)>,
        touched: &Touched,
    ) -> Result<(Change, Settled), IngestError> {
        let mut texts = old.clone().map_or_else(Vec::new, texts_of);
        let claimed: BTreeSet<u64> =
            claims.iter().map(|(claimed, _)| index::key(&claimed.held.path)).collect();
        let moved = |place: &u64| touched.released.contains(place) || claimed.contains(place);
        for text in &mut texts {
            text.places.retain(|held| !moved(&index::key(&held.path)));
        }
        let any_replaces = claims.iter().any(|(_, replaces)| *replaces);
        for (claimed, _) in &claims {
            add_claim(&mut texts, claimed);
        }
        self.drop_dead_places(&mut texts, &claimed)?;
        let left: usize = texts.iter().map(|text| text.places.len()).sum();
        let others = left - claimed.len();
        let settled = outcome(claims.len(), others, any_replaces || old.is_some());
        let Some(mut entry) = entry_of(texts) else {
            return Ok((old.map_or(Change::None, Change::Remove), settled));
        };
        mark_lapsed(&mut entry, &claimed, &touched.lapsed);
        let was = old.map_or(Was::Missing, Was::There);
        Ok((Change::Put(entry, was), settled))
    }

    /// Takes out places that are gone, as long as one is left.
    fn drop_dead_places(
        &self,
        texts: &mut [Other],
        claimed: &BTreeSet<u64>,
    ) -> Result<(), IngestError> {
        let mut dead = BTreeSet::new();
        let mut alive = false;
        for held in texts.iter().flat_map(|text| &text.places) {
            let key = index::key(&held.path);
            if claimed.contains(&key) || self.was_read(key)? || !self.is_gone(&held.path) {
                alive = true;
            } else {
                dead.insert(held.path.clone());
            }
        }
        if alive && !dead.is_empty() {
            for text in texts {
                text.places.retain(|held| !dead.contains(&held.path));
            }
        }
        Ok(())
    }

    /// A place that was not read in this run is gone: its file does not exist, or was read to its end without it.
    /// What cannot be looked at is not gone.
    pub(crate) fn is_gone(&self, path: &str) -> bool {
        let place = Place::parse(path);
        if self.exports.lock().contains(&place.file) {
            return true;
        }
        place.file != Path::new("-") && is_missing(&place.file)
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
    /// A claim from the spool, and whether its place held the same id before.
    fn claimed(&mut self, at: usize) -> Result<Option<(Claimed, bool)>, IngestError> {
        let Some(claim) = self.claims.get(at) else {
            return Ok(None);
        };
        let mut text = vec![0; claim.length];
        let replaces = claim.before.is_some();
        let start = SeekFrom::Start(claim.start);
        self.spool.seek(start).map_err(IngestError::spool)?;
        self.spool.read_exact(&mut text).map_err(IngestError::spool)?;
        let claimed = serde_json::from_slice(&text).map_err(IngestError::spool)?;
        Ok(Some((claimed, replaces)))
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
        text.places.sort_by_cached_key(|held| Place::parse(&held.path));
        if let Some(first) = text.places.first() {
            text.version.article.path.clone_from(&first.path);
        }
    }
    texts.sort_by_cached_key(|text| Place::parse(&text.version.article.path));
    texts.truncate(TEXTS);
    let mut texts = texts.into_iter();
    let shown = texts.next()?;
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
fn outcome(claims: usize, others: usize, was_there: bool) -> Settled {
    let claims = claims as u64;
    let mut settled = Settled::default();
    if claims == 0 {
        return settled;
    }
    let shown = u64::from(others == 0);
    settled.duplicate = claims - shown;
    match was_there {
        true => settled.updated = shown,
        false => settled.indexed = shown,
    }
    settled
}

/// Notes whether the page of the text shown could still be read. A page that could not is asked for again by the next
/// run, whatever it holds then.
fn mark_lapsed(entry: &mut Entry, claimed: &BTreeSet<u64>, lapsed: &BTreeMap<u64, String>) {
    let Some(first) = entry.places.first_mut() else {
        return;
    };
    let key = index::key(&first.path);
    if let Some(reason) = lapsed.get(&key) {
        first.fingerprint = 0;
        entry.shown.article.lapsed = Some(reason.clone());
    } else if claimed.contains(&key) {
        entry.shown.article.lapsed = None;
    }
}
