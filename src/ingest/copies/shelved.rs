//! Shards of the book that were changed and do not fit into memory, kept in a file until they are asked for again.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use rustc_hash::FxHashMap;

use crate::group::Shard;
use crate::ingest::report::IngestError;

/// Shards in a file, by number.
#[derive(Default)]
pub(super) struct Shelved {
    file: Option<File>,
    places: FxHashMap<usize, Place>,
    end: u64,
}

/// Where a shard lies: its first byte, and how many it has.
#[derive(Clone, Copy)]
struct Place {
    start: u64,
    length: u64,
}

impl Shelved {
    /// Keeps a shard; `new_file` makes the file when there is none yet.
    pub(super) fn put(
        &mut self,
        number: usize,
        shard: &Shard,
        new_file: impl FnOnce() -> Result<File, IngestError>,
    ) -> Result<(), IngestError> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => new_file()?,
        };
        let bytes = shard.write();
        let place = Place {
            start: self.end,
            length: bytes.len() as u64,
        };
        file.seek(SeekFrom::Start(place.start))
            .map_err(IngestError::spool)?;
        file.write_all(&bytes).map_err(IngestError::spool)?;
        self.end += place.length;
        self.places.insert(number, place);
        self.file = Some(file);
        Ok(())
    }

    /// Takes a shard out; `None` where it is not kept.
    pub(super) fn take(&mut self, number: usize) -> Result<Option<Shard>, IngestError> {
        let place = self.places.remove(&number);
        let Some((place, file)) = place.zip(self.file.as_mut()) else {
            return Ok(None);
        };
        let length = usize::try_from(place.length).unwrap_or(0);
        let mut bytes = Vec::with_capacity(length);
        file.seek(SeekFrom::Start(place.start))
            .map_err(IngestError::spool)?;
        let mut shard = file.take(place.length);
        shard.read_to_end(&mut bytes).map_err(IngestError::spool)?;
        Ok(Some(Shard::read(bytes)?))
    }
}
