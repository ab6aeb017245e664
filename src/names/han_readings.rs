//! How a pair of Han characters may be read as a name: in Chinese, and in Japanese surnames and places.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The syllables of Chinese in Latin letters.
static SYLLABLES: LazyLock<HashSet<String>> =
    LazyLock::new(|| ('\u{4E00}'..='\u{9FA5}').filter_map(syllable).collect());

/// Characters of Japanese surnames and their readings.
static JAPANESE: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let rows = include_str!("data/kanji_names.tsv").lines();
    rows.filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'))
        .filter_map(|(character, readings)| {
            Some((character.chars().next()?, readings.split(' ').collect()))
        })
        .collect()
});

/// The characters of a pair.
fn pair(text: &str) -> Option<(char, char)> {
    let mut chars = text.chars();
    match (chars.next(), chars.next(), chars.next()) {
        (Some(first), Some(second), None) => Some((first, second)),
        _ => None,
    }
}

/// The syllable of a character in Latin letters.
fn syllable(character: char) -> Option<String> {
    let letters = any_ascii::any_ascii_char(character).to_ascii_lowercase();
    let is_syllable = !letters.is_empty() && letters.bytes().all(|byte| byte.is_ascii_lowercase());
    is_syllable.then_some(letters)
}

/// How Chinese reads a pair of characters, in Latin letters: `北京` is `beijing`.
pub fn pinyin(text: &str) -> Option<String> {
    let (first, second) = pair(text)?;
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    if !is_han(first) || !is_han(second) {
        return None;
    }
    Some(syllable(first)? + &syllable(second)?)
}

/// Whether a word in small Latin letters may be two syllables of Chinese, as `beijing` is.
pub fn is_pinyin(word: &str) -> bool {
    let mut cuts = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    cuts.any(|(first, second)| SYLLABLES.contains(first) && SYLLABLES.contains(second))
}

/// How a Japanese surname or place may be read that is written with this pair of characters: `桜木` is `sakuraki` or `sakuragi`.
pub fn japanese_readings(text: &str) -> Vec<String> {
    let Some((first, second)) = pair(text) else {
        return Vec::new();
    };
    let of = |c| JAPANESE.get(&c).map(Vec::as_slice).unwrap_or_default();
    let readings = of(first).iter();
    readings
        .flat_map(|first| {
            of(second)
                .iter()
                .map(move |second| format!("{first}{second}"))
        })
        .collect()
}
