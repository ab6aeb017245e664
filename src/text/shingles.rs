//! Shingles: three words in a row, as numbers. Two texts that share many have passages in common.

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
