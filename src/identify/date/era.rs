//! Years of other eras, and days of other calendars, as Gregorian dates.

use jiff::civil::Date;

use crate::identify::date::calendar::Calendar;

/// The era that a year is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    /// Counted from the first year given here: Reiwa 1 is 2019.
    From(i32),
    /// The Thai solar calendar.
    Buddhist,
}

impl Era {
    /// The era of the Japanese, Taiwanese and Korean name, when the word is one.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(Self::From(match name {
            "令和" => 2019,
            "平成" => 1989,
            "昭和" => 1926,
            "大正" => 1912,
            "明治" => 1868,
            "民國" | "民国" => 1912,
            "佛曆" | "พศ" => return Some(Self::Buddhist),
            _ => return None,
        }))
    }

    /// The Gregorian year.
    pub(super) fn year(self, year: i32) -> i32 {
        match self {
            Self::From(first) => first - 1 + year,
            Self::Buddhist => year - 543,
        }
    }
}

/// A day of a calendar as a Gregorian date, when it is one that the calendar has.
pub(super) fn date(calendar: Calendar, year: i32, month: u8, day: u8) -> Option<Date> {
    match calendar {
        Calendar::Gregorian => Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok(),
        Calendar::Persian => persian(year, month, day),
        Calendar::Islamic => None,
    }
}

/// The Solar Hijri calendar by its 33-year cycle, which agrees with the observed one from 1178 to 1633 (Borkowski 1996).
fn persian(year: i32, month: u8, day: u8) -> Option<Date> {
    let long = if month <= 6 { 31 } else { 30 };
    if !(1200..1500).contains(&year) || !(1..=12).contains(&month) || !(1..=long).contains(&day) {
        return None;
    }
    let leaps = |year: i32| (year * 8 + 21) / 33;
    let before = if month <= 7 {
        31 * (i32::from(month) - 1)
    } else {
        30 * (i32::from(month) - 1) + 6
    };
    let nowruz_1404 = Date::constant(2025, 3, 21);
    let days = 365 * (year - 1404) + leaps(year) - leaps(1404) + before + i32::from(day) - 1;
    nowruz_1404.checked_add(jiff::Span::new().days(days)).ok()
}
