//! Counts over time as a chart of columns.

use jiff::civil::Date;

use crate::archive::{FacetCounts, FacetValue};
use crate::render::terminal::style::{BAR, FAINT, thousands};

/// Lines of a chart.
const HEIGHT: usize = 5;

/// Periods from the first to the last at least; fewer are clearer as a list.
const FEWEST: i64 = 6;

/// Columns of the screen that one period takes at most.
const WIDEST: usize = 3;

/// A year, a month or a day, numbered without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Year,
    Month,
    Day,
}

impl Unit {
    fn of(value: &str) -> Option<Self> {
        match value.len() {
            4 => Some(Self::Year),
            7 => Some(Self::Month),
            10 => Some(Self::Day),
            _ => None,
        }
    }

    fn number(self, value: &str) -> Option<i64> {
        let mut parts = value.split('-');
        let mut part = || parts.next().unwrap_or("1").parse::<i64>().ok();
        let (year, month, day) = (part()?, part()?, part()?);
        let date = Date::new(
            year.try_into().ok()?,
            month.try_into().ok()?,
            day.try_into().ok()?,
        )
        .ok()?;
        Some(match self {
            Self::Year => year,
            Self::Month => year * 12 + month - 1,
            Self::Day => date
                .since(Date::constant(1970, 1, 1))
                .ok()?
                .get_days()
                .into(),
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Year => "years",
            Self::Month => "months",
            Self::Day => "days",
        }
    }
}

/// The counts of a date facet as a chart within `width` columns, oldest on the left, gaps shown; `None` where there are too few periods
/// to make a picture.
pub fn timeline(facet: &FacetCounts, width: usize) -> Option<String> {
    let known = facet
        .values
        .iter()
        .filter(|value| value.value != facet.field.missing());
    let unit = Unit::of(&known.clone().next()?.value)?;
    let numbered: Vec<(i64, &FacetValue)> = known
        .filter_map(|value| Some((unit.number(&value.value)?, value)))
        .collect();
    let first = numbered.iter().min_by_key(|(number, _)| *number)?;
    let last = numbered.iter().max_by_key(|(number, _)| *number)?;
    if last.0 - first.0 + 1 < FEWEST {
        return None;
    }
    let periods = usize::try_from(last.0 - first.0 + 1).ok()?;
    let room = width.saturating_sub(14).max(10);
    let each = periods.div_ceil(room);
    let mut counts = vec![0u64; periods.div_ceil(each)];
    for (number, value) in &numbered {
        let column = usize::try_from(number - first.0).ok()? / each;
        *counts.get_mut(column)? += value.count;
    }
    let mut chart = columns(&counts, (room / counts.len()).clamp(1, WIDEST));
    let scale = if each > 1 {
        format!(", {each} {} a column", unit.name())
    } else {
        String::new()
    };
    let axis = format!("{} to {}{scale}", first.1.value, last.1.value);
    chart.push_str(&format!("{:11}{FAINT}{axis}{FAINT:#}\n", ""));
    Some(chart)
}

/// The columns, each `wide` characters, with the highest count at the side.
fn columns(counts: &[u64], wide: usize) -> String {
    const EIGHTHS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let level = |count: u64| (count as f64 / most as f64 * (HEIGHT * 8) as f64).round() as usize;
    let levels: Vec<usize> = counts
        .iter()
        .map(|&count| level(count).max(usize::from(count > 0)))
        .collect();
    let mut chart = String::new();
    for row in (0..HEIGHT).rev() {
        let side = if row + 1 == HEIGHT {
            thousands(most)
        } else {
            String::new()
        };
        let block = |level: &usize| {
            EIGHTHS
                .get(level.saturating_sub(row * 8).min(8))
                .copied()
                .unwrap_or(" ")
        };
        let line: String = levels
            .iter()
            .map(|level| block(level).repeat(wide))
            .collect();
        chart.push_str(&format!(
            "{side:>9} {FAINT}┤{FAINT:#}{BAR}{}{BAR:#}\n",
            line.trim_end()
        ));
    }
    chart
}
