//! The pairs that were found, kept in a file until all are: there may be several for each article of the archive.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use parking_lot::Mutex;

use crate::group::Overlap;
use crate::index::Writer;
use crate::ingest::copies::comparison::Pair;
use crate::ingest::report::IngestError;

/// Pairs in memory at once, about 6 MB. A small run needs no file.
const PART: usize = 1 << 18;

/// Bytes of a pair: both keys, then what each text shares with the other.
const PAIR: usize = 2 * size_of::<u64>() + 2 * size_of::<u16>();

/// Pairs while they are being kept.
pub(super) struct PairSpool<'a> {
    writer: &'a Writer,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    pending: Vec<Pair>,
    file: Option<File>,
}

impl<'a> PairSpool<'a> {
    pub(super) fn new(writer: &'a Writer) -> Self {
        Self {
            writer,
            state: Mutex::default(),
        }
    }

    /// Keeps some pairs.
    pub(super) fn keep(&self, pairs: &[Pair]) -> Result<(), IngestError> {
        let mut state = self.state.lock();
        for pair in pairs {
            if state.pending.len() == PART {
                state.write_pending(self.writer)?;
            }
            state.pending.push(*pair);
        }
        Ok(())
    }

    /// Hands over all pairs, a part at a time.
    pub(super) fn each_part(
        self,
        mut each: impl FnMut(Vec<Pair>) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let State { pending, file } = self.state.into_inner();
        each(pending)?;
        let Some(mut file) = file else {
            return Ok(());
        };
        file.seek(SeekFrom::Start(0)).map_err(IngestError::spool)?;
        let mut bytes = Vec::with_capacity(PART * PAIR);
        loop {
            bytes.clear();
            let mut part = (&mut file).take((PART * PAIR) as u64);
            part.read_to_end(&mut bytes).map_err(IngestError::spool)?;
            if bytes.is_empty() {
                return Ok(());
            }
            let (pairs, _) = bytes.as_chunks::<PAIR>();
            each(pairs.iter().map(read).collect())?;
        }
    }
}

impl State {
    fn write_pending(&mut self, writer: &Writer) -> Result<(), IngestError> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => writer.temporary_file()?,
        };
        let mut bytes = Vec::with_capacity(self.pending.len() * PAIR);
        for pair in &self.pending {
            bytes.extend(pair.first.to_le_bytes());
            bytes.extend(pair.second.to_le_bytes());
            bytes.extend(pair.overlap.first.to_le_bytes());
            bytes.extend(pair.overlap.second.to_le_bytes());
        }
        file.write_all(&bytes).map_err(IngestError::spool)?;
        self.pending.clear();
        self.file = Some(file);
        Ok(())
    }
}

fn read(bytes: &[u8; PAIR]) -> Pair {
    let [keys @ .., a, b, c, d] = bytes;
    let (keys, _) = keys.as_chunks::<{ size_of::<u64>() }>();
    let key = |at: usize| keys.get(at).map_or(0, |key| u64::from_le_bytes(*key));
    Pair {
        first: key(0),
        second: key(1),
        overlap: Overlap {
            first: u16::from_le_bytes([*a, *b]),
            second: u16::from_le_bytes([*c, *d]),
        },
    }
}
