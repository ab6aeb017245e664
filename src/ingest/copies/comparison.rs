//! Comparing articles with those that share marks with them.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::group::{Overlap, Sketch};
use crate::index::{Address, Catalog};
use crate::ingest::copies::holders::{Holders, Lists};
use crate::ingest::copies::sketch_spool::RunSketches;
use crate::ingest::report::IngestError;

/// Sketches that are kept for the next articles: about 4 MB a thread.
const SKETCHES: usize = 2_000;

/// Two articles that share text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) first: u64,
    pub(super) second: u64,
    pub(super) overlap: Overlap,
}

impl Pair {
    /// The same pair, seen from the other article.
    pub(super) fn turned(self) -> Self {
        Self {
            first: self.second,
            second: self.first,
            overlap: self.overlap.turned(),
        }
    }
}

/// Compares articles of one state of the archive.
pub(super) struct Comparison<'a> {
    catalog: &'a Catalog,
    lists: &'a Lists<'a>,
    run_sketches: &'a RunSketches,
    /// Those of the last articles.
    sketches: FxHashMap<Address, Arc<Sketch>>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(
        catalog: &'a Catalog,
        lists: &'a Lists<'a>,
        run_sketches: &'a RunSketches,
    ) -> Self {
        Self {
            catalog,
            lists,
            run_sketches,
            sketches: FxHashMap::default(),
        }
    }

    /// The articles that share text with this one, but for pairs that are done. Marks that have hubs are handed to `common`.
    pub(super) fn pairs_of(
        &mut self,
        at: Address,
        is_done: &(dyn Fn(u64, u64) -> bool + Sync),
        common: &mut dyn FnMut(u64) -> Result<(), IngestError>,
    ) -> Result<Vec<Pair>, IngestError> {
        let first = self.catalog.id_key(at);
        let mut pairs = Vec::new();
        for (other, marks) in self.sharing_marks(at, common)? {
            let second = self.catalog.id_key(other);
            let least = Sketch::marks_shared_by_copies(self.shingles(at), self.shingles(other));
            if marks < least || is_done(first, second) {
                continue;
            }
            // Most articles have no candidates, and their texts are not read.
            let overlap = self.sketch(at)?.overlap(&*self.sketch(other)?);
            if overlap.tie().is_some() {
                pairs.push(Pair {
                    first,
                    second,
                    overlap,
                });
            }
        }
        Ok(pairs)
    }

    /// The articles that are compared with this one because of a mark, with the number of such marks.
    fn sharing_marks(
        &self,
        at: Address,
        common: &mut dyn FnMut(u64) -> Result<(), IngestError>,
    ) -> Result<Vec<(Address, usize)>, IngestError> {
        let mut shared: FxHashMap<Address, usize> = FxHashMap::default();
        let mut count = |other: Address| {
            if other != at {
                *shared.entry(other).or_default() += 1;
            }
        };
        for mark in self.catalog.copy_marks(at) {
            match self.lists.holders(mark)? {
                Holders::Few(all) => all.into_iter().for_each(&mut count),
                Holders::Many(hubs) => {
                    common(mark)?;
                    if hubs.contains(&at) {
                        self.lists.all(mark)?.into_iter().for_each(&mut count);
                    } else {
                        hubs.iter().copied().for_each(&mut count);
                    }
                }
            }
        }
        // In the order in which they are stored, as several may lie in one block.
        let mut shared: Vec<(Address, usize)> = shared.into_iter().collect();
        shared.sort_unstable();
        Ok(shared)
    }

    fn shingles(&self, at: Address) -> usize {
        usize::try_from(self.catalog.shingles(at)).unwrap_or(usize::MAX)
    }

    fn sketch(&mut self, at: Address) -> Result<Arc<Sketch>, IngestError> {
        if let Some(sketch) = self.sketches.get(&at) {
            return Ok(Arc::clone(sketch));
        }
        let of_run = self.run_sketches.get(self.catalog.id_key(at))?;
        let sketch = match of_run {
            Some(sketch) => sketch,
            None => Sketch::of(&self.catalog.text(at)?),
        };
        let sketch = Arc::new(sketch);
        if self.sketches.len() >= SKETCHES {
            self.sketches.clear();
        }
        self.sketches.insert(at, Arc::clone(&sketch));
        Ok(sketch)
    }
}
