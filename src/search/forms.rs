//! Forms of words as posting lists, and words as nodes.

use std::sync::Arc;

use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::index::analysis::{Case, EXACT, WRITTEN, fold};
use crate::query::{Expr, Field, Form, Kind};
use crate::search::places::{Keep, Leaf, List, Node, Phrase};
use crate::search::run;
use crate::text::words::{self, Word, words};

/// The word in these letters, whatever case and accents, with each of these endings.
pub(crate) fn written(word: &Word<'_>, column: Column, endings: &[String]) -> Vec<List> {
    let form = fold::fold(word).written;
    let mut lists = Vec::new();
    for ending in endings {
        let list = |key: &str, keep| List::new(Term::from_field_text(column, key), keep);
        lists.push(list(&format!("{form}{ending}"), Keep::AS_WRITTEN));
        lists.push(list(&format!("{WRITTEN}{form}{ending}"), Keep::ALL));
    }
    lists
}

/// The word exactly so.
pub(crate) fn exact(word: &Word<'_>, column: Column, endings: &[String]) -> Vec<List> {
    let folded = fold::fold(word);
    let list = |key: &str, keep| List::new(Term::from_field_text(column, key), keep);
    if folded.case == Case::Other {
        return vec![list(&format!("{EXACT}{}", folded.exact), Keep::ALL)];
    }
    let case = (folded.case as u32) << 1;
    let form = &folded.written;
    let mut lists = Vec::new();
    for ending in endings {
        lists.push(list(
            &format!("{form}{ending}"),
            Keep {
                mask: 0b111,
                bits: case,
            },
        ));
        lists.push(list(
            &format!("{WRITTEN}{form}{ending}"),
            Keep {
                mask: 0b110,
                bits: case,
            },
        ));
    }
    lists
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

/// The list over another field.
pub(crate) fn in_field(list: &List, column: Column) -> List {
    let term = Term::from_field_text(column, list.term.value().as_str().unwrap_or_default());
    List::new(term, list.keep)
}

/// A node with each of its leaves changed.
pub(crate) fn changed(
    node: Node,
    leaf: &mut dyn FnMut(&Leaf) -> tantivy::Result<Leaf>,
) -> tantivy::Result<Node> {
    Ok(match node {
        Node::Leaf(inner) => Node::Leaf(Arc::new(leaf(&inner)?)),
        Node::Phrase(phrase) => {
            let words = phrase
                .words
                .iter()
                .map(|(offset, inner)| Ok((*offset, leaf(inner)?)));
            Node::Phrase(Arc::new(Phrase {
                words: words.collect::<tantivy::Result<_>>()?,
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
                .collect::<tantivy::Result<_>>()?,
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
        Kind::Word { form, text } => *form != Form::Exact && !run::is_long(text),
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
