//! Which line is the headline.

use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::clean::lexicon;
use crate::clean::plain::source_line::Mark;
use crate::clean::plain::unit::Unit;
use crate::clean::subject;

/// Lines above the article that may be its headline.
const ABOVE: usize = 40;

/// The headline's place: above the article, like the page's title or the article's words.
pub(super) fn find(units: &[Unit], body: &Range<usize>) -> Option<usize> {
    // Most texts have no line above the article that asks for its words.
    let words = LazyCell::new(|| vocabulary(units.get(body.clone()).unwrap_or_default()));
    let page = units
        .first()
        .map(|unit| unit.key.as_str())
        .unwrap_or_default();
    let from = body.start.saturating_sub(ABOVE);
    let mut best = None;
    for at in (from..body.start).chain((from > 0).then_some(0)) {
        let Some(unit) = units.get(at).filter(|unit| may_be(unit)) else {
            continue;
        };
        let copies = units
            .iter()
            .take(body.start)
            .filter(|other| other.key == unit.key)
            .count();
        let score = score(unit, at, body.start - at, page, copies, &words);
        if best.is_none_or(|(top, _)| score > top) {
            best = Some((score, at));
        }
    }
    let (_, at) = best.filter(|(score, _)| *score >= 1.0)?;
    // Of several copies the first: the summary stands below it.
    let key = units.get(at).map(|unit| &unit.key);
    (from.max(1)..at)
        .find(|i| units.get(*i).map(|unit| &unit.key) == key)
        .or(Some(at))
}

fn may_be(unit: &Unit) -> bool {
    unit.reason.is_none()
        && (12..=240).contains(&unit.width)
        && !unit.key.is_empty()
        && !(unit.closed && unit.stops >= 1 && unit.width > 120)
}

fn score(
    unit: &Unit,
    at: usize,
    above: usize,
    page: &str,
    copies: usize,
    words: &FxHashSet<u64>,
) -> f64 {
    let own = subject::words(&unit.text);
    let shared = own.iter().filter(|token| words.contains(*token)).count();
    let mut score = 2.5 * shared as f64 / (own.len().max(3)) as f64;
    if at > 0 && page.contains(lexicon::core(&unit.key)) && unit.width >= 20 {
        score += 3.0;
    }
    score += match unit.width {
        25..=140 => 1.0,
        18..=180 => 0.3,
        _ => -0.5,
    };
    if copies > 1 && unit.width >= 25 {
        score += 1.5;
    }
    if unit.mark == Mark::Heading(1) {
        score += 4.0;
    }
    if unit.closed && unit.text.ends_with(['.', '。', '।', '۔']) {
        score -= 1.5;
    }
    score - 0.06 * above as f64
}

/// The words of the article's first paragraphs.
fn vocabulary(units: &[Unit]) -> FxHashSet<u64> {
    let head = |unit: &'_ Unit| unit.text.floor_char_boundary(3000);
    let heads = units
        .iter()
        .take(12)
        .map(|unit| unit.text.get(..head(unit)).unwrap_or(&unit.text));
    subject::words_of(heads)
}

/// The words of a line.
pub(super) fn words(unit: &Unit) -> FxHashSet<u64> {
    if unit.width > 300 {
        FxHashSet::default()
    } else {
        subject::words_of(std::iter::once(unit.text.as_str()))
    }
}

/// How many of the words stand in the units; 0.6 where there are none to look for.
pub(super) fn share(words: &FxHashSet<u64>, units: &[Unit]) -> f64 {
    if words.len() < 3 {
        return 0.6;
    }
    let there = vocabulary(units);
    words.iter().filter(|word| there.contains(*word)).count() as f64 / words.len() as f64
}
