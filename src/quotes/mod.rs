//! Quotations: whether the archive has the words that somebody is said to have said, and whose they are.
//!
//! [`verify`] finds articles by windows of the quotation's words, lays the quotation over each text word by word
//! (`alignment`), and judges what differs. Quotes, dashes, spaces and capitals do not count; words, accents, numbers
//! and signs such as `%` do.
mod verdict;
mod quoted_words;
mod alignment;
mod turning_words;
mod surroundings;
mod speaker;
mod judgement;
mod quote_queries;
mod verify;

pub use verdict::{Attribution, Difference, QuoteCheck, QuoteRequest, Quoted, Verdict};
pub use verify::{MAX_WORDS, verify};
