//! The logical plan: what a query means in this archive.
//!
//! Words are looked up here, once; how the articles are walked, and in which languages, is not decided yet.

use std::sync::Arc;

use tantivy::schema::Field as Column;

use crate::archive::Note;
use crate::search::plan::languages::LanguageFilter;
use crate::search::plan::node::Node;
use crate::search::plan::physical::Filter;
use crate::search::plan::unspaced::Run;

/// A part of a query.
#[derive(Debug, Clone)]
pub(crate) enum Logical {
    /// Every article; each scores 1.
    Everything,
    /// What scores nothing.
    Filter(Filter),
    /// Something that stands at places of a column.
    Words {
        /// What.
        node: Node,
        /// Where its positions are.
        column: Column,
    },
    /// A run of a script without spaces by its parts, in each language that may have it.
    Unspaced(Vec<Arc<Run>>),
    /// All of some, each with what it counts, none of others.
    All {
        /// One at least.
        wanted: Vec<(Self, f32)>,
        /// These are out.
        excluded: Vec<Self>,
    },
    /// Any of these, two at least, each with what it counts.
    Any(Vec<(Self, f32)>),
    /// Scores times a factor.
    Boost(Box<Self>, f32),
}

/// A query, understood.
#[derive(Debug)]
pub(crate) struct Resolved {
    /// What it means; `None` asks for nothing.
    pub(crate) root: Option<Logical>,
    /// What is marked in the hits: every part that may have made one.
    pub(crate) marks: Vec<Mark>,
    /// What the reader should know.
    pub(crate) notes: Vec<Note>,
    /// The languages to walk one after the other, the commonest first; none where that makes nothing faster.
    pub(crate) languages: Vec<LanguageFilter>,
}

/// A part of the query that stands in the text.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    /// What.
    pub(crate) node: Node,
    /// How rare it is: what a passage gains that shows it.
    pub(crate) weight: f32,
}
