//! What articles have in common: the passages that two texts share, and which texts are copies of one another,
//! which tell of one event, who took what from whom, and the numbers they give.
//!
//! A copy is nearly the same text at another address, or of another outlet. Two texts are compared by the shingles that they share
//! (Broder, "On the resemblance and containment of documents", 1997): what part of each stands in the other. Candidates are found by
//! [marks](Sketch::with_marks), a small sample of the shingles. All of it depends on the texts alone, not on their order.
mod group_book;
mod lineage;
mod numbers;
mod overlap;
mod passages;
mod representative;
mod sketch;
mod story;
mod together;

pub use group_book::{Book, Directory, FormatError, Link, Record, Shard, WrittenRecord};
pub use lineage::{Clue, Lineage, Reuse, lineage};
pub use numbers::{Figure, NumberRow, numbers};
pub use overlap::{Overlap, Tie};
pub use passages::{Comparison, Passage, compare};
pub use representative::{Standing, representative};
pub use sketch::Sketch;
pub use story::{
    EventTerms, NameRow, NameSpelling, WeighedTerm, event_terms, name_spellings, stories,
};
pub use together::{GroupedTexts, TextGroups};
