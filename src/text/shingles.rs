//! Shingles: some words in a row, as numbers. Two texts that share many have passages in common.

use std::collections::VecDeque;

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::text::script::is_unspaced;

/// Calls `seen` with the hash of each three words in a row (each three characters of scripts without spaces).
pub(crate) fn each_shingle(text: &str, mut seen: impl FnMut(u64)) {
    let mut last = [0u64; 3];
    let mut n = 0usize;
    each_word(text, |word| {
        let hash = xxh3_64_with_seed(word.as_bytes(), 0);
        last.rotate_left(1);
        if let Some(slot) = last.last_mut() {
            *slot = hash;
        }
        n += 1;
        if n >= last.len() {
            seen(
                last.iter()
                    .fold(0u64, |mix, hash| mix.rotate_left(21) ^ hash),
            );
        }
    });
}

/// What a shingle of [`each_long_shingle`] has at least: a word counts two, a character of a script without spaces one.
const LONG: u32 = 10;

/// A word of a text: the hash of its small letters, and what it counts.
#[derive(Clone, Copy)]
struct Unit {
    hash: u64,
    weight: u32,
}

/// The last words of a text, which are not a shingle yet.
#[derive(Default)]
struct Window {
    units: VecDeque<Unit>,
    weight: u32,
}

impl Window {
    /// Adds a word, and calls `seen` with the hash of each shingle that ends with it.
    fn push(&mut self, unit: Unit, seen: &mut impl FnMut(u64)) {
        self.units.push_back(unit);
        self.weight += unit.weight;
        while self.weight >= LONG {
            seen(self.hash());
            let first = self.units.pop_front();
            self.weight -= first.map_or(0, |unit| unit.weight);
        }
    }

    fn hash(&self) -> u64 {
        avalanche(self.units.iter().fold(0u64, |mixed, unit| {
            (mixed.rotate_left(23) ^ unit.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
        }))
    }
}

/// Calls `seen` with the hash of each five words in a row (each ten characters of scripts without spaces), in small letters. A text
/// that is shorter is one shingle; one without words has none.
pub(crate) fn each_long_shingle(text: &str, mut seen: impl FnMut(u64)) {
    let mut window = Window::default();
    let mut is_short = true;
    each_unit(text, |unit| {
        window.push(unit, &mut |hash| {
            is_short = false;
            seen(hash);
        });
    });
    if is_short && !window.units.is_empty() {
        seen(window.hash());
    }
}

/// Calls `seen` with each word of a text, which is read byte by byte where it is ASCII.
fn each_unit(text: &str, mut seen: impl FnMut(Unit)) {
    let mut hash = 0u64;
    let mut rest = text.as_bytes().iter();
    let mut end = |hash: &mut u64, weight: u32| {
        if *hash != 0 {
            seen(Unit {
                hash: std::mem::take(hash),
                weight,
            });
        }
    };
    while let Some(&byte) = rest.next() {
        if byte.is_ascii_alphanumeric() {
            hash = add_letter(hash, byte.to_ascii_lowercase().into());
            continue;
        }
        if byte.is_ascii() {
            end(&mut hash, 2);
            continue;
        }
        let at = text.len() - rest.len() - 1;
        let Some(c) = text.get(at..).and_then(|from| from.chars().next()) else {
            continue;
        };
        if c.len_utf8() > 1 {
            rest.nth(c.len_utf8() - 2);
        }
        if is_unspaced(c) {
            end(&mut hash, 2);
            hash = add_letter(0, c.into());
            end(&mut hash, 1);
        } else if c.is_alphanumeric() {
            for small in c.to_lowercase() {
                hash = add_letter(hash, small.into());
            }
        } else {
            end(&mut hash, 2);
        }
    }
    end(&mut hash, 2);
}

fn add_letter(hash: u64, letter: u64) -> u64 {
    (hash.rotate_left(5) ^ letter).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Makes every bit depend on all (the end of MurmurHash3), as samples are taken by some of them.
fn avalanche(mut mixed: u64) -> u64 {
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    mixed ^ (mixed >> 33)
}

/// Words of letters and digits; characters of scripts without spaces one by one.
fn each_word(text: &str, mut seen: impl FnMut(&str)) {
    let mut start = None;
    for (at, c) in text.char_indices() {
        let alone = is_unspaced(c);
        if c.is_alphanumeric() && !alone {
            start.get_or_insert(at);
            continue;
        }
        if let Some(word) = start.take().and_then(|from| text.get(from..at)) {
            seen(word);
        }
        if alone {
            seen(text.get(at..at + c.len_utf8()).unwrap_or_default());
        }
    }
    if let Some(word) = start.and_then(|from| text.get(from..)) {
        seen(word);
    }
}
