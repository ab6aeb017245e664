//! One `dateline.toml`, read and checked.

use std::io;
use std::path::{Path, PathBuf};

use globset::GlobMatcher;
use serde::Deserialize;
use toml::Spanned;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::{Article, Place};
use crate::site::rules::matcher::{self, Pattern};
use crate::text::{fold, hosts};

/// Why the user's rules cannot be followed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// The file cannot be read.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        #[source]
        source: io::Error,
    },
    /// The file says something that has no meaning.
    #[error("{path}:{line}: {message}; correct that line or take it out")]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// What a rule may be restricted to.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// Its path.
    pub path: &'a str,
    /// Its domain.
    pub domain: Option<&'a str>,
    /// Its source.
    pub source: Option<&'a str>,
}

impl<'a> Page<'a> {
    /// What is known of an article.
    pub fn of(article: &'a Article) -> Self {
        Self {
            path: &article.path,
            domain: article.domain.as_deref(),
            source: article.source.as_ref().map(|source| source.value.as_str()),
        }
    }
}

/// One file's rules.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) sources: Vec<SourceRule>,
    pub(crate) clean: Vec<CleanRule>,
    pub(crate) lists: ListFiles,
    /// A number for what it says of pages.
    pub(crate) print: u64,
}

/// The files of the user's word lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFiles {
    /// Words that mean the same.
    pub synonyms: Vec<PathBuf>,
    /// Spellings of names.
    pub names: Vec<PathBuf>,
}

/// What the user calls an outlet.
#[derive(Debug)]
pub(crate) struct SourceRule {
    pub(crate) name: String,
    /// Other names of it, folded.
    pub(crate) aliases: Vec<String>,
    pub(crate) domains: Vec<String>,
    /// `dateline.toml:3`.
    pub(crate) place: String,
}

/// What the user keeps or drops.
#[derive(Debug)]
pub(crate) struct CleanRule {
    pub(crate) verdict: Verdict,
    pub(crate) text: Pattern,
    source: Option<String>,
    domain: Option<String>,
    path: Option<GlobMatcher>,
    /// The folder that paths are below.
    folder: PathBuf,
    /// `dateline.toml:12`.
    pub(crate) place: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Keep,
    Drop,
}

impl CleanRule {
    /// The rule speaks of this page, which lies in `folder`.
    pub(crate) fn is_for(&self, page: &Page<'_>, folder: &Path) -> bool {
        let (file, _) = Place::split(page.path);
        let name = file.rsplit(['/', std::path::MAIN_SEPARATOR]).next();
        let name = name.unwrap_or_default();
        let below = || {
            folder
                .strip_prefix(&self.folder)
                .unwrap_or(folder)
                .join(name)
                .to_string_lossy()
                .replace('\\', "/")
        };
        let same =
            |wanted: &String, own: Option<&str>| own.is_some_and(|own| fold::key(own) == *wanted);
        self.path.as_ref().is_none_or(|path| path.is_match(below()))
            && self
                .domain
                .as_ref()
                .is_none_or(|domain| same(domain, page.domain))
            && self
                .source
                .as_ref()
                .is_none_or(|source| same(source, page.source))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    source: Vec<WrittenSource>,
    #[serde(default)]
    clean: Vec<Spanned<WrittenClean>>,
    #[serde(default)]
    query: WrittenQuery,
}

/// What is said of queries: files of lists, as seen from the folder of `dateline.toml`.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenQuery {
    #[serde(default)]
    synonyms: Vec<PathBuf>,
    #[serde(default)]
    names: Vec<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSource {
    name: Spanned<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    domains: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClean {
    keep: Option<Spanned<String>>,
    drop: Option<Spanned<String>>,
    source: Option<String>,
    domain: Option<Spanned<String>>,
    path: Option<Spanned<String>>,
}

/// Where a file stands and what it says, for its errors.
struct Origin<'a> {
    path: &'a Path,
    shown: String,
    folder: &'a Path,
    text: &'a str,
}

impl Origin<'_> {
    fn line(&self, at: usize) -> usize {
        self.text
            .bytes()
            .take(at)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1
    }

    fn place(&self, at: usize) -> String {
        format!("{}:{}", self.shown, self.line(at))
    }

    fn wrong(&self, at: usize, message: impl Into<String>) -> RulesError {
        let message: String = message.into();
        let message = message.trim().replace('\n', ", ");
        RulesError::Wrong {
            path: self.path.to_path_buf(),
            line: self.line(at),
            message,
        }
    }
}

impl File {
    /// Reads the text of the file at `path`, which speaks for `folder`; the ledger calls it `shown`.
    pub(crate) fn parse(
        path: &Path,
        shown: String,
        folder: &Path,
        text: &str,
    ) -> Result<Self, RulesError> {
        let origin = Origin {
            path,
            shown,
            folder,
            text,
        };
        let written: Written = toml::from_str(text).map_err(|error| {
            origin.wrong(error.span().map_or(0, |span| span.start), error.message())
        })?;
        let sources = written
            .source
            .iter()
            .map(|source| origin.source(source))
            .collect::<Result<_, _>>()?;
        let clean = written
            .clean
            .into_iter()
            .map(|rule| origin.clean(rule))
            .collect::<Result<_, _>>()?;
        let beside = path.parent().unwrap_or(Path::new(""));
        let in_folder = |files: &[PathBuf]| files.iter().map(|file| beside.join(file)).collect();
        Ok(Self {
            sources,
            clean,
            lists: ListFiles {
                synonyms: in_folder(&written.query.synonyms),
                names: in_folder(&written.query.names),
            },
            print: print(text),
        })
    }
}

/// A number for what a file says of pages, 0 where it says nothing: other lists of words are no reason to read pages again.
fn print(text: &str) -> u64 {
    let mut said: toml::Table = toml::from_str(text).unwrap_or_default();
    said.remove("query");
    if said.is_empty() {
        return 0;
    }
    xxh3_64(said.to_string().as_bytes())
}

impl Origin<'_> {
    fn source(&self, written: &WrittenSource) -> Result<SourceRule, RulesError> {
        let place = self.place(written.name.span().start);
        let name = fold::tidy(written.name.get_ref());
        if name.is_empty() {
            return Err(self.wrong(written.name.span().start, "a source without a name"));
        }
        let domain = |domain: &Spanned<String>| {
            let known = hosts::domain(domain.get_ref());
            known.ok_or_else(|| {
                self.wrong(
                    domain.span().start,
                    format!("`{}` is no domain", domain.get_ref()),
                )
            })
        };
        let domains = written
            .domains
            .iter()
            .map(domain)
            .collect::<Result<_, _>>()?;
        let aliases = written
            .aliases
            .iter()
            .map(|alias| fold::key(alias))
            .collect();
        Ok(SourceRule {
            name,
            aliases,
            domains,
            place,
        })
    }

    fn clean(&self, rule: Spanned<WrittenClean>) -> Result<CleanRule, RulesError> {
        let at = rule.span().start;
        let written = rule.into_inner();
        let (verdict, text) = match (written.keep, written.drop) {
            (Some(keep), None) => (Verdict::Keep, keep),
            (None, Some(drop)) => (Verdict::Drop, drop),
            _ => return Err(self.wrong(at, "a [[clean]] rule has either `keep` or `drop`")),
        };
        let start = text.span().start;
        let pattern =
            Pattern::parse(text.get_ref()).map_err(|message| self.wrong(start, message))?;
        let path = written.path.map(|path| {
            matcher::glob(path.get_ref()).map_err(|message| self.wrong(path.span().start, message))
        });
        let domain = written.domain.map(|domain| {
            let known = hosts::domain(domain.get_ref());
            known.ok_or_else(|| {
                self.wrong(
                    domain.span().start,
                    format!("`{}` is no domain", domain.get_ref()),
                )
            })
        });
        Ok(CleanRule {
            verdict,
            text: pattern,
            source: written.source.map(|source| fold::key(&source)),
            domain: domain.transpose()?,
            path: path.transpose()?,
            folder: self.folder.to_path_buf(),
            place: self.place(start),
        })
    }
}
