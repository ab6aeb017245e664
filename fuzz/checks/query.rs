//! Any bytes are a query that prints, explains itself, reads back, and runs.

use std::sync::LazyLock;

use dateline::archive::{Fill, Request, Searcher};
use dateline::article::{Article, Entry, Found, Language, Witness};
use dateline::index::{Marks, Options, Writer};
use dateline::query::{self, Query};
use dateline::search::Archive;
use tempfile::TempDir;

/// The articles of the archive: language, title, text.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "en",
        "Ferry sailings resume",
        "The ferry to Marrowick sailed again. \"Nobody signed,\" said McCole.\n\nShares of AT&T fell; C++ did not.",
    ),
    (
        "fr",
        "Naufrage à Marrowick",
        "Le naufrage de l’« Alder Queen » : personne n’a inspecté le ferry. Les élèves étaient à bord.",
    ),
    (
        "ja",
        "フェリー再開",
        "フェリーは水曜日に運航を再開した。検査は行われなかった。",
    ),
    (
        "ru",
        "Паром",
        "Паром снова вышел в море. Ёлка, Николай и паромы.",
    ),
    (
        "",
        "",
        "no language, no title; see https://ferry.example/a?b=c",
    ),
];

static ARCHIVE: LazyLock<(TempDir, Archive)> = LazyLock::new(|| {
    let dir = TempDir::new().expect("a folder");
    let options = Options {
        threads: 1,
        memory_bytes: 15_000_000,
    };
    let writer = Writer::open_or_create(dir.path(), &options).expect("a new archive");
    for (at, (language, title, text)) in (0..).zip(TEXTS) {
        let known = |value: &str| {
            (!value.is_empty()).then(|| Found::new(value.to_owned(), "given", Witness::Given, 1.0))
        };
        let article = Article {
            id: at.to_string(),
            path: format!("{at}.txt"),
            title: known(title),
            language: known(language)
                .map(|found| Found::new(Language(found.value), "given", Witness::Given, 1.0)),
            text: (*text).to_owned(),
            ..Article::default()
        };
        writer
            .add(&Entry::new(article.clone(), at), &Marks::default())
            .expect("an article is added");
    }
    writer.finish().expect("the archive is finished");
    let archive = Archive::open(dir.path()).expect("the archive opens");
    (dir, archive)
});

pub(crate) fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (parsed, warnings) = query::parse(text);
    for warning in &warnings {
        assert!(text.get(warning.span.start..warning.span.end).is_some());
        query::caret(text, warning);
    }
    query::explain(&parsed);
    let printed = parsed.to_string();
    if printed.len() <= query::MAX_BYTES {
        assert_eq!(query::parse(&printed).0, parsed);
    }
    if text.len() < 300 {
        run(parsed);
    }
}

/// Every hit is shown with marks that lie on characters.
fn run(query: Query) {
    let request = Request {
        limit: 10,
        snippets: 2,
        fill: Fill::MostWords,
        ..Request::new(query, jiff::civil::date(2026, 1, 1))
    };
    let results = ARCHIVE.1.search(&request).expect("the archive answers");
    let full = results.hits.iter().filter(|hit| hit.missing.is_empty());
    assert_eq!(results.total, full.count() as u64);
    for hit in &results.hits {
        assert!(hit.score >= 0.0);
        assert!(
            hit.title_marks
                .iter()
                .all(|mark| hit.title.get(mark.start..mark.end).is_some())
        );
        for snippet in &hit.snippets {
            assert!(
                snippet
                    .marks
                    .iter()
                    .all(|mark| snippet.text.get(mark.start..mark.end).is_some())
            );
        }
    }
}
