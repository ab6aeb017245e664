//! What each part of cleaning adds: the same pages cleaned without it. A table for people; no floor depends on it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dateline::archive::{Filters, Searcher};
use dateline::article::{Article, Reason};
use dateline::clean::{Part, Parts};
use dateline::index::{self, Writer};
use dateline::read::Event;
use dateline::search::Archive;
use dateline::{clean, identify, ingest, query, read};
use flate2::read::GzDecoder;
use jiff::civil::date;
use serde_json::{Value, json};

use crate::floors::Figures;
use crate::pages;

/// A set of pages, the set whose truth it is scored with, and its figure.
const SETS: &[(&str, &str, &str)] = &[
    ("fundus", "fundus", "body.f1"),
    ("two", "fundus", "body.f1"),
    ("flat", "fundus", "body.f1"),
    ("traf", "traf", "snip.f1"),
    ("charset", "charset", "snip.f1"),
];

/// Cleans the labelled sets without each part, and the newsroom with and without what is learned of its sites.
pub(crate) fn measure(shared: &Path) -> Figures {
    let eval = shared.join("eval");
    let out = tempfile::tempdir().unwrap();
    let without = |parts: &[Part]| {
        parts
            .iter()
            .fold(Parts::ALL, |all, part| all.without(*part))
    };
    let rows = [
        ("everything", Parts::ALL),
        ("without the choice", without(&[Part::Choice])),
        ("without form", without(&[Part::Form])),
        ("without words", without(&[Part::Words])),
        (
            "without form and words",
            without(&[Part::Form, Part::Words]),
        ),
        (
            "without all three",
            without(&[Part::Choice, Part::Form, Part::Words]),
        ),
    ];
    let heads: String = SETS
        .iter()
        .map(|(set, _, figure)| format!("{:>16}     ms", format!("{set} {figure}")))
        .collect();
    println!("{:<24}{heads}", "");
    for (name, parts) in rows {
        let cells: String = SETS
            .iter()
            .map(|(set, truth, figure)| {
                let (done, ms) = run(set, &input(set, &eval, out.path()), out.path(), parts);
                let mut figures = Figures::new();
                pages::score(
                    &eval,
                    set,
                    &eval.join("pages").join(truth).join("truth.jsonl.gz"),
                    &done,
                    &mut figures,
                );
                format!("{:>16.3}{ms:>7.1}", figures[&format!("{set}.{figure}")])
            })
            .collect();
        println!("{name:<24}{cells}");
    }
    newsroom();
    Figures::new()
}

fn input(set: &str, eval: &Path, out: &Path) -> PathBuf {
    match set {
        "flat" => pages::flatten(eval, out),
        "two" => with_a_second_article(eval, out),
        set => eval.join("pages").join(set).join("pages.jsonl.gz"),
    }
}

fn lines(path: &Path) -> Vec<Value> {
    let lines = BufReader::new(GzDecoder::new(File::open(path).unwrap())).lines();
    lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect()
}

/// The fundus pages as sites that scroll without end make them: the text of another article of the set, in boxes without names,
/// follows after the page's own.
fn with_a_second_article(eval: &Path, out: &Path) -> PathBuf {
    let path = out.join("two-in.jsonl");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    let folder = eval.join("pages/fundus");
    let truths = lines(&folder.join("truth.jsonl.gz"));
    for page in lines(&folder.join("pages.jsonl.gz")) {
        let at = truths
            .iter()
            .position(|truth| truth["id"] == page["id"])
            .unwrap();
        let mut others = truths[at + 1..].iter().chain(&truths[..at]);
        let next = others
            .find(|truth| truth["language"] == truths[at]["language"])
            .unwrap_or(&truths[0]);
        let paragraphs: String = next["body"]
            .as_str()
            .unwrap()
            .lines()
            .map(|line| format!("<p>{line}</p>"))
            .collect();
        let second = format!(
            "<div><h2>{}</h2>{paragraphs}</div>",
            next["title"].as_str().unwrap_or_default()
        );
        let html = page["html"].as_str().unwrap_or_default();
        let end = html.rfind("</body>").unwrap_or(html.len());
        let html = [&html[..end], &second, &html[end..]].concat();
        writeln!(
            file,
            "{}",
            json!({"id": page["id"], "url": page["url"], "html": html})
        )
        .unwrap();
    }
    file.flush().unwrap();
    path
}

/// Cleans a set; returns also the time it took in milliseconds a page.
fn run(set: &str, input: &Path, out: &Path, parts: Parts) -> (PathBuf, f64) {
    let (mut pages, mut taken) = (0u32, Duration::ZERO);
    let path = out.join(format!("{set}.jsonl"));
    let mut file = BufWriter::new(File::create(&path).unwrap());
    read::scan(&[input.to_path_buf()], &mut |event| {
        let record = match event {
            Event::Page(record) => record,
            Event::Rejected(rejected) => panic!("{set}: {rejected}"),
            Event::Revisit(_) | Event::Tally(_) | Event::Unopened(_) | Event::End(_) => {
                return ControlFlow::Continue(());
            }
        };
        let page = read::page(record).unwrap_or_else(|rejected| panic!("{set}: {rejected}"));
        let start = Instant::now();
        let text = clean::clean_with(&page, parts).text();
        (pages, taken) = (pages + 1, taken + start.elapsed());
        writeln!(file, "{}", json!({"id": page.given.id, "text": text})).unwrap();
        ControlFlow::Continue(())
    });
    file.flush().unwrap();
    (path, taken.as_secs_f64() * 1e3 / f64::from(pages))
}

/// The newsroom has many pages a site, so it shows what furniture adds.
fn newsroom() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let root = fixtures.join("newsroom");
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(folder.path(), &index::Options::default()).unwrap();
    ingest::ingest(
        std::slice::from_ref(&root),
        &writer,
        &ingest::Options::default(),
        &|_| {},
    )
    .unwrap();
    writer.finish().unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    let mut ids = Vec::new();
    let _ = archive.export(
        &query::parse("*").0,
        &Filters::default(),
        date(2026, 1, 1),
        &mut |article| {
            ids.push(article.id);
            ControlFlow::Continue(())
        },
    );
    let mut with: BTreeMap<String, Article> = BTreeMap::new();
    for id in &ids {
        if let Ok(Some(article)) = archive.article(id) {
            with.insert(article.path.clone(), article);
        }
    }
    let mut without: BTreeMap<String, Article> = BTreeMap::new();
    read::scan(std::slice::from_ref(&root), &mut |event| {
        if let Event::Page(record) = event
            && let Ok(page) = read::page(record)
        {
            let article = identify::alone(&page, clean::clean(&page));
            without.insert(article.path.clone(), article);
        }
        ControlFlow::Continue(())
    });
    let truths = std::fs::read_to_string(fixtures.join("newsroom.tsv")).unwrap();
    for (name, articles) in [
        ("with what is learned of sites", &with),
        ("without", &without),
    ] {
        println!("newsroom {name}: {}", bodies(&root, &truths, articles));
    }
}

/// How many articles have what they must and not what they must not, and how much was taken for a site's furniture.
fn bodies(root: &Path, truths: &str, articles: &BTreeMap<String, Article>) -> String {
    let mut rows = truths
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let header = rows.next().unwrap();
    let column = |name: &str| header.iter().position(|cell| *cell == name).unwrap();
    let (mut right, mut all) = (0, 0);
    for row in rows.filter(|row| row[column("kind")] == "article") {
        let article = articles.get(&format!("{}/{}", root.display(), row[column("path")]));
        let text = article.map_or(String::new(), |article| {
            article
                .text
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        });
        let (must, must_not) = (row[column("must_have")], row[column("must_not_have")]);
        all += 1;
        right +=
            usize::from(text.contains(must) && (must_not.is_empty() || !text.contains(must_not)));
    }
    let furniture = articles
        .values()
        .flat_map(|article| &article.removed)
        .filter(|r| r.reason == Reason::SiteFurniture);
    let letters: usize = articles
        .values()
        .map(|article| article.text.chars().count())
        .sum();
    format!(
        "{right} of {all} bodies right, {} blocks of furniture, {letters} characters kept",
        furniture.count()
    )
}
