//! Facets: how many of the matches have which value of a field.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::{DocId, SegmentReader};

use crate::archive::{Facet, FacetValue, Field};
use crate::index::schema::column;
use crate::index::store;
use crate::search::columns::{Columns, Names, Numbers};

/// Matches that are counted at once: a column gives many values faster than one at a time.
pub(crate) const BLOCK: usize = 128;

/// Values with how many matches have each; no value twice.
pub(crate) type Counts = Vec<(Arc<str>, u64)>;

/// Adds the counts of another segment.
pub(crate) fn add(counts: &mut Counts, more: Counts) {
    if counts.is_empty() {
        *counts = more;
        return;
    }
    let mut sums: HashMap<Arc<str>, u64> = counts.drain(..).collect();
    for (value, count) in more {
        *sums.entry(value).or_insert(0) += count;
    }
    counts.extend(sums);
}

/// Counts the values of one field in one segment.
pub(crate) struct Counter {
    field: Field,
    values: Values,
}

enum Values {
    /// One name an article.
    Name {
        names: Names,
        ords: Numbers,
        counts: Vec<u32>,
    },
    /// Several names an article.
    Names { names: Names, counts: Vec<u32> },
    /// A number that is never big.
    Small { numbers: Numbers, counts: Vec<u32> },
    /// A number.
    Number {
        numbers: Numbers,
        counts: FxHashMap<u64, u32>,
    },
    /// No article has a value.
    Nothing,
}

impl Counter {
    /// A counter that has counted nothing yet.
    pub(crate) fn open(
        field: Field,
        reader: &SegmentReader,
        columns: &Columns,
    ) -> tantivy::Result<Self> {
        let name = match field {
            Field::Source => column::SOURCE,
            Field::Domain => column::DOMAIN,
            Field::Wire => column::WIRE,
            Field::Language => column::LANGUAGE,
            Field::Author => column::AUTHOR,
            Field::Year => column::YEAR,
            Field::Month => column::MONTH,
            Field::Day | Field::Date => column::DAY,
        };
        let values = match field {
            Field::Year | Field::Month | Field::Day | Field::Date => {
                let numbers = columns.numbers(reader, name)?;
                let most = usize::try_from(numbers.max_value()).unwrap_or(usize::MAX);
                if most < 1 << 16 {
                    Values::Small {
                        numbers,
                        counts: vec![0; most + 1],
                    }
                } else {
                    Values::Number {
                        numbers,
                        counts: FxHashMap::default(),
                    }
                }
            }
            _ => match columns.names(reader, name)? {
                None => Values::Nothing,
                Some(names) => {
                    let counts = vec![0; names.column.num_terms()];
                    if field == Field::Author {
                        Values::Names { names, counts }
                    } else {
                        Values::Name {
                            ords: names.ords(),
                            names,
                            counts,
                        }
                    }
                }
            },
        };
        Ok(Self { field, values })
    }

    /// Counts these matches, [`BLOCK`] at most.
    pub(crate) fn count(&mut self, docs: &[DocId]) {
        let mut block = [0; BLOCK];
        let Some(block) = block.get_mut(..docs.len()) else {
            return;
        };
        match &mut self.values {
            Values::Name {
                ords: numbers,
                counts,
                ..
            }
            | Values::Small { numbers, counts } => {
                numbers.get_vals(docs, block);
                block.iter().for_each(|&at| add_one(counts, at));
            }
            Values::Names { names, counts } => {
                for &doc in docs {
                    let mut last = None;
                    for ord in names.column.term_ords(doc) {
                        // An author that is named twice is one author.
                        if last.replace(ord) != Some(ord) {
                            add_one(counts, ord);
                        }
                    }
                }
            }
            Values::Number { numbers, counts } => {
                numbers.get_vals(docs, block);
                block
                    .iter()
                    .for_each(|&value| *counts.entry(value).or_insert(0) += 1);
            }
            Values::Nothing => {}
        }
    }

    /// What was counted; of names those of which there are most, so many as are asked for.
    pub(crate) fn counts(self, most: usize) -> tantivy::Result<Counts> {
        let field = self.field;
        Ok(match self.values {
            Values::Name { names, counts, .. } | Values::Names { names, counts } => {
                named(field, &names, &counts, most)?
            }
            Values::Small { counts, .. } => {
                let used = (0..).zip(counts).filter(|(_, count)| *count > 0);
                used.map(|(value, count)| (shown(field, value), u64::from(count)))
                    .collect()
            }
            Values::Number { counts, .. } => counts
                .into_iter()
                .map(|(value, count)| (shown(field, value), u64::from(count)))
                .collect(),
            Values::Nothing => Counts::new(),
        })
    }
}

fn add_one(counts: &mut [u32], at: u64) {
    if let Some(count) = usize::try_from(at).ok().and_then(|at| counts.get_mut(at)) {
        *count += 1;
    }
}

/// The commonest names. Two more than asked for, as an empty name, the first of all, stands for "not known", and so may a name that says
/// just that: these are shown last, and take no other's place.
fn named(field: Field, names: &Names, counts: &[u32], most: usize) -> tantivy::Result<Counts> {
    let mut used: Vec<(Reverse<u32>, u64)> = (0..)
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(ord, &count)| (Reverse(count), ord))
        .collect();
    if used.len() > most.saturating_add(2) {
        let first = used.first().copied();
        used.select_nth_unstable(most + 1);
        used.truncate(most + 1);
        used.extend(first.filter(|first| !used.contains(first)));
        used.sort_unstable_by_key(|(_, ord)| *ord);
    }
    let ords: Vec<u64> = used.iter().map(|(_, ord)| *ord).collect();
    let mut found = Counts::with_capacity(used.len());
    for (name, (Reverse(count), _)) in names.of(&ords)?.into_iter().zip(used) {
        let name = if name.is_empty() {
            field.missing().into()
        } else {
            name
        };
        match found
            .iter_mut()
            .find(|(known, _)| &*name == field.missing() && *known == name)
        {
            Some((_, sum)) => *sum += u64::from(count),
            None => found.push((name, u64::from(count))),
        }
    }
    Ok(found)
}

/// A date column's value as it is shown.
pub(crate) fn shown(field: Field, value: u64) -> Arc<str> {
    match (field, value) {
        (_, 0) => field.missing().into(),
        (Field::Month, months) => format!("{:04}-{:02}", months / 12, months % 12 + 1).into(),
        (Field::Day | Field::Date, day) => {
            store::day_of(day).map_or_else(|| "".into(), |date| date.to_string().into())
        }
        (_, year) => format!("{year:04}").into(),
    }
}

/// The values of a facet in the order they are shown: by count and name, dates newest first, "not known" last.
pub(crate) fn ordered(facet: &Facet, counts: Counts) -> Vec<FacetValue> {
    let field = facet.field;
    let mut counts = if field == Field::Date {
        coarse_enough(counts)
    } else {
        counts
    };
    let missing = |value: &str| value == field.missing();
    match field {
        Field::Year | Field::Month | Field::Day | Field::Date => {
            counts.sort_unstable_by(|(a, _), (b, _)| {
                missing(a).cmp(&missing(b)).then_with(|| b.cmp(a))
            });
        }
        _ => counts.sort_unstable_by(|(a, of_a), (b, of_b)| {
            missing(a)
                .cmp(&missing(b))
                .then_with(|| of_b.cmp(of_a))
                .then_with(|| a.cmp(b))
        }),
    }
    counts.truncate(facet.limit.unwrap_or(usize::MAX));
    counts
        .into_iter()
        .map(|(value, count)| FacetValue {
            value: value.as_ref().to_owned(),
            count,
        })
        .collect()
}

/// Counts by day as they are, by month where there are more than 31 days, by year where there are more than 36 months.
fn coarse_enough(days: Counts) -> Counts {
    let by = |length: usize| -> Counts {
        let mut counts: BTreeMap<Arc<str>, u64> = BTreeMap::new();
        for (day, count) in &days {
            let cut = if is_undated(day) {
                None
            } else {
                day.get(..length)
            };
            *counts
                .entry(cut.map_or_else(|| day.clone(), Into::into))
                .or_default() += count;
        }
        counts.into_iter().collect()
    };
    let dated = |counts: &Counts| {
        counts
            .iter()
            .filter(|(value, _)| !is_undated(value))
            .count()
    };
    if dated(&days) <= 31 {
        return days;
    }
    let months = by("2025-09".len());
    if dated(&months) <= 36 {
        months
    } else {
        by("2025".len())
    }
}

fn is_undated(value: &str) -> bool {
    value == Field::Date.missing()
}
