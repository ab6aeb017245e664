//! WACZ: what a package of crawls says of itself. Its list of pages bears witness to titles and times, its list of files to their hashes.
//!
//! The form is that of <https://specs.webrecorder.net/wacz/1.1.1/>.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::read::crawl::record_head::RecordHead;
use crate::read::event::{Form, Record, Witnessed};

/// The list of files.
const FILES: &str = "datapackage.json";

/// The lists of pages: those that were asked for, and those that were found on the way.
const PAGES: [&str; 2] = ["pages/pages.jsonl", "pages/extraPages.jsonl"];

/// Bytes of a list at most; a page has some hundred.
const LONGEST_LIST: u64 = 64 << 20;

/// What a package says of itself.
pub(crate) struct Wacz {
    /// The hashes of members by their names, in hexadecimal.
    hashes: HashMap<String, String>,
    /// What is said of a page, by its address.
    pages: HashMap<String, Witnessed>,
}

#[derive(Deserialize)]
struct FileList {
    #[serde(default)]
    resources: Vec<Resource>,
}

#[derive(Deserialize)]
struct Resource {
    path: String,
    hash: Option<String>,
}

#[derive(Deserialize)]
struct Page {
    url: String,
    title: Option<String>,
    ts: Option<String>,
}

/// Reads the lists of a package; `None` where it is no WACZ. A list that cannot be read says nothing.
pub(crate) fn open(archive: &mut ZipArchive<BufReader<File>>) -> Option<Wacz> {
    archive.index_for_name(FILES)?;
    let names = archive.file_names().flatten();
    let is_wacz = names.into_iter().any(|name| name.starts_with("archive/"));
    if !is_wacz {
        return None;
    }
    let files = archive.by_name(FILES).ok();
    let files = files.and_then(|file| serde_json::from_reader(file.take(LONGEST_LIST)).ok());
    let mut hashes = HashMap::new();
    for resource in files.map_or(Vec::new(), |list: FileList| list.resources) {
        let hash = resource.hash.unwrap_or_default();
        if let Some(hash) = hash.strip_prefix("sha256:") {
            hashes.insert(resource.path, hash.to_ascii_lowercase());
        }
    }
    let mut pages = HashMap::new();
    for name in PAGES {
        if let Ok(list) = archive.by_name(name) {
            read_pages(BufReader::new(list.take(LONGEST_LIST)), &mut pages);
        }
    }
    Some(Wacz { hashes, pages })
}

fn read_pages(list: impl BufRead, pages: &mut HashMap<String, Witnessed>) {
    for line in list.split(b'\n') {
        let Ok(line) = line else { return };
        // The first line tells the form; it has no address.
        let Ok(page) = serde_json::from_slice::<Page>(&line) else {
            continue;
        };
        let title = page.title.filter(|title| !title.trim().is_empty());
        let captured = page.ts;
        pages
            .entry(page.url)
            .or_insert(Witnessed { title, captured });
    }
}

impl Wacz {
    /// The stated hash of a member.
    pub(crate) fn hash(&self, name: &str) -> Option<&str> {
        self.hashes.get(name).map(String::as_str)
    }

    /// The record with what the list of pages says of it.
    pub(crate) fn with_witness(&self, record: Record) -> Record {
        if record.form != Form::Warc || self.pages.is_empty() {
            return record;
        }
        let head = RecordHead::split(&record.bytes);
        let url = head.and_then(|(head, _)| head.url());
        let witnessed = url.and_then(|url| self.pages.get(&url));
        Record {
            witnessed: witnessed.cloned().map(Box::new),
            ..record
        }
    }
}

/// A stream whose hash is taken on the way.
pub(crate) struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Hashing<R> {
    pub(crate) fn over(inner: R) -> Self {
        let hash = Sha256::new();
        Self { inner, hash }
    }

    /// The hash of the whole stream in hexadecimal. What was not read yet is read now; `None` where that cannot be done.
    pub(crate) fn hash(mut self) -> Option<String> {
        io::copy(&mut self, &mut io::sink()).ok()?;
        let mut hex = String::with_capacity(64);
        for byte in self.hash.finalize() {
            write!(hex, "{byte:02x}").ok()?;
        }
        Some(hex)
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }
}
