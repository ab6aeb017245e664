//! Passages that two texts share, word for word.
//!
//! Case, accents of quotes, and punctuation between words do not count. A passage is eight words long at least, or sixteen characters in
//! scripts without spaces. Where a text repeats itself, its longest match counts.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Span;
use crate::text::fold;
use crate::text::words::{Kind, words};

/// Words in a row by which a passage is found.
const SEED: usize = 4;

/// Places of one seed that are tried: a formula that stands everywhere is no passage.
const PLACES: usize = 16;

/// How much a passage has at least: a word counts two, a character of a script without spaces one.
const LEAST: u32 = 16;

/// What two texts share.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// The shared passages, in the order of the second text.
    pub passages: Vec<Passage>,
    /// Words of the first text; characters of scripts without spaces count as words.
    pub first_words: usize,
    /// Those of them that stand in a shared passage.
    pub first_shared: usize,
    /// Words of the second text.
    pub second_words: usize,
    /// Those of them that stand in a shared passage.
    pub second_shared: usize,
}

impl Comparison {
    /// How much of the first text stands in the second, 0 to 1.
    pub fn of_first(&self) -> f32 {
        share(self.first_shared, self.first_words)
    }

    /// How much of the second text stands in the first, 0 to 1.
    pub fn of_second(&self) -> f32 {
        share(self.second_shared, self.second_words)
    }
}

fn share(part: usize, whole: usize) -> f32 {
    match whole {
        0 => 0.0,
        _ => part as f32 / whole as f32,
    }
}

/// A passage that stands in both texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Bytes of the first text.
    pub first: Span,
    /// Bytes of the second text.
    pub second: Span,
    /// Its words.
    pub words: usize,
}

/// A word of a text, as its number.
struct Unit {
    hash: u64,
    at: Span,
    weight: u32,
}

/// Finds what `second` shares with `first`, in time that grows with the length of both.
pub fn compare(first: &str, second: &str) -> Comparison {
    compare_from(first, second, LEAST)
}

/// [`compare`] with passages of at least this weight: a word counts two, a character of a script without spaces one.
pub(crate) fn compare_from(first: &str, second: &str, least: u32) -> Comparison {
    let (a, b) = (units(first), units(second));
    let seeds = seeds(&a);
    let mut is_shared = vec![false; a.len()];
    let mut comparison = Comparison {
        first_words: a.len(),
        second_words: b.len(),
        ..Comparison::default()
    };
    let mut at = 0;
    while at < b.len() {
        let Some((from, len)) = longest(&a, &b, at, &seeds, least) else {
            at += 1;
            continue;
        };
        for shared in is_shared.iter_mut().skip(from).take(len) {
            *shared = true;
        }
        comparison.second_shared += len;
        comparison.passages.extend(passage(&a, &b, (from, at, len)));
        at += len;
    }
    comparison.first_shared = is_shared.iter().filter(|shared| **shared).count();
    comparison
}

fn units(text: &str) -> Vec<Unit> {
    let unit = |word: crate::text::words::Word<'_>| {
        let is_character = matches!(word.kind, Kind::Pair | Kind::Single);
        let first_character = word.text.chars().next().map_or(0, char::len_utf8);
        // A pair reaches into the next one.
        let end = match is_character {
            true => word.start + first_character,
            false => word.end,
        };
        let own = text.get(word.start..end).unwrap_or_default();
        Unit {
            hash: xxh3_64(fold::key(own).as_bytes()),
            at: Span {
                start: word.start,
                end,
            },
            weight: if is_character { 1 } else { 2 },
        }
    };
    words(text).map(unit).collect()
}

/// Where each run of a few words begins.
fn seeds(units: &[Unit]) -> FxHashMap<u64, Vec<usize>> {
    let mut seeds: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, run) in units.windows(SEED).enumerate() {
        let places = seeds.entry(seed(run)).or_default();
        if places.len() < PLACES {
            places.push(at);
        }
    }
    seeds
}

fn seed(run: &[Unit]) -> u64 {
    run.iter()
        .fold(0, |mix: u64, unit| mix.rotate_left(21) ^ unit.hash)
}

/// The longest passage of `a` that begins at this word of `b`: where, and how many words.
fn longest(
    a: &[Unit],
    b: &[Unit],
    at: usize,
    seeds: &FxHashMap<u64, Vec<usize>>,
    least: u32,
) -> Option<(usize, usize)> {
    let run = b.get(at..at + SEED)?;
    let mut best: Option<(usize, usize)> = None;
    for &from in seeds.get(&seed(run))? {
        let pairs = a.iter().skip(from).zip(b.iter().skip(at));
        let same = pairs.take_while(|(a, b)| a.hash == b.hash);
        let (mut len, mut weight) = (0, 0);
        for (unit, _) in same {
            len += 1;
            weight += unit.weight;
        }
        if weight >= least && best.is_none_or(|(_, longest)| len > longest) {
            best = Some((from, len));
        }
    }
    best
}

fn passage(a: &[Unit], b: &[Unit], (from, at, len): (usize, usize, usize)) -> Option<Passage> {
    let span = |units: &[Unit], start: usize| {
        let units = units.get(start..start + len)?;
        Some(Span {
            start: units.first()?.at.start,
            end: units.last()?.at.end,
        })
    };
    Some(Passage {
        first: span(a, from)?,
        second: span(b, at)?,
        words: len,
    })
}
