//! The embedded archive as a [`Searcher`].

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use jiff::civil::Date;
use tantivy::TantivyError;

use crate::archive::{
    ArticleCopy, ArticleVersion, Explanation, Filters, Group, LearnedSite, Limits, Request,
    Results, SearchError, Searcher, Spelling, Stats,
};
use crate::article::Article;
use crate::index::file_faults::damage_in;
use crate::index::store::{LEDGER, Stored};
use crate::index::{OpenError, Reader};
use crate::query::Query;
use crate::search::all_spellings::all_spellings;
use crate::search::answer::answer;
use crate::search::article_copies::copies;
use crate::search::article_versions::versions;
use crate::search::doc_address::locate;
use crate::search::every_match::export;
use crate::search::learned_sites::learned_sites;
use crate::search::more_like::similar;
use crate::search::present::explain::explain;
use crate::search::story_keys::StoryKeys;
use crate::search::summary::stats;
use crate::search::view::View;
use crate::stories;

/// An archive on this machine.
#[derive(Debug)]
pub struct Archive {
    reader: Reader,
    /// What the last query was asked of; asked again while no commit came.
    view: Mutex<Option<Arc<View>>>,
}

impl Archive {
    /// Opens the archive in `dir` for reading.
    pub fn open(dir: &Path) -> Result<Self, OpenError> {
        Ok(Self {
            reader: Reader::open(dir)?,
            view: Mutex::new(None),
        })
    }

    /// Sees what was committed since it was opened.
    pub fn reload(&self) -> Result<(), OpenError> {
        self.reader.reload()
    }

    /// When the last commit was made, whether it was seen or not; `None` where that cannot be told. Looking costs one call of the system.
    pub fn committed(&self) -> Option<SystemTime> {
        self.reader.committed()
    }

    /// Asks what is in the archive now.
    fn ask<T>(&self, question: impl FnOnce(&View) -> tantivy::Result<T>) -> Result<T, SearchError> {
        let answer = self.view().and_then(|view| question(&view));
        answer.map_err(|error: TantivyError| match damage_in(&error) {
            Some(damage) => SearchError::Damaged {
                source: damage.into(),
            },
            None => SearchError::Read {
                source: error.into(),
            },
        })
    }

    fn view(&self) -> tantivy::Result<Arc<View>> {
        let searcher = self.reader.searcher();
        let mut last = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(view) = &*last
            && view.is_of(&searcher)
        {
            return Ok(view.clone());
        }
        let view = Arc::new(View::new(
            searcher,
            self.reader.fields(),
            self.reader.dir(),
        )?);
        *last = Some(view.clone());
        Ok(view)
    }
}

impl Searcher for Archive {
    fn search(&self, request: &Request) -> Result<Results, SearchError> {
        let request = &*stories::resolved_request(self, request)?;
        let stories = match request.group {
            Group::Story => Some(Arc::new(StoryKeys::of_matches(self, request)?)),
            Group::Off | Group::Copies => None,
        };
        self.ask(|view| answer(request, stories.as_ref(), view))
    }

    fn article(&self, id: &str) -> Result<Option<Article>, SearchError> {
        self.ask(|view| {
            let Some(address) = locate(id, view)? else {
                return Ok(None);
            };
            let stored: Stored<LEDGER> = view.searcher.doc(address)?;
            stored.article().map(Some)
        })
    }

    fn versions(&self, id: &str) -> Result<Option<Vec<ArticleVersion>>, SearchError> {
        self.ask(|view| versions(id, view))
    }

    fn copies(&self, id: &str) -> Result<Option<Vec<ArticleCopy>>, SearchError> {
        self.ask(|view| copies(id, view))
    }

    fn export(
        &self,
        query: &Query,
        filters: &Filters,
        today: Date,
        each: &mut dyn FnMut(Article) -> ControlFlow<()>,
    ) -> Result<u64, SearchError> {
        let query = &*stories::resolved(self, query, today)?;
        self.ask(|view| export(query, filters, today, view, each))
    }

    fn similar(
        &self,
        id: &str,
        filters: &Filters,
        limit: usize,
        snippets: usize,
    ) -> Result<Option<Results>, SearchError> {
        self.ask(|view| similar(id, filters, (limit, snippets), view))
    }

    fn explain(
        &self,
        id: &str,
        query: &Query,
        today: Date,
    ) -> Result<Option<Explanation>, SearchError> {
        let query = &*stories::resolved(self, query, today)?;
        self.ask(|view| {
            let Some(address) = locate(id, view)? else {
                return Ok(None);
            };
            explain(&query.root, address, today, view).map(Some)
        })
    }

    fn spellings(&self, name: &str, limits: &Limits) -> Result<Vec<Spelling>, SearchError> {
        self.ask(|view| all_spellings(name, limits, view))
    }

    fn learned(&self) -> Result<Vec<LearnedSite>, SearchError> {
        self.ask(|view| learned_sites(self.reader.dir(), &view.searcher))
    }

    fn stats(&self) -> Result<Stats, SearchError> {
        self.ask(|view| stats(view, self.reader.bytes()))
    }
}
