//! ProQuest: text exports, documents under rules of underscores, their parts labelled.

use crate::read::document::{Document, Line, is_day, joined, lines, names};
use crate::read::labels;

const TOOL: &str = "proquest";

/// Whether a text is an export: it names the tool, and labels a full text or a publication.
pub(crate) fn is(text: &str) -> bool {
    let named = text.contains("ProQuest");
    let labelled = lines(text)
        .iter()
        .filter_map(|line| labels::of_line(TOOL, line.text))
        .filter(|(meaning, _)| matches!(*meaning, "text" | "source" | "info" | "id"))
        .count();
    named && labelled >= 2
}

/// The documents of an export.
pub(crate) fn documents(text: &str) -> Vec<Document> {
    let lines = lines(text);
    let parts = lines.split(|line| is_rule(line.text));
    parts.filter_map(document).collect()
}

/// A line of underscores.
fn is_rule(line: &str) -> bool {
    line.len() >= 20 && line.bytes().all(|byte| byte == b'_')
}

fn document(lines: &[Line<'_>]) -> Option<Document> {
    let mut document = Document::default();
    let mut body: Vec<Line<'_>> = Vec::new();
    let mut last = "";
    let mut heading = "";
    let mut info = "";
    for line in lines {
        let labelled = labels::of_line(TOOL, line.text);
        // Inside of the text a label is rather a word before a colon, unless it begins a part.
        let labelled = labelled.filter(|_| last != "text" || line.after_blank);
        let Some((meaning, value)) = labelled else {
            match last {
                "text" => body.push(*line),
                "" if heading.is_empty() && !is_counter(line.text) => heading = line.text,
                _ => {}
            }
            continue;
        };
        last = meaning;
        match meaning {
            "title" if document.title.is_empty() => value.clone_into(&mut document.title),
            "authors" if document.authors.is_empty() => document.authors = names(value),
            "source" => without_edition(value).clone_into(&mut document.source),
            "published" => value.clone_into(&mut document.published),
            "id" => value.clone_into(&mut document.id),
            "info" => info = value,
            "text" if !value.is_empty() => body.push(Line {
                text: value,
                after_blank: true,
            }),
            _ => {}
        }
    }
    if document.title.is_empty() {
        heading.clone_into(&mut document.title);
    }
    from_info(info, &mut document);
    document.text = joined(&body);
    (!document.text.is_empty()).then_some(document)
}

/// `Document 1 of 2`, or the words of the tool's own heading.
fn is_counter(line: &str) -> bool {
    let figures = line
        .split_whitespace()
        .filter(|word| word.bytes().all(|b| b.is_ascii_digit()));
    line.len() <= 40 && figures.count() == 2 || line == "ProQuest"
}

/// `The Argus; Pellworth, England` without the town, `(1923-Current file)` and `[Final Edition]`.
fn without_edition(source: &str) -> &str {
    let end = source
        .find([';', '[', '('])
        .filter(|at| *at > 0)
        .unwrap_or(source.len());
    source.get(..end).unwrap_or(source).trim()
}

/// Source and day of `The Argus ; Pellworth [Pellworth]. 04 Mar 2024: A.5.`, where no labels of their own give them.
fn from_info(info: &str, document: &mut Document) {
    if document.source.is_empty() {
        without_edition(info).clone_into(&mut document.source);
    }
    if !document.published.is_empty() {
        return;
    }
    let day = info
        .split([']', ':', ';', '(', ')', '.'])
        .map(str::trim)
        .find(|part| is_day(part));
    day.unwrap_or_default().clone_into(&mut document.published);
}
