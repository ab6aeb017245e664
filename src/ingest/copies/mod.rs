//! Finding copies at the end of a run, when every text is what it will be.
//!
//! The archive is the book here too: candidates are the articles that share marks, found by posting list, and what is compared are
//! the stored texts. A run compares the articles that it has put, and those for whom it has changed which articles they are compared
//! with. What is found is a function of what the archive holds: links are decided pair by pair, and groups follow from the links.
mod comparison;
mod holders;
mod pair_spool;
mod regroup;
mod shelf;
mod shelved;
mod sketch_spool;

use std::collections::BTreeSet;

use parking_lot::Mutex;

use crate::index::payload::Payload;
use crate::index::{Address, Catalog, Writer};
use crate::ingest::copies::comparison::Comparison;
use crate::ingest::copies::holders::Lists;
use crate::ingest::copies::pair_spool::PairSpool;
use crate::ingest::copies::shelf::{Shelf, is_whole};
use crate::ingest::copies::sketch_spool::RunSketches;
use crate::ingest::report::IngestError;
use crate::ingest::threads::in_threads;

pub(crate) use sketch_spool::SketchSpool;

/// Articles that a thread compares before it takes others.
const AT_ONCE: usize = 500;

/// What the archive was and is.
struct Change<'a> {
    before: Lists<'a>,
    now: Lists<'a>,
    catalog: &'a Catalog,
    sketches: RunSketches,
    threads: usize,
}

/// Whether the book that the last commit names is there to be read.
pub(crate) fn is_there(writer: &Writer, payload: &Payload) -> bool {
    let name = payload.copies.as_deref();
    name.is_none_or(|name| is_whole(writer, name))
}

/// Brings the book of copies in line with the archive, commits it, and removes what it was before. `before` is the archive of which the
/// book of `payload` tells; where there is none, the book is made anew. `sketches` are those of the articles that the run has put.
pub(crate) fn update(
    writer: &Writer,
    before: Option<&Catalog>,
    mut payload: Payload,
    sketches: SketchSpool<'_>,
    threads: usize,
) -> Result<(), IngestError> {
    let catalog = writer.catalog()?;
    let change = Change {
        before: Lists::new(before.unwrap_or(&catalog)),
        now: Lists::new(&catalog),
        catalog: &catalog,
        sketches: sketches.finish()?,
        threads,
    };
    let book = payload.copies.as_deref().zip(before);
    let updated = book.map(|(name, before)| change.update_book(name, before, writer));
    let shelf = match updated {
        // A book that cannot be read is made anew.
        None | Some(Err(IngestError::Copies(_))) => change.new_book(writer)?,
        Some(updated) => updated?,
    };
    payload.copies = Some(shelf.write_directory()?);
    payload.copies_due = false;
    writer.commit(&payload.text())?;
    shelf.sweep(payload.copies.as_deref())
}

/// Whether a pair, given by the keys of both articles, need not be compared from the first one's side.
type IsDone<'a> = &'a (dyn Fn(u64, u64) -> bool + Sync);

/// Marks whose articles are compared in another way than before.
type Moved = Mutex<BTreeSet<u64>>;

impl Change<'_> {
    /// The book of all articles, written.
    fn new_book<'w>(&self, writer: &'w Writer) -> Result<Shelf<'w>, IngestError> {
        let mut shelf = Shelf::new(writer);
        let is_done = |first, second| second < first;
        let pairs = PairSpool::new(writer);
        self.compare(&self.catalog.all(), &is_done, None, &pairs)?;
        self.regroup(BTreeSet::new(), pairs, &mut shelf)?;
        Ok(shelf)
    }

    /// The book of this name, brought in line with what has changed since and written.
    fn update_book<'w>(
        &self,
        name: &str,
        before: &Catalog,
        writer: &'w Writer,
    ) -> Result<Shelf<'w>, IngestError> {
        let mut shelf = Shelf::open(writer, name)?;
        let pairs = PairSpool::new(writer);
        let unlinked = self.compare_changed(&writer.changed(), before, &pairs, &mut shelf)?;
        self.regroup(unlinked, pairs, &mut shelf)?;
        Ok(shelf)
    }

    /// Links these pairs, makes the groups of their articles and of those in `touched` anew, and writes the book.
    fn regroup(
        &self,
        touched: BTreeSet<u64>,
        pairs: PairSpool<'_>,
        shelf: &mut Shelf<'_>,
    ) -> Result<(), IngestError> {
        self.before.forget();
        self.now.forget();
        let mut keys = link(pairs, shelf)?;
        keys.extend(touched);
        keys.sort_unstable();
        keys.dedup();
        regroup::regroup(keys, shelf, self.catalog)?;
        shelf.write()
    }

    /// Compares the articles with these keys, which were put or removed, and those that their coming and going concerns. Takes all of
    /// them out of their links, and returns the keys of all whose links have changed by that.
    fn compare_changed(
        &self,
        changed: &[u64],
        before: &Catalog,
        pairs: &PairSpool<'_>,
        shelf: &mut Shelf<'_>,
    ) -> Result<BTreeSet<u64>, IngestError> {
        let is_changed = |key: u64| changed.binary_search(&key).is_ok();
        let moved = Moved::default();
        let is_done = |first, second| second < first && is_changed(second);
        self.compare(&self.addresses(changed)?, &is_done, Some(&moved), pairs)?;
        self.compare_former_marks(changed, before, &moved)?;
        let mut others = self.concerned(&moved.into_inner(), shelf)?;
        others.retain(|key| !is_changed(*key));
        let keys: Vec<u64> = others.iter().copied().collect();
        let is_done =
            |first, second| is_changed(second) || second < first && others.contains(&second);
        self.compare(&self.addresses(&keys)?, &is_done, None, pairs)?;
        let compared: BTreeSet<u64> = changed.iter().chain(&keys).copied().collect();
        let mut unlinked = shelf.unlink(&compared)?;
        unlinked.extend(compared);
        Ok(unlinked)
    }

    /// The articles with these keys that the archive has, in the order in which they are stored.
    fn addresses(&self, keys: &[u64]) -> Result<Vec<Address>, IngestError> {
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            found.extend(self.catalog.find(*key)?);
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Keeps in `pairs` what these articles share with others. Notes in `moved` which marks of theirs have moved.
    fn compare(
        &self,
        articles: &[Address],
        is_done: IsDone<'_>,
        moved: Option<&Moved>,
        pairs: &PairSpool<'_>,
    ) -> Result<(), IngestError> {
        let chunks: Vec<&[Address]> = articles.chunks(AT_ONCE).collect();
        in_threads::<_, IngestError>(self.threads, &chunks, &|chunk| {
            let mut comparison = Comparison::new(self.catalog, &self.now, &self.sketches);
            for at in *chunk {
                let found = comparison.pairs_of(*at, is_done, &mut |mark| match moved {
                    Some(moved) => self.note_if_moved(mark, moved),
                    None => Ok(()),
                })?;
                pairs.keep(&found)?;
            }
            Ok(())
        })
    }

    fn note_if_moved(&self, mark: u64, moved: &Moved) -> Result<(), IngestError> {
        if self.before.hubs(mark)? != self.now.hubs(mark)? {
            moved.lock().insert(mark);
        }
        Ok(())
    }

    /// Notes which marks have moved of those that these articles had.
    fn compare_former_marks(
        &self,
        changed: &[u64],
        before: &Catalog,
        moved: &Moved,
    ) -> Result<(), IngestError> {
        in_threads(self.threads, changed, &|key| {
            let Some(at) = before.find(*key)? else {
                return Ok(());
            };
            for mark in before.copy_marks(at) {
                self.note_if_moved(mark, moved)?;
            }
            Ok(())
        })
    }

    /// The articles that may have other links because these marks have moved.
    fn concerned(
        &self,
        moved: &BTreeSet<u64>,
        shelf: &mut Shelf<'_>,
    ) -> Result<BTreeSet<u64>, IngestError> {
        let mut concerned = BTreeSet::new();
        for mark in moved {
            let (before, now) = (self.before.hubs(*mark)?, self.now.hubs(*mark)?);
            if !before.is_empty() && !now.is_empty() {
                concerned.extend(before.into_iter().chain(now));
                continue;
            }
            let holders: BTreeSet<u64> = self.now.keys(*mark)?.into_iter().collect();
            if now.is_empty() {
                // They are compared each with each again.
                concerned.extend(holders);
                continue;
            }
            for key in &holders {
                // A link between two of them may have no ground any more.
                let record = shelf.record(*key)?;
                let mut links = record.iter().flat_map(|record| &record.links);
                if links.any(|link| holders.contains(&link.to)) {
                    concerned.insert(*key);
                }
            }
        }
        Ok(concerned)
    }
}

/// Writes down what was found. Returns the keys of the articles that are linked, in order.
fn link(mut pairs: PairSpool<'_>, shelf: &mut Shelf<'_>) -> Result<Vec<u64>, IngestError> {
    let mut linked = Vec::new();
    pairs.each_article(|of_one| {
        linked.extend(of_one.first().map(|pair| pair.first));
        Ok(())
    })?;
    shelf.make_room(linked.len())?;
    pairs.each_article(|of_one| shelf.link(of_one))?;
    Ok(linked)
}
