//! Each unit's fate: headline, kept, or left out for one reason.

use std::ops::Range;

use crate::article::Reason;
use crate::clean::parts::{Part, Parts};
use crate::clean::plain::source_line::Mark;
use crate::clean::plain::unit::{Fate, Unit};
use crate::clean::plain::{date_sight, headline, running_text, sift};
use crate::text::script::{self, Census, Script};

/// So few lines are a note, kept as they are.
const NOTE: usize = 4;

/// So many lines outside the densest run, without anything to be said against them, are the article's.
const SPARE: usize = 40;

/// So many lines around the article show that it was squeezed out of a page.
const PAGE: usize = 8;

/// Decides each unit's fate.
pub(super) fn sort(units: &[Unit], parts: Parts) -> Vec<Fate> {
    let Some(body) = running_text::find(units).filter(|_| units.iter().any(Unit::is_prose)) else {
        return without_prose(units);
    };
    let body = if parts.has(Part::Choice) {
        widen(units, body)
    } else {
        0..units.len()
    };
    let headline = headline::find(units, &body);
    let script = main_script(units, &body);
    let mut fates: Vec<Fate> = Vec::with_capacity(units.len());
    let mut section = None;
    for (at, unit) in units.iter().enumerate() {
        let fate = if Some(at) == headline {
            Fate::Headline
        } else if let Some(reason) = repeats(unit, headline.and_then(|h| units.get(h))) {
            Fate::Remove(reason)
        } else if body.contains(&at) {
            inside(units, at, body.start, script)
        } else {
            let fate = outside(units, at, &body, headline, script);
            section = if unit.opens {
                unit.reason
            } else {
                section.filter(|_| unit.reason.is_none() && unit.width <= 140)
            };
            match (fate, section) {
                (
                    Fate::Remove(Reason::Navigation | Reason::Footer | Reason::OutsideArticle),
                    Some(reason),
                ) => Fate::Remove(reason),
                _ => fate,
            }
        };
        fates.push(fate);
    }
    let removed = fates
        .iter()
        .filter(|fate| matches!(fate, Fate::Remove(_)))
        .count();
    if removed >= PAGE && parts.has(Part::Form) {
        sift::sift(units, &mut fates, &body);
    }
    fates
}

/// No running text at all: a note or verse is kept, a bare menu is not an article.
fn without_prose(units: &[Unit]) -> Vec<Fate> {
    let textual = |unit: &Unit| {
        unit.closed
            || unit.text.ends_with([',', ';', '，', '、', '،'])
            || crate::clean::plain::sentence::starts_small(&unit.text)
    };
    let lines = units.iter().filter(|unit| unit.reason.is_none()).count();
    let speaking = units
        .iter()
        .filter(|unit| unit.reason.is_none() && textual(unit))
        .count();
    let keep = lines <= NOTE || speaking * 5 >= lines;
    let fate = |unit: &Unit| match unit.reason {
        Some(reason) => Fate::Remove(reason),
        None if unit.mark == Mark::Heading(1) => Fate::Headline,
        None if keep => Fate::Keep,
        None => Fate::Remove(Reason::OutsideArticle),
    };
    let mut fates: Vec<Fate> = units.iter().map(fate).collect();
    let headlines = fates.iter_mut().filter(|fate| **fate == Fate::Headline);
    headlines.skip(1).for_each(|fate| *fate = Fate::Keep);
    fates
}

/// A few lines before or after, none of which gives itself away, are the article's own.
fn widen(units: &[Unit], body: Range<usize>) -> Range<usize> {
    let clean = |units: &[Unit]| units.iter().all(|unit| unit.reason.is_none());
    // Every page that was squeezed has a line that gives itself away; where none does, there is nothing to cut away.
    if clean(units) && units.len() <= body.len() + SPARE {
        let headline = units
            .first()
            .is_some_and(|unit| !unit.closed && !unit.is_prose() && unit.width < 160);
        return usize::from(headline && body.start > 0)..units.len();
    }
    let before = units.get(..body.start).unwrap_or_default();
    let after = units.get(body.end..).unwrap_or_default();
    let end = if after.len() <= 2 && clean(after) {
        units.len()
    } else {
        body.end
    };
    let start = if (2..=3).contains(&before.len()) && clean(before) {
        1
    } else {
        body.start
    };
    start..end
}

fn main_script(units: &[Unit], body: &Range<usize>) -> Option<Script> {
    let mut census = Census::default();
    for unit in units.get(body.clone()).unwrap_or_default().iter().take(60) {
        let head = unit
            .text
            .get(..unit.text.floor_char_boundary(2000))
            .unwrap_or(&unit.text);
        if head.is_ascii() {
            let letters = head.bytes().filter(u8::is_ascii_alphabetic).count();
            census.add(Script::Latin, u32::try_from(letters).unwrap_or(u32::MAX));
            continue;
        }
        for script in head.chars().filter_map(script::of) {
            census.add(script, 1);
        }
    }
    census.main()
}

/// Most of the unit's letters belong to another script than the article's.
fn is_foreign(unit: &Unit, main: Option<Script>) -> bool {
    let Some(main) = main.filter(|_| unit.width <= 200) else {
        return false;
    };
    let census = Census::of(&unit.text);
    census.total() >= 2
        && census.main().is_some_and(|own| !own.same_family(main))
        && census.family(main) * 2 < census.total() + 12
}

fn inside(units: &[Unit], at: usize, start: usize, main: Option<Script>) -> Fate {
    let Some(unit) = units.get(at) else {
        return Fate::Keep;
    };
    let notice =
        main == Some(Script::Latin) && !unit.closed && unit.width <= 80 && is_foreign(unit, main);
    match unit.reason {
        // A heading may end in a date, once the article has begun.
        Some(Reason::DateLine)
            if at > start + 3
                && date_sight::sight(&unit.key).others > 0
                && !unit.key.contains(':') =>
        {
            Fate::Keep
        }
        Some(reason) => Fate::Remove(reason),
        None if notice => Fate::Remove(Reason::Notice),
        None if is_place(unit) && at > 0 && units.get(at - 1).is_some_and(is_meta) => {
            Fate::Remove(Reason::Label)
        }
        None => Fate::Keep,
    }
}

/// A line about the article: who, when, whose picture.
fn is_meta(unit: &Unit) -> bool {
    matches!(
        unit.reason,
        Some(Reason::Credit | Reason::Caption | Reason::Byline | Reason::DateLine | Reason::Label)
    )
}

/// "Minsk, Belarus" alone on a line.
fn is_place(unit: &Unit) -> bool {
    let Some((town, land)) = unit
        .text
        .split_once(", ")
        .filter(|_| unit.width <= 50 && !unit.closed)
    else {
        return false;
    };
    let name = |part: &str| {
        part.split(' ').count() <= 3
            && part
                .split(' ')
                .all(|word| word.chars().next().is_some_and(char::is_uppercase))
    };
    name(town) && name(land)
}

/// The headline once more, alone or with the site's name.
fn repeats(unit: &Unit, headline: Option<&Unit>) -> Option<Reason> {
    let headline = headline?;
    let same = unit.key == headline.key;
    let longer = unit.width <= headline.width + 50
        && headline.width >= 20
        && unit.key.starts_with(headline.key.as_str());
    (!unit.key.is_empty() && (same || longer)).then_some(Reason::RepeatedHeadline)
}

fn outside(
    units: &[Unit],
    at: usize,
    body: &Range<usize>,
    headline: Option<usize>,
    main: Option<Script>,
) -> Fate {
    let Some(unit) = units.get(at) else {
        return Fate::Keep;
    };
    if let Some(reason) = unit.reason {
        return Fate::Remove(reason);
    }
    if is_foreign(unit, main) {
        return Fate::Remove(Reason::Notice);
    }
    let head = headline.is_some_and(|h| h < at) && at < body.start;
    if head && (unit.closed && unit.width >= 40 || unit.width >= 120) {
        return Fate::Keep;
    }
    let sight = date_sight::sight(&unit.key);
    if sight.full && unit.width <= 160 && !unit.closed {
        return Fate::Remove(Reason::DateLine);
    }
    let reason = match (at < body.start, unit.width) {
        (true, ..30) => Reason::Navigation,
        (false, ..30) => Reason::Footer,
        (false, 30..=140) if !unit.closed => Reason::Related,
        _ => Reason::OutsideArticle,
    };
    Fate::Remove(reason)
}
