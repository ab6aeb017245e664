//! The reader of a run: hands records to the threads that make articles of them, and notes what it has read to its end.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crossbeam_channel::Sender;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::index;
use crate::ingest::backpressure::Chunk;
use crate::ingest::options::RunEvent;
use crate::ingest::report::IngestError;
use crate::ingest::run::{RULES_VERSION, Run, fingerprint};
use crate::read::{self, Ended, Event, FileStamp, Record, RecordKind, Tally};

impl Run<'_> {
    /// The reader: hands chunks of records over, and notes which exports it has read to their end.
    pub(crate) fn scan(
        &self,
        inputs: &[PathBuf],
        known: HashMap<PathBuf, FileStamp>,
        chunks: &Sender<Chunk>,
    ) {
        let options = read::Options {
            known,
            ..self.read_options()
        };
        let mut chunk = Chunk::default();
        // The last file that was a page as a whole, and the last record of an export.
        let mut page_file = PathBuf::new();
        let mut last_record = 0;
        let mut has_pages = false;
        let mut tallied = BTreeMap::new();
        read::scan_with(inputs, &options, &mut |event| {
            let is_full = match event {
                Event::Page(record) => {
                    has_pages = true;
                    match record.place.record {
                        Some(number) => last_record = number,
                        None => page_file.clone_from(&record.place.file),
                    }
                    chunk.push(Ok(record))
                }
                Event::Rejected(rejected) => {
                    last_record = rejected.place.record.unwrap_or(last_record);
                    chunk.push(Err(rejected))
                }
                Event::Revisit(revisit) => {
                    has_pages = true;
                    last_record = revisit.place.record.unwrap_or(last_record);
                    if let Err(error) = self.keep_revisit(revisit) {
                        self.fail(error);
                    }
                    false
                }
                Event::Tally(tally) => {
                    self.count_records(&tally);
                    // A package has several files.
                    for (kind, count) in tally.counts {
                        *tallied.entry(kind).or_default() += count;
                    }
                    false
                }
                Event::Unopened(path) => {
                    let has_unresolved = self.files.lock().has_unresolved(&path);
                    match has_unresolved {
                        true => self.put_aside.lock().push(path),
                        false => self.pass_over(&path),
                    }
                    false
                }
                Event::End(mut ended) => {
                    let records = std::mem::take(&mut last_record);
                    let has_records = std::mem::take(&mut has_pages) && ended.path != page_file;
                    let tallied = std::mem::take(&mut tallied);
                    // A page by itself is looked at as fast as it would be listed.
                    ended.stamp = ended.stamp.filter(|_| has_records);
                    if has_records {
                        self.opened.lock().insert(ended.path.clone());
                    }
                    self.ended(&ended, tallied);
                    if ended.whole && ended.path != page_file && !ended.path.is_dir() {
                        self.places.read_whole(ended.path, records);
                    }
                    false
                }
            };
            if is_full {
                self.hand_over(std::mem::take(&mut chunk), chunks)?;
            }
            match self.is_stopped() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        if !chunk.is_empty() {
            let _ = self.hand_over(chunk, chunks);
        }
    }

    fn read_options(&self) -> read::Options {
        read::Options {
            skip: self.options.skip.clone(),
            known: HashMap::new(),
            largest_page: self.options.largest_page,
            largest_record: self.options.largest_record,
            now: self.options.now,
        }
    }

    /// Hands over each record of these files that is as the archive knows it, with the key of its place. Files that this run has read are
    /// left out.
    pub(crate) fn reread(
        &self,
        files: &BTreeSet<PathBuf>,
        each: &mut dyn FnMut(&Record, u64) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let opened = self.opened.lock();
        let files: Vec<PathBuf> = files.difference(&opened).cloned().collect();
        drop(opened);
        let mut done = Ok(());
        read::scan_with(&files, &self.read_options(), &mut |event| {
            if let Event::Page(record) = event {
                done = self.hand_over_known(&record, each);
            }
            match done.is_err() || self.is_stopped() {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        });
        done
    }

    fn hand_over_known(
        &self,
        record: &Record,
        each: &mut dyn FnMut(&Record, u64) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let path = record.place.to_string();
        let rules = self.rules.governing(&path)?;
        let place_key = index::key(&path);
        let known = self.places.known(place_key)?;
        match known.is_some_and(|known| known.fingerprint == fingerprint(record, &rules)) {
            true => each(record, place_key),
            false => Ok(()),
        }
    }

    /// The files that need not be opened. Where each page's end is told with its id, all are.
    pub(crate) fn known_stamps(&self, inputs: &[PathBuf]) -> HashMap<PathBuf, FileStamp> {
        match self.options.ids_of_unchanged {
            true => HashMap::new(),
            false => self
                .files
                .lock()
                .stamps(inputs, &self.rules, self.file_rules()),
        }
    }

    /// Changes with what makes other pages of the same file: what was too large may no longer be.
    fn file_rules(&self) -> u64 {
        let limits = [self.options.largest_page, self.options.largest_record];
        let limits = limits.map(usize::to_le_bytes).concat();
        xxh3_64_with_seed(&limits, RULES_VERSION)
    }

    fn ended(&self, ended: &Ended, tallied: BTreeMap<RecordKind, u64>) {
        let mut files = self.files.lock();
        files.ended(ended, tallied, &self.rules, self.file_rules());
    }

    /// Counts the pages of a file that is as it was.
    pub(crate) fn pass_over(&self, path: &Path) {
        let Some(file) = self.files.lock().of(path).cloned() else {
            return;
        };
        let mut report = self.report.lock();
        report.unopened += 1;
        report.pages += file.pages;
        report.unchanged += file.pages.saturating_sub(file.rejected);
        report.rejected_before += file.rejected;
        report.unresolved_revisits += file.unresolved;
        for (kind, count) in file.records {
            *report.records.entry(kind).or_default() += count;
        }
    }

    fn count_records(&self, tally: &Tally) {
        let mut report = self.report.lock();
        for (kind, count) in &tally.counts {
            *report.records.entry(*kind).or_default() += count;
        }
        drop(report);
        (self.told)(RunEvent::Records(tally));
    }

    fn hand_over(&self, chunk: Chunk, chunks: &Sender<Chunk>) -> ControlFlow<()> {
        self.flight.take_off(&chunk);
        match chunks.send(chunk) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}
