//! Rows: short lines of one make between two paragraphs, such as a table that lost its cells, the dates of a tour, scores, a ticker.

use std::ops::Range;

use crate::article::Reason;
use crate::clean::plain::unit::Unit;
use crate::clean::plain::{date_sight, sentence};

/// Fewer lines of one make are a chance.
const LEAST: usize = 3;

/// Longer lines are sentences or headlines.
const WIDEST: usize = 110;

/// Takes back what the words of rows seem to say against them, and marks each row.
pub(super) fn mark(units: &mut [Unit]) {
    let mut at = 0;
    while at < units.len() {
        let end = end_of(units, at);
        let rows = at..end;
        at = end.max(at + 1);
        if !is_table(units, &rows) {
            continue;
        }
        for unit in units.get_mut(rows).unwrap_or_default() {
            unit.reason = None;
            unit.row = true;
        }
    }
}

/// One past the lines from `at` that may be rows.
fn end_of(units: &[Unit], at: usize) -> usize {
    let lines = units.get(at..).unwrap_or_default();
    at + lines.iter().take_while(|unit| may_be_row(unit)).count()
}

fn may_be_row(unit: &Unit) -> bool {
    let harmless = matches!(unit.reason, None | Some(Reason::DateLine));
    harmless && !unit.opens && unit.width <= WIDEST && !unit.is_prose()
}

/// The lines are a table's: they stand right between two paragraphs, and nearly all have figures and words besides.
fn is_table(units: &[Unit], rows: &Range<usize>) -> bool {
    if rows.len() < LEAST {
        return false;
    }
    let before = rows.start.checked_sub(1).and_then(|at| units.get(at));
    let is_text = |unit: &Unit| unit.reason.is_none() && (unit.is_prose() || unit.closed);
    let announced =
        before.is_some_and(|unit| sentence::is_open(&unit.text) && unit.reason.is_none());
    let between = before.is_some_and(is_text) && units.get(rows.end).is_some_and(is_text);
    if !between && !announced {
        return false;
    }
    let lines = units.get(rows.clone()).unwrap_or_default();
    let figures = lines.iter().filter(|unit| has_figures(unit)).count();
    // A table's head has none, and neither has the stage that a tour ends on.
    figures * 10 >= lines.len() * 7 || are_pairs(lines)
}

/// Signs between the two halves of a line: a part and its player, a town and its hall.
const BETWEEN: [&str; 6] = [" – ", " — ", " - ", " | ", ": ", "："];

/// Wider lines, on average, are headlines with a kicker before them.
const WIDEST_PAIR: usize = 40;

/// Each line is two short things, with the same sign between them.
fn are_pairs(lines: &[Unit]) -> bool {
    let width: usize = lines.iter().map(|unit| unit.width).sum();
    let parted = |sign: &str| lines.iter().filter(|unit| unit.text.contains(sign)).count();
    width <= WIDEST_PAIR * lines.len()
        && BETWEEN
            .iter()
            .any(|sign| parted(sign) * 10 >= lines.len() * 9)
}

/// A figure and a word; a bare date tells when another article came out.
fn has_figures(unit: &Unit) -> bool {
    let digits = unit.text.chars().any(char::is_numeric);
    let sight = date_sight::sight(&unit.key);
    let starts = unit.text.starts_with(|c: char| c.is_numeric());
    let dates_another = sight.full && (sight.others == 0 || !starts);
    digits && !dates_another
}
