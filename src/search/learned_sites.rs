//! What was learned of the sites, read from beside the archive.

use std::path::Path;

use tantivy::{Searcher, TantivyError};

use crate::archive::LearnedSite;
use crate::index::payload::Payload;
use crate::index::sidecar;
use crate::site::{Book, Damage};

/// How often the book is looked for: a run that commits meanwhile removes the files of the commits before it.
const TRIES: usize = 3;

/// What was learned of each site, by site; nothing where no run of `ingest` made the archive.
pub(crate) fn learned_sites(dir: &Path, searcher: &Searcher) -> tantivy::Result<Vec<LearnedSite>> {
    for _ in 0..TRIES {
        let meta = searcher.index().load_metas()?;
        let payload = Payload::read(meta.payload.as_deref()).unwrap_or_default();
        let Some(name) = payload.sites else {
            return Ok(Vec::new());
        };
        if let Some(bytes) = sidecar::read(dir, &name)? {
            let book = Book::read(&bytes).map_err(|damage| unread(&damage))?;
            let sites = book.learned().map(|(site, learned)| LearnedSite {
                site: site.to_owned(),
                learned: learned.clone(),
            });
            return Ok(sites.collect());
        }
    }
    Err(unread(&Damage::new("the file is missing")))
}

fn unread(damage: &Damage) -> TantivyError {
    use std::error::Error;
    let cause = damage.source().map(ToString::to_string);
    TantivyError::InternalError(format!("{damage}: {}", cause.unwrap_or_default()))
}
