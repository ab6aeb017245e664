//! Dateline: a full-text search engine for news archives.
pub mod article;
pub mod clean;
pub mod identify;
pub mod index;
pub mod ingest;
pub mod query;
pub mod read;
pub mod render;
pub mod search;
pub mod text;
