//! `all`: generate, index, search, and the tables of one run in one place.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::answers::Passes;
use crate::engines::Setup;
use crate::indexing::{self, Indexing};
use crate::searching::{self, Searching};

/// How large the run is, and where its tables go.
#[derive(Args, Clone, Debug)]
pub struct Everything {
    /// How many articles to generate
    #[arg(long = "articles", default_value_t = 100_000)]
    articles: u64,
    /// How many of them as web pages, too
    #[arg(long, default_value_t = 4_000)]
    pages: u64,
    /// A Markdown file between whose lines `<!-- results -->` and `<!-- end of results -->` the
    /// tables are written, instead of to standard output
    #[arg(long, value_name = "FILE.md")]
    write: Option<PathBuf>,
    #[command(flatten)]
    passes: AllPasses,
    #[command(flatten)]
    setup: Setup,
}

#[derive(Args, Clone, Debug)]
struct AllPasses {
    /// How often each engine goes over all queries in a round; the best time of each counts
    #[arg(long, default_value_t = 5)]
    passes: usize,
}

const BEGIN: &str = "<!-- results -->\n";
const END: &str = "<!-- end of results -->";

/// Runs everything.
pub fn run(asked: &Everything) -> Result<()> {
    let setup = &asked.setup;
    let data = setup
        .work
        .join(format!("data-{}-{}", asked.articles, asked.pages));
    let (articles, html) = (data.join("articles.jsonl"), data.join("html"));
    let queries = data.join("queries.jsonl");
    // What is there was made by this generator; the queries are written last.
    if !queries.exists() {
        eprintln!(
            "generating {} articles and {} pages",
            asked.articles, asked.pages
        );
        generate(asked, [&articles, &html, &queries])?;
    }
    let mut tables = about(asked);
    tables += &indexing::run(&Indexing {
        articles: Some(articles),
        html: Some(html),
        setup: setup.clone(),
    })?;
    let passes = Passes {
        queries,
        passes: asked.passes.passes,
    };
    tables += &searching::run(&Searching {
        passes,
        setup: setup.clone(),
    })?;
    if let Some(file) = &asked.write {
        return write_between(file, &tables);
    }
    crate::show(&tables, setup);
    Ok(())
}

/// Generates in a process of its own: Linux counts the memory of this one, at the time when it starts
/// another, as memory of that other.
fn generate(asked: &Everything, [articles, html, queries]: [&Path; 3]) -> Result<()> {
    let status = Command::new(std::env::current_exe()?)
        .args(["generate", "--articles", &asked.articles.to_string()])
        .args(["--pages", &asked.pages.to_string(), "--out"])
        .arg(articles)
        .arg("--html")
        .arg(html)
        .arg("--queries")
        .arg(queries)
        .status()?;
    ensure!(status.success(), "the articles could not be generated");
    Ok(())
}

/// The machine and the versions, as far as they say themselves.
fn about(asked: &Everything) -> String {
    let setup = &asked.setup;
    let mut lines = format!(
        "{} threads, {} MB for indexing, {} rounds, {} passes a round; {}.\n",
        setup.threads(),
        setup.memory_mb,
        setup.rounds,
        asked.passes.passes,
        processor()
    );
    let dateline = setup.dateline.display().to_string();
    let mut programs = vec![(dateline.as_str(), "--version")];
    if setup.lucene_classpath.is_some() {
        programs.push(("java", "-version"));
    }
    // recollindex does not tell its version.
    programs.push(("omindex", "--version"));
    for (program, flag) in programs {
        if let Some(version) = version(program, flag) {
            lines += &format!("{version}.\n");
        }
    }
    let jars = setup
        .lucene_classpath
        .iter()
        .flat_map(std::env::split_paths);
    for jar in jars {
        let name = jar.file_name().unwrap_or_default().display().to_string();
        lines += &format!("{name}.\n");
    }
    lines + &format!("SQLite {}.\n\n", rusqlite::version())
}

/// The processor's name, where Linux tells it.
fn processor() -> String {
    let facts = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = facts.lines().find(|line| line.starts_with("model name"));
    let name = model.and_then(|line| line.split(": ").nth(1));
    name.unwrap_or(std::env::consts::ARCH).to_owned()
}

/// The first line that a program says of its version.
fn version(program: &str, flag: &str) -> Option<String> {
    let output = Command::new(program).arg(flag).output().ok()?;
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    said.lines().next().map(str::to_owned)
}

fn write_between(file: &Path, tables: &str) -> Result<()> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let marks = "the file has no lines `<!-- results -->` and `<!-- end of results -->`";
    let (before, rest) = text.split_once(BEGIN).context(marks)?;
    let (_, after) = rest.split_once(END).context(marks)?;
    let text = format!("{before}{BEGIN}\n{tables}{END}{after}");
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
