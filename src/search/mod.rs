//! Searching the embedded archive: a query in; ranked hits with passages and facets out.
//!
//! A request goes one way, and `answer` is its table of contents: `plan` makes a physical plan of the query, `walk` finds the matches,
//! `collect` and `facets` keep and count them, `present` shows them. A `view` is the state of the archive that all of it reads.
mod answer;
pub(crate) mod budget;
mod collect;
mod columns;
pub(crate) mod all_spellings;
mod copies_book;
mod embedded;
mod followers;
mod learned_sites;
mod every_match;
pub(crate) mod counts;
mod doc_address;
pub(crate) mod plan;
pub(crate) mod present;
pub(crate) mod more_like;
mod small;
pub(crate) mod story_keys;
mod summary;
mod article_copies;
mod article_versions;
pub(crate) mod view;
mod walk;

pub use embedded::Archive;
pub(crate) use small::SmallArchive;
