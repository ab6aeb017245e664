//! 500 real and 500 altered quotations of the newsroom.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::LazyLock;

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
        if check.verdict.name() == "exact" && sample.kind != "real" {
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

/// The archive of the newsroom, made once.
static NEWSROOM: LazyLock<(tempfile::TempDir, Archive)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(folder.path(), &index::Options::default()).unwrap();
    let options = ingest::Options::default();
    ingest::ingest(&[newsroom()], &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    (folder, archive)
});

/// The articles of the newsroom.
pub(crate) fn newsroom_articles() -> Vec<Article> {
    articles(&NEWSROOM.1)
}

fn check(archive: &Archive, samples: &[Sample]) {
    let score = score(archive, samples);
    let (believed, wrong) = (score.believed.join("\n"), score.wrong.join("\n"));
    assert!(believed.is_empty(), "called exact:\n{believed}");
    assert!(
        score.right * 100 >= score.all * 98,
        "{:?}\n{wrong}",
        score.kinds
    );
}

#[test]
fn altered_quotations_of_the_newsroom_are_told_from_real_ones() {
    let count = if is_slow() { 500 } else { 100 };
    check(&NEWSROOM.1, &samples(&newsroom_articles(), count, 7));
}

/// The same among more articles than fit on a desk: `DATELINE_SLOW=1`, and `DATELINE_ARTICLES` names JSON Lines of articles.
#[test]
fn altered_quotations_of_many_articles_are_told_from_real_ones() {
    let path = std::env::var("DATELINE_ARTICLES");
    let Some(path) = path.ok().filter(|_| is_slow()) else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(folder.path(), &index::Options::default()).unwrap();
    let options = ingest::Options::default();
    ingest::ingest(&[path.into()], &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    check(&archive, &samples(&articles(&archive), 500, 11));
}

fn is_slow() -> bool {
    std::env::var_os("DATELINE_SLOW").is_some()
}
