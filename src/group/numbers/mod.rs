//! Numbers: what the articles of a story count, and where they disagree.
mod agreement;
mod counted;
mod number_roles;
mod number_table;
mod number_words;
mod sentence_tokens;

pub use number_table::{Figure, NumberRow, numbers};
