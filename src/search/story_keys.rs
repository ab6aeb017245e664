//! The stories of a query's matches, by the keys of their articles.

use rustc_hash::FxHashMap;

use crate::archive::{Note, Request, SearchError, Searcher};
use crate::index::store;
use crate::stories;

/// Which matches tell of one event.
#[derive(Debug, Default)]
pub(crate) struct StoryKeys {
    /// The key of the story that an article is in with others, by the key of the article.
    of_several: FxHashMap<u64, u64>,
    /// The ids of these stories, by key.
    ids: FxHashMap<u64, String>,
    /// Said where there are too many matches.
    pub(crate) note: Option<Note>,
}

impl StoryKeys {
    /// Groups the matches of a request.
    pub(crate) fn of_matches(
        archive: &dyn Searcher,
        request: &Request,
    ) -> Result<Self, SearchError> {
        let (query, filters) = (&request.query, &request.filters);
        let (stories, note) = stories::counts(archive, query, filters, request.today, None)?;
        let mut keys = Self {
            note,
            ..Self::default()
        };
        for story in stories.into_iter().filter(|story| story.articles.len() > 1) {
            let key = store::key(&story.id);
            let articles = story.articles.iter().map(|card| store::key(&card.id));
            keys.of_several
                .extend(articles.map(|article| (article, key)));
            keys.ids.insert(key, story.id);
        }
        Ok(keys)
    }

    /// The key of the story that the article with this key is in with others.
    pub(crate) fn of_several(&self, key: u64) -> Option<u64> {
        self.of_several.get(&key).copied()
    }

    /// The id of the story of an article, which is its own where it is alone.
    pub(crate) fn id<'a>(&'a self, article: &'a str) -> &'a str {
        let story = self.of_several(store::key(article));
        let id = story.and_then(|story| self.ids.get(&story));
        id.map_or(article, String::as_str)
    }
}
