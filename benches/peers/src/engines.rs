//! The engines, and the commands that run them. Each run is a process of its own.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::answers::Passes;

/// What is compared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Engine {
    /// tantivy used directly: the base of the ratios for articles.
    Tantivy,
    /// dateline with all that it does.
    Dateline,
    /// SQLite with FTS5.
    Sqlite,
    /// Lucene, with its standard analysis.
    Lucene,
    /// `dom_smoothie` and tantivy: the base of the ratios for pages.
    SmoothieTantivy,
    /// Xapian's indexer of folders.
    Omindex,
    /// Recoll's indexer of folders.
    Recoll,
    /// trafilatura and SQLite's FTS5, in Python.
    Trafilatura,
}

/// Where the engines are, and what they may use.
#[derive(Args, Clone, Debug)]
pub struct Setup {
    /// The dateline to measure: `cargo build --release`, then target/release/dateline
    #[arg(long, value_name = "FILE")]
    pub dateline: PathBuf,
    /// Lucene's jar or jars; without it Lucene is left out
    #[arg(long, value_name = "JARS")]
    pub lucene_classpath: Option<String>,
    /// A Python that has trafilatura; without it trafilatura is left out
    #[arg(long, value_name = "PYTHON")]
    pub trafilatura: Option<PathBuf>,
    /// Where indexes, logs and compiled Java go
    #[arg(long, value_name = "DIR", default_value = "benches/peers/target/work")]
    pub work: PathBuf,
    /// Threads of each engine that can be told [default: one a core]
    #[arg(long)]
    pub threads: Option<usize>,
    /// Megabytes for indexing of each engine that can be told
    #[arg(long, default_value_t = 400)]
    pub memory_mb: usize,
    /// How often each engine has its turn
    #[arg(long, default_value_t = 5)]
    pub rounds: usize,
    /// JSON Lines, one a measurement, instead of tables
    #[arg(long)]
    pub json: bool,
}

impl Engine {
    /// As in tables and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tantivy => "bare tantivy",
            Self::Dateline => "dateline",
            Self::Sqlite => "SQLite FTS5",
            Self::Lucene => "Lucene",
            Self::SmoothieTantivy => "dom_smoothie + tantivy",
            Self::Omindex => "omindex",
            Self::Recoll => "recollindex",
            Self::Trafilatura => "trafilatura + FTS5",
        }
    }

    /// The name of its index's folder.
    fn folder(self) -> &'static str {
        match self {
            Self::Tantivy => "tantivy",
            Self::Dateline => "dateline",
            Self::Sqlite => "sqlite",
            Self::Lucene => "lucene",
            Self::SmoothieTantivy => "smoothie-tantivy",
            Self::Omindex => "omindex",
            Self::Recoll => "recoll",
            Self::Trafilatura => "trafilatura",
        }
    }
}

/// What is indexed.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// A JSON Lines file of articles.
    Articles(&'a Path),
    /// A folder of web pages.
    Pages(&'a Path),
}

impl Input<'_> {
    /// As in JSON, and in the names of folders.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles(_) => "articles",
            Self::Pages(_) => "pages",
        }
    }
}

impl Setup {
    /// Makes the work folder and compiles what is to be compiled.
    pub fn prepare(&self) -> Result<()> {
        ensure!(
            self.dateline.is_file(),
            "no dateline at {}",
            self.dateline.display()
        );
        fs::create_dir_all(&self.work)
            .with_context(|| format!("cannot make {}", self.work.display()))?;
        let Some(jars) = &self.lucene_classpath else {
            return Ok(());
        };
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("lucene/LucenePeer.java");
        let compiled = Command::new("javac")
            .args(["-cp", jars, "-d"])
            .arg(self.classes())
            .arg(source)
            .status()
            .context("cannot start javac; Lucene needs a Java development kit")?;
        ensure!(
            compiled.success(),
            "javac failed; is Lucene's jar the right one?"
        );
        Ok(())
    }

    /// The engines for articles that are there; the base comes first.
    pub fn for_articles(&self) -> Vec<Engine> {
        let mut engines = vec![Engine::Tantivy, Engine::Dateline, Engine::Sqlite];
        engines.extend(self.lucene_classpath.as_ref().map(|_| Engine::Lucene));
        engines
    }

    /// The engines for pages that are there; the base comes first.
    pub fn for_pages(&self) -> Vec<Engine> {
        let mut engines = vec![Engine::SmoothieTantivy, Engine::Dateline];
        engines.extend(is_installed("omindex").then_some(Engine::Omindex));
        engines.extend(is_installed("recollindex").then_some(Engine::Recoll));
        engines.extend(self.trafilatura.as_ref().map(|_| Engine::Trafilatura));
        engines
    }

    /// Where an engine's index of an input lies.
    pub fn index_of(&self, engine: Engine, input: &str) -> PathBuf {
        self.work.join(format!("{input}-{}", engine.folder()))
    }

    /// Where an engine's standard error goes.
    pub fn log_of(&self, engine: Engine) -> PathBuf {
        self.work.join(format!("{}.log", engine.folder()))
    }

    /// The command that indexes an input into an empty folder.
    pub fn index_command(&self, engine: Engine, input: Input<'_>) -> Result<Command> {
        let index = self.index_of(engine, input.name());
        let (Input::Articles(path) | Input::Pages(path)) = input;
        let mut command = match engine {
            Engine::Tantivy => self.peer("index-tantivy")?,
            Engine::SmoothieTantivy => self.peer("index-smoothie")?,
            Engine::Sqlite => self.peer("index-sqlite")?,
            Engine::Dateline => {
                let mut dateline = self.dateline(&index);
                dateline.args(["--quiet", "index", "--json"]).arg(path);
                return Ok(dateline);
            }
            Engine::Lucene => {
                let mut java = self.java()?;
                java.args(["index".as_ref(), path.as_os_str(), index.as_os_str()]);
                java.args([self.threads().to_string(), self.memory_mb.to_string()]);
                return Ok(java);
            }
            Engine::Omindex => {
                let mut omindex = Command::new("omindex");
                omindex
                    .arg("--db")
                    .arg(index)
                    .args(["--url", "/"])
                    .arg(path);
                return Ok(omindex);
            }
            Engine::Recoll => return recoll(&index, path),
            Engine::Trafilatura => {
                let python = self.trafilatura.as_deref().context("no Python was named")?;
                let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("trafilatura_fts5.py");
                let mut command = Command::new(python);
                command.arg(script);
                command
            }
        };
        command.arg(path).arg(index);
        Ok(command)
    }

    /// The command that answers queries from an index of articles.
    pub fn answer_command(&self, engine: Engine, passes: &Passes) -> Result<Command> {
        let index = self.index_of(engine, "articles");
        let mut command = match engine {
            Engine::Tantivy => self.peer("answer-tantivy")?,
            Engine::Sqlite => self.peer("answer-sqlite")?,
            Engine::Lucene => {
                let mut java = self.java()?;
                java.args([
                    "answer".as_ref(),
                    index.as_os_str(),
                    passes.queries.as_os_str(),
                ]);
                java.arg(passes.passes.to_string());
                return Ok(java);
            }
            _ => {
                let mut dateline = self.dateline(&index);
                dateline.args(["--quiet", "search", "--json", "--snippets", "0"]);
                dateline
                    .args(["--facet", "none", "--queries"])
                    .arg(&passes.queries);
                return Ok(dateline);
            }
        };
        command.arg(index).arg("--queries").arg(&passes.queries);
        command.args(["--passes", &passes.passes.to_string()]);
        Ok(command)
    }

    /// Threads of each engine that can be told.
    pub fn threads(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.unwrap_or(cores)
    }

    /// This program again, as one of the engines in it.
    fn peer(&self, what: &str) -> Result<Command> {
        let mut command = Command::new(env::current_exe()?);
        command.arg(what);
        if what.starts_with("index") {
            let threads = self.threads().to_string();
            let memory = self.memory_mb.to_string();
            command.args(["--threads", &threads, "--memory-mb", &memory]);
        }
        Ok(command)
    }

    fn dateline(&self, index: &Path) -> Command {
        let mut command = Command::new(&self.dateline);
        command.arg("--index").arg(index);
        command.args(["--threads", &self.threads().to_string()]);
        command.args(["--memory", &format!("{}MB", self.memory_mb)]);
        command
    }

    fn java(&self) -> Result<Command> {
        let jars = self
            .lucene_classpath
            .as_deref()
            .context("no jar was named")?;
        let jars = env::split_paths(jars).chain([self.classes()]);
        let mut command = Command::new("java");
        // Beside the writer's buffer the JVM needs room of its own.
        command.arg(format!("-Xmx{}m", self.memory_mb * 2 + 400));
        command
            .arg("-cp")
            .arg(env::join_paths(jars)?)
            .arg("LucenePeer");
        Ok(command)
    }

    fn classes(&self) -> PathBuf {
        self.work.join("classes")
    }
}

/// Recoll takes its orders from a file beside its index.
fn recoll(index: &Path, pages: &Path) -> Result<Command> {
    fs::create_dir_all(index)?;
    let pages = pages.canonicalize()?;
    let orders = format!(
        "topdirs = {}\nindexStoreDocText = 1\nnoaspell = 1\nidxflushmb = 200\n",
        pages.display()
    );
    fs::write(index.join("recoll.conf"), orders)?;
    let mut command = Command::new("recollindex");
    command.arg("-c").arg(index).arg("-z");
    Ok(command)
}

fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    let version = command.arg("--version").stdin(Stdio::null());
    version
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}
