//! Planning: a query in, a physical plan out.
//!
//! [`resolve`](resolve::resolve) looks every word up once and makes the logical plan; [`lower`](lower::lower) makes a physical plan of it, for
//! all articles or for those in some languages; [`optimize`] decides how that is walked. Nothing here reads a match.
pub(crate) mod part_by_part;
pub(crate) mod dictionary;
pub(crate) mod expand;
pub(crate) mod filter_names;
pub(crate) mod filters;
pub(crate) mod forms;
mod han;
mod languages;
pub(crate) mod logical;
pub(crate) mod lookup;
mod lower;
mod long_words;
mod name_nodes;
pub(crate) mod most_words;
pub(crate) mod node;
pub(crate) mod optimize;
pub(crate) mod physical;
pub(crate) mod resolve;
pub(crate) mod slips;
pub(crate) mod spellings;
pub(crate) mod among_parts;
pub(crate) mod unspaced;
pub(crate) mod weights;
mod writings;

use std::sync::Arc;

use jiff::civil::Date;

use crate::archive::{Field, Filters, Note};
use crate::query::Expr;
use crate::search::budget::Budget;
use crate::search::plan::languages::LanguageFilter;
use crate::search::plan::logical::{Logical, Mark};
use crate::search::plan::lower::lower;
use crate::search::plan::physical::{Matches, Physical};
use crate::search::view::View;

pub(crate) use expand::word_of;

/// A planned query.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Its matches; `None` asks for nothing.
    pub(crate) whole: Option<Physical>,
    /// Its matches again, apart by language; empty where that makes nothing faster.
    pub(crate) by_language: Vec<Physical>,
    /// What is marked in the hits.
    pub(crate) marks: Vec<Mark>,
    /// What the reader should know.
    pub(crate) notes: Vec<Note>,
}

/// Plans a query over what `view` sees; `today` is for `last:7d`.
pub(crate) fn plan(
    root: &Expr,
    today: Date,
    view: &View,
    budget: &Arc<Budget>,
) -> tantivy::Result<Plan> {
    let resolved = resolve::resolve(root, today, view, budget)?;
    let whole = resolved
        .root
        .as_ref()
        .map(|root| lower(root, &LanguageFilter::All));
    let by_language = match &resolved.root {
        Some(root) => parts(root, &resolved.languages),
        None => Vec::new(),
    };
    Ok(Plan {
        whole,
        by_language,
        marks: resolved.marks,
        notes: resolved.notes,
    })
}

/// The plan for the articles in each of some languages; those that have no matches are left out, but the first.
fn parts(root: &Logical, languages: &[LanguageFilter]) -> Vec<Physical> {
    let mut parts = Vec::new();
    for language in languages {
        let part = lower(root, language);
        if parts.is_empty() || !part.is_nothing() {
            parts.push(part);
        }
    }
    parts
}

impl Plan {
    /// The matches that `filters` let through; those on `except` are left out. `None` where the query asks for nothing.
    pub(crate) fn narrowed(
        &self,
        filters: &Filters,
        except: Option<Field>,
        view: &View,
    ) -> Option<Matches> {
        let whole = self.whole.as_ref()?;
        let clauses = filters::clauses(filters, view, except);
        // A word alone, or any of several, is walked list by list anyway.
        let walked_apart = clauses.is_empty() && optimize::is_walked_by_list(whole);
        if self.by_language.is_empty() || walked_apart {
            return Some(Matches::Whole(clauses.narrow(whole)));
        }
        let parts = self.by_language.iter();
        Some(Matches::PerLanguage(
            parts.map(|part| clauses.narrow(part)).collect(),
        ))
    }

    /// The same matches, in the order of the index.
    pub(crate) fn narrowed_whole(&self, filters: &Filters, view: &View) -> Option<Physical> {
        let clauses = filters::clauses(filters, view, None);
        self.whole.as_ref().map(|whole| clauses.narrow(whole))
    }
}
