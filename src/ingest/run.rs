//! A run: pages read by one thread, made into articles by several, decided at once or at the end.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::article::{Entry, Held, RawPage, Version};
use crate::index::{self, Address, KnownPlace, Writer};
use crate::ingest::backpressure::{Chunk, Flight};
use crate::ingest::copies::{self, SketchSpool};
use crate::ingest::knowledge::{self, Knowledge, Lesson};
use crate::ingest::known_files::{self, KnownFiles};
use crate::ingest::one_page::{self, PageContext};
use crate::ingest::options::{Options, Progress, RunEvent, Vanished};
use crate::ingest::places::{Change, Decision, Places};
use crate::ingest::prune::{self, Pruning};
use crate::ingest::report::{Cause, IngestError, Outcome, PageEnd, Rejected, Report};
use crate::ingest::revisits::Revisits;
use crate::ingest::threads::in_threads;
use crate::read::{self, FileStamp, Record};
use crate::site::rules::{PageRules, Rules};
use crate::site::{self, Learned, apply};

/// Changes whenever cleaning or identifying gives other results, so that the next run replaces what older rules made.
pub(crate) const RULES_VERSION: u64 = 3;

/// A run that goes on for so long commits what it has.
const COMMIT_AFTER: Duration = Duration::from_secs(120);

/// A run that has read so much commits what it has.
const COMMIT_BYTES: u64 = 4 << 30;

/// Sites that are learned before the articles are made anew that this concerns: a bound on how many of these wait.
const SITES_AT_ONCE: usize = 1_000;

/// What the threads of a run share.
pub(crate) struct Run<'a> {
    writer: &'a Writer,
    pub(crate) options: &'a Options,
    pub(crate) told: &'a (dyn Fn(RunEvent<'_>) + Sync),
    pub(crate) rules: Rules,
    pub(crate) places: Places,
    pub(crate) files: Mutex<KnownFiles>,
    pub(crate) revisits: Revisits,
    /// Files as they were in which revisits repeat nothing that the archive held so far.
    pub(crate) put_aside: Mutex<Vec<PathBuf>>,
    /// The files of records that were read.
    pub(crate) opened: Mutex<BTreeSet<PathBuf>>,
    /// An article came that is new or another one.
    has_put: AtomicBool,
    knowledge: Knowledge,
    sketches: SketchSpool<'a>,
    pub(crate) report: Mutex<Report>,
    pub(crate) flight: Flight,
    last_commit: Mutex<LastCommit>,
    /// Bytes read since the last commit.
    uncommitted: AtomicU64,
    error: Mutex<Option<IngestError>>,
    has_failed: AtomicBool,
}

/// When the last commit was.
struct LastCommit {
    at: Duration,
}

impl<'a> Run<'a> {
    pub(crate) fn new(
        writer: &'a Writer,
        rules: Rules,
        options: &'a Options,
        told: &'a (dyn Fn(RunEvent<'_>) + Sync),
    ) -> Result<Self, IngestError> {
        let knowledge = Knowledge::read(writer)?;
        let files = KnownFiles::read(knowledge.files().as_deref(), writer);
        Ok(Self {
            places: Places::new(writer)?,
            files: Mutex::new(files),
            revisits: Revisits::new(writer)?,
            put_aside: Mutex::default(),
            opened: Mutex::default(),
            has_put: AtomicBool::new(false),
            knowledge,
            sketches: SketchSpool::new(writer),
            writer,
            rules,
            options,
            told,
            report: Mutex::default(),
            flight: Flight::default(),
            last_commit: Mutex::new(LastCommit {
                at: (options.clock)(),
            }),
            uncommitted: AtomicU64::new(0),
            error: Mutex::default(),
            has_failed: AtomicBool::new(false),
        })
    }

    /// Reads everything under `inputs` and puts it into the archive, but for what has to wait for the end.
    pub(crate) fn read(&self, inputs: &[PathBuf]) -> Result<(), IngestError> {
        self.read_through(inputs, self.known_stamps(inputs))?;
        let put_aside = std::mem::take(&mut *self.put_aside.lock());
        if self.has_put.load(Ordering::Relaxed) {
            // Their revisits may repeat what came in this run.
            return self.read_through(&put_aside, HashMap::new());
        }
        for path in put_aside {
            self.pass_over(&path);
        }
        Ok(())
    }

    /// Reads all files under `inputs` but those that are known by their stamps.
    fn read_through(
        &self,
        inputs: &[PathBuf],
        known: HashMap<PathBuf, FileStamp>,
    ) -> Result<(), IngestError> {
        let threads = self.options.threads.max(1);
        let (chunks, work) = crossbeam_channel::bounded::<Chunk>(threads * 2);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let work = work.clone();
                scope.spawn(move || {
                    for chunk in work {
                        let bytes = chunk.bytes();
                        for page in chunk.pages {
                            self.step(page);
                        }
                        self.flight.land(bytes);
                    }
                });
            }
            drop(work);
            self.scan(inputs, known, &chunks);
            drop(chunks);
        });
        self.error.lock().take().map_or(Ok(()), Err)
    }

    /// The caller asked to stop, or the archive cannot be written to.
    pub(crate) fn is_stopped(&self) -> bool {
        self.has_failed.load(Ordering::Relaxed) || self.options.stop.load(Ordering::Relaxed)
    }

    /// One page, from bytes to outcome. A page that waits for the end of the run is counted as seen now, and by its
    /// outcome then.
    fn step(&self, page: Result<Record, read::Rejected>) {
        if self.has_failed.load(Ordering::Relaxed) {
            return;
        }
        let bytes = page.as_ref().map_or(0, |record| record.bytes.len() as u64);
        match self.end_of(page).and_then(|end| {
            self.commit_now_and_then(bytes)?;
            Ok(end)
        }) {
            Ok(end) => {
                let mut report = self.report.lock();
                report.bytes += bytes;
                report.pages += 1;
                let now = Progress {
                    pages: report.pages,
                    bytes: report.bytes,
                };
                drop(report);
                if let Some(end) = end {
                    self.tell(end);
                }
                (self.told)(RunEvent::Progress(now));
            }
            Err(error) => self.fail(error),
        }
    }

    /// Counts how a page ended, and tells it.
    fn tell(&self, end: PageEnd) {
        (self.told)(RunEvent::Page(&end));
        self.report.lock().count(end);
    }

    /// `None` where the end of the run decides.
    fn end_of(&self, page: Result<Record, read::Rejected>) -> Result<Option<PageEnd>, IngestError> {
        let record = match page {
            Ok(record) => record,
            Err(rejected) => return self.rejected(rejected.into()).map(Some),
        };
        let path = record.place.to_string();
        let rules = self.rules.governing(&path)?;
        let fingerprint = fingerprint(&record, &rules);
        let place_key = index::key(&path);
        self.revisits
            .note(&read::capture_names(&record), place_key)?;
        let known = self.places.known(place_key)?;
        if let Some(known) = known.filter(|known| known.fingerprint == fingerprint) {
            return self.unchanged(path, known.at).map(Some);
        }
        let mut version = match self.version(record, &rules) {
            Ok(version) => version,
            Err(rejected) => return self.lapsed(rejected, known.as_ref()).map(Some),
        };
        if let Some(id) = self
            .places
            .id_without_address(&version, fingerprint, known.as_ref())?
        {
            version.article.id = id;
        }
        let held = Held {
            path,
            fingerprint,
            ..Held::default()
        };
        self.put(held, version, known.as_ref(), &rules)
    }

    fn unchanged(&self, path: String, at: Address) -> Result<PageEnd, IngestError> {
        let id = match self.options.ids_of_unchanged {
            true => Some(self.places.at_open().id_and_path(at)?.0),
            false => None,
        };
        Ok(PageEnd {
            id,
            ..PageEnd::new(path, Outcome::Unchanged)
        })
    }

    /// A place could not be read: an article that it held stays, marked.
    fn rejected(&self, rejected: Rejected) -> Result<PageEnd, IngestError> {
        let known = self.places.known(index::key(&rejected.path))?;
        self.lapsed(rejected, known.as_ref())
    }

    fn lapsed(
        &self,
        rejected: Rejected,
        known: Option<&KnownPlace>,
    ) -> Result<PageEnd, IngestError> {
        if let Some(known) = known {
            let key = index::key(&rejected.path);
            self.places.lapse(known, key, rejected.why.to_string());
        }
        Ok(PageEnd::new(rejected.path, Outcome::Rejected(rejected.why)))
    }

    /// One record as an article, as it is without regard to its site.
    fn version(&self, record: Record, rules: &PageRules) -> Result<Version, Rejected> {
        let path = record.place.to_string();
        let raw = RawPage {
            today: self.options.today,
            ..read::page_within(record, self.options.largest_page)?
        };
        let context = PageContext {
            clean: self.options.clean,
            rules,
        };
        let rejected = |why| Rejected {
            path: path.clone(),
            why,
        };
        let version = one_page::process(&raw, &context).map_err(rejected)?;
        match version.article.text.trim().is_empty() {
            true => Err(rejected(Cause::NoArticle)),
            false => Ok(version),
        }
    }

    /// Puts an article into the archive, or keeps it for the end of the run.
    fn put(
        &self,
        held: Held,
        version: Version,
        known: Option<&KnownPlace>,
        rules: &PageRules,
    ) -> Result<Option<PageEnd>, IngestError> {
        self.has_put.store(true, Ordering::Relaxed);
        let (id, path) = (version.article.id.clone(), held.path.clone());
        let id_key = index::key(&version.article.id);
        let mut waiting = Some((held, version));
        let decision = self.places.decide(id_key, known, &mut |decision| {
            let Some((held, version)) = waiting.take() else {
                return Ok(());
            };
            let mut entry = Entry {
                shown: version,
                places: vec![held],
                ..Entry::default()
            };
            if let Some(known) = known {
                self.touch_site_of(known.at)?;
            }
            self.see_and_finish(&mut entry, id_key, rules);
            self.write(&entry, decision)
        })?;
        if let Some((held, version)) = waiting {
            let before = known.map(|known| known.family);
            self.places.wait(held, version, before)?;
        }
        let outcome = match decision {
            Decision::Add => Outcome::Indexed,
            Decision::Replace => Outcome::Updated,
            Decision::Wait => return Ok(None),
        };
        Ok(Some(PageEnd {
            id: Some(id),
            ..PageEnd::new(path, outcome)
        }))
    }

    /// Writes an article to the archive.
    fn write(&self, entry: &Entry, decision: Decision) -> Result<(), IngestError> {
        let (marks, sketch) = one_page::marks(&entry.shown);
        let id_key = index::key(&entry.shown.article.id);
        self.sketches.keep(id_key, &sketch)?;
        match decision {
            Decision::Replace => self.writer.replace(entry, &marks)?,
            _ => self.writer.add(entry, &marks)?,
        }
        Ok(())
    }

    /// Lets the run learn from an article, and makes of its versions what they are in the light of their site.
    fn see_and_finish(&self, entry: &mut Entry, id_key: u64, rules: &PageRules) {
        let Some(site) = site::of(&entry.shown.article) else {
            return;
        };
        self.knowledge.touch(&site, id_key);
        self.knowledge.see(&site, &entry.shown);
        if let Some(learned) = self.knowledge.of(&site) {
            for version in entry.versions_mut() {
                one_page::in_light_of_site(version, &learned, rules);
            }
        }
    }

    fn touch_site_of(&self, at: Address) -> Result<(), IngestError> {
        let catalog = self.places.at_open();
        let (domain, path) = catalog.domain_and_path(at)?;
        if let Some(site) = site::of_place(&domain, &path) {
            self.knowledge.touch(&site, catalog.id_key(at));
        }
        Ok(())
    }

    /// Commits when the writer's memory is full, or when a while or many bytes have passed.
    fn commit_now_and_then(&self, bytes: u64) -> Result<(), IngestError> {
        let uncommitted = self.uncommitted.fetch_add(bytes, Ordering::Relaxed) + bytes;
        let now = (self.options.clock)();
        // Another thread commits already.
        let Some(mut last) = self.last_commit.try_lock() else {
            return Ok(());
        };
        let is_late = now.saturating_sub(last.at) >= COMMIT_AFTER;
        if uncommitted < COMMIT_BYTES && !is_late && !self.writer.is_full() {
            return Ok(());
        }
        self.commit(&self.payload())?;
        last.at = now;
        Ok(())
    }

    fn commit(&self, payload: &str) -> Result<(), IngestError> {
        let is_the_same = self.writer.payload().as_deref() == Some(payload);
        if is_the_same && !self.writer.has_changes() {
            return Ok(());
        }
        self.places.commit(self.writer, &mut || {
            self.writer.commit(payload)?;
            self.uncommitted.store(0, Ordering::Relaxed);
            Ok(())
        })
    }

    /// What to commit beside articles that nothing was learned from yet.
    fn payload(&self) -> String {
        let payload = self.knowledge.payload_before_learning(self.writer);
        payload.text()
    }

    /// Decides what waited, removes what has vanished, learns, commits, and hands over the report.
    pub(crate) fn finish(self, inputs: &[PathBuf]) -> Result<Report, IngestError> {
        let stopped = self.options.stop.load(Ordering::Relaxed);
        self.commit(&self.payload())?;
        self.places
            .settle(&mut |change| self.settle(change), &mut |end| self.tell(end))?;
        let mut report = std::mem::take(&mut *self.report.lock());
        report.stopped = stopped;
        self.resolve_revisits(&mut report)?;
        self.list_files(&report)?;
        self.commit(&self.payload())?;
        if self.options.vanished != Vanished::Keep && !stopped {
            let pruned = Pruning {
                writer: self.writer,
                places: &self.places,
                inputs: prune::input_texts(inputs),
            };
            pruned.run(self.options.vanished, &mut report, &mut |change| {
                self.settle(change)
            })?;
            self.commit(&self.payload())?;
        }
        report.rejected.sort_by(|a, b| a.path.cmp(&b.path));
        let (files, writer) = (self.knowledge.files(), self.writer);
        if !stopped {
            self.learn_and_compare(&mut report)?;
        }
        known_files::sweep(files.as_deref(), writer)?;
        Ok(report)
    }

    /// Adds the captures of pages that were as before to their articles.
    fn resolve_revisits(&self, report: &mut Report) -> Result<(), IngestError> {
        if self.revisits.is_empty() {
            return Ok(());
        }
        self.commit(&self.payload())?;
        let catalog = self.writer.catalog()?;
        let unresolved = self.revisits.resolve(
            &catalog,
            &|files, each| self.reread(files, each),
            &mut |change| self.settle(change),
        )?;
        report.unresolved_revisits += unresolved.values().sum::<u64>();
        self.files.lock().note_unresolved(&unresolved);
        Ok(())
    }

    /// Keeps a revisit for the end of the run.
    pub(crate) fn keep_revisit(&self, revisit: read::Revisit) -> Result<(), IngestError> {
        let path = revisit.place.to_string();
        let rules = self.rules.governing(&path)?;
        let seed = RULES_VERSION ^ rules.print();
        let print = xxh3_64_with_seed(&revisit.fingerprint.to_le_bytes(), seed).max(1);
        let known = self.places.known(index::key(&path))?;
        self.revisits.keep(revisit, print, known.as_ref())
    }

    /// Ends the run with an error.
    pub(crate) fn fail(&self, error: IngestError) {
        self.error.lock().get_or_insert(error);
        self.has_failed.store(true, Ordering::Relaxed);
    }

    /// Lists the files that need not be opened from now on. Call when each of their pages is decided, so that the commit that follows holds
    /// both.
    fn list_files(&self, report: &Report) -> Result<(), IngestError> {
        let mut files = self.files.lock();
        files.settle(&report.rejected);
        if let Some(name) = files.write(self.writer)? {
            self.knowledge.set_files(name);
        }
        Ok(())
    }

    /// Puts what an article with several places came to.
    fn settle(&self, change: Change) -> Result<(), IngestError> {
        let (mut entry, old) = match change {
            Change::Remove(entry) => {
                let article = &entry.shown.article;
                let id_key = index::key(&article.id);
                if let Some(site) = site::of(article) {
                    self.knowledge.touch(&site, id_key);
                }
                self.writer.remove(id_key);
                return Ok(());
            }
            Change::Put { entry, old } => (entry, old),
        };
        let id_key = index::key(&entry.shown.article.id);
        let rules = self.rules.governing(&entry.shown.article.path)?;
        if let Some(site) = old.as_ref().and_then(|old| site::of(&old.shown.article)) {
            self.knowledge.touch(&site, id_key);
        }
        self.see_and_finish(&mut entry, id_key, &rules);
        match old {
            Some(old) if old == entry => {}
            // Where it is no old one, another article may have given up this id.
            _ => self.write(&entry, Decision::Replace)?,
        }
        Ok(())
    }

    /// Learns from what was put, and finds its copies when all texts are what they will be.
    fn learn_and_compare(self, report: &mut Report) -> Result<(), IngestError> {
        let lessons = self.learn(report)?;
        let Self {
            knowledge,
            writer,
            places,
            sketches,
            options,
            ..
        } = self;
        let were_due = knowledge.copies_were_due();
        let mut payload = knowledge.payload_before_learning(writer);
        if let Some(lessons) = lessons {
            payload = knowledge.write(lessons, writer)?;
            writer.commit(&payload.text())?;
            knowledge::sweep(&payload, writer)?;
        }
        let is_lost = !copies::is_there(writer, &payload);
        if payload.copies_due || is_lost {
            let is_new = were_due || is_lost || places.at_open().is_empty();
            let before = Some(places.at_open()).filter(|_| !is_new);
            let threads = options.threads;
            copies::update(writer, before, payload, sketches, threads)?;
        }
        Ok(())
    }

    /// Learns each site of which the sample has changed, and makes the articles anew that this concerns. Returns what was learned, if
    /// there was anything to learn from.
    fn learn(&self, report: &mut Report) -> Result<Option<Vec<(String, Lesson)>>, IngestError> {
        let catalog = self.writer.catalog()?;
        let sites = self.knowledge.sites_to_learn(&catalog)?;
        if sites.is_empty() {
            return Ok(None);
        }
        let threads = self.options.threads;
        let relearned = AtomicU64::new(0);
        let lessons = Mutex::new(Vec::with_capacity(sites.len()));
        for some in sites.chunks(SITES_AT_ONCE) {
            let concerned: Mutex<Vec<(Address, Arc<Learned>)>> = Mutex::default();
            in_threads::<_, IngestError>(threads, some, &|site| {
                let mut lesson = self.knowledge.learn(site, &catalog)?;
                let own = std::mem::take(&mut lesson.concerned).into_iter();
                let own = own.map(|at| (at, Arc::clone(&lesson.learned)));
                concerned.lock().extend(own);
                lessons.lock().push((site.clone(), lesson));
                Ok(())
            })?;
            in_threads::<_, IngestError>(threads, &concerned.into_inner(), &|(at, learned)| {
                if self.make_anew(catalog.entry(*at)?, learned)? {
                    relearned.fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            })?;
        }
        report.relearned = relearned.into_inner();
        Ok(Some(lessons.into_inner()))
    }

    /// Makes an article of the archive what it is in the light of what was learned of its site. Says whether it is another one now.
    fn make_anew(&self, mut entry: Entry, learned: &Learned) -> Result<bool, IngestError> {
        let before = entry.clone();
        let rules = self.rules.governing(&before.shown.article.path)?;
        for version in entry.versions_mut() {
            apply::restore(version);
            one_page::in_light_of_site(version, learned, &rules);
        }
        if entry == before {
            return Ok(false);
        }
        self.write(&entry, Decision::Replace)?;
        Ok(true)
    }
}

/// What changes when a page must be read again.
pub(crate) fn fingerprint(record: &Record, rules: &PageRules) -> u64 {
    let seed = RULES_VERSION ^ rules.print();
    // 0 asks for a page to be read again.
    xxh3_64_with_seed(&record.bytes, seed).max(1)
}
