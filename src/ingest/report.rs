//! How a run and each of its pages ended.

use std::collections::BTreeMap;
use std::io;

use crate::article::Wall;
use crate::group::FormatError;
use crate::index::WriteError;
use crate::read;
use crate::site::Damage;
use crate::site::rules::RulesError;

/// Why a run ended before all pages were seen. What was committed before stays as it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The archive cannot be written to.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The user's rules cannot be followed.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// What the archive knows of its sites is damaged.
    #[error(transparent)]
    Damaged(#[from] Damage),
    /// What the archive knows of copies is damaged.
    #[error(transparent)]
    Copies(#[from] FormatError),
    /// Articles that wait for the end of the run cannot be kept in a temporary file.
    #[error("cannot keep articles in a temporary file of the archive")]
    Spool(#[source] io::Error),
}

impl IngestError {
    pub(crate) fn spool(error: impl Into<io::Error>) -> Self {
        Self::Spool(error.into())
    }
}

/// A page that is not in the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The file, with `#record` inside an export.
    pub path: String,
    /// Why.
    pub why: Cause,
}

/// Why a page is not in the archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Cause {
    /// It could not be read.
    #[error("{0}")]
    Read(read::Why),
    /// It stands where an article was asked for: a captcha, a login, a page that is not there.
    #[error("{0}")]
    Wall(Wall),
    /// Nothing of it is an article.
    #[error("no article in it")]
    NoArticle,
    /// The archive holds so many newer versions of it that this one is left out.
    #[error("the archive keeps the 512 newest versions of an article, and this one is older")]
    TooManyVersions,
    /// Cleaning failed on it: a bug worth reporting.
    #[error("cleaning failed on this page ({said}); please report it with the page")]
    Panic {
        /// What the panic said, on one line.
        said: String,
    },
}

impl From<read::Rejected> for Rejected {
    fn from(rejected: read::Rejected) -> Self {
        Self {
            path: rejected.place.to_string(),
            why: Cause::Read(rejected.why),
        }
    }
}

/// How one page ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEnd {
    /// The file, with `#record` inside an export.
    pub path: String,
    /// How.
    pub outcome: Outcome,
    /// The id of its article; none where the page was rejected, or where an unchanged one was not asked for its id.
    pub id: Option<String>,
    /// The place of another version of its article, where it is a new one.
    pub version_of: Option<String>,
}

impl PageEnd {
    /// The end of a page of which nothing more is known.
    pub(crate) fn new(path: impl Into<String>, outcome: Outcome) -> Self {
        Self {
            path: path.into(),
            outcome,
            id: None,
            version_of: None,
        }
    }

    /// The reason for this end in words, where there is more to say than its name.
    pub fn reason(&self) -> Option<String> {
        match (&self.outcome, &self.version_of) {
            (Outcome::Rejected(why), _) => Some(why.to_string()),
            (Outcome::Duplicate { of }, _) => Some(format!("same address and text as {of}")),
            (_, Some(other)) => Some(format!("another version of {other}")),
            _ => None,
        }
    }
}

/// The five ends of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is new in the archive.
    Indexed,
    /// It replaced what an earlier run had read from the same place, or is another version of an article.
    Updated,
    /// It is as an earlier run left it.
    Unchanged,
    /// The archive holds the same article from another place.
    Duplicate {
        /// That place.
        of: String,
    },
    /// It could not be read, or holds no text.
    Rejected(Cause),
}

impl Outcome {
    /// The name in reports.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Indexed => "indexed",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Duplicate { .. } => "duplicate",
            Self::Rejected(_) => "rejected",
        }
    }
}

/// How a run ended: `indexed + updated + unchanged + duplicate + rejected = pages`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Pages seen.
    pub pages: u64,
    /// Pages that are new.
    pub indexed: u64,
    /// Pages that replaced an older state, or are other versions of an article.
    pub updated: u64,
    /// Pages that were known already.
    pub unchanged: u64,
    /// Pages whose article stands elsewhere in the archive.
    pub duplicate: u64,
    /// Pages that could not be read, by path.
    pub rejected: Vec<Rejected>,
    /// Rejected pages of files that were not opened. They are named when their file is read.
    pub rejected_before: u64,
    /// Files of records that are as they were and were not opened. Their pages are counted all the same.
    pub unopened: u64,
    /// Articles removed because their page is gone.
    pub removed: u64,
    /// Articles of the archive that are other ones now because more is known of their site; not pages of the run.
    pub relearned: u64,
    /// Pruning was refused, as most articles would have gone.
    pub refused: Option<Refused>,
    /// The run was stopped before all was read. What was read is in the archive.
    pub stopped: bool,
    /// Bytes read, decompressed.
    pub bytes: u64,
    /// Records of crawls that are no pages, by what they are. They are not among `pages`.
    pub records: BTreeMap<read::RecordKind, u64>,
    /// Those of the revisits among them that repeat nothing that the archive holds. Each other is one capture more of an article.
    pub unresolved_revisits: u64,
}

/// What pruning would have removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// Articles whose page is gone.
    pub gone: u64,
    /// Articles under the inputs.
    pub of: u64,
}

impl Report {
    /// Pages that are not in the archive.
    pub fn all_rejected(&self) -> u64 {
        self.rejected.len() as u64 + self.rejected_before
    }

    pub(crate) fn count(&mut self, end: PageEnd) {
        match end.outcome {
            Outcome::Indexed => self.indexed += 1,
            Outcome::Updated => self.updated += 1,
            Outcome::Unchanged => self.unchanged += 1,
            Outcome::Duplicate { .. } => self.duplicate += 1,
            Outcome::Rejected(why) => self.rejected.push(Rejected {
                path: end.path,
                why,
            }),
        }
    }
}
