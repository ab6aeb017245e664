//! What a scan hands over: pages' bytes, what could not be read, and how far each input was read.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::article::Place;
use crate::read::crawl::record_kind::RecordKind;
use crate::read::crawl::revisit::Revisit;
use crate::read::file_stamp::FileStamp;
use crate::read::why::Why;

/// One thing that a scan found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A page.
    Page(Record),
    /// A page, a file or a folder that could not be read.
    Rejected(Rejected),
    /// A capture of a crawl whose page is stored with an earlier one. It is counted in the tally too.
    Revisit(Revisit),
    /// The records of a crawl that are no pages. It comes before the end of their file.
    Tally(Tally),
    /// A file that is as [`Options::known`](crate::read::Options::known) says, and was not opened. Nothing else comes of it.
    Unopened(PathBuf),
    /// A file or folder is done.
    End(Ended),
}

/// One page's bytes, not yet decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it stands.
    pub place: Place,
    /// The bytes, decompressed.
    pub bytes: Vec<u8>,
    /// What the bytes are.
    pub form: Form,
    /// What the package around it says of the page.
    pub witnessed: Option<Box<Witnessed>>,
}

/// What others say of a page. It counts where the page itself says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Witnessed {
    /// The title that a browser showed.
    pub title: Option<String>,
    /// When it was captured.
    pub captured: Option<String>,
}

/// What a record's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page of its own: HTML, a saved page or bare text.
    Page,
    /// One JSON object with `html` or `text`.
    Json,
    /// One record of a WARC or ARC file with its head: an HTTP answer, or a page by itself.
    Warc,
}

/// How many records of a crawl are no pages, by what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The file.
    pub path: PathBuf,
    /// Records of each kind; none is 0.
    pub counts: BTreeMap<RecordKind, u64>,
}

impl Tally {
    pub(crate) fn of(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            counts: BTreeMap::new(),
        }
    }

    pub(crate) fn count(&mut self, kind: RecordKind) {
        *self.counts.entry(kind).or_default() += 1;
    }
}

/// A page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Where it stands.
    pub place: Place,
    /// Why.
    pub why: Why,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.why)
    }
}

/// A file or folder that a scan is done with. It comes after all that was found in it, once for each input, file
/// and folder that was entered; so an input that does not exist has one too.
///
/// It tells what is *gone*: a page that a file or folder held before, and that did not come, is gone where `whole`
/// is true, and may be there still where it is not. Files that ignore rules hide and hidden files are no part of
/// a folder's listing: ask the file system before you take one for gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The file or folder; `-` for standard input.
    pub path: PathBuf,
    /// Whether there is nothing more in it than what came.
    ///
    /// Of a file: it was read to its end. An empty file is whole, and so is an export of which a record was
    /// rejected for itself (that record has its own [`Rejected`]). Not whole is what cannot be opened, is damaged, breaks
    /// off, is a page above the limit, or is no text at all, as who knows what it was meant to hold. A text that breaks
    /// off right between two records cannot be told from a whole one.
    ///
    /// Of a folder: its listing is complete. The folders and files in it answer for themselves.
    pub whole: bool,
    /// How many pages came of it, those included that were rejected; 0 for a folder.
    pub pages: u64,
    /// What the file was before it was read and still is, where a later change can be told by it.
    pub stamp: Option<FileStamp>,
}

/// Where events go; a break ends the scan.
pub type Sink<'a> = dyn FnMut(Event) -> ControlFlow<()> + 'a;

/// A step of a scan: whether the input was read whole, or a break.
pub(crate) type Flow = ControlFlow<(), bool>;

/// Rejects the file or record at `place`; what it holds is not known.
pub(crate) fn reject(place: Place, why: Why, sink: &mut Sink<'_>) -> Flow {
    sink(Event::Rejected(Rejected { place, why }))?;
    ControlFlow::Continue(false)
}
