//! Revisits: a capture that repeats an earlier one is one capture more of the article.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, SystemTime};

use dateline::archive::{Filters, Searcher};
use dateline::article::Article;
use dateline::index::{self, Writer};
use dateline::ingest::{self, Report, Vanished};
use dateline::query;
use dateline::search::Archive;
use expect_test::{Expect, expect};
use tempfile::TempDir;

use crate::support::Desk;

const MILL: &str = "https://osk.example/2031/old-mill-stays";

/// A record of WARC with these lines in its head.
fn record(kind: &str, url: &str, day: u32, lines: &str, block: &str) -> Vec<u8> {
    let length = block.len();
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-05-{day:02}T10:20:30Z\r\n\
         {lines}Content-Type: application/http\r\nContent-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
    .into_bytes()
}

fn page(url: &str, day: u32, text: &str, lines: &str) -> Vec<u8> {
    let body = format!(
        "<html><head><title>The old mill stays</title></head><body><article><h1>The old mill stays</h1>\
         <p>The council of Osk decided on Monday to keep the old mill, {text}.</p></article></body></html>"
    );
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
    record("response", url, day, lines, &block)
}

fn mill(day: u32, lines: &str) -> Vec<u8> {
    page(MILL, day, "and to pay for its wheel", lines)
}

fn revisit(url: &str, day: u32, lines: &str) -> Vec<u8> {
    let block = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    record("revisit", url, day, lines, block)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A folder of crawls beside an archive.
struct Shelf(TempDir);

impl Shelf {
    fn new() -> Self {
        let dir = TempDir::new().unwrap();
        fs::create_dir(dir.path().join("crawls")).unwrap();
        Self(dir)
    }

    fn crawl(&self, name: &str, records: &[Vec<u8>]) {
        let path = self.0.path().join("crawls").join(name);
        let is_packed = Path::new(name).extension().is_some_and(|end| end == "gz");
        let members = records.iter().map(|record| match is_packed {
            true => gzip(record),
            false => record.clone(),
        });
        fs::write(path, members.collect::<Vec<_>>().concat()).unwrap();
    }

    fn index(&self, vanished: Vanished) -> Report {
        self.index_only(&self.0.path().join("crawls"), vanished)
    }

    fn index_only(&self, crawls: &Path, vanished: Vanished) -> Report {
        let writing = index::Options {
            threads: 2,
            memory_bytes: 64 << 20,
        };
        let writer = Writer::open_or_create(&self.0.path().join("index"), &writing).unwrap();
        let options = ingest::Options {
            threads: 2,
            vanished,
            // Files that were written right now were left alone for long enough.
            now: || Some(SystemTime::now() + Duration::from_secs(60)),
            ..ingest::Options::default()
        };
        let report = ingest::ingest(&[crawls.to_owned()], &writer, &options, &|_| {}).unwrap();
        writer.finish().unwrap();
        report
    }

    /// Each version of each article with its captures.
    fn captures(&self) -> String {
        let archive = Archive::open(&self.0.path().join("index")).unwrap();
        let mut ids = Vec::new();
        let each = &mut |article: Article| {
            ids.push(article.id);
            ControlFlow::Continue(())
        };
        let today = jiff::civil::date(2032, 1, 1);
        let all = query::parse("*").0;
        archive
            .export(&all, &Filters::default(), today, each)
            .unwrap();
        let mut out = String::new();
        for id in ids {
            for version in archive.versions(&id).unwrap().unwrap() {
                writeln!(out, "{}", version.article.url.unwrap()).unwrap();
                for place in version.places {
                    let name = place.path.rsplit('/').next().unwrap();
                    let file = name.split('#').next().unwrap();
                    let day = place.captured.unwrap().date;
                    writeln!(out, "  {day} {file}").unwrap();
                }
            }
        }
        out
    }
}

/// Indexes crawls at once and one file a run in either order: the archive is the same.
#[expect(
    clippy::needless_pass_by_value,
    reason = "expect! makes the value in place"
)]
fn check(crawls: &[(&str, &[Vec<u8>])], unresolved: u64, expected: Expect) {
    let mut backwards = crawls.to_vec();
    backwards.reverse();
    for files in [crawls, &backwards] {
        let one_by_one = Shelf::new();
        for (name, records) in files {
            one_by_one.crawl(name, records);
            one_by_one.index(Vanished::Keep);
        }
        expected.assert_eq(&one_by_one.captures());
    }
    let at_once = Shelf::new();
    for (name, records) in crawls {
        at_once.crawl(name, records);
    }
    let first = at_once.index(Vanished::Keep);
    assert_eq!(first.unresolved_revisits, unresolved);
    expected.assert_eq(&at_once.captures());
    let second = at_once.index(Vanished::Prune);
    assert_eq!((second.unchanged, second.removed), (first.pages, 0));
    assert_eq!(second.unopened, crawls.len() as u64, "{second:?}");
    assert_eq!(
        (second.unresolved_revisits, &second.records),
        (unresolved, &first.records)
    );
    expected.assert_eq(&at_once.captures());
}

#[test]
fn the_earlier_capture_is_found_by_whatever_names_it() {
    let uri = format!("WARC-Refers-To-Target-URI: {MILL}\r\n");
    let by_time = format!("{uri}WARC-Refers-To-Date: 2031-05-02T10:20:30Z\r\n");
    let cases = [
        (String::new(), by_time),
        // A record of WARC 1.0 names the record only.
        (
            "WARC-Record-ID: <urn:uuid:5>\r\n".to_owned(),
            "WARC-Refers-To: <urn:uuid:5>\r\n".to_owned(),
        ),
        (
            "WARC-Payload-Digest: sha1:MILL\r\n".to_owned(),
            "WARC-Payload-Digest: sha1:mill\r\n".to_owned(),
        ),
        (
            String::new(),
            "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/server-not-modified\r\n"
                .to_owned(),
        ),
    ];
    for (named, naming) in cases {
        check(
            &[("a.warc", &[mill(2, &named), revisit(MILL, 7, &naming)])],
            0,
            expect![[r#"
                https://osk.example/2031/old-mill-stays
                  2031-05-02 a.warc
                  2031-05-07 a.warc
            "#]],
        );
        // In another run too, which does not open the file of the earlier one.
        check(
            &[
                ("a.warc", &[mill(2, &named)]),
                ("b.warc.gz", &[revisit(MILL, 7, &naming)]),
            ],
            0,
            expect![[r#"
                https://osk.example/2031/old-mill-stays
                  2031-05-02 a.warc
                  2031-05-07 b.warc.gz
            "#]],
        );
    }
}

#[test]
fn an_earlier_capture_in_a_file_that_has_changed_is_not_believed() {
    let digest = "WARC-Payload-Digest: sha1:MILL\r\n";
    let shelf = Shelf::new();
    shelf.crawl("a.warc", &[mill(2, digest)]);
    shelf.index(Vanished::Keep);
    // The file is another one now, and this run does not look at it.
    shelf.crawl("a.warc", &[page(MILL, 2, "or to sell it", digest)]);
    let later = shelf.0.path().join("later.warc");
    fs::write(&later, revisit(MILL, 7, digest)).unwrap();
    let report = shelf.index_only(&later, Vanished::Keep);
    assert_eq!(report.unresolved_revisits, 1);
    shelf.crawl("a.warc", &[mill(2, digest)]);
    fs::write(
        &later,
        [revisit(MILL, 7, digest), revisit(MILL, 8, digest)].concat(),
    )
    .unwrap();
    let report = shelf.index_only(&later, Vanished::Keep);
    assert_eq!(report.unresolved_revisits, 0);
}

#[test]
fn a_revisit_may_come_before_what_it_repeats_and_in_another_run() {
    let naming = format!(
        "WARC-Refers-To-Target-URI: <{MILL}>\r\nWARC-Refers-To-Date: 2031-05-02T10:20:30.123Z\r\n"
    );
    let again = [3, 4].map(|day| revisit(MILL, day, &naming));
    check(
        &[("a.warc.gz", &again), ("b.warc.gz", &[mill(2, "")])],
        0,
        expect![[r#"
            https://osk.example/2031/old-mill-stays
              2031-05-03 a.warc.gz
              2031-05-04 a.warc.gz
              2031-05-02 b.warc.gz
        "#]],
    );
}

#[test]
fn a_revisit_belongs_to_the_version_that_it_repeats() {
    let later = page(MILL, 5, "but not its wheel", "");
    let naming = |day: u32| format!("WARC-Refers-To-Date: 2031-05-{day:02}T10:20:30Z\r\n");
    let revisits = [
        revisit(MILL, 3, &naming(2)),
        revisit(MILL, 8, &naming(5)),
        // The page was put back as it was.
        revisit(MILL, 9, &naming(2)),
    ];
    check(
        &[("a.warc", &[mill(2, ""), later]), ("b.warc", &revisits)],
        0,
        expect![[r#"
            https://osk.example/2031/old-mill-stays
              2031-05-02 a.warc
              2031-05-03 b.warc
              2031-05-09 b.warc
            https://osk.example/2031/old-mill-stays
              2031-05-05 a.warc
              2031-05-08 b.warc
        "#]],
    );
}

#[test]
fn what_repeats_nothing_is_counted() {
    let digest = "WARC-Payload-Digest: sha1:MILL\r\n";
    let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n";
    let moved = "HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n";
    let records = [
        mill(2, digest),
        // Another site, however alike: its page is an article of its own.
        revisit("https://elsewhere.example/mill", 3, digest),
        revisit(MILL, 4, "WARC-Payload-Digest: sha1:OTHER\r\n"),
        revisit(MILL, 4, "WARC-Refers-To-Date: 1999-01-01T00:00:00Z\r\n"),
        revisit("no address", 4, "WARC-Refers-To-Date: soon\r\n"),
        record("revisit", MILL, 5, digest, picture),
        record("revisit", MILL, 6, digest, moved),
        // A form of the address.
        revisit(&format!("{MILL}?utm_source=x"), 7, digest),
    ];
    let shelf = Shelf::new();
    shelf.crawl("a.warc", &records);
    let report = shelf.index(Vanished::Keep);
    let revisits = report.records.values().sum::<u64>();
    assert_eq!((revisits, report.unresolved_revisits), (7, 4));
    expect![[r#"
        https://osk.example/2031/old-mill-stays
          2031-05-02 a.warc
          2031-05-07 a.warc
    "#]]
    .assert_eq(&shelf.captures());
}

#[test]
fn a_record_that_went_takes_its_capture_along() {
    let digest = "WARC-Payload-Digest: sha1:MILL\r\n";
    let shelf = Shelf::new();
    shelf.crawl("a.warc", &[mill(2, digest)]);
    shelf.crawl(
        "b.warc",
        &[revisit(MILL, 3, digest), revisit(MILL, 4, digest)],
    );
    shelf.index(Vanished::Keep);
    shelf.crawl("b.warc", &[revisit(MILL, 3, digest)]);
    shelf.index(Vanished::Prune);
    expect![[r#"
        https://osk.example/2031/old-mill-stays
          2031-05-02 a.warc
          2031-05-03 b.warc
    "#]]
    .assert_eq(&shelf.captures());
    // The text stays as long as one capture of it does.
    fs::remove_file(shelf.0.path().join("crawls/a.warc")).unwrap();
    shelf.index(Vanished::Prune);
    expect![[r#"
        https://osk.example/2031/old-mill-stays
          2031-05-03 b.warc
    "#]]
    .assert_eq(&shelf.captures());
}

#[test]
fn captures_are_shown_and_what_repeats_nothing_is_told() {
    let desk = Desk::new();
    let naming = "WARC-Refers-To-Date: 2031-05-02T10:20:30Z\r\n";
    let records = [
        mill(2, ""),
        revisit(MILL, 7, naming),
        revisit("https://osk.example/other", 8, naming),
    ];
    desk.write("a.warc", records.concat());
    let run = desk.run(&["index", "a.warc"]);
    assert!(
        run.err
            .contains("1 revisit repeats a capture that is no article of the archive"),
        "{}",
        run.err
    );
    let report = desk.run(&["index", "--json", "a.warc"]).lines();
    assert_eq!(report[0]["records"]["revisit"], 2);
    assert_eq!(report[0]["counts"]["unresolved_revisits"], 1);
    let article = &desk.run(&["export", "*"]).lines()[0];
    let id = article["id"].as_str().unwrap();
    let shown = desk.run(&["show", id, "--versions"]).ok();
    assert!(
        shown.contains("2031-05-02") && shown.contains("2031-05-07"),
        "{shown}"
    );
}
