//! Keyword in context: every occurrence on a line, with what stands left and right of it.
//!
//! Hits must have been asked for with [`Request::WHOLE_TEXT`](crate::archive::Request::WHOLE_TEXT).

use serde::Serialize;

use crate::archive::{Hit, Results};
use crate::article::Span;
use crate::render::json_lines::push;
use crate::render::layout::{columns, printable};

/// Characters of context on either side at most.
const CONTEXT: usize = 60;

/// Which side the lines are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// By the words before, from the last backwards.
    Left,
    /// By the words behind.
    Right,
}

/// An occurrence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What stands before it.
    pub left: String,
    /// The match.
    pub word: String,
    /// What stands behind it.
    pub right: String,
    /// Bytes of the article's text.
    pub at: Span,
}

/// The occurrences of one hit, in the order of the text. Marks with nothing but white space between are one: a phrase.
pub fn lines_of(hit: &Hit) -> Vec<Line> {
    let mut lines = Vec::new();
    for passage in &hit.snippets {
        let text = passage.text.as_str();
        for at in joined(text, &passage.marks) {
            let before = text.get(..at.start).unwrap_or_default();
            let behind = text.get(at.end..).unwrap_or_default();
            lines.push(Line {
                left: last_part(before),
                word: on_one_line(text.get(at.start..at.end).unwrap_or_default()),
                right: first_part(behind),
                at,
            });
        }
    }
    lines
}

fn joined(text: &str, marks: &[Span]) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for mark in marks {
        if let Some(last) = joined.last_mut()
            && let Some(between) = text.get(last.end..mark.start)
            && between.chars().all(char::is_whitespace)
        {
            last.end = mark.end;
            continue;
        }
        joined.push(*mark);
    }
    joined
}

fn on_one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    printable(&words.join(" "))
}

/// The end of a text, from a word on where it has spaces.
fn last_part(text: &str) -> String {
    let start = text
        .char_indices()
        .rev()
        .nth(CONTEXT)
        .map_or(0, |(at, _)| at);
    let tail = text.get(start..).unwrap_or_default();
    let whole = match tail.split_once(char::is_whitespace) {
        Some((_, rest)) if start > 0 => rest,
        _ => tail,
    };
    on_one_line(whole)
}

/// The beginning of a text, to a word's end where it has spaces.
fn first_part(text: &str) -> String {
    let end = text
        .char_indices()
        .nth(CONTEXT)
        .map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or_default();
    let whole = match head.rsplit_once(char::is_whitespace) {
        Some((rest, _)) if end < text.len() => rest,
        _ => head,
    };
    on_one_line(whole)
}

/// Sorts lines by what stands beside the match, case ignored.
pub fn sort<T>(lines: &mut [T], side: Side, line: impl Fn(&T) -> &Line) {
    lines.sort_by_cached_key(|one| match side {
        Side::Right => line(one).right.to_lowercase(),
        Side::Left => {
            let words = line(one).left.to_lowercase();
            let backwards: Vec<&str> = words.split_whitespace().rev().collect();
            backwards.join(" ")
        }
    });
}

/// Each occurrence with its hit, sorted where a side is given.
fn all(results: &Results, side: Option<Side>) -> Vec<(Line, &Hit)> {
    let of_hit = |hit| lines_of(hit).into_iter().map(move |line| (line, hit));
    let mut all: Vec<(Line, &Hit)> = results.hits.iter().flat_map(of_hit).collect();
    if let Some(side) = side {
        sort(&mut all, side, |(line, _)| line);
    }
    all
}

/// The occurrences for a terminal, the matches under one another, `width` columns wide.
pub fn terminal_lines(results: &Results, side: Option<Side>, width: usize) -> String {
    let all = all(results, side);
    let widest = all.iter().map(|(line, _)| columns(&line.word)).max();
    let room = width.saturating_sub(widest.unwrap_or(0).min(24) + 2) / 2;
    let mut out = String::new();
    for (line, hit) in all {
        let left = cut_left(&line.left, room);
        let pad = " ".repeat(room.saturating_sub(columns(&left)));
        let source = hit
            .source
            .as_deref()
            .or(hit.domain.as_deref())
            .unwrap_or("");
        let day = hit
            .published
            .map(|day| day.date_as_known())
            .unwrap_or_default();
        let right = crate::render::layout::fit(&line.right, room);
        let bold = anstyle::Style::new().bold();
        let faint = anstyle::Style::new().dimmed();
        let (word, id) = (&line.word, printable(&hit.id));
        let about = format!("{} {day} {id}", printable(source));
        out.push_str(&format!("{pad}{left} {bold}{word}{bold:#} {right}\n"));
        out.push_str(&format!("{:room$} {faint}{}{faint:#}\n", "", about.trim()));
    }
    out
}

/// The last columns of a text.
fn cut_left(text: &str, room: usize) -> String {
    let mut kept = text;
    while columns(kept) > room {
        let mut rest = kept.chars();
        rest.next();
        kept = rest.as_str();
    }
    kept.to_owned()
}

#[derive(Debug, Serialize)]
struct JsonLine<'a> {
    r#type: &'static str,
    id: &'a str,
    title: &'a str,
    source: Option<&'a str>,
    published: Option<String>,
    language: Option<&'a str>,
    left: &'a str,
    r#match: &'a str,
    right: &'a str,
    at: Span,
}

/// The occurrences as JSON Lines, of type `kwic`; `at` are bytes of the article's text.
pub fn json_lines(results: &Results, side: Option<Side>) -> String {
    let mut out = String::new();
    for (line, hit) in all(results, side) {
        let line = JsonLine {
            r#type: "kwic",
            id: &hit.id,
            title: &hit.title,
            source: hit.source.as_deref(),
            published: hit.published.map(|day| day.to_string()),
            language: hit.language.as_deref(),
            left: &line.left,
            r#match: &line.word,
            right: &line.right,
            at: line.at,
        };
        push(&mut out, &line);
    }
    out
}
