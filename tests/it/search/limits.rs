//! A query that comes to its limits says so, and what it found by then is true.

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
