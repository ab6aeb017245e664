//! Misspellings: of two texts with the same words, the one that has them wrong.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use crate::text::distance;
use crate::text::fold;
use crate::text::words::{Kind, words};

/// Words that only one of the texts has and that are looked at: more are no misspellings.
const LOOKED_AT: usize = 100;

/// Letters of a word in which a slip can be told.
const LEAST: usize = 4;

/// Compares two texts by how many words each has that look like slips of words that the other has. The greater has more.
pub(crate) fn misspelt_more(first: &str, second: &str) -> Ordering {
    let (first, second) = (vocabulary(first), vocabulary(second));
    slips(&first, &second).cmp(&slips(&second, &first))
}

fn vocabulary(text: &str) -> FxHashSet<String> {
    let words = words(text).filter(|word| matches!(word.kind, Kind::Ascii | Kind::Letters));
    words.map(|word| fold::key(word.text)).collect()
}

/// How many words that only the first text has are slips of words of the second.
fn slips(own: &FxHashSet<String>, other: &FxHashSet<String>) -> usize {
    let only = |a: &FxHashSet<String>, b: &FxHashSet<String>| {
        let mut only: Vec<String> = a.difference(b).cloned().collect();
        only.sort_unstable();
        only.truncate(LOOKED_AT);
        only
    };
    let (own_only, other_only) = (only(own, other), only(other, own));
    let is_slip = |word: &&String| {
        if word.chars().count() < LEAST {
            return false;
        }
        // A letter that is missing is a slip oftener than one too many.
        let is_shortened = other_only
            .iter()
            .any(|whole| whole.len() > word.len() && is_one_off(word, whole));
        is_shortened || is_run_together(word, other) || is_near_common(word, own, other)
    };
    own_only.iter().filter(is_slip).count()
}

/// A word that both texts have stands beside it, one letter off.
fn is_near_common(word: &str, own: &FxHashSet<String>, other: &FxHashSet<String>) -> bool {
    own.intersection(other)
        .any(|common| is_one_off(word, common))
}

fn is_one_off(word: &str, other: &str) -> bool {
    word.len().abs_diff(other.len()) <= 4 && distance::distance(word, other) == 1
}

/// Two words of the other text without the space between them.
fn is_run_together(word: &str, other: &FxHashSet<String>) -> bool {
    word.char_indices().skip(1).any(|(at, _)| {
        let (head, tail) = word.split_at_checked(at).unwrap_or((word, ""));
        other.contains(head) && other.contains(tail)
    })
}
