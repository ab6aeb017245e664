//! What waits for the end of a run, in a file, so that memory does not grow with it.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::article::{Held, Version};
use crate::ingest::report::IngestError;

/// A page that waits.
#[derive(Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) held: Held,
    pub(crate) version: Version,
    /// The place held an article before.
    pub(crate) was_known: bool,
}

/// Values as one JSON text after the other.
pub(crate) struct Spool {
    file: File,
    end: u64,
}

/// Where a value lies in the spool.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spooled {
    start: u64,
    length: usize,
}

impl Spool {
    /// Keeps values in an empty file.
    pub(crate) fn new(file: File) -> Self {
        Self { file, end: 0 }
    }

    pub(crate) fn push(&mut self, value: &impl Serialize) -> Result<Spooled, IngestError> {
        let text = serde_json::to_vec(value).map_err(IngestError::spool)?;
        let start = self.end;
        self.file
            .seek(SeekFrom::Start(start))
            .map_err(IngestError::spool)?;
        self.file.write_all(&text).map_err(IngestError::spool)?;
        self.end += text.len() as u64;
        Ok(Spooled {
            start,
            length: text.len(),
        })
    }

    pub(crate) fn read<T: DeserializeOwned>(&mut self, at: Spooled) -> Result<T, IngestError> {
        let mut text = vec![0; at.length];
        self.file
            .seek(SeekFrom::Start(at.start))
            .map_err(IngestError::spool)?;
        self.file
            .read_exact(&mut text)
            .map_err(IngestError::spool)?;
        serde_json::from_slice(&text).map_err(IngestError::spool)
    }
}
