//! The posting lists of one field while they grow: each a list of bytes, to which the tokens of a batch are appended term by term.
//!
//! A document is written as `gap << 1 | once`, where `gap` is the distance from the document before it and `once` says that the term
//! stands there once; otherwise the frequency follows. Then come the positions, each as the distance from the one before it. All
//! numbers take seven bits a byte.

use crate::index::invert::arena::{Arena, ByteList};
use crate::index::invert::batch::{Batch, Packing, Run};

/// In `list_of`: the term has no list.
const NO_LIST: u32 = u32::MAX;

/// The posting lists of one field.
#[derive(Debug, Default)]
pub(super) struct PostingLists {
    batch: Batch,
    /// The list of each term. The terms of a text and of its title are numbered together, and few of them stand in titles.
    list_of: Vec<u32>,
    lists: Vec<List>,
    arena: Arena,
    /// Tokens in all lists.
    tokens: u64,
    /// One term's part of a batch, written.
    written: Vec<u8>,
}

#[derive(Debug, Clone, Copy, Default)]
struct List {
    bytes: ByteList,
    doc_freq: u32,
    last_doc: u32,
}

impl PostingLists {
    /// How the tokens of the next batch are packed. There must be none waiting.
    pub(super) fn set_packing(&mut self, packing: Packing) {
        self.batch.set_packing(packing);
    }

    /// Adds a token; see [`Batch::push`].
    pub(super) fn push(&mut self, term: u32, document: u32, position: u32) {
        self.batch.push(term, document, position);
    }

    /// Appends what waits in the batch to the lists. `first_doc` is the number of the batch's first document in the shard, `terms` how
    /// many terms there are.
    pub(super) fn flush(&mut self, first_doc: u32, terms: usize) {
        if self.batch.len() == 0 {
            return;
        }
        self.tokens += self.batch.len() as u64;
        self.list_of.resize(terms, NO_LIST);
        self.batch.sort(terms);
        for run in self.batch.runs() {
            let Some(at) = self.list_of.get_mut(run.term() as usize) else {
                continue;
            };
            if *at == NO_LIST {
                *at = self.lists.len() as u32;
                self.lists.push(List::default());
            }
            let Some(list) = self.lists.get_mut(*at as usize) else {
                continue;
            };
            self.written.clear();
            list.write(&run, first_doc, &mut self.written);
            self.arena.append(&mut list.bytes, &self.written);
        }
        self.batch.clear();
    }

    /// Tokens in the lists.
    pub(super) fn tokens(&self) -> u64 {
        self.tokens
    }

    /// In how many documents a term stands; 0 when it has no list.
    pub(super) fn doc_freq(&self, term: u32) -> u32 {
        self.list(term).map_or(0, |list| list.doc_freq)
    }

    fn list(&self, term: u32) -> Option<&List> {
        let at = *self.list_of.get(term as usize)?;
        self.lists.get(at as usize)
    }

    /// Hands over each document of a term: its number in the shard, the term's frequency, and the distances between the positions.
    pub(super) fn each(&self, term: u32, room: &mut Room, mut each: impl FnMut(u32, &[u32])) {
        let Some(list) = self.list(term) else { return };
        self.arena.read(&list.bytes, &mut room.bytes);
        let mut rest = room.bytes.as_slice();
        let mut doc = 0;
        while !rest.is_empty() {
            let head = read_number(&mut rest);
            doc += head >> 1;
            let term_freq = if head & 1 == 1 {
                1
            } else {
                read_number(&mut rest)
            };
            room.positions.clear();
            for _ in 0..term_freq {
                room.positions.push(read_number(&mut rest));
            }
            each(doc, &room.positions);
        }
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        self.batch.memory()
            + self.list_of.len() * size_of::<u32>()
            + self.lists.len() * size_of::<List>()
            + self.arena.memory()
    }

    /// Bytes of all lists.
    pub(super) fn arena_len(&self) -> usize {
        self.arena.memory()
    }
}

/// Room for reading a list, used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Room {
    bytes: Vec<u8>,
    positions: Vec<u32>,
}

impl List {
    fn write(&mut self, run: &Run<'_>, first_doc: u32, out: &mut Vec<u8>) {
        for (document, positions) in run.documents() {
            let doc = first_doc + document;
            // The first document is written as its distance from 0.
            let gap = doc - self.last_doc;
            self.last_doc = doc;
            self.doc_freq += 1;
            match positions.len() {
                1 => write_number(gap << 1 | 1, out),
                term_freq => {
                    write_number(gap << 1, out);
                    write_number(term_freq as u32, out);
                }
            }
            let mut before = 0_u32;
            for position in positions {
                // Where a tokenizer goes back, the sum on reading goes round in the same way.
                write_number(position.wrapping_sub(before), out);
                before = position;
            }
        }
    }
}

fn write_number(mut number: u32, out: &mut Vec<u8>) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> u32 {
    let mut number = 0;
    let mut shift = 0;
    while let Some((&byte, rest)) = bytes.split_first() {
        *bytes = rest;
        number |= u32::from(byte & 127) << shift;
        if byte < 128 {
            break;
        }
        shift += 7;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::{PostingLists, Room, read_number, write_number};

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 16_383, 16_384, 1 << 28, u32::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            write_number(number, &mut bytes);
        }
        let mut rest = bytes.as_slice();
        assert_eq!(numbers.map(|_| read_number(&mut rest)), numbers);
        assert!(rest.is_empty());
    }

    #[test]
    fn lists_go_on_from_batch_to_batch() {
        let mut lists = PostingLists::default();
        lists.push(9, 0, 4);
        lists.push(2, 1, 1);
        lists.push(9, 1, 7);
        lists.push(9, 1, 7);
        lists.push(9, 1, 90);
        lists.flush(0, 10);
        lists.push(9, 0, 300);
        lists.flush(5, 12);
        let mut found = Vec::new();
        lists.each(9, &mut Room::default(), |doc, gaps| {
            found.push((doc, gaps.to_vec()));
        });
        assert_eq!(found, [(0, vec![4]), (1, vec![7, 0, 83]), (5, vec![300])]);
        assert_eq!(
            (lists.doc_freq(9), lists.doc_freq(2), lists.doc_freq(3)),
            (3, 1, 0)
        );
        assert_eq!(lists.tokens(), 6);
    }
}
