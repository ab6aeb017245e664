//! A value that is a date and nothing else: of a record's field, an attribute, a JSON-LD property.

use jiff::civil::Date;

use crate::article::{Clock, Precision, PubDate};
use crate::identify::date::bare_text;
use crate::identify::date::dated::{Context, Dated};
use crate::identify::date::mention::Form;
use crate::identify::date::tokens::{self, Token};

/// Reads a value in any form.
pub(super) fn parse(value: &str, language: Option<&str>) -> Option<PubDate> {
    parse_in(
        value,
        &Context {
            language,
            order: None,
            captured: None,
            today: None,
        },
    )
}

/// Reads a value in any form, with what is known of its page.
pub(super) fn parse_in(value: &str, context: &Context<'_>) -> Option<PubDate> {
    let value = value.trim().trim_matches(['"', '\'']);
    if value.is_empty() || value.len() > 400 {
        return None;
    }
    figures(value).or_else(|| in_words(value, context))
}

/// Reads a value that is one number or an ISO year and month.
pub(super) fn parse_figures(value: &str) -> Option<PubDate> {
    Some(value.trim())
        .filter(|value| value.len() <= 20)
        .and_then(figures)
}

/// `1757577600`, `1757577600000`, `20250911`, `20250911T083000`, `2025`, `2025-09`.
fn figures(value: &str) -> Option<PubDate> {
    let tokens = tokens::tokens(value);
    let first = tokens.first()?;
    let alone = tokens.len() == 1;
    if alone
        && let Some(date) = first
            .number(9..=10)
            .and_then(|seconds| epoch(i64::from(seconds)))
    {
        return Some(date);
    }
    match (first.text, tokens.len()) {
        (text, 1) if text.len() == 13 => epoch(text.parse::<i64>().ok()? / 1000),
        (text, 1) if text.len() == 4 => month(text, "1", Precision::Year),
        (text, 1 | 2) if text.len() == 14 => compact(text.get(..8)?, text.get(8..)),
        (text, _) if text.len() == 8 && first.is_number() => {
            let clock = tokens
                .get(2)
                .map(|token| token.text)
                .filter(|text| text.len() == 6);
            compact(text, clock)
        }
        (text, 3) if text.len() == 4 && tokens.get(1).and_then(Token::mark) == Some('-') => {
            month(text, tokens.get(2)?.text, Precision::Month)
        }
        _ => None,
    }
}

fn month(year: &str, month: &str, precision: Precision) -> Option<PubDate> {
    let year = year
        .parse::<i16>()
        .ok()
        .filter(|year| (1700..2100).contains(year))?;
    let date = Date::new(year, month.parse().ok()?, 1).ok()?;
    Some(PubDate {
        date,
        clock: None,
        precision,
    })
}

fn epoch(seconds: i64) -> Option<PubDate> {
    let days = seconds.div_euclid(86_400);
    let date = Date::constant(1970, 1, 1)
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()?;
    let clock = Clock {
        seconds: u32::try_from(seconds.rem_euclid(86_400)).ok()?,
        offset: Some(0),
    };
    (1971..2100).contains(&date.year()).then_some(PubDate {
        date,
        clock: Some(clock),
        precision: Precision::Instant,
    })
}

fn compact(day: &str, clock: Option<&str>) -> Option<PubDate> {
    let number = |text: &str, at: usize, len: usize| text.get(at..at + len)?.parse::<i16>().ok();
    let (year, month, date) = (number(day, 0, 4)?, number(day, 4, 2)?, number(day, 6, 2)?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(date).ok()?).ok()?;
    if !(1700..2100).contains(&year) {
        return None;
    }
    let time = clock.and_then(|clock| {
        let (hours, minutes, seconds) = (
            number(clock, 0, 2)?,
            number(clock, 2, 2)?,
            number(clock, 4, 2)?,
        );
        let seconds =
            u32::try_from(i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds))
                .ok()?;
        (hours < 24 && minutes < 60).then_some(Clock {
            seconds,
            offset: None,
        })
    });
    Some(match time {
        Some(clock) => PubDate {
            date,
            clock: Some(clock),
            precision: Precision::Instant,
        },
        None => PubDate::day(date),
    })
}

/// The first day of the value, else its first month.
fn in_words(value: &str, context: &Context<'_>) -> Option<PubDate> {
    let dated = bare_text::dates(value, context);
    let known = || {
        dated
            .iter()
            .filter(|dated| dated.mention.form != Form::Ambiguous)
            .filter_map(Dated::published)
    };
    known()
        .find(|date| date.precision >= Precision::Day)
        .or_else(|| known().next())
}
