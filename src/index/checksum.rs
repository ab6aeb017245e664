//! Checksums of files: one of the whole, and one of each block, so that a part can be compared without reading the rest.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

/// Bytes of a block.
pub(crate) const BLOCK: usize = 128 << 10;

/// Hexadecimal digits of a block's checksum.
const DIGITS: usize = 8;

/// Size and checksums of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileSum {
    /// Bytes.
    pub(crate) size: u64,
    /// xxh3 with 128 bits, in hexadecimal.
    pub(crate) xxh3: String,
    /// The lower 32 bits of each block's xxh3 with 64, in hexadecimal, one behind the other; none where one block is all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    blocks: String,
}

/// Files of an archive, by path from its folder.
pub(crate) type Files = BTreeMap<String, FileSum>;

impl FileSum {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut summing = Summing::default();
        summing.update(bytes);
        summing.finish()
    }

    /// Whether both are of files with the same content.
    pub(crate) fn is_of_same(&self, other: &Self) -> bool {
        (self.size, &self.xxh3) == (other.size, &other.xxh3)
    }

    /// The checksum of each block, from [`block_sum`]; none where the file is compared as a whole.
    pub(crate) fn blocks(&self) -> Vec<u32> {
        let (blocks, _) = self.blocks.as_bytes().as_chunks::<DIGITS>();
        let sums = blocks.iter().map(|digits| {
            let digits = std::str::from_utf8(digits).ok()?;
            u32::from_str_radix(digits, 16).ok()
        });
        sums.collect::<Option<Vec<u32>>>().unwrap_or_default()
    }

    /// Whether these bytes are all of the file.
    pub(crate) fn is_of(&self, bytes: &[u8]) -> bool {
        self.size == bytes.len() as u64 && self.xxh3 == hex(xxh3_128(bytes))
    }
}

/// The checksum of a block.
pub(crate) fn block_sum(block: &[u8]) -> u32 {
    lower_half(xxh3_64(block))
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
fn lower_half(sum: u64) -> u32 {
    sum as u32
}

/// A checksum as it is written.
pub(crate) fn hex(sum: u128) -> String {
    format!("{sum:032x}")
}

/// Takes the checksums of a file that comes in pieces.
#[derive(Default)]
pub(crate) struct Summing {
    whole: Xxh3,
    /// The block that is not complete, and its bytes so far.
    block: Xxh3,
    in_block: usize,
    size: u64,
    blocks: String,
}

impl Summing {
    pub(crate) fn update(&mut self, mut bytes: &[u8]) {
        self.whole.update(bytes);
        self.size += bytes.len() as u64;
        while !bytes.is_empty() {
            let room = BLOCK - self.in_block;
            let (taken, rest) = bytes.split_at(room.min(bytes.len()));
            self.block.update(taken);
            self.in_block += taken.len();
            bytes = rest;
            if self.in_block == BLOCK {
                self.end_block();
            }
        }
    }

    fn end_block(&mut self) {
        let sum = lower_half(self.block.digest());
        self.blocks.push_str(&format!("{sum:08x}"));
        self.block.reset();
        self.in_block = 0;
    }

    pub(crate) fn finish(mut self) -> FileSum {
        match self.size <= BLOCK as u64 {
            true => self.blocks.clear(),
            false if self.in_block == 0 => {}
            false => self.end_block(),
        }
        FileSum {
            size: self.size,
            xxh3: hex(self.whole.digest128()),
            blocks: self.blocks,
        }
    }
}
