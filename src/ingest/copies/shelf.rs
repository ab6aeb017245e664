//! The book of groups while a run changes it: shards that are looked at are in memory as long as there is room, those that were changed
//! are written anew at the end. It should be gone through in the order of the keys, as the shards are cut by them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rustc_hash::FxHashSet;

use crate::group::{Directory, FormatError, Link, Record, Shard};
use crate::index::Writer;
use crate::ingest::copies::comparison::Pair;
use crate::ingest::copies::shelved::Shelved;
use crate::ingest::report::IngestError;

/// How the files of the book are named.
const STEM: &str = "copies";

/// Part of the run's memory that shards may take: no articles wait in it any more.
const PART_OF_MEMORY: usize = 8;

/// The book of an archive.
pub(crate) struct Shelf<'a> {
    writer: &'a Writer,
    directory: Directory,
    /// The shards in memory, by number.
    open: BTreeMap<usize, Shard>,
    /// Their numbers, in the order in which they were opened.
    opened: VecDeque<usize>,
    /// Bytes that they take, about.
    open_bytes: usize,
    changed: FxHashSet<usize>,
    /// Shards that were changed and are not in memory.
    shelved: Shelved,
}

/// Bytes that a record takes in memory, about.
fn bytes_of(record: &Record) -> usize {
    // Its place in the shard, which is never full, and what its lists take from the allocator.
    128 + record.links.len() * size_of::<Link>() + record.members.len() * size_of::<u64>()
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
            opened: VecDeque::new(),
            open_bytes: 0,
            changed: FxHashSet::default(),
            shelved: Shelved::default(),
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
        let before = records.get(&key).map(bytes_of);
        let record = records.entry(key).or_insert_with(|| Record::alone(key));
        let is_changed = change(record);
        let after = (!record.is_empty(key)).then(|| bytes_of(record));
        if after.is_none() {
            records.remove(&key);
        }
        if is_changed {
            self.changed.insert(number);
        }
        let open_bytes = self.open_bytes + after.unwrap_or(0);
        self.open_bytes = open_bytes.saturating_sub(before.unwrap_or(0));
        let records = self.directory.records + u64::from(after.is_some());
        self.directory.records = records.saturating_sub(u64::from(before.is_some()));
        Ok(())
    }

    /// The shard, in memory.
    fn shard(&mut self, number: usize) -> Result<&mut Shard, IngestError> {
        if !self.open.contains_key(&number) {
            let shard = self.read(number)?;
            self.open_bytes += shard.records.values().map(bytes_of).sum::<usize>();
            let most = self.writer.memory_bytes() / PART_OF_MEMORY;
            while self.open_bytes > most && self.close_first()? {}
            self.open.insert(number, shard);
            self.opened.push_back(number);
        }
        Ok(self.open.entry(number).or_default())
    }

    /// A shard that is not in memory.
    fn read(&mut self, number: usize) -> Result<Shard, IngestError> {
        if let Some(shard) = self.shelved.take(number)? {
            return Ok(shard);
        }
        let name = self.directory.shards.get(number);
        match name.and_then(Option::as_ref) {
            Some(name) => Ok(Shard::read(file(self.writer, name)?)?),
            None => Ok(Shard::default()),
        }
    }

    /// Takes the shard out of memory that was opened before all others; `false` when there is none.
    fn close_first(&mut self) -> Result<bool, IngestError> {
        let Some(number) = self.opened.pop_front() else {
            return Ok(false);
        };
        if let Some(shard) = self.open.remove(&number) {
            let bytes: usize = shard.records.values().map(bytes_of).sum();
            self.open_bytes = self.open_bytes.saturating_sub(bytes);
            if self.changed.contains(&number) {
                self.shelve(number, &shard)?;
            }
        }
        Ok(true)
    }

    fn shelve(&mut self, number: usize, shard: &Shard) -> Result<(), IngestError> {
        let writer = self.writer;
        self.shelved
            .put(number, shard, || Ok(writer.temporary_file()?))
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

    /// Links the first article of the pairs, which is the same in all of them, with the second of each.
    pub(super) fn link(&mut self, of_one: &[Pair]) -> Result<(), IngestError> {
        let Some(key) = of_one.first().map(|pair| pair.first) else {
            return Ok(());
        };
        // All links of an article at once: one may be linked with most of the archive.
        self.edit(key, |record| {
            record.links.reserve_exact(of_one.len());
            record.links.extend(of_one.iter().map(|pair| Link {
                to: pair.second,
                overlap: pair.overlap,
            }));
            record.links.sort_unstable_by_key(|link| link.to);
            true
        })
    }

    /// Writes the shards that have changed. When this returns, they survive a power cut.
    pub(crate) fn write(&mut self) -> Result<(), IngestError> {
        let changed: BTreeSet<usize> = std::mem::take(&mut self.changed).into_iter().collect();
        for number in changed {
            let read;
            let shard = match self.open.get(&number) {
                Some(shard) => shard,
                None => {
                    read = self.read(number)?;
                    &read
                }
            };
            let name = match shard.records.is_empty() {
                true => None,
                false => Some(self.writer.write_sidecar((STEM, "bin"), &shard.write())?),
            };
            if let Some(slot) = self.directory.shards.get_mut(number) {
                *slot = name;
            }
        }
        Ok(())
    }

    /// Writes the directory and returns its name. When this returns, it survives a power cut.
    pub(crate) fn write_directory(&self) -> Result<String, IngestError> {
        let bytes = serde_json::to_vec(&self.directory).map_err(|_| FormatError::directory())?;
        Ok(self.writer.write_sidecar((STEM, "json"), &bytes)?)
    }

    /// Cuts the book into more shards where its shards would become too long with so many records more.
    pub(super) fn make_room(&mut self, more: usize) -> Result<(), IngestError> {
        let bits = self
            .directory
            .bits_for(self.directory.records + more as u64);
        if bits == self.directory.bits {
            return Ok(());
        }
        while self.close_first()? {}
        let directory = Directory {
            bits,
            records: self.directory.records,
            shards: vec![None; 1 << bits],
        };
        let mut shelved = Shelved::default();
        let writer = self.writer;
        self.changed.clear();
        for number in 0..self.directory.shards.len() {
            let mut parts: BTreeMap<usize, Shard> = BTreeMap::new();
            for (key, record) in self.read(number)?.records {
                let part = parts.entry(directory.shard_of(key)).or_default();
                part.records.insert(key, record);
            }
            for (number, part) in parts {
                shelved.put(number, &part, || Ok(writer.temporary_file()?))?;
                self.changed.insert(number);
            }
        }
        self.directory = directory;
        self.shelved = shelved;
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
