//! Pure string tools: words, sentences, spans, hosts.
pub mod sentences;
pub mod words;
