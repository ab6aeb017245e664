//! The pairs that were found, kept in a file until all are: there may be several for each article of the archive.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;

use parking_lot::Mutex;

use crate::group::Overlap;
use crate::index::Writer;
use crate::ingest::copies::comparison::Pair;
use crate::ingest::report::IngestError;

/// Pairs in memory before they go to the file, about 6 MB. A small run needs no file.
const PENDING: usize = 1 << 18;

/// Parts in which they are handed over, as bits of the first key.
const PART_BITS: u32 = 6;

/// Bytes of a pair: both keys, then what each text shares with the other.
const PAIR: usize = 2 * size_of::<u64>() + 2 * size_of::<u16>();

/// Pairs while they are being kept, each seen from both its articles.
pub(super) struct PairSpool<'a> {
    writer: &'a Writer,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    pending: Vec<Pair>,
    /// Each in the order of the first keys.
    runs: Vec<Run>,
    file: Option<File>,
}

/// Pairs that were written together.
struct Run {
    /// The first byte of each part, and the end of the last.
    starts: Vec<u64>,
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
            state.pending.extend([*pair, pair.turned()]);
            if state.pending.len() >= PENDING {
                state.write_pending(self.writer)?;
            }
        }
        Ok(())
    }

    /// Hands over all pairs by their first keys, a part at a time. All pairs with one first key are in one part.
    pub(super) fn each_part(
        &mut self,
        mut each: impl FnMut(&[Pair]) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let state = self.state.get_mut();
        if state.file.is_none() {
            sort(&mut state.pending);
            return each(&state.pending);
        }
        state.write_pending(self.writer)?;
        for part in 0..1 << PART_BITS {
            each(&state.part(part)?)?;
        }
        Ok(())
    }
}

impl State {
    fn write_pending(&mut self, writer: &Writer) -> Result<(), IngestError> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => writer.temporary_file()?,
        };
        sort(&mut self.pending);
        let start = file.seek(SeekFrom::End(0)).map_err(IngestError::spool)?;
        let mut starts = vec![start];
        let mut bytes = Vec::with_capacity(self.pending.len() * PAIR);
        for pair in &self.pending {
            starts.resize(part_of(pair.first) + 1, start + bytes.len() as u64);
            bytes.extend(pair.first.to_le_bytes());
            bytes.extend(pair.second.to_le_bytes());
            bytes.extend(pair.overlap.first.to_le_bytes());
            bytes.extend(pair.overlap.second.to_le_bytes());
        }
        starts.resize((1 << PART_BITS) + 1, start + bytes.len() as u64);
        file.write_all(&bytes).map_err(IngestError::spool)?;
        self.pending.clear();
        self.runs.push(Run { starts });
        self.file = Some(file);
        Ok(())
    }

    /// The pairs of a part that were written.
    fn part(&mut self, part: usize) -> Result<Vec<Pair>, IngestError> {
        let Some(file) = self.file.as_mut() else {
            return Ok(Vec::new());
        };
        let stretches = || self.runs.iter().filter_map(|run| run.part(part));
        // Reserved at once, as a part is long where an article is linked with most of the archive.
        let bytes: u64 = stretches().map(|stretch| stretch.end - stretch.start).sum();
        let mut pairs = Vec::with_capacity(usize::try_from(bytes).unwrap_or(0) / PAIR);
        let mut bytes = Vec::new();
        for stretch in stretches() {
            bytes.clear();
            file.seek(SeekFrom::Start(stretch.start))
                .map_err(IngestError::spool)?;
            let mut rest = file.take(stretch.end - stretch.start);
            rest.read_to_end(&mut bytes).map_err(IngestError::spool)?;
            let (written, _) = bytes.as_chunks::<PAIR>();
            pairs.extend(written.iter().map(read));
        }
        sort(&mut pairs);
        Ok(pairs)
    }
}

impl Run {
    /// The bytes of a part.
    fn part(&self, part: usize) -> Option<Range<u64>> {
        let [start, end] = *self.starts.get(part..)?.first_chunk()?;
        Some(start..end)
    }
}

fn sort(pairs: &mut [Pair]) {
    pairs.sort_unstable_by_key(|pair| (pair.first, pair.second));
}

fn part_of(key: u64) -> usize {
    usize::try_from(key >> (u64::BITS - PART_BITS)).unwrap_or(0)
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
