//! Ranking, on judged queries: nDCG@10 by the scorer beside the data.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use dateline::archive::{Fill, Filters, Request, Searcher};
use dateline::article::{Article, Entry, Found, Language, Witness};
use dateline::index::{Marks, Options, Writer};
use dateline::query;
use dateline::search::Archive;
use dateline::text::words::is_word_char;
use jiff::civil::date;
use serde_json::Value;

use crate::floors::Figures;
use crate::labelled;

const COLLECTIONS: &[&str] = &[
    "ranking/time",
    "ranking/cranfield",
    "ranking/cacm",
    "ranking/cisi",
    "ranking/vaswani",
    "ranking_multi/xquad",
    "ranking_multi/fundus_knownitem",
];

/// nDCG@10 and MRR of each collection; the multilingual one as one archive and then language by language, as the peers were measured.
pub(crate) fn measure(shared: &Path) -> Figures {
    let mut figures = Figures::new();
    for collection in COLLECTIONS {
        let folder = shared.join("eval").join(collection);
        let docs = labelled::lines(&folder.join("docs.jsonl.gz"));
        let queries = labelled::lines(&folder.join("queries.jsonl.gz"));
        let name = collection.rsplit('/').next().unwrap();
        let mut measure = |name: &str, docs: &[&Value], queries: &[&Value], only: Only| {
            let [any, typed] = runs(docs, queries, only);
            let qrels = folder.join("qrels.tsv");
            score(shared, &qrels, name, &any, &mut figures);
            score(
                shared,
                &qrels,
                &format!("{name}.typed"),
                &typed,
                &mut figures,
            );
        };
        let (all_docs, all_queries): (Vec<_>, Vec<_>) =
            (docs.iter().collect(), queries.iter().collect());
        if name != "xquad" {
            measure(name, &all_docs, &all_queries, Only::Any);
            continue;
        }
        measure(name, &all_docs, &all_queries, Only::Own);
        let languages: BTreeSet<&str> = queries
            .iter()
            .filter_map(|query| query["lang"].as_str())
            .collect();
        for language in languages {
            let docs: Vec<&Value> = docs.iter().filter(|doc| doc["lang"] == language).collect();
            let queries: Vec<&Value> = queries
                .iter()
                .filter(|query| query["lang"] == language)
                .collect();
            measure(&format!("{name}.{language}"), &docs, &queries, Only::Any);
        }
    }
    figures
}

/// Which articles answer a query.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Only {
    Any,
    /// Those in the query's own language.
    Own,
}

/// What an archive of `docs` answers to each question with OR between its words, and to the question as it is typed.
fn runs(docs: &[&Value], queries: &[&Value], only: Only) -> [String; 2] {
    let folder = tempfile::tempdir().unwrap();
    index(docs, folder.path());
    let archive = Archive::open(folder.path()).unwrap();
    let [mut any, mut typed] = [String::new(), String::new()];
    for query in queries {
        let language = query["lang"].as_str().filter(|_| only == Only::Own);
        let text = query["text"].as_str().unwrap();
        ask(&archive, query, &words(text), language, &mut any);
        ask(&archive, query, text, language, &mut typed);
    }
    [any, typed]
}

fn index(docs: &[&Value], archive: &Path) {
    let writer = Writer::open_or_create(archive, &Options::default()).unwrap();
    for (n, doc) in docs.iter().enumerate() {
        let text = |name: &str| doc[name].as_str().unwrap_or_default().to_owned();
        let language = doc["lang"].as_str().unwrap_or("en").to_owned();
        let title = Some(text("title")).filter(|title| !title.is_empty());
        let article = Article {
            id: text("id"),
            path: format!("{n:06}"),
            title: title.map(|title| Found::new(title, "title", Witness::Given, 1.0)),
            text: text("text"),
            language: Some(Found::new(Language(language), "lang", Witness::Given, 1.0)),
            ..Article::default()
        };
        writer
            .add(&Entry::new(article.clone(), n as u64), &Marks::default())
            .unwrap();
    }
    writer.finish().unwrap();
}

/// The words of a question, any of which may match.
fn words(text: &str) -> String {
    let words = text.split(|c: char| !is_word_char(c) && !"'’.·".contains(c));
    let words = words.filter(|word| word.contains(char::is_alphanumeric));
    words
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .join(" OR ")
}

fn ask(archive: &Archive, query: &Value, text: &str, language: Option<&str>, run: &mut String) {
    let only = language.map(|language| (dateline::archive::Field::Language, language.to_owned()));
    let request = Request {
        filters: Filters {
            only: only.into_iter().collect(),
            ..Filters::default()
        },
        limit: 100,
        fill: Fill::MostWords,
        ..Request::new(query::parse(text).0, date(2026, 1, 1))
    };
    for hit in archive.search(&request).unwrap().hits {
        writeln!(
            run,
            "{}\t{}\t{}",
            query["id"].as_str().unwrap(),
            hit.id,
            hit.score
        )
        .unwrap();
    }
}

/// Scores the queries of one run; those that are not in it are not counted against it.
fn score(shared: &Path, qrels: &Path, name: &str, run: &str, figures: &mut Figures) {
    let folder = tempfile::tempdir().unwrap();
    let asked: BTreeSet<&str> = run
        .lines()
        .filter_map(|line| line.split('\t').next())
        .collect();
    let judged = std::fs::read_to_string(qrels).unwrap();
    let language = name
        .trim_end_matches(".typed")
        .split_once('.')
        .map(|(_, language)| format!("{language}-"));
    let judged = judged.lines().filter(|line| {
        let id = line.split('\t').next().unwrap();
        language
            .as_ref()
            .is_none_or(|prefix| id.starts_with(prefix.as_str()))
            || asked.contains(id)
    });
    let (judged_file, run_file) = (
        folder.path().join("qrels.tsv"),
        folder.path().join("run.tsv"),
    );
    std::fs::write(&judged_file, judged.collect::<Vec<_>>().join("\n")).unwrap();
    std::fs::write(&run_file, run).unwrap();
    let output = Command::new("python3")
        .arg(shared.join("eval/score_ranking.py"))
        .args([&judged_file, &run_file])
        .output()
        .expect("python3 runs the scorers");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let measures = String::from_utf8(output.stdout).unwrap();
    let value = |measure: &str| {
        let cell = measures
            .split_whitespace()
            .find_map(|cell| cell.strip_prefix(&format!("{measure}=")));
        cell.unwrap().parse::<f64>().unwrap()
    };
    figures.insert(format!("{name}.ndcg10"), value("nDCG@10"));
    figures.insert(format!("{name}.mrr"), value("MRR"));
}
