//! Dateline: a full-text search engine for news archives.
//!
//! A saved page flows one way. [`read`] takes files, folders and exports apart into records and decodes them; [`clean`] keeps the article and
//! names a reason for all that it leaves out; [`identify`] finds title, source, date, authors and language, each with its evidence;
//! [`index`] puts the article into the archive on disk. [`ingest`] joins these, and reports how each page ended.
//!
//! A question flows the other way. [`query`] understands what the reader typed, whatever it is; [`archive`] is what any archive can be
//! asked; [`search`] answers from the archive on disk with ranked hits, passages that show the match, and counts; [`render`] writes the
//! answer for people or for programs.
//!
//! [`cluster`] is an archive on a cluster of machines, asked in the same way.
//!
//! [`quotes`] says whether an archive has a quotation. `web` shows the archive in the browser, and is an API (feature `web`); `mcp` makes it
//! tools for language models (feature `mcp`).
//!
//! [`article`] holds the nouns that they share, [`text`] the string tools, [`names`] how names are written.
//!
//! ```
//! use dateline::article::{Content, RawPage};
//! use dateline::{clean, identify};
//!
//! let page = RawPage {
//!     path: "ferry.txt".into(),
//!     content: Content::Text("Ferry inspection waived\n\nBy ADA QUILL\n\nThe ferry sailed without an inspection on Tuesday, \
//!         although its bow door had been reported twice in the week before.\n\n© 2025 Harbour Post. All rights reserved.".into()),
//!     ..RawPage::default()
//! };
//! let article = identify::alone(&page, clean::clean(&page));
//! assert!(article.text.starts_with("The ferry sailed"));
//! assert!(!article.text.contains("All rights reserved"));
//! ```
#![forbid(unsafe_code)]

pub mod article;
pub mod text;
pub mod names;

pub mod read;
pub mod clean;
pub mod identify;
pub mod site;
pub mod group;
pub mod index;
pub mod ingest;

pub mod query;
pub mod archive;
pub mod search;
pub mod stories;
pub mod cluster;
pub mod quotes;
pub mod render;

#[cfg(feature = "mcp")]
pub mod mcp;
#[cfg(feature = "web")]
pub mod web;
