//! A date as it is written in a text.

use jiff::civil::Date;

use crate::identify::date::calendar::Calendar;
use crate::identify::date::era;

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    /// Its first token.
    pub(super) first: usize,
    /// One past its last token.
    pub(super) last: usize,
    /// The year, where it is written.
    pub(super) year: Option<i32>,
    pub(super) month: u8,
    /// The day; `None` for "June 2019".
    pub(super) day: Option<u8>,
    pub(super) form: Form,
    /// A weekday beside it that agrees with it.
    pub(super) weekday: bool,
}

/// How a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// With the month's name or a calendar counter, or with the year first: there is one way to read it.
    Plain,
    /// In figures whose order the figures do not show.
    Ambiguous,
    /// In figures with a year of two digits.
    ShortYear,
    /// Counted back from the day of the capture.
    Relative,
}

impl Mention {
    /// The date, when the year and the day are known.
    pub(super) fn date(&self) -> Option<Date> {
        self.date_in(self.year?)
    }

    /// The date in a year.
    pub(super) fn date_in(&self, year: i32) -> Option<Date> {
        era::date(Calendar::Gregorian, year, self.month, self.day?)
    }

    /// Day and month exchanged.
    pub(super) fn swapped(self) -> Self {
        match self.day {
            Some(day) if day <= 12 => Self {
                month: day,
                day: Some(self.month),
                ..self
            },
            _ => self,
        }
    }
}
