//! Two articles side by side, what they share marked.

use crate::article::{Article, Span};
use crate::group::Comparison;
use crate::render::layout::{emphasised, printable, shown_width, wrap};
use crate::render::terminal::style::{FAINT, MARK, PLAIN, STRONG};

/// Between the columns.
const GAP: &str = "  ";

/// Two articles in two columns of equal width, then how much of each stands in the other.
pub fn comparison(first: &Article, second: &Article, shared: &Comparison, width: usize) -> String {
    let column = width.saturating_sub(GAP.len()) / 2;
    let left = lines(
        first,
        shared.passages.iter().map(|passage| passage.first),
        column,
    );
    let right = lines(
        second,
        shared.passages.iter().map(|passage| passage.second),
        column,
    );
    let mut out = String::new();
    for at in 0..left.len().max(right.len()) {
        let own = left.get(at).map_or("", String::as_str);
        let other = right.get(at).map_or("", String::as_str);
        let missing = column.saturating_sub(shown_width(own));
        let line = format!("{own}{}{GAP}{other}", " ".repeat(missing));
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out.push_str(&format!(
        "\n{FAINT}{}{FAINT:#}\n",
        summary(first, second, shared)
    ));
    out
}

fn lines(article: &Article, marks: impl Iterator<Item = Span>, column: usize) -> Vec<String> {
    let mut marks: Vec<Span> = marks.collect();
    marks.sort_unstable();
    let title = article.title.as_ref();
    let title = title.map_or("(no headline)", |found| &found.value);
    let mut lines = wrap(&emphasised(title, &[], STRONG, STRONG), column);
    lines.extend(wrap(
        &emphasised(&about(article), &[], FAINT, FAINT),
        column,
    ));
    let mut start = 0;
    for paragraph in article.text.split("\n\n") {
        let end = start + paragraph.len();
        lines.push(String::new());
        lines.extend(wrap(
            &emphasised(paragraph, &within(&marks, start, end), PLAIN, MARK),
            column,
        ));
        start = end + 2;
    }
    lines
}

/// The marks of one paragraph, counted from its beginning.
fn within(marks: &[Span], start: usize, end: usize) -> Vec<Span> {
    let mut own: Vec<Span> = Vec::new();
    for mark in marks
        .iter()
        .filter(|mark| mark.start < end && mark.end > start)
    {
        let from = mark.start.max(start) - start;
        let to = mark.end.min(end) - start;
        // A text that repeats itself has marks that overlap.
        match own.last_mut() {
            Some(last) if last.end >= from => last.end = last.end.max(to),
            _ => own.push(Span {
                start: from,
                end: to,
            }),
        }
    }
    own
}

/// `Northmoor Dispatch · 2025-03-14 · 041dbb4e0a65153c`
fn about(article: &Article) -> String {
    let source = article.source.as_ref();
    let source = source.map_or("unknown source", |found| &found.value);
    let published = article.published.as_ref();
    let day = published.map_or("undated".to_owned(), |found| found.value.to_string());
    format!("{} · {day} · {}", printable(source), printable(&article.id))
}

fn summary(first: &Article, second: &Article, shared: &Comparison) -> String {
    let share = |shared: usize, all: usize| (shared * 100).checked_div(all).unwrap_or(0);
    format!(
        "{} % of {} stands in {}, {} % of that in the first; the longest shared passage has {} words",
        share(shared.first_shared, shared.first_words),
        printable(&first.id),
        printable(&second.id),
        share(shared.second_shared, shared.second_words),
        shared
            .passages
            .iter()
            .map(|passage| passage.words)
            .max()
            .unwrap_or(0),
    )
}
