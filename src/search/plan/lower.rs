//! From the logical plan to a physical one.

use std::convert::Infallible;
use std::sync::Arc;

use tantivy::schema::Field as Column;

use crate::search::plan::forms::changed;
use crate::search::plan::languages::LanguageFilter;
use crate::search::plan::logical::Logical;
use crate::search::plan::node::{Leaf, Node, PositionMask, Region};
use crate::search::plan::physical::{Any, Physical, Word};

/// Posting lists that are cheaper walked side by side than gathered first.
const FEW: usize = 4;

/// The physical plan of a part, with the posting lists that `languages` takes.
pub(crate) fn lower(part: &Logical, languages: &LanguageFilter) -> Physical {
    match part {
        Logical::Everything => Physical::Everything,
        Logical::Filter(filter) => Physical::Filter(filter.clone()),
        Logical::Words { node, column } => words(node, *column, languages),
        Logical::Unspaced(runs) => unspaced(runs.iter().cloned().map(Physical::Unspaced)),
        Logical::All { wanted, excluded } => all(wanted, excluded, languages),
        Logical::Any(parts) => {
            let mut clauses = Vec::with_capacity(parts.len());
            for (part, weight) in parts {
                clauses.push((lower(part, languages), *weight));
            }
            Physical::Any(Any {
                clauses,
                excluded: Vec::new(),
            })
        }
        Logical::Boost(part, factor) => Physical::Boost(Box::new(lower(part, languages)), *factor),
    }
}

fn unspaced(runs: impl Iterator<Item = Physical>) -> Physical {
    let mut runs: Vec<Physical> = runs.collect();
    if runs.len() == 1 {
        return runs.swap_remove(0);
    }
    Physical::Any(Any {
        clauses: runs.into_iter().map(|run| (run, 1.0)).collect(),
        excluded: Vec::new(),
    })
}

fn words(node: &Node, column: Column, languages: &LanguageFilter) -> Physical {
    let mut node = node.clone();
    if *languages != LanguageFilter::All {
        let Ok(kept) = changed::<Infallible>(node, &mut |leaf| Ok(in_languages(leaf, languages)));
        node = kept;
    }
    if !node.is_possible() {
        return Physical::Nothing;
    }
    // Where every position counts, nothing but the articles is read.
    match &node {
        Node::Leaf(leaf) if leaf.region == Region::All => {
            let leaf = leaf.clone();
            if leaf.distinct_words && leaf.lists.len() > FEW {
                return Physical::Gathered(Word { leaf, column });
            }
            if leaf.lists.iter().all(|list| list.mask == PositionMask::ALL) {
                return Physical::Word(Word { leaf, column });
            }
        }
        _ => {}
    }
    Physical::Placed {
        node: Arc::new(node),
        column,
    }
}

fn in_languages(leaf: &Leaf, languages: &LanguageFilter) -> Leaf {
    let lists = leaf.lists.iter();
    Leaf {
        lists: lists
            .filter(|list| languages.takes(&list.term))
            .cloned()
            .collect(),
        words_like: leaf.words_like.clone(),
        ..*leaf
    }
}

fn all(wanted: &[(Logical, f32)], excluded: &[Logical], languages: &LanguageFilter) -> Physical {
    let mut must = Vec::with_capacity(wanted.len());
    for (part, weight) in wanted {
        let part = lower(part, languages);
        if part.is_nothing() {
            return Physical::Nothing;
        }
        must.push(part.times(*weight));
    }
    let must_not: Vec<Physical> = excluded.iter().map(|part| lower(part, languages)).collect();
    match (must.as_slice(), must_not.is_empty()) {
        ([_], true) => must.swap_remove(0),
        ([_], false) => without(must.swap_remove(0), must_not),
        _ => Physical::All {
            wanted: must,
            excluded: must_not,
        },
    }
}

/// `wanted` without what the others match: as [`Any`] where it is a word or any of several, for which there is a faster walk.
fn without(wanted: Physical, excluded: Vec<Physical>) -> Physical {
    match wanted {
        Physical::Word(_) => Physical::Any(Any {
            clauses: vec![(wanted, 1.0)],
            excluded,
        }),
        Physical::Any(mut any) => {
            any.excluded.extend(excluded);
            Physical::Any(any)
        }
        wanted => Physical::All {
            wanted: vec![wanted],
            excluded,
        },
    }
}
