//! The shingles of a text, and the sample of them that is indexed.

use crate::group::overlap::Overlap;
use crate::text::shingles::each_long_shingle;

/// Marks of a text at least, where it has so many shingles.
const LEAST_MARKS: usize = 16;

/// One shingle of `2^COARSEST` is a mark of a long text.
const COARSEST: u32 = 5;

/// The shingles of a text are hashed and sorted in a pass for each so many bytes, so that the hashes of one pass are few.
const PART: usize = 4 << 20;

/// The part of the smaller text's marks that candidates share. With a fifth of 16 marks and more, F1 of `copies` of
/// `cargo bench --bench quality` is .996; with a fifth of 12 .991, with .3 of 12 .987.
const SHARED_PART: f64 = 0.2;

/// The different shingles of a text, as numbers of 32 bits: hashes of five words in a row, in small letters; of ten characters in scripts
/// without spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// In order.
    shingles: Vec<u32>,
}

impl Sketch {
    /// The sketch of a text, in time that grows with its length.
    pub fn of(text: &str) -> Self {
        Self::with_marks(text).0
    }

    /// The sketch of a text, and its marks: the sample of its shingles by which candidates are found. These are 16 to 32 of a text of up to
    /// 1,024 shingles, one in 32 of a longer one. Two texts that share shingles share their part of the coarser sample.
    pub fn with_marks(text: &str) -> (Self, Vec<u64>) {
        let parts = 1 + text.len() / PART;
        let (mut shingles, mut candidates) = (Vec::new(), Vec::new());
        let mut hashes: Vec<u64> = Vec::with_capacity(text.len().min(PART) / 6);
        for part in 0..parts {
            hashes.clear();
            each_long_shingle(text, |hash| {
                if parts == 1 || part_of(hash, parts) == part {
                    hashes.push(hash);
                }
            });
            hashes.sort_unstable();
            shingles.reserve_exact(hashes.len());
            shingles.extend(hashes.iter().map(|hash| shingle(*hash)));
            shingles.dedup();
            // The rate of the whole text is this one at least.
            candidates.extend(sampled(&hashes, rate(shingles.len())));
        }
        let mut marks: Vec<u64> = sampled(&candidates, rate(shingles.len()))
            .map(|hash| shingle(hash).into())
            .collect();
        marks.dedup();
        (Self { shingles }, marks)
    }

    /// A sketch of these [shingles](Self::shingles).
    pub fn from_shingles(shingles: Vec<u32>) -> Self {
        Self { shingles }
    }

    /// The shingles, in order, each once.
    pub fn shingles(&self) -> &[u32] {
        &self.shingles
    }

    /// How many different shingles there are.
    pub fn len(&self) -> usize {
        self.shingles.len()
    }

    /// The text has no words.
    pub fn is_empty(&self) -> bool {
        self.shingles.is_empty()
    }

    /// What part of each text stands in the other.
    pub fn overlap(&self, other: &Self) -> Overlap {
        let mut others = other.shingles.iter().peekable();
        let mut shared = 0;
        for shingle in &self.shingles {
            while others.next_if(|other| *other < shingle).is_some() {}
            if others.peek() == Some(&shingle) {
                shared += 1;
            }
        }
        Overlap::new(shared, (self.len(), other.len()))
    }

    /// How many marks two texts of so many shingles share at least when one may be a copy of the other.
    pub fn marks_shared_by_copies(first: usize, second: usize) -> usize {
        let sample = first.min(second) >> rate(first.max(second));
        let least = (sample as f64 * SHARED_PART).ceil() as usize;
        least.max(1)
    }
}

/// Which of so many ranges of hashes one is in.
fn part_of(hash: u64, parts: usize) -> usize {
    ((u128::from(hash) * parts as u128) >> 64) as usize
}

/// The hashes that are marks at this rate, by the bits beside those of the shingle.
fn sampled(hashes: &[u64], rate: u32) -> impl Iterator<Item = u64> + '_ {
    let hashes = hashes.iter().copied();
    hashes.filter(move |hash| hash.trailing_zeros() >= rate)
}

/// The upper half of a shingle's hash.
fn shingle(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// One shingle of `2^rate` is a mark of a text with so many shingles.
fn rate(shingles: usize) -> u32 {
    let room = shingles / LEAST_MARKS;
    room.max(1).ilog2().min(COARSEST)
}
