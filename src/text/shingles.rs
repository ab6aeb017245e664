//! Shingles: some words in a row, as numbers. Two texts that share many have passages in common.

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

/// A word of a shingle that is being made.
#[derive(Clone, Copy, Default)]
struct Unit {
    hash: u64,
    weight: u32,
}

/// Calls `seen` with the hash of each five words in a row (each ten characters of scripts without spaces), in small letters. A text
/// that is shorter is one shingle; one without words has none.
pub(crate) fn each_long_shingle(text: &str, mut seen: impl FnMut(u64)) {
    // As many units as a shingle can have, the last one last.
    let mut last = [Unit::default(); LONG as usize];
    let mut n_seen = 0usize;
    each_word(text, |word| {
        last.rotate_left(1);
        if let Some(slot) = last.last_mut() {
            *slot = unit(word);
        }
        if let Some(shingle) = shingle_of(&last, LONG) {
            seen(shingle);
            n_seen += 1;
        }
    });
    // Of a shorter text all words stand in `last`.
    if n_seen == 0 {
        let weight = last.iter().map(|unit| unit.weight).sum();
        shingle_of(&last, weight).into_iter().for_each(seen);
    }
}

/// The hash of the last units that weigh so much together; `None` where there are too few.
fn shingle_of(last: &[Unit], weight: u32) -> Option<u64> {
    let (mut mixed, mut sum) = (0u64, 0);
    for unit in last.iter().rev() {
        if sum >= weight || unit.weight == 0 {
            break;
        }
        sum += unit.weight;
        mixed = (mixed.rotate_left(23) ^ unit.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (sum > 0 && sum >= weight).then(|| avalanche(mixed))
}

/// Makes every bit depend on all (the end of MurmurHash3), as samples are taken by some of them.
fn avalanche(mut mixed: u64) -> u64 {
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    mixed ^ (mixed >> 33)
}

fn unit(word: &str) -> Unit {
    let is_character = word.chars().next().is_some_and(is_unspaced);
    Unit {
        hash: small_letters(word),
        weight: if is_character { 1 } else { 2 },
    }
}

/// The hash of a word in small letters.
fn small_letters(word: &str) -> u64 {
    if word.is_ascii() {
        return word.bytes().fold(0, |hash, byte| {
            add_letter(hash, byte.to_ascii_lowercase().into())
        });
    }
    let letters = word.chars().flat_map(char::to_lowercase);
    letters.fold(0, |hash, c| add_letter(hash, c.into()))
}

fn add_letter(hash: u64, letter: u64) -> u64 {
    (hash.rotate_left(5) ^ letter).wrapping_mul(0x517c_c1b7_2722_0a95)
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
