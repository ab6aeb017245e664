//! Pure string tools: words, sentences, spans, hosts.
pub mod entities;
pub mod fold;
pub mod hosts;
pub mod mojibake;
pub mod script;
pub mod sentences;
pub mod shingles;
pub mod words;
