//! The day of publication, as exactly as it is known and no more.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// Only the year.
    Year,
    /// Year and month.
    Month,
    /// The day.
    Day,
    /// The day and the time of day.
    Instant,
}

/// A time of day as the page gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Clock {
    /// Seconds after midnight, 0..86400, on the page's own clock.
    pub seconds: u32,
    /// The clock's offset from UTC in seconds, when the page gives it.
    pub offset: Option<i32>,
}

/// A date of publication in the page's own offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PubDate {
    /// The day; its first day where only a month or a year is known.
    pub date: Date,
    /// The time of day; `Some` exactly when the precision is [`Precision::Instant`].
    pub clock: Option<Clock>,
    /// How much of `date` and `clock` is known.
    pub precision: Precision,
}

impl PubDate {
    /// A date known to the day.
    pub fn day(date: Date) -> Self {
        Self {
            date,
            clock: None,
            precision: Precision::Day,
        }
    }

    /// Seconds since 1970 in UTC: for sorting, never for showing. A date without a clock stands at its midnight in UTC.
    pub fn timestamp(&self) -> i64 {
        let days = i64::from(
            self.date
                .since(Date::constant(1970, 1, 1))
                .map_or(0, |span| span.get_days()),
        );
        let clock = self.clock.map_or(0, |clock| {
            i64::from(clock.seconds) - i64::from(clock.offset.unwrap_or(0))
        });
        days * 86_400 + clock
    }
}

impl PubDate {
    /// The date without the time of day, with only what is known: `2025`, `2025-09`, `2025-09-12`.
    pub fn date_as_known(&self) -> String {
        let precision = self.precision.min(Precision::Day);
        Self {
            clock: None,
            precision,
            ..*self
        }
        .to_string()
    }
}

/// ISO 8601, with only what is known: `2025`, `2025-09`, `2025-09-12`, `2025-09-12T08:30:00+03:00`.
impl fmt::Display for PubDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.date.year(), self.date.month(), self.date.day());
        match (self.precision, self.clock) {
            (Precision::Year, _) => write!(f, "{year:04}"),
            (Precision::Month, _) => write!(f, "{year:04}-{month:02}"),
            (Precision::Day, _) | (Precision::Instant, None) => {
                write!(f, "{year:04}-{month:02}-{day:02}")
            }
            (Precision::Instant, Some(clock)) => {
                write!(f, "{year:04}-{month:02}-{day:02}T{clock}")
            }
        }
    }
}

/// `08:30:00`, `08:30:00Z`, `08:30:00+03:00`.
impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (
            self.seconds / 3600,
            self.seconds / 60 % 60,
            self.seconds % 60,
        );
        write!(f, "{hours:02}:{minutes:02}:{seconds:02}")?;
        match self.offset {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                write!(
                    f,
                    "{sign}{:02}:{:02}",
                    offset.unsigned_abs() / 3600,
                    offset.unsigned_abs() / 60 % 60
                )
            }
        }
    }
}
