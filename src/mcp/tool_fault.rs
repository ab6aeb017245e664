//! Why a tool has no answer.

use crate::archive::SearchError;

/// Why a tool has no answer, and what to do next, in words for the model that called it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ToolFault(pub String);

impl ToolFault {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }

    /// No article has this id.
    pub(crate) fn no_article(id: &str) -> Self {
        Self(format!(
            "no article of this archive has the id `{id}`; `search` lists the ids of its hits"
        ))
    }
}

impl From<SearchError> for ToolFault {
    fn from(error: SearchError) -> Self {
        // The cause may name files of this machine: it is logged, not told.
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "a tool cannot answer"
        );
        Self(format!(
            "{error}; try again, and tell the archive's owner if it stays so"
        ))
    }
}
