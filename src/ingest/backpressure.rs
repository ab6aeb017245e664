//! A bound on the bytes between the reader and the threads that clean.

use parking_lot::{Condvar, Mutex};

use crate::read::{Record, Rejected};

/// Bytes of records that wait or are worked on. A record that is larger by itself is worked on alone.
const MOST: usize = 48 << 20;

/// Records are handed over in chunks of so many bytes, or so many records: less waiting for the channel.
const CHUNK_BYTES: usize = 128 << 10;
const CHUNK_RECORDS: usize = 64;

/// Records on their way from the reader to a cleaning thread.
#[derive(Default)]
pub(crate) struct Chunk {
    pub(crate) pages: Vec<Result<Record, Rejected>>,
    bytes: usize,
}

impl Chunk {
    /// Takes a record, and says whether the chunk is full.
    pub(crate) fn push(&mut self, page: Result<Record, Rejected>) -> bool {
        // What is rejected has no bytes.
        self.bytes += page.as_ref().map_or(0, |record| record.bytes.len());
        self.pages.push(page);
        self.bytes >= CHUNK_BYTES || self.pages.len() >= CHUNK_RECORDS
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

/// Counts the bytes on their way.
#[derive(Default)]
pub(crate) struct Flight {
    bytes: Mutex<usize>,
    landed: Condvar,
}

impl Flight {
    /// Waits until there is room for a chunk, and counts it.
    pub(crate) fn take_off(&self, chunk: &Chunk) {
        let mut bytes = self.bytes.lock();
        while *bytes > 0 && *bytes + chunk.bytes > MOST {
            self.landed.wait(&mut bytes);
        }
        *bytes += chunk.bytes;
    }

    /// Counts a chunk that is done.
    pub(crate) fn land(&self, chunk_bytes: usize) {
        *self.bytes.lock() -= chunk_bytes;
        self.landed.notify_one();
    }
}

impl Chunk {
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}
