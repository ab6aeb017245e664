//! What the values of filters stand for: a name as a whole, or any clear part of it.

use std::collections::BTreeSet;

use tantivy::TantivyError;
use tantivy::schema::Field as Column;

use crate::archive::{Field, Filters, Note};
use crate::index::analysis::word_form;
use crate::index::schema::column;
use crate::search::plan::node::whole_term;
use crate::search::view::View;
use crate::text::distance::distance;
use crate::text::fold::squash;
use crate::text::language_names;
use crate::text::words::words;

/// Names that a part may stand for; the first of more are taken.
const MOST: usize = 1_000;

/// Names that a reader is told of.
const TOLD: usize = 5;

/// Characters that a part within a word has at least; one of Han has as much as three letters.
const SHORTEST: usize = 3;

/// The names that an archive has in its fields.
pub(crate) trait FieldNames {
    /// Why they could not be read.
    type Error;

    /// Whether any article has this name as a whole, in any case.
    fn has(&self, field: Field, name: &str) -> Result<bool, Self::Error>;

    /// All names of a field.
    fn all(&self, field: Field) -> Result<BTreeSet<String>, Self::Error>;
}

/// The filters with whole names, and what the reader should know of how they were read.
pub(crate) fn whole_names<N: FieldNames>(
    filters: &Filters,
    names: &N,
) -> Result<(Filters, Vec<Note>), N::Error> {
    let mut notes = Vec::new();
    let mut whole = Filters {
        only: Vec::with_capacity(filters.only.len()),
        not: Vec::with_capacity(filters.not.len()),
        ..filters.clone()
    };
    for (from, into) in [
        (&filters.only, &mut whole.only),
        (&filters.not, &mut whole.not),
    ] {
        for (field, value) in from {
            for name in names_of(*field, value, names, &mut notes)? {
                into.push((*field, name));
            }
        }
    }
    Ok((whole, notes))
}

/// The names that a value stands for; the value itself where it is one, or stands for none.
fn names_of<N: FieldNames>(
    field: Field,
    value: &str,
    names: &N,
    notes: &mut Vec<Note>,
) -> Result<Vec<String>, N::Error> {
    let as_it_is = vec![value.to_owned()];
    let is_date = matches!(field, Field::Year | Field::Month | Field::Day | Field::Date);
    if is_date || value.eq_ignore_ascii_case(field.missing()) || names.has(field, value)? {
        return Ok(as_it_is);
    }
    let names = names.all(field)?;
    if field == Field::Language
        && let Some(code) = language_names::code(value)
        && names.contains(code)
    {
        return Ok(vec![code.to_owned()]);
    }
    let part = Part::of(value);
    let found: Vec<String> = names
        .iter()
        .filter(|name| field != Field::Language && part.is_in(name))
        .take(MOST)
        .cloned()
        .collect();
    if found.is_empty() {
        notes.push(Note::NoSuchValue {
            field,
            value: value.to_owned(),
            nearest: nearest(value, &names),
        });
        return Ok(as_it_is);
    }
    if found.len() > 1 {
        notes.push(Note::SeveralValues {
            field,
            value: value.to_owned(),
            names: found.iter().take(TOLD).cloned().collect(),
            count: found.len(),
        });
    }
    Ok(found)
}

impl FieldNames for View {
    type Error = TantivyError;

    fn has(&self, field: Field, name: &str) -> tantivy::Result<bool> {
        let Some((column, _)) = named(field, self) else {
            return Ok(false);
        };
        Ok(self.searcher.doc_freq(&whole_term(column, name))? > 0)
    }

    fn all(&self, field: Field) -> tantivy::Result<BTreeSet<String>> {
        match named(field, self) {
            Some((_, column)) => names(column, self),
            None => Ok(BTreeSet::new()),
        }
    }
}

/// The columns of a field that has names: that of its terms, and that of its names as they stand.
fn named(field: Field, view: &View) -> Option<(Column, &'static str)> {
    let fields = &view.fields;
    Some(match field {
        Field::Source => (fields.source, column::SOURCE),
        Field::Domain => (fields.domain, column::DOMAIN),
        Field::Wire => (fields.wire, column::WIRE),
        Field::Language => (fields.language, column::LANGUAGE),
        Field::Author => (fields.author, column::AUTHOR),
        Field::Year | Field::Month | Field::Day | Field::Date => return None,
    })
}

/// All names of a column.
fn names(column: &'static str, view: &View) -> tantivy::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    for segment in view.searcher.segment_readers() {
        let Some(values) = view.columns.names(segment, column)? else {
            continue;
        };
        let mut stream = values.column.dictionary().stream()?;
        while stream.advance() {
            if !stream.key().is_empty() {
                names.insert(String::from_utf8_lossy(stream.key()).into_owned());
            }
        }
    }
    Ok(names)
}

/// A part of a name.
struct Part {
    words: Vec<String>,
    squashed: String,
}

impl Part {
    fn of(value: &str) -> Self {
        Self {
            words: folded(value),
            squashed: squash(value),
        }
    }

    /// Whether a name has all of its words, or has it as it stands.
    fn is_in(&self, name: &str) -> bool {
        let words = folded(name);
        let has_words =
            !self.words.is_empty() && self.words.iter().all(|word| words.contains(word));
        let length = |ch: char| if ch.is_ascii() { 1 } else { SHORTEST };
        let is_long = self.squashed.chars().map(length).sum::<usize>() >= SHORTEST;
        has_words || (is_long && squash(name).contains(&self.squashed))
    }
}

fn folded(text: &str) -> Vec<String> {
    words(text)
        .map(|word| word_form::fold(&word).written)
        .collect()
}

/// The names that a value is most like, by the whole of them or by a word.
fn nearest(value: &str, names: &BTreeSet<String>) -> Vec<String> {
    let value = squash(value);
    let mut near: Vec<(usize, &String)> = Vec::with_capacity(names.len());
    for name in names {
        let words = folded(name);
        let whole = distance(&value, &squash(name));
        let word = words.iter().map(|word| distance(&value, word)).min();
        near.push((word.unwrap_or(whole).min(whole), name));
    }
    near.sort_unstable();
    near.into_iter()
        .take(TOLD)
        .map(|(_, name)| name.clone())
        .collect()
}
