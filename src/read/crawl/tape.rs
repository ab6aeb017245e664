//! A stream that can be gone back in: after damage the next member is looked for right behind where the damaged one began.

use std::cell::Cell;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

/// Bytes that are read at once.
const STEP: usize = 64 << 10;

/// Bytes behind the reading position that are kept. A damaged member is noticed within far fewer.
const KEPT: usize = 16 << 20;

/// The packed bytes of an input, with those kept that were read since the last mark.
pub(crate) struct Tape<'a> {
    input: Box<dyn Read + 'a>,
    bytes: Vec<u8>,
    /// How far `bytes` was read.
    at: usize,
    /// The offset of the first of `bytes`.
    base: u64,
    /// The offset of the next byte, for those who watch while somebody else reads.
    offset: Rc<Cell<u64>>,
    trouble: Option<io::Error>,
    is_over: bool,
}

impl<'a> Tape<'a> {
    pub(crate) fn new(input: Box<dyn Read + 'a>) -> Self {
        Self {
            input,
            bytes: Vec::new(),
            at: 0,
            base: 0,
            offset: Rc::default(),
            trouble: None,
            is_over: false,
        }
    }

    /// The offset of the next byte.
    pub(crate) fn offset(&self) -> u64 {
        self.base + self.at as u64
    }

    /// A view of the offset that stays true while somebody else reads.
    pub(crate) fn watch(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.offset)
    }

    /// The next bytes: at least `most` of them where there are as many.
    pub(crate) fn peek(&mut self, most: usize) -> &[u8] {
        while self.bytes.len() - self.at < most && self.read_on() {}
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// What was read before here is needed no more.
    pub(crate) fn mark(&mut self) {
        // Moving the rest to the front costs no more than what was read before.
        if self.at > self.bytes.len() / 2 {
            self.forget(self.at);
        }
    }

    /// Goes back to an offset, or as far as the tape is kept.
    pub(crate) fn back_to(&mut self, offset: u64) {
        let at = offset.saturating_sub(self.base);
        self.at = usize::try_from(at).map_or(self.at, |at| at.min(self.bytes.len()));
        self.offset.set(self.offset());
    }

    /// The error that ended the input, once.
    pub(crate) fn trouble(&mut self) -> Option<io::Error> {
        self.trouble.take()
    }

    fn forget(&mut self, count: usize) {
        self.bytes.drain(..count.min(self.bytes.len()));
        self.base += count as u64;
        self.at = self.at.saturating_sub(count);
    }

    /// Reads a step more. False at the end.
    fn read_on(&mut self) -> bool {
        if self.is_over {
            return false;
        }
        if self.at > 2 * KEPT {
            self.forget(self.at - KEPT);
        }
        let before = self.bytes.len();
        let mut step = self.input.by_ref().take(STEP as u64);
        self.trouble = step.read_to_end(&mut self.bytes).err();
        let got = self.bytes.len() - before;
        self.is_over = self.trouble.is_some() || got == 0;
        got > 0
    }
}

impl BufRead for Tape<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.bytes.len() && !self.read_on() {
            // What comes after reads the end; the error itself is asked for by `trouble`.
            return Ok(&[]);
        }
        Ok(self.bytes.get(self.at..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.at = (self.at + count).min(self.bytes.len());
        self.offset.set(self.offset());
    }
}

impl Read for Tape<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut bytes = self.fill_buf()?;
        let count = bytes.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

/// A tape that is read from its beginning as an ordinary stream, and keeps nothing.
pub(crate) struct Straight<'a>(pub(crate) Tape<'a>);

impl Read for Straight<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Self(tape) = self;
        let left = tape.bytes.get(tape.at..).unwrap_or_default();
        if !left.is_empty() {
            return tape.read(buffer);
        }
        if let Some(error) = tape.trouble.take() {
            return Err(error);
        }
        tape.input.read(buffer)
    }
}
