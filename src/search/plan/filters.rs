//! What the hits are narrowed to, as filters.

use jiff::civil::Date;
use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::archive::{Field, Filters};
use crate::group::Book;
use crate::index::schema::{Fields, column};
use crate::index::store::{self, day_number};
use crate::query::CountRange;
use crate::search::plan::node::whole_term;
use crate::search::plan::physical::{Clauses, Filter};
use crate::search::view::View;

/// The clauses of `filters`; those on `except` are left out, for that field's own facet.
pub(crate) fn clauses(filters: &Filters, view: &View, except: Option<Field>) -> Clauses {
    let mut clauses = Clauses::default();
    for &field in Field::ALL {
        if Some(field) == except {
            continue;
        }
        let mut only = values(&filters.only, field, &view.fields);
        match only.len() {
            0 => {}
            1 => clauses.wanted.push(only.swap_remove(0)),
            _ => clauses.wanted.push(Filter::AnyOf(only)),
        }
        let not = values(&filters.not, field, &view.fields);
        clauses.excluded.extend(not);
    }
    if filters.since.is_some() || filters.until.is_some() {
        clauses.wanted.push(published(filters.since, filters.until));
    }
    if !filters.under.is_empty() {
        clauses.wanted.push(under(&filters.under));
    }
    clauses
}

fn values(list: &[(Field, String)], field: Field, fields: &Fields) -> Vec<Filter> {
    let mut found = Vec::new();
    for (of, value) in list {
        if *of == field {
            found.push(has(field, value, fields));
        }
    }
    found
}

/// Articles whose `field` is `value`.
fn has(field: Field, value: &str, fields: &Fields) -> Filter {
    let missing = value.eq_ignore_ascii_case(field.missing());
    let name = |column| whole(column, if missing { "" } else { value });
    let number = |column, number: Option<u64>| {
        let number = if missing { Some(0) } else { number };
        match number {
            Some(number) => Filter::Number {
                column,
                range: number..=number,
            },
            None => Filter::Nothing,
        }
    };
    match date_field(field, value) {
        Field::Source => name(fields.source),
        Field::Domain => name(fields.domain),
        Field::Wire => name(fields.wire),
        Field::Language => name(fields.language),
        Field::Author => name(fields.author),
        Field::Year => number(column::YEAR, value.parse().ok().filter(|year| *year > 0)),
        Field::Month => number(column::MONTH, month(value)),
        Field::Day | Field::Date => {
            let day: Option<Date> = value.parse().ok();
            number(column::DAY, day.map(day_number))
        }
    }
}

/// The column that a value of [`Field::Date`] is looked up in: a year, a month or a day.
fn date_field(field: Field, value: &str) -> Field {
    match (field, value.len()) {
        (Field::Date, 4) => Field::Year,
        (Field::Date, 7) if value.contains('-') => Field::Month,
        (field, _) => field,
    }
}

/// `2025-09` as the index numbers months.
fn month(value: &str) -> Option<u64> {
    let (year, month) = value.split_once('-')?;
    let (year, month): (u64, u64) = (year.parse().ok()?, month.parse().ok()?);
    let is_month = (1..=12).contains(&month);
    is_month.then(|| year.saturating_mul(12) + month - 1)
}

/// Articles whose name in a column is this one as a whole; an empty name finds those without.
pub(crate) fn whole(column: Column, name: &str) -> Filter {
    Filter::Term(whole_term(column, name))
}

/// Articles published from one day to another, both included; undated ones never are.
pub(crate) fn published(from: Option<Date>, until: Option<Date>) -> Filter {
    let from = from.map_or(1, day_number);
    let until = until.map_or(u64::MAX, day_number);
    Filter::Number {
        column: column::DATE,
        range: from..=until,
    }
}

/// Articles without a date.
pub(crate) fn undated() -> Filter {
    Filter::Number {
        column: column::DATE,
        range: 0..=0,
    }
}

/// Articles of which so many others have the same text.
pub(crate) fn copies(range: &CountRange, book: &Book) -> Filter {
    let mut keys = Vec::new();
    // Those that have none stand nowhere, so that a range from 0 on is what lies outside of it.
    let has_none = range.from == 0;
    for record in book.records() {
        let others = (record.members().len() as u64).saturating_sub(1);
        let above = range.until.is_some_and(|until| others > u64::from(until));
        if above == has_none && others >= u64::from(range.from) {
            keys.extend(record.members());
        }
    }
    match has_none {
        true => Filter::Not(Box::new(keyed(keys))),
        false => keyed(keys),
    }
}

/// Articles that share text with others.
pub(crate) fn linked(book: &Book) -> Filter {
    let records = book.records();
    let linked = records.filter(|record| record.links().len() > 0);
    keyed(linked.map(|record| record.key()).collect())
}

/// Articles whose ids have these keys.
fn keyed(mut keys: Vec<u64>) -> Filter {
    keys.sort_unstable();
    Filter::Keys(keys.into())
}

/// The article with this id. The one place that knows how an id is looked up.
pub(crate) fn id(id: &str, fields: &Fields) -> Filter {
    Filter::Term(store::id_term(id, fields))
}

/// The article whose id has this key.
pub(crate) fn id_key(key: u64, fields: &Fields) -> Filter {
    Filter::Term(Term::from_field_u64(fields.id_key, key))
}

/// Articles whose path is one of `paths`, or a file or record below one of them.
fn under(paths: &[String]) -> Filter {
    let mut ranges = Vec::new();
    for path in paths {
        let path = path.trim_end_matches('/');
        if path.is_empty() {
            ranges.push((Vec::new(), vec![0xFF]));
            continue;
        }
        ranges.push(exactly(path));
        // Everything that begins with `path/` sorts before `path0`, with `path#` before `path$`.
        for (first, after) in [('/', '0'), ('#', '$')] {
            let from = format!("{path}{first}").into_bytes();
            let to = format!("{path}{after}").into_bytes();
            ranges.push((from, to));
        }
    }
    Filter::Text {
        column: column::PATH,
        ranges,
    }
}

fn exactly(value: &str) -> (Vec<u8>, Vec<u8>) {
    let value = value.as_bytes();
    (value.to_vec(), [value, &[0]].concat())
}
