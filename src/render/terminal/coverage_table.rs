//! What an archive has of each outlet, by month, with its gaps.

use jiff::civil::Date;

use crate::archive::Coverage;
use crate::render::layout::{columns, fit, printable};
use crate::render::terminal::style::{FAINT, thousands};

/// Gaps that are named of one outlet.
const GAPS: usize = 5;

/// Months that are shown as bars at most.
const MONTHS: usize = 48;

/// Columns of an outlet's name at most.
const NAME: usize = 32;

/// A line for each outlet: articles, first and last month, the last months as bars, and those without any article.
pub fn coverage(coverage: &[Coverage], width: usize) -> String {
    let widest = coverage.iter().map(|one| columns(&printable(&one.source)));
    let name = widest.max().unwrap_or(0).min(NAME);
    let longest = coverage.iter().map(|one| stretch(one).len());
    let stretch_width = longest.max().unwrap_or(0);
    let bars = width.saturating_sub(name + stretch_width + 12).min(MONTHS);
    let mut out = String::new();
    for one in coverage {
        let source = fit(&printable(&one.source), name);
        let pad = " ".repeat(name.saturating_sub(columns(&source)));
        let months = month_bars(one, bars);
        let (articles, stretch) = (thousands(one.articles), stretch(one));
        let line = format!("{source}{pad} {articles:>7}  {stretch:stretch_width$}  {months}");
        out.push_str(line.trim_end());
        out.push('\n');
        if let Some(gaps) = gaps(one) {
            let room = width.saturating_sub(name + 10).max(20);
            out.push_str(&format!(
                "{:name$}          {FAINT}{}{FAINT:#}\n",
                "",
                fit(&gaps, room)
            ));
        }
    }
    out
}

/// The last months of an outlet, a sign each: as high as it has articles, `·` where it has none.
fn month_bars(one: &Coverage, most: usize) -> String {
    const SIGNS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let left_out = one.months.len().saturating_sub(most);
    let shown = one.months.iter().skip(left_out).map(|(_, count)| *count);
    let highest = shown.clone().max().unwrap_or(0);
    let sign = |count: u64| {
        // The highest has the last sign; one article has the first.
        let step = (count * SIGNS.len() as u64).div_ceil(highest.max(1));
        let sign = step
            .checked_sub(1)
            .and_then(|at| SIGNS.get(usize::try_from(at).ok()?));
        sign.copied().unwrap_or('·')
    };
    shown.map(sign).collect()
}

/// First and last month, and how many articles have no date.
fn stretch(one: &Coverage) -> String {
    let first = one.months.first().map(|(day, _)| month(*day));
    let last = one.months.last().map(|(day, _)| month(*day));
    let mut text = match first.zip(last) {
        Some((first, last)) if first == last => first,
        Some((first, last)) => format!("{first} to {last}"),
        None => String::new(),
    };
    if one.undated > 0 {
        let sign = if text.is_empty() { "" } else { ", " };
        text.push_str(&format!("{sign}{} undated", thousands(one.undated)));
    }
    text
}

/// The months without any article of an outlet: `nothing in 2024-03, 2024-06 to 2024-09`; `None` where there are none.
pub fn gaps(one: &Coverage) -> Option<String> {
    let gaps = one.gaps();
    let mut parts = Vec::new();
    for (first, last) in gaps.iter().take(GAPS) {
        parts.push(match first == last {
            true => month(*first),
            false => format!("{} to {}", month(*first), month(*last)),
        });
    }
    if gaps.len() > GAPS {
        parts.push(format!("{} more", gaps.len() - GAPS));
    }
    (!parts.is_empty()).then(|| format!("nothing in {}", parts.join(", ")))
}

/// A day's month: `2024-03`.
pub fn month(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}
