//! Tokens that wait to be sorted by term: one number each, a few hundred thousand at a time.

/// Bits of a radix digit.
const DIGIT: u32 = 11;

/// How a token is packed: its term in the upper 32 bits, below them the document's place in the batch, below that the position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    /// Many documents: 10 bits for the document, 22 for the position.
    Many,
    /// One document with 32 bits for its positions: a text of half a million words or more.
    One,
}

impl Packing {
    /// Documents of a batch at most.
    pub(super) fn documents(self) -> u32 {
        1 << (u32::BITS - self.position_bits())
    }

    /// Positions are less than this.
    pub(super) fn positions(self) -> u64 {
        1 << self.position_bits()
    }

    fn position_bits(self) -> u32 {
        match self {
            Self::Many => 22,
            Self::One => 32,
        }
    }
}

/// The tokens of one field in some documents.
#[derive(Debug)]
pub(super) struct Batch {
    packing: Packing,
    tokens: Vec<u64>,
    /// Where the sort moves the tokens to.
    spare: Vec<u64>,
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            packing: Packing::Many,
            tokens: Vec::new(),
            spare: Vec::new(),
        }
    }
}

/// The tokens of one term.
pub(super) struct Run<'a> {
    packing: Packing,
    tokens: &'a [u64],
}

impl Batch {
    /// The batch must be empty.
    pub(super) fn set_packing(&mut self, packing: Packing) {
        debug_assert!(self.tokens.is_empty(), "tokens are packed one way");
        self.packing = packing;
    }

    /// Adds a token of the batch's document with this number, which is not before that of the token added last.
    pub(super) fn push(&mut self, term: u32, document: u32, position: u32) {
        debug_assert!(document < self.packing.documents());
        debug_assert!(u64::from(position) < self.packing.positions());
        let document = u64::from(document) << self.packing.position_bits();
        let token = u64::from(term) << 32 | document | u64::from(position);
        self.tokens.push(token);
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Sorts the tokens by term, which is less than `terms`. The tokens of a term stay in the order in which they came: a radix sort
    /// from the last digit to the first keeps it, and takes two or three passes whatever the number of tokens. The tokens of one very
    /// long document are sorted where they stand, as they may be most of the memory; those of a term come out by position.
    pub(super) fn sort(&mut self, terms: usize) {
        if self.packing == Packing::One {
            self.tokens.sort_unstable();
            return;
        }
        let bits = (usize::BITS - terms.leading_zeros()).max(1);
        let passes = bits.div_ceil(DIGIT);
        let width = bits.div_ceil(passes);
        self.spare.resize(self.tokens.len(), 0);
        for pass in 0..passes {
            self.sort_digit(u32::BITS + pass * width, width);
        }
    }

    fn sort_digit(&mut self, shift: u32, width: u32) {
        let mask = (1_usize << width) - 1;
        let digit = |token: u64| (token >> shift) as usize & mask;
        let mut places = vec![0_usize; mask + 1];
        for &token in &self.tokens {
            if let Some(count) = places.get_mut(digit(token)) {
                *count += 1;
            }
        }
        let mut before = 0;
        for place in &mut places {
            before += std::mem::replace(place, before);
        }
        for &token in &self.tokens {
            let Some(place) = places.get_mut(digit(token)) else {
                continue;
            };
            if let Some(to) = self.spare.get_mut(*place) {
                *to = token;
            }
            *place += 1;
        }
        std::mem::swap(&mut self.tokens, &mut self.spare);
    }

    /// The tokens of each term. Call after [`sort`](Self::sort).
    pub(super) fn runs(&self) -> impl Iterator<Item = Run<'_>> {
        let runs = self.tokens.chunk_by(|a, b| a >> 32 == b >> 32);
        runs.map(|tokens| Run {
            packing: self.packing,
            tokens,
        })
    }

    pub(super) fn clear(&mut self) {
        self.tokens.clear();
        if self.packing == Packing::One {
            self.tokens.shrink_to_fit();
        }
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        (self.tokens.capacity() + self.spare.capacity()) * size_of::<u64>()
    }
}

impl<'a> Run<'a> {
    pub(super) fn term(&self) -> u32 {
        self.tokens.first().map_or(0, |token| (token >> 32) as u32)
    }

    /// Each document's place in the batch, with its positions.
    pub(super) fn documents(
        &self,
    ) -> impl Iterator<Item = (u32, impl ExactSizeIterator<Item = u32> + 'a)> {
        let bits = self.packing.position_bits();
        // The term stands above the document, and is the same in all tokens.
        let documents = self.tokens.chunk_by(move |a, b| a >> bits == b >> bits);
        documents.map(move |tokens| {
            let first = tokens.first().copied().unwrap_or(0);
            let document = (u64::from(first as u32) >> bits) as u32;
            let mask = ((1_u64 << bits) - 1) as u32;
            let positions = tokens.iter().map(move |&token| token as u32 & mask);
            (document, positions)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Batch, Packing};

    /// (term, document, positions) of each run.
    fn runs(batch: &mut Batch, terms: usize) -> Vec<(u32, u32, Vec<u32>)> {
        batch.sort(terms);
        let mut found = Vec::new();
        for run in batch.runs() {
            for (document, positions) in run.documents() {
                found.push((run.term(), document, positions.collect()));
            }
        }
        found
    }

    #[test]
    fn groups_by_term_and_document() {
        let mut batch = Batch::default();
        let (far, last) = ((1 << 22) - 1, 1023);
        for (term, document, position) in [
            (70_000, 0, 5),
            (3, 0, 6),
            (3, 0, 6),
            (70_000, last, 1),
            (3, last, far),
        ] {
            batch.push(term, document, position);
        }
        assert_eq!(
            runs(&mut batch, 70_001),
            [
                (3, 0, vec![6, 6]),
                (3, last, vec![far]),
                (70_000, 0, vec![5]),
                (70_000, last, vec![1]),
            ]
        );
    }

    #[test]
    fn holds_every_position_of_one_document() {
        let mut batch = Batch::default();
        batch.set_packing(Packing::One);
        batch.push(1, 0, u32::MAX);
        batch.push(0, 0, 1 << 22);
        let expected = [(0, 0, vec![1 << 22]), (1, 0, vec![u32::MAX])];
        assert_eq!(runs(&mut batch, 2), expected);
    }
}
