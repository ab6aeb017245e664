//! The contract of any archive: what a face asks, what comes back, and how it can fail.
//!
//! Faces hold a `&dyn Searcher` and cannot tell an embedded archive from a cluster. No sentence is made here: a [`Note`] says what
//! happened as data, and `render` puts it into words. An archive of another kind is right when it passes the conformance suite in
//! `tests/it/search/conformance.rs`.
mod coverage;
mod error;
mod limits;
mod note;
mod periods;
mod request;
mod results;

use std::ops::ControlFlow;

use jiff::civil::Date;

pub use coverage::{Coverage, MOST_OUTLETS, coverage};
pub use error::SearchError;
pub use limits::{Cancel, Clock, Limits};
pub use note::{Note, PartCount, Unread};
pub use periods::{DateUnit, Timeline, days_of};
pub use request::{Facet, Field, Fill, Filters, Group, Request, SelfFilter, Sort};
pub use results::{
    ArticleCopy, ArticleVersion, Explanation, FacetCounts, FacetValue, Folded, FoldedHit, Hit,
    LearnedSite, Results, Snippet, Spelling, Stats, VersionPlace, Why,
};

use crate::article::Article;
use crate::query::Query;

/// An archive that answers: embedded, or a cluster.
pub trait Searcher: Send + Sync {
    /// Ranked hits, facets and totals. Counts are exact unless [`Results::lower_bound`] says otherwise.
    fn search(&self, request: &Request) -> Result<Results, SearchError>;

    /// The article with this id, with the ledger of what cleaning removed.
    fn article(&self, id: &str) -> Result<Option<Article>, SearchError>;

    /// Every version of the article with this id: the one that search shows first, then the others, newest first. `None` when there is
    /// no such article.
    fn versions(&self, id: &str) -> Result<Option<Vec<ArticleVersion>>, SearchError>;

    /// The other articles with nearly the same text as the one with this id: the first published first. `None` when there is no such
    /// article.
    fn copies(&self, id: &str) -> Result<Option<Vec<ArticleCopy>>, SearchError>;

    /// Hands every match to `each` until it breaks: no cap and no limits, in the order of the paths, without the ledgers. `today` is
    /// for `last:7d`. Returns how many were handed over.
    fn export(
        &self,
        query: &Query,
        filters: &Filters,
        today: Date,
        each: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> Result<u64, SearchError>;

    /// The articles most like the one with this id, which is not among them; those with the same words come last. At most `limit`,
    /// with at most `snippets` passages each. `None` when there is no such article.
    fn similar(
        &self,
        id: &str,
        filters: &Filters,
        limit: usize,
        snippets: usize,
    ) -> Result<Option<Results>, SearchError>;

    /// Why the article with this id has the score it has. `None` when there is no such article.
    fn explain(
        &self,
        id: &str,
        query: &Query,
        today: Date,
    ) -> Result<Option<Explanation>, SearchError>;

    /// Every spelling of a name (one word) in the archive: as it was asked for first, then those in most articles. Empty when no article
    /// has any.
    fn spellings(&self, name: &str, limits: &Limits) -> Result<Vec<Spelling>, SearchError>;

    /// What was learned of each site, by site. Empty where the archive does not keep it.
    fn learned(&self) -> Result<Vec<LearnedSite>, SearchError>;

    /// What is in the archive.
    fn stats(&self) -> Result<Stats, SearchError>;
}
