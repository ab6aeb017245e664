//! The words of by-lines that are no part of a name: links, places, credits of pictures, what a page shows around its by-lines.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::fold;

/// What a word of a by-line does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Word {
    /// Stands between two names: `and`.
    And,
    /// Stands between two names or within one: `Ortega y Gasset`.
    Linked,
    /// What follows says where: `in`.
    Place,
    /// What follows is the credit of a picture: `Photo by`.
    Picture,
    /// Belongs to the page: `Updated`, `Read more`.
    Screen,
}

/// The longest entry of the table, in words.
const MOST_WORDS: usize = 4;

struct Table {
    words: HashMap<String, Word>,
    towns: HashSet<String>,
    unspaced: HashSet<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        words: HashMap::new(),
        towns: HashSet::new(),
        unspaced: HashSet::new(),
    };
    for row in include_str!("data/byline_words.tsv").lines() {
        let mut cells = row.split('\t');
        let (Some(kind), Some(_), Some(forms)) = (cells.next(), cells.next(), cells.next()) else {
            continue;
        };
        let word = match kind {
            "and" => Word::And,
            "linked" => Word::Linked,
            "place" => Word::Place,
            "picture" => Word::Picture,
            "screen" => Word::Screen,
            "town" => {
                table.towns.extend(forms.split('|').map(fold::key));
                continue;
            }
            _ => {
                table.unspaced.extend(forms.split('|').map(fold::key));
                continue;
            }
        };
        for form in forms.split('|') {
            table.words.entry(fold::key(form)).or_insert(word);
        }
    }
    table
});

/// What a single word that links names does; such words are small, but for lines in capitals.
pub(crate) fn link(word: &str) -> Option<Word> {
    let small = word.chars().all(|c| !c.is_uppercase());
    let loud = word.chars().count() > 1 && word.chars().all(|c| !c.is_lowercase());
    let found = TABLE.words.get(&fold::key(word)).copied();
    found.filter(|word| matches!(word, Word::And | Word::Linked | Word::Place) && (small || loud))
}

/// Where the first of some words that belong to no name begins, how many words it has, and what it is.
pub(crate) fn first_foreign(words: &[&str]) -> Option<(usize, usize, Word)> {
    (0..words.len()).find_map(|at| {
        let (len, word) = foreign(words.get(at..)?)?;
        Some((at, len, word))
    })
}

/// The longest entry for pictures and screens that `words` begin with.
fn foreign(words: &[&str]) -> Option<(usize, Word)> {
    (1..=words.len().min(MOST_WORDS)).rev().find_map(|len| {
        let phrase = words.get(..len)?.join(" ");
        let phrase = fold::key(phrase.trim_matches(|c: char| {
            !c.is_alphanumeric() && !matches!(c, '.' | '\u{94d}') || c == ':'
        }));
        let found = TABLE.words.get(&phrase).or_else(|| {
            let bare = phrase.trim_end_matches('.');
            TABLE.words.get(bare)
        })?;
        matches!(found, Word::Picture | Word::Screen).then_some((len, *found))
    })
}

/// Whether a word stands in the names of newsrooms and organisations only.
pub(crate) fn is_room(word: &str) -> bool {
    let known = |word: &str| ROOMS.contains(fold::key(word.trim_matches(['.', ','])).as_str());
    known(word) || word.rsplit('-').any(known)
}

static ROOMS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("data/newsroom.tsv").lines();
    lines
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});

/// Whether a text is the name of a town that looks like a person's: `New York`.
pub(crate) fn is_town(text: &str) -> bool {
    TABLE.towns.contains(&fold::key(text))
}

/// The words after the credit of a picture that a line begins with: `Photos by Ada Norr`.
pub(crate) fn pictured(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (len, word) = foreign(&words)?;
    let rest = words.get(len..).filter(|_| word == Word::Picture)?;
    Some(rest.join(" "))
}

/// Whether a word of a script without spaces belongs to the page: `关注`, `続きを読む`.
pub(crate) fn is_unspaced_screen(word: &str) -> bool {
    TABLE.unspaced.contains(&fold::key(word))
}
