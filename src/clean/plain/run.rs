//! Where the article stands: the densest run of running text.

use std::ops::Range;

use crate::clean::plain::sentence;
use crate::clean::plain::unit::Unit;

/// How much each unit speaks for the article; below zero against it.
fn scores(units: &[Unit]) -> Vec<f64> {
    let own: Vec<f64> = units.iter().map(own).collect();
    let prose: Vec<f64> = units.iter().zip(&own).map(|(unit, own)| if *own > 0.0 { unit.width.min(400) as f64 } else { 0.0 }).collect();
    let all: Vec<f64> = units.iter().map(|unit| unit.width.min(400) as f64 + 20.0).collect();
    own.iter()
        .enumerate()
        .map(|(at, own)| {
            if *own <= 0.0 {
                return *own;
            }
            // A teaser's sentence stands among headlines, a paragraph among paragraphs.
            let window = at.saturating_sub(2)..(at + 3).min(units.len());
            let sum = |values: &[f64]| values.get(window.clone()).unwrap_or_default().iter().sum::<f64>();
            own * (sum(&prose) / sum(&all)).powi(2)
        })
        .collect()
}

fn own(unit: &Unit) -> f64 {
    let width = unit.width as f64;
    if unit.opens {
        return -4.0;
    }
    if unit.reason.is_some() {
        return -1.0;
    }
    if unit.is_prose() {
        return (width / 60.0).min(5.0);
    }
    match (unit.closed, unit.width) {
        (true, 40..) => 0.6,
        (true, _) | (false, 160..) => 0.2,
        (false, 60..) if sentence::is_open(&unit.text) => 0.1,
        (false, 60..) => -0.6,
        (false, _) => -0.9,
    }
}

/// The units from the article's first paragraph to its last.
pub(super) fn find(units: &[Unit]) -> Option<Range<usize>> {
    let scores = scores(units);
    let (mut best, mut best_sum) = (None, 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (at, score) in scores.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += score;
        if sum > best_sum {
            best_sum = sum;
            best = Some(start..at + 1);
        }
    }
    best
}
