//! The book of groups while a run changes it: the shards that are looked at are in memory, those that were changed are written anew.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::group::{Directory, FormatError, Link, Record, Shard};
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

    /// Sets the group of an article, and the members of the group where the article stands for it.
    pub(super) fn set_group(
        &mut self,
        key: u64,
        group: u64,
        members: &[u64],
    ) -> Result<(), IngestError> {
        self.edit(key, |record| {
            let is_same = record.group == group && record.members == members;
            if !is_same {
                record.group = group;
                record.members = members.to_vec();
            }
            !is_same
        })
    }

    /// Changes what the book says of an article; `change` tells whether it did. A record that says nothing is dropped.
    fn edit(
        &mut self,
        key: u64,
        change: impl FnOnce(&mut Record) -> bool,
    ) -> Result<(), IngestError> {
        let number = self.directory.shard_of(key);
        let records = &mut self.shard(number)?.records;
        let has_none = !records.contains_key(&key);
        let record = records.entry(key).or_insert_with(|| Record::alone(key));
        let is_changed = change(record);
        let is_empty = record.is_empty(key);
        if is_empty {
            records.remove(&key);
        }
        if is_changed {
            self.changed.insert(number);
        }
        if has_none && !is_empty {
            self.directory.records += 1;
        } else if is_empty && !has_none {
            self.directory.records = self.directory.records.saturating_sub(1);
        }
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

    /// Takes these articles out of all their links. Returns the articles that they were linked with.
    pub(super) fn unlink(&mut self, keys: &BTreeSet<u64>) -> Result<BTreeSet<u64>, IngestError> {
        let mut others = BTreeSet::new();
        for key in keys {
            self.edit(*key, |record| {
                let links = std::mem::take(&mut record.links);
                others.extend(links.iter().map(|link| link.to));
                !links.is_empty()
            })?;
        }
        // All links of an article at once: one may be linked with most of the archive.
        for other in &others {
            self.edit(*other, |record| {
                let before = record.links.len();
                record.links.retain(|link| !keys.contains(&link.to));
                record.links.len() < before
            })?;
        }
        Ok(others)
    }

    /// Links the two articles of each pair.
    pub(super) fn link(&mut self, mut pairs: Vec<Pair>) -> Result<(), IngestError> {
        for _ in 0..2 {
            pairs.sort_unstable_by_key(|pair| (pair.first, pair.second));
            // All links of an article at once: one may be linked with most of the archive.
            for of_one in pairs.chunk_by(|one, next| one.first == next.first) {
                let key = of_one.first().map_or(0, |pair| pair.first);
                self.edit(key, |record| {
                    record.links.reserve_exact(of_one.len());
                    record.links.extend(of_one.iter().map(|pair| Link {
                        to: pair.second,
                        overlap: pair.overlap,
                    }));
                    record.links.sort_unstable_by_key(|link| link.to);
                    true
                })?;
            }
            pairs.iter_mut().for_each(Pair::turn);
        }
        Ok(())
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
