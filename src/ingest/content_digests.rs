//! Receipts: what an archive holds, as digests that are equal wherever the same pages were read by the same rules, in any order, by any
//! number of threads, in one run or many.
//!
//! Paths are left out: another machine has others. SHA-256 throughout, so that nobody can make an archive for a receipt.

use std::path::Path;

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::article::{Article, Entry, Found, Held};
use crate::group::{Book, Directory, FormatError, WrittenRecord};
use crate::index::payload::Payload;
use crate::index::{self, Catalog, OpenError, Reader, sidecar};
use crate::ingest::article_receipt::ArticleReceipt;
use crate::ingest::run::RULES_VERSION;
use crate::ingest::sorted_receipts::SortedReceipts;
use crate::ingest::threads::in_threads;

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The digest of all articles and of the rules: 64 hexadecimal digits.
    pub digest: String,
    /// Articles.
    pub articles: u64,
    /// The version of the rules by which pages are cleaned and identified.
    pub rules: u64,
    /// The version of dateline.
    pub version: String,
}

/// The parts of an article that have digests of their own.
pub const PARTS: [&str; 19] = [
    "text",
    "title",
    "url",
    "source",
    "domain",
    "wire",
    "published",
    "modified",
    "captured",
    "authors",
    "language",
    "place",
    "evidence",
    "removed",
    "repaired",
    "versions",
    "site",
    "state",
    "copies",
];

/// Articles whose receipts are held in memory.
const AT_ONCE: usize = 1 << 16;

/// Makes the receipt of the archive in `dir` with so many threads, and hands over that of each article in the order of ids. Every article is
/// read.
pub fn receipt(
    dir: &Path,
    threads: usize,
    each: &mut dyn FnMut(ArticleReceipt),
) -> Result<Receipt, OpenError> {
    let damaged = |error: Box<dyn std::error::Error + Send + Sync>| OpenError::Damaged {
        path: dir.to_path_buf(),
        source: error,
    };
    let reader = Reader::open(dir)?;
    let copies = Copies::new(book_of(dir, &reader)?);
    let catalog = Catalog::new(reader.searcher(), *reader.fields());
    let catalog = catalog.map_err(|error| damaged(error.into()))?;
    let addresses = catalog.all();
    let mut sorted = SortedReceipts::default();
    let kept = |source| OpenError::Read {
        path: dir.to_path_buf(),
        source,
    };
    for some in addresses.chunks(AT_ONCE) {
        let receipts = Mutex::new(Vec::with_capacity(some.len()));
        in_threads::<_, OpenError>(threads, some, &|at| {
            let entry = catalog.entry(*at).map_err(|error| damaged(error.into()))?;
            let receipt = of_article(&entry, &copies).map_err(|error| damaged(error.into()))?;
            receipts.lock().push(receipt);
            Ok(())
        })?;
        match addresses.len() <= AT_ONCE {
            true => sorted.keep(receipts.into_inner()),
            false => sorted.spill(receipts.into_inner()).map_err(kept)?,
        }
    }
    let mut all = Sha256::new();
    all.update(format!("rules {RULES_VERSION}\n"));
    let mut articles = 0;
    let hand_over = &mut |receipt: ArticleReceipt| {
        all.update(format!("{} {}\n", receipt.digest, receipt.id));
        articles += 1;
        each(receipt);
        Ok(())
    };
    sorted.each(hand_over).map_err(kept)?;
    Ok(Receipt {
        digest: hex(&all.finalize()),
        articles,
        rules: RULES_VERSION,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// The book of copies; an empty one where there is none.
fn book_of(dir: &Path, reader: &Reader) -> Result<Book, OpenError> {
    let damaged = |error: FormatError| OpenError::Damaged {
        path: dir.to_path_buf(),
        source: error.into(),
    };
    let payload = Payload::read(reader.payload()?.as_deref()).unwrap_or_default();
    let Some(name) = payload.copies else {
        return Ok(Book::default());
    };
    let file = |name: &str| -> Result<Vec<u8>, FormatError> {
        let bytes = sidecar::read(dir, name).ok().flatten();
        bytes.ok_or_else(FormatError::missing)
    };
    let directory = file(&name).map_err(damaged)?;
    let directory = serde_json::from_slice::<Directory>(&directory);
    let directory = directory.map_err(|_| damaged(FormatError::directory()))?;
    Book::read(&directory, file).map_err(damaged)
}

fn of_article(entry: &Entry, copies: &Copies) -> Result<ArticleReceipt, serde_json::Error> {
    let mut whole = Sha256::new();
    whole.update(&entry.shown.article.id);
    let mut parts = Vec::with_capacity(PARTS.len());
    for part in parts_of(entry, copies)? {
        let digest = Sha256::digest(&part);
        whole.update(digest);
        parts.push(hex(digest.get(..4).unwrap_or(&digest)));
    }
    Ok(ArticleReceipt {
        id: entry.shown.article.id.clone(),
        digest: hex(&whole.finalize()),
        parts,
    })
}

/// When each version was captured, in order.
fn captures(entry: &Entry) -> Vec<Vec<i64>> {
    let shown = (&entry.shown.article, entry.places.as_slice());
    let others = entry.others.iter();
    let others = others.map(|other| (&other.version.article, other.places.as_slice()));
    let of_text = |(article, places): (&Article, &[Held])| {
        let captured = places
            .iter()
            .filter_map(|held| held.captured.or(article.captured));
        let mut times: Vec<i64> = captured.map(|time| time.timestamp()).collect();
        times.sort_unstable();
        times
    };
    std::iter::once(shown).chain(others).map(of_text).collect()
}

/// What the digests of [`PARTS`] are made of.
fn parts_of(entry: &Entry, copies: &Copies) -> Result<[Vec<u8>; PARTS.len()], serde_json::Error> {
    fn value<T: Serialize>(found: Option<&Found<T>>) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&found.map(|found| &found.value))
    }
    fn evidence<T>(found: Option<&Found<T>>) -> Option<&crate::article::Evidence> {
        found.map(|found| &found.evidence)
    }
    let article = &entry.shown.article;
    let (title, source, wire) = (&article.title, &article.source, &article.wire);
    let (published, authors) = (&article.published, &article.authors);
    let (language, place, modified) = (&article.language, &article.place, &article.modified);
    let all_evidence = [
        evidence(title.as_ref()),
        evidence(source.as_ref()),
        evidence(wire.as_ref()),
        evidence(published.as_ref()),
        evidence(modified.as_ref()),
        evidence(authors.as_ref()),
        evidence(language.as_ref()),
        evidence(place.as_ref()),
    ];
    let others = entry.others.iter().map(|other| &other.version.article);
    let others: Vec<_> = others.map(|it| (&it.text, &it.captured, &it.url)).collect();
    Ok([
        article.text.clone().into_bytes(),
        value(title.as_ref())?,
        serde_json::to_vec(&article.url)?,
        value(source.as_ref())?,
        serde_json::to_vec(&article.domain)?,
        value(wire.as_ref())?,
        value(published.as_ref())?,
        value(modified.as_ref())?,
        serde_json::to_vec(&captures(entry))?,
        value(authors.as_ref())?,
        value(language.as_ref())?,
        value(place.as_ref())?,
        serde_json::to_vec(&all_evidence)?,
        serde_json::to_vec(&article.removed)?,
        serde_json::to_vec(&article.repaired)?,
        serde_json::to_vec(&others)?,
        serde_json::to_vec(&entry.shown.changes)?,
        serde_json::to_vec(&(article.truncated, article.lapsed.is_some()))?,
        copies.part(index::key(&article.id))?,
    ])
}

/// Members of a group that are written down in the receipt of each. Those of a longer group stand in it as their digest, as each of a
/// hundred thousand would take all of them.
const FEW_MEMBERS: usize = 64;

/// What receipts say of copies.
struct Copies {
    book: Book,
    /// The digests of the members of long groups, by the key of the group.
    long_groups: FxHashMap<u64, String>,
}

impl Copies {
    fn new(book: Book) -> Self {
        let long = |group: &WrittenRecord<'_>| group.members().len() > FEW_MEMBERS;
        let digest = |group: WrittenRecord<'_>| {
            let mut digest = Sha256::new();
            group
                .members()
                .for_each(|member| digest.update(member.to_le_bytes()));
            (group.key(), hex(&digest.finalize()))
        };
        let long_groups = book.records().filter(long).map(digest).collect();
        Self { book, long_groups }
    }

    /// What the digest of an article's copies is made of.
    fn part(&self, key: u64) -> Result<Vec<u8>, serde_json::Error> {
        let record = self.book.record(key);
        let links = record.iter().flat_map(WrittenRecord::links);
        let links: Vec<_> = links
            .map(|link| (link.to, link.overlap.first, link.overlap.second))
            .collect();
        match self.long_groups.get(&self.book.group(key)) {
            Some(digest) => serde_json::to_vec(&(digest, links)),
            None => serde_json::to_vec(&(self.book.members(key), links)),
        }
    }
}

/// The digest of some lines in their order, such as the ids of hits.
pub fn digest_of<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    let mut digest = Sha256::new();
    for line in lines {
        digest.update(line);
        digest.update("\n");
    }
    hex(&digest.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
