//! Crawls: every good record is read, whatever is damaged around it.
//!
//! A good record is one whose bytes, and whose member's bytes, are as they were written.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use dateline::archive::{Filters, Searcher};
use dateline::article::{Article, Content, RawPage};
use dateline::index::{self, Writer};
use dateline::ingest::{self, Report};
use dateline::query;
use dateline::read::{self, Event, Options, RecordKind, Tally};
use dateline::search::Archive;
use tempfile::TempDir;

const RECORDS: usize = 200;

/// What came of a crawl.
#[derive(Default)]
struct Found {
    pages: Vec<RawPage>,
    rejected: Vec<String>,
    tally: Option<Tally>,
    is_whole: bool,
}

impl Found {
    /// The numbers of the articles that were read.
    fn numbers(&self) -> BTreeSet<usize> {
        let urls = self.pages.iter().filter_map(|page| page.given.url.as_ref());
        let number = |url: &String| url.rsplit('/').next().and_then(|n| n.parse().ok());
        urls.filter_map(number).collect()
    }
}

fn scan(name: &str, bytes: impl Read) -> Found {
    let mut found = Found::default();
    let options = Options::default();
    let _ = read::scan_stream(Path::new(name), Box::new(bytes), &options, &mut |event| {
        match event {
            Event::Page(record) => match read::page(record) {
                Ok(page) => found.pages.push(page),
                Err(rejected) => found.rejected.push(rejected.to_string()),
            },
            Event::Rejected(rejected) => found.rejected.push(rejected.to_string()),
            Event::Tally(tally) => found.tally = Some(tally),
            Event::Revisit(_) | Event::Unopened(_) => {}
            Event::End(end) => found.is_whole = end.whole,
        }
        ControlFlow::Continue(())
    });
    found
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A record of WARC; `length` where its head is to state another length than its own.
fn record(kind: &str, url: &str, media: &str, block: &[u8], length: Option<&str>) -> Vec<u8> {
    let own = block.len().to_string();
    let length = length.unwrap_or(&own);
    let mut bytes = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-05-04T10:20:30Z\r\n\
         Content-Type: {media}\r\nContent-Length: {length}\r\n\r\n"
    )
    .into_bytes();
    bytes.extend_from_slice(block);
    bytes.extend_from_slice(b"\r\n\r\n");
    bytes
}

fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
    let mut block = format!("HTTP/1.1 200 OK\r\n{fields}\r\n").into_bytes();
    block.extend_from_slice(body);
    block
}

fn response(fields: &str, body: &[u8]) -> Vec<u8> {
    let block = answer(fields, body);
    record(
        "response",
        "https://quillport.example/1",
        "application/http; msgtype=response",
        &block,
        None,
    )
}

fn article(n: usize) -> String {
    let words = [
        "ferry", "harbour", "council", "bridge", "tide", "ticket", "storm",
    ];
    let word = |at: usize| words[at % words.len()];
    let (a, b, c) = (word(n), word(n / 7), word(n * 3 + 1));
    format!(
        "<html><head><title>Report {n} on the {a}</title></head><body><article><h1>Report {n} on the {a}</h1>\
         <p>The {a} of Quillport was closed for {n} hours on Tuesday, said the {b} office in its report number {n}.</p>\
         <p>Nobody was hurt, and the {c} opened again after {n} minutes of talks with the crew of vessel {n}.</p>\
         </article></body></html>"
    )
}

fn page(n: usize, length: Option<&str>) -> Vec<u8> {
    let block = answer(
        "Content-Type: text/html; charset=utf-8\r\n",
        article(n).as_bytes(),
    );
    let url = format!("https://quillport.example/news/{n}");
    record(
        "response",
        &url,
        "application/http; msgtype=response",
        &block,
        length,
    )
}

/// Packs a record.
type Pack = fn(&[u8]) -> Vec<u8>;

/// Damage at the middle record: what the bytes of it and those around become.
type Damage = (&'static str, fn(&mut Vec<u8>));

const DAMAGES: [Damage; 12] = [
    ("a bit of data", |member| flip(member, 2)),
    ("a bit of the head", |member| member[3] ^= 4),
    ("the sign", |member| member[0] ^= 4),
    ("bytes missing", |member| {
        let half = member.len() / 2;
        member.drain(half..half + 40);
    }),
    ("the beginning missing", |member| {
        member.drain(..30);
    }),
    ("the end missing", |member| {
        member.truncate(member.len() * 2 / 3);
    }),
    ("bytes too many", |member| {
        let half = member.len() / 2;
        member.splice(half..half, *b"rubbish \x1f\x8b\x08 in between");
    }),
    ("rubbish before", |member| {
        member.splice(..0, (0..9_000_u32).map(|n| (n * 31 % 251) as u8));
    }),
    ("rubbish behind", |member| {
        member.extend(b"\x1f\x8b\x08\x00 rubbish WARC/ rubbish\n");
    }),
    ("zeros", |member| {
        let half = member.len() / 2;
        member[half..half + 60].fill(0);
    }),
    ("gone", Vec::clear),
    ("a bit near the end", |member| {
        let at = member.len() - 6;
        member[at] ^= 16;
    }),
];

fn flip(member: &mut [u8], part: usize) {
    let at = member.len() / part;
    member[at] ^= 8;
}

fn zst(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 3).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_good_record_around_damage_is_read() {
    let packings: [(&str, Pack); 3] = [
        ("a.warc", <[u8]>::to_vec),
        ("a.warc.gz", gzip),
        ("a.warc.zst", zst),
    ];
    for (name, pack) in packings {
        let members: Vec<_> = (0..RECORDS).map(|n| pack(&page(n, None))).collect();
        for (what, damage) in DAMAGES {
            for at in [0, 100, RECORDS - 1] {
                let mut damaged = members.clone();
                damage(&mut damaged[at]);
                let found = scan(name, damaged.concat().as_slice());
                let good: BTreeSet<_> = (0..RECORDS).filter(|n| *n != at).collect();
                let read = found.numbers();
                let lost: Vec<_> = good.difference(&read).collect();
                assert!(
                    lost.is_empty(),
                    "{name}: {what} at {at}: lost {lost:?}: {:?}",
                    found.rejected
                );
                let most = RECORDS + 1;
                assert!(found.pages.len() <= most, "{name}: {what}");
            }
        }
    }
}

#[test]
fn lengths_that_lie_cost_no_other_record() {
    let lies = [
        "1",
        "90",
        "100000",
        "1000000000000000",
        "18446744073709551615",
        "-3",
        "many",
        "",
    ];
    for pack in [<[u8]>::to_vec as fn(&[u8]) -> Vec<u8>, gzip] {
        for lie in lies {
            let records = (0..RECORDS).map(|n| pack(&page(n, (n == 100).then_some(lie))));
            let found = scan("a.warc.gz", records.collect::<Vec<_>>().concat().as_slice());
            assert_eq!(
                found.numbers().len(),
                RECORDS,
                "{lie}: {:?}",
                found.rejected
            );
        }
    }
}

#[test]
fn of_one_gzip_for_all_everything_before_the_damage_is_read() {
    let all: Vec<u8> = (0..RECORDS).flat_map(|n| page(n, None)).collect();
    let mut packed = gzip(&all);
    let found = scan("a.warc.gz", packed.as_slice());
    assert_eq!((found.numbers().len(), found.is_whole), (RECORDS, true));
    let at = packed.len() / 2;
    packed.truncate(at);
    let found = scan("a.warc.gz", packed.as_slice());
    assert!(
        found.numbers().len() > RECORDS / 3,
        "{}",
        found.numbers().len()
    );
    assert!(!found.is_whole);
    assert!(
        found.rejected[0].contains("were passed over"),
        "{:?}",
        found.rejected
    );
}

#[test]
fn a_dictionary_of_the_file_is_read() {
    let records: Vec<_> = (0..RECORDS).map(|n| page(n, None)).collect();
    let dictionary = zstd::dict::from_samples(&records, 4096).unwrap();
    for in_file in [dictionary.clone(), zst(&dictionary)] {
        let mut file = vec![0x5d, 0x2a, 0x4d, 0x18];
        file.extend(u32::try_from(in_file.len()).unwrap().to_le_bytes());
        file.extend(in_file);
        for record in &records {
            let mut encoder =
                zstd::stream::write::Encoder::with_dictionary(Vec::new(), 3, &dictionary).unwrap();
            encoder.write_all(record).unwrap();
            file.extend(encoder.finish().unwrap());
        }
        let found = scan("x", file.as_slice());
        assert_eq!(found.numbers().len(), RECORDS, "{:?}", found.rejected);
        assert!(found.is_whole);
    }
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn chunked(bytes: &[u8]) -> Vec<u8> {
    let (a, b) = bytes.split_at(bytes.len() / 3);
    let mut out = Vec::new();
    for part in [a, b, b""] {
        out.extend(format!("{:x};note=1\r\n", part.len()).bytes());
        out.extend(part);
        out.extend(b"\r\n");
    }
    out
}

#[test]
fn bodies_are_unpacked_whatever_is_said_of_them() {
    let html = article(7);
    let body = html.as_bytes();
    // "Fog.\n" as one uncompressed block of brotli.
    let brotli = [0x0b, 0x02, 0x80, b'F', b'o', b'g', b'.', b'\n', 0x03];
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("", body.to_vec(), &html),
        ("Transfer-Encoding: chunked\r\n", chunked(body), &html),
        ("Transfer-Encoding: chunked\r\n", body.to_vec(), &html),
        ("Content-Encoding: gzip\r\n", gzip(body), &html),
        ("Content-Encoding: gzip\r\n", body.to_vec(), &html),
        ("Content-Encoding: deflate\r\n", deflated(body), &html),
        (
            "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
            chunked(&gzip(body)),
            &html,
        ),
        ("Content-Encoding: br\r\n", brotli.to_vec(), "Fog.\n"),
        ("Content-Encoding: br\r\n", body.to_vec(), &html),
        (
            "Content-Type: text/html; charset=\"windows-1251\"\r\n",
            b"<p>\xcc\xee\xf1\xf2 \xe7\xe0\xea\xf0\xfb\xf2.</p>".to_vec(),
            "<p>Мост закрыт.</p>",
        ),
    ];
    for (fields, body, expected) in cases {
        let found = scan("x", response(fields, body).as_slice());
        let text = match &found.pages[0].content {
            Content::Html(text) | Content::Text(text) => text,
        };
        assert_eq!(text, expected, "{fields}");
        assert_eq!(
            found.pages[0].given.captured.as_deref(),
            Some("2031-05-04T10:20:30Z")
        );
        assert_eq!(
            found.pages[0].given.url.as_deref(),
            Some("https://quillport.example/1")
        );
    }
}

#[test]
fn what_is_no_page_is_counted() {
    let http = "application/http; msgtype=response";
    let url = "https://quillport.example/1";
    let mut file = record(
        "warcinfo",
        url,
        "application/warc-fields",
        b"software: x\r\n",
        None,
    );
    file.extend(record(
        "request",
        url,
        "application/http",
        b"GET / HTTP/1.1\r\n\r\n",
        None,
    ));
    file.extend(response("Content-Type: image/png\r\n", b"\x89PNG"));
    file.extend(response("Content-Type: text/css\r\n", b"p {}"));
    file.extend(record(
        "response",
        url,
        http,
        b"HTTP/1.1 302 Found\r\nLocation: /2\r\n\r\n",
        None,
    ));
    file.extend(record(
        "response",
        url,
        http,
        b"HTTP/1.1 404 Not Found\r\n\r\nno",
        None,
    ));
    file.extend(record(
        "revisit",
        url,
        http,
        b"HTTP/1.1 200 OK\r\n\r\n",
        None,
    ));
    file.extend(record(
        "resource",
        url,
        "text/html",
        b"<p>Fog.</p><p>Late.</p>",
        None,
    ));
    file.extend(record("conversion", url, "text/plain", b"Fog again.", None));
    let found = scan("x", file.as_slice());
    assert_eq!(
        (found.pages.len(), found.is_whole),
        (2, true),
        "{:?}",
        found.rejected
    );
    let counts = found.tally.unwrap().counts;
    let counts: Vec<_> = counts
        .iter()
        .map(|(kind, count)| (kind.name(), *count))
        .collect();
    assert_eq!(
        counts,
        [
            (RecordKind::Request.name(), 1),
            ("metadata", 1),
            ("revisit", 1),
            ("redirect", 1),
            ("error", 1),
            ("image", 1),
            ("page-asset", 1)
        ]
    );
}

#[test]
fn bombs_are_bounded_and_named() {
    let bomb = gzip(&vec![b' '; 40 << 20]);
    let mut file = gzip(&response("Content-Encoding: gzip\r\n", &bomb));
    // A head without an end.
    file.extend(gzip(
        &[b"WARC/1.1\r\nX: ".as_slice(), &vec![b'x'; 40 << 20]].concat(),
    ));
    file.extend(gzip(&page(5, None)));
    let found = scan("x.warc.gz", file.as_slice());
    assert_eq!(found.numbers(), BTreeSet::from([5]), "{:?}", found.rejected);
    assert_eq!(found.rejected.len(), 2, "{:?}", found.rejected);
}

fn run(archive: &Path, inputs: &Path, vanished: ingest::Vanished) -> Report {
    let options = index::Options {
        threads: 1,
        memory_bytes: 64 << 20,
    };
    let writer = Writer::open_or_create(archive, &options).unwrap();
    let ingesting = ingest::Options {
        threads: 1,
        vanished,
        ..ingest::Options::default()
    };
    let report = ingest::ingest(&[inputs.to_owned()], &writer, &ingesting, &|_| {}).unwrap();
    writer.finish().unwrap();
    report
}

#[test]
fn a_second_run_knows_every_record_and_misses_those_that_went() {
    let dir = TempDir::new().unwrap();
    let (archive, crawls) = (dir.path().join("index"), dir.path().join("crawls"));
    fs::create_dir(&crawls).unwrap();
    let file = crawls.join("a.warc.gz");
    let members =
        |which: &[usize]| -> Vec<u8> { which.iter().flat_map(|n| gzip(&page(*n, None))).collect() };
    fs::write(&file, members(&[1, 2, 3, 4])).unwrap();
    let first = run(&archive, &crawls, ingest::Vanished::Keep);
    assert_eq!((first.pages, first.indexed), (4, 4));
    let second = run(&archive, &crawls, ingest::Vanished::Keep);
    assert_eq!((second.pages, second.unchanged), (4, 4));
    // A record from the middle went; those behind it have other places.
    fs::write(&file, members(&[1, 3, 4])).unwrap();
    let third = run(&archive, &crawls, ingest::Vanished::Prune);
    assert_eq!((third.pages, third.unchanged, third.updated), (3, 1, 2));
    let searcher = Archive::open(&archive).unwrap();
    let mut addresses = BTreeSet::new();
    let today = jiff::civil::date(2026, 1, 1);
    let all = query::parse("*").0;
    let each = &mut |article: Article| {
        addresses.insert(article.url.unwrap());
        ControlFlow::Continue(())
    };
    searcher
        .export(&all, &Filters::default(), today, each)
        .unwrap();
    let expected = [1, 3, 4].map(|n| format!("https://quillport.example/news/{n}"));
    assert_eq!(addresses, expected.into());
}

#[test]
fn another_capture_of_an_address_is_a_version_or_one_capture_more() {
    let dir = TempDir::new().unwrap();
    let (archive, file) = (dir.path().join("index"), dir.path().join("a.warc"));
    let other = String::from_utf8(page(1, None)).unwrap();
    let later = other.replace("2031-05-04", "2031-06-07");
    let changed = later
        .replace("Nobody was", "Somebody")
        .replace("2031-06-07", "2031-07-08");
    fs::write(&file, [other, later, changed].concat()).unwrap();
    let report = run(&archive, &file, ingest::Vanished::Keep);
    assert_eq!(
        (report.indexed, report.updated, report.duplicate),
        (1, 1, 1),
        "{report:?}"
    );
}

/// A record of ARC 1, or of ARC 2 where `more` has its further fields.
fn arc_record(n: usize, more: &str, length: Option<&str>) -> Vec<u8> {
    let block = answer("Content-Type: text/html\r\n", article(n).as_bytes());
    let own = block.len().to_string();
    let length = length.unwrap_or(&own);
    let url = format!("http://quillport.example/old news/{n}");
    let line = format!("{url} 192.0.2.7 20040504102030 text/html {more}{length}\n");
    [line.as_bytes(), &block, b"\n"].concat()
}

/// The record that an ARC file begins with.
fn arc_head() -> Vec<u8> {
    let block = "1 0 Quillport\nURL IP-address Archive-date Content-type Archive-length\n";
    let length = block.len();
    format!("filedesc://old.arc 0.0.0.0 20040504102030 text/plain {length}\n{block}\n").into_bytes()
}

const ARC_2: &str = "200 - - 1234 old.arc ";

#[test]
fn arc_files_are_read_as_warc_files_are() {
    let packings: [(&str, Pack); 3] = [
        ("old.arc", <[u8]>::to_vec),
        ("old.arc.gz", gzip),
        ("x", gzip),
    ];
    for (name, pack) in packings {
        for more in ["", ARC_2] {
            let mut members = vec![pack(&arc_head())];
            members.extend((0..RECORDS).map(|n| pack(&arc_record(n, more, None))));
            let picture = "http://quillport.example/a.png 192.0.2.7 20040504102030 image/png 4\n\u{1}\u{2}\u{3}\u{4}\n";
            members.push(pack(picture.as_bytes()));
            let found = scan(name, members.concat().as_slice());
            assert_eq!(
                found.numbers().len(),
                RECORDS,
                "{name}: {:?}",
                found.rejected
            );
            assert!(
                found.is_whole && found.rejected.is_empty(),
                "{:?}",
                found.rejected
            );
            let given = &found.pages[0].given;
            assert_eq!(given.captured.as_deref(), Some("2004-05-04T10:20:30Z"));
            assert_eq!(
                given.url.as_deref(),
                Some("http://quillport.example/old news/0")
            );
            let counts = found.tally.unwrap().counts;
            assert_eq!(
                (counts[&RecordKind::Metadata], counts[&RecordKind::Image]),
                (1, 1)
            );
        }
    }
    // All of it in one member.
    let all: Vec<u8> = (0..RECORDS).flat_map(|n| arc_record(n, "", None)).collect();
    let found = scan("old.arc.gz", gzip(&[arc_head(), all].concat()).as_slice());
    assert_eq!(found.numbers().len(), RECORDS);
}

#[test]
fn every_good_record_of_a_damaged_arc_is_read() {
    let packings: [(&str, Pack); 2] = [("old.arc", <[u8]>::to_vec), ("old.arc.gz", gzip)];
    for (name, pack) in packings {
        let members: Vec<_> = (0..RECORDS)
            .map(|n| pack(&arc_record(n, "", None)))
            .collect();
        for (what, damage) in DAMAGES {
            for at in [0, 100, RECORDS - 1] {
                let mut damaged = members.clone();
                damage(&mut damaged[at]);
                let found = scan(name, damaged.concat().as_slice());
                let read = found.numbers();
                let lost: Vec<_> = (0..RECORDS)
                    .filter(|n| *n != at && !read.contains(n))
                    .collect();
                assert!(
                    lost.is_empty(),
                    "{name}: {what} at {at}: lost {lost:?}: {:?}",
                    found.rejected
                );
            }
        }
        for lie in [
            "1",
            "90",
            "100000",
            "1000000000000000",
            "18446744073709551615",
        ] {
            let records = (0..RECORDS).map(|n| pack(&arc_record(n, "", (n == 100).then_some(lie))));
            let found = scan(name, records.collect::<Vec<_>>().concat().as_slice());
            assert_eq!(
                found.numbers().len(),
                RECORDS,
                "{name}: {lie}: {:?}",
                found.rejected
            );
        }
    }
}
