//! What lies in an archive beside its segments, and what a run asks of the articles that it holds already.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use rustc_hash::FxHashMap;
use tantivy::columnar::StrColumn;
use tantivy::{SegmentReader, TantivyError};

use crate::article::Article;
use crate::index::schema::column;
use crate::index::store::{LEDGER, REST, Stored};
use crate::index::{WriteError, Writer, manifest};

/// The file of a folder with this name, when it is there.
pub(crate) fn read(dir: &Path, name: &str) -> io::Result<Option<Vec<u8>>> {
    match fs::read(dir.join(name)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Replaces the file so that after a power cut there is the old one or the new one, whole.
fn replace(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = dir.join(format!(".{name}.new"));
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, dir.join(name))?;
    manifest::sync_folder(dir)
}

/// Which articles a run asks for.
pub(crate) struct Wanted<'a> {
    /// By their domain.
    pub(crate) domain: &'a dyn Fn(&str) -> Ask,
    /// Those without a domain by their path.
    pub(crate) path: &'a dyn Fn(&str) -> Ask,
}

/// Which of some articles a run asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ask {
    /// None.
    None,
    /// Those that name another source than this.
    Unless(String),
    /// All.
    All,
    /// All, with their ledgers.
    WithLedger,
}

impl Writer {
    /// The file beside the segments with this name, when it is there.
    pub(crate) fn read_beside(&self, name: &str) -> Result<Option<Vec<u8>>, WriteError> {
        read(&self.dir, name).map_err(WriteError::new)
    }

    /// Writes a file beside the segments; when this returns, it survives a power cut.
    pub(crate) fn write_beside(&self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        replace(&self.dir, name, bytes).map_err(WriteError::new)
    }

    /// Hands over each committed article that is wanted.
    pub(crate) fn each(
        &self,
        wanted: &Wanted<'_>,
        each: &mut dyn FnMut(Article),
    ) -> Result<(), WriteError> {
        let searcher = self.index.reader().map_err(WriteError::new)?.searcher();
        for segment in searcher.segment_readers() {
            each_of(segment, wanted, each).map_err(WriteError::new)?;
        }
        Ok(())
    }
}

fn each_of(
    segment: &SegmentReader,
    wanted: &Wanted<'_>,
    each: &mut dyn FnMut(Article),
) -> Result<(), TantivyError> {
    let columns =
        [column::DOMAIN, column::PATH, column::SOURCE].map(|name| segment.fast_fields().str(name));
    let [Some(domains), Some(paths), Some(sources)] = columns.map(Result::unwrap_or_default) else {
        return Ok(());
    };
    let docs = || segment.doc_ids_alive();
    let asked = |ask: Ask| Some(ask).filter(|ask| *ask != Ask::None);
    let of_domain = answers(&domains, docs(), &|domain| asked((wanted.domain)(domain)))?;
    let asks_path = |doc: &u32| {
        domains
            .term_ords(*doc)
            .next()
            .is_none_or(|ord| Some(ord) == of_domain.nameless)
    };
    let of_path = answers(&paths, docs().filter(asks_path), &|path| {
        asked((wanted.path)(path))
    })?;
    let names = answers(&sources, docs(), &|name| Some(name.to_owned()))?;
    let store = segment.get_store_reader(4)?;
    for doc in segment.doc_ids_alive() {
        let ask = if asks_path(&doc) {
            of_path.to(doc)
        } else {
            of_domain.to(doc)
        };
        match ask {
            None | Some(Ask::None) => {}
            Some(Ask::Unless(source)) if names.to(doc) == Some(source) => {}
            Some(Ask::WithLedger) => each(store.get::<Stored<LEDGER>>(doc)?.article()?),
            Some(Ask::Unless(_) | Ask::All) => each(store.get::<Stored<REST>>(doc)?.article()?),
        }
    }
    Ok(())
}

/// What was made of the first word that each of some documents has in a column: each word is looked at once, in the order in which the
/// column holds them, as it keeps them in blocks that take long to unpack.
struct Answers<'a, T> {
    column: &'a StrColumn,
    by_ord: FxHashMap<u64, T>,
    /// The empty word.
    nameless: Option<u64>,
}

fn answers<'a, T>(
    column: &'a StrColumn,
    docs: impl Iterator<Item = u32>,
    make: &dyn Fn(&str) -> Option<T>,
) -> Result<Answers<'a, T>, TantivyError> {
    let mut ords: Vec<u64> = docs
        .filter_map(|doc| column.term_ords(doc).next())
        .collect();
    ords.sort_unstable();
    ords.dedup();
    let mut answers = Answers {
        column,
        by_ord: FxHashMap::default(),
        nameless: None,
    };
    let mut next = ords.iter();
    column.dictionary().sorted_ords_to_term_cb(&ords, |word| {
        if let Some(&ord) = next.next() {
            if word.is_empty() {
                answers.nameless = Some(ord);
            }
            if let Some(answer) = make(&String::from_utf8_lossy(word)) {
                answers.by_ord.insert(ord, answer);
            }
        }
    })?;
    Ok(answers)
}

impl<T> Answers<'_, T> {
    fn to(&self, doc: u32) -> Option<&T> {
        self.by_ord.get(&self.column.term_ords(doc).next()?)
    }
}
