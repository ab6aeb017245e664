//! 500 real and 500 altered quotations of the newsroom.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use dateline::archive::{Filters, Limits, Searcher};
use dateline::article::Article;
use dateline::index::{self, Writer};
use dateline::quotes::{QuoteRequest, verify};
use dateline::search::Archive;
use dateline::{ingest, query};
use jiff::civil::date;

use crate::support::newsroom;

use super::altered::{Sample, samples};

/// How the verdicts came out.
#[derive(Debug, Default)]
struct Score {
    right: usize,
    all: usize,
    /// Altered quotations that were called exact.
    believed: Vec<String>,
    wrong: Vec<String>,
    kinds: BTreeMap<&'static str, (usize, usize)>,
}

fn score(archive: &Archive, samples: &[Sample]) -> Score {
    let mut score = Score::default();
    for sample in samples {
        let request = QuoteRequest {
            quote: sample.quote.clone(),
            speaker: sample.speaker.clone(),
            filters: Filters::default(),
            today: date(2026, 1, 1),
            limits: Limits::default(),
        };
        let check = verify(archive, &request).unwrap();
        let kind = score.kinds.entry(sample.kind).or_default();
        kind.1 += 1;
        score.all += 1;
        if check.verdict.name() == sample.expected {
            kind.0 += 1;
            score.right += 1;
            continue;
        }
        let first = check.first.as_ref();
        let seen = first.map(|first| (&first.words, &first.differences, &first.attribution));
        let line = format!("{sample:?}: {} {seen:?}", check.verdict.name());
        if check.verdict.name() == "exact" {
            score.believed.push(line.clone());
        }
        score.wrong.push(line);
    }
    score
}

fn articles(archive: &Archive) -> Vec<Article> {
    let mut articles = Vec::new();
    let each = &mut |article: Article| {
        articles.push(article);
        ControlFlow::Continue(())
    };
    let all = query::parse("*").0;
    archive
        .export(&all, &Filters::default(), date(2026, 1, 1), each)
        .unwrap();
    articles
}

#[test]
fn altered_quotations_of_the_newsroom_are_told_from_real_ones() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(folder.path(), &index::Options::default()).unwrap();
    let options = ingest::Options::default();
    ingest::ingest(&[newsroom()], &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    let samples = samples(&articles(&archive), 500, 7);
    let score = score(&archive, &samples);
    eprintln!(
        "{:?} {}/{}\n{}",
        score.kinds,
        score.right,
        score.all,
        score.wrong.join("\n")
    );
    assert!(
        score.believed.is_empty(),
        "called exact:\n{}",
        score.believed.join("\n")
    );
    assert!(
        score.right * 100 >= score.all * 98,
        "{:?}\n{}",
        score.kinds,
        score.wrong.join("\n")
    );
}
