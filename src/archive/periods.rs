//! The counts of a date facet over time, without gaps.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::archive::results::FacetCounts;

/// A year, a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateUnit {
    /// A year.
    Year,
    /// A month.
    Month,
    /// A day.
    Day,
}

impl DateUnit {
    fn longer(self) -> Option<Self> {
        match self {
            Self::Year => None,
            Self::Month => Some(Self::Year),
            Self::Day => Some(Self::Month),
        }
    }

    /// `year`, `month`, `day`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        }
    }

    /// `2025`, `2025-09`, `2025-09-12`: the period that a day lies in.
    pub fn label(self, day: Date) -> String {
        let text = day.to_string();
        let length = match self {
            Self::Year => 4,
            Self::Month => 7,
            Self::Day => 10,
        };
        text.get(..length).unwrap_or(&text).to_owned()
    }

    /// The first day of the period that a day lies in.
    fn start(self, day: Date) -> Date {
        match self {
            Self::Year => day.first_of_year(),
            Self::Month => day.first_of_month(),
            Self::Day => day,
        }
    }

    /// The day so many periods on.
    pub fn after(self, day: Date, count: usize) -> Date {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let span = match self {
            Self::Year => count.clamp(0, 9_000).years(),
            Self::Month => count.clamp(0, 100_000).months(),
            Self::Day => count.clamp(0, 1_000_000).days(),
        };
        day.saturating_add(span)
    }

    /// Periods from one day to another.
    fn between(self, first: Date, last: Date) -> usize {
        let years = i64::from(last.year()) - i64::from(first.year());
        let number = match self {
            Self::Year => years,
            Self::Month => years * 12 + i64::from(last.month()) - i64::from(first.month()),
            Self::Day => first
                .until(last)
                .map_or(0, |span| i64::from(span.get_days())),
        };
        usize::try_from(number).unwrap_or(0)
    }
}

/// The first and the last day of `2025`, `2025-09` or `2025-09-12`, and which of these it is.
pub fn days_of(text: &str) -> Option<(Date, Date, DateUnit)> {
    let is_plain = |part: &str, most| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        digits && (1..=most).contains(&part.len())
    };
    let (year, later) = text.split_once('-').unwrap_or((text, "1"));
    if !is_plain(year, 4) || !later.split('-').all(|part| is_plain(part, 2)) {
        return None;
    }
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    Some(match (month, day) {
        (None, _) => (first, Date::new(year, 12, 31).ok()?, DateUnit::Year),
        (_, None) => (first, first.last_of_month(), DateUnit::Month),
        _ => (first, first, DateUnit::Day),
    })
}

/// Counts over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// What is counted by.
    pub unit: DateUnit,
    /// The days counted, in no order, with what is counted on each.
    counts: Vec<(Date, u64)>,
    /// The first day of the first period.
    pub first: Date,
    /// The first day of the last period.
    pub last: Date,
    /// Articles without a date.
    pub undated: u64,
}

impl Timeline {
    /// The counts of a date facet; `None` where no article has a date.
    pub fn of(facet: &FacetCounts) -> Option<Self> {
        let mut counts: Vec<(Date, u64)> = Vec::new();
        let (mut undated, mut unit) = (0, DateUnit::Year);
        for value in &facet.values {
            match days_of(&value.value) {
                Some((day, _, own)) if value.value != facet.field.missing() => {
                    unit = own;
                    counts.push((day, value.count));
                }
                _ => undated += value.count,
            }
        }
        Some(Self {
            unit,
            first: counts.iter().map(|(day, _)| *day).min()?,
            last: counts.iter().map(|(day, _)| *day).max()?,
            counts,
            undated,
        })
    }

    /// The same by longer periods where there are more than `most`: a few days far apart are clearer as months than as many empty days.
    #[must_use]
    pub fn in_longer_periods(mut self, most: usize) -> Self {
        while self.periods() > most
            && let Some(longer) = self.unit.longer()
        {
            self.unit = longer;
            self.first = longer.start(self.first);
            self.last = longer.start(self.last);
        }
        self
    }

    /// Periods from the first to the last.
    pub fn periods(&self) -> usize {
        self.unit.between(self.first, self.last) + 1
    }

    /// At most `most` counts, each of so many periods, from the first on, those without anything too; and how many periods that is.
    pub fn columns(&self, most: usize) -> (Vec<u64>, usize) {
        let each = self.periods().div_ceil(most.max(1));
        let mut sums = vec![0; self.periods().div_ceil(each)];
        for (day, count) in &self.counts {
            if let Some(sum) = sums.get_mut(self.unit.between(self.first, *day) / each) {
                *sum += count;
            }
        }
        (sums, each)
    }
}
