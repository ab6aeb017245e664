//! Why a page could not be read: a sentence for people, a short name for counting.

use std::io;

/// A limit that users set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    /// [`Options::largest_page`](crate::read::Options::largest_page)
    Page,
    /// [`Options::largest_record`](crate::read::Options::largest_record)
    Record,
}

impl Cap {
    /// The flag that sets it.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Page => "--max-page",
            Self::Record => "--max-record",
        }
    }

    /// A page or record above it.
    pub(crate) fn exceeded(self, limit: usize, length: Option<u64>) -> Why {
        let limit = limit as u64;
        Why::TooLarge {
            cap: self,
            limit,
            length,
        }
    }
}

/// Why a page was rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Why {
    /// There is nothing under this path.
    #[error("no such file or folder")]
    Missing,
    /// The system refused.
    #[error("cannot be read: {message}")]
    Unreadable {
        /// What the system said.
        message: String,
    },
    /// A pipe, a socket, a device.
    #[error("{what}, not a file")]
    NotAFile {
        /// What it is.
        what: &'static str,
    },
    /// A symbolic link to a folder; links are not followed, so that nothing is read twice or forever.
    #[error("a link to a folder; name the folder itself to read it")]
    FolderLink,
    /// A symbolic link to what is read under its own name.
    #[error("a link to {to}, which is read there")]
    SameFile {
        /// What it leads to.
        to: String,
    },
    /// An ignore file that keeps nothing out.
    #[error("not heeded, so that nothing is kept out by it: {what}")]
    Unheeded {
        /// Why.
        what: String,
    },
    /// The archive that is being written.
    #[error("is the archive itself, not a page")]
    Archive,
    /// No bytes, or white space only.
    #[error("empty")]
    Empty,
    /// Not text.
    #[error("{what}, not text")]
    Binary {
        /// What it is.
        what: &'static str,
    },
    /// Text of a known kind that holds no article.
    #[error("{what}, not an article")]
    NotAPage {
        /// What it is.
        what: &'static str,
    },
    /// A page or record above the limit.
    #[error("larger than {}{}; see {}", size(*limit), length.map(|n| format!(" ({n} bytes)")).unwrap_or_default(), cap.flag())]
    TooLarge {
        /// The limit.
        cap: Cap,
        /// Bytes that are accepted.
        limit: u64,
        /// Bytes that there are, where all of them were counted.
        length: Option<u64>,
    },
    /// The compressed stream breaks off or is damaged; what came before was read.
    #[error("damaged after {read} bytes: {message}")]
    Damaged {
        /// Bytes that could be read before.
        read: u64,
        /// What is wrong.
        message: String,
    },
    /// A part of a crawl that is damaged; reading went on behind it.
    #[error("bytes {from} to {to} were passed over: {message}")]
    Skipped {
        /// The first byte, in the file, or in what it unpacks to where it was packed as a whole.
        from: u64,
        /// One past the last byte.
        to: u64,
        /// What is wrong.
        message: String,
    },
    /// A member of a package that is not what the package says; it was read all the same.
    #[error("its hash is not the one that datapackage.json states; it was read all the same")]
    HashDiffers,
    /// A small file that unpacks to far too much.
    #[error("unpacks to more than {ratio} times its size; stopped after {read} bytes")]
    Bomb {
        /// The ratio that is accepted.
        ratio: u64,
        /// Bytes that were unpacked.
        read: u64,
    },
    /// Not a JSON object.
    #[error("not a JSON record: {message}")]
    Json {
        /// What is wrong.
        message: String,
    },
    /// A record without a page.
    #[error("neither `html` nor `text` in the record; it has {}", listed(fields))]
    NoContent {
        /// The fields that it has.
        fields: Vec<String>,
    },
    /// `html_base64` is not base64.
    #[error("`{field}` is not base64")]
    Base64 {
        /// The field's name.
        field: String,
    },
    /// An export without a single record.
    #[error("an export without records")]
    NoRecords,
    /// A saved page without its page.
    #[error("a web archive without an HTML part")]
    NoPart,
}

impl Why {
    /// A short name that stays the same: for counting.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unreadable { .. } => "unreadable",
            Self::NotAFile { .. } => "not-a-file",
            Self::FolderLink => "folder-link",
            Self::SameFile { .. } => "same-file",
            Self::Unheeded { .. } => "unheeded",
            Self::Archive => "archive",
            Self::Empty => "empty",
            Self::Binary { .. } => "binary",
            Self::NotAPage { .. } => "not-a-page",
            Self::TooLarge { .. } => "too-large",
            Self::Damaged { .. } => "damaged",
            Self::Skipped { .. } => "skipped",
            Self::HashDiffers => "hash-differs",
            Self::Bomb { .. } => "bomb",
            Self::Json { .. } => "json",
            Self::NoContent { .. } => "no-content",
            Self::Base64 { .. } => "base64",
            Self::NoRecords => "no-records",
            Self::NoPart => "no-part",
        }
    }

    /// The reason that an error of the system amounts to, after `read` good bytes.
    pub(crate) fn of(error: &io::Error, read: u64) -> Self {
        use io::ErrorKind as Kind;
        if let Some(bomb) = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<Bomb>())
        {
            return Self::Bomb {
                ratio: bomb.ratio,
                read: bomb.read,
            };
        }
        match error.kind() {
            Kind::NotFound => Self::Missing,
            Kind::UnexpectedEof => Self::Damaged {
                read,
                message: "it breaks off".into(),
            },
            Kind::InvalidData | Kind::InvalidInput | Kind::Other => Self::Damaged {
                read,
                message: error.to_string(),
            },
            kind => Self::Unreadable {
                message: kind.to_string(),
            },
        }
    }
}

/// The error by which an unpacking stream stops itself.
#[derive(Debug, thiserror::Error)]
#[error("unpacks to more than {ratio} times its size")]
pub(crate) struct Bomb {
    pub(crate) ratio: u64,
    pub(crate) read: u64,
}

/// Bytes, or megabytes where they are whole.
fn size(bytes: u64) -> String {
    if bytes > 0 && bytes.is_multiple_of(1 << 20) {
        format!("{} MB", bytes >> 20)
    } else {
        format!("{bytes} bytes")
    }
}

/// The first dozen names in backticks.
fn listed(fields: &[String]) -> String {
    const SHOWN: usize = 12;
    if fields.is_empty() {
        return "no fields".into();
    }
    let mut names: Vec<String> = fields
        .iter()
        .take(SHOWN)
        .map(|field| format!("`{field}`"))
        .collect();
    if fields.len() > SHOWN {
        names.push(format!("{} more", fields.len() - SHOWN));
    }
    names.join(", ")
}
