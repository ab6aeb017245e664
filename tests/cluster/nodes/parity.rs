//! The cluster finds what the embedded archive finds, and counts the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use dateline::archive::Searcher;
use dateline::article::{Article, Language};
use dateline::index::{self, Writer};
use dateline::search::Archive;
use tempfile::TempDir;

use crate::generated::{UNSPACED, code, found, generated};
use crate::queries::{FIXED, queries_of, queries_without_spaces};
use crate::{
    Dice, NEWSROOM, add, agrees, archive_of, articles, is_slow, load, new_name, on_cluster, open,
    read_newsroom,
};

#[test]
fn parity() {
    let archive = &NEWSROOM.1;
    let name = new_name("parity");
    let loaded = load(archive, &name, 3);
    let all = articles(archive);
    assert_eq!(loaded.written, all.len() as u64);
    // What is there already is not sent again.
    assert_eq!(load(archive, &name, 3).unchanged, all.len() as u64);
    let cluster = open(&name);
    let mut dice = Dice(7);
    let mut queries: Vec<String> = FIXED.iter().map(|query| (*query).to_owned()).collect();
    for article in all.iter().step_by(11) {
        queries.extend(queries_of(article, &mut dice));
    }
    agrees(archive, &cluster, &queries);
    for article in &all {
        assert_eq!(
            cluster.article(&article.id).unwrap(),
            archive.article(&article.id).unwrap()
        );
    }
}

/// Short texts of few words, in which proximity has every shape.
fn dense() -> Vec<Article> {
    let mut dice = Dice(3);
    let list = ["ada", "bel", "cor", "dun", "eff", "gar"];
    let mut articles = Vec::new();
    for id in 0..400 {
        let mut text = String::new();
        for place in 0..12 {
            let end = if place % 5 == 4 { ". " } else { " " };
            let word = list[dice.roll(list.len())];
            let word = if text.is_empty() || text.ends_with(". ") {
                word[..1].to_uppercase() + &word[1..]
            } else {
                word.to_owned()
            };
            text.push_str(&word);
            text.push_str(end);
        }
        articles.push(Article {
            id: format!("d{id}"),
            path: format!("d{id}.txt"),
            text: text.trim_end().to_owned(),
            language: found(Language("en".into())),
            ..Article::default()
        });
    }
    articles
}

#[test]
fn dense_parity() {
    let (_dir, archive) = archive_of(dense());
    let (_index, cluster) = on_cluster(&archive, "dense", 2);
    let list = ["ada", "bel", "cor", "dun", "eff", "gar"];
    let mut dice = Dice(5);
    let mut queries = Vec::new();
    let rounds = if is_slow() { 60 } else { 12 };
    for _ in 0..rounds {
        let mut pick = || list[dice.roll(list.len())];
        let (a, b, c, d) = (pick(), pick(), pick(), pick());
        for n in [1, 2, 4] {
            queries.push(format!("{a} NEAR/{n} {b}"));
            queries.push(format!("{a} PRE/{n} {b}"));
            queries.push(format!("\"{a} {b}\" NEAR/{n} {c}"));
            queries.push(format!("({a} OR \"{b} {c}\") NEAR/{n} {d}"));
            queries.push(format!("({a} NEAR/{n} {b}) NEAR/3 {c}"));
            queries.push(format!("\"{a} {b} {c}\"~{n}"));
        }
        queries.push(format!("{a} w/s {b}"));
        queries.push(format!("({a} w/s {b}) w/s {c}"));
        queries.push(format!("atleast3({a})"));
        queries.push(format!("atleast2({a} OR {b})"));
        queries.push(format!("atleast2({a} NEAR/2 {b})"));
        queries.push(format!("lead:({a} PRE/1 {b})"));
    }
    agrees(&archive, &cluster, &queries);
}

/// The newsroom, and articles of its sentences.
static MANY: LazyLock<(TempDir, Archive)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(dir.path(), &index::Options::default()).unwrap();
    read_newsroom(&writer);
    let count = if is_slow() { 2_000 } else { 450 };
    let others = articles(&NEWSROOM.1);
    add(generated(count - others.len(), &others), &writer);
    writer.finish().unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    (dir, archive)
});

/// Queries of every form in each language; the short version takes every third of a language.
fn queries_of_each_language(all: &[Article]) -> Vec<String> {
    let mut by_language: BTreeMap<&str, Vec<&Article>> = BTreeMap::new();
    for article in all {
        by_language.entry(code(article)).or_default().push(article);
    }
    let mut dice = Dice(31);
    let step = if is_slow() { 1 } else { 3 };
    let mut queries: Vec<String> = FIXED.iter().map(|query| (*query).to_owned()).collect();
    for (nth, (language, articles)) in by_language.iter().enumerate() {
        let of = if UNSPACED.contains(language) {
            queries_without_spaces
        } else {
            queries_of
        };
        // The first article that has enough words.
        let found = articles.iter().rev().map(|article| of(article, &mut dice));
        let found = found
            .into_iter()
            .find(|found| !found.is_empty())
            .unwrap_or_default();
        queries.extend(found.into_iter().skip(nth % step).step_by(step));
    }
    queries
}

/// Three shards find what one finds, and both what the embedded archive finds.
#[test]
fn parity_in_fifteen_languages() {
    let archive = &MANY.1;
    let names = [new_name("three"), new_name("one")];
    load(archive, &names[0], 3);
    load(archive, &names[1], 1);
    let (three, one) = (open(&names[0]), open(&names[1]));
    let queries = queries_of_each_language(&articles(archive));
    agrees(archive, &three, &queries);
    let some: Vec<String> = match is_slow() {
        true => queries,
        false => queries.into_iter().step_by(4).collect(),
    };
    agrees(&one, &three, &some);
    for archive in [&three as &dyn Searcher, &one] {
        assert_eq!(
            archive.stats().unwrap().articles,
            MANY.1.stats().unwrap().articles
        );
    }
}
