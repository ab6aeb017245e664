//! The book of groups while a run changes it: the shards that are looked at are in memory, those that were changed are written anew.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::group::{Directory, FormatError, Link, Record, Shard, Tie};
use crate::index::Writer;
use crate::ingest::copies::comparison::Pair;
use crate::ingest::report::IngestError;

/// How the files of the book are named.
const STEM: &str = "copies";

/// The book of an archive.
pub(crate) struct Shelf<'a> {
    writer: &'a Writer,
    directory: Directory,
    /// The shards that were looked at, by number.
    open: BTreeMap<usize, Shard>,
    changed: FxHashSet<usize>,
}

impl<'a> Shelf<'a> {
    /// An empty book.
    pub(crate) fn new(writer: &'a Writer) -> Self {
        let directory = Directory {
            shards: vec![None],
            ..Directory::default()
        };
        Self {
            writer,
            directory,
            open: BTreeMap::new(),
            changed: FxHashSet::default(),
        }
    }

    /// The book whose directory has this name.
    pub(crate) fn open(writer: &'a Writer, name: &str) -> Result<Self, IngestError> {
        let bytes = file(writer, name)?;
        let directory = serde_json::from_slice(&bytes).map_err(|_| FormatError::directory())?;
        Ok(Self {
            directory,
            ..Self::new(writer)
        })
    }

    /// What the book says of an article.
    pub(crate) fn record(&mut self, key: u64) -> Result<Option<&Record>, IngestError> {
        let shard = self.directory.shard_of(key);
        Ok(self.shard(shard)?.records.get(&key))
    }

    /// Changes what the book says of an article. A record that says nothing is dropped.
    pub(crate) fn edit(
        &mut self,
        key: u64,
        change: impl FnOnce(&mut Record),
    ) -> Result<(), IngestError> {
        let number = self.directory.shard_of(key);
        let shard = self.shard(number)?;
        let before = shard.records.get(&key).cloned();
        let mut record = before.clone().unwrap_or_else(|| Record::alone(key));
        change(&mut record);
        let after = (!record.is_empty(key)).then_some(record);
        if before == after {
            return Ok(());
        }
        let had = shard.records.remove(&key).is_some();
        let has = after.is_some();
        shard.records.extend(after.map(|record| (key, record)));
        self.changed.insert(number);
        let records = self.directory.records + u64::from(has);
        self.directory.records = records.saturating_sub(u64::from(had));
        Ok(())
    }

    fn shard(&mut self, number: usize) -> Result<&mut Shard, IngestError> {
        if !self.open.contains_key(&number) {
            let name = self.directory.shards.get(number);
            let shard = match name.and_then(Option::as_ref) {
                Some(name) => Shard::read(file(self.writer, name)?)?,
                None => Shard::default(),
            };
            self.open.insert(number, shard);
        }
        Ok(self.open.entry(number).or_default())
    }

    /// Takes an article out of all its links. Returns the articles that it was linked with.
    pub(super) fn unlink(&mut self, key: u64) -> Result<Vec<u64>, IngestError> {
        let Some(record) = self.record(key)? else {
            return Ok(Vec::new());
        };
        let others: Vec<u64> = record.links.iter().map(|link| link.to).collect();
        self.edit(key, |record| record.links.clear())?;
        for other in &others {
            self.edit(*other, |record| record.links.retain(|link| link.to != key))?;
        }
        Ok(others)
    }

    /// Links two articles.
    pub(super) fn link(&mut self, pair: &Pair) -> Result<(), IngestError> {
        let mut add = |from: u64, to: u64, overlap| {
            self.edit(from, |record| {
                let place = record.links.partition_point(|link| link.to < to);
                record.links.insert(place, Link { to, overlap });
            })
        };
        add(pair.first, pair.second, pair.overlap)?;
        add(pair.second, pair.first, pair.overlap.turned())
    }

    /// The records of all articles that are linked with one as copies or excerpts, or with others that are.
    pub(super) fn component(&mut self, key: u64) -> Result<BTreeMap<u64, Record>, IngestError> {
        let mut found = BTreeMap::new();
        let mut waiting = BTreeSet::from([key]);
        while let Some(key) = waiting.pop_first() {
            let record = self.record(key)?.cloned();
            let record = record.unwrap_or_else(|| Record::alone(key));
            for link in &record.links {
                if link.overlap.tie() >= Some(Tie::Excerpt) && !found.contains_key(&link.to) {
                    waiting.insert(link.to);
                }
            }
            found.insert(key, record);
        }
        Ok(found)
    }

    /// Writes the shards that have changed. When this returns, they survive a power cut.
    pub(crate) fn write(&mut self) -> Result<(), IngestError> {
        self.cut_anew()?;
        for number in &self.changed {
            let shard = self
                .open
                .get(number)
                .filter(|shard| !shard.records.is_empty());
            let name = match shard {
                Some(shard) => Some(self.writer.write_sidecar((STEM, "bin"), &shard.write())?),
                None => None,
            };
            if let Some(slot) = self.directory.shards.get_mut(*number) {
                *slot = name;
            }
        }
        self.changed.clear();
        Ok(())
    }

    /// Writes the directory and returns its name. When this returns, it survives a power cut.
    pub(crate) fn write_directory(&self) -> Result<String, IngestError> {
        let bytes = serde_json::to_vec(&self.directory).map_err(|_| FormatError::directory())?;
        Ok(self.writer.write_sidecar((STEM, "json"), &bytes)?)
    }

    /// Cuts the book into more shards where its shards have become too long.
    fn cut_anew(&mut self) -> Result<(), IngestError> {
        let bits = self.directory.bits_for(self.directory.records);
        if bits == self.directory.bits {
            return Ok(());
        }
        for number in 0..self.directory.shards.len() {
            self.shard(number)?;
        }
        let old = std::mem::take(&mut self.open);
        self.directory.bits = bits;
        self.directory.shards = vec![None; 1 << bits];
        for (key, record) in old.into_values().flat_map(|shard| shard.records) {
            let number = self.directory.shard_of(key);
            self.open
                .entry(number)
                .or_default()
                .records
                .insert(key, record);
        }
        self.changed = self.open.keys().copied().collect();
        Ok(())
    }

    /// Removes the files of earlier commits. `directory` is the one that the last commit names.
    pub(crate) fn sweep(&self, directory: Option<&str>) -> Result<(), IngestError> {
        let shards = self.directory.shards.iter().flatten();
        let mut named: Vec<&str> = shards.map(String::as_str).collect();
        named.extend(directory);
        Ok(self.writer.sweep_sidecars(STEM, &named)?)
    }
}

/// Whether every file of the book whose directory has this name is there.
pub(crate) fn is_whole(writer: &Writer, name: &str) -> bool {
    let Ok(shelf) = Shelf::open(writer, name) else {
        return false;
    };
    let mut shards = shelf.directory.shards.iter().flatten();
    shards.all(|shard| writer.has_sidecar(shard))
}

/// Whatever keeps a file from being read, it is damaged for us: the book is made anew then.
fn file(writer: &Writer, name: &str) -> Result<Vec<u8>, IngestError> {
    let bytes = writer.read_sidecar(name).ok().flatten();
    Ok(bytes.ok_or_else(FormatError::missing)?)
}
