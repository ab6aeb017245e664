//! A run of unpacked bytes with a window that moves over it.

use std::io::{self, Read};

const STEP: usize = 64 << 10;

/// Unpacked bytes in one piece: a plain file, a gzip member, a zstd frame.
pub(crate) struct Window<'a> {
    input: &'a mut dyn Read,
    bytes: Vec<u8>,
    at: usize,
    /// The offset of the next byte in the run.
    pub(crate) offset: u64,
    trouble: Option<io::Error>,
    is_over: bool,
}

impl<'a> Window<'a> {
    pub(crate) fn new(input: &'a mut dyn Read) -> Self {
        Self {
            input,
            bytes: Vec::new(),
            at: 0,
            offset: 0,
            trouble: None,
            is_over: false,
        }
    }

    /// The next bytes, at least `most` where there are as many. What is reserved grows with what comes, not with what is asked for.
    pub(crate) fn peek(&mut self, most: usize) -> &[u8] {
        while !self.is_over && self.bytes.len() - self.at < most {
            // Moving the rest to the front costs no more than what was read before.
            if self.at > self.bytes.len() / 2 {
                self.bytes.drain(..self.at);
                self.at = 0;
            }
            let before = self.bytes.len();
            let input: &mut dyn Read = &mut *self.input;
            let mut step = input.take(STEP as u64);
            self.trouble = step.read_to_end(&mut self.bytes).err();
            self.is_over = self.trouble.is_some() || self.bytes.len() == before;
        }
        self.bytes.get(self.at..).unwrap_or_default()
    }

    /// Passes over bytes that were peeked at.
    pub(crate) fn pass(&mut self, count: usize) {
        let count = count.min(self.bytes.len() - self.at);
        self.at += count;
        self.offset += count as u64;
    }

    /// The error that ended the run.
    pub(crate) fn trouble(self) -> Option<io::Error> {
        self.trouble
    }
}
