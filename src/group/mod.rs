//! What articles have in common: passages of one that stand in another.
mod passages;

pub use passages::{Comparison, Passage, compare};
