//! What all tools share: the archive, the time, the user's lists.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

use crate::archive::{Clock, Fill, Group, Limits, Request, Searcher};
use crate::query::{WordLists, parse};

/// An archive as a set of tools.
pub struct Toolbox {
    pub(crate) archive: Arc<dyn Searcher>,
    clock: Arc<dyn Clock>,
    lists: WordLists,
}

impl fmt::Debug for Toolbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Toolbox").finish_non_exhaustive()
    }
}

impl Toolbox {
    /// The tools over an archive.
    pub fn new(archive: Arc<dyn Searcher>, clock: Arc<dyn Clock>) -> Self {
        Self {
            archive,
            clock,
            lists: WordLists::default(),
        }
    }

    /// The tools with the user's lists of synonyms and names.
    #[must_use]
    pub fn with_lists(mut self, lists: WordLists) -> Self {
        self.lists = lists;
        self
    }

    /// How much work a search may be that begins now.
    pub(crate) fn limits(&self) -> Limits {
        Limits::from_now(&self.clock)
    }

    pub(crate) fn today(&self) -> Date {
        self.clock.today()
    }

    /// The request that a query makes, copies folded, and what is to be said of how it was read.
    pub(crate) fn request(&self, query: &str) -> (Request, Vec<String>) {
        let (query, mut warnings) = parse(query);
        let (query, widened) = self.lists.widened(query);
        warnings.extend(widened);
        let request = Request {
            group: Group::Copies,
            fill: Fill::MostWords,
            limits: self.limits(),
            ..Request::new(query, self.today())
        };
        let said = warnings.into_iter().map(|warning| warning.message);
        (request, said.collect())
    }
}
