//! What lies in an archive beside its segments, and what a run asks of the articles that it holds already.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

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
    pub(crate) fn each(&self, wanted: &Wanted<'_>, each: &mut dyn FnMut(Article)) -> Result<(), WriteError> {
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
    let columns = [column::DOMAIN, column::PATH, column::SOURCE].map(|name| segment.fast_fields().str(name));
    let [Some(domains), Some(paths), Some(sources)] = columns.map(Result::unwrap_or_default) else {
        return Ok(());
    };
    let (mut domains, mut paths, mut sources) =
        (Words::new(&domains), Words::new(&paths), Words::new(&sources));
    let store = segment.get_store_reader(4)?;
    // Articles of one site often stand together.
    let mut last = (String::new(), Ask::None);
    for doc in segment.doc_ids_alive() {
        let domain = domains.of(doc)?;
        if *domain != last.0 {
            last = (domain.clone(), (wanted.domain)(domain));
        }
        let ask = if domain.is_empty() { (wanted.path)(paths.of(doc)?) } else { last.1.clone() };
        let is_asked = match &ask {
            Ask::None => false,
            Ask::Unless(source) => sources.of(doc)? != source,
            Ask::All | Ask::WithLedger => true,
        };
        if is_asked {
            each(match ask {
                Ask::WithLedger => store.get::<Stored<LEDGER>>(doc)?.article()?,
                _ => store.get::<Stored<REST>>(doc)?.article()?,
            });
        }
    }
    Ok(())
}

/// The first word of each document in a column.
struct Words<'a> {
    column: &'a StrColumn,
    /// The word at `ord`.
    word: String,
    ord: Option<u64>,
}

impl<'a> Words<'a> {
    fn new(column: &'a StrColumn) -> Self {
        Self { column, word: String::new(), ord: None }
    }

    fn of(&mut self, doc: u32) -> Result<&String, TantivyError> {
        let ord = self.column.term_ords(doc).next();
        if ord != self.ord || ord.is_none() {
            self.ord = ord;
            self.word.clear();
            if let Some(ord) = ord {
                self.column.ord_to_str(ord, &mut self.word)?;
            }
        }
        Ok(&self.word)
    }
}
