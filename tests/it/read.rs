//! Tests of read.
mod kinds;
mod markdown;
mod exports;
mod aliases;
mod databases;
mod not_articles;
mod saved;
mod charsets;
mod packed;
mod folders;
mod ends;
mod places;
mod laws;

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::Path;

use base64::Engine;
use dateline::article::{Content, Place, RawPage};
use dateline::read::{self, Ended, Event, Form, Options, Record, Rejected};
use expect_test::{Expect, expect};
use proptest::prelude::*;

type Read1 = Result<Record, Rejected>;

fn stream(name: &str, bytes: impl Read) -> Vec<Read1> {
    limited(name, bytes, &Options::default())
}

fn limited(name: &str, bytes: impl Read, options: &Options) -> Vec<Read1> {
    let mut found = Vec::new();
    let _ = read::scan_stream(Path::new(name), Box::new(bytes), options, &mut |event| {
        found.extend(read_of(event));
        ControlFlow::Continue(())
    });
    found
}

fn scan(path: &Path) -> Vec<Read1> {
    let mut found = Vec::new();
    read::scan(&[path.to_owned()], &mut |event| {
        found.extend(read_of(event));
        ControlFlow::Continue(())
    });
    found
}

fn read_of(event: Event) -> Option<Read1> {
    match event {
        Event::Page(record) => Some(Ok(record)),
        Event::Rejected(rejected) => Some(Err(rejected)),
        Event::Revisit(_) | Event::Tally(_) | Event::Unopened(_) | Event::End(_) => None,
    }
}

/// Every record and rejection on a line or two.
fn show(found: Vec<Read1>) -> String {
    let mut out = String::new();
    for record in found {
        match record.and_then(read::page) {
            Ok(page) => show_page(&page, &mut out),
            Err(rejected) => {
                writeln!(
                    out,
                    "{} REJECTED {}: {}",
                    rejected.place,
                    rejected.why.name(),
                    rejected.why
                )
                .unwrap();
            }
        }
    }
    out
}

fn show_page(page: &RawPage, out: &mut String) {
    let (kind, text) = match &page.content {
        Content::Html(text) => ("html", text),
        Content::Text(text) => ("text", text),
    };
    let text: String = text.chars().take(100).collect();
    write!(out, "{} {kind} {text:?}", page.path).unwrap();
    if let Some(charset) = &page.charset {
        write!(
            out,
            " {} by {}{}",
            charset.name,
            charset.by,
            if charset.lossy { ", lossy" } else { "" }
        )
        .unwrap();
    }
    let given = &page.given;
    let fields = [
        ("id", &given.id),
        ("url", &given.url),
        ("title", &given.title),
        ("source", &given.source),
        ("published", &given.published),
        ("language", &given.language),
        ("captured", &given.captured),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            write!(out, "\n    {name}: {value}").unwrap();
        }
    }
    if !given.authors.is_empty() {
        write!(out, "\n    authors: {}", given.authors.join(" + ")).unwrap();
    }
    out.push('\n');
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "expect! makes the value in place"
)]
fn check(input: impl AsRef<[u8]>, expected: Expect) {
    expected.assert_eq(&show(stream("x", input.as_ref())));
}

fn text_of(page: &RawPage) -> &str {
    let (Content::Html(text) | Content::Text(text)) = &page.content;
    text
}

fn record(path: &str, bytes: &[u8], form: Form) -> Record {
    Record {
        witnessed: None,
        place: Place::parse(path),
        bytes: bytes.to_vec(),
        form,
    }
}
