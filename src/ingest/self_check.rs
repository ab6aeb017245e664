//! Whether an archive agrees with itself, beyond the checksums of its files: articles, sites and copies.

use std::path::Path;

use crate::group::{Book, Directory, FormatError};
use crate::index::payload::Payload;
use crate::index::{Finding, OpenError, Reader, contents, sidecar};
use crate::ingest::one_page;
use crate::site;

/// Articles that are looked at where not all are.
const SAMPLE: u64 = 1_000;

/// How much of an archive is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// A thousand articles.
    Sample,
    /// Every article.
    Full,
}

/// What looking at the articles of an archive has shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentsReport {
    /// Articles in the archive.
    pub articles: u64,
    /// Articles that were looked at.
    pub looked_at: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// Looks at the articles of the archive in `dir` and at what it knows of sites and copies. The checksums of the files should be right
/// ([`check_files`](crate::index::check_files)): on files that they do not fit, the engine may panic or ask for any amount of memory.
pub fn check_contents(dir: &Path, depth: Depth) -> Result<ContentsReport, OpenError> {
    let reader = Reader::open(dir)?;
    let damaged = |error| OpenError::Damaged {
        path: dir.to_path_buf(),
        source: error,
    };
    let most = match depth {
        Depth::Sample => SAMPLE,
        Depth::Full => u64::MAX,
    };
    let found = contents::inspect(&reader, most, &|version| one_page::marks(version).0);
    let found = found.map_err(|error| damaged(error.into()))?;
    let mut report = ContentsReport {
        articles: found.articles,
        looked_at: found.looked_at,
        findings: found.findings,
    };
    // An archive that was not made by `ingest` says other things of itself, or nothing.
    let Ok(payload) = Payload::read(reader.payload()?.as_deref()) else {
        return Ok(report);
    };
    if let Some(name) = &payload.sites {
        let read = sidecar::read(dir, name).ok().flatten();
        let book = read.ok_or("cannot be read".to_owned());
        let book = book.and_then(|bytes| site::Book::read(&bytes).map_err(|it| it.to_string()));
        report.findings.extend(finding(name, book.err()));
    }
    if let Some(name) = &payload.copies {
        let book = read_copies(dir, name);
        let compared = match book {
            // A run that was stopped has said that the book lags behind, and the next one mends it.
            Ok(_) if payload.copies_due => Ok(()),
            Ok(book) => compare_copies(&book, &found.keys),
            Err(error) => Err(error),
        };
        report.findings.extend(finding(name, compared.err()));
    }
    Ok(report)
}

fn finding(name: &str, what: Option<String>) -> Option<Finding> {
    let path = name.to_owned();
    what.map(|what| Finding { path, what })
}

fn read_copies(dir: &Path, name: &str) -> Result<Book, String> {
    let file = |name: &str| -> Result<Vec<u8>, FormatError> {
        let bytes = sidecar::read(dir, name).ok().flatten();
        bytes.ok_or_else(FormatError::missing)
    };
    let directory = file(name).map_err(|error| error.to_string())?;
    let directory: Directory =
        serde_json::from_slice(&directory).map_err(|error| error.to_string())?;
    Book::read(&directory, file).map_err(|error| error.to_string())
}

/// Whether the book of copies tells of articles that are there, and of each pair from both sides.
fn compare_copies(book: &Book, keys: &[u64]) -> Result<(), String> {
    for record in book.records() {
        let key = record.key();
        let is_there = keys.binary_search(&key).is_ok();
        let is_grouped = match book.group_record(key) {
            Some(group) => group.has_member(key),
            None => record.group() == key,
        };
        if !is_there || !is_grouped {
            return Err("tells of articles that the archive does not have so".to_owned());
        }
        for link in record.links() {
            let other = book.record(link.to);
            if !other.is_some_and(|other| other.is_linked(key)) {
                return Err("has links that only one of two articles knows of".to_owned());
            }
        }
    }
    let is_held = |key: &u64| keys.binary_search(key).is_ok();
    match book.records().all(|record| is_held(&record.group())) {
        true => Ok(()),
        false => Err("has groups whose first article is gone".to_owned()),
    }
}
