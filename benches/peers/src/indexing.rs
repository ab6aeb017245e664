//! `index`: the same input into each engine's index, in turn, round by round.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::json;

use crate::engines::{Engine, Input, Setup};
use crate::input;
use crate::measure::{self, Cost};
use crate::spread::Spread;

/// What to index, and with what.
#[derive(Args, Clone, Debug)]
pub struct Indexing {
    /// Articles as `generate` writes them
    #[arg(long, value_name = "FILE.jsonl")]
    pub articles: Option<PathBuf>,
    /// A folder of web pages
    #[arg(long, value_name = "DIR")]
    pub html: Option<PathBuf>,
    /// The engines.
    #[command(flatten)]
    pub setup: Setup,
}

/// What one engine took in each round.
struct Row {
    engine: Engine,
    wall: Vec<f64>,
    cpu: Vec<f64>,
    peak: u64,
    /// Bytes on disk at the end.
    size: u64,
}

/// Indexes what was named and returns the tables; prints each measurement with `--json`.
pub fn run(asked: &Indexing) -> Result<String> {
    ensure!(
        asked.articles.is_some() || asked.html.is_some(),
        "name what to index: --articles FILE.jsonl, --html DIR or both"
    );
    asked.setup.prepare()?;
    let mut tables = String::new();
    if let Some(articles) = &asked.articles {
        let count = input::count_lines(articles)?;
        let engines = asked.setup.for_articles();
        let rows = rounds(&asked.setup, &engines, Input::Articles(articles))?;
        let size = megabytes(input::size_on_disk(articles)?);
        tables += &format!("### Indexing {count} articles ({size} MB of JSON Lines)\n\n");
        tables += &table(&rows, count, "articles");
    }
    if let Some(pages) = &asked.html {
        let count = input::files_under(pages)?.len() as u64;
        let engines = asked.setup.for_pages();
        let rows = rounds(&asked.setup, &engines, Input::Pages(pages))?;
        let size = megabytes(input::size_on_disk(pages)?);
        tables += &format!("### Indexing a folder of {count} web pages ({size} MB of HTML)\n\n");
        tables += &table(&rows, count, "pages");
    }
    Ok(tables)
}

/// Round 1 each engine in turn, round 2 each in turn the other way round, and so on.
fn rounds(setup: &Setup, engines: &[Engine], input: Input<'_>) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = engines.iter().map(|&engine| Row::new(engine)).collect();
    for round in 0..setup.rounds {
        let forward = round % 2 == 0;
        for turn in 0..rows.len() {
            let place = if forward { turn } else { rows.len() - 1 - turn };
            rows[place].take_turn(setup, input, round)?;
        }
    }
    Ok(rows)
}

impl Row {
    fn new(engine: Engine) -> Self {
        Self {
            engine,
            wall: Vec::new(),
            cpu: Vec::new(),
            peak: 0,
            size: 0,
        }
    }

    /// Indexes into an empty folder, which is kept for `search`.
    fn take_turn(&mut self, setup: &Setup, input: Input<'_>, round: usize) -> Result<()> {
        let index = setup.index_of(self.engine, input.name());
        if index.exists() {
            fs::remove_dir_all(&index)
                .with_context(|| format!("cannot empty {}", index.display()))?;
        }
        let mut command = setup.index_command(self.engine, input)?;
        let name = self.engine.name();
        eprintln!("round {}: {name} indexes the {}", round + 1, input.name());
        measure::settle();
        let (cost, output) = measure::run(&mut command, &setup.log_of(self.engine))?;
        self.size = input::size_on_disk(&index)?;
        self.note(cost);
        if self.engine == Engine::Dateline {
            eprint!("{output}");
        }
        if setup.json {
            let line = json!({
                "kind": "index", "input": input.name(), "engine": name, "round": round + 1,
                "wall_s": cost.wall, "cpu_s": cost.cpu, "peak_bytes": cost.peak,
                "size_bytes": self.size,
            });
            println!("{line}");
        }
        Ok(())
    }

    fn note(&mut self, cost: Cost) {
        self.wall.push(cost.wall);
        self.cpu.push(cost.cpu);
        self.peak = self.peak.max(cost.peak);
    }
}

/// One row an engine; all ratios are to the first.
fn table(rows: &[Row], count: u64, what: &str) -> String {
    let Some(base) = rows.first() else {
        return String::new();
    };
    let mut table = format!(
        "| engine | {what}/s | wall s | CPU s | wall ratio | CPU ratio | MB on disk | size ratio | \
         peak MB |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for row in rows {
        let wall = Spread::of(row.wall.clone()).median;
        let cpu = Spread::of(row.cpu.clone()).median;
        table += &format!(
            "| {} | {:.0} | {wall:.1} | {cpu:.1} | {} | {} | {} | {:.2} | {} |\n",
            row.engine.name(),
            count as f64 / wall,
            Spread::of_ratios(&row.wall, &base.wall),
            Spread::of_ratios(&row.cpu, &base.cpu),
            megabytes(row.size),
            row.size as f64 / base.size as f64,
            megabytes(row.peak),
        );
    }
    table + "\n"
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}
