//! Searching: a query in; ranked hits with snippets and facets out.
mod archive;
mod collect;
mod expand;
mod filter;
mod pattern;
mod places;
mod plan;
mod request;
mod results;
mod snippet;
mod words;

pub use archive::Archive;
pub use request::{Facet, Field, Filters, Group, Request, Sort};
pub use results::{FacetCounts, FacetValue, Hit, Results, SearchError, Snippet, Stats};

use std::ops::ControlFlow;

use jiff::civil::Date;

use crate::article::Article;
use crate::query::Query;

/// An archive that answers: embedded or a cluster; its callers cannot tell which.
pub trait Searcher {
    /// Ranked hits, facets and exact totals.
    fn search(&self, request: &Request) -> Result<Results, SearchError>;

    /// The article with this id.
    fn article(&self, id: &str) -> Result<Option<Article>, SearchError>;

    /// Hands every match to `each` until it breaks: no cap, in the archive's stable order. `today` is for
    /// `last:7d`. Returns how many were handed over.
    fn export(
        &self,
        query: &Query,
        filters: &Filters,
        today: Date,
        each: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> Result<u64, SearchError>;

    /// What is in the archive.
    fn stats(&self) -> Result<Stats, SearchError>;
}
