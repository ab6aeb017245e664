//! Stories as JSON Lines.

use serde::Serialize;

use crate::archive::Note;
use crate::article::Article;
use crate::group::{NameRow, NumberRow, Passage, Reuse};
use crate::render::json_lines::push;
use crate::render::notes;
use crate::stories::{Card, Story, StoryList, Told};

#[derive(Debug, Serialize)]
struct StoryLine<'a> {
    r#type: &'static str,
    story: &'a str,
    title: &'a str,
    first_day: Option<String>,
    last_day: Option<String>,
    sources: &'a [String],
    articles: usize,
    independent: usize,
    copies: usize,
    members: Vec<CardLine<'a>>,
}

#[derive(Debug, Serialize)]
struct CardLine<'a> {
    id: &'a str,
    title: &'a str,
    source: Option<&'a str>,
    published: Option<String>,
    language: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct ListSummaryLine<'a> {
    r#type: &'static str,
    stories: usize,
    shown: usize,
    articles: usize,
    query: &'a str,
    took_ms: f64,
    notes: Vec<String>,
}

/// The stories of a query, a line each, then one summary.
pub fn story_list(list: &StoryList, query: &str, took_ms: f64) -> String {
    let mut out = String::new();
    for told in &list.stories {
        push(&mut out, &story_line(told));
    }
    let of_stories = list.stories.iter().flat_map(|told| &told.notes);
    let all: Vec<Note> = list.notes.iter().chain(of_stories).cloned().collect();
    let summary = ListSummaryLine {
        r#type: "summary",
        stories: list.total,
        shown: list.stories.len(),
        articles: list.articles,
        query,
        took_ms,
        notes: notes(&all),
    };
    push(&mut out, &summary);
    out
}

fn story_line(told: &Told) -> StoryLine<'_> {
    let story: &Story = &told.story;
    StoryLine {
        r#type: "story",
        story: &story.id,
        title: &story.title,
        first_day: story.days.map(|(first, _)| first.to_string()),
        last_day: story.days.map(|(_, last)| last.to_string()),
        sources: &story.sources,
        articles: story.articles.len(),
        independent: told.independent(),
        copies: told.copies(),
        members: story.articles.iter().map(card_line).collect(),
    }
}

fn card_line(card: &Card) -> CardLine<'_> {
    CardLine {
        id: &card.id,
        title: &card.title,
        source: card.source.as_deref(),
        published: card.published.map(|published| published.to_string()),
        language: card.language.as_deref(),
    }
}

/// One story as one line.
pub fn story(told: &Told) -> String {
    let mut out = String::new();
    push(&mut out, &story_line(told));
    out
}

#[derive(Debug, Serialize)]
struct LineageLine<'a> {
    r#type: &'static str,
    story: &'a str,
    nodes: Vec<NodeLine<'a>>,
    edges: Vec<EdgeLine<'a>>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct NodeLine<'a> {
    #[serde(flatten)]
    card: CardLine<'a>,
    independent: bool,
}

#[derive(Debug, Serialize)]
struct EdgeLine<'a> {
    from: &'a str,
    to: &'a str,
    /// How much of `to` stands in `from`, and of `from` in `to`, 0 to 1.
    reused: f32,
    kept: f32,
    /// Why `from` is thought to be the first.
    clue: &'static str,
    passages: Vec<SharedLine<'a>>,
}

#[derive(Debug, Serialize)]
struct SharedLine<'a> {
    text: &'a str,
    words: usize,
    from: [usize; 2],
    to: [usize; 2],
}

/// Who took what from whom, as one line: nodes are articles, edges go from the origin to the text that reuses it, each with what they
/// share and the bytes where it stands in both.
pub fn lineage(told: &Told) -> String {
    let independent = told.lineage.independent(told.articles.len());
    let nodes = told.story.articles.iter().enumerate();
    let line = LineageLine {
        r#type: "lineage",
        story: &told.story.id,
        nodes: nodes
            .take(told.articles.len())
            .map(|(at, card)| NodeLine {
                card: card_line(card),
                independent: independent.contains(&at),
            })
            .collect(),
        edges: told
            .lineage
            .reuses
            .iter()
            .filter_map(|reuse| edge_line(reuse, &told.articles))
            .collect(),
        notes: notes(&told.notes),
    };
    let mut out = String::new();
    push(&mut out, &line);
    out
}

fn edge_line<'a>(reuse: &Reuse, articles: &'a [Article]) -> Option<EdgeLine<'a>> {
    let (from, to) = (articles.get(reuse.from)?, articles.get(reuse.to)?);
    let shared = |passage: &Passage| {
        let (own, other) = (passage.second, passage.first);
        SharedLine {
            text: to.text.get(own.start..own.end).unwrap_or_default(),
            words: passage.words,
            from: [other.start, other.end],
            to: [own.start, own.end],
        }
    };
    Some(EdgeLine {
        from: &from.id,
        to: &to.id,
        reused: reuse.reused,
        kept: reuse.kept,
        clue: reuse.clue.name(),
        passages: reuse.passages.iter().map(shared).collect(),
    })
}

#[derive(Debug, Serialize)]
struct NumberLine<'a> {
    r#type: &'static str,
    noun: &'a str,
    disagrees: bool,
    figures: Vec<FigureLine<'a>>,
}

#[derive(Debug, Serialize)]
struct FigureLine<'a> {
    id: &'a str,
    source: Option<&'a str>,
    text: &'a str,
    value: f64,
    sentence: &'a str,
}

/// The numbers of a story, a line for each thing that is counted.
pub fn numbers(story: &Story, rows: &[NumberRow]) -> String {
    let mut out = String::new();
    for row in rows {
        let figures = row.figures.iter().filter_map(|figure| {
            let card = story.articles.get(figure.article)?;
            Some(FigureLine {
                id: &card.id,
                source: card.source.as_deref(),
                text: &figure.text,
                value: figure.value,
                sentence: &figure.sentence,
            })
        });
        let line = NumberLine {
            r#type: "number",
            noun: &row.noun,
            disagrees: row.disagrees,
            figures: figures.collect(),
        };
        push(&mut out, &line);
    }
    out
}

#[derive(Debug, Serialize)]
struct NameLine<'a> {
    r#type: &'static str,
    spellings: Vec<SpellingIds<'a>>,
}

#[derive(Debug, Serialize)]
struct SpellingIds<'a> {
    text: &'a str,
    articles: Vec<&'a str>,
}

/// The names that a story spells in several ways, a line each, with the ids of the articles that have a spelling.
pub fn names(story: &Story, rows: &[NameRow]) -> String {
    let mut out = String::new();
    for row in rows {
        let mut line = NameLine {
            r#type: "name",
            spellings: Vec::new(),
        };
        for spelling in &row.spellings {
            let cards = spelling.articles.iter();
            let cards = cards.filter_map(|at| story.articles.get(*at));
            line.spellings.push(SpellingIds {
                text: &spelling.text,
                articles: cards.map(|card| card.id.as_str()).collect(),
            });
        }
        push(&mut out, &line);
    }
    out
}

#[derive(Debug, Serialize)]
struct CountsLine<'a> {
    r#type: &'static str,
    field: &'static str,
    values: Vec<StoryCountLine<'a>>,
}

#[derive(Debug, Serialize)]
struct StoryCountLine<'a> {
    value: &'a str,
    count: usize,
    title: &'a str,
}

/// Articles by story, as one line of the form of a facet.
pub fn story_counts(stories: &[Story]) -> String {
    let values = stories.iter().map(|story| StoryCountLine {
        value: &story.id,
        count: story.articles.len(),
        title: &story.title,
    });
    let line = CountsLine {
        r#type: "facet",
        field: "story",
        values: values.collect(),
    };
    let mut out = String::new();
    push(&mut out, &line);
    out
}
