//! A story: its articles, and what they have in common.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::article::{Article, Precision, PubDate};

/// What a list shows of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The article's id.
    pub id: String,
    /// The headline, empty when not known.
    pub title: String,
    /// The outlet, else the domain.
    pub source: Option<String>,
    /// The date of publication.
    pub published: Option<PubDate>,
    /// The language code.
    pub language: Option<String>,
}

impl Card {
    pub(crate) fn of(article: &Article) -> Self {
        let title = article.title.as_ref();
        let source = article.source.as_ref().map(|found| found.value.clone());
        let language = article.language.as_ref();
        Self {
            id: article.id.clone(),
            title: title.map_or(String::new(), |found| found.value.clone()),
            source: source.or_else(|| article.domain.clone()),
            published: article.published.as_ref().map(|found| found.value),
            language: language.map(|found| found.value.code().to_owned()),
        }
    }

    /// The day, where it is known to the day.
    pub(crate) fn day(&self) -> Option<Date> {
        let published = self.published?;
        (published.precision >= Precision::Day).then_some(published.date)
    }
}

/// Articles that tell of one event.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// The id of its first article. Any id of its articles names the story.
    pub id: String,
    /// The first article's headline.
    pub title: String,
    /// First and last day; `None` where no article has one.
    pub days: Option<(Date, Date)>,
    /// The outlets, by name.
    pub sources: Vec<String>,
    /// The articles, by day and id, those without a day last.
    pub articles: Vec<Card>,
}

impl Story {
    /// The story of these articles, which are in order.
    pub(crate) fn of(articles: Vec<Card>) -> Self {
        let days: Vec<Date> = articles.iter().filter_map(Card::day).collect();
        let sources: BTreeSet<&String> = articles
            .iter()
            .filter_map(|article| article.source.as_ref())
            .collect();
        let first = articles.first();
        Self {
            id: first.map_or(String::new(), |article| article.id.clone()),
            title: first.map_or(String::new(), |article| article.title.clone()),
            days: days.iter().min().copied().zip(days.iter().max().copied()),
            sources: sources.into_iter().cloned().collect(),
            articles,
        }
    }
}
