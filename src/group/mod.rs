//! What articles have in common: the passages that two texts share, and which texts are copies of one another.
//!
//! A copy is nearly the same text at another address, or of another outlet. Two texts are compared by the shingles that they share
//! (Broder, "On the resemblance and containment of documents", 1997): what part of each stands in the other. Candidates are found by
//! [marks](Sketch::marks), a small sample of the shingles. All of it depends on the texts alone, not on their order.
mod group_book;
mod overlap;
mod passages;
mod representative;
mod sketch;
mod together;

pub use group_book::{Book, Directory, FormatError, Link, Record, Shard};
pub use overlap::{Overlap, Tie};
pub use passages::{Comparison, Passage, compare};
pub use representative::{Standing, representative};
pub use sketch::Sketch;
pub use together::groups;
