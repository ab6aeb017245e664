//! Pure string tools: words, sentences, spans, hosts.
pub mod entities;
pub mod fold;
pub mod hosts;
pub mod sentences;
pub mod words;
