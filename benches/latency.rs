//! The time of each question of a list over an archive that is there: `cargo bench --bench latency -- ARCHIVE QUERIES [REPS] [MODES]`.
//!
//! QUERIES is JSON Lines `{"id","class"}` with `terms`, `must_not`, `slop`, `prefix`, `fuzzy`, `source`, `from`, `to` as the class needs
//! them; each line that is printed is `{"engine","mode","class","id","us","min","n"}`: the median and the least of the repetitions in
//! microseconds, and how many articles match. The modes: `count` (nothing but the total), `fetch` (ten hits), `facet` (ten hits and
//! counts by source and year), `snippet` (ten hits with one passage each), `newest`.
#![allow(clippy::print_stdout, clippy::panic)]

use std::time::Instant;

use dateline::archive::{Facet, Field, Fill, Filters, Request, Searcher, Sort};
use dateline::query::parse;
use dateline::search::Archive;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

/// One question, in no engine's language.
#[derive(Debug, Deserialize)]
struct Asked {
    id: String,
    class: String,
    #[serde(default)]
    terms: Vec<String>,
    #[serde(default)]
    must_not: Vec<String>,
    #[serde(default)]
    slop: u32,
    prefix: Option<String>,
    fuzzy: Option<String>,
    source: Option<String>,
    from: Option<String>,
    to: Option<String>,
}

impl Asked {
    fn text(&self) -> String {
        if let Some(prefix) = &self.prefix {
            return format!("{prefix}*");
        }
        if let Some(word) = &self.fuzzy {
            return format!("{word}~1");
        }
        if self.class.starts_with("phrase") {
            let slop = if self.slop > 0 {
                format!("~{}", self.slop)
            } else {
                String::new()
            };
            return format!("\"{}\"{slop}", self.terms.join(" "));
        }
        let between = if self.class.starts_with("or") {
            " OR "
        } else {
            " "
        };
        let mut text = self.terms.join(between);
        for word in &self.must_not {
            text.push_str(" NOT ");
            text.push_str(word);
        }
        text
    }

    fn filters(&self) -> Filters {
        let day = |text: &str| {
            text.get(..10)
                .and_then(|day| day.parse::<Date>().ok())
                .expect("a day")
        };
        Filters {
            only: self
                .source
                .iter()
                .map(|source| (Field::Source, source.clone()))
                .collect(),
            since: self.from.as_deref().map(day),
            until: self.to.as_deref().map(|text| day(text) - 1.day()),
            ..Filters::default()
        }
    }

    fn request(&self, mode: &str) -> Request {
        let facets = [Field::Source, Field::Year].map(|field| Facet {
            field,
            limit: Some(10),
        });
        Request {
            filters: self.filters(),
            sort: if mode == "newest" {
                Sort::Newest
            } else {
                Sort::Relevance
            },
            limit: if mode == "count" { 0 } else { 10 },
            snippets: usize::from(mode == "snippet"),
            facets: if mode == "facet" {
                facets.to_vec()
            } else {
                Vec::new()
            },
            fill: Fill::MostWords,
            ..Request::new(parse(&self.text()).0, jiff::civil::date(2026, 1, 1))
        }
    }
}

fn main() {
    // Cargo adds a flag of its own.
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| arg != "--bench")
        .collect();
    let [archive, queries, rest @ ..] = args.as_slice() else {
        println!(
            "usage: cargo bench --bench latency -- ARCHIVE QUERIES [REPS] [MODES]; nothing measured"
        );
        return;
    };
    let reps = rest
        .first()
        .map_or(9, |reps| reps.parse().expect("a number of repetitions"));
    let modes = rest
        .get(1)
        .map_or("count,fetch,facet,snippet", String::as_str);
    let archive = Archive::open(archive.as_ref()).expect("an archive");
    let queries = std::fs::read_to_string(queries).expect("a list of queries");
    for mode in modes.split(',') {
        for line in queries.lines() {
            let asked: Asked = serde_json::from_str(line).expect("a query");
            measure(&archive, &asked, mode, reps);
        }
    }
}

fn measure(archive: &Archive, asked: &Asked, mode: &str, reps: usize) {
    let mut times = Vec::new();
    let mut total = 0;
    for _ in 0..reps {
        let start = Instant::now();
        let results = archive.search(&asked.request(mode)).expect("an answer");
        times.push(start.elapsed().as_secs_f64() * 1e6);
        total = results.total;
    }
    times.sort_by(f64::total_cmp);
    let (least, median) = (times.first().copied(), times.get(times.len() / 2).copied());
    println!(
        "{}",
        serde_json::json!({"engine": "dateline", "mode": mode, "class": asked.class, "id": asked.id,
            "us": median.unwrap_or(0.0), "min": least.unwrap_or(0.0), "n": total})
    );
}
