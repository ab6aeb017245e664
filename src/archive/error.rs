//! Why an archive could not answer.

use std::error::Error;
use std::time::Duration;

/// Why an archive could not answer. The embedded archive fails only with [`Read`](Self::Read); the other cases are a cluster's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The index could not be read.
    #[error("cannot read the archive")]
    Read {
        /// What went wrong.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// A file of the archive is not what was written; nothing of it was answered from.
    #[error(
        "the archive is damaged; `dateline check` says what is wrong, `dateline check --repair` mends it"
    )]
    Damaged {
        /// Which file, and what is wrong with it.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// Nothing answers where the archive should be.
    #[error("the archive at {address} cannot be reached")]
    Unreachable {
        /// Where it was looked for.
        address: String,
        /// What went wrong.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The archive answers, and says no: wrong credentials, no right to read, a request it does not allow.
    #[error("the archive at {address} refused the request: {reason}")]
    Refused {
        /// Which archive.
        address: String,
        /// Its own words.
        reason: String,
    },
    /// No answer came in time.
    #[error("the archive at {address} did not answer within {} ms", after.as_millis())]
    TimedOut {
        /// Which archive.
        address: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// Some parts of the archive failed, so that no answer can be vouched for.
    #[error("only {answered} of {parts} parts of the archive at {address} answered")]
    Partial {
        /// Which archive.
        address: String,
        /// Parts that answered.
        answered: usize,
        /// Parts that there are.
        parts: usize,
    },
}
