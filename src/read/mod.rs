//! Reading: files, folders, exports and standard input; out come records of bytes, and from each record a decoded page.
//!
//! [`scan`] walks, unpacks and splits in one thread; [`page`] decodes one record and may run in any thread. What a stream is, its bytes
//! decide, never its name. Nothing that is found stops a run or is lost without a word: it comes out as a [`Record`] or as [`Rejected`]. Memory
//! is bounded by one record, whatever the size of the input.
mod charset;
mod cut;
mod declared;
mod fields;
mod front_matter;
mod json;
mod mhtml;
mod plausible;
mod record;
mod saved;
mod sniff;
mod split;
mod table;
mod unpack;
mod walk;
mod why;
mod wide;

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::article::{Content, Given, RawPage};
use crate::read::charset::Hint;

pub use why::Why;

/// The largest page in bytes; the longest articles with all their scripts stay under a tenth of it.
pub(crate) const PAGE_LIMIT: usize = 32 << 20;

/// One page's bytes, not yet decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The file, with `#record` inside an export, counted from 1.
    pub path: String,
    /// The bytes, decompressed.
    pub bytes: Vec<u8>,
    /// What the bytes are.
    pub form: Form,
}

/// What a record's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page of its own: HTML, a saved page or bare text.
    Page,
    /// One JSON object with `html` or `text`.
    Json,
}

/// A page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The file, with `#record` inside an export.
    pub path: String,
    /// Why.
    pub why: Why,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.why)
    }
}

/// What to pass over and how much to take.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folders that are not read even when they lie under an input: the archive itself.
    pub skip: Vec<PathBuf>,
    /// The largest record of an export in bytes: a line, an object, a row. Longer ones are passed over and reported.
    pub largest_record: usize,
    /// The largest page in bytes.
    pub largest_page: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            skip: Vec::new(),
            largest_record: 64 << 20,
            largest_page: PAGE_LIMIT,
        }
    }
}

/// Where records and rejections go; a break ends the scan.
pub type Sink<'a> = dyn FnMut(Result<Record, Rejected>) -> ControlFlow<()> + 'a;

/// Walks `inputs` (files, folders, `-` for standard input) and hands each record to `sink` until it breaks.
///
/// The same input gives the same records in the same order: folders are walked by name.
pub fn scan(inputs: &[PathBuf], sink: &mut Sink<'_>) {
    scan_with(inputs, &Options::default(), sink);
}

/// The same as [`scan`], with options.
pub fn scan_with(inputs: &[PathBuf], options: &Options, sink: &mut Sink<'_>) {
    for input in inputs {
        let flow = if input.as_os_str() == "-" {
            scan_stream("-", Box::new(io::stdin().lock()), options, sink)
        } else {
            walk::files(input, &options.skip, &mut |found| match found {
                Ok(path) => scan_file(&path, options, sink),
                Err(rejected) => sink(Err(rejected)),
            })
        };
        if flow.is_break() {
            return;
        }
    }
}

fn scan_file(path: &Path, options: &Options, sink: &mut Sink<'_>) -> ControlFlow<()> {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => scan_stream(&name, Box::new(file), options, sink),
        Err(error) => sink(Err(Rejected {
            path: name,
            why: Why::of(&error, 0),
        })),
    }
}

/// Reads one stream as [`scan`] reads a file: unpacks it, finds out what it is and hands its records to `sink`.
pub fn scan_stream<'a>(
    path: &str,
    stream: Box<dyn Read + 'a>,
    options: &Options,
    sink: &mut Sink<'_>,
) -> ControlFlow<()> {
    match unpack::unpack(stream) {
        Ok(stream) => split::records(path, stream, options, sink),
        Err(why) => sink(Err(Rejected {
            path: path.to_owned(),
            why,
        })),
    }
}

/// Decodes one record.
pub fn page(record: &Record) -> Result<RawPage, Rejected> {
    let page = match record.form {
        Form::Page => single(&record.path, &record.bytes),
        Form::Json => record::page(&record.path, &record.bytes),
    };
    page.map_err(|why| Rejected {
        path: record.path.clone(),
        why,
    })
}

/// A page that is a file of its own.
fn single(path: &str, bytes: &[u8]) -> Result<RawPage, Why> {
    let mut given = Given::default();
    let (text, charset) = if mhtml::is(bytes) {
        let inner = mhtml::page(bytes, &mut given).ok_or(Why::NoPart)?;
        charset::decode(
            &inner.bytes,
            Hint {
                label: inner.label.as_deref(),
                url: given.url.as_deref(),
            },
        )
    } else {
        charset::decode(bytes, Hint::default())
    };
    if text.trim().is_empty() {
        return Err(Why::Empty);
    }
    let content = if sniff::markup(&text) {
        saved::note(&text, &mut given);
        Content::Html(text)
    } else {
        Content::Text(front_matter::take(text, &mut given))
    };
    Ok(RawPage {
        path: path.to_owned(),
        content,
        given,
        charset: Some(charset),
        today: None,
    })
}
