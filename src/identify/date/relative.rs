//! Days told from the day of the capture: `3 hours ago`, `gestern, 18:02`, `Published on Tuesday`.
//!
//! They count on a line of their own above the first sentence only: within a sentence they tell when something happened, below it
//! when a reader wrote. Weeks and months ago give no day.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::article::PubDate;
use crate::identify::date::calendar::{self, Label};
use crate::identify::date::mention::{Form, Mention};
use crate::identify::date::tokens::{self, Token};
use crate::text::sentences;

/// How much time a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minute,
    Hour,
    Day,
}

/// A part of a way to say it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Number,
    Word(String),
}

/// A way to say how long ago.
struct Way {
    parts: Vec<Part>,
    unit: Unit,
}

/// The ways by their first word; those that open with the number stand under nothing.
static WAYS: LazyLock<HashMap<String, Vec<Way>>> = LazyLock::new(|| {
    let mut known: HashMap<String, Vec<Way>> = HashMap::new();
    for row in include_str!("../data/ago.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'))
    {
        let mut cells = row.split('\t').skip(1);
        let (Some(unit), Some(ways)) = (cells.next(), cells.next()) else {
            continue;
        };
        let unit = match unit {
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            _ => Unit::Day,
        };
        for way in ways.split('|') {
            let parts: Vec<Part> = tokens::tokens(way).iter().filter_map(part).collect();
            let first = match parts.first() {
                Some(Part::Word(word)) => word.clone(),
                _ => String::new(),
            };
            known.entry(first).or_default().push(Way { parts, unit });
        }
    }
    known
        .values_mut()
        .for_each(|ways| ways.sort_by_key(|way| std::cmp::Reverse(way.parts.len())));
    known
});

/// A number or a word; marks do not count.
fn part(token: &Token<'_>) -> Option<Part> {
    match token.is_number() {
        true => Some(Part::Number),
        false => token
            .is_word()
            .then(|| Part::Word(calendar::fold(token.text))),
    }
}

/// The days that lines of `tokens` tell, as seen at `captured`; lines that hold one of `dates` tell theirs.
pub(super) fn mentions(
    tokens: &[Token<'_>],
    captured: &PubDate,
    dates: &[Mention],
) -> Vec<Mention> {
    let mut starts: Vec<usize> = (0..tokens.len())
        .filter(|at| tokens.get(*at).is_some_and(|t| t.breaks))
        .collect();
    starts.push(tokens.len());
    let lines = starts
        .windows(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let dated = |(from, to): &(usize, usize)| {
        dates
            .iter()
            .any(|date| date.first < *to && date.last > *from)
    };
    let sentence = |(from, to): &(usize, usize)| {
        let last = to
            .checked_sub(1)
            .and_then(|at| tokens.get(at))
            .and_then(Token::mark);
        to - from > 6 && last.is_some_and(sentences::is_end)
    };
    lines
        .take_while(|line| !sentence(line))
        .filter(|line| !dated(line))
        .filter_map(|(from, to)| {
            let line = tokens.get(from..to)?;
            let open = opening(line);
            let rest = line.get(open..)?;
            let (date, len) = told(rest, captured)
                .or_else(|| weekday(rest, captured.date).filter(|_| open > 0))?;
            let (first, last) = (from + open, from + open + len);
            Some(Mention {
                first,
                last,
                year: Some(i32::from(date.year())),
                month: u8::try_from(date.month()).ok()?,
                day: u8::try_from(date.day()).ok(),
                form: Form::Relative,
                weekday: false,
            })
        })
        .collect()
}

/// How many tokens of a label open the line, with the marks after it: `Published:`.
fn opening(line: &[Token<'_>]) -> usize {
    let Some((Label::Published | Label::Modified, len)) = calendar::label(line) else {
        return 0;
    };
    let marks = line
        .iter()
        .skip(len)
        .take_while(|token| token.mark().is_some())
        .count();
    let small = line
        .get(len + marks)
        .is_some_and(|token| LINKS.contains(&token.text));
    len + marks + usize::from(small)
}

/// Words between "published" and the day.
const LINKS: &[&str] = &["on", "am", "le", "el", "em", "op", "den", "в", "у", "dnia"];

/// The day at the start of a line, and its tokens.
fn told(line: &[Token<'_>], captured: &PubDate) -> Option<(Date, usize)> {
    let (date, len) = match ago(line) {
        Some((ago, len)) => (before(captured, ago)?, len),
        None => match calendar::label(line)? {
            (Label::Today, len) => (captured.date, len),
            (Label::Yesterday, len) => (captured.date.yesterday().ok()?, len),
            _ => return None,
        },
    };
    ends(line, len).then_some((date, len))
}

/// The last day of the weekday that the line names, and its tokens.
fn weekday(line: &[Token<'_>], captured: Date) -> Option<(Date, usize)> {
    let (days, len) = calendar::weekday(line)?;
    let wanted = i64::from(days.trailing_zeros());
    let today = i64::from(captured.weekday().to_monday_zero_offset());
    let date = captured
        .checked_sub(jiff::Span::new().days((today - wanted).rem_euclid(7)))
        .ok()?;
    (days.count_ones() == 1 && ends(line, len)).then_some((date, len))
}

/// Nothing but a mark or a clock follows; a small word may lead to the clock.
fn ends(line: &[Token<'_>], len: usize) -> bool {
    let clock = line.get(len + 1).is_some_and(Token::is_number);
    line.get(len)
        .is_none_or(|token| token.mark().is_some() || token.is_number() || clock)
        && line
            .iter()
            .skip(len)
            .filter(|token| token.is_word())
            .count()
            <= 3
}

/// How long ago, and how many tokens say so.
fn ago(line: &[Token<'_>]) -> Option<((u64, Unit), usize)> {
    let first = line.first()?;
    let key = if first.is_number() {
        String::new()
    } else {
        calendar::fold(first.text)
    };
    WAYS.get(&key)?.iter().find_map(|way| {
        let (number, len) = count(line, &way.parts)?;
        Some(((number, way.unit), len))
    })
}

/// The number in these parts at the start of `line`, one where they hold none, and how many tokens they take.
fn count(line: &[Token<'_>], parts: &[Part]) -> Option<(u64, usize)> {
    let (mut number, mut at) = (1, 0);
    for part in parts {
        at += line
            .iter()
            .skip(at)
            .take_while(|token| at > 0 && token.mark() == Some('.'))
            .count();
        let token = line.get(at)?;
        match part {
            Part::Number => number = u64::from(token.number(1..=2)?),
            Part::Word(word) if token.is_word() && calendar::fold(token.text) == *word => {}
            Part::Word(_) => return None,
        }
        at += 1;
    }
    Some((number, at))
}

/// The day so long before the capture. Hours need the capture's clock.
fn before(captured: &PubDate, (number, unit): (u64, Unit)) -> Option<Date> {
    let seconds = number.checked_mul(match unit {
        Unit::Minute => 60,
        Unit::Hour => 3600,
        Unit::Day => 86_400,
    })?;
    let clock = match (captured.clock, unit) {
        (Some(clock), _) => u64::from(clock.seconds),
        (None, Unit::Hour) => return None,
        (None, _) => 86_399,
    };
    let back = seconds.saturating_sub(clock).div_ceil(86_400);
    captured
        .date
        .checked_sub(jiff::Span::new().try_days(i64::try_from(back).ok()?).ok()?)
        .ok()
}
