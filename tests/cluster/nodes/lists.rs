//! The cluster lists what the embedded archive lists: other pages, orders, folds.

use std::collections::BTreeSet;

use dateline::archive::{Field, Fill, Filters, Group, Request, Results, Searcher, Sort};
use dateline::article::Article;
use dateline::search::Archive;

use crate::queries::queries_of;
use crate::{Dice, NEWSROOM, articles, on_cluster, request};

/// Forms of [`queries_of`] that come before those where places decide.
const WORDS_DECIDE: usize = 9;

/// The forms of [`queries_of`] where places decide, each with how many of a hundred hits are the same at least. A folder counts the words of
/// a headline once for some patterns of up to four words, and several times for all others; a cluster several times for all.
const WHERE_PLACES_DECIDE: [(&str, usize); 12] = [
    ("prefix", 94),
    ("wildcard", 86),
    ("regular expression", 100),
    ("fuzzy", 97),
    ("NEAR", 100),
    ("PRE", 90),
    ("w/s", 90),
    ("w/p", 90),
    ("OR in NEAR", 90),
    ("NEAR in NEAR", 90),
    ("prefix in NEAR", 95),
    ("atleast", 100),
];

/// A first page, and how much less than its last hit another may score and be as good. A folder estimates the length of its texts when it merges
/// segments with deletions, so scores of two folders of the same articles differ by some 1e-4.
const PAGE: usize = 10;
const AS_GOOD: f32 = 0.999;

/// The ids on the first page of a folder, and those that are as good as the last of them.
fn first_page(archive: &Archive, query: &str) -> (Results, BTreeSet<String>) {
    let more = Request {
        limit: 3 * PAGE,
        ..request(query)
    };
    let results = archive.search(&more).unwrap();
    let scores = || results.hits.iter().map(|hit| hit.score);
    let last = scores().take(PAGE).next_back().unwrap_or_default();
    let as_good = scores()
        .take_while(|score| *score >= last * AS_GOOD)
        .count();
    let ids = results.hits.iter().take(as_good);
    let ids = ids.map(|hit| hit.id.clone()).collect();
    (results, ids)
}

/// Most of the first ten are the same, in the forms that a reader uses most.
#[test]
fn order() {
    let archive = &NEWSROOM.1;
    let (_index, cluster) = on_cluster(archive, "order", 3);
    let mut dice = Dice(11);
    let (mut same, mut all) = (0, 0);
    // Hits of queries that have more than a page.
    let mut of_places = [(0, 0); WHERE_PLACES_DECIDE.len()];
    for article in articles(archive).iter().step_by(9) {
        for (form, query) in queries_of(article, &mut dice).iter().enumerate() {
            let (expected, as_good) = first_page(archive, query);
            let found = cluster.search(&request(query)).unwrap().hits;
            let same_here = found.iter().filter(|hit| as_good.contains(&hit.id)).count();
            let on_page = expected.hits.len().min(PAGE);
            if form < WORDS_DECIDE {
                same += same_here;
                all += on_page;
            } else if let Some(counts) = of_places.get_mut(form - WORDS_DECIDE)
                && expected.total > PAGE as u64
            {
                counts.0 += same_here;
                counts.1 += on_page;
            }
        }
    }
    println!("{same} of {all} hits among the first ten are the same");
    println!("where places decide: {of_places:?}");
    assert!(same * 100 >= all * 95, "{same} of {all}");
    for ((form, least), (same, all)) in WHERE_PLACES_DECIDE.iter().zip(of_places) {
        assert!(same * 100 >= all * least, "{form}: {same} of {all}");
    }
}

/// Other pages of the answer, copies folded, other orders.
#[test]
fn lists() {
    let archive = &NEWSROOM.1;
    let (_index, cluster) = on_cluster(archive, "lists", 3);
    let orders = [
        (Sort::Newest, Group::Off),
        (Sort::Oldest, Group::Off),
        (Sort::Oldest, Group::Copies),
        (Sort::Newest, Group::Copies),
        (Sort::Source, Group::Copies),
        (Sort::Source, Group::Off),
    ];
    for (sort, group) in orders {
        let request = Request {
            sort,
            group,
            limit: 40,
            offset: 3,
            facets: Vec::new(),
            ..request("ferry")
        };
        let show = |archive: &dyn Searcher| {
            let results = archive.search(&request).unwrap();
            let hits: Vec<_> = results
                .hits
                .iter()
                .map(|hit| (hit.rank, hit.id.clone(), hit.folded.count, hit.copies))
                .collect();
            (results.total, results.texts, hits)
        };
        assert_eq!(show(&cluster), show(archive), "{sort:?} {group:?}");
    }
    let with_passages = Request {
        snippets: 2,
        facets: Vec::new(),
        ..request("ferry inspection")
    };
    let hits = cluster.search(&with_passages).unwrap().hits;
    assert!(
        hits.iter()
            .all(|hit| hit.snippets.iter().any(|snippet| !snippet.marks.is_empty()))
    );
}

/// What an answer lists: its counts and notes, and each hit with what folds under it and what it lacks.
fn listed(archive: &dyn Searcher, request: &Request) -> String {
    let results = archive.search(request).unwrap();
    let mut lines: Vec<String> = results
        .hits
        .iter()
        .map(|hit| {
            format!(
                "{} +{} {:?} lacks {:?}",
                hit.id, hit.folded.count, hit.story, hit.missing
            )
        })
        .collect();
    // Scores are near each other, not the same: what follows in which order may differ.
    lines.sort_unstable();
    let Results {
        total,
        partial,
        texts,
        stories,
        notes,
        ..
    } = results;
    format!(
        "{total} + {partial}, {texts:?} texts, {stories:?} stories, {notes:?}\n{}",
        lines.join("\n")
    )
}

/// Queries without spaces that no article has as a whole, made of two pieces of an article's text each.
fn runs_of(articles: &[Article]) -> Vec<Request> {
    let is_unspaced = |c: &char| matches!(c, '\u{0E00}'..='\u{0E7F}' | '\u{3040}'..='\u{9FFF}');
    let mut runs = Vec::new();
    for article in articles {
        let letters: Vec<char> = article.text.chars().filter(|c| c.is_alphabetic()).collect();
        let unspaced = letters.iter().filter(|c| is_unspaced(c)).count();
        if letters.len() > 60 && unspaced * 2 > letters.len() {
            let run: String = letters[4..10].iter().chain(&letters[40..46]).collect();
            runs.push(Request {
                limit: 1_000,
                ..request(&run)
            });
        }
    }
    runs
}

/// Stories fold; parts of names narrow; what has most of the words follows what has all; runs without spaces are found by their parts.
#[test]
fn as_the_embedded_archive_lists_them() {
    let archive = &NEWSROOM.1;
    let (_index, cluster) = on_cluster(archive, "listed", 3);
    let by_story = |query, sort| Request {
        group: Group::Story,
        limit: 1_000,
        sort,
        ..request(query)
    };
    let narrowed = |field, value: &str| Request {
        filters: Filters {
            only: vec![(field, value.to_owned())],
            ..Filters::default()
        },
        limit: 1_000,
        ..request("*")
    };
    let most = |query: &str, group| Request {
        fill: Fill::MostWords,
        group,
        limit: 1_000,
        ..request(query)
    };
    let story = archive.search(&by_story("ferry", Sort::Relevance)).unwrap();
    let largest = story
        .hits
        .iter()
        .max_by_key(|hit| hit.folded.count)
        .unwrap();
    let mut asked = vec![
        by_story("ferry", Sort::Relevance),
        by_story("ferry", Sort::Oldest),
        by_story("ferry OR strike", Sort::Newest),
        narrowed(Field::Source, "herald"),
        narrowed(Field::Source, "hera"),
        narrowed(Field::Source, "no such outlet"),
        narrowed(Field::Author, "quill"),
        narrowed(Field::Language, "German"),
        narrowed(Field::Domain, "example"),
        narrowed(Field::Wire, "ap"),
        Request {
            limit: 1_000,
            ..request(&format!("story:{}", largest.id))
        },
        most("who signed the inspection papers of the ferry", Group::Off),
        most(
            "who signed the inspection papers of the ferry",
            Group::Copies,
        ),
        most("ferry zeppelin inspection harbour", Group::Off),
    ];
    asked.extend(runs_of(&articles(archive)));
    let mut wrong = Vec::new();
    for request in &asked {
        let (expected, found) = (listed(archive, request), listed(&cluster, request));
        if expected != found {
            wrong.push(format!(
                "{} {:?} {:?}\nexpected {expected}\nfound {found}",
                request.query, request.group, request.filters.only
            ));
        }
    }
    println!(
        "{} of {} lists agree",
        asked.len() - wrong.len(),
        asked.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Articles like one are the same, near enough: the engine keeps the length of an article less exactly.
#[test]
fn similar() {
    let archive = &NEWSROOM.1;
    let (_index, cluster) = on_cluster(archive, "similar", 1);
    let (mut same, mut all) = (0, 0);
    for article in articles(archive).iter().step_by(7) {
        let first = |archive: &dyn Searcher| -> BTreeSet<String> {
            let found = archive
                .similar(&article.id, &Filters::default(), 5, 1)
                .unwrap()
                .unwrap();
            assert!(found.hits.iter().all(|hit| hit.id != article.id));
            found.hits.into_iter().map(|hit| hit.id).collect()
        };
        let (one, other) = (first(archive), first(&cluster));
        same += one.intersection(&other).count();
        all += one.len();
    }
    println!("{same} of {all} similar articles are the same");
    assert!(same * 10 >= all * 9, "{same} of {all}");
}
