//! A second look at what is kept of a squeezed page: lists of other things inside the article, captions, what stands twice.

use std::collections::HashMap;
use std::ops::Range;

use crate::article::Reason;
use crate::clean::plain::sentence;
use crate::clean::plain::source_line::Mark;
use crate::clean::plain::unit::{Fate, Unit};

/// Leaves out what betrays itself only by its neighbours.
pub(super) fn sift(units: &[Unit], fates: &mut [Fate], body: &Range<usize>) {
    captions(units, fates);
    repetitions(units, fates, body);
    lists(units, fates, body);
}

/// The line above a credit is the picture's caption.
fn captions(units: &[Unit], fates: &mut [Fate]) {
    for at in 1..units.len() {
        let credit = units
            .get(at)
            .is_some_and(|unit| unit.reason == Some(Reason::Credit));
        let caption = units
            .get(at - 1)
            .is_some_and(|unit| !unit.closed && unit.width <= 250 || unit.width <= 140);
        if let Some(fate) = fates
            .get_mut(at - 1)
            .filter(|fate| credit && caption && **fate == Fate::Keep)
        {
            *fate = Fate::Remove(Reason::Caption);
        }
    }
}

/// A line that stands twice in the article, or in it and after it, is a teaser or a button; a paragraph is kept once.
fn repetitions(units: &[Unit], fates: &mut [Fate], body: &Range<usize>) {
    let mut copies: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, unit) in units
        .iter()
        .enumerate()
        .skip(body.start)
        .filter(|(_, unit)| !unit.key.is_empty())
    {
        let entry = copies.entry(unit.key.as_str()).or_insert((0, at));
        entry.0 += 1;
    }
    for at in body.start..units.len() {
        let (Some(unit), Some(fate)) = (units.get(at), fates.get_mut(at)) else {
            continue;
        };
        let Some((count, first)) = copies
            .get(unit.key.as_str())
            .copied()
            .filter(|_| *fate == Fate::Keep)
        else {
            continue;
        };
        if count >= 2 && !unit.closed && !unit.row && !sentence::is_open(&unit.text) {
            *fate = Fate::Remove(if unit.width >= 60 {
                Reason::Related
            } else {
                Reason::Navigation
            });
        } else if count >= 2 && at > first && unit.width >= 40 {
            *fate = Fate::Remove(Reason::Duplicate);
        }
    }
}

/// Two and more lines in a row that end no sentence are teasers, unless they are items of a list. The last of an odd number may be the
/// next paragraph's heading.
fn lists(units: &[Unit], fates: &mut [Fate], body: &Range<usize>) {
    let mut at = body.start;
    while at < body.end {
        let end = (at..body.end)
            .find(|i| !is_loose(units, fates, *i))
            .unwrap_or(body.end);
        let announced = at > 0
            && units
                .get(at - 1)
                .is_some_and(|unit| sentence::is_open(&unit.text));
        if end - at >= 2 && !announced {
            let heading = (end - at) % 2 == 1
                && units.get(end).is_some_and(Unit::is_prose)
                && units.get(end - 1).is_some_and(|u| u.width <= 80);
            for fate in fates.iter_mut().take(end - usize::from(heading)).skip(at) {
                *fate = Fate::Remove(Reason::Related);
            }
        }
        at = end + 1;
    }
}

fn is_loose(units: &[Unit], fates: &[Fate], at: usize) -> bool {
    let kept = fates.get(at) == Some(&Fate::Keep);
    let Some(unit) = units.get(at).filter(|_| kept) else {
        return false;
    };
    let flowing =
        unit.text.ends_with([',', ';', '،', '、', ':', '：']) || sentence::starts_small(&unit.text);
    !unit.closed
        && !unit.is_prose()
        && !unit.row
        && unit.width <= 160
        && !flowing
        && sentence::item(&unit.text).is_none()
        && unit.mark == Mark::None
}
