//! One story with its texts: who took what from whom.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::archive::{Filters, Note, SearchError, Searcher};
use crate::article::{Article, Found, Precision};
use crate::group::{Lineage, lineage, stories};
use crate::query::{self, Query};
use crate::stories::event_story::{Card, Story};
use crate::stories::story_terms::gather;

/// Articles of a story whose texts are compared, the first ones: each is compared with each.
const COMPARED: usize = 100;

/// Days around an article among which its story is looked for: twice as far as two articles of a story can be apart, so that what is
/// rare is told as for all of the archive.
const WINDOW: i64 = 28;

/// From this share of its text on an article that reuses another is a copy of it.
const COPY: f32 = 0.5;

/// A story with its texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The story.
    pub story: Story,
    /// Its articles, in its order, with their ledgers. The first hundred.
    pub articles: Vec<Article>,
    /// Who took what from whom, by index into `articles`.
    pub lineage: Lineage,
    /// What the reader should know.
    pub notes: Vec<Note>,
}

impl Told {
    /// How many articles have a text of their own: none of it is taken from another article of the story.
    pub fn independent(&self) -> usize {
        self.lineage.independent(self.articles.len()).len()
    }

    /// How many articles have most of their text from another.
    pub fn copies(&self) -> usize {
        let copied = |at: &usize| {
            let mut reuses = self.lineage.reuses.iter();
            reuses.any(|reuse| reuse.to == *at && reuse.reused >= COPY)
        };
        (0..self.articles.len()).filter(copied).count()
    }
}

/// The story of the article with this id, with no more than itself where nobody else tells of its event. `None` where there is no such
/// article.
pub fn of_article(
    archive: &dyn Searcher,
    id: &str,
    today: Date,
) -> Result<Option<Story>, SearchError> {
    let Some(article) = archive.article(id)? else {
        return Ok(None);
    };
    let around = around(article.published.as_ref());
    let gathered = gather(archive, &around, &Filters::default(), today, Some(&article))?;
    // The article itself was gathered first.
    let groups = stories(&gathered.terms);
    let own = groups.into_iter().find(|story| story.contains(&0));
    let card = |at: usize| gathered.cards.get(at).cloned();
    let cards: Vec<Card> = own
        .unwrap_or_default()
        .into_iter()
        .filter_map(card)
        .collect();
    Ok(Some(Story::of(cards)))
}

/// The articles that may tell of the same event: those of the weeks around its day and those without a day.
fn around(published: Option<&Found<crate::article::PubDate>>) -> Query {
    let day = published
        .map(|found| found.value)
        .filter(|published| published.precision >= Precision::Day)
        .map(|published| published.date);
    let window = day.and_then(|day| {
        let first = day.checked_sub(WINDOW.days()).ok()?;
        let last = day.checked_add(WINDOW.days()).ok()?;
        Some(format!("date:none OR date:{first}..{last}"))
    });
    query::parse(window.as_deref().unwrap_or("*")).0
}

/// Reads the texts of a story and compares them.
pub fn told(archive: &dyn Searcher, story: Story) -> Result<Told, SearchError> {
    let mut articles = Vec::new();
    for card in story.articles.iter().take(COMPARED) {
        articles.extend(archive.article(&card.id)?);
    }
    let compared: Vec<&Article> = articles.iter().collect();
    let lineage = lineage(&compared);
    let is_cut = story.articles.len() > COMPARED;
    let note = is_cut.then_some(Note::LineageOfPart { articles: COMPARED });
    Ok(Told {
        story,
        articles,
        lineage,
        notes: note.into_iter().collect(),
    })
}
