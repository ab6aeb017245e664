//! What all pages share: the archive, the time, who may come in.

use std::fmt;
use std::sync::Arc;

use crate::archive::{Clock, Limits, Request, Searcher};
use crate::query::{Warning, WordLists};
use crate::web::search_address::SearchAddress;
use crate::web::search_queue::SearchQueue;

/// Who may come in.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Names and addresses, without port, by which the site may be asked; empty where a token guards it.
    pub hosts: Vec<String>,
    /// What every request must carry, as a cookie, a bearer token or `?token=`. `None` on loopback.
    pub token: Option<String>,
}

/// An archive as a site.
pub struct Site {
    pub(crate) archive: Arc<dyn Searcher>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) access: Access,
    pub(crate) lists: WordLists,
    pub(crate) queue: SearchQueue,
    /// Exports wait for their clients, so that they would keep searches waiting too.
    pub(crate) exports: SearchQueue,
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site").finish_non_exhaustive()
    }
}

impl Site {
    /// A site over an archive; `threads` searches run at once.
    pub fn new(
        archive: Arc<dyn Searcher>,
        clock: Arc<dyn Clock>,
        access: Access,
        threads: usize,
    ) -> Self {
        Self {
            archive,
            clock,
            access,
            lists: WordLists::default(),
            queue: SearchQueue::new(threads),
            exports: SearchQueue::new(threads),
        }
    }

    /// The site with the user's lists of synonyms and names.
    #[must_use]
    pub fn with_lists(mut self, lists: WordLists) -> Self {
        self.lists = lists;
        self
    }

    /// The request that a search makes now, and how its query was read.
    pub(crate) fn request(&self, address: &SearchAddress) -> (Request, Vec<Warning>) {
        let (request, mut warnings) = address.request(self.clock.today(), self.limits());
        let (query, widened) = self.lists.widened(request.query);
        warnings.extend(widened);
        (Request { query, ..request }, warnings)
    }

    /// How much work a search may be that begins now.
    pub(crate) fn limits(&self) -> Limits {
        Limits::from_now(&self.clock)
    }
}
