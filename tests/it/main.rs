//! The one test binary: a file a subject.
#![allow(text_direction_codepoint_in_literal)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]
mod authors;
mod choice;
mod clean;
mod cli;
mod copies;
mod crawl;
mod date;
mod group;
mod histories;
mod identify;
mod index;
mod ingest;
mod kills;
mod language;
mod laws;
mod lexicon;
mod newsroom;
mod plain;
mod query;
mod read;
mod render;
mod search;
mod second_look;
mod site;
mod stories;
mod support;
mod tidy;
mod versions;
mod walls;
mod word_lists;
