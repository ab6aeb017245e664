//! An archive on a cluster: OpenSearch, or Elasticsearch by the same requests.
//!
//! An article is analysed here, once, as the embedded archive analyses it, and sent as rows of tokens (`token_rows`), one token a place, which the
//! engine only splits at spaces. A query is planned by the embedded planner, which asks a dictionary elsewhere, and becomes the
//! engine's query language (`translate`). What the engine cannot decide is decided by a small archive in memory, which also makes the
//! passages: one matcher for both kinds of archive. [`Cluster`] is the [`Searcher`](crate::archive::Searcher), [`load`] fills it.
mod cluster_address;
mod http;
mod json_object;
mod dialect;
mod mapping;
mod token_rows;
mod engine_document;
mod load_error;
mod load;
mod bulk;
mod place_scores;
mod translate;
mod filter_clauses;
mod facet_terms;
mod listed_terms;
mod remote_dictionary;
mod search_body;
mod every_page;
mod found_hit;
mod like;
mod connection;
mod field_names;
mod index_stats;
mod fill_query;
mod story_folds;
mod index_view;
mod searcher;
mod other_queries;

pub use cluster_address::{Address, AddressError, Login};
pub use http::ClusterError;
pub use load::{Loaded, Options, check, load};
pub use load_error::{LoadError, Rejected};
pub use searcher::Cluster;
