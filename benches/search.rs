//! The time of one question, by class: `cargo bench --bench search`.

mod support;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dateline::archive::{Facet, Field, Fill, Filters, Request, Searcher, Sort};
use dateline::article::Entry;
use dateline::index::{Marks, Options, Writer};
use dateline::query::parse;
use dateline::search::Archive;
use support::word;
use tempfile::TempDir;

const ARTICLES: u64 = 10_000;

fn archive() -> (TempDir, Archive) {
    let dir = TempDir::new().expect("a folder for the archive");
    let options = Options {
        threads: 2,
        memory_bytes: 200_000_000,
    };
    let writer = Writer::open_or_create(dir.path(), &options).expect("a new archive");
    for k in 0..ARTICLES {
        writer
            .add(&Entry::new(support::article(k), 1), &Marks::default())
            .expect("an article is added");
    }
    writer.finish().expect("the archive is finished");
    let archive = Archive::open(dir.path()).expect("the archive opens");
    (dir, archive)
}

fn request(query: &str) -> Request {
    Request {
        limit: 10,
        fill: Fill::MostWords,
        ..Request::new(parse(query).0, jiff::civil::date(2026, 1, 1))
    }
}

fn search(criterion: &mut Criterion) {
    let (_dir, archive) = archive();
    let (common, usual, rare) = (word(20), word(300), word(9_000));
    let mut classes = vec![
        ("a frequent word", request(&common)),
        ("a rare word", request(&rare)),
        ("two words", request(&format!("{common} {usual}"))),
        (
            "either of two words",
            request(&format!("{common} OR {usual}")),
        ),
        (
            "one without the other",
            request(&format!("{common} NOT {usual}")),
        ),
        ("a phrase of frequent words", request("\"of the\"")),
        ("near", request(&format!("{common} NEAR/5 {usual}"))),
        ("in one sentence", request(&format!("{common} w/s {usual}"))),
        ("a prefix", request("bran*")),
        ("a misspelt word", request(&format!("{usual}~1"))),
        ("one source and year", {
            let only = vec![
                (Field::Source, "the courier".to_owned()),
                (Field::Year, "2020".to_owned()),
            ];
            Request {
                filters: Filters {
                    only,
                    ..Filters::default()
                },
                ..request(&common)
            }
        }),
        (
            "with snippets",
            Request {
                snippets: 3,
                ..request(&format!("{common} {usual}"))
            },
        ),
        (
            "newest first",
            Request {
                sort: Sort::Newest,
                ..request(&common)
            },
        ),
    ];
    let facets = [Field::Source, Field::Year]
        .map(|field| Facet {
            field,
            limit: Some(10),
        })
        .to_vec();
    classes.push((
        "with facets",
        Request {
            facets,
            ..request(&common)
        },
    ));
    let mut group = criterion.benchmark_group("search");
    group.sample_size(30);
    for (name, request) in classes {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                archive
                    .search(black_box(&request))
                    .expect("the archive answers")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, search);
criterion_main!(benches);
