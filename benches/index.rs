//! Articles a second into an archive: `cargo bench --bench index`.

mod support;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use dateline::article::Entry;
use dateline::index::{Marks, Options, Writer};
use tempfile::TempDir;

const ARTICLES: u64 = 2_000;

fn index(criterion: &mut Criterion) {
    let articles: Vec<_> = (0..ARTICLES).map(support::article).collect();
    let mut group = criterion.benchmark_group("index");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(ARTICLES));
    group.bench_function(
        "a batch of 2,000 articles, committed and merged",
        |bencher| {
            bencher.iter_batched(
                || TempDir::new().expect("a folder for the archive"),
                |dir| {
                    let options = Options {
                        threads: 2,
                        memory_bytes: 200_000_000,
                    };
                    let writer =
                        Writer::open_or_create(dir.path(), &options).expect("a new archive");
                    for article in &articles {
                        writer
                            .add(&Entry::new(article.clone(), 1), &Marks::default())
                            .expect("an article is added");
                    }
                    writer.finish().expect("the archive is finished");
                    black_box(dir)
                },
                BatchSize::PerIteration,
            );
        },
    );
    group.finish();
}

criterion_group!(benches, index);
criterion_main!(benches);
