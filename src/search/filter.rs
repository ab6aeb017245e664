//! What the hits are narrowed to, as queries that count nothing towards the score.

use std::ops::Bound;
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::query::{
    BitSetDocSet, BooleanQuery, ConstScoreQuery, ConstScorer, EmptyQuery, EnableScoring,
    Explanation, Occur, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::{Field as Column, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, Term};

use crate::index::analysis::{WHOLE, fold};
use crate::index::schema::column;
use crate::index::store::day_number;
use crate::search::columns::Columns;
use crate::search::range::ColumnRange;
use crate::search::view::View;
use crate::search::{Field, Filters};

/// The clauses of `filters`; those on `except` are left out, for that field's own facet.
pub(crate) fn clauses(
    filters: &Filters,
    view: &View,
    except: Option<Field>,
) -> Vec<(Occur, Box<dyn Query>)> {
    let mut clauses = Vec::new();
    for &field in Field::ALL {
        if Some(field) == except {
            continue;
        }
        let values = |list: &[(Field, String)]| -> Vec<Box<dyn Query>> {
            list.iter()
                .filter(|(of, _)| *of == field)
                .map(|(_, value)| has(field, value, view))
                .collect()
        };
        let only = values(&filters.only);
        if !only.is_empty() {
            clauses.push((Occur::Must, quiet(any(only))));
        }
        clauses.extend(
            values(&filters.not)
                .into_iter()
                .map(|query| (Occur::MustNot, query)),
        );
    }
    if filters.since.is_some() || filters.until.is_some() {
        clauses.push((
            Occur::Must,
            quiet(published(filters.since, filters.until, &view.columns)),
        ));
    }
    if !filters.under.is_empty() {
        clauses.push((
            Occur::Must,
            quiet(Box::new(OrdQuery::under(&filters.under, &view.columns))),
        ));
    }
    clauses
}

/// A query whose matches all score nothing.
pub(crate) fn quiet(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        1 => queries.swap_remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// Articles whose `field` is `value`.
fn has(field: Field, value: &str, view: &View) -> Box<dyn Query> {
    let fields = &view.fields;
    let missing = value.eq_ignore_ascii_case(field.missing());
    let name = |column| whole(column, if missing { "" } else { value });
    let number = |column, number: Option<u64>| match number {
        Some(number) => {
            Box::new(ColumnRange::new(&view.columns, column, number..=number)) as Box<dyn Query>
        }
        None => Box::new(EmptyQuery),
    };
    match date_field(field, value) {
        Field::Source => name(fields.source),
        Field::Domain => name(fields.domain),
        Field::Wire => name(fields.wire),
        Field::Language => name(fields.language),
        Field::Author => name(fields.author),
        Field::Year => number(
            column::YEAR,
            if missing {
                Some(0)
            } else {
                value.parse().ok().filter(|year| *year > 0)
            },
        ),
        Field::Month => number(column::MONTH, if missing { Some(0) } else { month(value) }),
        Field::Day | Field::Date => number(
            column::DAY,
            if missing {
                Some(0)
            } else {
                value.parse().ok().map(|date: Date| day_number(date))
            },
        ),
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

fn month(value: &str) -> Option<u64> {
    let (year, month) = value.split_once('-')?;
    let (year, month): (u64, u64) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12)
        .contains(&month)
        .then(|| year.saturating_mul(12) + month - 1)
}

/// Articles whose name field is this name as a whole; an empty name finds those without.
pub(crate) fn whole(column: Column, name: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(
        whole_term(column, name),
        IndexRecordOption::Basic,
    ))
}

/// The term of a whole name.
pub(crate) fn whole_term(column: Column, name: &str) -> Term {
    Term::from_field_text(column, &format!("{WHOLE}{}", fold::whole(name)))
}

/// Articles published from one day to another, both included; undated ones never are.
pub(crate) fn published(
    from: Option<Date>,
    until: Option<Date>,
    columns: &Arc<Columns>,
) -> Box<dyn Query> {
    let until = until.map_or(u64::MAX, day_number);
    Box::new(ColumnRange::new(
        columns,
        column::DATE,
        from.map_or(1, day_number)..=until,
    ))
}

/// Articles without a date.
pub(crate) fn undated(columns: &Arc<Columns>) -> Box<dyn Query> {
    Box::new(ColumnRange::new(columns, column::DATE, 0..=0))
}

/// Articles whose id or path lies in ranges of the alphabet.
#[derive(Debug, Clone)]
pub(crate) struct OrdQuery {
    columns: Arc<Columns>,
    column: &'static str,
    /// From, included, to, excluded.
    ranges: Vec<(Vec<u8>, Vec<u8>)>,
}

impl OrdQuery {
    /// Articles whose path is one of `paths`, or a file or record below one of them.
    pub(crate) fn under(paths: &[String], columns: &Arc<Columns>) -> Self {
        let mut ranges = Vec::new();
        for path in paths {
            let path = path.trim_end_matches('/');
            if path.is_empty() {
                ranges.push((Vec::new(), vec![0xFF]));
                continue;
            }
            ranges.push(exactly(path));
            // Everything that begins with `path/` sorts before `path0`, with `path#` before `path$`.
            ranges.push((
                format!("{path}/").into_bytes(),
                format!("{path}0").into_bytes(),
            ));
            ranges.push((
                format!("{path}#").into_bytes(),
                format!("{path}$").into_bytes(),
            ));
        }
        Self {
            columns: columns.clone(),
            column: column::PATH,
            ranges,
        }
    }

    /// The article with this id.
    pub(crate) fn id(id: &str, columns: &Arc<Columns>) -> Self {
        Self {
            columns: columns.clone(),
            column: column::ID,
            ranges: vec![exactly(id)],
        }
    }
}

fn exactly(value: &str) -> (Vec<u8>, Vec<u8>) {
    (value.as_bytes().to_vec(), [value.as_bytes(), &[0]].concat())
}

impl Query for OrdQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for OrdQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        if let Some(values) = self.columns.names(reader, self.column)? {
            let ords = values.ords();
            let mut ranges = Vec::new();
            for (from, to) in &self.ranges {
                let bounds = values
                    .column
                    .dictionary()
                    .term_bounds_to_ord(Bound::Included(from), Bound::Excluded(to))?;
                let from = match bounds.0 {
                    Bound::Included(ord) => ord,
                    Bound::Excluded(ord) => ord + 1,
                    Bound::Unbounded => 0,
                };
                let to = match bounds.1 {
                    Bound::Included(ord) => ord + 1,
                    Bound::Excluded(ord) => ord,
                    Bound::Unbounded => u64::MAX,
                };
                if from < to {
                    ranges.push(from..to);
                }
            }
            if !ranges.is_empty() {
                for doc in 0..reader.max_doc() {
                    let ord = ords.get_val(doc);
                    if ranges.iter().any(|range| range.contains(&ord)) {
                        docs.insert(doc);
                    }
                }
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(docs), boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(tantivy::TantivyError::InvalidArgument(format!(
                "document #{doc} does not match"
            )));
        }
        Ok(Explanation::new("in a range of ids or paths", 1.0))
    }
}
