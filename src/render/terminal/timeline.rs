//! Counts over time as a chart of columns.

use crate::archive::{FacetCounts, Timeline};
use crate::render::terminal::style::{BAR, FAINT, thousands};

/// Lines of a chart.
const HEIGHT: usize = 5;

/// Periods from the first to the last at least; fewer are clearer as a list.
const FEWEST: usize = 6;

/// Columns of the screen that one period takes at most.
const WIDEST: usize = 3;

/// The counts of a date facet as a chart within `width` columns, oldest on the left, gaps shown; `None` where there are too few periods
/// to make a picture.
pub fn timeline(facet: &FacetCounts, width: usize) -> Option<String> {
    let timeline = Timeline::of(facet)?;
    if timeline.periods() < FEWEST {
        return None;
    }
    let room = width.saturating_sub(14).max(10);
    let (counts, each) = timeline.columns(room);
    let mut chart = columns(&counts, (room / counts.len()).clamp(1, WIDEST));
    let period = timeline.unit;
    let scale = match each {
        1 => String::new(),
        _ => format!(", {each} {}s a column", period.name()),
    };
    let (first, last) = (period.label(timeline.first), period.label(timeline.last));
    let axis = format!("{first} to {last}{scale}");
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
