//! What is kept of each article while stories are found: what it says of its event, and what a list shows.

use std::ops::ControlFlow;

use jiff::civil::Date;

use crate::archive::{Filters, Note, SearchError, Searcher};
use crate::article::Article;
use crate::group::{EventTerms, event_terms};
use crate::query::Query;
use crate::stories::event_story::Card;

/// Articles that are grouped at most: a second of work and a few megabytes.
pub const MOST: usize = 20_000;

/// Articles in the order of their paths, until there are too many.
pub(crate) struct Gathered {
    pub(crate) terms: Vec<EventTerms>,
    pub(crate) cards: Vec<Card>,
    /// Said where there were too many.
    pub(crate) note: Option<Note>,
}

impl Gathered {
    fn add(&mut self, article: &Article) {
        self.terms.push(event_terms(article));
        self.cards.push(Card::of(article));
    }
}

/// Reads the articles of a query, and `always` in any case.
pub(crate) fn gather(
    archive: &dyn Searcher,
    query: &Query,
    filters: &Filters,
    today: Date,
    always: Option<&Article>,
) -> Result<Gathered, SearchError> {
    let mut gathered = Gathered {
        terms: Vec::new(),
        cards: Vec::new(),
        note: None,
    };
    if let Some(article) = always {
        gathered.add(article);
    }
    archive.export(query, filters, today, &mut |article| {
        if always.is_some_and(|always| always.id == article.id) {
            return ControlFlow::Continue(());
        }
        if gathered.terms.len() >= MOST {
            gathered.note = Some(Note::StoriesOfPart { articles: MOST });
            return ControlFlow::Break(());
        }
        gathered.add(&article);
        ControlFlow::Continue(())
    })?;
    Ok(gathered)
}
