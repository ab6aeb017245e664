//! A query that comes to its limits says so, and what it found by then is true.

use std::time::{Duration, Instant};

use dateline::archive::{Note, Unread};

use super::*;

/// Articles with every word of a small language, in two languages.
fn wordy() -> (TempDir, Archive) {
    let mut articles = Vec::new();
    for at in 0..600 {
        let language = if at % 3 == 0 { "de" } else { "en" };
        let mut text = String::new();
        for word in 0..40 {
            text.push_str(&format!(
                "sand{} tide{} ",
                (at * 7 + word) % 90,
                (at + word * 3) % 70
            ));
        }
        text.push_str("The ferry sailed to the harbour of the town.");
        articles.push(article(
            &format!("w{at:03}"),
            language,
            "Sand and tide",
            &text,
        ));
    }
    archive_of(&articles)
}

fn limited(query: &str, postings: u64) -> Request {
    Request {
        limits: Limits {
            postings: Some(postings),
            cancel: None,
        },
        limit: 1_000,
        ..request(query)
    }
}

/// Queries that read much, of each kind that can stop short.
const BOMBS: &[&str] = &[
    "\"the ferry\"",
    "s* NEAR/5 t*",
    "*a* w/p *e*",
    "(the OR of OR to) NEAR/3 (ferry OR town)",
    "sand*",
    "ferry NOT (sand1 NEAR/9 tide*)",
    "the NOT \"the harbour\"",
    "atleast9(s*)",
    "sand1 OR sand2 OR tide3 OR \"of the\"",
    "ferry OR town OR harbour",
    "title:s* tide1~1",
    "/.*1/",
];

#[test]
fn what_is_found_by_then_is_true() {
    let (_dir, archive) = wordy();
    let mut stopped = 0;
    for query in BOMBS {
        let all = archive.search(&limited(query, u64::MAX)).unwrap();
        assert!(!all.lower_bound, "{query}");
        let matches: Vec<&str> = all.hits.iter().map(|hit| hit.id.as_str()).collect();
        for postings in [0, 10, 300, 2_000, 10_000, 60_000, 400_000] {
            let some = archive.search(&limited(query, postings)).unwrap();
            let noted = some.notes.iter().any(|note| {
                matches!(
                    note,
                    Note::Stopped {
                        unread: Unread::Words | Unread::Articles
                    }
                )
            });
            assert_eq!(some.lower_bound, noted, "{query} {postings}");
            assert!(some.total <= all.total, "{query} {postings}");
            if !some.lower_bound {
                assert_eq!(some.total, all.total, "{query} {postings}");
            }
            stopped += usize::from(some.lower_bound);
            for hit in &some.hits {
                assert!(matches.contains(&hit.id.as_str()), "{query} {postings}");
            }
            // The same limit always stops at the same place.
            let again = archive.search(&limited(query, postings)).unwrap();
            assert_eq!(some, again, "{query} {postings}");
        }
    }
    assert!(stopped > BOMBS.len() * 2, "{stopped} were stopped");
}

#[test]
fn what_the_other_words_find_is_shown_where_a_pattern_takes_all() {
    let (_dir, archive) = wordy();
    let ask = |query: &str| {
        let request = Request {
            fill: Fill::MostWords,
            ..limited(query, 10_000)
        };
        archive.search(&request).unwrap()
    };
    let results = ask("/.*/ ferry sand1");
    assert!(results.lower_bound);
    assert_eq!(results.total, 0);
    assert!(results.partial > 0);
    assert_eq!(results.hits.len() as u64, results.partial);
    for hit in &results.hits {
        assert_eq!(hit.missing, ["/.*/"]);
    }
    // What is excluded stays so, and nothing is shown that a pattern should exclude.
    for query in ["ferry -/.*/", "/.*/", "/.*/ -ferry", "title:/.*/ zeppelin"] {
        let results = ask(query);
        assert_eq!((results.partial, results.hits.len()), (0, 0), "{query}");
    }
}

#[test]
fn a_loose_phrase_in_one_article_makes_so_many_stretches_at_most() {
    let text = "sand tide ".repeat(30_000);
    let (_dir, archive) = archive_of(&[article("long", "en", "", &text)]);
    let total = |query: &str, limits: Limits| {
        let request = Request {
            limits,
            snippets: 1,
            ..request(query)
        };
        let start = Instant::now();
        let results = archive.search(&request).unwrap();
        // A tenth of it is usual.
        assert!(start.elapsed() < Duration::from_secs(5), "{query}");
        results.total
    };
    for query in [
        "\"tide sand\"~3",
        "\"sand tide sand tide\"~500",
        "atleast9000(\"sand tide\"~1)",
        "atleast25000(sand)",
    ] {
        assert_eq!(total(query, Limits::NONE), 1, "{query}");
    }
    // What stands more often than that is not counted on.
    assert_eq!(total("atleast25000(\"sand tide\"~1)", Limits::NONE), 0);
    // Many words far apart are tried as far as the limits go.
    total(
        &format!("\"{}\"~1000", "sand tide ".repeat(10)),
        Limits::default(),
    );
}

#[test]
fn a_face_can_stop_a_query() {
    let (_dir, archive) = wordy();
    let stopped = Request {
        limits: Limits {
            postings: None,
            cancel: Some(Cancel::when(|| true)),
        },
        ..request("(s* w/p t*) w/p (*a* w/p *e*)")
    };
    let results = archive.search(&stopped).unwrap();
    assert!(results.lower_bound);
}

#[test]
fn an_export_has_no_limits() {
    let (_dir, archive) = wordy();
    let query = parse("s* NEAR/5 t*").0;
    let each = &mut |_| ControlFlow::Continue(());
    let count = archive.export(&query, &Filters::default(), date(2025, 9, 1), each);
    assert_eq!(count.unwrap(), 600);
}
