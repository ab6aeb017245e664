//! Histories of a folder, indexed again and again, beside a model of what the archive must hold.
//!
//! Pages are added, changed, moved, swapped, removed and made unreadable; exports lose and gain records; runs are stopped and archives pruned.
//! After each run every id must show the newest of the texts that places hold, and after a prune the archive must
//! equal one that was made of the same folder at once.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use dateline::archive::{Filters, Searcher};
use dateline::article::{Article, CleanPage, Place, RawPage};
use dateline::clean;
use dateline::index::{self, Writer};
use dateline::ingest::{self, Report, Vanished};
use dateline::query;
use dateline::search::Archive;
use proptest::prelude::*;

/// Single pages, and exports of records.
const FILES: usize = 6;
const EXPORTS: usize = 2;

/// An article's address and which of its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Text {
    address: u8,
    revision: u8,
}

/// What happens to the folder or to the archive.
#[derive(Debug, Clone)]
enum Step {
    Write(usize, Text),
    Spoil(usize),
    Delete(usize),
    Swap(usize, usize),
    Move(usize, usize),
    Export(usize, Vec<Text>),
    DropRecord(usize, usize),
    Index { threads: usize, prune: bool },
}

fn text() -> impl Strategy<Value = Text> {
    (0..9_u8, 0..2_u8).prop_map(|(address, revision)| Text { address, revision })
}

fn step() -> impl Strategy<Value = Step> {
    let file = 0..FILES;
    prop_oneof![
        3 => (file.clone(), text()).prop_map(|(file, text)| Step::Write(file, text)),
        1 => file.clone().prop_map(Step::Spoil),
        1 => file.clone().prop_map(Step::Delete),
        1 => (file.clone(), file.clone()).prop_map(|(a, b)| Step::Swap(a, b)),
        1 => (file.clone(), file).prop_map(|(a, b)| Step::Move(a, b)),
        2 => (0..EXPORTS, prop::collection::vec(text(), 0..7)).prop_map(|(at, texts)| Step::Export(at, texts)),
        2 => (0..EXPORTS, 0..7_usize).prop_map(|(at, record)| Step::DropRecord(at, record)),
        5 => (1..3_usize, prop::bool::weighted(0.3)).prop_map(|(threads, prune)| Step::Index { threads, prune }),
    ]
}

/// What lies in the folder.
#[derive(Debug, Clone, Default)]
struct Folder {
    files: BTreeMap<usize, Option<Text>>,
    exports: BTreeMap<usize, Vec<Text>>,
}

impl Folder {
    fn apply(&mut self, step: &Step) {
        match step {
            Step::Write(at, text) => {
                self.files.insert(*at, Some(*text));
            }
            Step::Spoil(at) => {
                self.files.insert(*at, None);
            }
            Step::Delete(at) => {
                self.files.remove(at);
            }
            Step::Swap(a, b) => {
                let (one, other) = (self.files.remove(a), self.files.remove(b));
                self.files.extend(one.map(|text| (*b, text)));
                self.files.extend(other.map(|text| (*a, text)));
            }
            Step::Move(from, to) => {
                if let Some(text) = self.files.remove(from) {
                    self.files.insert(*to, text);
                }
            }
            Step::Export(at, texts) => {
                self.exports.insert(*at, texts.clone());
            }
            Step::DropRecord(at, record) => {
                if let Some(texts) = self.exports.get_mut(at)
                    && *record < texts.len()
                {
                    texts.remove(*record);
                }
            }
            Step::Index { .. } => {}
        }
    }

    fn write(&self, root: &Path) {
        for at in 0..FILES {
            let path = root.join(format!("page{at}.html"));
            match self.files.get(&at) {
                Some(Some(text)) => write_if_changed(&path, &html(*text)),
                Some(None) => write_if_changed(&path, "<html><body></body></html>"),
                None => drop(std::fs::remove_file(path)),
            }
        }
        for at in 0..EXPORTS {
            if let Some(texts) = self.exports.get(&at) {
                let lines: Vec<String> = texts.iter().map(|text| record(*text)).collect();
                write_if_changed(&root.join(format!("export{at}.jsonl")), &lines.join("\n"));
            }
        }
    }

    /// Every place of the folder with what it holds; `None` where it cannot be read.
    fn places(&self, root: &Path) -> BTreeMap<Place, Option<Text>> {
        let mut places = BTreeMap::new();
        for (at, text) in &self.files {
            let path = root.join(format!("page{at}.html"));
            places.insert(Place::of_file(path), *text);
        }
        for (at, texts) in &self.exports {
            let path = root.join(format!("export{at}.jsonl"));
            for (record, text) in (1..).zip(texts) {
                places.insert(Place::of_record(&path, record), Some(*text));
            }
        }
        places
    }
}

fn write_if_changed(path: &Path, content: &str) {
    if std::fs::read_to_string(path).is_ok_and(|old| old == content) {
        return;
    }
    std::fs::write(path, content).unwrap();
}

/// The word that stands in this text alone.
fn mark(text: Text) -> String {
    format!("zelim{}orrub{}", text.address, text.revision)
}

fn paragraphs(text: Text) -> [String; 3] {
    let n = text.address;
    [
        format!(
            "The council of Tarn {n} met on Monday to speak of {} and of the harbour.",
            mark(text)
        ),
        format!(
            "Nobody had expected that the ferry number {n} would be repaired before the winter began."
        ),
        // The foot of every page of the outlet: furniture once enough pages are known.
        "Write to the desk of the Tarn Courier about this report".to_owned(),
    ]
}

fn html(text: Text) -> String {
    let [one, two, foot] = paragraphs(text);
    let n = text.address;
    format!(
        "<html><head><title>Council {n} meets again</title><link rel=\"canonical\" href=\"https://tarn.example/{n}\"></head>\
         <body><article><h1>Council {n} meets again</h1><p>{one}</p><p>{two}</p><p>{foot}</p></article></body></html>"
    )
}

fn record(text: Text) -> String {
    let n = text.address;
    serde_json::json!({
        "url": format!("https://tarn.example/{n}"),
        "title": format!("Council {n} meets again"),
        "text": paragraphs(text).join("\n\n"),
    })
    .to_string()
}

/// What the archive must hold: each place that it knows, with its text and whether its page lapsed since.
#[derive(Debug, Clone, Default)]
struct Model {
    known: BTreeMap<Place, (Text, bool)>,
}

impl Model {
    /// A run over the whole folder.
    fn index(&mut self, now: &BTreeMap<Place, Option<Text>>) {
        let before = self.known.clone();
        let mut touched = BTreeSet::new();
        let mut spoilt = Vec::new();
        for (place, text) in now {
            match (before.get(place), text) {
                (Some((old, lapsed)), Some(text)) if old == text && !lapsed => {}
                (old, Some(text)) => {
                    // A place without rivals is decided at once, which comes to the same.
                    touched.extend(old.map(|(old, _)| old.address));
                    touched.insert(text.address);
                    self.known.insert(place.clone(), (*text, false));
                }
                (Some((old, _)), None) => {
                    touched.insert(old.address);
                    spoilt.push((place, *old));
                    self.known.insert(place.clone(), (*old, false));
                }
                (None, None) => {}
            }
        }
        for address in touched {
            self.drop_dead(address, now);
        }
        // Only of the article's own page it is told that it lapsed.
        for (place, old) in spoilt {
            let shown = self.shown_of(old.address);
            if shown.is_some_and(|(own, _)| own == *place) {
                self.known.insert(place.clone(), (old, true));
            }
        }
    }

    /// The place and the text of an article. Pages and records are kept apart, as only records say where they were fetched; of texts of the
    /// same length the one with the last place is shown.
    fn shown_of(&self, address: u8) -> Option<(Place, Text)> {
        let mut texts: BTreeMap<(u8, bool), Vec<&Place>> = BTreeMap::new();
        for (place, (text, _)) in &self.known {
            if text.address == address {
                let same = texts.entry((text.revision, place.record.is_some()));
                same.or_default().push(place);
            }
        }
        let ((revision, _), places) = texts.iter().max_by_key(|(_, places)| places.last())?;
        let first = (*places.first()?).clone();
        let revision = *revision;
        Some((first, Text { address, revision }))
    }

    /// Places that are gone leave an article that is held elsewhere.
    fn drop_dead(&mut self, address: u8, now: &BTreeMap<Place, Option<Text>>) {
        let own = |text: &Text| text.address == address;
        let alive = self
            .known
            .iter()
            .any(|(place, (text, _))| own(text) && now.contains_key(place));
        if alive {
            self.known
                .retain(|place, (text, _)| !own(text) || now.contains_key(place));
        }
    }

    fn prune(&mut self, now: &BTreeMap<Place, Option<Text>>) {
        self.known.retain(|place, _| now.contains_key(place));
    }

    /// The place and the text of each article.
    fn shown(&self) -> BTreeMap<u8, (String, Text)> {
        let addresses: BTreeSet<u8> = self.known.values().map(|(text, _)| text.address).collect();
        let shown = |address| {
            let (place, text) = self.shown_of(address)?;
            Some((address, (place.to_string(), text)))
        };
        addresses.into_iter().filter_map(shown).collect()
    }
}

static CLEANED: AtomicU64 = AtomicU64::new(0);
static STOP_AFTER: AtomicU64 = AtomicU64::new(u64::MAX);
static STOP: std::sync::LazyLock<Arc<AtomicBool>> = std::sync::LazyLock::new(Arc::default);

/// Cleans as always, and stops the run after some pages.
fn stopping(page: &RawPage) -> CleanPage {
    if CLEANED.fetch_add(1, Ordering::Relaxed) >= STOP_AFTER.load(Ordering::Relaxed) {
        STOP.store(true, Ordering::Relaxed);
    }
    clean::clean(page)
}

fn run(archive: &Path, root: &Path, options: &ingest::Options) -> Report {
    let index_options = index::Options {
        threads: 1,
        memory_bytes: 15_000_000,
    };
    let writer = Writer::open_or_create(archive, &index_options).unwrap();
    let inputs = [root.to_path_buf()];
    let report = ingest::ingest(&inputs, &writer, options, &|_| {}).unwrap();
    writer.finish().unwrap();
    report
}

fn articles(archive: &Path) -> Vec<Article> {
    let archive = Archive::open(archive).unwrap();
    let all = query::parse("*").0;
    let mut ids = Vec::new();
    let today = jiff::civil::date(2026, 1, 1);
    archive
        .export(&all, &Filters::default(), today, &mut |article| {
            ids.push(article.id);
            ControlFlow::Continue(())
        })
        .unwrap();
    ids.sort();
    let read = |id: &String| archive.article(id).unwrap().unwrap();
    ids.iter().map(read).collect()
}

fn check(archive: &Path, model: &Model, history: &[Step]) {
    let mut held = BTreeMap::new();
    for article in articles(archive) {
        let texts =
            (0..9).flat_map(|address| (0..2).map(move |revision| Text { address, revision }));
        let own = |text: &Text| article.text.contains(&mark(*text));
        let text = texts.into_iter().find(own).unwrap();
        let before = held.insert(text.address, (article.path.clone(), text));
        assert_eq!(before, None, "doubled after {history:#?}");
    }
    assert_eq!(held, model.shown(), "after {history:#?}");
}

/// Runs a history, and compares after each of its runs.
fn check_history(steps: &[Step]) {
    let desk = tempfile::tempdir().unwrap();
    let (root, archive): (PathBuf, PathBuf) =
        (desk.path().join("pages"), desk.path().join("archive"));
    std::fs::create_dir(&root).unwrap();
    let (mut folder, mut model) = (Folder::default(), Model::default());
    for (at, step) in steps.iter().enumerate() {
        folder.apply(step);
        folder.write(&root);
        let now = folder.places(&root);
        let Step::Index { threads, prune } = step else {
            continue;
        };
        let options = ingest::Options {
            threads: *threads,
            vanished: if *prune {
                Vanished::PruneAll
            } else {
                Vanished::Keep
            },
            ..ingest::Options::default()
        };
        let report = run(&archive, &root, &options);
        let ends = report.indexed + report.updated + report.unchanged + report.duplicate;
        assert_eq!(
            ends + report.rejected.len() as u64,
            report.pages,
            "after {:#?}",
            &steps[..=at]
        );
        model.index(&now);
        if *prune {
            model.prune(&now);
        }
        check(&archive, &model, &steps[..=at]);
        let lapsed =
            model.known.values().any(|(_, lapsed)| *lapsed) || now.values().any(Option::is_none);
        if *prune && !lapsed {
            let fresh = desk.path().join("fresh");
            run(&fresh, &root, &ingest::Options::default());
            assert_eq!(
                articles(&archive),
                articles(&fresh),
                "after {:#?}",
                &steps[..=at]
            );
            std::fs::remove_dir_all(fresh).unwrap();
        }
    }
}

/// A stopped run, then a whole one: as if there had been the whole one alone.
fn check_stopped(steps: &[Step], after: u64) {
    let desk = tempfile::tempdir().unwrap();
    let root = desk.path().join("pages");
    std::fs::create_dir(&root).unwrap();
    let mut folder = Folder::default();
    for step in steps {
        folder.apply(step);
    }
    folder.write(&root);
    let archive = desk.path().join("archive");
    STOP.store(false, Ordering::Relaxed);
    CLEANED.store(0, Ordering::Relaxed);
    STOP_AFTER.store(after, Ordering::Relaxed);
    let options = ingest::Options {
        threads: 1,
        clean: stopping,
        stop: Arc::clone(&STOP),
        ..ingest::Options::default()
    };
    run(&archive, &root, &options);
    run(&archive, &root, &ingest::Options::default());
    let whole = desk.path().join("whole");
    run(&whole, &root, &ingest::Options::default());
    assert_eq!(articles(&archive), articles(&whole));
}

/// So many histories of so many steps; DATELINE_SLOW=1 makes it 10,000 steps in all.
fn size() -> (u32, usize) {
    match std::env::var_os("DATELINE_SLOW") {
        Some(_) => (250, 40),
        None => (8, 25),
    }
}

#[test]
fn any_history_ends_as_the_model_says() {
    let (cases, steps) = size();
    let config = ProptestConfig {
        max_shrink_iters: 200,
        ..ProptestConfig::with_cases(cases)
    };
    proptest!(config, |(history in prop::collection::vec(step(), steps))| check_history(&history));
}

#[test]
fn a_stopped_run_is_gone_on_with() {
    let (cases, steps) = size();
    let config = ProptestConfig::with_cases(cases);
    proptest!(config, |(history in prop::collection::vec(step(), steps / 2), after in 0..6_u64)| {
        check_stopped(&history, after);
    });
}
