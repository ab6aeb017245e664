//! A few articles as an archive of their own: what another engine has found is matched, marked and shown as the embedded archive
//! does it.

use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::TantivyError;

use crate::archive::{Explanation, Hit, Limits, Note, Request, Results, SearchError};
use crate::article::{Article, Span};
use crate::index::in_memory;
use crate::query::{Expr, Query};
use crate::search::answer::answer;
use crate::search::doc_address::locate;
use crate::search::plan::dictionary::Dictionary;
use crate::search::present::explain::explain;
use crate::search::view::View;

/// Some articles in memory.
pub(crate) struct SmallArchive {
    view: View,
    articles: usize,
}

impl SmallArchive {
    /// An archive of these articles, each with another id. Whether a word is one of the language is asked of `whole`, the archive that they
    /// are some of.
    pub(crate) fn of(
        articles: &[Article],
        whole: Arc<dyn Dictionary>,
    ) -> Result<Self, SearchError> {
        let view = in_memory(articles).and_then(|(searcher, fields)| {
            // Nothing lies beside an index in memory.
            let view = View::new(searcher, &fields, Path::new(""))?;
            Ok(view.of_whole(whole))
        });
        Ok(Self {
            view: view.map_err(failed)?,
            articles: articles.len(),
        })
    }

    /// The ids of the articles that match, and which patterns were cut short.
    pub(crate) fn matching(
        &self,
        query: &Query,
        today: Date,
        limits: &Limits,
    ) -> Result<(Vec<String>, Vec<Note>), SearchError> {
        let mut results = self.ask(query.clone(), 0, today, limits)?;
        let is_cut = |note: &Note| matches!(note, Note::PatternCut { .. });
        results.notes.retain(is_cut);
        let ids = results.hits.into_iter().map(|hit| hit.id);
        Ok((ids.collect(), results.notes))
    }

    /// Every article with its passages, whether it matches or not.
    pub(crate) fn shown(
        &self,
        query: &Query,
        snippets: usize,
        today: Date,
        limits: &Limits,
    ) -> Result<Vec<Hit>, SearchError> {
        let span = Span { start: 0, end: 0 };
        let or_any = Expr::or(vec![query.root.clone(), Expr::default()], span);
        let query = Query {
            root: or_any,
            plain: false,
        };
        Ok(self.ask(query, snippets, today, limits)?.hits)
    }

    /// Why an article of these has its score.
    pub(crate) fn explain(
        &self,
        id: &str,
        query: &Query,
        today: Date,
    ) -> Result<Option<Explanation>, SearchError> {
        let explained = || match locate(id, &self.view)? {
            Some(address) => explain(&query.root, address, today, &self.view).map(Some),
            None => Ok(None),
        };
        explained().map_err(failed)
    }

    fn ask(
        &self,
        query: Query,
        snippets: usize,
        today: Date,
        limits: &Limits,
    ) -> Result<Results, SearchError> {
        let request = Request {
            limit: self.articles,
            snippets,
            limits: limits.clone(),
            ..Request::new(query, today)
        };
        answer(&request, None, &self.view).map_err(failed)
    }
}

fn failed(error: TantivyError) -> SearchError {
    SearchError::Read {
        source: Box::new(error),
    }
}
