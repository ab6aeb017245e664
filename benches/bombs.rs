//! The time of queries that ask for as much as they can: `cargo bench --bench bombs -- ARCHIVE [all]`.
//!
//! Each line is `{"query","us","n","lower_bound"}`; the last names the slowest. With `all` the queries have no limits, which takes
//! minutes. The words are common in English.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use dateline::archive::{Facet, Field, Fill, Limits, Request, Searcher};
use dateline::query::parse;
use dateline::search::Archive;

/// Common words, enough for a long query.
const WORDS: &str = "the of and to in a is that for on with as was by at from his her it he they an be are has have had \
    said not but who which their this will were been its or one more after about when also out up would there people new year \
    than all two first last into other could time over government state";

fn bombs() -> Vec<String> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let any = |from: usize, to: usize| -> String {
        let some: Vec<&str> = words.iter().skip(from).take(to - from).copied().collect();
        format!("({})", some.join(" OR "))
    };
    let letters: Vec<String> = ('a'..='z').map(String::from).collect();
    let each = |form: &dyn Fn(&str) -> String, join: &str| -> String {
        let made: Vec<String> = letters.iter().map(|letter| form(letter)).collect();
        made.join(join)
    };
    let mut bombs: Vec<String> = Vec::new();
    for near in ["NEAR/5", "NEAR/100", "PRE/3", "w/s", "w/p"] {
        bombs.push(format!("*a* {near} *e*"));
        bombs.push(format!("s* {near} t*"));
        bombs.push(format!("{} {near} {}", any(0, 60), any(5, 65)));
        bombs.push(format!("the {near} of"));
        bombs.push(format!("(the {near} of) {near} (and {near} to)"));
        bombs.push(format!("((a* {near} b*) {near} c*) {near} d*"));
        bombs.push(format!("/.*/ {near} /.*/"));
        bombs.push(format!("the NOT (a* {near} b*)"));
    }
    for pattern in [
        "*",
        "*a*",
        "?*",
        "/.*/",
        "/[a-z]+/",
        "/.*(ing|ed|s)/",
        "e*~",
        "*a*e*",
    ] {
        bombs.push(format!("{pattern} zeppelin"));
        bombs.push(format!("{pattern} OR zeppelin"));
        bombs.push(format!("atleast50({pattern})"));
        bombs.push(format!("title:{pattern}"));
    }
    bombs.push(each(&|letter| format!("{letter}*"), " OR "));
    bombs.push(each(&|letter| format!("*{letter}*"), " OR "));
    bombs.push(each(&|letter| format!("*{letter}*"), " "));
    bombs.push(each(&|letter| format!("/.*{letter}.*/"), " "));
    bombs.push(each(&|letter| format!("*{letter}*e*"), " "));
    bombs.push(
        words
            .iter()
            .map(|word| format!("{word}~2"))
            .collect::<Vec<_>>()
            .join(" OR "),
    );
    bombs.push(
        words
            .iter()
            .map(|word| format!("{word}~2"))
            .collect::<Vec<_>>()
            .join(" "),
    );
    bombs.push(format!(
        "\"{}\"~100",
        words.iter().take(12).copied().collect::<Vec<_>>().join(" ")
    ));
    bombs.push(format!("\"{}\"~1000", "the ".repeat(12)));
    bombs.push(format!("\"{}\"", "the of ".repeat(20)));
    bombs.push(format!("atleast200({})", any(0, 60)));
    bombs.push(words.join(" OR "));
    bombs.push(words.join(" "));
    bombs.push(format!("{} zeppelin", any(0, 60)));
    bombs.push(format!("* NOT {}", any(0, 60)));
    bombs.push("NOT (s* w/p t*)".to_owned());
    bombs
}

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let Some(archive) = args.first() else {
        println!("usage: cargo bench --bench bombs -- ARCHIVE [all]; nothing measured");
        return;
    };
    let limits = if args.get(1).is_some_and(|arg| arg == "all") {
        Limits::NONE
    } else {
        Limits::default()
    };
    let archive = Archive::open(archive.as_ref()).expect("an archive");
    let mut slowest = (0.0, String::new());
    for query in bombs() {
        let request = Request {
            limit: 10,
            snippets: 2,
            facets: vec![Facet {
                field: Field::Source,
                limit: Some(8),
            }],
            fill: Fill::MostWords,
            limits: limits.clone(),
            ..Request::new(parse(&query).0, jiff::civil::date(2026, 1, 1))
        };
        let start = Instant::now();
        let results = archive.search(&request).expect("an answer");
        let us = start.elapsed().as_secs_f64() * 1e6;
        let shown: String = query.chars().take(60).collect();
        println!(
            "{}",
            serde_json::json!({"query": shown, "us": us.round(), "n": results.total, "lower_bound": results.lower_bound})
        );
        if us > slowest.0 {
            slowest = (us, shown);
        }
    }
    println!("the slowest: {} takes {:.3} s", slowest.1, slowest.0 / 1e6);
}
