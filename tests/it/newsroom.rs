//! The sample newsroom: every page of it ends as its truth says.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use jiff::civil::date;

use dateline::archive::{Filters, Searcher};
use dateline::article::Article;
use dateline::group::{EventTerms, event_terms};
use dateline::index::{self, Writer};
use dateline::search::Archive;
use dateline::{ingest, query};

use crate::support::story_faults;

/// One line of `tests/fixtures/newsroom.tsv`, by column.
type Truth = BTreeMap<String, String>;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn truths() -> Vec<Truth> {
    let text = std::fs::read_to_string(fixtures().join("newsroom.tsv")).unwrap();
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split('\t').collect();
    let row = |line: &str| {
        header
            .iter()
            .zip(line.split('\t'))
            .map(|(name, cell)| ((*name).into(), cell.into()))
            .collect()
    };
    lines.map(row).collect()
}

/// Every page of the newsroom by its path below it, as the archive has it after one run: the article, or why there is none.
fn pages() -> BTreeMap<String, Result<Article, String>> {
    let (root, folder) = (fixtures().join("newsroom"), tempfile::tempdir().unwrap());
    let writer = Writer::open_or_create(folder.path(), &index::Options::default()).unwrap();
    let options = ingest::Options::default();
    let report = ingest::ingest(std::slice::from_ref(&root), &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
    let below = |path: &str| {
        path.strip_prefix(&format!("{}/", root.display()))
            .unwrap()
            .to_owned()
    };
    let rejected = report
        .rejected
        .iter()
        .map(|rejected| (below(&rejected.path), Err(rejected.why.to_string())));
    let mut pages: BTreeMap<String, Result<Article, String>> = rejected.collect();
    let archive = Archive::open(folder.path()).unwrap();
    let all = query::parse("*").0;
    let each = &mut |article: Article| {
        pages.insert(below(&article.path), Ok(article));
        ControlFlow::Continue(())
    };
    archive
        .export(&all, &Filters::default(), date(2026, 1, 1), each)
        .unwrap();
    pages
}

/// What is wrong with a page, in words.
fn faults(truth: &Truth, made: &Result<Article, String>) -> Vec<String> {
    let article = match made {
        Ok(article) if !article.text.trim().is_empty() => article,
        _ if truth["kind"] == "article" => return vec![format!("no article: {made:?}")],
        _ => return Vec::new(),
    };
    let value = |found: &Option<dateline::article::Found<String>>| {
        found.as_ref().map_or(String::new(), |f| f.value.clone())
    };
    let have = [
        (
            "language",
            article
                .language
                .as_ref()
                .map_or(String::new(), |found| found.value.to_string()),
        ),
        (
            "published",
            article
                .published
                .as_ref()
                .map_or(String::new(), |found| found.value.date_as_known()),
        ),
        (
            "title",
            value(&article.title)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        ),
        ("source", value(&article.source)),
        ("wire", value(&article.wire)),
        (
            "authors",
            article
                .authors
                .as_ref()
                .map_or(String::new(), |found| found.value.join(";")),
        ),
    ];
    let mut faults = Vec::new();
    if truth["kind"] != "article" {
        faults.push(format!(
            "an article: {:?}",
            article.text.chars().take(80).collect::<String>()
        ));
        return faults;
    }
    for (name, have) in have {
        // An empty cell is "none or unknown", but an invented day is a fault.
        if truth[name].split_whitespace().ne(have.split_whitespace())
            && (name == "published" || !truth[name].is_empty())
        {
            faults.push(format!("{name} is {have:?}, not {:?}", truth[name]));
        }
    }
    let text = article
        .text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if !text.contains(&truth["must_have"]) {
        faults.push(format!("lost: {}", truth["must_have"]));
    }
    if !truth["must_not_have"].is_empty() && text.contains(&truth["must_not_have"]) {
        faults.push(format!("kept: {}", truth["must_not_have"]));
    }
    faults
}

#[test]
fn every_page_ends_as_its_truth_says() {
    let pages = pages();
    let mut wrong = Vec::new();
    for truth in truths() {
        let path = &truth["path"];
        match pages.get(path) {
            None => wrong.push(format!("{path}: not read")),
            Some(made) => {
                wrong.extend(
                    faults(&truth, made)
                        .into_iter()
                        .map(|fault| format!("{path}: {fault}")),
                );
            }
        }
    }
    // What is still wrong stands in a golden of its own: it may only get shorter, and each line of it is a page to mend.
    wrong.sort();
    expect_file!["../fixtures/newsroom.faults.txt"].assert_eq(&(wrong.join("\n") + "\n"));
}

#[test]
fn the_truth_names_every_page() {
    let truths: Vec<String> = truths()
        .into_iter()
        .map(|truth| truth["path"].clone())
        .collect();
    let unnamed: Vec<String> = pages()
        .into_keys()
        .filter(|path| !truths.contains(path))
        .collect();
    assert!(unnamed.is_empty(), "without truth: {unnamed:?}");
}

/// The copies of the newsroom, as groups of paths below it.
#[test]
fn every_copy_is_found_and_nothing_else() {
    let (root, folder) = (fixtures().join("newsroom"), tempfile::tempdir().unwrap());
    let writer = Writer::open_or_create(folder.path(), &index::Options::default()).unwrap();
    let options = ingest::Options::default();
    ingest::ingest(std::slice::from_ref(&root), &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    let mut paths = BTreeMap::new();
    let all = query::parse("*").0;
    let each = &mut |article: Article| {
        let below = article.path.strip_prefix(&format!("{}/", root.display()));
        paths.insert(article.id.clone(), below.unwrap().to_owned());
        ControlFlow::Continue(())
    };
    archive
        .export(&all, &Filters::default(), date(2026, 1, 1), each)
        .unwrap();
    let mut found = BTreeSet::new();
    for (id, path) in &paths {
        let copies = archive.copies(id).unwrap().unwrap();
        let mut group: BTreeSet<String> =
            copies.iter().map(|copy| paths[&copy.id].clone()).collect();
        if !group.is_empty() {
            group.insert(path.clone());
            found.insert(group);
        }
    }
    let mut expected: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for truth in truths() {
        if !truth["copy_of"].is_empty() {
            let group = expected.entry(truth["copy_of"].clone()).or_default();
            group.extend([truth["copy_of"].clone(), truth["path"].clone()]);
        }
    }
    assert_eq!(found, expected.into_values().collect());
}

/// The story of an article by its truth; an article that the truth gives none has one of its own.
fn story(truths: &[Truth], path: &str) -> String {
    let truth = truths.iter().find(|truth| truth["path"] == path);
    let story = truth.map(|truth| truth["story"].clone());
    story
        .filter(|story| !story.is_empty())
        .unwrap_or(path.into())
}

#[test]
fn stories_come_out_as_their_truth_says() {
    let (truths, pages) = (truths(), pages());
    let articles: Vec<(String, EventTerms)> = pages
        .iter()
        .filter_map(|(path, made)| Some((story(&truths, path), event_terms(made.as_ref().ok()?))))
        .collect();
    // As with the pages: this may only get shorter.
    expect_file!["../fixtures/newsroom.stories.txt"].assert_eq(&story_faults(&articles));
}
