//! Pure string tools: words, sentences, spans, hosts.
pub(crate) mod calendar_words;
pub(crate) mod distance;
pub mod entities;
pub mod fold;
pub(crate) mod function_words;
pub mod hosts;
pub(crate) mod korean;
pub(crate) mod language_names;
pub mod mojibake;
pub mod script;
pub mod sentences;
pub mod shingles;
pub mod words;
