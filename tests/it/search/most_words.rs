//! Articles that have most of the words, below those that have all.

use dateline::archive::{Note, Unread};

use super::*;

/// Articles about ferries that share some words.
fn harbour() -> (TempDir, Archive) {
    let text = |id: &str, day: i8, source: &str, text: &str| {
        from(
            article(id, "en", "", text),
            source,
            Some(date(2025, 3, day)),
        )
    };
    archive_of(&[
        text(
            "all",
            1,
            "Post",
            "The captain of the ferry signed the inspection papers in Marrowick.",
        ),
        text(
            "most",
            2,
            "Gazette",
            "The captain signed the inspection papers of a boat.",
        ),
        text(
            "half",
            3,
            "Post",
            "The ferry passed the inspection in the harbour.",
        ),
        text("one", 4, "Post", "The captain of a football team spoke."),
        text("none", 5, "Post", "Mud was dredged from the harbour."),
    ])
}

fn most(query: &str) -> Request {
    Request {
        fill: Fill::MostWords,
        ..request(query)
    }
}

/// The hits in order, those that have not all words with what they lack.
fn shown(results: &Results) -> String {
    let mut shown = format!("{}+{}:", results.total, results.partial);
    for hit in &results.hits {
        shown.push_str(&format!(" {}", hit.id));
        if !hit.missing.is_empty() {
            shown.push_str(&format!("(-{})", hit.missing.join(" -")));
        }
    }
    shown
}

const QUERIES: &[&str] = &[
    "who signed the inspection papers of the ferry in Marrowick",
    "captain signed inspection papers ferry Marrowick",
    "captain signed inspection papers zeppelin",
    "captain signed inspection zepelin zeppelin",
    // Two words alone are both asked for.
    "ferry papers harbour",
    "papers harbour",
    "captain zeppelin",
    // Nothing that has an operator, a field or a sign is loosened.
    "captain AND signed AND inspection AND zeppelin",
    "captain signed inspection papers zeppelin -mud",
    "captain signed \"inspection papers\" zeppelin",
    "captain signed inspection papers title:zeppelin",
    "captain signed inspect* papers zeppelin",
    "+captain signed inspection papers zeppelin",
    // But a sentence may quote.
    "the captain who signed \"inspection sheets\" of the ferry",
    "WHO SIGNED THE INSPECTION PAPERS OF A ZEPPELIN OR FERRY",
];

#[test]
fn most_words_follow_all_words() {
    let (_dir, archive) = harbour();
    let mut said = String::new();
    for query in QUERIES {
        let results = archive.search(&most(query)).unwrap();
        said.push_str(&format!("{query}\n  {}\n", shown(&results)));
        for note in in_words(&results.notes) {
            said.push_str(&format!("  {note}\n"));
        }
        let strict = archive.search(&request(query)).unwrap();
        assert_eq!(strict.partial, 0, "{query}");
        assert_eq!(strict.total, results.total, "{query}");
        let full = results.hits.iter().filter(|hit| hit.missing.is_empty());
        assert_eq!(full.count() as u64, results.total, "{query}");
        let scores: Vec<f32> = results.hits.iter().map(|hit| hit.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "{query}: {scores:?}");
    }
    expect![[r#"
        who signed the inspection papers of the ferry in Marrowick
          0+3: all(-who) most(-who -ferry -in -Marrowick) half(-who -signed -papers -of -Marrowick)
          no article has all 9 words; these have most, none has `who`
        captain signed inspection papers ferry Marrowick
          1+2: all most(-ferry -Marrowick) half(-captain -signed -papers -Marrowick)
          no other article has all 6 words; these have most
        captain signed inspection papers zeppelin
          0+2: most(-zeppelin) all(-zeppelin)
          no article has all 5 words; these have most, none has `zeppelin`
        captain signed inspection zepelin zeppelin
          0+2: most(-zepelin -zeppelin) all(-zepelin -zeppelin)
          no article has all 5 words; these have most, none has `zepelin` or `zeppelin`
        ferry papers harbour
          0+2: half(-papers) all(-harbour)
          no article has all 3 words; these have most
        papers harbour
          0+0:
          `papers`: 2 articles; `harbour`: 2 articles
        captain zeppelin
          0+0:
          `captain`: 3 articles; `zeppelin`: no article
        captain AND signed AND inspection AND zeppelin
          0+0:
          `captain`: 3 articles; `signed`: 2 articles; `inspection`: 3 articles; `zeppelin`: no article
          without `zeppelin`: 2 articles
        captain signed inspection papers zeppelin -mud
          0+0:
          `captain`: 3 articles; `signed`: 2 articles; `inspection`: 3 articles; `papers`: 2 articles; `zeppelin`: no article
          without `zeppelin`: 2 articles
        captain signed "inspection papers" zeppelin
          0+0:
          `captain`: 3 articles; `signed`: 2 articles; `"inspection papers"`: 2 articles; `zeppelin`: no article
          without `zeppelin`: 2 articles
        captain signed inspection papers title:zeppelin
          0+0:
          `captain`: 3 articles; `signed`: 2 articles; `inspection`: 3 articles; `papers`: 2 articles; `title:zeppelin`: no article
          without `title:zeppelin`: 2 articles
        captain signed inspect* papers zeppelin
          0+0:
          `captain`: 3 articles; `signed`: 2 articles; `inspect*`: 3 articles; `papers`: 2 articles; `zeppelin`: no article
          without `zeppelin`: 2 articles
        +captain signed inspection papers zeppelin
          0+0:
          `captain`: 3 articles; `signed`: 2 articles; `inspection`: 3 articles; `papers`: 2 articles; `zeppelin`: no article
          without `zeppelin`: 2 articles
        the captain who signed "inspection sheets" of the ferry
          0+4: all(-who -"inspection sheets") most(-who -"inspection sheets" -ferry) half(-captain -who -signed -"inspection sheets" -of) one(-who -signed -"inspection sheets" -ferry)
          no article has all 7 words; these have most, none has `who` or `"inspection sheets"`
        WHO SIGNED THE INSPECTION PAPERS OF A ZEPPELIN OR FERRY
          0+3: all(-who -a -zeppelin -or) most(-who -zeppelin -or -ferry) half(-who -signed -papers -of -a -zeppelin -or)
          no article has all 10 words; these have most, none has `who` or `zeppelin` or `or`
    "#]].assert_eq(&said);
}

const QUESTION: &str = "captain signed inspection papers ferry Marrowick";

#[test]
fn pages_run_on_from_all_words_to_most() {
    let (_dir, archive) = harbour();
    let whole = archive.search(&most(QUESTION)).unwrap();
    assert!(whole.hits.len() >= 3, "{}", shown(&whole));
    for limit in 1..4 {
        let mut hits = Vec::new();
        for offset in (0..whole.hits.len()).step_by(limit) {
            let page = Request {
                offset,
                limit,
                ..most(QUESTION)
            };
            let page = archive.search(&page).unwrap();
            assert_eq!(page.total, whole.total);
            hits.extend(page.hits);
        }
        assert_eq!(hits, whole.hits, "pages of {limit}");
    }
    let enough = Request {
        limit: 1,
        ..most(QUESTION)
    };
    // All that is asked for has all words: nothing else is looked for.
    assert_eq!(shown(&archive.search(&enough).unwrap()), "1+0: all");
    let counts = Request {
        limit: 0,
        ..most(QUESTION)
    };
    assert_eq!(shown(&archive.search(&counts).unwrap()), "1+0:");
}

#[test]
fn order_filters_and_facets_hold_for_most_words_too() {
    let (_dir, archive) = harbour();
    let mut said = String::new();
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Source] {
        let sorted = Request {
            sort,
            ..most(QUESTION)
        };
        let results = archive.search(&sorted).unwrap();
        said.push_str(&format!("{sort:?} {}\n", shown(&results)));
    }
    let facet = Facet {
        field: Field::Source,
        limit: None,
    };
    let filtered = Request {
        filters: Filters {
            only: vec![(Field::Source, "gazette".to_owned())],
            ..Filters::default()
        },
        facets: vec![facet],
        ..most(QUESTION)
    };
    let results = archive.search(&filtered).unwrap();
    said.push_str(&format!("{} {:?}\n", shown(&results), results.facets));
    said.push_str(&in_words(&results.notes).join(" | "));
    let marked = |hit: &dateline::archive::Hit| {
        let snippets = hit.snippets.iter();
        let marks =
            snippets.flat_map(|one| one.marks.iter().map(|mark| &one.text[mark.start..mark.end]));
        marks.collect::<Vec<_>>().join(" ")
    };
    said.push_str(&format!("\nmarks: {}\n", marked(&results.hits[0])));
    expect![[r#"
        Relevance 1+2: all most(-ferry -Marrowick) half(-captain -signed -papers -Marrowick)
        Newest 1+2: all half(-captain -signed -papers -Marrowick) most(-ferry -Marrowick)
        Oldest 1+2: all most(-ferry -Marrowick) half(-captain -signed -papers -Marrowick)
        Source 1+2: all most(-ferry -Marrowick) half(-captain -signed -papers -Marrowick)
        0+1: most(-ferry -Marrowick) [FacetCounts { field: Source, values: [FacetValue { value: "Post", count: 1 }] }]
        no article has all 6 words; these have most | without the filters: 1 article
        marks: captain signed inspection papers
    "#]].assert_eq(&said);
}

#[test]
fn questions_without_spaces_are_parts_beside_other_words() {
    let (_dir, archive) = archive_of(&[
        article(
            "a",
            "zh",
            "",
            "白石港的渡轮工人星期一罢工。市长对渡轮公司的工资方案表示遗憾。",
        ),
        article("b", "zh", "", "白石港气象台预报明天有雨。市长没有出席。"),
        article("c", "en", "", "Ferry workers walked out in 2015."),
    ]);
    for (query, expected) in [
        ("2015 年渡轮工人为什么在星期一罢工", "0+1: a(-2015)"),
        ("白石港，渡轮工人为什么在星期一罢工？", "1+0: a"),
        ("气象台，渡轮工人为什么在星期一罢工", "0+1: a(-气象台)"),
    ] {
        let results = archive.search(&most(query)).unwrap();
        assert_eq!(shown(&results), expected, "{query}");
    }
}

#[test]
fn limits_hold_for_most_words() {
    let mut articles = Vec::new();
    for at in 0..3_000 {
        let text = format!(
            "sand{} tide{} moon{} reef{}",
            at % 7,
            at % 5,
            at % 3,
            at % 11
        );
        articles.push(article(&format!("m{at:04}"), "en", "", &text));
    }
    let (_dir, archive) = archive_of(&articles);
    let query = "sand1 tide1 moon1 reef1 sand2 tide2 moon2 reef2";
    let all = archive
        .search(&Request {
            limits: Limits::NONE,
            ..most(query)
        })
        .unwrap();
    assert_eq!(all.total, 0);
    assert!(all.partial > 100, "{}", all.partial);
    let mut stopped = 0;
    for postings in [0, 500, 5_000, 50_000, 5_000_000] {
        let limited = Request {
            limits: Limits {
                postings: Some(postings),
                cancel: None,
            },
            ..most(query)
        };
        let some = archive.search(&limited).unwrap();
        let is_stopped = some.notes.iter().any(|note| {
            let unread = Unread::MostWords;
            *note == Note::Stopped { unread }
        });
        assert!(some.partial <= all.partial);
        assert!(is_stopped || some.lower_bound || some.partial == all.partial);
        stopped += usize::from(is_stopped);
        assert_eq!(some, archive.search(&limited).unwrap());
    }
    assert!(stopped > 0);
    let due = Request {
        limits: Limits {
            postings: None,
            cancel: Some(Cancel::when(|| true)),
        },
        ..most(query)
    };
    assert!(archive.search(&due).unwrap().partial < all.partial);
}
