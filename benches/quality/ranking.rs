//! Ranking, on judged queries: nDCG@10 by the scorer beside the data.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use dateline::article::{Article, Found, Language, Witness};
use dateline::index::{Options, Writer};
use dateline::query;
use dateline::search::{Archive, Filters, Group, Request, Searcher, Sort};
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

/// nDCG@10 of each collection, and MRR by language of the multilingual one.
pub(crate) fn measure(shared: &Path) -> Figures {
    let mut figures = Figures::new();
    for collection in COLLECTIONS {
        let folder = shared.join("eval").join(collection);
        let archive = tempfile::tempdir().unwrap();
        index(&folder, archive.path());
        let archive = Archive::open(archive.path()).unwrap();
        let queries = labelled::lines(&folder.join("queries.jsonl.gz"));
        let mut runs: BTreeMap<String, String> = BTreeMap::new();
        for query in &queries {
            let name = collection.rsplit('/').next().unwrap();
            let language = query["lang"].as_str().filter(|_| name == "xquad");
            let key = language.map_or(name.to_owned(), |language| format!("{name}.{language}"));
            ask(&archive, query, language, runs.entry(key).or_default());
        }
        for (name, run) in runs {
            score(shared, &folder.join("qrels.tsv"), &name, &run, &mut figures);
        }
    }
    figures
}

fn index(folder: &Path, archive: &Path) {
    let writer = Writer::open_or_create(archive, &Options::default()).unwrap();
    for (n, doc) in labelled::lines(&folder.join("docs.jsonl.gz")).iter().enumerate() {
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
        writer.add(&article, n as u64).unwrap();
    }
    writer.finish().unwrap();
}

/// The words of a question, any of which may match.
fn words(text: &str) -> String {
    let word =
        |word: &str| word.chars().filter(|c| is_word_char(*c) || "'’.".contains(*c)).collect::<String>();
    let parts = text.split(|c: char| c.is_whitespace() || "-–—/,;:".contains(c));
    let words = parts.map(word).filter(|word| word.chars().any(char::is_alphanumeric));
    words.map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" OR ")
}

fn ask(archive: &Archive, query: &Value, language: Option<&str>, run: &mut String) {
    let only = language.map(|language| (dateline::search::Field::Language, language.to_owned()));
    let request = Request {
        query: query::parse(&words(query["text"].as_str().unwrap())).0,
        filters: Filters { only: only.into_iter().collect(), ..Filters::default() },
        sort: Sort::Relevance,
        group: Group::Off,
        offset: 0,
        limit: 100,
        snippets: 0,
        facets: Vec::new(),
        today: date(2026, 1, 1),
    };
    for hit in archive.search(&request).unwrap().hits {
        writeln!(run, "{}\t{}\t{}", query["id"].as_str().unwrap(), hit.id, hit.score).unwrap();
    }
}

/// Scores the queries of one run; those that are not in it are not counted against it.
fn score(shared: &Path, qrels: &Path, name: &str, run: &str, figures: &mut Figures) {
    let folder = tempfile::tempdir().unwrap();
    let asked: std::collections::BTreeSet<&str> =
        run.lines().filter_map(|line| line.split('\t').next()).collect();
    let judged = std::fs::read_to_string(qrels).unwrap();
    let language = name.split_once('.').map(|(_, language)| format!("{language}-"));
    let judged = judged.lines().filter(|line| {
        let id = line.split('\t').next().unwrap();
        language.as_ref().is_none_or(|prefix| id.starts_with(prefix.as_str())) || asked.contains(id)
    });
    let (judged_file, run_file) = (folder.path().join("qrels.tsv"), folder.path().join("run.tsv"));
    std::fs::write(&judged_file, judged.collect::<Vec<_>>().join("\n")).unwrap();
    std::fs::write(&run_file, run).unwrap();
    let output = Command::new("python3")
        .arg(shared.join("eval/score_ranking.py"))
        .args([&judged_file, &run_file])
        .output()
        .expect("python3 runs the scorers");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let measures = String::from_utf8(output.stdout).unwrap();
    let value = |measure: &str| {
        let cell = measures.split_whitespace().find_map(|cell| cell.strip_prefix(&format!("{measure}=")));
        cell.unwrap().parse::<f64>().unwrap()
    };
    figures.insert(format!("{name}.ndcg10"), value("nDCG@10"));
    figures.insert(format!("{name}.mrr"), value("MRR"));
}
