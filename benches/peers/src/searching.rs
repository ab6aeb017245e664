//! `search`: the same queries to the index of each engine, in turn, round by round.

use std::collections::HashMap;
use std::fs;
use std::io::Write;

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::Deserialize;
use serde_json::json;

use crate::answers::{self, Answer, Passes};
use crate::engines::{Engine, Setup};
use crate::generate;
use crate::measure;
use crate::queries::{CLASSES, Class, Query};
use crate::spread::{Spread, geometric_mean};

/// Which queries, and the engines whose indexes `index` left in the work folder.
#[derive(Args, Clone, Debug)]
pub struct Searching {
    /// The queries.
    #[command(flatten)]
    pub passes: Passes,
    /// The engines.
    #[command(flatten)]
    pub setup: Setup,
}

/// What one engine answered.
struct Row {
    engine: Engine,
    /// Of each round, what each query took.
    rounds: Vec<HashMap<String, Answer>>,
    /// Of each round and query that was asked alone, seconds from the start of a process to its
    /// end.
    alone: Vec<Vec<f64>>,
}

/// A line of `dateline search --queries --json`; other lines are hits.
#[derive(Deserialize)]
struct Summary {
    r#type: String,
    query_id: String,
    #[serde(default)]
    total: u64,
    #[serde(default)]
    took_ms: f64,
}

/// Asks everything of everyone and returns the tables; prints each answer with `--json`.
pub fn run(asked: &Searching) -> Result<String> {
    asked.setup.prepare()?;
    let queries = answers::read_queries(&asked.passes.queries)?;
    let engines = asked.setup.for_articles();
    for &engine in &engines {
        let index = asked.setup.index_of(engine, "articles");
        ensure!(
            index.exists(),
            "no index at {}; run `index` first",
            index.display()
        );
    }
    let mut rows: Vec<Row> = engines.into_iter().map(Row::new).collect();
    for round in 0..asked.setup.rounds {
        for row in &mut rows {
            let name = row.engine.name();
            eprintln!(
                "round {}: {name} answers {} queries",
                round + 1,
                queries.len()
            );
            row.answer_all(asked, &queries)?;
            row.answer_alone(asked, &queries)?;
            if asked.setup.json {
                row.print_last(&queries, round);
            }
        }
    }
    Ok(class_table(&rows, &queries) + &count_table(&rows, &queries) + &alone_table(&rows))
}

impl Row {
    fn new(engine: Engine) -> Self {
        Self {
            engine,
            rounds: Vec::new(),
            alone: Vec::new(),
        }
    }

    /// One warm process that goes over all queries several times.
    fn answer_all(&mut self, asked: &Searching, queries: &[Query]) -> Result<()> {
        let passes = asked.passes.passes;
        let (_, answers) = ask(&asked.setup, self.engine, queries, passes)?;
        let missing = queries
            .iter()
            .find(|query| !answers.contains_key(&query.id));
        ensure!(
            missing.is_none(),
            "{} did not answer all",
            self.engine.name()
        );
        self.rounds.push(answers);
        Ok(())
    }

    /// A process for the first query of each class, as at a command line.
    fn answer_alone(&mut self, asked: &Searching, queries: &[Query]) -> Result<()> {
        let mut seconds = Vec::new();
        for class in CLASSES {
            let Some(query) = queries.iter().find(|query| query.class == class) else {
                continue;
            };
            let alone = std::slice::from_ref(query);
            seconds.push(ask(&asked.setup, self.engine, alone, 1)?.0);
        }
        self.alone.push(seconds);
        Ok(())
    }

    fn print_last(&self, queries: &[Query], round: usize) {
        let Some(answers) = self.rounds.last() else {
            return;
        };
        for query in queries {
            let answer = &answers[&query.id];
            let line = json!({
                "kind": "search", "engine": self.engine.name(), "round": round + 1,
                "class": query.class, "id": query.id, "us": answer.us, "total": answer.total,
            });
            println!("{line}");
        }
    }

    /// By round, how much longer the queries of a class took than the base took in the same round.
    fn ratios(&self, base: &Self, queries: &[Query], class: Option<Class>) -> Vec<f64> {
        let mut ratios = Vec::new();
        for (answers, base) in self.rounds.iter().zip(&base.rounds) {
            let asked = queries
                .iter()
                .filter(|query| class.is_none_or(|class| query.class == class));
            let by_query: Vec<f64> = asked
                .map(|query| answers[&query.id].us / base[&query.id].us)
                .collect();
            ratios.push(geometric_mean(&by_query));
        }
        ratios
    }

    /// The middle time of a class's queries in all rounds, in microseconds.
    fn median_us(&self, queries: &[Query], class: Class) -> f64 {
        let of_class = queries.iter().filter(|query| query.class == class);
        let times = of_class.flat_map(|query| self.rounds.iter().map(|round| round[&query.id].us));
        Spread::of(times.collect()).median
    }

    /// Of the queries of a class, how many match as many articles as with the base.
    fn equal_counts(&self, base: &Self, queries: &[Query], class: Class) -> usize {
        let Some((answers, base)) = self.rounds.first().zip(base.rounds.first()) else {
            return 0;
        };
        let of_class = queries.iter().filter(|query| query.class == class);
        of_class
            .filter(|query| answers[&query.id].total == base[&query.id].total)
            .count()
    }
}

/// Has an engine answer queries: seconds from start to exit, and the answers by the query's id.
fn ask(
    setup: &Setup,
    engine: Engine,
    queries: &[Query],
    passes: usize,
) -> Result<(f64, HashMap<String, Answer>)> {
    let file = setup.work.join("asked.jsonl");
    let mut out = generate::create(&file)?;
    // dateline takes its own language, and goes over a list once: the passes are in the list.
    let lines = if engine == Engine::Dateline {
        passes
    } else {
        1
    };
    for _ in 0..lines {
        for query in queries {
            if engine == Engine::Dateline {
                let line = json!({"id": query.id, "query": query.for_dateline()});
                writeln!(out, "{line}")?;
            } else {
                serde_json::to_writer(&mut out, query)?;
                out.write_all(b"\n")?;
            }
        }
    }
    out.flush()?;
    let passes = Passes {
        queries: file,
        passes,
    };
    let mut command = setup.answer_command(engine, &passes)?;
    let (cost, output) = measure::run(&mut command, &setup.log_of(engine))?;
    let mut answers: HashMap<String, Answer> = HashMap::new();
    for answer in read_answers(engine, &output)? {
        let best = answers
            .entry(answer.id.clone())
            .or_insert_with(|| answer.clone());
        best.us = best.us.min(answer.us);
    }
    fs::remove_file(&passes.queries)?;
    Ok((cost.wall, answers))
}

fn read_answers(engine: Engine, output: &str) -> Result<Vec<Answer>> {
    let mut answers = Vec::new();
    for line in output.lines() {
        if engine != Engine::Dateline {
            answers.push(serde_json::from_str(line).context("an answer was not understood")?);
            continue;
        }
        let summary: Summary = serde_json::from_str(line).context("dateline was not understood")?;
        if summary.r#type == "summary" {
            answers.push(Answer {
                id: summary.query_id,
                // It is printed in steps of a microsecond: none took less.
                us: (summary.took_ms * 1000.0).max(1.0),
                total: summary.total,
            });
        }
    }
    Ok(answers)
}

/// One row a class, one column an engine.
fn class_table(rows: &[Row], queries: &[Query]) -> String {
    let Some((base, others)) = rows.split_first() else {
        return String::new();
    };
    let mut table = format!(
        "### Ten hits and the count, warm ({} queries)\n\n",
        queries.len()
    );
    table += &format!("| class | {} µs |", base.engine.name());
    for row in others {
        table += &format!(" {} ratio |", row.engine.name());
    }
    table += "\n|---|---:|";
    table += &"---:|".repeat(others.len());
    for class in CLASSES {
        let us = base.median_us(queries, class);
        table += &format!("\n| `{}` | {us:.0} |", class.name());
        for row in others {
            let ratios = row.ratios(base, queries, Some(class));
            table += &format!(" {} |", Spread::of(ratios));
        }
    }
    table += "\n| all | |";
    for row in others {
        table += &format!(" {} |", Spread::of(row.ratios(base, queries, None)));
    }
    table + "\n\n"
}

/// How far the engines mean the same by a query.
fn count_table(rows: &[Row], queries: &[Query]) -> String {
    let Some((base, others)) = rows.split_first() else {
        return String::new();
    };
    let mut table = format!(
        "### Queries with the same count as {}\n\n| class | queries |",
        base.engine.name()
    );
    for row in others {
        table += &format!(" {} |", row.engine.name());
    }
    table += "\n|---|---:|";
    table += &"---:|".repeat(others.len());
    for class in CLASSES {
        let asked = queries.iter().filter(|query| query.class == class).count();
        table += &format!("\n| `{}` | {asked} |", class.name());
        for row in others {
            table += &format!(" {} |", row.equal_counts(base, queries, class));
        }
    }
    table + "\n\n"
}

/// What someone waits at a command line.
fn alone_table(rows: &[Row]) -> String {
    let mut table = String::from(
        "### One query, from the start of the process to its end\n\n| engine | ms |\n|---|---:|\n",
    );
    for row in rows {
        let milliseconds = row.alone.iter().flatten().map(|seconds| seconds * 1000.0);
        let spread = Spread::of(milliseconds.collect());
        table += &format!("| {} | {spread} |\n", row.engine.name());
    }
    table + "\n"
}
