//! What the hits are narrowed to, as queries of the engine.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::archive::{Field, Filters};
use crate::cluster::json_object::put;
use crate::cluster::json_object::{either, quiet};
use crate::index::analysis::word_form;
use crate::index::store::day_number;

/// The clauses of `filters` that each field narrows by, and those of no field: wanted and excluded.
#[derive(Debug, Default)]
pub(crate) struct Clauses {
    pub(crate) by_field: Vec<(Option<Field>, Value)>,
    pub(crate) excluded: Vec<(Field, Value)>,
}

/// The clauses of `filters`.
pub(crate) fn clauses(filters: &Filters) -> Clauses {
    let mut clauses = Clauses::default();
    for &field in Field::ALL {
        let of_field = |list: &[(Field, String)]| -> Vec<Value> {
            let own = list.iter().filter(|(of, _)| *of == field);
            own.map(|(_, value)| has(field, value)).collect()
        };
        let only = of_field(&filters.only);
        if !only.is_empty() {
            clauses.by_field.push((Some(field), either(only)));
        }
        let not = of_field(&filters.not);
        clauses
            .excluded
            .extend(not.into_iter().map(|not| (field, not)));
    }
    if filters.since.is_some() || filters.until.is_some() {
        clauses
            .by_field
            .push((None, published(filters.since, filters.until)));
    }
    if !filters.under.is_empty() {
        clauses.by_field.push((None, under(&filters.under)));
    }
    clauses
}

impl Clauses {
    /// All of them as one filter; those on `except` are left out. `None` where nothing is narrowed.
    pub(crate) fn filter(&self, except: Option<Field>) -> Option<Value> {
        let is_kept = |field: Option<Field>| field.is_none() || field != except;
        let wanted = self.by_field.iter().filter(|(field, _)| is_kept(*field));
        let wanted: Vec<&Value> = wanted.map(|(_, clause)| clause).collect();
        let excluded = self
            .excluded
            .iter()
            .filter(|(field, _)| is_kept(Some(*field)));
        let excluded: Vec<&Value> = excluded.map(|(_, clause)| clause).collect();
        if wanted.is_empty() && excluded.is_empty() {
            return None;
        }
        Some(json!({"bool": {"filter": wanted, "must_not": excluded}}))
    }

    /// Whether a field is narrowed.
    pub(crate) fn narrows(&self, field: Field) -> bool {
        self.by_field.iter().any(|(of, _)| *of == Some(field))
            || self.excluded.iter().any(|(of, _)| *of == field)
    }
}

/// Articles whose `field` is `value`.
fn has(field: Field, value: &str) -> Value {
    let missing = value.eq_ignore_ascii_case(field.missing());
    let number = |column: &str, number: Option<u64>| match (missing, number) {
        (true, _) => json!({"bool": {"must_not": [{"exists": {"field": column}}]}}),
        (false, Some(number)) => json!({"term": {column: number}}),
        (false, None) => json!({"match_none": {}}),
    };
    match (field, value.len()) {
        (Field::Source | Field::Domain | Field::Wire | Field::Language | Field::Author, _) => {
            whole(field.name(), if missing { "" } else { value })
        }
        (Field::Year, _) | (Field::Date, 4) => {
            number("year", value.parse().ok().filter(|year| *year > 0))
        }
        (Field::Month, _) => number("month", month(value)),
        (Field::Date, 7) if value.contains('-') => number("month", month(value)),
        (Field::Day | Field::Date, _) => {
            let day: Option<Date> = value.parse().ok();
            number("day", day.map(day_number))
        }
    }
}

/// `2025-09` as the index numbers months.
fn month(value: &str) -> Option<u64> {
    let (year, month) = value.split_once('-')?;
    let (year, month): (u64, u64) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12)
        .contains(&month)
        .then(|| year.saturating_mul(12) + month - 1)
}

/// Articles whose name in a field is this one as a whole; an empty name finds those without.
pub(crate) fn whole(field: &str, name: &str) -> Value {
    json!({"term": {format!("{field}_whole"): word_form::whole(name)}})
}

/// Articles published from one day to another, both included; undated ones never are.
pub(crate) fn published(from: Option<Date>, until: Option<Date>) -> Value {
    let mut range = json!({"gte": from.map_or(1, day_number)});
    if let Some(until) = until {
        put(&mut range, "lte", json!(day_number(until)));
    }
    quiet(&json!({"range": {"date": range}}))
}

/// Articles without a date.
pub(crate) fn undated() -> Value {
    json!({"bool": {"filter": [{"match_all": {}}], "must_not": [{"exists": {"field": "date"}}]}})
}

/// Articles whose path is one of `paths`, or a file or record below one of them.
fn under(paths: &[String]) -> Value {
    let mut clauses = Vec::new();
    for path in paths {
        let path = path.trim_end_matches('/');
        if path.is_empty() {
            return json!({"match_all": {}});
        }
        clauses.push(json!({"term": {"path": path}}));
        for below in ['/', '#'] {
            clauses.push(json!({"prefix": {"path": format!("{path}{below}")}}));
        }
    }
    either(clauses)
}
