//! Places: which words of an article a query means, decided from positions in the index alone.
//!
//! A [`Node`] says what is looked for. A cursor over the postings of one segment walks the articles that may have it and works out
//! where it stands in each; [`PlaceQuery`] makes a tantivy query of that, and the snippets ask the same cursors which words they are.
//!
//! What a node finds in an article is a set of [`Stretch`]es. All of them count, not only the shortest: `a NEAR/5 (b NEAR/3 c)` holds
//! when some choice of one place for each word holds all the distances.
mod cursor;
mod query;

use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::{Searcher, SegmentReader, Term};

use crate::query::{Order, Within};

pub(crate) use cursor::{Cursor, Page};
pub(crate) use query::PlaceQuery;

/// What is looked for.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// One word, in any of several writings.
    Leaf(Arc<Leaf>),
    /// Words next to each other.
    Phrase(Arc<Phrase>),
    /// Two things near each other.
    Near {
        /// One side.
        left: Box<Self>,
        /// The other.
        right: Box<Self>,
        /// How near.
        within: Within,
        /// In which order.
        order: Order,
    },
    /// Any of these.
    Any(Vec<Self>),
    /// Something that stands so often.
    AtLeast {
        /// How often.
        count: u32,
        /// What.
        node: Box<Self>,
    },
}

/// One word, or one pair of characters.
#[derive(Debug)]
pub(crate) struct Leaf {
    /// The posting lists that have it.
    pub(crate) lists: Vec<List>,
    /// Where in the article it must stand.
    pub(crate) region: Region,
    /// How many places it takes: two for a pair of characters.
    pub(crate) width: u32,
    /// In how many articles of the archive it stands, where that is known; its lists may be those of some languages only.
    pub(crate) having: u64,
    /// In how many its commonest list does.
    pub(crate) most: u64,
    /// Whether the lists are those of different words, so that no place is in two of them; a word's stem and own form share places.
    pub(crate) several: bool,
}

/// One posting list and which of its positions count.
#[derive(Debug, Clone)]
pub(crate) struct List {
    /// The term.
    pub(crate) term: Term,
    /// Which positions.
    pub(crate) keep: Keep,
    /// Where it is found in each segment that has it; `None` while nobody has looked.
    infos: Option<Arc<[(SegmentId, TermInfo)]>>,
}

impl List {
    /// The list of a term.
    pub(crate) fn new(term: Term, keep: Keep) -> Self {
        Self {
            term,
            keep,
            infos: None,
        }
    }

    /// The list of a term of which it is known where it is found.
    pub(crate) fn at(term: Term, keep: Keep, infos: Vec<(SegmentId, TermInfo)>) -> Self {
        Self {
            term,
            keep,
            infos: Some(infos.into()),
        }
    }

    /// This list, looked up in every segment, and in how many articles the term stands.
    pub(crate) fn looked_up(self, searcher: &Searcher) -> tantivy::Result<(Self, u64)> {
        let mut infos = Vec::new();
        for reader in searcher.segment_readers() {
            let info = reader
                .inverted_index(self.term.field())?
                .get_term_info(&self.term)?;
            infos.extend(info.map(|info| (reader.segment_id(), info)));
        }
        let count = infos.iter().map(|(_, info)| u64::from(info.doc_freq)).sum();
        Ok((Self::at(self.term, self.keep, infos), count))
    }

    /// Where it is found in this segment.
    pub(crate) fn info(&self, reader: &SegmentReader) -> tantivy::Result<Option<TermInfo>> {
        let Some(infos) = &self.infos else {
            return Ok(reader
                .inverted_index(self.term.field())?
                .get_term_info(&self.term)?);
        };
        let id = reader.segment_id();
        Ok(infos
            .iter()
            .find(|(segment, _)| *segment == id)
            .map(|(_, info)| info.clone()))
    }
}

/// Positions that have these low bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Keep {
    pub(crate) mask: u32,
    pub(crate) bits: u32,
}

impl Keep {
    /// Every position.
    pub(crate) const ALL: Self = Self { mask: 0, bits: 0 };
    /// Positions of a stem where it is the written form.
    pub(crate) const AS_WRITTEN: Self = Self { mask: 1, bits: 0 };
}

/// A part of the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    /// Headline and text.
    All,
    /// The headline.
    Title,
    /// The text.
    Text,
    /// The beginning of the text.
    Lead,
}

/// Words at fixed distances from the first.
#[derive(Debug)]
pub(crate) struct Phrase {
    /// The words and how many places after the first each stands.
    pub(crate) words: Vec<(u32, Leaf)>,
    /// How many places the whole takes.
    pub(crate) width: u32,
    /// How many other words may stand between; with any, the order does not count.
    pub(crate) slop: u32,
}

/// From one place to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Stretch {
    pub(crate) start: u32,
    pub(crate) last: u32,
}

impl Node {
    /// Whether the archive has the words that it needs.
    pub(crate) fn is_possible(&self) -> bool {
        match self {
            Self::Leaf(leaf) => !leaf.lists.is_empty(),
            Self::Phrase(phrase) => phrase.words.iter().all(|(_, leaf)| !leaf.lists.is_empty()),
            Self::Near { left, right, .. } => left.is_possible() && right.is_possible(),
            Self::Any(nodes) => nodes.iter().any(Self::is_possible),
            Self::AtLeast { node, .. } => node.is_possible(),
        }
    }

    /// Whether it matters to it where sentences or paragraphs begin.
    fn asks_for_breaks(&self) -> bool {
        match self {
            Self::Leaf(_) | Self::Phrase(_) => false,
            Self::Near {
                left,
                right,
                within,
                ..
            } => {
                !matches!(within, Within::Words(_))
                    || left.asks_for_breaks()
                    || right.asks_for_breaks()
            }
            Self::Any(nodes) => nodes.iter().any(Self::asks_for_breaks),
            Self::AtLeast { node, .. } => node.asks_for_breaks(),
        }
    }

    /// Every leaf, in order.
    pub(crate) fn leaves<'a>(&'a self, each: &mut dyn FnMut(&'a Leaf)) {
        match self {
            Self::Leaf(leaf) => each(leaf),
            Self::Phrase(phrase) => phrase.words.iter().for_each(|(_, leaf)| each(leaf)),
            Self::Near { left, right, .. } => {
                left.leaves(each);
                right.leaves(each);
            }
            Self::Any(nodes) => nodes.iter().for_each(|node| node.leaves(each)),
            Self::AtLeast { node, .. } => node.leaves(each),
        }
    }
}
