//! The archive on disk: replacing, skipping, locking, formats, segments.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use dateline::archive::Searcher;
use dateline::article::Article;
use dateline::index::{OpenError, Options, Reader, Writer, key};
use dateline::search::Archive;
use expect_test::{Expect, expect};
use tempfile::TempDir;

use crate::support::put;

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
        put(&writer, &article(id, text), key(text));
    }
    writer.finish().unwrap();
}

/// The paths of the committed articles, in order.
fn paths(writer: &Writer) -> Vec<String> {
    let mut paths = Vec::new();
    let catalog = writer.catalog().unwrap();
    catalog
        .each_path(&|_| true, &mut |_, path| paths.push(path.to_owned()))
        .unwrap();
    paths.sort();
    paths
}

#[test]
fn replaces_what_changed_and_knows_what_did_not() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one"), ("b", "two")]);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    let catalog = writer.catalog().unwrap();
    let known = |path: &str| catalog.place(key(path)).unwrap();
    let a = known("pages/a.txt").unwrap();
    assert_eq!(
        (a.fingerprint, a.id_key, a.places),
        (key("one"), key("a"), 1)
    );
    assert_eq!(known("pages/c.txt"), None);
    assert_eq!(paths(&writer), ["pages/a.txt", "pages/b.txt"]);
    put(&writer, &article("a", "three"), key("three"));
    writer.remove(key("b"));
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
    put(&writer, &article("b", "two"), 2);
    archive.reload().unwrap();
    assert_eq!(archive.article("b").unwrap(), None);
    writer.commit("").unwrap();
    assert_eq!(archive.article("b").unwrap(), None);
    archive.reload().unwrap();
    assert!(archive.article("b").unwrap().is_some());
}

#[test]
fn drops_what_was_not_committed() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one")]);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    put(&writer, &article("b", "two"), 2);
    drop(writer);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    assert_eq!(paths(&writer), ["pages/a.txt"]);
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
        put(&writer, &article(&format!("r{run}"), "text"), 1);
        writer.commit("").unwrap();
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
                    put(writer, &article(&format!("t{thread}-{at}"), "text"), 1);
                }
            });
        }
    });
    writer.finish().unwrap();
    let stats = Archive::open(dir.path()).unwrap().stats().unwrap();
    assert_eq!((stats.articles, stats.segments), (200, 1));
}

/// The names of the files in an archive's folder of segments.
fn segment_files(dir: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(dir.join("segments")).unwrap();
    files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn count(dir: &Path) -> (usize, usize) {
    let stats = Archive::open(dir).unwrap().stats().unwrap();
    (usize::try_from(stats.articles).unwrap(), stats.segments)
}

#[test]
fn an_article_that_replaces_another_is_not_removed_with_it() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one"), ("b", "two"), ("c", "three")]);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    for version in ["four", "five", "six"] {
        put(&writer, &article("a", version), key(version));
        writer.commit("").unwrap();
        let archive = Archive::open(dir.path()).unwrap();
        assert_eq!(archive.article("a").unwrap().unwrap().text, version);
        assert_eq!(archive.stats().unwrap().articles, 3);
    }
    writer.finish().unwrap();
    assert_eq!(count(dir.path()), (3, 1));
}

#[test]
fn what_is_added_and_removed_before_a_commit_ends_as_it_was_left() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one"), ("b", "two"), ("c", "three")]);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    let add = |id: &str, text: &str| put(&writer, &article(id, text), key(text));
    let remove = |id: &str| writer.remove(key(id));
    // Replaced twice; replaced and removed; removed and added; new, and gone at once; new, gone and back.
    for step in [
        "a4", "a5", "b4", "-b", "-c", "c4", "d1", "-d", "e1", "-e", "e2", "e3",
    ] {
        match step.split_at(1) {
            ("-", id) => remove(id),
            (id, version) => add(id, version),
        }
    }
    writer.commit("").unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    let text = |id: &str| archive.article(id).unwrap().map(|article| article.text);
    let expected = [
        ("a", Some("5")),
        ("b", None),
        ("c", Some("4")),
        ("d", None),
        ("e", Some("3")),
    ];
    for (id, expected) in expected {
        assert_eq!(text(id).as_deref(), expected, "{id}");
    }
    assert_eq!(archive.stats().unwrap().articles, 3);
    writer.finish().unwrap();
    assert_eq!(count(dir.path()), (3, 1));
}

/// Three hundred words that stand in this article only.
fn new_words(article: usize) -> String {
    let words = (0..300).map(|word| format!("w{article}x{word} "));
    words.collect()
}

#[test]
fn says_when_its_memory_is_full() {
    let dir = TempDir::new().unwrap();
    let options = Options {
        threads: 2,
        memory_bytes: 3_000_000,
    };
    let writer = Writer::open_or_create(dir.path(), &options).unwrap();
    let (mut commits, mut added) = (0, 0);
    while commits < 3 {
        let text = new_words(added);
        put(&writer, &article(&format!("{added}"), &text), 1);
        added += 1;
        if writer.is_full() {
            writer.commit("").unwrap();
            assert!(!writer.is_full());
            commits += 1;
        }
    }
    assert_eq!(count(dir.path()), (added, 3));
    writer.finish().unwrap();
    assert_eq!(count(dir.path()), (added, 1));
}

#[test]
fn keeps_to_its_memory_where_nobody_commits() {
    let dir = TempDir::new().unwrap();
    let options = Options {
        threads: 2,
        memory_bytes: 2_000_000,
    };
    let writer = Writer::open_or_create(dir.path(), &options).unwrap();
    for at in 0..500 {
        let text = new_words(at);
        put(&writer, &article(&format!("{at}"), &text), 1);
    }
    assert_eq!(count(dir.path()), (0, 0));
    writer.commit("").unwrap();
    let (articles, segments) = count(dir.path());
    assert_eq!(articles, 500);
    assert!(segments > 1, "{segments}");
}

#[test]
fn a_build_of_one_commit_is_not_merged() {
    let dir = TempDir::new().unwrap();
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    put(&writer, &article("a", "one"), 1);
    writer.commit("").unwrap();
    let before = segment_files(dir.path());
    writer.finish().unwrap();
    assert_eq!(segment_files(dir.path()), before);
}

#[test]
fn keeps_the_payload_of_the_last_commit() {
    let dir = TempDir::new().unwrap();
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    assert_eq!(writer.payload(), None);
    for payload in ["first", "second"] {
        put(&writer, &article(payload, "text"), 1);
        writer.commit(payload).unwrap();
        assert_eq!(writer.payload().as_deref(), Some(payload));
    }
    put(&writer, &article("third", "text"), 1);
    drop(writer);
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    assert_eq!(writer.payload().as_deref(), Some("second"));
    put(&writer, &article("fourth", "text"), 1);
    // What is left is committed with it, and it outlives the merge.
    writer.finish().unwrap();
    assert_eq!(count(dir.path()), (3, 1));
    let writer = Writer::open_or_create(dir.path(), &OPTIONS).unwrap();
    assert_eq!(writer.payload().as_deref(), Some("second"));
}

/// Commits a new version of the article `a`.
fn replace_a(dir: &Path) {
    let writer = Writer::open_or_create(dir, &OPTIONS).unwrap();
    put(&writer, &article("a", "new"), key("new"));
    writer.commit("").unwrap();
}

#[test]
fn a_killed_run_leaves_the_archive_writable() {
    let dir = TempDir::new().unwrap();
    let archive = dir.path().join("archive");
    write(&archive, &[("a", "one"), ("b", "two")]);
    // What a run writes that replaces an article is what it leaves when it is killed just before its commit.
    let copy = dir.path().join("copy");
    fs::create_dir_all(copy.join("segments")).unwrap();
    fs::copy(archive.join("dateline.json"), copy.join("dateline.json")).unwrap();
    let before = segment_files(&archive);
    for name in &before {
        let (from, to) = (archive.join("segments"), copy.join("segments"));
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
    replace_a(&copy);
    let written = segment_files(&copy);
    let left: Vec<&String> = written.difference(&before).collect();
    assert!(left.iter().any(|name| name.ends_with(".del")), "{left:?}");
    for name in left {
        fs::copy(
            copy.join("segments").join(name),
            archive.join("segments").join(name),
        )
        .unwrap();
    }
    replace_a(&archive);
    let archive = Archive::open(&archive).unwrap();
    assert_eq!(archive.article("a").unwrap().unwrap().text, "new");
    assert_eq!(archive.stats().unwrap().articles, 2);
}

#[test]
fn sweeps_what_no_commit_names() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("a", "one")]);
    let before = segment_files(dir.path());
    let segments = dir.path().join("segments");
    for name in [
        ".part-0",
        ".tmpXyz",
        "0123456789abcdef0123456789abcdef.store",
    ] {
        fs::write(segments.join(name), "left behind").unwrap();
    }
    fs::write(dir.path().join(".dateline.json.new"), "{").unwrap();
    fs::write(segments.join("notes.txt"), "not ours").unwrap();
    // A sidecar of a run that was killed before its commit, a list that earlier versions kept, and a manifest without its commit.
    fs::write(dir.path().join("sites-0123456789abcdef.json.zst"), "").unwrap();
    fs::write(segments.join(".managed.json"), "[]").unwrap();
    fs::write(segments.join("generation-0.manifest"), "").unwrap();
    drop(Writer::open_or_create(dir.path(), &OPTIONS).unwrap());
    let mut after = segment_files(dir.path());
    assert!(after.remove("notes.txt"));
    assert_eq!(after, before);
    assert!(!dir.path().join(".dateline.json.new").exists());
    assert!(!dir.path().join("sites-0123456789abcdef.json.zst").exists());
    assert_eq!(count(dir.path()), (1, 1));
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
        written.replace("\"format\": 8", "\"format\": 99"),
        expect![
            "the archive at DIR has the newer format 99 (written by dateline V); use that version of dateline"
        ],
    );
    check(
        written.replace("\"format\": 8", "\"format\": 2"),
        expect![
            "the archive at DIR has the older format 2 (written by dateline V); make it anew from the pages with `dateline index --index NEW_FOLDER PATH...`"
        ],
    );
    check(
        written.replace("\"archive\": \"dateline\"", "\"archive\": \"other\""),
        expect!["DIR is not an archive and holds other files; name an empty folder with --index"],
    );
    check(
        "{".to_owned(),
        expect![
            "the archive at DIR/dateline.json is damaged; `dateline check` says what is wrong, `dateline check --repair` mends it"
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
