//! Revisits of a crawl: each becomes one capture more of the text that it repeats.
//!
//! Which capture that is can be told when everything was read. Until then revisits wait in a file, and so do the names of all captures that
//! were read: what memory holds grows with the revisits only. A crawl that this run did not open is read for its names where a revisit is
//! left that may repeat a page of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use parking_lot::Mutex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::article::{Entry, Held, Other, Place, PubDate};
use crate::identify;
use crate::index::{self, Address, Catalog, KnownPlace, Writer};
use crate::ingest::places::Change;
use crate::ingest::report::IngestError;
use crate::ingest::spool::{Spool, Spooled};
use crate::ingest::texts::{entry_of, own_texts_of};
use crate::read::{self, Record};
use crate::text::hosts;

/// The revisits that a run has found, and the names of the captures that it has read.
pub(crate) struct Revisits {
    found: Mutex<Found>,
}

struct Found {
    /// Pairs of a capture's name and the key of its place.
    names: BufWriter<File>,
    spool: Spool,
    waiting: Vec<Spooled>,
}

/// A revisit that waits for the end of the run.
#[derive(Serialize, Deserialize)]
struct Waiting {
    held: Held,
    url: String,
    earlier_url: String,
    earlier_captured: Option<PubDate>,
    names: Vec<u64>,
    is_unmodified: bool,
    /// The key of the id that its place held before.
    before: Option<u64>,
}

/// The text that a revisit repeats.
#[derive(Clone, Copy)]
struct Repeated {
    at: Address,
    /// A place that holds it.
    place_key: u64,
}

/// Hands over each record of these files that is as the archive knows it, with the key of its place, unless this run has read the file.
pub(crate) type Reread<'a> = dyn Fn(
        &BTreeSet<PathBuf>,
        &mut dyn FnMut(&Record, u64) -> Result<(), IngestError>,
    ) -> Result<(), IngestError>
    + 'a;

/// What one article gains and loses by revisits.
#[derive(Default)]
struct Captures {
    gained: Vec<(u64, Spooled)>,
    /// Places that repeat another article's text now.
    lost: Vec<u64>,
}

impl Revisits {
    pub(crate) fn new(writer: &Writer) -> Result<Self, IngestError> {
        let found = Found {
            names: BufWriter::new(writer.temporary_file()?),
            spool: Spool::new(writer.temporary_file()?),
            waiting: Vec::new(),
        };
        Ok(Self {
            found: Mutex::new(found),
        })
    }

    /// No revisit waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.lock().waiting.is_empty()
    }

    /// Notes the names of a capture that was read.
    pub(crate) fn note(&self, names: &[u64], place_key: u64) -> Result<(), IngestError> {
        self.found.lock().note(names, place_key)
    }

    /// Keeps a revisit for the end of the run, unless its place is known to repeat what it repeats.
    pub(crate) fn keep(
        &self,
        revisit: read::Revisit,
        fingerprint: u64,
        known: Option<&KnownPlace>,
    ) -> Result<(), IngestError> {
        if known.is_some_and(|known| known.fingerprint == fingerprint) {
            return Ok(());
        }
        let day = |time: String| identify::date::parse(&time, None);
        let waiting = Waiting {
            held: Held {
                path: revisit.place.to_string(),
                fingerprint,
                url: None,
                captured: revisit.captured.and_then(day),
            },
            url: revisit.url,
            earlier_url: revisit.earlier_url,
            earlier_captured: revisit.earlier_captured.and_then(day),
            names: revisit.names,
            is_unmodified: revisit.is_unmodified,
            before: known.map(|known| known.id_key),
        };
        let mut found = self.found.lock();
        let at = found.spool.push(&waiting)?;
        found.waiting.push(at);
        Ok(())
    }

    /// Adds every revisit to the article whose text it repeats, and hands what changes to `put`. Call when all else is decided and
    /// committed. `reread` hands over records of earlier runs. Returns how many revisits repeat nothing that the archive holds, by their
    /// files.
    pub(crate) fn resolve(
        &self,
        catalog: &Catalog,
        reread: &Reread<'_>,
        put: &mut dyn FnMut(Change) -> Result<(), IngestError>,
    ) -> Result<BTreeMap<String, u64>, IngestError> {
        let mut found = self.found.lock();
        let mut articles: BTreeMap<u64, Captures> = BTreeMap::new();
        let waiting = std::mem::take(&mut found.waiting);
        let mut left = found.assign(waiting, catalog, &mut articles)?;
        let files = found.files_of_earlier(&left, catalog)?;
        if !files.is_empty() {
            reread(&files, &mut |record, place_key| {
                found.note(&read::capture_names(record), place_key)
            })?;
            left = found.assign(left, catalog, &mut articles)?;
        }
        let mut unresolved: BTreeMap<String, u64> = BTreeMap::new();
        for spooled in left {
            let revisit: Waiting = found.spool.read(spooled)?;
            let file = Place::split(&revisit.held.path).0;
            *unresolved.entry(file.to_owned()).or_default() += 1;
        }
        for (id_key, captures) in articles {
            let Some(at) = catalog.find(id_key)? else {
                continue;
            };
            let old = catalog.entry(at)?;
            put(match found.with_captures(&old, captures)? {
                Some(entry) => Change::Put {
                    entry: Box::new(entry),
                    old: Some(Box::new(old)),
                },
                None => Change::Remove(Box::new(old)),
            })?;
        }
        Ok(unresolved)
    }
}

impl Found {
    fn note(&mut self, names: &[u64], place_key: u64) -> Result<(), IngestError> {
        for name in names {
            let pair = [name.to_le_bytes(), place_key.to_le_bytes()].concat();
            self.names.write_all(&pair).map_err(IngestError::spool)?;
        }
        Ok(())
    }

    /// Finds for each revisit the article whose text it repeats; returns those that repeat nothing.
    fn assign(
        &mut self,
        revisits: Vec<Spooled>,
        catalog: &Catalog,
        articles: &mut BTreeMap<u64, Captures>,
    ) -> Result<Vec<Spooled>, IngestError> {
        let named = self.named(&revisits, catalog)?;
        let mut left = Vec::new();
        for spooled in revisits {
            let revisit: Waiting = self.spool.read(spooled)?;
            let Some(repeated) = repeated(&revisit, &named, catalog)? else {
                left.push(spooled);
                continue;
            };
            let id_key = catalog.id_key(repeated.at);
            let captures = articles.entry(id_key).or_default();
            captures.gained.push((repeated.place_key, spooled));
            if let Some(before) = revisit.before.filter(|before| *before != id_key) {
                let place_key = index::key(&revisit.held.path);
                articles.entry(before).or_default().lost.push(place_key);
            }
        }
        Ok(left)
    }

    /// The files that hold a page of the address that one of these revisits names.
    fn files_of_earlier(
        &mut self,
        revisits: &[Spooled],
        catalog: &Catalog,
    ) -> Result<BTreeSet<PathBuf>, IngestError> {
        let mut ids = BTreeSet::new();
        for spooled in revisits {
            let revisit: Waiting = self.spool.read(*spooled)?;
            if !revisit.names.is_empty() {
                ids.extend(identify::id_of_address(&revisit.earlier_url));
            }
        }
        let mut files = BTreeSet::new();
        for id in ids {
            for at in catalog.family(index::key(&id))? {
                for held in catalog.entry(at)?.all_places() {
                    // A crawl may lie in a package.
                    let path = Place::parse(&held.path).file;
                    let file = path.ancestors().find(|file| file.is_file());
                    files.extend(file.map(Path::to_path_buf));
                }
            }
        }
        Ok(files)
    }

    /// The captures among those that were noted that one of these revisits names, by their names, where the archive holds their text.
    fn named(
        &mut self,
        revisits: &[Spooled],
        catalog: &Catalog,
    ) -> Result<FxHashMap<u64, Repeated>, IngestError> {
        let mut wanted: FxHashSet<u64> = FxHashSet::default();
        for spooled in revisits {
            let revisit: Waiting = self.spool.read(*spooled)?;
            wanted.extend(revisit.names);
        }
        let mut named: FxHashMap<u64, Repeated> = FxHashMap::default();
        if wanted.is_empty() {
            return Ok(named);
        }
        self.names.flush().map_err(IngestError::spool)?;
        let file = self.names.get_mut();
        file.rewind().map_err(IngestError::spool)?;
        let mut pairs = BufReader::new(file);
        let (mut name, mut place_key) = ([0; 8], [0; 8]);
        while pairs.read_exact(&mut name).is_ok() {
            pairs
                .read_exact(&mut place_key)
                .map_err(IngestError::spool)?;
            let (name, place_key) = (u64::from_le_bytes(name), u64::from_le_bytes(place_key));
            // Of several captures with one name the choice is the same in any order of reading.
            let is_better = named
                .get(&name)
                .is_none_or(|other| place_key < other.place_key);
            if !is_better || !wanted.contains(&name) {
                continue;
            }
            if let Some(known) = catalog.place(place_key)? {
                let at = known.at;
                named.insert(name, Repeated { at, place_key });
            }
        }
        Ok(named)
    }

    /// The article with the captures that it gains, without those that it loses. `None` where no place is left.
    fn with_captures(
        &mut self,
        old: &Entry,
        captures: Captures,
    ) -> Result<Option<Entry>, IngestError> {
        let mut texts = own_texts_of(old.clone());
        let mut text_of: FxHashMap<u64, usize> = FxHashMap::default();
        for (at, text) in texts.iter().enumerate() {
            let places = text.places.iter();
            text_of.extend(places.map(|held| (index::key(&held.path), at)));
        }
        let mut moved: FxHashSet<u64> = captures.lost.into_iter().collect();
        let mut gained: Vec<(usize, Held)> = Vec::new();
        for (repeated, spooled) in captures.gained {
            let revisit: Waiting = self.spool.read(spooled)?;
            let text_at = text_of.get(&repeated).copied();
            let Some((at, text)) = text_at.and_then(|at| Some((at, texts.get(at)?))) else {
                continue;
            };
            moved.insert(index::key(&revisit.held.path));
            gained.push((at, held(revisit, text)));
        }
        for text in &mut texts {
            text.places
                .retain(|held| !moved.contains(&index::key(&held.path)));
        }
        for (at, held) in gained {
            if let Some(text) = texts.get_mut(at) {
                text.places.push(held);
            }
        }
        Ok(entry_of(texts, old.claimed.clone()))
    }
}

/// The revisit's place among those of a text. It has an address of its own where that is another form of the text's.
fn held(revisit: Waiting, text: &Other) -> Held {
    let own = text.version.article.url.as_deref();
    let is_form = own.and_then(hosts::page_key) == hosts::page_key(&revisit.url);
    let url = hosts::canonical(&revisit.url).filter(|_| is_form);
    Held {
        url: url.or_else(|| own.map(str::to_owned)),
        ..revisit.held
    }
}

/// The text that a revisit repeats: of a capture that it names, else of one at the address that it names. Other sites than its own are not
/// believed to give the same article.
fn repeated(
    revisit: &Waiting,
    named: &FxHashMap<u64, Repeated>,
    catalog: &Catalog,
) -> Result<Option<Repeated>, IngestError> {
    let own_key = index::key(&revisit.held.path);
    let mut names = revisit.names.iter().filter_map(|name| named.get(name));
    let by_name = names.find(|repeated| repeated.place_key != own_key);
    let repeated = match by_name {
        Some(repeated) => Some(*repeated),
        None => at_address(revisit, catalog)?,
    };
    let Some(repeated) = repeated else {
        return Ok(None);
    };
    let (domain, _) = catalog.domain_and_path(repeated.at)?;
    let is_same_site = hosts::domain(&revisit.url).is_none_or(|own| own == domain);
    Ok(is_same_site.then_some(repeated))
}

/// The capture at the address and time that the revisit names, or the last one before it where the server vouches for that.
fn at_address(revisit: &Waiting, catalog: &Catalog) -> Result<Option<Repeated>, IngestError> {
    let seconds = |date: PubDate| date.timestamp();
    let wanted = revisit.earlier_captured.map(seconds);
    let before = revisit.held.captured.map(seconds);
    let before = before.filter(|_| wanted.is_none() && revisit.is_unmodified);
    let Some(id) = identify::id_of_address(&revisit.earlier_url) else {
        return Ok(None);
    };
    if wanted.is_none() && before.is_none() {
        return Ok(None);
    }
    let mut best: Option<(i64, Repeated)> = None;
    for at in catalog.family(index::key(&id))? {
        let entry = catalog.entry(at)?;
        for (place_key, captured) in captures(&entry) {
            let is_it = wanted == Some(captured) || before.is_some_and(|before| captured < before);
            if is_it && best.is_none_or(|(last, _)| captured > last) {
                best = Some((captured, Repeated { at, place_key }));
            }
        }
    }
    Ok(best.map(|(_, repeated)| repeated))
}

/// The places of an article with their times of capture, in seconds since 1970.
fn captures(entry: &Entry) -> Vec<(u64, i64)> {
    let shown = std::iter::once((&entry.shown.article, &entry.places));
    let others = entry.others.iter();
    let texts = shown.chain(others.map(|other| (&other.version.article, &other.places)));
    let mut captures = Vec::new();
    for (article, places) in texts {
        for held in places {
            let captured = held.captured.or(article.captured);
            captures.extend(captured.map(|time| (index::key(&held.path), time.timestamp())));
        }
    }
    captures
}
