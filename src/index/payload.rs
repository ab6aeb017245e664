//! What a commit says of itself, beside its articles.

use serde::{Deserialize, Serialize};

/// What a commit says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Payload {
    /// The sidecar with what was learned of the sites.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sites: Option<String>,
    /// Sites whose sample has changed since that was written: a run broke off before it could learn from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) due: Vec<String>,
    /// There are more of them than are listed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) all_due: bool,
    /// The sidecar with the directory of the book of copies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) copies: Option<String>,
    /// Articles have changed since that was written: a run broke off before it could look for their copies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) copies_due: bool,
    /// The sidecar with the files of records that need not be opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) files: Option<String>,
}

impl Payload {
    pub(crate) fn read(text: Option<&str>) -> Result<Self, serde_json::Error> {
        match text.filter(|text| !text.is_empty()) {
            Some(text) => serde_json::from_str(text),
            None => Ok(Self::default()),
        }
    }

    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}
