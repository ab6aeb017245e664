//! Answering a list of queries several times, and the lines that say how long each took.

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::queries::Query;

/// Which queries, and how often.
#[derive(Args, Clone, Debug)]
pub struct Passes {
    /// Queries as `generate` writes them
    #[arg(long, value_name = "FILE.jsonl")]
    pub queries: PathBuf,
    /// How often each engine goes over all queries in a round; the best time of each counts
    #[arg(long, default_value_t = 5)]
    pub passes: usize,
}

/// One query answered.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Answer {
    /// The query's.
    pub id: String,
    /// Microseconds from query to ten hits with their titles, the best of all passes.
    pub us: f64,
    /// How many articles match.
    pub total: u64,
}

/// Reads a list of queries.
pub fn read_queries(file: &Path) -> Result<Vec<Query>> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let queries = text.lines().map(serde_json::from_str);
    queries
        .collect::<Result<_, _>>()
        .with_context(|| format!("{} has no queries", file.display()))
}

/// Answers each query in each pass, and prints an [`Answer`] a query.
///
/// A pass goes over all queries before the next begins, so that no query finds its own leavings in
/// the processor's cache.
pub fn measure(passes: &Passes, mut answer: impl FnMut(&Query) -> Result<u64>) -> Result<()> {
    let queries = read_queries(&passes.queries)?;
    let mut best = vec![(f64::MAX, 0); queries.len()];
    for _ in 0..passes.passes.max(1) {
        for (query, (least, total)) in queries.iter().zip(&mut best) {
            let start = Instant::now();
            *total = answer(query)?;
            *least = least.min(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (query, (us, total)) in queries.iter().zip(best) {
        let id = query.id.clone();
        serde_json::to_writer(&mut out, &Answer { id, us, total })?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
