//! How fast dateline is beside its peers; `benches/BENCHMARKS.md` says how to run it.
//!
//! `generate` writes invented articles, pages and queries; `index`, `search` and `clean` measure;
//! `all` does everything and can write its tables into a file.

mod answers;
mod articles;
mod bare_tantivy;
mod cleaning;
mod engines;
mod everything;
mod generate;
mod indexing;
mod input;
mod measure;
mod outlets;
mod pages;
mod queries;
mod random;
mod searching;
mod spread;
mod sqlite;
mod words;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

use bare_tantivy::Budget;
use engines::Setup;

/// How fast dateline is beside its peers
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write invented articles, web pages and queries
    Generate(generate::Generate),
    /// Index the same input with each engine, in turn
    Index(indexing::Indexing),
    /// Ask each engine the same queries, in turn, of the indexes that `index` left
    Search(searching::Searching),
    /// Clean pages with dateline, dom_smoothie and trafilatura, in turn
    Clean(cleaning::Cleaning),
    /// Generate, index and search; print the tables or write them into a file
    All(everything::Everything),
    // This program starts itself as these, so that each engine is a process of its own.
    #[command(hide = true)]
    IndexTantivy(Building),
    #[command(hide = true)]
    IndexSmoothie(Building),
    #[command(hide = true)]
    IndexSqlite(Building),
    #[command(hide = true)]
    AnswerTantivy(Answering),
    #[command(hide = true)]
    AnswerSqlite(Answering),
}

#[derive(Args)]
struct Building {
    input: PathBuf,
    index: PathBuf,
    #[arg(long)]
    threads: usize,
    #[arg(long)]
    memory_mb: usize,
}

#[derive(Args)]
struct Answering {
    index: PathBuf,
    #[command(flatten)]
    passes: answers::Passes,
}

impl Building {
    fn budget(&self) -> Budget {
        Budget {
            threads: self.threads,
            memory: self.memory_mb * 1_000_000,
        }
    }
}

fn main() -> Result<()> {
    match Arguments::parse().command {
        Command::Generate(asked) => generate::run(&asked),
        Command::Index(asked) => indexing::run(&asked).map(|tables| show(&tables, &asked.setup)),
        Command::Search(asked) => searching::run(&asked).map(|tables| show(&tables, &asked.setup)),
        Command::Clean(asked) => cleaning::run(&asked),
        Command::All(asked) => everything::run(&asked),
        Command::IndexTantivy(asked) => {
            bare_tantivy::index_articles(&asked.input, &asked.index, asked.budget())
        }
        Command::IndexSmoothie(asked) => {
            bare_tantivy::index_pages(&asked.input, &asked.index, asked.budget())
        }
        Command::IndexSqlite(asked) => sqlite::index_articles(&asked.input, &asked.index),
        Command::AnswerTantivy(asked) => bare_tantivy::answer(&asked.index, &asked.passes),
        Command::AnswerSqlite(asked) => sqlite::answer(&asked.index, &asked.passes),
    }
}

/// Prints tables, unless every measurement was printed as JSON already.
fn show(tables: &str, setup: &Setup) {
    if !setup.json {
        print!("{tables}");
    }
}
