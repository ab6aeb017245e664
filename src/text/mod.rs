//! Pure string tools: words, sentences, spans, hosts.
pub mod fold;
pub mod hosts;
pub mod mojibake;
pub mod script;
