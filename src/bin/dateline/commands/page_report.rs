//! `--report FILE`: what became of each page, as JSON Lines.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use dateline::article::Place;
use dateline::ingest::{Outcome, PageEnd};
use dateline::read::Tally;

/// A file that gets a line for each page, in the order in which the ends of the pages are known.
pub(crate) struct PageReport {
    path: PathBuf,
    out: Mutex<Out>,
}

struct Out {
    file: BufWriter<File>,
    /// The first error; no more is written then.
    failed: Option<io::Error>,
}

impl PageReport {
    /// Makes the file, or empties it.
    pub(crate) fn create(path: &Path) -> Result<Self> {
        let file =
            File::create(path).with_context(|| format!("cannot write to {}", path.display()))?;
        Ok(Self {
            path: path.to_path_buf(),
            out: Mutex::new(Out {
                file: BufWriter::new(file),
                failed: None,
            }),
        })
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a page.
    pub(crate) fn write(&self, end: &PageEnd) {
        self.write_line(&line(end));
    }

    /// Adds the counts of a crawl's records that are no pages: `{"path","records":{"request":3,"image":12}}`.
    pub(crate) fn write_records(&self, tally: &Tally) {
        let mut records = serde_json::Map::new();
        for (kind, count) in &tally.counts {
            records.insert(kind.name().to_owned(), (*count).into());
        }
        let path = Place::text_of(&tally.path);
        self.write_line(&serde_json::json!({"path": path, "records": records}));
    }

    fn write_line(&self, line: &serde_json::Value) {
        let mut out = self.out.lock().unwrap_or_else(PoisonError::into_inner);
        if out.failed.is_none() {
            out.failed = writeln!(out.file, "{line}").err();
        }
    }

    /// Writes what is left; fails where any line could not be written.
    pub(crate) fn finish(self) -> Result<()> {
        let out = self
            .out
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let mut file = out.file;
        let written = out.failed.map_or_else(|| file.flush(), Err);
        written.with_context(|| format!("cannot write to {}", self.path.display()))
    }
}

/// `{"path","outcome","id","reason","duplicate_of","version_of"}`, without what is not known.
fn line(end: &PageEnd) -> serde_json::Value {
    let mut line = serde_json::Map::new();
    let duplicate_of = match &end.outcome {
        Outcome::Duplicate { of } => Some(of.clone()),
        _ => None,
    };
    let fields = [
        ("path", Some(end.path.clone())),
        ("outcome", Some(end.outcome.name().to_owned())),
        ("id", end.id.clone()),
        ("reason", end.reason()),
        ("duplicate_of", duplicate_of),
        ("version_of", end.version_of.clone()),
    ];
    for (name, value) in fields {
        line.extend(value.map(|value| (name.to_owned(), value.into())));
    }
    line.into()
}
