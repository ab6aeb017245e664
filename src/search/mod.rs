//! Searching: a query in; ranked hits with snippets and facets out.
mod advice;
mod answer;
mod any;
mod archive;
mod collect;
mod columns;
mod expand;
mod explain;
mod facets;
mod filter;
mod forms;
mod fuzzy;
mod parted;
mod pattern;
mod places;
mod plan;
mod range;
mod request;
mod results;
mod run;
mod similar;
mod snippet;
mod view;
mod weights;
mod words;

pub use archive::Archive;
pub use explain::Explanation;
pub use request::{Facet, Field, Filters, Group, Own, Request, Sort};
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

    /// The articles most like the one with this id, which is not among them; those with the same words come last. At most
    /// `limit`, with at most `snippets` passages each. `None` when there is no such article.
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

    /// What is in the archive.
    fn stats(&self) -> Result<Stats, SearchError>;
}
