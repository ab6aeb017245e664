//! The archive on disk: replacing, skipping, locking, formats, segments.

use std::fs;
use std::path::Path;

use dateline::archive::Searcher;
use dateline::article::Article;
use dateline::index::{OpenError, Options, Reader, Writer, key};
use dateline::search::Archive;
use expect_test::{Expect, expect};
use tempfile::TempDir;

const OPTIONS: Options = Options {
    threads: 1,
    memory_bytes: 15_000_000,
};

fn article(id: &str, text: &str) -> Article {
    Article {
        id: id.to_owned(),
        path: format!("pages/{id}.txt"),
        text: text.to_owned(),
        ..Article::default()
    }
}

fn write(dir: &Path, articles: &[(&str, &str)]) {
    let writer = Writer::open_or_create(dir, &OPTIONS).unwrap();
    for (id, text) in articles {
        writer.add(&article(id, text), key(text)).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn replaces_what_changed_and_knows_what_did_not() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one"), ("b", "two")]);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    assert_eq!(writer.known(key("pages/a.txt")), Some(key("one")));
    assert_eq!(writer.known(key("pages/c.txt")), None);
    assert_eq!(writer.paths().unwrap(), ["pages/a.txt", "pages/b.txt"]);
    writer.add(&article("a", "three"), key("three")).unwrap();
    writer.remove(key("pages/b.txt"));
    writer.finish().unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    assert_eq!(archive.article("a").unwrap().unwrap().text, "three");
    assert_eq!(archive.article("b").unwrap(), None);
    assert_eq!(archive.stats().unwrap().articles, 1);
}

#[test]
fn shows_nothing_before_the_commit() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one")]);
    let archive = Archive::open(dir.path()).unwrap();
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    writer.add(&article("b", "two"), 2).unwrap();
    archive.reload().unwrap();
    assert_eq!(archive.article("b").unwrap(), None);
    writer.commit().unwrap();
    assert_eq!(archive.article("b").unwrap(), None);
    archive.reload().unwrap();
    assert!(archive.article("b").unwrap().is_some());
}

#[test]
fn drops_what_was_not_committed() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one")]);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    writer.add(&article("b", "two"), 2).unwrap();
    drop(writer);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    assert_eq!(writer.paths().unwrap(), ["pages/a.txt"]);
}

#[test]
fn ends_in_few_segments_whatever_the_history() {
    let dir = TempDir::new().unwrap();
    let mut most = 0;
    for run in 0..12 {
        let id = format!("r{run}");
        write(dir.path(), &[(&id, "a small run")]);
        let stats = Archive::open(dir.path()).unwrap().stats().unwrap();
        assert_eq!(stats.articles, run + 1);
        most = most.max(stats.segments);
    }
    assert!(most <= 6, "{most} segments");
}

#[test]
fn keeps_no_files_of_segments_that_were_merged() {
    let dir = TempDir::new().unwrap();
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    for run in 0..3 {
        writer.add(&article(&format!("r{run}"), "text"), 1).unwrap();
        writer.commit().unwrap();
    }
    writer.finish().unwrap();
    let files = fs::read_dir(dir.path().join("segments")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.ends_with(".store")).count(), 1);
}

#[test]
fn adds_from_many_threads() {
    let dir = TempDir::new().unwrap();
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let writer = &writer;
            scope.spawn(move || {
                for at in 0..50 {
                    writer
                        .add(&article(&format!("t{thread}-{at}"), "text"), 1)
                        .unwrap();
                }
            });
        }
    });
    writer.finish().unwrap();
    let stats = Archive::open(dir.path()).unwrap().stats().unwrap();
    assert_eq!((stats.articles, stats.segments), (200, 1));
}

fn check_error<T: std::fmt::Debug>(dir: &Path, result: Result<T, OpenError>, expected: &Expect) {
    let message = result
        .unwrap_err()
        .to_string()
        .replace(&dir.display().to_string(), "DIR");
    let process = format!("process {}", std::process::id());
    expected.assert_eq(&message.replace(&process, "process N"));
}

#[test]
fn names_what_stands_in_the_way() {
    let dir = TempDir::new().unwrap();
    let at = dir.path().join("archive");
    check_error(
        dir.path(),
        Reader::open(&at),
        &expect!["no archive at DIR/archive; make one with `dateline index`"],
    );
    fs::create_dir(&at).unwrap();
    fs::write(at.join("README.md"), "a note").unwrap();
    check_error(
        dir.path(),
        Reader::open(&at),
        &expect!["no archive at DIR/archive; make one with `dateline index`"],
    );
    fs::write(at.join("holiday.jpg"), "not ours").unwrap();
    let foreign = expect![
        "DIR/archive is not an archive and holds other files; name an empty folder with --index"
    ];
    check_error(dir.path(), Reader::open(&at), &foreign);
    check_error(dir.path(), Writer::open_or_create(&at, &OPTIONS), &foreign);
    fs::remove_file(at.join("holiday.jpg")).unwrap();
    write(&at, &[("a", "one")]);
    let _first = Writer::open_or_create(&at, &OPTIONS).unwrap();
    check_error(
        dir.path(),
        Writer::open_or_create(&at, &OPTIONS),
        &expect!["the archive at DIR/archive is locked by process N; wait for it to end"],
    );
}

#[test]
fn names_formats_it_does_not_read() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one")]);
    let manifest = dir.path().join("dateline.json");
    let written = fs::read_to_string(&manifest).unwrap();
    let check = |text: String, expected: Expect| {
        fs::write(&manifest, text).unwrap();
        let version = env!("CARGO_PKG_VERSION");
        let message = Reader::open(dir.path()).unwrap_err().to_string();
        expected.assert_eq(
            &message
                .replace(&dir.path().display().to_string(), "DIR")
                .replace(version, "V"),
        );
    };
    check(
        written.replace("\"format\": 3", "\"format\": 99"),
        expect![
            "the archive at DIR has the newer format 99 (written by dateline V); use that version of dateline"
        ],
    );
    check(
        written.replace("\"format\": 3", "\"format\": 2"),
        expect![
            "the archive at DIR has the older format 2 (written by dateline V); index the pages again into a new folder"
        ],
    );
    check(
        written.replace("\"archive\": \"dateline\"", "\"archive\": \"other\""),
        expect!["DIR is not an archive and holds other files; name an empty folder with --index"],
    );
    check(
        "{".to_owned(),
        expect![
            "the archive at DIR/dateline.json is damaged; `dateline check` names what is wrong"
        ],
    );
}

#[test]
fn answers_where_nobody_may_write() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one")]);
    let segments = dir.path().join("segments");
    let _ = fs::remove_file(segments.join(".tantivy-meta.lock"));
    let writable = fs::metadata(&segments).unwrap().permissions();
    let mut frozen = writable.clone();
    frozen.set_readonly(true);
    fs::set_permissions(&segments, frozen).unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    assert!(archive.article("a").unwrap().is_some());
    fs::set_permissions(&segments, writable).unwrap();
}
