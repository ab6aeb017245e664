//! What articles have in common: passages of one that stand in another, and the events they tell of.
mod lineage;
mod numbers;
mod passages;
mod story;

pub use lineage::{Clue, Lineage, Reuse, lineage};
pub use numbers::{Figure, NumberRow, numbers};
pub use passages::{Comparison, Passage, compare};
pub use story::{EventTerms, WeighedTerm, event_terms, stories};
