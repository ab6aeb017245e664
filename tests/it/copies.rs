//! Copies: the groups depend on what an archive holds, not on how it came to that; folding; the commands that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dateline::archive::{Filters, Searcher};
use dateline::article::Article;
use dateline::group::{Link, Record, Sketch, TextGroups};
use dateline::index::{self, Writer};
use dateline::ingest::{self, Vanished};
use dateline::query;
use dateline::search::Archive;
use jiff::civil::date;
use proptest::prelude::*;

use crate::support::{Desk, Dice};

/// Articles with one mark that are compared each with each, as `ingest::copies` has it.
const FEW: usize = 16;

/// Texts from which copies are made: so few that some of their marks have more than [`FEW`] holders.
const ORIGINALS: u64 = 2;

/// Places of the folder.
const PLACES: usize = 44;

/// A text: which original, and what was done to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Text {
    original: u64,
    edit: Edit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    None,
    FirstHalf,
    LastHalf,
    /// Every so many words another one.
    Words(usize),
    /// A paragraph of the outlet's own.
    Longer(u64),
    /// The first half, and the last half of the next original.
    Mixed,
    /// One sentence among others.
    Quoted(u64),
}

fn made_up_words(seed: u64, count: usize) -> Vec<String> {
    const SYLLABLES: &[&str] = &[
        "kor", "vel", "ta", "min", "dra", "sol", "pe", "run", "ish", "bal", "o", "fen",
    ];
    let mut dice = Dice(seed.wrapping_mul(7_919) + 17);
    let word = |dice: &mut Dice| {
        let syllables = 2 + dice.roll(2);
        (0..syllables)
            .map(|_| dice.of(SYLLABLES))
            .collect::<String>()
    };
    (0..count).map(|_| word(&mut dice)).collect()
}

impl Text {
    fn words(self) -> Vec<String> {
        let own = made_up_words(self.original, 120);
        match self.edit {
            Edit::None => own,
            Edit::FirstHalf => own[..60].to_vec(),
            Edit::LastHalf => own[60..].to_vec(),
            Edit::Words(every) => {
                let mut edited = own;
                for (at, word) in edited.iter_mut().enumerate() {
                    if at % every == every - 1 {
                        *word = format!("edited{at}");
                    }
                }
                edited
            }
            Edit::Longer(by) => [own, made_up_words(100 + by, 40)].concat(),
            Edit::Mixed => {
                let next = made_up_words((self.original + 1) % ORIGINALS, 120);
                [&own[..60], &next[60..]].concat()
            }
            Edit::Quoted(by) => [&own[..20], &made_up_words(200 + by, 90)].concat(),
        }
    }

    fn record(self, place: usize) -> String {
        let sentences: Vec<String> = self
            .words()
            .chunks(20)
            .map(|words| format!("{}.", words.join(" ")))
            .collect();
        let day = 1 + place % 9;
        serde_json::json!({
            "url": format!("https://outlet{place}.example/{place}"),
            "title": format!("Report {place} of the day"),
            "published": format!("2025-03-0{day}"),
            "language": "en",
            "text": sentences.join("\n\n"),
        })
        .to_string()
    }
}

fn text() -> impl Strategy<Value = Text> {
    let edit = prop_oneof![
        4 => Just(Edit::None),
        2 => Just(Edit::FirstHalf),
        2 => Just(Edit::LastHalf),
        3 => (7..14_usize).prop_map(Edit::Words),
        2 => (0..4_u64).prop_map(Edit::Longer),
        1 => Just(Edit::Mixed),
        3 => (0..6_u64).prop_map(Edit::Quoted),
    ];
    (0..ORIGINALS, edit).prop_map(|(original, edit)| Text { original, edit })
}

/// What a run finds changed in the folder.
#[derive(Debug, Clone)]
struct Step {
    written: Vec<(usize, Text)>,
    deleted: Vec<usize>,
    threads: usize,
}

fn step() -> impl Strategy<Value = Step> {
    let written = prop::collection::vec((0..PLACES, text()), 1..24);
    let deleted = prop::collection::vec(0..PLACES, 0..6);
    let threads = prop_oneof![Just(1_usize), Just(4)];
    (written, deleted, threads).prop_map(|(written, deleted, threads)| Step {
        written,
        deleted,
        threads,
    })
}

fn place(root: &Path, at: usize) -> PathBuf {
    root.join(format!("record{at}.jsonl"))
}

fn run(inputs: &[PathBuf], archive: &Path, threads: usize) {
    let memory_bytes = index::Options::default().memory_bytes;
    run_within(inputs, archive, threads, memory_bytes);
}

fn run_within(inputs: &[PathBuf], archive: &Path, threads: usize, memory_bytes: usize) {
    let written = index::Options {
        memory_bytes,
        ..index::Options::default()
    };
    let writer = Writer::open_or_create(archive, &written).unwrap();
    let options = ingest::Options {
        threads,
        vanished: Vanished::PruneAll,
        ..ingest::Options::default()
    };
    ingest::ingest(inputs, &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
}

fn articles(archive: &Archive) -> Vec<Article> {
    let mut articles = Vec::new();
    let all = query::parse("*").0;
    archive
        .export(
            &all,
            &Filters::default(),
            date(2026, 1, 1),
            &mut |article| {
                articles.push(article);
                ControlFlow::Continue(())
            },
        )
        .unwrap();
    articles
}

/// The copies of each article, as the archive says.
fn copies(archive: &Archive) -> BTreeMap<String, (BTreeSet<String>, Option<String>)> {
    let mut found = BTreeMap::new();
    for article in articles(archive) {
        let copies = archive.copies(&article.id).unwrap().unwrap();
        let first = copies.iter().find(|copy| copy.is_first);
        let first = first.map(|first| first.id.clone());
        let ids = copies.into_iter().map(|copy| copy.id).collect();
        found.insert(article.id, (ids, first));
    }
    found
}

/// The same by comparing every article with every other.
fn by_brute_force(articles: &[Article]) -> BTreeMap<String, BTreeSet<String>> {
    let sketched = articles.iter().map(|a| Sketch::with_marks(&a.text));
    let (sketches, marks): (Vec<Sketch>, Vec<Vec<u64>>) = sketched.unzip();
    let key = |at: usize| index::key(&articles[at].id);
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, marks) in marks.iter().enumerate() {
        for mark in marks {
            holders.entry(*mark).or_default().push(at);
        }
    }
    // A mark of many counts between each of them and those alone whose keys are least by three orders.
    let counts = |mark: &u64, a: usize, b: usize| {
        let all = &holders[mark];
        let least = |turn: u32| all.iter().min_by_key(|at| key(**at).rotate_left(turn));
        let hubs = [least(0), least(21), least(42)];
        all.contains(&a)
            && all.contains(&b)
            && (all.len() <= FEW || hubs.contains(&Some(&a)) || hubs.contains(&Some(&b)))
    };
    let mut records: BTreeMap<u64, Record> = BTreeMap::new();
    for a in 0..articles.len() {
        for b in (0..articles.len()).filter(|b| *b != a) {
            let shared = holders.keys().filter(|mark| counts(mark, a, b)).count();
            let overlap = sketches[a].overlap(&sketches[b]);
            let needed = Sketch::marks_shared_by_copies(sketches[a].len(), sketches[b].len());
            if shared >= needed && overlap.tie().is_some() {
                let record = records.entry(key(a)).or_default();
                record.links.push(Link {
                    to: key(b),
                    overlap,
                });
            }
        }
    }
    let ids: BTreeMap<u64, &String> = articles
        .iter()
        .map(|a| (index::key(&a.id), &a.id))
        .collect();
    let alone = articles.iter().map(|a| (a.id.clone(), BTreeSet::new()));
    let mut found: BTreeMap<String, BTreeSet<String>> = alone.collect();
    let mut groups = TextGroups::new(records.keys().copied().collect());
    for (key, record) in &records {
        groups.join(*key, record);
    }
    for group in groups.groups().iter() {
        for own in group {
            let others = group.iter().filter(|key| *key != own);
            let others = others.map(|key| ids[key].clone()).collect();
            found.insert(ids[own].clone(), others);
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 200, ..ProptestConfig::default() })]
    #[test]
    fn groups_depend_on_what_the_archive_holds_alone(steps in prop::collection::vec(step(), 1..6)) {
        let folder = tempfile::tempdir().unwrap();
        let (root, many, once) = (folder.path().join("in"), folder.path().join("many"), folder.path().join("once"));
        std::fs::create_dir(&root).unwrap();
        for step in &steps {
            for (at, text) in &step.written {
                std::fs::write(place(&root, *at), text.record(*at)).unwrap();
            }
            for at in &step.deleted {
                let _ = std::fs::remove_file(place(&root, *at));
            }
            run(std::slice::from_ref(&root), &many, step.threads);
        }
        let history = Archive::open(&many).unwrap();
        let held = articles(&history);
        let found = copies(&history);
        for (id, copies) in by_brute_force(&held) {
            prop_assert_eq!(&found[&id].0, &copies, "copies of {}", id);
        }
        // All at once, and the last file first.
        let mut inputs: Vec<PathBuf> = (0..PLACES).map(|at| place(&root, at)).filter(|path| path.exists()).collect();
        inputs.reverse();
        if !inputs.is_empty() {
            run(&inputs, &once, 1);
            prop_assert_eq!(found, copies(&Archive::open(&once).unwrap()));
        }
    }
}

#[test]
fn a_text_of_many_outlets_is_one_group() {
    let folder = tempfile::tempdir().unwrap();
    let (root, archive) = (folder.path().join("in"), folder.path().join("archive"));
    std::fs::create_dir(&root).unwrap();
    let edits = [
        Edit::None,
        Edit::Words(14),
        Edit::FirstHalf,
        Edit::Longer(1),
    ];
    for part in 0..3 {
        for at in (part * 20)..(part + 1) * 20 {
            let edit = edits[at % edits.len()];
            let text = Text { original: 1, edit };
            std::fs::write(place(&root, at), text.record(at)).unwrap();
        }
        run(std::slice::from_ref(&root), &archive, 2);
    }
    let archive = Archive::open(&archive).unwrap();
    for article in articles(&archive) {
        let copies = archive.copies(&article.id).unwrap().unwrap();
        assert_eq!(copies.len(), 59, "{}", article.id);
    }
    assert_eq!(archive.stats().unwrap().copies, 59);
}

#[test]
fn copies_are_found_in_runs_whose_sketches_go_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (input, archive) = (
        folder.path().join("in.jsonl"),
        folder.path().join("archive"),
    );
    let record = |seed: u64, outlet: usize| {
        let words = made_up_words(seed, 12_000);
        let sentences: Vec<String> = words.chunks(20).map(|words| words.join(" ")).collect();
        serde_json::json!({"id": format!("{seed}-{outlet}"), "text": sentences.join(".\n\n")})
    };
    // More shingles than a run keeps in memory.
    let pairs = (0..12).flat_map(|seed| [record(seed, 0), record(seed, 1)]);
    let lines: Vec<String> = pairs.map(|record| record.to_string()).collect();
    std::fs::write(&input, lines.join("\n")).unwrap();
    run(&[input], &archive, 2);
    let archive = Archive::open(&archive).unwrap();
    for article in articles(&archive) {
        let copies = archive.copies(&article.id).unwrap().unwrap();
        let ids: Vec<&str> = copies.iter().map(|copy| copy.id.as_str()).collect();
        let (seed, outlet) = article.id.split_once('-').unwrap();
        let other = if outlet == "0" { "1" } else { "0" };
        assert_eq!(ids, [format!("{seed}-{other}")]);
    }
}

/// Short texts of which many are copies, each of others.
fn many_short(records: std::ops::Range<usize>) -> String {
    let record = |n: usize| {
        let text = format!(
            "Gate {} of the weir of Lund opened, said keeper {} at noon.",
            n / 40,
            n % 101
        );
        format!(
            "{}\n",
            serde_json::json!({"id": format!("g{n}"), "text": text})
        )
    };
    records.map(record).collect()
}

#[test]
fn a_book_that_does_not_fit_into_memory_is_the_same() {
    let groups = |memory_bytes: usize| {
        let folder = tempfile::tempdir().unwrap();
        let (input, archive) = (
            folder.path().join("in.jsonl"),
            folder.path().join("archive"),
        );
        for records in [0..9_000, 6_000..12_000] {
            std::fs::write(&input, many_short(records)).unwrap();
            run_within(std::slice::from_ref(&input), &archive, 2, memory_bytes);
        }
        let archive = Archive::open(&archive).unwrap();
        let members = |n: usize| archive.copies(&format!("g{n}")).unwrap().unwrap();
        let ids =
            |n: usize| -> Vec<String> { members(n).into_iter().map(|copy| copy.id).collect() };
        (6_000..12_000).step_by(97).map(ids).collect::<Vec<_>>()
    };
    let small = groups(4_000_000);
    assert!(small.iter().any(|group| group.len() > 20));
    assert_eq!(small, groups(400_000_000));
}

/// Five outlets with one text, one that has another, and one that quotes a sentence.
fn desk() -> Desk {
    let desk = Desk::new();
    let copy = |edit| Text { original: 2, edit };
    let texts = [
        copy(Edit::None),
        copy(Edit::Words(11)),
        copy(Edit::FirstHalf),
        copy(Edit::Longer(1)),
        copy(Edit::None),
        Text {
            original: 0,
            edit: Edit::None,
        },
        copy(Edit::Quoted(1)),
    ];
    for (at, text) in texts.iter().enumerate() {
        let mut record: serde_json::Value = serde_json::from_str(&text.record(at)).unwrap();
        record["id"] = format!("n{at}").into();
        record["source"] = format!("Outlet {at}").into();
        desk.write(&format!("in/{at}.jsonl"), record.to_string());
    }
    desk.run(&["index", "in"]).ok();
    desk
}

/// A word that stands in each of the copies and in the text that quotes them.
fn shared_word() -> String {
    made_up_words(2, 120)[3].clone()
}

#[test]
fn copies_fold_under_the_first_published() {
    let desk = desk();
    let word = shared_word();
    let page = desk.run(&["search", &word, "--snippets", "0"]).ok();
    assert!(page.contains("6 articles (2 texts)"), "{page}");
    assert!(page.contains("+4 copies: "), "{page}");
    let lines = desk
        .run(&["search", &word, "--json", "--group", "copies"])
        .lines();
    let hits: Vec<_> = lines.iter().filter(|line| line["type"] == "hit").collect();
    let ids: BTreeSet<_> = hits.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert_eq!(ids, BTreeSet::from(["n0", "n6"]));
    let first = hits.iter().find(|hit| hit["id"] == "n0").unwrap();
    assert_eq!((&first["copies"], &first["folded"]), (&4.into(), &4.into()));
    let summary = lines.last().unwrap();
    assert_eq!(
        (&summary["total"], &summary["texts"]),
        (&6.into(), &2.into())
    );
}

#[test]
fn nothing_folds_for_programs_unless_asked() {
    let desk = desk();
    let lines = desk.run(&["search", &shared_word(), "--json"]).lines();
    let of_id = |id: &str| lines.iter().find(|line| line["id"] == id).unwrap();
    assert_eq!(lines.iter().filter(|line| line["type"] == "hit").count(), 6);
    assert_eq!(of_id("n3")["copy_of"], "n0");
    assert_eq!(of_id("n0")["copy_of"], serde_json::Value::Null);
    assert_eq!(
        (&of_id("n6")["copies"], &of_id("n4")["copies"]),
        (&0.into(), &4.into())
    );
    assert!(lines.last().unwrap().get("texts").is_none());
}

#[test]
fn pages_of_folded_hits_repeat_no_group() {
    let desk = desk();
    let mut seen = Vec::new();
    for offset in ["0", "1"] {
        let words = [
            "search",
            &shared_word(),
            "--json",
            "--group",
            "copies",
            "-n",
            "1",
            "--offset",
            offset,
        ];
        let lines = desk.run(&words).lines();
        seen.push(lines[0]["id"].as_str().unwrap().to_owned());
    }
    seen.sort();
    assert_eq!(seen, ["n0", "n6"]);
}

#[test]
fn a_filter_narrows_what_folds() {
    let desk = desk();
    let words = [
        "search",
        &shared_word(),
        "--json",
        "--group",
        "copies",
        "--source",
        "Outlet 3",
        "--source",
        "Outlet 4",
    ];
    let lines = desk.run(&words).lines();
    // Of those that match the first published stands for the text.
    assert_eq!(
        (&lines[0]["id"], &lines[0]["folded"]),
        (&"n3".into(), &1.into())
    );
    assert_eq!(lines[0]["copy_of"], "n0");
}

#[test]
fn an_article_lists_its_copies() {
    let desk = desk();
    let page = desk.run(&["show", "n4"]).ok();
    assert!(page.contains("4 copies of this text"), "{page}");
    assert!(page.contains("n0 · published first"), "{page}");
    let line = &desk.run(&["show", "n4", "--json"]).lines()[0];
    let ids: Vec<_> = line["copies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|copy| &copy["id"])
        .collect();
    assert_eq!(ids, ["n0", "n1", "n2", "n3"]);
    assert_eq!(line["copy_of"], "n0");
    let stats = desk.run(&["stats", "--json"]).lines();
    assert_eq!(stats[0]["copies"], 4);
}

#[test]
fn queries_ask_for_copies() {
    let desk = desk();
    let check = |query: &str, expected: &[&str]| {
        let run = desk.run(&["search", query, "--json"]);
        let lines = run
            .out
            .lines()
            .map(|line| serde_json::from_str(line).unwrap());
        let hits = lines.filter(|line: &serde_json::Value| line["type"] == "hit");
        let mut ids: Vec<String> = hits
            .map(|hit| hit["id"].as_str().unwrap().to_owned())
            .collect();
        ids.sort();
        assert_eq!(ids, expected, "{query}: {}", run.err);
    };
    let copies = ["n0", "n1", "n2", "n3", "n4"];
    check("copies:0", &["n5", "n6"]);
    check("copies:4", &copies);
    check("copies:1..", &copies);
    check("copies:>4", &[]);
    check("NOT copies:0", &copies);
    check("independent:true", &["n5", "n6"]);
    check("independent:false copies:..4", &copies);
    check(&format!("{} copies:0", shared_word()), &["n6"]);
}

#[test]
fn a_damaged_book_is_made_anew() {
    let desk = desk();
    let before = desk.run(&["show", "n4", "--json"]).ok();
    let files = || {
        let files = std::fs::read_dir(desk.path("archive")).unwrap();
        let paths = files.map(|entry| entry.unwrap().path());
        let is_of_book = |path: &PathBuf| {
            path.file_name()
                .unwrap()
                .to_str()
                .unwrap()
                .starts_with("copies-")
        };
        paths.filter(is_of_book).collect::<Vec<_>>()
    };
    assert_eq!(files().len(), 2);
    std::fs::remove_file(&files()[0]).unwrap();
    assert_eq!(desk.run(&["show", "n4", "--json"]).code, 2);
    desk.run(&["index", "in"]).ok();
    assert_eq!(desk.run(&["show", "n4", "--json"]).ok(), before);
    for file in files() {
        std::fs::write(file, b"damaged").unwrap();
    }
    let other = Text {
        original: 1,
        edit: Edit::None,
    };
    desk.write("in/9.jsonl", other.record(9));
    desk.run(&["index", "in"]).ok();
    assert_eq!(desk.run(&["show", "n4", "--json"]).ok(), before);
    assert_eq!(files().len(), 2);
}

#[test]
fn a_run_that_broke_off_is_made_up_for() {
    let folder = tempfile::tempdir().unwrap();
    let (root, archive) = (folder.path().join("in"), folder.path().join("archive"));
    std::fs::create_dir(&root).unwrap();
    let write = |at: usize| {
        let text = Text {
            original: 1,
            edit: Edit::Longer(at as u64),
        };
        std::fs::write(place(&root, at), text.record(at)).unwrap();
    };
    write(0);
    run(std::slice::from_ref(&root), &archive, 1);
    write(1);
    // Stopped before it has read anything of the folder, or after: what it has put has no copies yet.
    let writer = Writer::open_or_create(&archive, &index::Options::default()).unwrap();
    let options = ingest::Options::default();
    let stop = options.stop.clone();
    let told =
        move |_: ingest::RunEvent<'_>| stop.store(true, std::sync::atomic::Ordering::Relaxed);
    ingest::ingest(std::slice::from_ref(&root), &writer, &options, &told).unwrap();
    writer.finish().unwrap();
    write(2);
    run(std::slice::from_ref(&root), &archive, 1);
    let found = copies(&Archive::open(&archive).unwrap());
    assert_eq!(found.len(), 3);
    assert!(
        found.values().all(|(copies, _)| copies.len() == 2),
        "{found:?}"
    );
}
