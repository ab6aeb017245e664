//! Ingesting: paths in, an archive out. The one place that sees every stage.
//!
//! One thread reads and splits; as many as asked for decode, clean, identify and add; a commit now and then makes sure that a killed
//! run goes on near where it was. Every page ends as exactly one [`Outcome`], and the [`Report`] adds up.
//!
//! At its end a run learns what the pages of each site have in common, and makes those pages anew that this concerns.
mod make;
mod memory;
mod report;

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::article::{Article, CleanPage, RawPage};
use crate::clean;
use crate::index::{self, Writer};
use crate::ingest::make::{Made, With};
use crate::ingest::memory::Memory;
use crate::read::{self, Record};
use crate::site::Facts;
use crate::site::rules::{Governing, Rules};

pub use memory::learned;
pub use report::{Cause, IngestError, Outcome, Rejected, Report};

/// Changes whenever cleaning or identifying gives other results, so that the next run replaces what older rules made.
const RULES: u64 = 1;

/// How to ingest.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads that clean; the reader has one of its own.
    pub threads: usize,
    /// What to do with articles whose page is gone.
    pub vanished: Vanished,
    /// Folders to leave out: the archive itself.
    pub skip: Vec<PathBuf>,
    /// A `dateline.toml` for all pages, beside those that lie beside the pages.
    pub config: Option<PathBuf>,
    /// The day of the run: no page tells a later one. `None` believes pages whatever they say.
    pub today: Option<Date>,
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
            config: None,
            today: None,
            clean: clean::clean,
        }
    }
}

/// What becomes of articles under the ingested paths whose page is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vanished {
    /// They stay.
    Keep,
    /// They are removed.
    Prune,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages done.
    pub pages: u64,
    /// Bytes read, decompressed.
    pub bytes: u64,
}

/// Reads everything under `inputs` into the archive and commits. `progress` is called from several threads after each page.
pub fn ingest(
    inputs: &[PathBuf],
    writer: &Writer,
    options: &Options,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Report, IngestError> {
    let inputs: Vec<PathBuf> = inputs.iter().map(|input| absolute(input)).collect();
    let rules = Rules::beside(&inputs, options.config.as_deref())?;
    let mut run = Run::new(writer, rules, options)?;
    run.pass(&inputs, options, &|record| run.step(record, progress));
    run.check()?;
    let again = run.learn()?;
    if !again.is_empty() {
        run.pass(&again, options, &|record| run.redo(record));
        run.check()?;
    }
    run.finish(&inputs, options.vanished)
}

/// Cleans and identifies one page by the user's rules, without an archive. Fails where cleaning panics, with [`Cause::Panic`].
pub fn one(page: &RawPage, rules: &Governing) -> Result<(CleanPage, Article), Cause> {
    let with = With {
        clean: clean::clean,
        facts: &Facts::default(),
        rules,
        wanted: &|_| false,
    };
    make::make(page, &with).map(|made| (made.page, made.article))
}

/// Paths are kept absolute, so that an archive means the same wherever it is asked from; `-` stays.
pub fn absolute(path: &Path) -> PathBuf {
    if path.as_os_str() == "-" {
        return path.to_path_buf();
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            std::path::Component::CurDir => {}
            part => plain.push(part),
        }
    }
    plain
}

/// What the threads of a run share.
struct Run<'a> {
    writer: &'a Writer,
    report: Mutex<Report>,
    /// Where each article of this run was read: of two places with one article the lesser path stays, in any order of reading.
    places: Mutex<HashMap<String, String>>,
    /// Every path of this run.
    seen: Mutex<BTreeSet<String>>,
    rules: Rules,
    clean: fn(&RawPage) -> CleanPage,
    today: Option<Date>,
    /// What is known of the sites.
    memory: Memory,
    committing: Mutex<()>,
    failed: Mutex<Option<IngestError>>,
    stopped: AtomicBool,
}

impl<'a> Run<'a> {
    fn new(writer: &'a Writer, rules: Rules, options: &Options) -> Result<Self, IngestError> {
        Ok(Self {
            writer,
            report: Mutex::default(),
            places: Mutex::default(),
            seen: Mutex::default(),
            rules,
            clean: options.clean,
            today: options.today,
            memory: Memory::read(writer)?,
            committing: Mutex::default(),
            failed: Mutex::default(),
            stopped: AtomicBool::new(false),
        })
    }

    /// Reads everything under `inputs` and hands it to `step` in several threads.
    fn pass(
        &self,
        inputs: &[PathBuf],
        options: &Options,
        step: &(dyn Fn(Result<Record, read::Rejected>) + Sync),
    ) {
        let (records, work) =
            crossbeam_channel::bounded::<Result<Record, read::Rejected>>(options.threads * 2);
        std::thread::scope(|scope| {
            for _ in 0..options.threads.max(1) {
                let work = work.clone();
                scope.spawn(|| work.into_iter().for_each(step));
            }
            drop(work);
            let skip = read::Options {
                skip: options.skip.clone(),
                ..read::Options::default()
            };
            read::scan_with(inputs, &skip, &mut |record| match self.stopped()
                || records.send(record).is_err()
            {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            });
            drop(records);
        });
    }

    fn fail(&self, error: IngestError) {
        held(&self.failed).get_or_insert(error);
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// The error that stopped the run, when one did.
    fn check(&self) -> Result<(), IngestError> {
        held(&self.failed).take().map_or(Ok(()), Err)
    }

    fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// One page, from bytes to outcome.
    fn step(&self, record: Result<Record, read::Rejected>, progress: &dyn Fn(Progress)) {
        if self.stopped() {
            return;
        }
        let bytes = record
            .as_ref()
            .map_or(0, |record| record.bytes.len() as u64);
        match self.outcome(record) {
            Ok(outcome) => {
                let mut report = held(&self.report);
                report.bytes += bytes;
                report.count(outcome);
                let now = Progress {
                    pages: report.pages,
                    bytes: report.bytes,
                };
                drop(report);
                progress(now);
            }
            Err(error) => self.fail(error),
        }
    }

    fn outcome(&self, record: Result<Record, read::Rejected>) -> Result<Outcome, IngestError> {
        let record = match record {
            Ok(record) => record,
            Err(rejected) => return Ok(Outcome::Rejected(rejected.into())),
        };
        held(&self.seen).insert(record.path.clone());
        let rules = self.rules.governing(&record.path)?;
        let print = print(&record, &rules);
        let key = index::key(&record.path);
        let known = self.writer.known(key);
        if known == Some(print) && !self.memory.is_stale(key) {
            return Ok(Outcome::Unchanged);
        }
        let known = if known.is_some() {
            Known::Changed
        } else {
            Known::New
        };
        match self.article(&record, &rules) {
            Ok(article) => self.add(&article, print, known),
            Err(rejected) => Ok(Outcome::Rejected(rejected)),
        }
    }

    /// One record as an article; a panic in cleaning rejects this page only.
    fn article(&self, record: &Record, rules: &Governing) -> Result<Article, Rejected> {
        let page = RawPage {
            today: self.today,
            ..read::page(record)?
        };
        let rejected = |why| Rejected {
            path: record.path.clone(),
            why,
        };
        let key = index::key(&record.path);
        let facts = self.memory.facts();
        let wanted = |site: &str| self.memory.wants(site, key);
        let with = With {
            clean: self.clean,
            facts: &facts,
            rules,
            wanted: &wanted,
        };
        let Made { article, seen, .. } = make::make(&page, &with).map_err(rejected)?;
        if article.text.trim().is_empty() {
            return Err(rejected(Cause::NoArticle));
        }
        if let Some((site, seen)) = seen {
            self.memory.see(&site, key, seen);
        }
        self.memory.made(key);
        Ok(article)
    }

    /// Makes a page of the archive anew, now that more is known of its site.
    fn redo(&self, record: Result<Record, read::Rejected>) {
        let Ok(record) = record else { return };
        let key = index::key(&record.path);
        if self.stopped() || self.writer.known(key).is_none() || !self.memory.is_stale(key) {
            return;
        }
        let made = self
            .rules
            .governing(&record.path)
            .map_err(IngestError::from)
            .and_then(|rules| {
                let Ok(article) = self.article(&record, &rules) else {
                    return Ok(());
                };
                self.writer.add(&article, print(&record, &rules))?;
                self.commit_a_batch()
            });
        if let Err(error) = made {
            self.fail(error);
        }
    }

    /// Commits what was read, learns from it, and returns the files of this run that hold pages which this concerns.
    fn learn(&mut self) -> Result<Vec<PathBuf>, IngestError> {
        self.memory.commit(self.writer)?;
        let redo = self.memory.learn(self.writer)?;
        let seen = held(&self.seen);
        let again: Vec<&String> = seen
            .iter()
            .filter(|path| redo.contains(&index::key(path)))
            .collect();
        let mut report = held(&self.report);
        for path in &again {
            if !self.memory.was_made(index::key(path)) {
                report.unchanged -= 1;
                report.updated += 1;
            }
        }
        let files: BTreeSet<PathBuf> = again.into_iter().map(|path| file_of(path)).collect();
        Ok(files
            .into_iter()
            .filter(|file| file.as_os_str() != "-")
            .collect())
    }

    /// Adds an article unless the archive holds it from another place that comes first and is still there.
    fn add(&self, article: &Article, print: u64, known: Known) -> Result<Outcome, IngestError> {
        let mut places = held(&self.places);
        let rival = places
            .get(&article.id)
            .cloned()
            .filter(|place| *place != article.path);
        let older = self
            .writer
            .path_of(&article.id)?
            .filter(|place| *place != article.path && exists(place));
        if rival
            .iter()
            .chain(&older)
            .any(|place| *place < article.path)
        {
            return Ok(Outcome::Duplicate);
        }
        rival
            .iter()
            .chain(&older)
            .for_each(|place| self.writer.remove(index::key(place)));
        places.insert(article.id.clone(), article.path.clone());
        self.writer.add(article, print)?;
        drop(places);
        self.commit_a_batch()?;
        Ok(match (rival.or(older), known) {
            (Some(_), _) => Outcome::Duplicate,
            (None, Known::Changed) => Outcome::Updated,
            (None, Known::New) => Outcome::Indexed,
        })
    }

    fn commit_a_batch(&self) -> Result<(), IngestError> {
        if !self.writer.is_full() {
            return Ok(());
        }
        // Where several threads find it full, one commits and the others go on.
        let _one = held(&self.committing);
        if self.writer.is_full() {
            self.memory.commit(self.writer)?;
        }
        Ok(())
    }

    /// Removes what has vanished, commits, and hands over the report.
    fn finish(self, inputs: &[PathBuf], vanished: Vanished) -> Result<Report, IngestError> {
        let mut report = self
            .report
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if vanished == Vanished::Prune {
            let seen = self
                .seen
                .into_inner()
                .unwrap_or_else(PoisonError::into_inner);
            for path in self
                .writer
                .paths()?
                .iter()
                .filter(|path| under(path, inputs) && !seen.contains(*path))
            {
                self.writer.remove(index::key(path));
                self.memory.forget(index::key(path));
                report.removed += 1;
            }
        }
        self.memory.finish(self.writer)?;
        report.rejected.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(report)
    }
}

/// Whether the archive has read this path before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    New,
    Changed,
}

/// What changes when a page must be read again.
fn print(record: &Record, rules: &Governing) -> u64 {
    xxh3_64_with_seed(&record.bytes, RULES ^ rules.print())
}

/// The file that holds a page.
fn file_of(place: &str) -> PathBuf {
    let file = place.rsplit_once('#').map_or(place, |(file, _)| file);
    PathBuf::from(if Path::new(place).exists() {
        place
    } else {
        file
    })
}

/// The file of a page is still there.
fn exists(place: &str) -> bool {
    let file = place.rsplit_once('#').map_or(place, |(file, _)| file);
    Path::new(place).exists() || Path::new(file).exists()
}

/// A page's path is one of the inputs, a record in one, or lies below one.
fn under(path: &str, inputs: &[PathBuf]) -> bool {
    inputs.iter().any(|input| {
        let rest = path.strip_prefix(&*input.to_string_lossy());
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with(['#', '/', std::path::MAIN_SEPARATOR])
        })
    })
}

/// A lock's content; a thread that panicked while holding it left whole values behind.
fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
