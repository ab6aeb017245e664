//! Where the article stands: the densest run of running text.

use std::ops::Range;

use crate::article::Reason;
use crate::clean::plain::source_line::Mark;
use crate::clean::plain::unit::Unit;
use crate::clean::plain::{headline, sentence};

/// How much each unit speaks for the article; below zero against it.
fn scores(units: &[Unit]) -> Vec<f64> {
    let own: Vec<f64> = units.iter().map(own).collect();
    let prose: Vec<f64> = units
        .iter()
        .zip(&own)
        .map(|(unit, own)| {
            if *own > 0.0 {
                unit.width.min(400) as f64
            } else {
                0.0
            }
        })
        .collect();
    let all: Vec<f64> = units
        .iter()
        .map(|unit| match unit.row {
            true => 0.0,
            false => unit.width.min(400) as f64 + 20.0,
        })
        .collect();
    own.iter()
        .enumerate()
        .map(|(at, own)| {
            if *own <= 0.0 {
                return *own;
            }
            // A teaser's sentence stands among headlines, a paragraph among paragraphs.
            let window = at.saturating_sub(2)..(at + 3).min(units.len());
            let sum = |values: &[f64]| {
                values
                    .get(window.clone())
                    .unwrap_or_default()
                    .iter()
                    .sum::<f64>()
            };
            let share = sum(&prose) / sum(&all);
            own * if own >= &4.0 { share } else { share * share }
        })
        .collect()
}

fn own(unit: &Unit) -> f64 {
    let width = unit.width as f64;
    if unit.opens {
        return -4.0;
    }
    if unit.reason.is_some() {
        return -0.8;
    }
    if unit.is_prose() {
        return (width / 60.0).min(5.0);
    }
    match (unit.closed, unit.width) {
        // It belongs to the paragraphs around it, and says nothing for an article by itself.
        _ if unit.row => 0.0,
        // Somebody marked it as part of the article's shape.
        _ if matches!(unit.mark, Mark::Heading(_) | Mark::Item | Mark::Quote) => 0.3,
        (true, 40..) => 0.6,
        (true, _) | (false, 160..) => 0.2,
        (false, 60..) if sentence::is_open(&unit.text) => 0.1,
        (false, 60..) => -0.6,
        (false, _) => -0.9,
    }
}

/// A stretch of running text.
#[derive(Debug, Clone)]
struct Segment {
    range: Range<usize>,
    sum: f64,
}

/// A stretch ends where so much speaks against the article in a row.
const DROP: f64 = 6.0;
/// A later stretch belongs to the article when it is not farther away than this many units ...
const GAP: usize = 25;
/// ... and of this weight.
const WEIGHT: f64 = 3.0;

/// So many of the heaviest stretches are compared.
const CANDIDATES: usize = 50;

/// The units from the article's first paragraph to its last.
pub(super) fn find(units: &[Unit]) -> Option<Range<usize>> {
    let segments = segments(&scores(units));
    // One stretch has no rival: its words need not be looked at.
    if segments.len() <= 1 {
        return (!segments.is_empty()).then(|| grow(units, &segments, 0));
    }
    let page = headline::words(units.first()?);
    let mut heavy: Vec<usize> = (0..segments.len()).collect();
    let sum = |at: usize| segments.get(at).map_or(0.0, |segment| segment.sum);
    heavy.sort_by(|a, b| sum(*b).total_cmp(&sum(*a)));
    heavy.truncate(CANDIDATES);
    let told = |at: usize| {
        let range = segments
            .get(at)
            .map_or(0..0, |segment| segment.range.clone());
        headline::share(&page, units.get(range).unwrap_or_default())
    };
    let shares: Vec<(usize, f64)> = heavy.iter().map(|at| (*at, told(*at))).collect();
    let comments = units
        .iter()
        .position(|unit| unit.opens && unit.reason == Some(Reason::Comments))
        .unwrap_or(units.len());
    let earlier = |at: usize, share: f64| {
        share >= 0.5 && segments.get(at).is_some_and(|s| s.range.end <= comments)
    };
    let weight = |at: usize, share: f64| {
        let after = segments.get(at).is_some_and(|s| s.range.start > comments);
        let late = after
            && shares
                .iter()
                .any(|(other, told)| earlier(*other, *told) && sum(*other) * 4.0 > sum(at));
        sum(at) * (0.4 + share) * if late { 0.3 } else { 1.0 }
    };
    let best = shares
        .iter()
        .max_by(|a, b| weight(a.0, a.1).total_cmp(&weight(b.0, b.1)))?
        .0;
    Some(grow(units, &segments, best))
}

/// Stretches by the x-drop rule: from the first unit that speaks for the article to the best end before too much speaks against it.
fn segments(scores: &[f64]) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut open: Option<(Segment, f64)> = None;
    for (at, score) in scores.iter().enumerate() {
        open = match open {
            None if *score > 0.0 => Some((
                Segment {
                    range: at..at + 1,
                    sum: *score,
                },
                *score,
            )),
            None => None,
            Some((mut segment, sum)) => {
                let sum = sum + score;
                if sum > segment.sum {
                    segment = Segment {
                        range: segment.range.start..at + 1,
                        sum,
                    };
                }
                if sum < segment.sum - DROP || sum <= 0.0 {
                    out.push(segment);
                    None
                } else {
                    Some((segment, sum))
                }
            }
        };
    }
    out.extend(open.map(|(segment, _)| segment));
    out
}

/// Takes in the stretches that follow or precede at a short distance.
fn grow(units: &[Unit], segments: &[Segment], best: usize) -> Range<usize> {
    let Some(mut body) = segments.get(best).map(|segment| segment.range.clone()) else {
        return 0..0;
    };
    let stops = |gap: &[Unit]| {
        gap.iter().filter(|unit| !unit.row).count() > GAP
            || gap.iter().any(|unit| unit.reason == Some(Reason::Comments))
    };
    let least = |gap: &[Unit]| {
        if gap.len() <= BREAK {
            WEIGHT / 3.0
        } else {
            WEIGHT
        }
    };
    for next in segments.iter().skip(best + 1) {
        let gap = units.get(body.end..next.range.start).unwrap_or_default();
        if stops(gap) || next.sum < least(gap) {
            break;
        }
        body.end = next.range.end;
    }
    for before in segments.iter().take(best).rev() {
        let gap = units.get(before.range.end..body.start).unwrap_or_default();
        let paragraph = || units.get(before.range.end - 1).is_some_and(Unit::is_prose);
        let interrupted = gap.len() < BREAK
            && gap.iter().all(|unit| unit.reason.is_some() && !unit.opens)
            && paragraph();
        if stops(gap) || before.sum < WEIGHT && !interrupted {
            break;
        }
        body.start = before.range.start;
    }
    while let Some(end) = next_sentence(units, body.end) {
        body.end = end;
    }
    // Where the text itself begins with a paragraph, the article does.
    if body.start <= 6
        && units
            .first()
            .is_some_and(|unit| unit.reason.is_none() && (unit.is_prose() || unit.width >= 160))
    {
        body.start = 0;
    }
    // A line that ends no sentence, first of all, is rather the headline.
    let first = units
        .get(body.start)
        .is_some_and(|unit| !unit.closed && !unit.is_prose() && unit.width < 160);
    body.start += usize::from(first && body.len() > 1);
    body
}

/// So many marks, advertisements and links may stand before one more sentence of the article.
const BREAK: usize = 3;

/// The end of a sentence that follows the article at once, or after a mark or an advertisement.
fn next_sentence(units: &[Unit], from: usize) -> Option<usize> {
    for (at, unit) in units.iter().enumerate().skip(from).take(BREAK + 1) {
        match unit.reason {
            None if unit.closed && unit.width >= if at == from { 12 } else { 25 } => {
                return Some(at + 1);
            }
            Some(_) if !unit.opens => {}
            _ => return None,
        }
    }
    None
}
