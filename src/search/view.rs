//! What a question is asked of: the articles of one commit, and what is read of them once.

use std::collections::BTreeSet;
use std::sync::Arc;

use tantivy::Searcher;

use crate::index::languages;
use crate::index::schema::Fields;
use crate::search::columns::Columns;

/// The articles of one commit.
pub(crate) struct View {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    /// The languages that they are in.
    pub(crate) languages: BTreeSet<String>,
    pub(crate) columns: Arc<Columns>,
}

impl View {
    /// What `searcher` sees.
    pub(crate) fn new(searcher: Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let languages = languages(&searcher)?;
        Ok(Self { searcher, fields: *fields, languages, columns: Arc::default() })
    }

    /// Whether it is what `searcher` sees.
    pub(crate) fn is_of(&self, searcher: &Searcher) -> bool {
        self.searcher.generation().generation_id() == searcher.generation().generation_id()
    }
}

impl std::fmt::Debug for View {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("View").field("languages", &self.languages).finish_non_exhaustive()
    }
}
