//! The sketches of the articles that a run puts, kept in a file until its end, so that their texts need not be read again.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use parking_lot::Mutex;

use crate::group::Sketch;
use crate::index::Writer;
use crate::ingest::report::IngestError;

/// Shingles that are kept, at most: 2 GB. What is beyond is read from the texts.
const MOST_SHINGLES: u32 = 1 << 29;

/// Bytes in memory before they go to the file. A small run needs no file.
const PENDING: usize = 1 << 20;

/// Bytes of a shingle.
const SHINGLE: usize = size_of::<u32>();

/// Sketches while they are being kept.
pub(crate) struct SketchSpool<'a> {
    writer: &'a Writer,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    kept: Vec<Kept>,
    shingles: u32,
    pending: Vec<u8>,
    file: Option<File>,
}

/// Where a sketch lies, in shingles from the start.
#[derive(Clone, Copy)]
struct Kept {
    id_key: u64,
    from: u32,
    shingles: u32,
}

impl<'a> SketchSpool<'a> {
    pub(crate) fn new(writer: &'a Writer) -> Self {
        Self {
            writer,
            state: Mutex::default(),
        }
    }

    /// Keeps the sketch of an article, instead of one that it had.
    pub(crate) fn keep(&self, id_key: u64, sketch: &Sketch) -> Result<(), IngestError> {
        let mut state = self.state.lock();
        let (from, shingles) = (state.shingles, u32::try_from(sketch.len()));
        let end = shingles
            .ok()
            .and_then(|shingles| from.checked_add(shingles));
        let end = end.filter(|end| *end <= MOST_SHINGLES).unwrap_or(from);
        // An empty one says that the text has to be read.
        state.kept.push(Kept {
            id_key,
            from,
            shingles: end - from,
        });
        if end == from {
            return Ok(());
        }
        state.shingles = end;
        // A part at a time: the sketch of one text may be far longer than what waits.
        for part in sketch.shingles().chunks(PENDING / SHINGLE) {
            let bytes = part.iter().flat_map(|shingle| shingle.to_le_bytes());
            state.pending.extend(bytes);
            if state.pending.len() >= PENDING {
                state.write_pending(self.writer)?;
            }
        }
        Ok(())
    }

    /// The sketches that were kept.
    pub(crate) fn finish(self) -> Result<RunSketches, IngestError> {
        let mut state = self.state.into_inner();
        if state.file.is_some() {
            state.write_pending(self.writer)?;
        }
        // The last that was kept of an article comes last.
        state.kept.sort_by_key(|kept| kept.id_key);
        Ok(RunSketches {
            kept: state.kept,
            pending: state.pending,
            file: state.file.map(Mutex::new),
        })
    }
}

impl State {
    fn write_pending(&mut self, writer: &Writer) -> Result<(), IngestError> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => writer.temporary_file()?,
        };
        file.write_all(&self.pending).map_err(IngestError::spool)?;
        self.pending.clear();
        self.file = Some(file);
        Ok(())
    }
}

/// The sketches of the articles that a run has put.
pub(crate) struct RunSketches {
    /// In the order of the keys.
    kept: Vec<Kept>,
    /// All of them, where there is no file.
    pending: Vec<u8>,
    file: Option<Mutex<File>>,
}

impl RunSketches {
    /// The sketch of an article, if the run has put it and kept its sketch.
    pub(super) fn get(&self, id_key: u64) -> Result<Option<Sketch>, IngestError> {
        let end = self.kept.partition_point(|kept| kept.id_key <= id_key);
        let last = end.checked_sub(1).and_then(|last| self.kept.get(last));
        let Some(kept) = last.filter(|kept| kept.id_key == id_key && kept.shingles > 0) else {
            return Ok(None);
        };
        let from = kept.from as usize * SHINGLE;
        let mut bytes = vec![0; kept.shingles as usize * SHINGLE];
        match &self.file {
            None => {
                let Some(own) = self.pending.get(from..from + bytes.len()) else {
                    return Ok(None);
                };
                bytes.copy_from_slice(own);
            }
            Some(file) => {
                let mut file = file.lock();
                let start = SeekFrom::Start(from as u64);
                file.seek(start).map_err(IngestError::spool)?;
                file.read_exact(&mut bytes).map_err(IngestError::spool)?;
            }
        }
        let (shingles, _) = bytes.as_chunks::<SHINGLE>();
        Ok(Some(Sketch::from_shingles(
            shingles.iter().copied().map(u32::from_le_bytes).collect(),
        )))
    }
}
