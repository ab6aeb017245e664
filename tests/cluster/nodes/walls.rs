//! Where the engine itself has walls: long lists, patterns of many words, facets of many values.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use dateline::archive::{Facet, Field, Filters, Group, Note, Request, Results, Searcher, Sort};
use dateline::article::Article;
use dateline::query::parse;
use jiff::civil::date;
use serde_json::Value;

use crate::engine::ask;
use crate::generated::found;
use crate::{archive_of, is_slow, load, new_name, node, open, request};

/// More than a list may be deep.
const ARTICLES: usize = 12_000;

/// More than intervals take.
const WORDS: usize = 2_000;

/// More than a request for a facet gives at first.
const AUTHORS: usize = 20_000;

/// Articles of few words, each with two authors.
fn articles() -> impl Iterator<Item = Article> {
    (0..ARTICLES).map(|id| Article {
        id: format!("w{id:05}"),
        path: format!("walls/{id:05}.txt"),
        text: format!("Quorn{} stands beside harbour number{id}.", id % WORDS),
        authors: found(vec![author(2 * id), author(2 * id + 1)]),
        ..Article::default()
    })
}

fn author(nth: usize) -> String {
    format!("Ada Quill {}", nth % AUTHORS)
}

/// The ids of every hit, page after page.
fn paged(archive: &dyn Searcher, asked: &Request, size: usize) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let page = Request {
            offset: ids.len(),
            limit: size,
            facets: Vec::new(),
            ..asked.clone()
        };
        let results = archive.search(&page).unwrap();
        let ranks: Vec<usize> = results.hits.iter().map(|hit| hit.rank).collect();
        assert!(
            ranks
                .iter()
                .copied()
                .eq(ids.len() + 1..=ids.len() + ranks.len())
        );
        ids.extend(results.hits.into_iter().map(|hit| hit.id));
        if ranks.len() < size {
            return ids;
        }
    }
}

fn without_facets(query: &str) -> Request {
    Request {
        facets: Vec::new(),
        ..request(query)
    }
}

fn all_ids() -> BTreeSet<String> {
    (0..ARTICLES).map(|id| format!("w{id:05}")).collect()
}

/// Pages to the end: every article once, in the order of the whole list.
fn page_to_the_end(cluster: &dyn Searcher) {
    let lists = [
        (Sort::Oldest, Group::Off),
        (Sort::Relevance, Group::Copies),
        (Sort::Relevance, Group::Off),
        (Sort::Newest, Group::Copies),
    ];
    for (sort, group) in lists.into_iter().take(if is_slow() { 4 } else { 2 }) {
        let asked = Request {
            sort,
            group,
            ..without_facets("harbour")
        };
        let ids = paged(cluster, &asked, 4_000);
        assert_eq!(ids.len(), ARTICLES, "{sort:?} {group:?}");
        assert_eq!(
            ids.iter().cloned().collect::<BTreeSet<_>>(),
            all_ids(),
            "{sort:?} {group:?}"
        );
        if sort != Sort::Relevance {
            assert!(
                ids.is_sorted(),
                "{sort:?} {group:?}: what is equal is ordered by id"
            );
        }
    }
}

/// An export: the same ids in the same order as from a folder.
fn export_all(cluster: &dyn Searcher, archive: &dyn Searcher) {
    let exported = |archive: &dyn Searcher| {
        let mut ids = Vec::new();
        let mut each = |article: Article| {
            ids.push(article.id);
            ControlFlow::Continue(())
        };
        let query = parse("harbour").0;
        archive
            .export(&query, &Filters::default(), date(2025, 1, 1), &mut each)
            .unwrap();
        ids
    };
    let ids = exported(cluster);
    assert_eq!(ids, exported(archive));
    assert!(ids.into_iter().eq(all_ids()));
}

/// A pattern of many words: alone it finds all; beside another word what the reader should know is a note, never an error.
fn ask_for_many_words(cluster: &dyn Searcher) {
    let total = |query: &str| cluster.search(&without_facets(query)).unwrap();
    assert_eq!(total("quorn*").total, ARTICLES as u64);
    assert_eq!(total("/quorn.+/").total, ARTICLES as u64);
    for query in [
        "quorn* NEAR/5 harbour",
        "harbour w/s quorn*",
        "NOT (quorn* PRE/2 harbour)",
    ] {
        let Results {
            notes, lower_bound, ..
        } = total(query);
        let is_said =
            |note: &Note| matches!(note, Note::PatternCut { .. } | Note::LookedAtSome { .. });
        assert!(
            lower_bound && notes.iter().any(is_said),
            "{query}: {notes:?}"
        );
    }
    // Few enough are looked at each.
    for query in [
        "quorn* NEAR/5 number17",
        "(quorn* PRE/2 beside) NEAR/3 number4001",
    ] {
        let Results {
            total, lower_bound, ..
        } = total(query);
        assert_eq!((total, lower_bound), (1, false), "{query}");
    }
}

/// A facet of many values: every count is exact.
fn count_many_values(cluster: &dyn Searcher, archive: &dyn Searcher) {
    let asked = Request {
        facets: vec![Facet {
            field: Field::Author,
            limit: None,
        }],
        limit: 0,
        ..request("harbour")
    };
    let results = cluster.search(&asked).unwrap();
    let mut expected: BTreeMap<String, u64> = BTreeMap::new();
    for nth in 0..2 * ARTICLES {
        *expected.entry(author(nth)).or_default() += 1;
    }
    let found: BTreeMap<String, u64> = results.facets[0]
        .values
        .iter()
        .map(|one| (one.value.to_string(), one.count))
        .collect();
    assert_eq!(found.len(), AUTHORS);
    assert_eq!(found, expected);
    assert_eq!(results.facets, archive.search(&asked).unwrap().facets);
}

#[test]
fn walls() {
    let (_dir, archive) = archive_of(articles());
    let name = new_name("walls");
    load(&archive, &name, 3);
    // Words are counted in each segment by itself.
    ask(
        &node(),
        "POST",
        &format!("/{name}/_forcemerge?max_num_segments=1"),
        &Value::Null,
    );
    let cluster = open(&name);
    page_to_the_end(&cluster);
    export_all(&cluster, &archive);
    ask_for_many_words(&cluster);
    count_many_values(&cluster, &archive);
    println!(
        "{ARTICLES} hits paged and exported, {WORDS} words of a pattern, {AUTHORS} values of a facet"
    );
}
