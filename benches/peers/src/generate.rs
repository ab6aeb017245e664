//! Writes articles, pages and queries to files.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;

use crate::articles::Newsroom;
use crate::pages;
use crate::queries::{Query, Sample};

/// What to generate. Article k is the same whatever the number of articles.
#[derive(Args, Clone, Debug)]
pub struct Generate {
    /// How many articles
    #[arg(long, default_value_t = 100_000)]
    pub articles: u64,
    /// Another seed makes another newsroom
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// The articles, one JSON object a line
    #[arg(long, value_name = "FILE.jsonl")]
    pub out: PathBuf,
    /// A folder for the same articles as web pages
    #[arg(long, value_name = "DIR")]
    pub html: Option<PathBuf>,
    /// Pages of the first so many articles only
    #[arg(long, value_name = "N")]
    pub pages: Option<u64>,
    /// Queries of several classes, one JSON object a line
    #[arg(long, value_name = "FILE.jsonl")]
    pub queries: Option<PathBuf>,
}

/// Writes what was asked for.
pub fn run(asked: &Generate) -> Result<()> {
    let newsroom = Newsroom::new(asked.seed);
    let mut sample = Sample::new();
    let mut out = create(&asked.out)?;
    for number in 0..asked.articles {
        let (article, outlet) = newsroom.article(number);
        serde_json::to_writer(&mut out, &article)?;
        out.write_all(b"\n")?;
        sample.add(&article);
        if let Some(folder) = &asked.html
            && asked.pages.is_none_or(|pages| number < pages)
        {
            let page = pages::page(&newsroom, number, &article, outlet);
            write_page(folder, number, &page)?;
        }
    }
    out.flush()?;
    match &asked.queries {
        Some(path) => write_queries(path, &sample.draw(asked.seed)),
        None => Ok(()),
    }
}

/// One folder a thousand pages: no file system likes a million files in one.
fn write_page(folder: &Path, number: u64, page: &str) -> Result<()> {
    let folder = folder.join(format!("{:04}", number / 1000));
    if number.is_multiple_of(1000) {
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let path = folder.join(format!("{number:07}.html"));
    fs::write(&path, page).with_context(|| format!("cannot write {}", path.display()))
}

fn write_queries(path: &Path, queries: &[Query]) -> Result<()> {
    let mut out = create(path)?;
    for query in queries {
        serde_json::to_writer(&mut out, query)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// A new file, its folder made if need be.
pub fn create(path: &Path) -> Result<BufWriter<File>> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::new(file))
}
