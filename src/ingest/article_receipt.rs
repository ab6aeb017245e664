//! The receipt of one article.

use serde::{Deserialize, Serialize};

/// The digests of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleReceipt {
    /// The article's id.
    pub id: String,
    /// The digest of all that is known of it: 64 hexadecimal digits.
    pub digest: String,
    /// The beginnings of the digests of its parts, in the order of [`PARTS`](crate::ingest::PARTS): 8 hexadecimal digits each.
    pub parts: Vec<String>,
}
