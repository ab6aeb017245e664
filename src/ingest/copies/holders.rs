//! Which articles have a mark, and which of them are compared with each other.
//!
//! Of a mark that few articles have, each is compared with each. Of one that many have, each is compared with one of them only, the
//! hub: the one with the least key. So an agency's text that stands in 500 outlets becomes one group after 500 comparisons, and a
//! sentence that stands everywhere costs one comparison an article. Which is which depends on what the archive holds now, not on how it
//! came to that.

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::index::{Address, Catalog};
use crate::ingest::report::IngestError;

/// Articles with one mark that are compared each with each.
const FEW: usize = 16;

/// Hubs that are remembered: about 30 MB.
const REMEMBERED: usize = 1_000_000;

/// The articles with a mark.
pub(super) enum Holders {
    /// Each is compared with each.
    Few(Vec<Address>),
    /// Each is compared with this one.
    Many(Address),
}

/// What the holders of a mark come to, for comparing two states of an archive: the key of the hub where there is one.
pub(super) type Hub = Option<u64>;

/// The posting lists of the marks, in one state of the archive.
pub(super) struct Lists<'a> {
    catalog: &'a Catalog,
    hubs: Mutex<FxHashMap<u64, Address>>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            hubs: Mutex::default(),
        }
    }

    /// The articles with this mark.
    pub(super) fn holders(&self, mark: u64) -> Result<Holders, IngestError> {
        if let Some(hub) = self.hubs.lock().get(&mark) {
            return Ok(Holders::Many(*hub));
        }
        let all = self.all(mark)?;
        if all.len() <= FEW {
            return Ok(Holders::Few(all));
        }
        let hub = all.iter().min_by_key(|at| self.catalog.id_key(**at));
        let Some(hub) = hub.copied() else {
            return Ok(Holders::Few(all));
        };
        let mut hubs = self.hubs.lock();
        if hubs.len() < REMEMBERED {
            hubs.insert(mark, hub);
        }
        Ok(Holders::Many(hub))
    }

    /// Every article with this mark.
    pub(super) fn all(&self, mark: u64) -> Result<Vec<Address>, IngestError> {
        Ok(self.catalog.with_copy_mark(mark)?)
    }

    /// The key of the mark's hub, if it has one.
    pub(super) fn hub(&self, mark: u64) -> Result<Hub, IngestError> {
        match self.holders(mark)? {
            Holders::Few(_) => Ok(None),
            Holders::Many(hub) => Ok(Some(self.catalog.id_key(hub))),
        }
    }

    /// The keys of every article with this mark.
    pub(super) fn keys(&self, mark: u64) -> Result<Vec<u64>, IngestError> {
        let all = self.all(mark)?;
        Ok(all.into_iter().map(|at| self.catalog.id_key(at)).collect())
    }
}
