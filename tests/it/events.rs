//! Events told in many scripts (`tests/fixtures/events.tsv`), to see the rules at work on others than those of the newsroom.

use dateline::article::{Article, Found, Language, PubDate, Witness};
use dateline::group::{EventTerms, event_terms};
use dateline::names;
use expect_test::expect_file;

use crate::support::story_faults;

fn found<T>(value: T) -> Option<Found<T>> {
    Some(Found::new(value, "given", Witness::Given, 1.0))
}

/// The articles of the table, each with its event.
fn articles() -> Vec<(String, EventTerms)> {
    let rows = include_str!("../fixtures/events.tsv").lines().skip(1);
    rows.enumerate()
        .map(|(nth, row)| {
            let cells: Vec<&str> = row.split('\t').collect();
            let [event, day, language, title, text] = cells[..] else {
                panic!("{row}");
            };
            let article = Article {
                id: format!("{nth:03}"),
                title: found(title.to_owned()),
                text: text.into(),
                language: found(Language(language.into())),
                published: day.parse().ok().and_then(|day| found(PubDate::day(day))),
                ..Article::default()
            };
            (event.to_owned(), event_terms(&article))
        })
        .collect()
}

/// Names in Chinese and Japanese characters, in Arabic, Hebrew, Devanagari and Hangul; an article without a day beside them.
#[test]
fn one_event_is_one_story_in_any_script() {
    // This may only get shorter.
    expect_file!["../fixtures/events.stories.txt"].assert_eq(&story_faults(&articles()));
}

#[test]
fn the_order_of_articles_in_any_script_does_not_matter() {
    let mut articles = articles();
    let faults = story_faults(&articles);
    for turn in 1..articles.len() {
        articles.rotate_left(turn);
        assert_eq!(story_faults(&articles), faults, "{turn}");
        articles.reverse();
        assert_eq!(story_faults(&articles), faults, "{turn}, backwards");
    }
}

#[test]
fn han_characters_are_read_as_names() {
    for (pair, reading) in [
        ("北京", "beijing"),
        ("上海", "shanghai"),
        ("近平", "jinping"),
    ] {
        assert_eq!(names::pinyin(pair).as_deref(), Some(reading));
        assert!(names::is_pinyin(reading), "{reading}");
    }
    assert_eq!(names::pinyin("京"), None);
    assert_eq!(names::pinyin("カナ"), None);
    for word in ["ferry", "London", "bei", ""] {
        assert!(!names::is_pinyin(word), "{word}");
    }
    for (pair, readings) in [
        ("山本", "yamamoto"),
        ("中川", "nakakawa nakagawa"),
        ("福島", "fukushima fukujima"),
        ("会談", ""),
    ] {
        assert_eq!(names::japanese_readings(pair).join(" "), readings);
    }
}
