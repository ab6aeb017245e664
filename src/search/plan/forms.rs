//! Forms of words as terms, and words as nodes.

use std::sync::Arc;

use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::index::analysis::{Case, EXACT, WRITTEN, word_form};
use crate::query::{Expr, Field, Form, Kind};
use crate::search::plan::node::{Leaf, Node, Phrase, PositionMask, Region};
use crate::search::plan::unspaced;
use crate::text::words::{self, Word, words};

/// The words of a part of a query and what is asked of them.
pub(super) struct TypedWords<'q> {
    /// The part as it was typed.
    pub(super) text: &'q str,
    /// Its words, each with its offset.
    pub(super) words: &'q [(u32, Word<'q>)],
    /// Which forms of them.
    pub(super) form: Form,
    /// Where they stand.
    pub(super) region: Region,
}

/// A name of a query, with the spellings that are taken out.
#[derive(Debug, Clone, Copy)]
pub(super) struct AskedName<'q> {
    pub(super) text: &'q str,
    pub(super) form: Form,
    pub(super) except: &'q [String],
}

/// A term that may have the word, and at which of its positions.
pub(crate) type Spelling = (Term, PositionMask);

/// The word in these letters, whatever case and accents, with each of these endings.
pub(crate) fn written(word: &Word<'_>, column: Column, endings: &[String]) -> Vec<Spelling> {
    let form = word_form::fold(word).written;
    let term = |key: &str| Term::from_field_text(column, key);
    let mut found = Vec::new();
    for ending in endings {
        let stem = term(&format!("{form}{ending}"));
        found.push((stem, PositionMask::AS_WRITTEN));
        let own = term(&format!("{WRITTEN}{form}{ending}"));
        found.push((own, PositionMask::ALL));
    }
    found
}

/// The word in these letters, with a capital where it has one.
pub(crate) fn as_name(word: &Word<'_>, column: Column, endings: &[String]) -> Vec<Spelling> {
    let is_cased = word
        .text
        .chars()
        .any(|c| c.is_uppercase() || c.is_lowercase());
    let mut found = written(word, column, endings);
    if is_cased {
        // The own form of a word has no `differs` bit either.
        for (_, mask) in &mut found {
            *mask = PositionMask::AS_NAME;
        }
    }
    found
}

/// The word exactly so.
pub(crate) fn exact(word: &Word<'_>, column: Column, endings: &[String]) -> Vec<Spelling> {
    let folded = word_form::fold(word);
    let term = |key: &str| Term::from_field_text(column, key);
    if folded.case == Case::Other {
        let own = term(&format!("{EXACT}{}", folded.exact));
        return vec![(own, PositionMask::ALL)];
    }
    let of_case = PositionMask::of_case(folded.case);
    let form = &folded.written;
    let mut found = Vec::new();
    for ending in endings {
        found.push((term(&format!("{form}{ending}")), of_case));
        found.push((term(&format!("{WRITTEN}{form}{ending}")), of_case));
    }
    found
}

/// The words of a query's text with their offsets. In a run of pairs the last character is left to the pair before it.
pub(crate) fn tokens(text: &str) -> Vec<(u32, Word<'_>)> {
    let mut tokens: Vec<(u32, Word<'_>)> = Vec::new();
    for (offset, word) in (0..).zip(words(text)) {
        let covered = tokens
            .last()
            .is_some_and(|(_, last)| last.kind == words::Kind::Pair && last.end == word.end);
        if !covered {
            tokens.push((offset, word));
        }
    }
    tokens
}

/// Words with their offsets as one node.
pub(crate) fn joined(mut parts: Vec<(u32, Leaf)>, width: u32, slop: u32) -> Option<Node> {
    match parts.len() {
        0 => None,
        1 => parts.pop().map(|(_, leaf)| Node::Leaf(Arc::new(leaf))),
        _ => Some(Node::Phrase(Arc::new(Phrase {
            words: parts,
            width,
            slop,
        }))),
    }
}

/// A node with each of its leaves changed.
pub(crate) fn changed<E>(
    node: Node,
    leaf: &mut dyn FnMut(&Leaf) -> Result<Leaf, E>,
) -> Result<Node, E> {
    Ok(match node {
        Node::Leaf(inner) => Node::Leaf(Arc::new(leaf(&inner)?)),
        Node::Phrase(phrase) => {
            let words = phrase
                .words
                .iter()
                .map(|(offset, inner)| Ok((*offset, leaf(inner)?)));
            Node::Phrase(Arc::new(Phrase {
                words: words.collect::<Result<_, E>>()?,
                ..*phrase
            }))
        }
        Node::Near {
            left,
            right,
            within,
            order,
        } => Node::Near {
            left: Box::new(changed(*left, leaf)?),
            right: Box::new(changed(*right, leaf)?),
            within,
            order,
        },
        Node::Any(nodes) => Node::Any(
            nodes
                .into_iter()
                .map(|node| changed(node, leaf))
                .collect::<Result<_, E>>()?,
        ),
        Node::AtLeast { count, node } => Node::AtLeast {
            count,
            node: Box::new(changed(*node, leaf)?),
        },
    })
}

/// Whether each posting list that may make an article a match is one of a language.
pub(crate) fn keeps_to_a_language(expr: &Expr) -> bool {
    match &expr.kind {
        Kind::Word { form, text } => *form != Form::Exact && !unspaced::is_long(text),
        Kind::Phrase { form, .. } => *form != Form::Exact,
        Kind::And(parts) => parts.iter().any(keeps_to_a_language),
        Kind::Or(parts) => parts.iter().all(keeps_to_a_language),
        Kind::Near { left, right, .. } => keeps_to_a_language(left) && keeps_to_a_language(right),
        Kind::Boost { expr, .. } | Kind::AtLeast { expr, .. } => keeps_to_a_language(expr),
        Kind::Field {
            field: Field::Title | Field::Lead | Field::Text,
            expr,
        } => keeps_to_a_language(expr),
        _ => false,
    }
}
