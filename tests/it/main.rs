//! The one test binary: a file a subject.
#![allow(text_direction_codepoint_in_literal)]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]
mod authors;
mod bounds;
mod choice;
mod clean;
mod cluster;
mod cli;
mod copies;
mod sketches;
mod damage;
mod crawl;
mod date;
mod events;
mod fuzz_corpora;
mod group;
mod histories;
mod hostile;
mod hostile_pages;
mod identify;
mod index;
mod ingest;
mod kept_current;
mod kills;
mod language;
mod laws;
mod lexicon;
#[cfg(feature = "mcp")]
mod mcp;
mod newsroom;
mod packages;
mod plain;
mod query;
mod quotes;
mod read;
mod render;
mod revisits;
mod search;
mod second_look;
mod site;
mod stories;
mod support;
mod tidy;
mod trust;
mod versions;
mod walls;
#[cfg(feature = "web")]
mod web;
mod word_lists;
