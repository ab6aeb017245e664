//! Names of any script in Latin letters.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Letters, one or two, and what stands for them.
static LETTERS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let rows = include_str!("data/letters.tsv").lines();
    rows.filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'))
        .collect()
});

/// A word in the letters `a` to `z`; what is no letter is left out. Empty for what cannot be brought to Latin letters.
pub fn latin(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return lower;
    }
    let letters: Vec<char> = lower.nfc().collect();
    let mut out = String::with_capacity(lower.len());
    let mut rest = letters.as_slice();
    while let Some((&letter, after)) = rest.split_first() {
        rest = after;
        if let Some((&next, beyond)) = after.split_first() {
            let pair: String = [letter, next].into_iter().collect();
            if let Some(known) = LETTERS.get(pair.as_str()) {
                out.push_str(known);
                rest = beyond;
                continue;
            }
        }
        push_letter(letter, &mut out);
    }
    out
}

fn push_letter(letter: char, out: &mut String) {
    if letter.is_ascii() {
        if letter.is_ascii_lowercase() {
            out.push(letter);
        }
        return;
    }
    if let Some(known) = LETTERS.get(letter.encode_utf8(&mut [0; 4]) as &str) {
        out.push_str(known);
        return;
    }
    // A letter with an accent is that letter.
    let plain = letter.nfd().next().unwrap_or(letter);
    if plain.is_ascii_lowercase() {
        out.push(plain);
        return;
    }
    let general = any_ascii::any_ascii_char(letter).chars();
    out.extend(
        general
            .map(|c| c.to_ascii_lowercase())
            .filter(char::is_ascii_lowercase),
    );
}
