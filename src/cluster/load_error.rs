//! How a load fails, as a whole or for one article.

use crate::archive::SearchError;
use crate::cluster::http::ClusterError;

/// An article that the cluster refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The article's id.
    pub id: String,
    /// The file, with `#record` inside an export.
    pub path: String,
    /// The engine's own words.
    pub reason: String,
}

/// Why a load ended before its end. What was acknowledged is in the index; the same load goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The cluster refuses, or cannot be reached.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The articles cannot be read.
    #[error("the articles cannot be read")]
    Archive(#[from] SearchError),
    /// The cluster takes no more documents until somebody has made room.
    #[error(
        "the cluster takes no documents: {reason}; its disks may be full: make room, and run the same command again to go on"
    )]
    Blocked {
        /// The engine's own words.
        reason: String,
    },
    /// The cluster had no room for a batch, however often it was sent.
    #[error(
        "the cluster did not take a batch in {tries} tries; run the same command again to go on"
    )]
    Busy {
        /// How often it was sent.
        tries: u32,
    },
    /// An article cannot be written as JSON.
    #[error("an article cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}
