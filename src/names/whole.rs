//! Whole names: their parts, without titles and particles.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Small words within names, and titles.
static SMALL_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let rows = include_str!("data/particles.txt").lines();
    let rows = rows.filter(|row| !row.starts_with('#'));
    rows.flat_map(str::split_whitespace).collect()
});

/// A part of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// A given or a family name.
    Name(&'a str),
    /// The first letter of one: `N.`
    Initial(char),
}

/// The parts of a name by which it is found, in order. Titles and particles (`von`, `al`) are left out where anything else is there.
pub fn parts(name: &str) -> Vec<Part<'_>> {
    let words: Vec<&str> = name
        .split(is_between_names)
        .filter(|word| !word.is_empty())
        .collect();
    let telling: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !SMALL_WORDS.contains(word.to_lowercase().as_str()))
        .collect();
    let kept = if telling.is_empty() { words } else { telling };
    let mut parts = Vec::with_capacity(kept.len());
    for word in kept {
        let mut letters = word.chars();
        parts.push(match (letters.next(), letters.next()) {
            (Some(letter), None) if letter.is_uppercase() => Part::Initial(letter),
            _ => Part::Name(word),
        });
    }
    let has_name = parts.iter().any(|part| matches!(part, Part::Name(_)));
    if has_name {
        return parts;
    }
    words_as_names(name)
}

fn words_as_names(name: &str) -> Vec<Part<'_>> {
    let words = name.split(is_between_names).filter(|word| !word.is_empty());
    words.map(Part::Name).collect()
}

/// Whether a sign stands between the parts of a name.
fn is_between_names(c: char) -> bool {
    c.is_whitespace() || matches!(c, '.' | ',' | '-' | '‐' | '·' | '・' | '=')
}
