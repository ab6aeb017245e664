//! Nexis: the text exports of LexisNexis and Nexis Uni, document after document.

use crate::read::document::{Document, Line, is_copyright, is_day, joined, lines, names, one_line};
use crate::read::labels;

const TOOL: &str = "nexis";

/// Whether a text is an export: it counts its documents, or ends them, and labels their parts.
pub(crate) fn is(text: &str) -> bool {
    let (mut length, mut tail, mut end, mut counter) = (false, false, false, false);
    for line in lines(text) {
        match label(line.text) {
            Some(("length", value)) => length |= value.chars().any(char::is_numeric),
            Some(("tail", value)) => tail |= !value.is_empty(),
            Some(("end", _)) => end = true,
            _ => counter |= is_counter(line.text),
        }
    }
    length && (tail || end || counter) || counter && tail
}

/// The documents of an export.
pub(crate) fn documents(text: &str) -> Vec<Document> {
    let lines = lines(text);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        let ends = matches!(label(line.text), Some(("end", _)));
        if ends || is_counter(line.text) {
            found.extend(lines.get(from..at).and_then(document));
            from = at + 1;
        }
    }
    found.extend(lines.get(from..).and_then(document));
    found
}

/// A label with its value, or one of the words that stand alone.
fn label(line: &str) -> Option<(&'static str, &str)> {
    labels::of_line(TOOL, line).or_else(|| match labels::meaning(TOOL, line) {
        Some(alone @ ("body" | "alone" | "end")) => Some((alone, "")),
        _ => None,
    })
}

/// `1 of 2 DOCUMENTS`, `Dokument 1 von 2`.
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let numbers = words
        .iter()
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
        .count();
    let named = words.iter().any(|word| {
        let word = word.to_lowercase();
        ["document", "dokument", "documento"]
            .iter()
            .any(|name| word.starts_with(name))
    });
    words.len() == 4 && numbers == 2 && named
}

/// One document: what stands above its labels, its labels, its body.
fn document(lines: &[Line<'_>]) -> Option<Document> {
    // A headline may begin with a word that is a label too: `Correction: ...`.
    let day = lines.iter().position(|line| is_day(line.text)).unwrap_or(0);
    let first = lines
        .iter()
        .skip(day)
        .position(|line| label(line.text).is_some())
        .map_or(lines.len(), |at| at + day);
    let mut document = Document::default();
    preamble(lines.get(..first)?, &mut document);
    let labelled = lines.get(first..)?;
    let start = header(labelled, &mut document);
    let body = labelled.get(start..)?;
    let end = body
        .iter()
        .position(|line| matches!(label(line.text), Some(("tail" | "alone" | "end", _))))
        .unwrap_or(body.len());
    let mut body = body.get(..end)?;
    while let Some((_, rest)) = body
        .split_last()
        .filter(|(last, _)| is_copyright(last.text))
    {
        body = rest;
    }
    document.text = joined(body);
    (!document.text.is_empty()).then_some(document)
}

/// Source, day and headline above the labels: LexisNexis puts the headline last, Nexis Uni first.
fn preamble(lines: &[Line<'_>], document: &mut Document) {
    let lines: Vec<Line<'_>> = lines
        .iter()
        .copied()
        .filter(|line| !is_copyright(line.text))
        .collect();
    let Some(day) = lines.iter().position(|line| is_day(line.text)) else {
        document.title = lines.first().map_or("", |line| line.text).to_owned();
        document.source = lines.get(1).map_or("", |line| line.text).to_owned();
        return;
    };
    document.published = lines.get(day).map_or("", |line| line.text).to_owned();
    let before = lines.get(..day).unwrap_or_default();
    let Some((source, title)) = before.split_last() else {
        return;
    };
    document.source = without_place(source.text).to_owned();
    document.title = one_line(title);
    if title.is_empty() {
        // The edition stands right under the day, the headline apart from both.
        let after = lines.get(day + 1..).unwrap_or_default();
        let from = after
            .iter()
            .position(|line| line.after_blank)
            .unwrap_or(after.len());
        let rest = after.get(from..).unwrap_or_default();
        let end = rest
            .iter()
            .skip(1)
            .position(|line| line.after_blank)
            .map_or(rest.len(), |end| end + 1);
        document.title = one_line(rest.get(..end).unwrap_or_default());
    }
}

/// `The Argus (England)` without the country that the tool adds.
fn without_place(source: &str) -> &str {
    match source.split_once(" (") {
        Some((name, place)) if place.ends_with(')') && !name.is_empty() => name,
        _ => source,
    }
}

/// Reads the labels and returns where the body begins.
fn header(lines: &[Line<'_>], document: &mut Document) -> usize {
    let body = lines
        .iter()
        .position(|line| matches!(label(line.text), Some(("body", _))));
    let mut last = "";
    for (at, line) in lines.iter().enumerate() {
        match label(line.text) {
            Some(("body", value)) => {
                // `BODY: The council ...` begins with its own line.
                return if value.is_empty() { at + 1 } else { at };
            }
            Some(("tail" | "alone" | "end", _)) if body.is_none() => return at,
            Some((meaning, value)) => {
                take(meaning, value, document);
                last = meaning;
            }
            // A value may run over several lines.
            None if !line.after_blank || body.is_some() => {
                if last == "title" {
                    document.title.push(' ');
                    document.title.push_str(line.text);
                }
            }
            None => return at,
        }
    }
    lines.len()
}

fn take(meaning: &str, value: &str, document: &mut Document) {
    match meaning {
        "authors" => document.authors = names(value),
        "title" => value.clone_into(&mut document.title),
        _ => {}
    }
}
