//! The stories of a query.

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::archive::{Filters, Note, SearchError, Searcher};
use crate::group::stories;
use crate::query::Query;
use crate::stories::event_story::Story;
use crate::stories::one_story::{Told, told};
use crate::stories::story_terms::{Gathered, gather};

/// The stories of a query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryList {
    /// The stories asked for: those with most articles first, of equal ones the latest.
    pub stories: Vec<Told>,
    /// How many stories there are, those of one article among them.
    pub total: usize,
    /// How many articles they have.
    pub articles: usize,
    /// What the reader should know.
    pub notes: Vec<Note>,
}

/// Finds the stories of a query; shows at most `limit` of them, each with its lineage.
pub fn list(
    archive: &dyn Searcher,
    query: &Query,
    filters: &Filters,
    today: Date,
    limit: usize,
) -> Result<StoryList, SearchError> {
    let (mut all, gathered) = all_stories(archive, query, filters, today)?;
    let total = all.len();
    all.truncate(limit);
    let mut shown = Vec::new();
    for story in all {
        shown.push(told(archive, story)?);
    }
    Ok(StoryList {
        stories: shown,
        total,
        articles: gathered.cards.len(),
        notes: gathered.note.into_iter().collect(),
    })
}

/// The stories of a query without their texts, those with most articles first, all or at most `limit`; and what the reader should know.
pub fn counts(
    archive: &dyn Searcher,
    query: &Query,
    filters: &Filters,
    today: Date,
    limit: Option<usize>,
) -> Result<(Vec<Story>, Option<Note>), SearchError> {
    let (mut all, gathered) = all_stories(archive, query, filters, today)?;
    all.truncate(limit.unwrap_or(all.len()));
    Ok((all, gathered.note))
}

fn all_stories(
    archive: &dyn Searcher,
    query: &Query,
    filters: &Filters,
    today: Date,
) -> Result<(Vec<Story>, Gathered), SearchError> {
    let gathered = gather(archive, query, filters, today, None)?;
    let card = |at: &usize| gathered.cards.get(*at).cloned();
    let mut all: Vec<Story> = stories(&gathered.terms)
        .iter()
        .map(|story| Story::of(story.iter().filter_map(card).collect()))
        .collect();
    all.sort_by_cached_key(|story| {
        let latest = story.days.map(|(_, last)| last);
        (
            Reverse(story.articles.len()),
            Reverse(latest),
            story.id.clone(),
        )
    });
    Ok((all, gathered))
}
