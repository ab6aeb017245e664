//! The law that a question has one answer: any of several words are walked in a way of their own, and by tantivy where a filter stands beside them.

use super::*;
use crate::support::Dice;

const LANGUAGES: &[&str] = &["en", "en", "en", "en", "fr", "de", "pt"];

/// The later, the rarer; `acclamés` and `ação` have a stem and a form of their own in one language.
const WORDS: &[&str] = &[
    "quay",
    "boats",
    "mayor",
    "acclamés",
    "strikes",
    "ação",
    "Häfen",
    "zeppelin",
];

/// What questions are made of.
const PARTS: &[&str] = &[
    "quay",
    "boat",
    "mayor",
    "acclamés",
    "strike",
    "ação",
    "häfen",
    "zeppelin",
    "nowhere",
    "the",
    "\"boats quay\"",
    "strike^3",
    "boats^0.5",
    "=Boats",
    "zepp*",
    "title:mayor",
    "published:2024",
    "(zeppelin OR strike)",
    "(boat mayor)",
];

/// More articles than are added up at once, in several languages and pieces; some were replaced.
fn pieces() -> (TempDir, Archive) {
    let dir = TempDir::new().unwrap();
    let mut dice = Dice(11);
    for (piece, count) in [(0, 5_200), (1, 700), (2, 40)] {
        let options = Options {
            threads: 1,
            memory_bytes: 40_000_000,
        };
        let writer = Writer::open_or_create(dir.path(), &options).unwrap();
        for at in 0..count {
            let mut text = String::new();
            for (rare, word) in WORDS.iter().enumerate() {
                for _ in 0..dice.roll(4) {
                    text.push_str(if dice.roll(1 + 3 * rare) == 0 {
                        word
                    } else {
                        "stone"
                    });
                    text.push(' ');
                }
            }
            // Later pieces replace some of the first.
            let id = format!("a{}", at * [1, 7, 11][piece]);
            let title = if dice.roll(5) == 0 { "The mayor" } else { "" };
            let day = (dice.roll(3) > 0).then(|| date(2023 + dice.roll(3) as i16, 5, 1));
            let article = from(
                article(&id, dice.of(LANGUAGES), title, &text),
                dice.of(&["N", "S", "E"]),
                day,
            );
            put(&writer, &article, piece as u64);
        }
        writer.commit("").unwrap();
    }
    let archive = Archive::open(dir.path()).unwrap();
    assert!(archive.stats().unwrap().segments > 1);
    (dir, archive)
}

#[test]
fn any_of_several_words_are_the_same_however_they_are_walked() {
    let (_dir, archive) = pieces();
    let mut dice = Dice(5);
    let mut found = 0;
    for _ in 0..400 {
        let mut parts: Vec<&str> = (0..1 + dice.roll(4)).map(|_| dice.of(PARTS)).collect();
        parts.dedup();
        let mut query = format!("({})", parts.join(" OR "));
        for _ in 0..dice.roll(3) {
            query.push_str(&format!(" NOT {}", dice.of(PARTS)));
        }
        let facets = if dice.roll(2) == 0 {
            Vec::new()
        } else {
            vec![Facet {
                field: Field::Source,
                limit: None,
            }]
        };
        let one = Request {
            limit: 1 + dice.roll(30),
            facets,
            snippets: 0,
            ..request(&query)
        };
        // Every article lies under this folder.
        let filters = Filters {
            under: vec!["pages".into()],
            ..Filters::default()
        };
        let other = archive
            .search(&Request {
                filters,
                ..one.clone()
            })
            .unwrap();
        let one = archive.search(&one).unwrap();
        assert_eq!(
            (one.total, &one.facets),
            (other.total, &other.facets),
            "{query}"
        );
        // Sums of the same scores in another order differ in their last digits, and so may the order of two of them.
        assert_eq!(one.hits.len(), other.hits.len(), "{query}");
        for (one, other) in one.hits.iter().zip(&other.hits) {
            assert!(
                (one.score - other.score).abs() < 1e-4,
                "{query}: {} {}",
                one.score,
                other.score
            );
        }
        found += usize::from(one.total > 0);
    }
    let dated = Request {
        limit: 5,
        ..request("published:2024 OR lang:fr")
    };
    let hits = archive.search(&dated).unwrap().hits;
    let mut ids: Vec<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
    assert!(
        hits.iter().all(|hit| hit.score == 0.0) && ids.is_sorted(),
        "{ids:?}"
    );
    ids.dedup();
    assert_eq!(ids.len(), 5);
    assert!(found > 300, "{found} of 400 find something");
}

#[test]
fn names_are_not_passed_over_in_blocks() {
    let articles: Vec<Article> = (0..900)
        .map(|at| {
            let mut article = article(
                &format!("a{:03}", 899 - at),
                "en",
                "",
                "Ferry workers walked out.",
            );
            let twice = if at == 700 { "Ruiz Ruiz" } else { "Ruiz Vale" };
            article.authors = Some(found(vec![twice.to_owned()]));
            article.url = Some(format!(
                "https://courier.example/{}",
                if at == 600 {
                    "ferry/ferry"
                } else {
                    "ferry/boat"
                }
            ));
            article
        })
        .collect();
    let (_dir, archive) = archive_of(&articles);
    let best = |query: &str| {
        let hits = archive
            .search(&Request {
                limit: 2,
                ..request(query)
            })
            .unwrap()
            .hits;
        hits.into_iter().map(|hit| hit.id).collect::<Vec<_>>()
    };
    assert_eq!(best("author:ruiz"), ["a199", "a000"]);
    assert_eq!(best("author:vale"), ["a000", "a001"]);
    assert_eq!(best("url:ferry"), ["a299", "a000"]);
    assert_eq!(best("url:ferry author:ruiz"), ["a199", "a299"]);
}
