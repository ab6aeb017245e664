//! What is asked about a quotation, and what the archive says.

use jiff::civil::Date;

use crate::archive::{Filters, Limits, Note};
use crate::article::{Article, Span};

/// A quotation to verify.
#[derive(Debug, Clone)]
pub struct QuoteRequest {
    /// The words, with or without quotes around them; an ellipsis says that words are left out.
    pub quote: String,
    /// Who is said to have said it.
    pub speaker: Option<String>,
    /// Which articles count.
    pub filters: Filters,
    /// Today, for filters.
    pub today: Date,
    /// How much work each search may be.
    pub limits: Limits,
}

/// What the archive says of a quotation, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The same words stand in one run.
    Exact,
    /// The words stand, and words between them or at an end are left out.
    Cut,
    /// The words stand, as somebody else's.
    OtherSpeaker,
    /// Nearly the same words stand: some are changed, added or missing.
    Altered,
    /// Nothing like it was found.
    Absent,
}

impl Verdict {
    /// The verdict in a word or two.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Cut => "cut",
            Self::OtherSpeaker => "other speaker",
            Self::Altered => "altered",
            Self::Absent => "absent",
        }
    }
}

/// Where quotation and archive differ; each side in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Words that stand in place of others.
    Changed {
        /// The quotation's words.
        quote: String,
        /// The archive's words.
        archive: String,
    },
    /// Words that the archive has not.
    Added {
        /// The quotation's words.
        quote: String,
    },
    /// Words that the quotation leaves out between others.
    LeftOut {
        /// The archive's words.
        archive: String,
        /// An ellipsis says so.
        is_marked: bool,
    },
    /// The rest of the sentence, which an end of the quotation leaves out: what is quoted means something else with it.
    EndLeftOut {
        /// The archive's words.
        archive: String,
    },
}

/// Whose words they are in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attribution {
    /// The speaker who was asked for is named with the words.
    Asked,
    /// Somebody else is.
    Other(String),
    /// Nobody is named with the words.
    Nobody,
}

/// An article that has the words, or words like them.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// The article.
    pub article: Article,
    /// What is to be said of the quotation by this article alone.
    pub verdict: Verdict,
    /// Where the words stand: bytes of the text, or of the headline.
    pub at: Span,
    /// They stand in the headline.
    pub in_title: bool,
    /// The archive's own words.
    pub words: String,
    /// The sentences that hold them, where they are more than the words.
    pub sentence: Option<String>,
    /// Where the two differ.
    pub differences: Vec<Difference>,
    /// Whose words they are; `None` where no speaker was asked for.
    pub attribution: Option<Attribution>,
    /// Words of the quotation that stand in the article in their order: 1 for all.
    pub likeness: f32,
}

/// The answer.
#[derive(Debug, Clone)]
pub struct QuoteCheck {
    /// What is to be said of the quotation.
    pub verdict: Verdict,
    /// The article that this was decided by: the first published of those that come nearest.
    pub first: Option<Quoted>,
    /// Other articles of the same verdict that are no copies of one another, in the order of their days.
    pub others: Vec<Quoted>,
    /// Articles that have all of the words as phrases.
    pub articles: u64,
    /// How many texts these are, copies counted once.
    pub texts: u64,
    /// What the reader should know of the searches.
    pub notes: Vec<Note>,
}
