//! An archive on a real cluster beside the embedded one: `tests/cluster/cluster.sh start 3`, then
//! `DATELINE_CLUSTER=http://127.0.0.1:19200 cargo test --test nodes`. `DATELINE_SLOW=1` asks for the long versions.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::panic
)]

mod engine;
mod generated;
mod queries;
mod parity;
mod lists;
mod names;
mod compounds;
mod walls;
mod rows;
mod kills;
mod proxy;
mod losses;
mod own_node;
mod upgrade;
mod no_scripts;
mod figures;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::{ControlFlow, Deref};
use std::path::Path;
use std::sync::LazyLock;

use dateline::archive::{Facet, Field, Filters, Limits, Request, Results, Searcher};
use dateline::article::{Article, Entry};
use dateline::cluster::{self, Address, Cluster, LoadError, Loaded};
use dateline::index::{self, Marks, Writer};
use dateline::ingest;
use dateline::query::parse;
use dateline::search::Archive;
use jiff::civil::date;
use tempfile::TempDir;

/// The cluster's first node.
fn node() -> String {
    std::env::var("DATELINE_CLUSTER")
        .expect("DATELINE_CLUSTER names a node; tests/cluster/cluster.sh starts some")
}

fn address(index: &str) -> Address {
    Address::parse(&format!("{}/{index}", node())).unwrap()
}

/// Loads an archive into an index of so many shards.
fn load(archive: &Archive, index: &str, shards: u32) -> Loaded {
    load_at(archive, address(index), shards, &mut |_| ()).unwrap()
}

/// Loads an archive through a node, and tells how far it is.
fn load_at(
    archive: &Archive,
    address: Address,
    shards: u32,
    each: &mut dyn FnMut(&Loaded),
) -> Result<Loaded, LoadError> {
    let options = cluster::Options {
        shards,
        replicas: 1,
        wait: &std::thread::sleep,
        progress: &mut |loaded| {
            each(loaded);
            ControlFlow::Continue(())
        },
        rejected: &mut |rejected| panic!("{rejected:?}"),
    };
    cluster::load(archive, address, None, None, options)
}

fn open(index: &str) -> Cluster {
    Cluster::open(address(index), None, None).unwrap()
}

/// The archive on the cluster, in an index of so many shards, which is there as long as its name.
fn on_cluster(archive: &Archive, what: &str, shards: u32) -> (IndexName, Cluster) {
    let name = new_name(what);
    load(archive, &name, shards);
    let cluster = open(&name);
    (name, cluster)
}

/// The name of an index of one test. The index is deleted with it: the nodes are small. A test that fails leaves its index to be looked at.
struct IndexName(String);

impl Deref for IndexName {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IndexName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Drop for IndexName {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let path = format!("/{}?ignore_unavailable=true", self.0);
            engine::ask(&node(), "DELETE", &path, &serde_json::Value::Null);
        }
    }
}

/// A name that no index has yet.
fn new_name(what: &str) -> IndexName {
    let now = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    IndexName(format!("{what}-{now}"))
}

static NEWSROOM: LazyLock<(TempDir, Archive)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(dir.path(), &index::Options::default()).unwrap();
    read_newsroom(&writer);
    writer.finish().unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    (dir, archive)
});

fn read_newsroom(writer: &Writer) {
    let newsroom = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/newsroom");
    ingest::ingest(&[newsroom], writer, &ingest::Options::default(), &|_| {}).unwrap();
}

/// An archive of these articles.
fn archive_of(articles: impl IntoIterator<Item = Article>) -> (TempDir, Archive) {
    let dir = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(dir.path(), &index::Options::default()).unwrap();
    add(articles, &writer);
    writer.finish().unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    (dir, archive)
}

fn add(articles: impl IntoIterator<Item = Article>, writer: &Writer) {
    for article in articles {
        let entry = Entry::new(article, 1);
        writer.add(&entry, &Marks::default()).unwrap();
    }
    writer.commit("").unwrap();
}

fn is_slow() -> bool {
    std::env::var_os("DATELINE_SLOW").is_some()
}

fn articles(archive: &dyn Searcher) -> Vec<Article> {
    let mut found = Vec::new();
    let mut each = |article| {
        found.push(article);
        ControlFlow::Continue(())
    };
    archive
        .export(
            &parse("*").0,
            &Filters::default(),
            date(2026, 1, 1),
            &mut each,
        )
        .unwrap();
    found
}

fn request(query: &str) -> Request {
    let facet = |field| Facet { field, limit: None };
    Request {
        limit: 10,
        facets: [
            Field::Source,
            Field::Language,
            Field::Date,
            Field::Year,
            Field::Author,
        ]
        .map(facet)
        .to_vec(),
        limits: Limits::NONE,
        ..Request::new(parse(query).0, date(2025, 10, 1))
    }
}

/// The ids of all matches.
fn ids(archive: &dyn Searcher, query: &str) -> Result<BTreeSet<String>, String> {
    let mut found = BTreeSet::new();
    let mut each = |article: Article| {
        found.insert(article.id);
        ControlFlow::Continue(())
    };
    let query = parse(query).0;
    let asked = archive.export(&query, &Filters::default(), date(2025, 10, 1), &mut each);
    asked.map_err(|error| format!("{error}"))?;
    Ok(found)
}

/// A number below `most`, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

/// What of two answers differs.
fn difference(one: &Results, other: &Results) -> Option<String> {
    if one.total != other.total {
        return Some(format!("{} and {} articles", one.total, other.total));
    }
    one.facets
        .iter()
        .zip(&other.facets)
        .find(|(a, b)| a != b)
        .map(|(a, b)| format!("{a:?}\n{b:?}"))
}

/// The cluster finds what the embedded archive finds, and counts the same.
fn agrees(embedded: &dyn Searcher, cluster: &dyn Searcher, queries: &[String]) {
    let mut wrong = Vec::new();
    for query in queries {
        let (expected, found) = match (ids(embedded, query), ids(cluster, query)) {
            (Ok(expected), Ok(found)) => (expected, found),
            (_, Err(error)) => {
                wrong.push(format!("{query}: {error}"));
                continue;
            }
            (Err(error), _) => panic!("{error}"),
        };
        if expected != found {
            let missing: Vec<_> = expected.difference(&found).take(3).collect();
            let more: Vec<_> = found.difference(&expected).take(3).collect();
            wrong.push(format!(
                "{query}: {} expected, {} found; missing {missing:?}, too many {more:?}",
                expected.len(),
                found.len()
            ));
            continue;
        }
        let (one, other) = (
            embedded.search(&request(query)).unwrap(),
            cluster.search(&request(query)).unwrap(),
        );
        wrong.extend(difference(&one, &other).map(|what| format!("{query}: {what}")));
    }
    println!(
        "{} of {} queries agree",
        queries.len() - wrong.len(),
        queries.len()
    );
    assert!(
        wrong.is_empty(),
        "{} of {} queries differ:\n{}",
        wrong.len(),
        queries.len(),
        wrong.join("\n")
    );
}

/// Articles that have a word of their own each, beside one that all have.
fn numbered(count: usize) -> (TempDir, Archive) {
    archive_of((0..count).map(|id| Article {
        id: format!("n{id}"),
        path: format!("n{id}.txt"),
        text: format!("Everywhere stands this word, and number{id} stands here alone. ").repeat(20),
        ..Article::default()
    }))
}
