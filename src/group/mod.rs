//! What articles have in common: the passages that two texts share, and which texts are copies of one another.
mod book;
mod copies;
mod passages;

pub use book::{Book, Directory, FormatError, Link, Record, Shard};
pub use copies::{Overlap, Sketch, Standing, Tie, groups, representative};
pub use passages::{Comparison, Passage, compare};
