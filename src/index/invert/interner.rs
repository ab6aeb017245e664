//! Byte strings as numbers: each string is kept once, and everything else speaks of it by its number.

use xxhash_rust::xxh3::xxh3_64;

/// Slots of an empty table; a power of two.
const FIRST_SLOTS: usize = 1 << 10;

/// A slot that holds nothing.
const FREE: u64 = u64::MAX;

/// A string's number, and whether the string was seen for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Interned {
    /// The string had this number already.
    Known(u32),
    /// The string has got this number just now.
    New(u32),
}

impl Interned {
    /// The number, new or not.
    pub(super) fn number(self) -> u32 {
        match self {
            Self::Known(number) | Self::New(number) => number,
        }
    }
}

/// Strings in one buffer, numbered from 0 in the order in which they came, and a hash table with open addressing that finds them.
#[derive(Debug)]
pub(super) struct Interner {
    /// Each the upper half of a string's hash and the string's number, or [`FREE`].
    slots: Vec<u64>,
    /// Where each string ends in `bytes`; it begins where the one before it ends.
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl Default for Interner {
    fn default() -> Self {
        Self {
            slots: vec![FREE; FIRST_SLOTS],
            ends: Vec::new(),
            bytes: Vec::new(),
        }
    }
}

impl Interner {
    /// How many strings there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string with this number.
    pub(super) fn get(&self, number: u32) -> &[u8] {
        let at = number as usize;
        let start = match at.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(u32::MAX),
            None => 0,
        };
        let end = self.ends.get(at).copied().unwrap_or(0);
        let string = self.bytes.get(start as usize..end as usize);
        string.unwrap_or_default()
    }

    /// The number of a string, when it has one.
    pub(super) fn find(&self, string: &[u8]) -> Option<u32> {
        self.search(string, hash(string)).ok()
    }

    /// The number of a string; a new string gets the next one.
    pub(super) fn intern(&mut self, string: &[u8]) -> Interned {
        self.intern_hashed(string, hash(string))
    }

    /// Looks where the strings with these hashes are kept, so that they are found at once afterwards. A large table lies in no cache:
    /// one string after the other waits for memory each time, while here all of them wait together. Half of the time goes.
    pub(super) fn look_ahead(&self, hashes: impl Iterator<Item = u64>) {
        let mask = self.slots.len() - 1;
        let mut seen = 0;
        for hash in hashes {
            let slot = self.slots.get(hash as usize & mask).copied();
            let number = slot.unwrap_or(FREE) as u32;
            let end = self.ends.get(number as usize).copied().unwrap_or(0);
            let last = self.bytes.get((end as usize).wrapping_sub(1)).copied();
            seen ^= u32::from(last.unwrap_or(0));
        }
        std::hint::black_box(seen);
    }

    /// The number of a string with its [`hash`].
    pub(super) fn intern_hashed(&mut self, string: &[u8], hash: u64) -> Interned {
        let slot = match self.search(string, hash) {
            Ok(number) => return Interned::Known(number),
            Err(slot) => slot,
        };
        let number = u32::try_from(self.ends.len()).expect("fewer strings than bytes");
        self.bytes.extend_from_slice(string);
        let end = u32::try_from(self.bytes.len()).expect("shards are written long before 4 GB");
        self.ends.push(end);
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = entry(hash, number);
        }
        // Half of the slots stay free, so that a search looks at one or two.
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        Interned::New(number)
    }

    /// The number of a string, or else the slot where it belongs.
    fn search(&self, string: &[u8], hash: u64) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let tag = hash >> 32;
        let mut at = hash as usize & mask;
        while let Some(&slot) = self.slots.get(at) {
            if slot == FREE {
                break;
            }
            let number = slot as u32;
            if slot >> 32 == tag && self.get(number) == string {
                return Ok(number);
            }
            at = (at + 1) & mask;
        }
        Err(at)
    }

    fn grow(&mut self) {
        let mask = self.slots.len() * 2 - 1;
        let mut slots = vec![FREE; mask + 1];
        for number in 0..self.ends.len() as u32 {
            let hash = hash(self.get(number));
            let mut at = hash as usize & mask;
            while slots.get(at).is_some_and(|&slot| slot != FREE) {
                at = (at + 1) & mask;
            }
            if let Some(slot) = slots.get_mut(at) {
                *slot = entry(hash, number);
            }
        }
        self.slots = slots;
    }

    /// The numbers of the strings that `wanted` picks, in the order of the strings.
    pub(super) fn sorted(&self, wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        // Most strings differ in their first eight bytes, which compare faster as one number.
        let mut keyed: Vec<(u64, u32)> = Vec::new();
        for number in (0..self.ends.len() as u32).filter(|&number| wanted(number)) {
            let mut prefix = [0; 8];
            for (to, from) in prefix.iter_mut().zip(self.get(number)) {
                *to = *from;
            }
            keyed.push((u64::from_be_bytes(prefix), number));
        }
        keyed.sort_unstable_by(|a, b| {
            let by_prefix = a.0.cmp(&b.0);
            by_prefix.then_with(|| self.get(a.1).cmp(self.get(b.1)))
        });
        keyed.into_iter().map(|(_, number)| number).collect()
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        self.slots.len() * size_of::<u64>() + self.ends.len() * size_of::<u32>() + self.bytes.len()
    }

    /// Bytes of all strings.
    pub(super) fn text_len(&self) -> usize {
        self.bytes.len()
    }
}

/// The hash by which a string is found.
pub(super) fn hash(string: &[u8]) -> u64 {
    xxh3_64(string)
}

fn entry(hash: u64, number: u32) -> u64 {
    (hash >> 32 << 32) | u64::from(number)
}

#[cfg(test)]
mod tests {
    use super::{Interned, Interner};

    #[test]
    fn numbers_strings_once() {
        let mut interner = Interner::default();
        for number in 0..5000_u32 {
            let string = format!("word {number}");
            assert_eq!(interner.find(string.as_bytes()), None);
            assert_eq!(interner.intern(string.as_bytes()), Interned::New(number));
        }
        for number in 0..5000_u32 {
            let string = format!("word {number}");
            assert_eq!(interner.intern(string.as_bytes()), Interned::Known(number));
            assert_eq!(interner.get(number), string.as_bytes());
        }
        assert_eq!(interner.len(), 5000);
    }

    #[test]
    fn sorts_by_bytes() {
        let mut interner = Interner::default();
        let strings: [&[u8]; 7] = [
            b"b",
            b"",
            b"a\0",
            b"a",
            b"prefix two",
            b"prefix",
            b"prefix one",
        ];
        for string in strings {
            interner.intern(string);
        }
        let sorted = interner.sorted(|_| true);
        let found: Vec<&[u8]> = sorted.iter().map(|&number| interner.get(number)).collect();
        let mut expected = strings;
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}
