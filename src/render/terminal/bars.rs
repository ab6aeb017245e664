//! Facets as bars, dates as a timeline.

use crate::archive::{FacetCounts, FacetValue, Field};
use crate::render::layout::{bar, columns, fit, printable};
use crate::render::terminal::style::{BAR, FAINT, STRONG, thousands};
use crate::render::terminal::timeline::timeline;

/// Periods that are listed one by one under their timeline at most.
const LISTED: usize = 12;

/// The counts of each facet with a bar for each value, and dates as a timeline too, within `width` columns.
pub fn facets(facets: &[FacetCounts], width: usize) -> String {
    facets
        .iter()
        .filter(|facet| !facet.values.is_empty())
        .map(|facet| one(facet, width))
        .collect()
}

fn one(facet: &FacetCounts, width: usize) -> String {
    let chart = timeline(facet, width);
    let listed: Vec<&FacetValue> = facet
        .values
        .iter()
        .filter(|value| {
            chart.is_none() || facet.values.len() <= LISTED || missing(facet.field, value)
        })
        .collect();
    let most = facet
        .values
        .iter()
        .map(|value| value.count)
        .max()
        .unwrap_or(1)
        .max(1);
    let names: Vec<String> = listed.iter().map(|value| printable(&value.value)).collect();
    let name_width = names
        .iter()
        .map(|name| columns(name))
        .max()
        .unwrap_or(0)
        .min(width / 2);
    let count_width = thousands(most).len();
    let bar_width = width
        .saturating_sub(name_width + count_width + 8)
        .clamp(8, 48);
    let mut out = format!("{STRONG}{}{STRONG:#}\n", facet.field.name());
    out.push_str(chart.as_deref().unwrap_or_default());
    for (value, name) in listed.iter().zip(&names) {
        let blocks = bar(value.count as f64 / most as f64, bar_width);
        let name = fit(name, name_width);
        let (on, off) = if missing(facet.field, value) {
            (format!("{FAINT}"), format!("{FAINT:#}"))
        } else {
            Default::default()
        };
        let count = thousands(value.count);
        out.push_str(&format!(
            "  {on}{name}{off}  {count:>count_width$}  {BAR}{blocks}{BAR:#}\n"
        ));
    }
    out.push('\n');
    out
}

fn missing(field: Field, value: &FacetValue) -> bool {
    value.value == field.missing()
}
