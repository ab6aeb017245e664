//! What lies in an archive beside its segments, and what a run asks of the articles that it holds already.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use tantivy::{SegmentReader, TantivyError};

use crate::article::Article;
use crate::index::schema::{Fields, column};
use crate::index::{WriteError, Writer, manifest, store};

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
    pub(crate) domain: &'a dyn Fn(&str) -> bool,
    /// Those without a domain by their path.
    pub(crate) path: &'a dyn Fn(&str) -> bool,
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

    /// Hands over each committed article that is wanted, with its ledger.
    pub(crate) fn each(&self, wanted: &Wanted<'_>, each: &mut dyn FnMut(Article)) -> Result<(), WriteError> {
        let searcher = self.index.reader().map_err(WriteError::new)?.searcher();
        for segment in searcher.segment_readers() {
            each_of(segment, &self.fields, wanted, each).map_err(WriteError::new)?;
        }
        Ok(())
    }
}

fn each_of(
    segment: &SegmentReader,
    fields: &Fields,
    wanted: &Wanted<'_>,
    each: &mut dyn FnMut(Article),
) -> Result<(), TantivyError> {
    let (Some(domains), Some(paths)) =
        (segment.fast_fields().str(column::DOMAIN)?, segment.fast_fields().str(column::PATH)?)
    else {
        return Ok(());
    };
    let store = segment.get_store_reader(4)?;
    let mut text = String::new();
    // Articles of one site often stand together.
    let mut last: Option<(u64, Domain)> = None;
    for doc in segment.doc_ids_alive() {
        let ord = domains.term_ords(doc).next();
        let domain = match (ord, last) {
            (None, _) => Domain::None,
            (Some(ord), Some((known, domain))) if known == ord => domain,
            (Some(ord), _) => {
                domains.ord_to_str(ord, &mut text)?;
                let domain = match text.as_str() {
                    "" => Domain::None,
                    name if (wanted.domain)(name) => Domain::Wanted,
                    _ => Domain::Other,
                };
                last = Some((ord, domain));
                domain
            }
        };
        let is_wanted = match domain {
            Domain::Wanted => true,
            Domain::Other => false,
            Domain::None => {
                text.clear();
                if let Some(ord) = paths.term_ords(doc).next() {
                    paths.ord_to_str(ord, &mut text)?;
                }
                (wanted.path)(&text)
            }
        };
        if is_wanted {
            let document = store.get(doc)?;
            let mut article = store::article(&document, fields)?;
            store::read_ledger(&document, fields, &mut article)?;
            each(article);
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Domain {
    None,
    Wanted,
    Other,
}
