//! Which articles have a mark, and which of them are compared with each other.
//!
//! Of a mark that few articles have, each is compared with each. Of one that many have, each is compared with a few of them only, the
//! hubs: those with the least keys, by several orders of the keys, as a single one may be a text that was changed much. So an agency's
//! text that stands in 500 outlets becomes one group after 1,500 comparisons, and a sentence that stands everywhere costs three an
//! article. Which is which depends on what the archive holds now, not on how it came to that.

use std::sync::Arc;

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::index::{Address, Catalog};
use crate::ingest::report::IngestError;

/// Articles with one mark that are compared each with each.
const FEW: usize = 16;

/// Hubs of a mark, at most.
const HUBS: u32 = 3;

/// Marks whose hubs are remembered: about 30 MB.
const REMEMBERED: usize = 500_000;

/// The articles with a mark.
pub(super) enum Holders {
    /// Each is compared with each.
    Few(Vec<Address>),
    /// Each is compared with these hubs.
    Many(Arc<[Address]>),
}

/// The posting lists of the marks, in one state of the archive.
pub(super) struct Lists<'a> {
    catalog: &'a Catalog,
    hubs: Mutex<FxHashMap<u64, Arc<[Address]>>>,
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
        if let Some(hubs) = self.hubs.lock().get(&mark) {
            return Ok(Holders::Many(Arc::clone(hubs)));
        }
        let all = self.all(mark)?;
        if all.len() <= FEW {
            return Ok(Holders::Few(all));
        }
        let hubs = self.hubs_of(&all);
        let mut remembered = self.hubs.lock();
        if remembered.len() < REMEMBERED {
            remembered.insert(mark, Arc::clone(&hubs));
        }
        Ok(Holders::Many(hubs))
    }

    /// Gives back the memory of what is remembered.
    pub(super) fn forget(&self) {
        *self.hubs.lock() = FxHashMap::default();
    }

    fn hubs_of(&self, all: &[Address]) -> Arc<[Address]> {
        let keyed: Vec<(u64, Address)> = all
            .iter()
            .map(|at| (self.catalog.id_key(*at), *at))
            .collect();
        let mut hubs = Vec::new();
        for order in 0..HUBS {
            let least = keyed
                .iter()
                .min_by_key(|(key, _)| key.rotate_left(order * 21));
            hubs.extend(least.map(|(_, at)| *at));
        }
        hubs.sort_unstable();
        hubs.dedup();
        hubs.into()
    }

    /// Every article with this mark, where there are several.
    pub(super) fn all(&self, mark: u64) -> Result<Vec<Address>, IngestError> {
        Ok(self.catalog.sharing_copy_mark(mark)?)
    }

    /// The keys of the mark's hubs, in order; none where each article is compared with each.
    pub(super) fn hubs(&self, mark: u64) -> Result<Vec<u64>, IngestError> {
        let Holders::Many(hubs) = self.holders(mark)? else {
            return Ok(Vec::new());
        };
        let mut keys: Vec<u64> = hubs.iter().map(|at| self.catalog.id_key(*at)).collect();
        keys.sort_unstable();
        Ok(keys)
    }

    /// The keys of every article with this mark.
    pub(super) fn keys(&self, mark: u64) -> Result<Vec<u64>, IngestError> {
        let all = self.all(mark)?;
        Ok(all.into_iter().map(|at| self.catalog.id_key(at)).collect())
    }
}
