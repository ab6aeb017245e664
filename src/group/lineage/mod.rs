//! Lineage: which article of a story reuses the text of which.
mod direction;
mod rewording;
mod text_graph;

pub use direction::Clue;
pub use text_graph::{Lineage, Reuse, lineage};
