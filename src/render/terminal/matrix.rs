//! A list of queries as a matrix: a row a query, its total, and the values of the first facet as columns.

use std::collections::BTreeMap;

use crate::archive::Results;
use crate::render::layout::{columns, fit, printable};
use crate::render::terminal::style::{FAINT, STRONG, thousands};

/// Columns of facet values at most.
const VALUES: usize = 6;

/// Rows in the making.
#[derive(Debug, Default)]
pub struct Matrix {
    rows: Vec<Row>,
    totals: BTreeMap<String, u64>,
}

#[derive(Debug)]
struct Row {
    id: String,
    query: String,
    total: u64,
    values: BTreeMap<String, u64>,
}

impl Matrix {
    /// Adds what a query found.
    pub fn row(&mut self, id: &str, query: &str, results: &Results) {
        let values = results
            .facets
            .first()
            .map(|facet| facet.values.as_slice())
            .unwrap_or_default();
        let values: BTreeMap<String, u64> = values
            .iter()
            .map(|value| (printable(&value.value), value.count))
            .collect();
        values
            .iter()
            .for_each(|(value, count)| *self.totals.entry(value.clone()).or_default() += count);
        self.rows.push(Row {
            id: printable(id),
            query: printable(query),
            total: results.total,
            values,
        });
    }

    /// The matrix within `width` columns; the values that are found most often come first.
    pub fn text(&self, width: usize) -> String {
        let mut names: Vec<(&String, &u64)> = self.totals.iter().collect();
        names.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), (*name).clone()));
        let widest = |cells: &mut dyn Iterator<Item = &str>, most| {
            cells.map(columns).max().unwrap_or(0).min(most)
        };
        let id_width = widest(&mut self.rows.iter().map(|row| row.id.as_str()), 16).max(2);
        let query_width = widest(
            &mut self.rows.iter().map(|row| row.query.as_str()),
            width / 3,
        )
        .max(5);
        let room = width.saturating_sub(id_width + query_width + 14) / 16;
        let names: Vec<&String> = names
            .into_iter()
            .map(|(name, _)| name)
            .take(VALUES.min(room))
            .collect();
        let heads: String = names
            .iter()
            .map(|name| format!("  {}", fit(name, 14)))
            .collect();
        let mut out = format!(
            "{STRONG}{}  {}  {:>8}{heads}{STRONG:#}\n",
            fit("id", id_width),
            fit("query", query_width),
            "articles"
        );
        for row in &self.rows {
            let count = |name: &&String| match row.values.get(*name) {
                Some(count) => format!("  {:>14}", thousands(*count)),
                None => format!("  {FAINT}{:>14}{FAINT:#}", "·"),
            };
            let cells: String = names.iter().map(count).collect();
            let total = thousands(row.total);
            out.push_str(&format!(
                "{}  {}  {total:>8}{cells}\n",
                fit(&row.id, id_width),
                fit(&row.query, query_width)
            ));
        }
        out
    }
}
