//! Europresse: exports as text or HTML. Each document ends in its number, which holds its day; the day of the export stands there too, and is none.

use crate::read::document::{Document, Line, is_copyright, joined, lines, names};
use crate::text::sentences;

/// Whether a text is an export: a document's number stands in it.
pub(crate) fn is(text: &str) -> bool {
    text.contains('·') && lines(text).iter().any(|line| number(line.text).is_some())
}

/// The documents of an export.
pub(crate) fn documents(text: &str) -> Vec<Document> {
    let lines = lines(text);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        let Some((id, day)) = number(line.text) else {
            continue;
        };
        let own = lines.get(from..at).unwrap_or_default();
        from = at + 1;
        found.extend(document(own).map(|document| Document {
            id: id.to_owned(),
            published: day,
            ..document
        }));
    }
    found
}

/// The number `news·20240304·AR·0012` and the day in it.
fn number(line: &str) -> Option<(&str, String)> {
    let word = line.split_whitespace().find(|word| word.contains('·'))?;
    let mut parts = word.split('·');
    let (_, day, outlet) = (parts.next()?, parts.next()?, parts.next()?);
    let is_day = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    if !is_day || outlet.is_empty() {
        return None;
    }
    let (year, month, date) = (day.get(..4)?, day.get(4..6)?, day.get(6..)?);
    Some((word, format!("{year}-{month}-{date}")))
}

/// Outlet, section with the day, headline, perhaps a by-line, then the text up to the rights.
fn document(lines: &[Line<'_>]) -> Option<Document> {
    // What the tool says at the end of the document before.
    let start = lines.iter().take_while(|line| is_notice(line.text)).count();
    let lines = lines.get(start..)?;
    let mut document = Document::default();
    let dated = lines.iter().take(6).position(|line| has_year(line.text))?;
    let outlet = lines
        .get(..dated)?
        .iter()
        .find(|line| !is_notice(line.text));
    document.source = outlet.map_or("", |line| line.text).to_owned();
    let mut rest = lines.get(dated + 1..)?;
    let (title, after) = rest.split_first()?;
    title.text.clone_into(&mut document.title);
    rest = after;
    if let Some((byline, after)) = rest.split_first().filter(|(line, _)| is_byline(line.text)) {
        document.authors = names(byline.text);
        rest = after;
    }
    let end = rest
        .iter()
        .position(|line| is_copyright(line.text) || is_notice(line.text))
        .unwrap_or(rest.len());
    document.text = joined(rest.get(..end)?);
    (!document.text.is_empty()).then_some(document)
}

fn has_year(line: &str) -> bool {
    let mut numbers = line.split(|c: char| !c.is_ascii_digit());
    line.chars().count() <= 160
        && numbers.any(|number| {
            number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
        })
}

/// A line of the tool about the export: who may use it, when it was made.
fn is_notice(line: &str) -> bool {
    let line = line.to_lowercase();
    const NOTICES: [&str; 12] = [
        "certificat émis",
        "certificate issued",
        "certificado emitido",
        "zertifikat ausgestellt",
        "le présent document",
        "the present document",
        "this document is protected",
        "este documento",
        "dieses dokument",
        "europresse",
        "visualiser l'article",
        "cedrom",
    ];
    line.chars().count() <= 400 && NOTICES.iter().any(|notice| line.contains(notice))
}

/// Names: a few words with capitals, no sentence.
fn is_byline(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capitals = words
        .iter()
        .filter(|word| word.chars().next().is_some_and(char::is_uppercase))
        .count();
    (2..=9).contains(&words.len())
        && capitals * 2 >= words.len()
        && !line.ends_with(|c| c == ':' || sentences::is_end(c))
        && !line.chars().any(char::is_numeric)
}
