//! What the tests share: the binary, run on a folder of its own.

mod story_faults;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dateline::article::{Article, Entry};
use dateline::index::{Marks, Writer};
use serde_json::Value;

pub(crate) use story_faults::story_faults;

/// A folder with an archive in it, and the binary that works on it.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// What a run of the binary came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A place in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file, with the folders above it.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    /// The binary with the desk's archive and folder.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .current_dir(self.folder.path())
            .env("DATELINE_INDEX", self.path("archive"))
            .env_remove("NO_COLOR");
        command
    }

    /// A shell with the desk's archive and folder.
    pub(crate) fn shell(&self) -> Command {
        let mut shell = Command::new("sh");
        shell
            .current_dir(self.folder.path())
            .env("DATELINE_INDEX", self.path("archive"));
        shell
    }

    /// Runs the binary with these words.
    pub(crate) fn run(&self, words: &[&str]) -> Run {
        Run::of(&self.command().args(words).output().unwrap())
    }
}

impl Run {
    pub(crate) fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The output, which must be the result of a run that did what it should.
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self.out
    }

    /// Each line of the output as JSON.
    pub(crate) fn lines(self) -> Vec<Value> {
        self.ok()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Puts an article of one place, in place of the one with its id.
pub(crate) fn put(writer: &Writer, article: &Article, fingerprint: u64) {
    let entry = Entry::new(article.clone(), fingerprint);
    writer.replace(&entry, &Marks::default()).unwrap();
}

/// The sample newsroom.
pub(crate) fn newsroom() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/newsroom")
}

/// Numbers that look random and are always the same.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// A number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    /// One of `some`.
    pub(crate) fn of<'a>(&mut self, some: &[&'a str]) -> &'a str {
        some[self.roll(some.len())]
    }
}
