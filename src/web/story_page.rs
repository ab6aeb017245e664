//! Stories: a list of them, and the page of one: who was first, who copied whom, where numbers disagree.

use askama::Template;
use jiff::civil::Date;

use crate::article::{Article, Precision, PubDate};
use crate::group::{self, NameSpelling, Reuse};
use crate::render::layout::printable;
use crate::render::terminal::counted;
use crate::render::{clue, notes};
use crate::stories::{self, Card, Told};
use crate::web::answer_page::{Answer, Asked};
use crate::web::fault::Fault;
use crate::web::frame::Frame;
use crate::web::marked_text::{lang, path_part};
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;

/// Stories of a list.
const LISTED: usize = 30;

/// Passages that are shown of two texts.
const PASSAGES: usize = 3;

/// Names that are shown with their spellings, and outlets that are named for one of them.
const NAMES: usize = 12;
const OUTLETS: usize = 6;

#[derive(Debug, Template)]
#[template(path = "stories.html", config = "src/web/askama.toml")]
struct StoriesPage {
    frame: Frame,
    back: String,
    summary: String,
    notes: Vec<String>,
    stories: Vec<StoryView>,
}

#[derive(Debug)]
struct StoryView {
    href: String,
    title: String,
    lang: String,
    days: String,
    sources: String,
    articles: String,
}

#[derive(Debug, Template)]
#[template(path = "story.html", config = "src/web/askama.toml")]
struct StoryPage {
    frame: Frame,
    story: StoryView,
    has_axis: bool,
    articles: Vec<CardView>,
    reuses: Vec<ReuseView>,
    numbers: Vec<NumberView>,
    names: Vec<Vec<SpellingView>>,
    notes: Vec<String>,
    summary: String,
}

#[derive(Debug)]
struct CardView {
    href: String,
    title: String,
    lang: String,
    source: String,
    day: String,
    /// Its text is not taken from another article of the story.
    independent: bool,
    /// Where its day is on the axis of the story's days; `None` where it has no day, or the story has one only.
    x: Option<i64>,
}

#[derive(Debug)]
struct ReuseView {
    from: CardView,
    to: CardView,
    share: String,
    clue: &'static str,
    passages: Vec<(String, String)>,
}

#[derive(Debug)]
struct NumberView {
    noun: String,
    disagrees: bool,
    figures: Vec<FigureView>,
}

#[derive(Debug)]
struct FigureView {
    text: String,
    source: String,
    sentence: String,
    href: String,
    lang: String,
}

/// A spelling of a name with the outlets that have it.
#[derive(Debug)]
struct SpellingView {
    text: String,
    href: String,
    lang: String,
    sources: String,
}

/// `/stories`: the stories of a search.
pub(crate) fn list(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let (address, _) = SearchAddress::parse(&asked.query);
    let today = site.clock.today();
    let (request, _) = site.request(&address);
    let archive = site.archive.as_ref();
    let found = stories::list(archive, &request.query, &request.filters, today, LISTED)?;
    let summary = format!(
        "{} in {}",
        counted(found.total as u64, "story", "stories"),
        counted(found.articles as u64, "article", "articles"),
    );
    Answer::page(&StoriesPage {
        frame: Frame::new("Stories", &address.query),
        back: address.at("/"),
        summary,
        notes: notes(&found.notes),
        stories: found.stories.iter().map(story_view).collect(),
    })
}

fn story_view(told: &Told) -> StoryView {
    let story = &told.story;
    let days = match story.days {
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} to {last}"),
        None => String::new(),
    };
    let first = story.articles.first();
    StoryView {
        href: format!("/story/{}", path_part(&story.id)),
        title: title(&story.title),
        lang: lang(first.and_then(|card| card.language.as_deref())),
        days,
        sources: printable(&story.sources.join(", ")),
        articles: counted(story.articles.len() as u64, "article", "articles"),
    }
}

fn title(title: &str) -> String {
    match title.is_empty() {
        true => "(no headline)".to_owned(),
        false => printable(title),
    }
}

fn card_view(card: &Card) -> CardView {
    CardView {
        href: format!("/article/{}", path_part(&card.id)),
        title: title(&card.title),
        lang: lang(card.language.as_deref()),
        source: card.source.as_deref().map(printable).unwrap_or_default(),
        day: card
            .published
            .as_ref()
            .map(PubDate::date_as_known)
            .unwrap_or_default(),
        independent: true,
        x: None,
    }
}

/// The story of an article, with its texts compared.
pub(crate) fn told(site: &Site, id: &str) -> Result<Told, Fault> {
    let archive = site.archive.as_ref();
    let story = stories::of_article(archive, id, site.clock.today())?;
    let story = story.ok_or_else(|| Fault::no_article(id))?;
    Ok(stories::told(archive, story)?)
}

/// `/story/{id}`: the story of the article with this id.
pub(crate) fn show(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let told = told(site, &asked.id)?;
    let independent = told.lineage.independent(told.articles.len());
    let cards = told.story.articles.iter().enumerate();
    let summary = format!(
        "{}, {}, {}",
        counted(told.story.articles.len() as u64, "article", "articles"),
        counted(
            told.independent() as u64,
            "text of its own",
            "texts of their own"
        ),
        counted(told.copies() as u64, "copy", "copies"),
    );
    Answer::page(&StoryPage {
        frame: Frame::new(title(&told.story.title), ""),
        story: story_view(&told),
        has_axis: told.story.days.is_some_and(|(first, last)| first < last),
        articles: cards
            .map(|(at, card)| CardView {
                independent: independent.contains(&at),
                x: place_on_axis(card, told.story.days),
                ..card_view(card)
            })
            .collect(),
        reuses: told
            .lineage
            .reuses
            .iter()
            .filter_map(|reuse| reuse_view(reuse, &told))
            .collect(),
        numbers: numbers(&told),
        names: names(&told),
        notes: notes(&told.notes),
        summary,
    })
}

/// Where a card's day is between the first and the last day of its story: 4 to 124.
fn place_on_axis(card: &Card, days: Option<(Date, Date)>) -> Option<i64> {
    let (first, last) = days?;
    let since = |day: Date| i64::from((day - first).get_days());
    let published = card
        .published
        .filter(|own| own.precision >= Precision::Day)?;
    let all = since(last);
    (all > 0).then(|| 4 + 120 * since(published.date).clamp(0, all) / all)
}

fn reuse_view(reuse: &Reuse, told: &Told) -> Option<ReuseView> {
    let (from, to) = (told.articles.get(reuse.from)?, told.articles.get(reuse.to)?);
    let cards = &told.story.articles;
    let mut passages = Vec::new();
    for passage in reuse.passages.iter().take(PASSAGES) {
        let first = from.text.get(passage.first.start..passage.first.end);
        let second = to.text.get(passage.second.start..passage.second.end);
        let shown = |text: Option<&str>| text.map(printable).unwrap_or_default();
        passages.push((shown(first), shown(second)));
    }
    Some(ReuseView {
        from: card_view(cards.get(reuse.from)?),
        to: card_view(cards.get(reuse.to)?),
        share: format!("{:.0} %", reuse.reused * 100.0),
        clue: clue(reuse.clue),
        passages,
    })
}

fn numbers(told: &Told) -> Vec<NumberView> {
    let articles: Vec<&Article> = told.articles.iter().collect();
    let mut rows = Vec::new();
    for row in group::numbers(&articles) {
        let mut figures = Vec::new();
        for figure in &row.figures {
            let Some(card) = told.story.articles.get(figure.article) else {
                continue;
            };
            figures.push(FigureView {
                text: printable(&figure.text),
                source: card.source.as_deref().map(printable).unwrap_or_default(),
                sentence: printable(&figure.sentence),
                href: format!("/article/{}", path_part(&card.id)),
                lang: lang(card.language.as_deref()),
            });
        }
        rows.push(NumberView {
            noun: printable(&row.noun),
            disagrees: row.disagrees,
            figures,
        });
    }
    rows
}

/// The names that the articles spell in several ways.
fn names(told: &Told) -> Vec<Vec<SpellingView>> {
    let articles: Vec<&Article> = told.articles.iter().collect();
    let mut rows = Vec::new();
    for row in group::name_spellings(&articles).iter().take(NAMES) {
        let spellings = row.spellings.iter();
        rows.push(spellings.map(|one| spelling_view(one, told)).collect());
    }
    rows
}

fn spelling_view(spelling: &NameSpelling, told: &Told) -> SpellingView {
    let mut sources: Vec<String> = Vec::new();
    for at in &spelling.articles {
        let card = told.story.articles.get(*at);
        let source = card.and_then(|card| card.source.as_deref());
        sources.extend(source.map(printable));
    }
    sources.sort();
    sources.dedup();
    let shown = sources.len().min(OUTLETS);
    let left_out = sources.split_off(shown).len();
    if left_out > 0 {
        sources.push(format!("{left_out} more"));
    }
    let first = spelling.articles.first();
    let first = first.and_then(|at| told.story.articles.get(*at));
    let query = format!("name:={}", spelling.text);
    SpellingView {
        text: printable(&spelling.text),
        href: SearchAddress::of_query(&query).at("/"),
        lang: lang(first.and_then(|card| card.language.as_deref())),
        sources: sources.join(", "),
    }
}
