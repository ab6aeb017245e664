//! Counts over time as a chart whose bars are links, with zeros where nothing was published.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::archive::{DateUnit, FacetCounts, Timeline};
use crate::render::terminal::thousands;
use crate::web::search_address::SearchAddress;

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

/// The chart of a date facet; `None` where no match has a date.
pub(crate) fn time_chart(facet: &FacetCounts, address: &SearchAddress) -> Option<TimeChart> {
    let timeline = Timeline::of(facet)?.in_longer_periods(MOST);
    let period = timeline.unit;
    let (sums, each) = timeline.columns(MOST);
    let most = sums.iter().copied().max().unwrap_or(1).max(1);
    let mut bars = Vec::new();
    for (at, &count) in sums.iter().enumerate() {
        let from = period.after(timeline.first, at * each);
        let until = period.after(from, each).saturating_sub(1.day());
        let narrowed = address.with(|address| {
            address.filters.since = Some(from);
            address.filters.until = Some(until);
        });
        // A single article is still seen.
        let height = (count * HEIGHT / most).max(3 * count.min(1));
        bars.push(Bar {
            label: label(period, from, until),
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
        unit: match each {
            1 => period.name().to_owned(),
            _ => format!("stretch of {each} {}s", period.name()),
        },
        most: thousands(most),
        undated: timeline.undated,
        bars,
    })
}

fn label(period: DateUnit, first: Date, last: Date) -> String {
    match (period.label(first), period.label(last)) {
        (first, last) if first == last => first,
        (first, last) => format!("{first} to {last}"),
    }
}
