//! What a later run need not open, and what it must.

use std::fs::{self, File};
use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use dateline::index::{self, Writer};
use dateline::ingest::{self, Options, Report, Vanished};
use tempfile::TempDir;

/// Files that were written right now were left alone for long enough.
fn soon() -> Option<SystemTime> {
    Some(SystemTime::now() + Duration::from_secs(60))
}

/// Files that were written right now may change at once, however long a busy machine takes from the writing to the run.
fn at_once() -> Option<SystemTime> {
    static START: LazyLock<SystemTime> = LazyLock::new(SystemTime::now);
    Some(*START)
}

fn run(dir: &Path, options: Options) -> Report {
    let memory_bytes = 64 << 20;
    let threads = 1;
    let writing = index::Options {
        threads,
        memory_bytes,
    };
    let writer = Writer::open_or_create(&dir.join("index"), &writing).unwrap();
    let options = Options { threads, ..options };
    let pages = [dir.join("pages")];
    let report = ingest::ingest(&pages, &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
    report
}

fn again(dir: &Path) -> Report {
    let now = soon;
    run(
        dir,
        Options {
            now,
            ..Options::default()
        },
    )
}

fn line(n: usize) -> String {
    let url = format!("https://quillport.example/news/{n}");
    let text = format!(
        "The ferry of Quillport was late by {n} minutes on Tuesday, said the harbour office in report {n}."
    );
    serde_json::json!({"url": url, "title": format!("Ferry late, report {n}"), "text": text})
        .to_string()
}

/// Six articles, a duplicate and two records that are none.
fn export() -> String {
    let mut lines: Vec<String> = (1..=6).map(line).collect();
    lines.extend([line(3), "{\"a\": 1}".to_owned(), "{\"b\": 2}".to_owned()]);
    lines.join("\n") + "\n"
}

fn desk() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("pages")).unwrap();
    fs::write(dir.path().join("pages/a.jsonl"), export()).unwrap();
    dir
}

fn counts(report: &Report) -> [u64; 6] {
    [
        report.unopened,
        report.pages,
        report.indexed + report.updated,
        report.unchanged,
        report.duplicate,
        report.all_rejected(),
    ]
}

#[test]
fn a_file_of_records_that_is_as_it_was_is_not_opened() {
    let dir = desk();
    let first = again(dir.path());
    assert_eq!(counts(&first), [0, 9, 6, 0, 1, 2]);
    let second = again(dir.path());
    assert_eq!(counts(&second), [1, 9, 0, 7, 0, 2]);
    assert!(second.rejected.is_empty());
    // Whoever wants to hear of each page gets it read.
    let ids_of_unchanged = true;
    let each = Options {
        ids_of_unchanged,
        ..Options::default()
    };
    let read = run(dir.path(), each);
    assert_eq!(counts(&read), [0, 9, 0, 7, 0, 2]);
    // That run had no clock, and so no reason to trust what it read.
    assert_eq!(again(dir.path()).unopened, 0);
    assert_eq!(again(dir.path()).unopened, 1);
}

#[test]
fn a_page_by_itself_is_always_looked_at() {
    let dir = desk();
    fs::write(dir.path().join("pages/b.txt"), "Fog over the harbour.").unwrap();
    assert_eq!(again(dir.path()).pages, 10);
    fs::write(dir.path().join("pages/b.txt"), "Fog over the harbous.").unwrap();
    assert_eq!(counts(&again(dir.path())), [1, 10, 1, 7, 0, 2]);
}

#[cfg(unix)]
#[test]
fn a_change_is_seen_that_keeps_size_and_time() {
    let dir = desk();
    let path = dir.path().join("pages/a.jsonl");
    again(dir.path());
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, export().replace("late by 4", "late by 5")).unwrap();
    File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(time)
        .unwrap();
    assert_eq!(counts(&again(dir.path())), [0, 9, 1, 6, 0, 2]);
}

#[test]
fn a_file_that_may_change_in_the_same_moment_is_read_again() {
    let now = at_once;
    now();
    let dir = desk();
    let options = || Options {
        now,
        ..Options::default()
    };
    run(dir.path(), options());
    assert_eq!(run(dir.path(), options()).unopened, 0);
}

#[test]
fn a_file_that_breaks_off_is_read_again() {
    let dir = desk();
    let path = dir.path().join("pages/a.jsonl.gz");
    let mut packed =
        flate2::write::GzEncoder::new(File::create(&path).unwrap(), flate2::Compression::fast());
    std::io::Write::write_all(&mut packed, export().as_bytes()).unwrap();
    packed.finish().unwrap();
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 12]).unwrap();
    again(dir.path());
    assert_eq!(again(dir.path()).unopened, 1, "the other one only");
}

#[test]
fn other_rules_read_the_file_again() {
    let dir = desk();
    again(dir.path());
    let rules = "[[source]]\nname = \"Quillport Post\"\ndomains = [\"quillport.example\"]\n";
    fs::write(dir.path().join("pages/dateline.toml"), rules).unwrap();
    let ruled = again(dir.path());
    assert_eq!((ruled.unopened, ruled.updated), (0, 6), "{ruled:?}");
    assert_eq!(again(dir.path()).unopened, 1);
}

#[test]
fn pruning_keeps_what_is_not_opened_and_forgets_what_went() {
    let dir = desk();
    let (file, away) = (dir.path().join("pages/a.jsonl"), dir.path().join("away"));
    fs::write(dir.path().join("pages/b.jsonl"), line(7) + "\n" + &line(8)).unwrap();
    again(dir.path());
    let prune = || {
        let now = soon;
        let vanished = Vanished::PruneAll;
        run(
            dir.path(),
            Options {
                now,
                vanished,
                ..Options::default()
            },
        )
    };
    let kept = prune();
    assert_eq!((kept.unopened, kept.removed), (2, 0));
    fs::rename(&file, &away).unwrap();
    let pruned = prune();
    assert_eq!((pruned.unopened, pruned.removed), (1, 6));
    fs::rename(&away, &file).unwrap();
    let back = again(dir.path());
    assert_eq!((back.unopened, back.indexed), (1, 6));
}

#[test]
fn what_was_too_large_is_read_when_the_limit_is_raised() {
    let desk = crate::support::Desk::new();
    let words = "the harbour office of Quillport said on Tuesday that the ferry was late, ";
    let long = words.repeat(2000);
    let record = |id: &str, text: &str| serde_json::json!({"id": id, "text": text}).to_string();
    desk.write(
        "pages/a.jsonl",
        [record("a", words), record("b", &long)].join("\n"),
    );
    desk.write("pages/c.txt", &long);
    let counts = |limits: &[&str]| {
        let run = desk.run(&[&["index", "--json", "pages"], limits].concat());
        let report = &run.lines()[0];
        let rejected = report["rejected"].as_array().unwrap().iter();
        let reasons: Vec<String> = rejected.map(|it| it["reason"].to_string()).collect();
        (
            report["counts"]["indexed"].as_u64().unwrap(),
            reasons.join(" "),
        )
    };
    let narrow = ["--max-page", "100KB", "--max-record", "120kB"];
    let (indexed, reasons) = counts(&narrow);
    assert_eq!(indexed, 1, "{reasons}");
    assert!(
        reasons.contains("larger than 100000 bytes (146000 bytes); see --max-page"),
        "{reasons}"
    );
    assert!(
        reasons.contains("larger than 120000 bytes (146020 bytes); see --max-record"),
        "{reasons}"
    );
    assert_eq!(counts(&narrow).0, 0);
    assert_eq!(counts(&[]), (2, String::new()));
    let refused = desk.run(&["index", "pages", "--max-page", "4GB"]);
    assert!(refused.err.contains("from 1B to 1GB"), "{}", refused.err);
}
