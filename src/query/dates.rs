//! Days, months, years and stretches of them, as typed in a query.

use jiff::civil::Date;

use crate::query::ast::{DateRange, Kind, Period, Unit};

/// Which of the date fields a value stands behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateField {
    /// `date:`
    On,
    /// `after:` the period's end.
    After,
    /// `before:` the period's beginning.
    Before,
    /// `since:` the period's beginning, that day included.
    Since,
    /// `until:` the period's end, that day included.
    Until,
    /// `last:`
    Last,
}

/// A date value's meaning.
pub(crate) enum DateValue {
    /// As it stands.
    Plain(Kind),
    /// Understood, with something to say about it.
    Noted(Kind, &'static str),
    /// Not understood; how to write it.
    Unknown(&'static str),
}

/// What `value` means behind `field`.
pub(crate) fn read(field: DateField, value: &str) -> DateValue {
    const FORMS: &str = "write 2025, 2025-09, 2025-09-12, 2025-09-01..2025-09-12, ..2025 or none";
    const POINTS: &str = "write 2025, 2025-09 or 2025-09-12";
    let one = |range: fn(DateRange) -> DateRange| match point(value) {
        Some(days) => DateValue::Plain(Kind::Published(range(days))),
        None => DateValue::Unknown(POINTS),
    };
    match field {
        DateField::On => on(value).unwrap_or(DateValue::Unknown(FORMS)),
        DateField::After => one(after),
        DateField::Before => one(before),
        DateField::Since => one(|days| DateRange {
            until: None,
            ..days
        }),
        DateField::Until => one(|days| DateRange { from: None, ..days }),
        DateField::Last => last(value).unwrap_or(DateValue::Unknown("write 7d, 3w, 6m or 1y")),
    }
}

fn after(days: DateRange) -> DateRange {
    DateRange {
        from: days.until.map(|day| day.tomorrow().unwrap_or(day)),
        until: None,
    }
}

fn before(days: DateRange) -> DateRange {
    DateRange {
        from: None,
        until: days.from.map(|day| {
            day.yesterday()
                .ok()
                .filter(|eve| eve.year() > 0)
                .unwrap_or(day)
        }),
    }
}

/// The value of `date:`.
fn on(value: &str) -> Option<DateValue> {
    if value.eq_ignore_ascii_case("none") {
        return Some(DateValue::Plain(Kind::Undated));
    }
    let compared = [
        (
            ">=",
            (|days| DateRange {
                until: None,
                ..days
            }) as fn(DateRange) -> DateRange,
        ),
        ("<=", |days| DateRange { from: None, ..days }),
        (">", after),
        ("<", before),
    ];
    for (sign, range) in compared {
        if let Some(rest) = value.strip_prefix(sign) {
            return Some(DateValue::Plain(Kind::Published(range(point(rest)?))));
        }
    }
    match ends(value) {
        Some((from, until)) => between(from, until),
        None => Some(DateValue::Plain(Kind::Published(point(value)?))),
    }
}

/// The two ends of a range: `a..b`, `[a TO b]`, `2020-2025`.
fn ends(value: &str) -> Option<(&str, &str)> {
    if let Some(inner) = value.strip_prefix(['[', '{']) {
        let inner = inner.strip_suffix([']', '}']).unwrap_or(inner);
        let (from, until) = inner.split_once(" TO ")?;
        let open = |end: &'_ str| end.trim() == "*";
        return Some((
            if open(from) { "" } else { from.trim() },
            if open(until) { "" } else { until.trim() },
        ));
    }
    let years = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    value
        .split_once("..")
        .map(|(from, until)| (from, until.trim_start_matches('.')))
        .or_else(|| value.split_once('…'))
        .or_else(|| {
            value
                .split_once(['-', '–'])
                .filter(|(from, until)| years(from) && years(until))
        })
}

fn between(from: &str, until: &str) -> Option<DateValue> {
    let end = |text: &str| {
        if text.is_empty() {
            Some(None)
        } else {
            point(text).map(Some)
        }
    };
    let (first, last) = (end(from)?, end(until)?);
    let range = DateRange {
        from: first.and_then(|days| days.from),
        until: last.and_then(|days| days.until),
    };
    match (first, last) {
        (Some(first), Some(last)) if first.from > last.until => Some(DateValue::Noted(
            Kind::Published(DateRange {
                from: last.from,
                until: first.until,
            }),
            "the range ran backwards; its ends were swapped",
        )),
        _ => Some(DateValue::Plain(Kind::Published(range))),
    }
}

/// A year, a month or a day, as the days it covers.
fn point(text: &str) -> Option<DateRange> {
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = match (digits, text.len()) {
        (true, 8) => vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?],
        _ => text.split(['-', '/', '.']).collect(),
    };
    let number = |part: &str, longest: usize| {
        (!part.is_empty()
            && part.len() <= longest
            && part.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| part.parse::<i16>().ok())
        .flatten()
    };
    let small = |part: &str| number(part, 2).and_then(|value| i8::try_from(value).ok());
    let year = |part: &str| number(part, 4).filter(|&year| part.len() == 4 && year > 0);
    let (first, last) = match *parts.as_slice() {
        [y] => {
            let first = Date::new(year(y)?, 1, 1).ok()?;
            (first, first.last_of_year())
        }
        [y, m] => {
            let first = Date::new(year(y)?, small(m)?, 1).ok()?;
            (first, first.last_of_month())
        }
        [y, m, d] => {
            let day = Date::new(year(y)?, small(m)?, small(d)?).ok()?;
            (day, day)
        }
        _ => return None,
    };
    Some(DateRange {
        from: Some(first),
        until: Some(last),
    })
}

/// The value of `last:`.
fn last(value: &str) -> Option<DateValue> {
    let unit = value.chars().last()?;
    let count: u16 = value.strip_suffix(unit)?.parse().ok()?;
    let period = |count, unit| Kind::Last(Period { count, unit });
    Some(match unit {
        'd' | 'D' => DateValue::Plain(period(count, Unit::Day)),
        'w' | 'W' => DateValue::Plain(period(count, Unit::Week)),
        'm' | 'M' => DateValue::Plain(period(count, Unit::Month)),
        'y' | 'Y' => DateValue::Plain(period(count, Unit::Year)),
        'h' | 'H' => DateValue::Noted(
            period(count.div_ceil(24), Unit::Day),
            "the archive counts in days; the hours were rounded up",
        ),
        _ => return None,
    })
}

/// The shortest way to write the range: `2025`, `2025-09`, `2025-09-12`, `2025-09-01..2025-09-12`, `..2025-09-12`.
pub(crate) fn print(range: &DateRange) -> String {
    let whole = range.from.zip(range.until).and_then(|(from, until)| {
        if from == until {
            Some(from.to_string())
        } else if from.day() != 1 {
            None
        } else if until == from.last_of_month() {
            Some(format!("{:04}-{:02}", from.year(), from.month()))
        } else if from.month() == 1 && until == from.last_of_year() {
            Some(format!("{:04}", from.year()))
        } else {
            None
        }
    });
    whole.unwrap_or_else(|| {
        let end = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        format!("{}..{}", end(range.from), end(range.until))
    })
}
