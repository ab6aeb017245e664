//! Counts over time as a chart whose bars are links, with zeros where nothing was published.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::archive::FacetCounts;
use crate::render::terminal::thousands;
use crate::web::search_address::{SearchAddress, days};

/// Bars of a chart at most: each is wide enough to be seen on a small screen.
const MOST: usize = 120;

/// The height of the highest bar, in units of the picture.
const HEIGHT: u64 = 100;

/// A chart.
#[derive(Debug)]
pub(crate) struct TimeChart {
    pub(crate) bars: Vec<Bar>,
    /// Its width, in units of the picture; a bar takes ten.
    pub(crate) width: usize,
    pub(crate) first: String,
    pub(crate) last: String,
    /// What a bar stands for: `day`, `stretch of 3 years`.
    pub(crate) unit: String,
    /// The highest count.
    pub(crate) most: String,
    /// Articles without a date.
    pub(crate) undated: u64,
}

/// A bar.
#[derive(Debug)]
pub(crate) struct Bar {
    pub(crate) label: String,
    pub(crate) count: u64,
    pub(crate) href: String,
    pub(crate) x: usize,
    pub(crate) y: u64,
    pub(crate) height: u64,
}

/// A year, a month or a day.
#[derive(Clone, Copy)]
enum Unit {
    Year,
    Month,
    Day,
}

impl Unit {
    fn of(value: &str) -> Self {
        match value.len() {
            0..=4 => Self::Year,
            5..=7 => Self::Month,
            _ => Self::Day,
        }
    }

    fn longer(self) -> Option<Self> {
        match self {
            Self::Year => None,
            Self::Month => Some(Self::Year),
            Self::Day => Some(Self::Month),
        }
    }

    /// The first day of the unit that a day lies in.
    fn start(self, day: Date) -> Date {
        match self {
            Self::Year => day.first_of_year(),
            Self::Month => day.first_of_month(),
            Self::Day => day,
        }
    }

    fn after(self, day: Date, count: usize) -> Date {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let span = match self {
            Self::Year => count.clamp(0, 9_000).years(),
            Self::Month => count.clamp(0, 100_000).months(),
            Self::Day => count.clamp(0, 1_000_000).days(),
        };
        day.saturating_add(span)
    }

    /// Units from one day to another.
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

    fn name(self, count: usize) -> String {
        let name = match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
        };
        match count {
            1 => name.to_owned(),
            _ => format!("stretch of {count} {name}s"),
        }
    }

    fn label(self, first: Date, last: Date) -> String {
        let cut = |day: Date| {
            let text = day.to_string();
            let length = match self {
                Self::Year => 4,
                Self::Month => 7,
                Self::Day => 10,
            };
            text.get(..length).unwrap_or(&text).to_owned()
        };
        match (cut(first), cut(last)) {
            (first, last) if first == last => first,
            (first, last) => format!("{first} to {last}"),
        }
    }
}

/// The chart of a date facet; `None` where no match has a date.
pub(crate) fn time_chart(facet: &FacetCounts, address: &SearchAddress) -> Option<TimeChart> {
    let mut counts: Vec<(Date, u64)> = Vec::new();
    let mut undated = 0;
    let mut unit = Unit::Year;
    for value in &facet.values {
        match days(&value.value) {
            Some((day, _)) if value.value != facet.field.missing() => {
                unit = Unit::of(&value.value);
                counts.push((day, value.count));
            }
            _ => undated += value.count,
        }
    }
    let first = counts.iter().map(|(day, _)| *day).min()?;
    let last = counts.iter().map(|(day, _)| *day).max()?;
    // A few days far apart are clearer as months than as many empty days.
    while unit.between(first, last) >= MOST
        && let Some(longer) = unit.longer()
    {
        unit = longer;
    }
    let first = unit.start(first);
    let units = unit.between(first, last) + 1;
    let each = units.div_ceil(MOST);
    let mut sums = vec![0; units.div_ceil(each)];
    for (day, count) in counts {
        if let Some(sum) = sums.get_mut(unit.between(first, day) / each) {
            *sum += count;
        }
    }
    let most = sums.iter().copied().max().unwrap_or(1).max(1);
    let mut bars = Vec::new();
    for (at, &count) in sums.iter().enumerate() {
        let from = unit.after(first, at * each);
        let until = unit.after(from, each).saturating_sub(1.day());
        let narrowed = address.with(|address| {
            address.filters.since = Some(from);
            address.filters.until = Some(until);
        });
        // A single article is still seen.
        let height = (count * HEIGHT / most).max(3 * count.min(1));
        bars.push(Bar {
            label: unit.label(from, until),
            count,
            href: narrowed.at("/"),
            x: at * 10 + 1,
            y: HEIGHT - height,
            height,
        });
    }
    Some(TimeChart {
        width: bars.len() * 10,
        first: bars.first().map_or(String::new(), |bar| bar.label.clone()),
        last: bars.last().map_or(String::new(), |bar| bar.label.clone()),
        unit: unit.name(each),
        most: thousands(most),
        undated,
        bars,
    })
}
