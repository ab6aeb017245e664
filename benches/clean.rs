//! Cleaning and identifying, over the sample newsroom: pages a second and megabytes a second on one core.
//!
//! ```text
//! cargo bench --bench clean
//! ```
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use dateline::article::{Content, RawPage};
use dateline::read::Event;
use dateline::{clean, identify, read};

/// The newsroom's pages, decoded.
fn pages() -> Vec<RawPage> {
    let newsroom = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/newsroom");
    let mut pages = Vec::new();
    read::scan(&[newsroom], &mut |event| {
        if let Event::Page(record) = event {
            pages.extend(read::page(record));
        }
        ControlFlow::Continue(())
    });
    assert!(pages.len() >= 60, "the newsroom is missing");
    pages
}

fn bytes(pages: &[&RawPage]) -> u64 {
    let lengths = pages.iter().map(|page| match &page.content {
        Content::Html(text) | Content::Text(text) => text.len() as u64,
    });
    lengths.sum()
}

fn bench(criterion: &mut Criterion) {
    let pages = pages();
    let (html, text): (Vec<&RawPage>, Vec<&RawPage>) = pages
        .iter()
        .partition(|page| matches!(page.content, Content::Html(_)));
    let mut group = criterion.benchmark_group("clean");
    for (name, pages) in [("html", &html), ("text", &text)] {
        group.throughput(Throughput::Elements(pages.len() as u64));
        group.bench_function(format!("{name}/pages"), |bencher| {
            bencher.iter(|| {
                pages
                    .iter()
                    .for_each(|page| drop(black_box(clean::clean(page))));
            });
        });
        group.throughput(Throughput::Bytes(bytes(pages)));
        group.bench_function(format!("{name}/bytes"), |bencher| {
            bencher.iter(|| {
                pages
                    .iter()
                    .for_each(|page| drop(black_box(clean::clean(page))));
            });
        });
    }
    group.throughput(Throughput::Elements(pages.len() as u64));
    group.bench_function("clean and identify/pages", |bencher| {
        bencher.iter(|| {
            pages
                .iter()
                .for_each(|page| drop(black_box(identify::alone(page, clean::clean(page)))));
        });
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
