//! The values of an indexed text field other than the article's own words: names of sources, authors and places, addresses.

use tantivy::tokenizer::{MAX_TOKEN_LEN, TextAnalyzer, TokenStream};

use crate::index::invert::interner::Interner;
use crate::index::invert::posting_lists::PostingLists;

/// Values of a field whose tokens are remembered: the same few sources and languages stand in most articles.
const REMEMBERED: usize = 4096;

/// Bytes of a value that is remembered, at most.
const LONGEST_REMEMBERED: usize = 100;

/// tantivy leaves so many positions between two values of a field.
const VALUE_GAP: u32 = 1;

/// One field's terms and posting lists.
pub(super) struct Named {
    analyzer: TextAnalyzer,
    pub(super) terms: Interner,
    pub(super) lists: PostingLists,
    /// The values that are remembered, and what was found in each of them.
    values: Interner,
    analyzed: Vec<Analyzed>,
    /// The tokens of all values that are remembered.
    tokens: Vec<(u32, u32)>,
    /// Where the next value of the current document begins.
    next_position: u32,
}

/// The tokens of a value, as a stretch of [`Named::tokens`].
#[derive(Debug, Clone, Copy)]
struct Analyzed {
    first: usize,
    end: usize,
    /// One past the last position.
    positions: u32,
}

/// Positions that a value of so many bytes takes, at most: those of the name tokenizer, which leaves free places after each line.
pub(super) fn positions(bytes: usize) -> u64 {
    const A_BYTE: u64 = 9 << 3;
    (bytes as u64 + 1) * A_BYTE + u64::from(VALUE_GAP)
}

impl Named {
    pub(super) fn new(analyzer: TextAnalyzer) -> Self {
        Self {
            analyzer,
            terms: Interner::default(),
            lists: PostingLists::default(),
            values: Interner::default(),
            analyzed: Vec::new(),
            tokens: Vec::new(),
            next_position: 0,
        }
    }

    /// Posts a value of the document at this place of the batch; returns its number of tokens.
    pub(super) fn post(&mut self, value: &str, document: u32) -> u32 {
        let remembered = self.values.find(value.as_bytes());
        let known = remembered.and_then(|number| self.analyzed.get(number as usize).copied());
        let found = match known {
            Some(known) => known,
            None => self.analyze(value),
        };
        let tokens = self.tokens.get(found.first..found.end);
        let tokens = tokens.unwrap_or_default();
        for &(term, position) in tokens {
            let position = self.next_position + position;
            self.lists.push(term, document, position);
        }
        let count = tokens.len() as u32;
        self.next_position += found.positions + VALUE_GAP;
        if known.is_none() {
            self.remember(value, found);
        }
        count
    }

    /// Keeps what was found in a value for the next time, or gives its tokens up.
    fn remember(&mut self, value: &str, found: Analyzed) {
        if value.len() <= LONGEST_REMEMBERED && self.analyzed.len() < REMEMBERED {
            self.values.intern(value.as_bytes());
            self.analyzed.push(found);
        } else {
            self.tokens.truncate(found.first);
        }
    }

    /// Appends the value's tokens to `tokens`. As tantivy does, leaves out those that are too long for its dictionary.
    fn analyze(&mut self, value: &str) -> Analyzed {
        let first = self.tokens.len();
        let mut positions = 0;
        let mut stream = self.analyzer.token_stream(value);
        while stream.advance() {
            let token = stream.token();
            if token.text.len() > MAX_TOKEN_LEN {
                continue;
            }
            let position = token.position as u32;
            let term = self.terms.intern(token.text.as_bytes()).number();
            self.tokens.push((term, position));
            positions = positions.max(position + token.position_length as u32);
        }
        Analyzed {
            first,
            end: self.tokens.len(),
            positions,
        }
    }

    /// Call after the last value of a document.
    pub(super) fn end_document(&mut self) {
        self.next_position = 0;
    }

    /// Appends what waits in the batch to the posting lists.
    pub(super) fn flush(&mut self, first_doc: u32) {
        self.lists.flush(first_doc, self.terms.len());
    }

    /// Bytes of the longest buffer.
    pub(super) fn longest_buffer(&self) -> usize {
        self.lists.arena_len().max(self.terms.text_len())
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        self.terms.memory()
            + self.lists.memory()
            + self.values.memory()
            + self.analyzed.len() * size_of::<Analyzed>()
            + self.tokens.len() * size_of::<(u32, u32)>()
    }
}
