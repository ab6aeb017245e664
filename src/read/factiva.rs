//! Factiva: exports as text or HTML, with two-letter codes before each part or as they are displayed.

use crate::read::document::{Document, Line, is_copyright, is_day, joined, lines, names, one_line};
use crate::read::labels;
use crate::text::sentences;

const TOOL: &str = "factiva";

/// Whether a text is an export: its documents end in accession numbers, below a count of words or codes.
pub(crate) fn is(text: &str) -> bool {
    let lines = lines(text);
    let ends = lines.iter().any(|line| accession(line.text).is_some());
    ends && lines
        .iter()
        .any(|line| is_word_count(line.text) || matches!(code(line.text), Some(("WC" | "HD", _))))
}

/// The documents of an export.
pub(crate) fn documents(text: &str) -> Vec<Document> {
    let lines = lines(text);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        let Some(id) = accession(line.text) else {
            continue;
        };
        let own = lines.get(from..at).unwrap_or_default();
        from = at + 1;
        let coded = own
            .iter()
            .filter(|line| {
                code(line.text).is_some_and(|(code, _)| labels::meaning(TOOL, code).is_some())
            })
            .count();
        let document = if coded >= 3 {
            by_codes(own)
        } else {
            as_displayed(own)
        };
        found.extend(document.map(|document| Document {
            id: id.to_owned(),
            ..document
        }));
    }
    found
}

/// The accession number of `Document PELARG0000202403...`, in any language, with its code before it or not.
fn accession(line: &str) -> Option<&str> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = words.last().filter(|_| words.len() <= 3)?;
    let tail = number.trim_start_matches(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit());
    let head = number.get(..number.len() - tail.len())?;
    let digits = head.len() - head.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let begins = head.starts_with(|c: char| c.is_ascii_uppercase());
    let lower = tail.starts_with(|c: char| c.is_ascii_lowercase())
        && tail.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (begins && digits >= 12 && lower && (6..=12).contains(&tail.len())).then_some(*number)
}

/// A code of two or three capitals and what follows it.
fn code(line: &str) -> Option<(&str, &str)> {
    let (code, value) = line.split_once([' ', '\t']).unwrap_or((line, ""));
    let fits = (2..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase());
    fits.then(|| (code, value.trim()))
}

/// `412 words`, `412 Wörter`, `412字`: a number and one word.
fn is_word_count(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}')
    });
    let has_number = number.len() < line.len() && line.starts_with(|c: char| c.is_ascii_digit());
    let word = number.trim();
    let letters = word.chars().count();
    has_number && (1..=12).contains(&letters) && word.chars().all(char::is_alphabetic)
}

/// A document whose parts have codes before them.
fn by_codes(lines: &[Line<'_>]) -> Option<Document> {
    let mut document = Document::default();
    let mut body: Vec<Line<'_>> = Vec::new();
    let mut byline = String::new();
    let mut last = "";
    for line in lines {
        let coded =
            code(line.text).and_then(|(code, value)| Some((labels::meaning(TOOL, code)?, value)));
        let value = match coded {
            Some((meaning, value)) => {
                last = meaning;
                value
            }
            None => line.text,
        };
        if value.is_empty() {
            continue;
        }
        let line = Line {
            text: value,
            after_blank: line.after_blank || coded.is_some(),
        };
        match last {
            "title" => append(&mut document.title, value),
            "authors" => append(&mut byline, value),
            "source" => append(&mut document.source, value),
            "published" => append(&mut document.published, value),
            "text" => body.push(line),
            _ => {}
        }
    }
    document.authors = names(&byline);
    document.text = joined(&body);
    (!document.text.is_empty()).then_some(document)
}

fn append(to: &mut String, value: &str) {
    if !to.is_empty() {
        to.push(' ');
    }
    to.push_str(value);
}

/// More lines than this stand above no body.
const HEADER: usize = 14;

/// A document as it is displayed: headline, by-line, count of words, day, time, source, its code, pages, language, rights, body.
fn as_displayed(lines: &[Line<'_>]) -> Option<Document> {
    let count = lines.iter().position(|line| is_word_count(line.text))?;
    let mut document = Document::default();
    above(lines.get(..count)?, &mut document);
    let below = lines.get(count + 1..)?;
    let day = below.iter().take(3).position(|line| is_day(line.text));
    if let Some(line) = day.and_then(|day| below.get(day)) {
        line.text.clone_into(&mut document.published);
    }
    let after_day = day.map_or(0, |day| day + 1);
    let source = below
        .iter()
        .skip(after_day)
        .find(|line| !is_clock(line.text));
    document.source = source.map_or("", |line| line.text).to_owned();
    let body = below.get(body_start(below)..)?;
    document.text = joined(body);
    (!document.text.is_empty()).then_some(document)
}

/// Headline and by-line: what looks like names right above the count is the by-line.
fn above(lines: &[Line<'_>], document: &mut Document) {
    let Some((last, before)) = lines.split_last() else {
        return;
    };
    let title_of = |lines: &[Line<'_>]| {
        // A section's name may stand above the headline.
        match lines {
            [section, rest @ ..] if !rest.is_empty() && section.text.len() <= 20 => one_line(rest),
            lines => one_line(lines),
        }
    };
    if before.is_empty() || !is_byline(last.text) {
        document.title = title_of(lines);
        return;
    }
    document.title = title_of(before);
    document.authors = names(last.text);
}

/// Short, with no sign that ends a sentence, and most of its words with capitals.
fn is_byline(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let cased = words
        .iter()
        .any(|word| word.chars().any(char::is_lowercase) || word.chars().any(char::is_uppercase));
    let capitals = words
        .iter()
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .count();
    let short = line.chars().count() <= 90 && !line.ends_with(|c| c == ':' || sentences::is_end(c));
    let no_figures = !line.chars().any(char::is_numeric);
    short && no_figures && (!cased || words.len() >= 2 && capitals * 3 >= words.len() * 2)
}

fn is_clock(line: &str) -> bool {
    line.len() <= 12 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
}

/// One past the line of rights, else past the code of the source and what belongs to it.
fn body_start(below: &[Line<'_>]) -> usize {
    let header = below.get(..HEADER.min(below.len())).unwrap_or_default();
    if let Some(rights) = header
        .iter()
        .rposition(|line| is_copyright(line.text) && line.text.len() <= 200)
    {
        return rights + 1;
    }
    let is_code = |line: &Line<'_>| {
        line.text.len() <= 10
            && line
                .text
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    match header.iter().position(is_code) {
        // The language may follow.
        Some(code) => {
            let language = header
                .iter()
                .skip(code + 1)
                .take_while(|line| !line.after_blank && line.text.chars().count() <= 24)
                .count();
            code + 1 + language
        }
        None => header
            .iter()
            .skip(1)
            .position(|line| line.after_blank)
            .map_or(header.len(), |at| at + 1),
    }
}
