//! The pairs that were found, kept in a file until all are: there may be several for each article of the archive.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
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

/// Pairs of a run that are read at a time, at least.
const LEAST_BLOCK: usize = 256;

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
    /// Each in its order.
    runs: Vec<Run>,
    file: Option<File>,
}

/// Bytes of the file with pairs that were written together.
type Run = Range<u64>;

/// A run while it is read.
struct Cursor {
    rest: Run,
    /// The pairs that were read last, the next one at the end.
    block: Vec<Pair>,
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

    /// Hands over all pairs by their first keys, all pairs with one first key at a time, and these by their second keys.
    pub(super) fn each_article(
        &mut self,
        mut each: impl FnMut(&[Pair]) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let state = self.state.get_mut();
        if state.file.is_none() {
            sort(&mut state.pending);
            let mut articles = state.pending.chunk_by(|one, next| one.first == next.first);
            return articles.try_for_each(each);
        }
        state.write_pending(self.writer)?;
        let mut of_one: Vec<Pair> = Vec::new();
        state.merge_runs(&mut |pair| {
            if of_one.first().is_some_and(|one| one.first != pair.first) {
                each(&of_one)?;
                of_one.clear();
            }
            of_one.push(pair);
            Ok(())
        })?;
        match of_one.is_empty() {
            true => Ok(()),
            false => each(&of_one),
        }
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
        let mut bytes = Vec::with_capacity(self.pending.len() * PAIR);
        for pair in &self.pending {
            bytes.extend(pair.first.to_le_bytes());
            bytes.extend(pair.second.to_le_bytes());
            bytes.extend(pair.overlap.first.to_le_bytes());
            bytes.extend(pair.overlap.second.to_le_bytes());
        }
        file.write_all(&bytes).map_err(IngestError::spool)?;
        self.pending.clear();
        self.runs.push(start..start + bytes.len() as u64);
        self.file = Some(file);
        Ok(())
    }

    /// Hands over the pairs of all runs in their order.
    fn merge_runs(
        &mut self,
        each: &mut dyn FnMut(Pair) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let Some(file) = self.file.as_mut() else {
            return Ok(());
        };
        let at_once = (PENDING / self.runs.len().max(1)).max(LEAST_BLOCK);
        let mut cursors: Vec<Cursor> = self.runs.iter().cloned().map(Cursor::new).collect();
        // The least pair that is not handed over, and the run in which it stands.
        let mut least = BinaryHeap::with_capacity(cursors.len());
        for (number, cursor) in cursors.iter_mut().enumerate() {
            let next = cursor.next(file, at_once)?;
            least.extend(next.map(|pair| Reverse((rank(pair), number))));
        }
        while let Some(Reverse((_, number))) = least.pop() {
            let Some(cursor) = cursors.get_mut(number) else {
                continue;
            };
            if let Some(pair) = cursor.block.pop() {
                each(pair)?;
            }
            let next = cursor.next(file, at_once)?;
            least.extend(next.map(|pair| Reverse((rank(pair), number))));
        }
        Ok(())
    }
}

impl Cursor {
    fn new(run: Run) -> Self {
        Self {
            rest: run,
            block: Vec::new(),
        }
    }

    /// The next pair of the run, of which `at_once` pairs are read at a time.
    fn next(&mut self, file: &mut File, at_once: usize) -> Result<Option<&Pair>, IngestError> {
        if self.block.is_empty() {
            let end = self.rest.end.min(self.rest.start + (at_once * PAIR) as u64);
            let mut bytes = Vec::with_capacity(at_once * PAIR);
            file.seek(SeekFrom::Start(self.rest.start))
                .map_err(IngestError::spool)?;
            let mut stretch = file.take(end - self.rest.start);
            stretch
                .read_to_end(&mut bytes)
                .map_err(IngestError::spool)?;
            let (written, _) = bytes.as_chunks::<PAIR>();
            self.block.extend(written.iter().rev().map(read));
            self.rest.start = end;
        }
        Ok(self.block.last())
    }
}

fn rank(pair: &Pair) -> (u64, u64) {
    (pair.first, pair.second)
}

fn sort(pairs: &mut [Pair]) {
    pairs.sort_unstable_by_key(rank);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Options;

    #[test]
    fn pairs_of_several_runs_come_out_by_article() {
        let dir = tempfile::tempdir().unwrap();
        let writer = Writer::open_or_create(dir.path(), &Options::default()).unwrap();
        let mut spool = PairSpool::new(&writer);
        // Each key below a hundred is paired with many; the others each with one.
        let pair = |n: u64| Pair {
            first: n * 7919 % 100,
            second: 100 + n * 7919 % 300_007,
            overlap: Overlap {
                first: (n % 1_000) as u16,
                second: 7,
            },
        };
        let mut expected: Vec<Pair> = (0..300_000).map(pair).collect();
        for some in expected.chunks(50_000) {
            spool.keep(some).unwrap();
        }
        expected.extend((0..300_000).map(pair).map(Pair::turned));
        sort(&mut expected);
        let mut found = Vec::new();
        spool
            .each_article(|of_one| {
                let first = of_one.first().unwrap().first;
                assert!(of_one.iter().all(|pair| pair.first == first));
                found.push(of_one.to_vec());
                Ok(())
            })
            .unwrap();
        assert!(spool.state.get_mut().runs.len() > 2);
        assert_eq!(found.len(), 100 + 300_000);
        assert_eq!(found.concat(), expected);
    }
}
