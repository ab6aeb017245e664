//! Packages: ZIP files of saved pages, and WACZ. Each member has its place, and none costs the others.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use dateline::article::Content;
use dateline::index::{self, Writer};
use dateline::ingest::{self, Report, Vanished};
use dateline::read::{self, Event};
use expect_test::{Expect, expect};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::support::Desk;

type Members<'a> = [(&'a str, &'a [u8])];

fn zip(members: &Members<'_>) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        // Crawls are packed already.
        let method = match name.ends_with(".gz") {
            true => CompressionMethod::Stored,
            false => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        package.start_file(*name, options).unwrap();
        package.write_all(bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// What a scan says, a line an event.
#[expect(
    clippy::needless_pass_by_value,
    reason = "expect! makes the value in place"
)]
fn check(bytes: &[u8], expected: Expect) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.zip");
    fs::write(&path, bytes).unwrap();
    let mut out = String::new();
    read::scan(&[path], &mut |event| {
        match event {
            Event::Page(record) => {
                let place = record.place.to_string();
                match read::page(record) {
                    Ok(page) => {
                        let (Content::Html(text) | Content::Text(text)) = page.content;
                        let start: String = text.chars().take(24).collect();
                        let given = page.given;
                        let said = [given.title, given.captured].map(Option::unwrap_or_default);
                        writeln!(out, "{place} {start:?} {}", said.join(" "))
                    }
                    Err(rejected) => writeln!(out, "{rejected}"),
                }
            }
            Event::Rejected(rejected) => writeln!(out, "{rejected}"),
            Event::Tally(tally) => writeln!(out, "{} {:?}", tally.path.display(), tally.counts),
            Event::Revisit(_) | Event::Unopened(_) => Ok(()),
            Event::End(end) => writeln!(out, "whole: {}", end.whole),
        }
        .unwrap();
        ControlFlow::Continue(())
    });
    expected.assert_eq(&out.replace(&dir.path().display().to_string(), "~"));
}

const FOG: &[u8] = b"<html><head><title>Fog</title></head><p>Fog over the harbour.</p></html>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn saved_pages_without_what_belongs_to_them() {
    let packed = gzip(b"Fog, packed.");
    let members: &Members<'_> = &[
        ("b/Fog.html", FOG),
        ("b/Fog_files/ad.html", FOG),
        ("b/Fog_files/more/logo.svg", b"<svg/>"),
        ("a.txt", b"Fog again."),
        ("c_files/d.html", FOG),
        ("__MACOSX/b/._Fog.html", b"x"),
        (".DS_Store", b"x"),
        ("dateline.toml", b""),
        ("e.txt.gz", &packed),
        (
            "f.jsonl",
            b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n{\"a\": 1}\n",
        ),
    ];
    check(
        &zip(members),
        expect![[r#"
            ~/x.zip/a.txt "Fog again."  
            ~/x.zip/b/Fog.html "<html><head><title>Fog</"  
            ~/x.zip/c_files/d.html "<html><head><title>Fog</"  
            ~/x.zip/e.txt.gz "Fog, packed."  
            ~/x.zip/f.jsonl#1 "One."  
            ~/x.zip/f.jsonl#2 "Two."  
            ~/x.zip/f.jsonl#3: neither `html` nor `text` in the record; it has `a`
            whole: true
        "#]],
    );
}

#[test]
fn damaged_encrypted_and_escaping_members_cost_no_other() {
    let members: &Members<'_> = &[
        ("1.txt", b"The first of the harbour's reports, as it was."),
        ("2.txt", b"The second of the harbour's reports, as it was."),
        ("3.txt", b"The third of the harbour's reports, as it was."),
    ];
    let whole = zip(members);
    let find = |needle: &[u8], nth: usize| {
        let mut found = memchr::memmem::find_iter(&whole, needle);
        found.nth(nth).unwrap()
    };
    let mut damaged = whole.clone();
    // Behind the second name its packed bytes begin.
    damaged[find(b"2.txt", 0) + 12] ^= 0x5a;
    // The flag of encryption, in the list and before the member.
    for (sign, at) in [(b"PK\x01\x02", 8), (b"PK\x03\x04", 6)] {
        damaged[find(sign, 2) + at] |= 1;
    }
    let escaping: &Members<'_> = &[
        ("../1.txt", b"Out."),
        ("/2.txt", b"Out."),
        ("3.txt", b"In."),
    ];
    let mut out = String::new();
    for bytes in [damaged, zip(escaping)] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x.zip");
        fs::write(&path, bytes).unwrap();
        read::scan(&[path], &mut |event| {
            match event {
                Event::Page(record) => writeln!(out, "{}", record.place).unwrap(),
                Event::Rejected(rejected) => writeln!(out, "{rejected}").unwrap(),
                _ => {}
            }
            ControlFlow::Continue(())
        });
        out = out.replace(&dir.path().display().to_string(), "~");
    }
    expect![[r#"
        ~/x.zip/1.txt
        ~/x.zip/2.txt
        ~/x.zip/2.txt: damaged after 47 bytes: Invalid checksum
        ~/x.zip/3.txt: cannot be read: it is encrypted
        ~/x.zip: cannot be read: the member ../1.txt leads out of the package
        ~/x.zip: cannot be read: the member /2.txt leads out of the package
        ~/x.zip/3.txt
    "#]]
    .assert_eq(&out);
}

#[test]
fn of_a_package_that_breaks_off_the_beginning_is_read() {
    let members: &Members<'_> = &[("1.txt", b"One."), ("2.txt", b"Two."), ("3.txt", b"Three.")];
    let whole = zip(members);
    let cut = memchr::memmem::rfind(&whole, b"PK\x03\x04").unwrap() + 20;
    check(
        &whole[..cut],
        expect![[r#"
        ~/x.zip/1.txt "One."  
        ~/x.zip/2.txt "Two."  
        ~/x.zip: cannot be read: its end, so that members may be missing
        whole: false
    "#]],
    );
    // Where the list alone is missing, nothing else is.
    let list = memchr::memmem::find(&whole, b"PK\x01\x02").unwrap();
    check(
        &whole[..list],
        expect![[r#"
        ~/x.zip/1.txt "One."  
        ~/x.zip/2.txt "Two."  
        ~/x.zip/3.txt "Three."  
        ~/x.zip: cannot be read: its end, so that members may be missing
        whole: false
    "#]],
    );
}

#[test]
fn what_unpacks_to_far_too_much_is_stopped() {
    let zeros = vec![b' '; 40 << 20];
    let names: Vec<String> = (0..3).map(|n| format!("{n:02}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), zeros.as_slice()))
        .collect();
    let bytes = zip(&members);
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.zip");
    fs::write(&path, bytes).unwrap();
    let mut reasons = Vec::new();
    read::scan(&[path], &mut |event| {
        if let Event::Rejected(rejected) = event {
            reasons.push(rejected.why.name());
        }
        ControlFlow::Continue(())
    });
    assert_eq!(reasons, ["too-large", "bomb", "bomb"]);
}

fn record(n: usize, html: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}");
    let head = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://quillport.example/{n}\r\n\
         Content-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    gzip(format!("{head}{block}\r\n\r\n").as_bytes())
}

fn wacz(hash: Option<&str>) -> Vec<u8> {
    let bare =
        "<p>Fog over the harbour of Quillport kept the ferry in on Tuesday, said the office.</p>";
    let titled = format!("<title>Ferry kept in</title>{bare}");
    let crawl = [record(1, bare), record(2, &titled)].concat();
    let own: String = Sha256::digest(&crawl)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let hash = hash.unwrap_or(&own);
    let files = format!(
        r#"{{"resources": [{{"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": "sha256:{hash}", "bytes": 1}}]}}"#
    );
    let pages = "{\"format\": \"json-pages-1.0\"}\n\
        {\"url\": \"https://quillport.example/1\", \"title\": \"Fog\", \"ts\": \"2031-05-04T10:20:30Z\"}\n\
        {\"url\": \"https://quillport.example/2\", \"title\": \"Not this\"}\n";
    zip(&[
        ("archive/data.warc.gz", &crawl),
        ("pages/pages.jsonl", pages.as_bytes()),
        ("indexes/index.cdx.gz", b"x"),
        ("fuzzy.json", b"{}"),
        ("datapackage.json", files.as_bytes()),
    ])
}

#[test]
fn a_wacz_is_its_crawls_with_its_witnesses() {
    check(
        &wacz(None),
        expect![[r#"
        ~/x.zip/archive/data.warc.gz#0 "<p>Fog over the harbour " Fog 2031-05-04T10:20:30Z
        ~/x.zip/archive/data.warc.gz#215 "<title>Ferry kept in</ti"  
        whole: true
    "#]],
    );
    check(
        &wacz(Some("00ff")),
        expect![[r#"
        ~/x.zip/archive/data.warc.gz#0 "<p>Fog over the harbour " Fog 2031-05-04T10:20:30Z
        ~/x.zip/archive/data.warc.gz#215 "<title>Ferry kept in</ti"  
        ~/x.zip/archive/data.warc.gz: its hash is not the one that datapackage.json states; it was read all the same
        whole: true
    "#]],
    );
}

fn run(dir: &Path, vanished: Vanished) -> Report {
    let writing = index::Options {
        threads: 1,
        memory_bytes: 64 << 20,
    };
    let writer = Writer::open_or_create(&dir.join("index"), &writing).unwrap();
    let options = ingest::Options {
        vanished,
        ..ingest::Options::default()
    };
    let pages = [dir.join("pages")];
    let report = ingest::ingest(&pages, &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
    report
}

#[test]
fn the_members_of_a_package_are_kept_current() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("pages/x.zip");
    fs::create_dir(dir.path().join("pages")).unwrap();
    let text = |n: usize| format!("The ferry of Quillport was late by {n} minutes on Tuesday.");
    let texts = [text(1), text(2), text(3)];
    let lines: Vec<_> = texts.iter().map(String::as_bytes).collect();
    let package = |names: &[&'static str]| {
        let members = names.iter().copied().zip(lines.iter().copied());
        fs::write(&path, zip(&members.collect::<Vec<_>>())).unwrap();
    };
    package(&["a/1.txt", "a/2.txt", "a/3.txt"]);
    assert_eq!(run(dir.path(), Vanished::Keep).indexed, 3);
    let second = run(dir.path(), Vanished::PruneAll);
    assert_eq!((second.unchanged, second.removed), (3, 0));
    // Nothing of a package is gone while it stands there unread.
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..30]).unwrap();
    assert_eq!(run(dir.path(), Vanished::PruneAll).removed, 0);
    package(&["a/1.txt", "a/2.txt"]);
    let shorter = run(dir.path(), Vanished::PruneAll);
    assert_eq!((shorter.unchanged, shorter.removed), (2, 1));
    fs::remove_file(&path).unwrap();
    assert_eq!(run(dir.path(), Vanished::PruneAll).removed, 2);
}

#[test]
fn a_page_is_shown_as_it_stands_in_its_package_or_record() {
    let desk = Desk::new();
    let text = |n: usize| {
        format!(
            "The ferry of Quillport was late on Tuesday, its owner said in report {n}, since fog lay on the harbour."
        )
    };
    let block = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n{}",
        text(2)
    );
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://quillport.example/2\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    );
    let crawl = gzip(record.as_bytes());
    let line = serde_json::json!({"id": "3", "text": text(3)}).to_string();
    let export = format!("{{\"a\": 1}}\n{line}\n");
    let page = text(1);
    let members: &Members<'_> = &[
        ("a/1.txt", page.as_bytes()),
        ("archive/x.warc.gz", &crawl),
        ("b.jsonl", export.as_bytes()),
    ];
    desk.write("x.zip", zip(members));
    desk.run(&["index", "x.zip"]).ok();
    let hits = desk.run(&["export", "*"]).lines();
    let id_of = |n: usize| {
        let sign = format!("report {n}");
        let has = |hit: &&serde_json::Value| hit["text"].as_str().unwrap().contains(&sign);
        let id = hits.iter().find(has).unwrap()["id"].clone();
        id.as_str().unwrap().to_owned()
    };
    let raw = |n: usize| desk.run(&["show", &id_of(n), "--raw"]);
    assert_eq!(raw(1).ok(), page);
    assert_eq!(raw(2).ok().trim_end(), record.trim_end());
    assert_eq!(raw(3).ok(), line);
    fs::remove_file(desk.path("x.zip")).unwrap();
    let gone = raw(2);
    assert_eq!(gone.code, 2);
    assert!(
        gone.err.contains("does not hold the page any more"),
        "{}",
        gone.err
    );
}
