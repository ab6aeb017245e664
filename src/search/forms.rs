//! Forms of words as posting lists, and words as nodes.

use std::sync::Arc;

use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::index::analysis::{Case, EXACT, WRITTEN, fold};
use crate::search::places::{Keep, Leaf, List, Node, Phrase, Region};
use crate::text::words::{self, Word, words};

/// The word in these letters, whatever case and accents, with each of these endings.
pub(crate) fn written(word: &Word<'_>, column: Column, endings: &[String]) -> Vec<List> {
    let form = fold::fold(word).written;
    let mut lists = Vec::new();
    for ending in endings {
        let list = |key: &str, keep| List { term: Term::from_field_text(column, key), keep };
        lists.push(list(&format!("{form}{ending}"), Keep::AS_WRITTEN));
        lists.push(list(&format!("{WRITTEN}{form}{ending}"), Keep::ALL));
    }
    lists
}

/// The word exactly so.
pub(crate) fn exact(word: &Word<'_>, column: Column, endings: &[String]) -> Vec<List> {
    let folded = fold::fold(word);
    let list = |key: &str, keep| List { term: Term::from_field_text(column, key), keep };
    if folded.case == Case::Other {
        return vec![list(&format!("{EXACT}{}", folded.exact), Keep::ALL)];
    }
    let case = (folded.case as u32) << 1;
    let form = &folded.written;
    let mut lists = Vec::new();
    for ending in endings {
        lists.push(list(&format!("{form}{ending}"), Keep { mask: 0b111, bits: case }));
        lists.push(list(&format!("{WRITTEN}{form}{ending}"), Keep { mask: 0b110, bits: case }));
    }
    lists
}

/// The words of a query's text with their offsets. In a run of pairs the last character is left to the pair before it.
pub(crate) fn tokens(text: &str) -> Vec<(u32, Word<'_>)> {
    let mut tokens: Vec<(u32, Word<'_>)> = Vec::new();
    for (offset, word) in (0..).zip(words(text)) {
        let covered =
            tokens.last().is_some_and(|(_, last)| last.kind == words::Kind::Pair && last.end == word.end);
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
        _ => Some(Node::Phrase(Arc::new(Phrase { words: parts, width, slop }))),
    }
}

/// A node over the headline as a node over the field of headlines.
pub(crate) fn in_title(node: Node, column: Column) -> Node {
    let leaf = |leaf: &Leaf| Leaf {
        lists: leaf
            .lists
            .iter()
            .map(|list| List {
                term: Term::from_field_text(column, list.term.value().as_str().unwrap_or_default()),
                ..list.clone()
            })
            .collect(),
        region: Region::All,
        width: leaf.width,
    };
    match node {
        Node::Leaf(inner) => Node::Leaf(Arc::new(leaf(&inner))),
        Node::Phrase(phrase) => Node::Phrase(Arc::new(Phrase {
            words: phrase.words.iter().map(|(offset, inner)| (*offset, leaf(inner))).collect(),
            ..*phrase
        })),
        Node::Near { left, right, within, order } => Node::Near {
            left: Box::new(in_title(*left, column)),
            right: Box::new(in_title(*right, column)),
            within,
            order,
        },
        Node::Any(nodes) => Node::Any(nodes.into_iter().map(|node| in_title(node, column)).collect()),
        Node::AtLeast { count, node } => Node::AtLeast { count, node: Box::new(in_title(*node, column)) },
    }
}
