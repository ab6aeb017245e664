//! Each kind of plan as the tantivy query that walks it.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery,
    Occur, Query, TermQuery,
};
use tantivy::schema::IndexRecordOption;

use crate::search::budget::Budget;
use crate::search::plan::physical::{Any, Filter, Physical};
use crate::search::view::View;
use crate::search::walk::alphabet::AlphabetQuery;
use crate::search::walk::gathered::GatheredQuery;
use crate::search::walk::keys::KeysQuery;
use crate::search::walk::loosened::MostWordsQuery;
use crate::search::walk::number::NumberQuery;
use crate::search::walk::one_word::WordQuery;
use crate::search::walk::placed::PlacedQuery;
use crate::search::walk::script_runs::UnspacedQuery;

type Clause = (Occur, Box<dyn Query>);

/// What walks a plan.
pub(crate) fn query(plan: &Physical, view: &View, budget: &Arc<Budget>) -> Box<dyn Query> {
    match plan {
        Physical::Nothing => Box::new(EmptyQuery),
        Physical::Everything => Box::new(ConstScoreQuery::new(Box::new(AllQuery), 1.0)),
        Physical::Filter(of) => Box::new(ConstScoreQuery::new(filter(of, view), 0.0)),
        Physical::Word(word) => Box::new(WordQuery(word.clone())),
        Physical::Gathered(word) => Box::new(GatheredQuery {
            word: word.clone(),
            budget: budget.clone(),
        }),
        Physical::Placed { node, column } => Box::new(PlacedQuery {
            node: node.clone(),
            column: *column,
            columns: view.columns.clone(),
            budget: budget.clone(),
        }),
        Physical::Unspaced(run) => Box::new(UnspacedQuery {
            run: run.clone(),
            budget: budget.clone(),
        }),
        Physical::MostWords(plan) => {
            let words = plan.words.iter();
            Box::new(MostWordsQuery {
                plan: plan.clone(),
                words: words
                    .map(|word| query(&word.matches, view, budget))
                    .collect(),
                budget: budget.clone(),
            })
        }
        Physical::All { wanted, excluded } => {
            let mut clauses: Vec<Clause> = Vec::new();
            for part in wanted {
                clauses.push((Occur::Must, query(part, view, budget)));
            }
            clauses.extend(without(excluded, view, budget));
            Box::new(BooleanQuery::new(clauses))
        }
        Physical::Any(of) => any(of, view, budget),
        Physical::Boost(part, factor) => {
            Box::new(BoostQuery::new(query(part, view, budget), *factor))
        }
    }
}

/// Any of several, where it is a part of something else or has too much excluded for the walk of its own.
fn any(of: &Any, view: &View, budget: &Arc<Budget>) -> Box<dyn Query> {
    let mut wanted = Vec::with_capacity(of.clauses.len());
    for (part, weight) in &of.clauses {
        let part = query(part, view, budget);
        let weighed: Box<dyn Query> = if *weight == 1.0 {
            part
        } else {
            Box::new(BoostQuery::new(part, *weight))
        };
        wanted.push(weighed);
    }
    if of.excluded.is_empty() {
        return Box::new(BooleanQuery::union(wanted));
    }
    let wanted = if wanted.len() == 1 {
        wanted.swap_remove(0)
    } else {
        Box::new(BooleanQuery::union(wanted))
    };
    let mut clauses: Vec<Clause> = vec![(Occur::Must, wanted)];
    clauses.extend(without(&of.excluded, view, budget));
    Box::new(BooleanQuery::new(clauses))
}

fn without(excluded: &[Physical], view: &View, budget: &Arc<Budget>) -> Vec<Clause> {
    let mut clauses = Vec::with_capacity(excluded.len());
    for part in excluded {
        let part = match part {
            // Nothing asks what it scores.
            Physical::Filter(of) => filter(of, view),
            part => query(part, view, budget),
        };
        clauses.push((Occur::MustNot, part));
    }
    clauses
}

/// What walks the articles that a filter takes.
pub(crate) fn filter(of: &Filter, view: &View) -> Box<dyn Query> {
    match of {
        Filter::Everything => Box::new(AllQuery),
        Filter::Nothing => Box::new(EmptyQuery),
        Filter::Number { column, range } => Box::new(NumberQuery {
            columns: view.columns.clone(),
            column,
            range: range.clone(),
        }),
        Filter::Text { column, ranges } => Box::new(AlphabetQuery {
            columns: view.columns.clone(),
            column,
            ranges: ranges.clone(),
        }),
        Filter::Term(term) => Box::new(TermQuery::new(term.clone(), IndexRecordOption::Basic)),
        Filter::Keys(keys) => Box::new(KeysQuery {
            field: view.fields.id_key,
            keys: keys.clone(),
        }),
        Filter::AnyTerm(column) => {
            let first = Bound::Included(Term::from_field_text(*column, ""));
            Box::new(InvertedIndexRangeQuery::new(first, Bound::Unbounded))
        }
        Filter::AnyOf(filters) => {
            let filters = filters.iter().map(|of| filter(of, view)).collect();
            Box::new(BooleanQuery::union(filters))
        }
        Filter::Not(inner) => Box::new(BooleanQuery::new(vec![
            (Occur::Must, Box::new(AllQuery)),
            (Occur::MustNot, filter(inner, view)),
        ])),
    }
}
