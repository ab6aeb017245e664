//! Why a request was not answered.

use crate::archive::SearchError;

/// Why a request was not answered: shown as a page, or as `application/problem+json` (RFC 9457).
#[derive(Debug)]
pub(crate) struct Fault {
    /// The HTTP status.
    pub(crate) status: u16,
    /// What went wrong, short.
    pub(crate) title: &'static str,
    /// What exactly, and what to do.
    pub(crate) detail: String,
}

impl Fault {
    /// A request that asks for something that cannot be asked.
    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self {
            status: 400,
            title: "the request is not understood",
            detail: detail.into(),
        }
    }

    /// Nothing is at this address.
    pub(crate) fn missing(detail: impl Into<String>) -> Self {
        Self {
            status: 404,
            title: "nothing here",
            detail: detail.into(),
        }
    }

    /// No article has this id.
    pub(crate) fn no_article(id: &str) -> Self {
        Self::missing(format!(
            "no article of this archive has the id `{id}`; a search lists the ids of its hits"
        ))
    }

    /// The fault as an RFC 9457 problem.
    pub(crate) fn problem(&self) -> String {
        serde_json::json!({
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
        })
        .to_string()
    }
}

impl From<SearchError> for Fault {
    fn from(error: SearchError) -> Self {
        // The cause may name files of this machine: it is logged, not shown.
        tracing::error!(error = &error as &dyn std::error::Error, "cannot answer");
        Self {
            status: 500,
            title: "the archive could not answer",
            detail: error.to_string(),
        }
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Self {
        Self {
            status: 500,
            title: "the page could not be written",
            detail: error.to_string(),
        }
    }
}
