//! Documents: what the exports of press databases and mailboxes have in common. Each becomes a record as any other export has it.

use serde_json::{Map, Value};

use crate::read::authors::split_authors;

/// One document of an export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) source: String,
    pub(crate) published: String,
    pub(crate) authors: Vec<String>,
    pub(crate) text: String,
    pub(crate) html: String,
}

impl Document {
    /// The document as a JSON record.
    pub(crate) fn json(self) -> Vec<u8> {
        let mut object = Map::new();
        let fields = [
            ("id", self.id),
            ("title", self.title),
            ("source", self.source),
            ("published", self.published),
            ("text", self.text),
            ("html", self.html),
        ];
        for (name, value) in fields {
            let value = value.trim();
            if !value.is_empty() {
                object.insert(name.to_owned(), Value::String(value.to_owned()));
            }
        }
        if !self.authors.is_empty() {
            object.insert("authors".to_owned(), Value::from(self.authors));
        }
        serde_json::to_vec(&object).expect("strings under strings are JSON")
    }
}

/// A line that is not empty, without white space at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line<'a> {
    pub(crate) text: &'a str,
    /// An empty line stands before it.
    pub(crate) after_blank: bool,
}

/// The lines of a text that are not empty.
pub(crate) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let mut after_blank = false;
    for line in text.lines() {
        let line =
            line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{c}');
        if line.is_empty() {
            after_blank = true;
            continue;
        }
        out.push(Line {
            text: line,
            after_blank,
        });
        after_blank = false;
    }
    out
}

/// Lines as text again, with the empty lines that stood between them.
pub(crate) fn joined(lines: &[Line<'_>]) -> String {
    let mut out = String::new();
    for line in lines {
        if !out.is_empty() {
            out.push_str(if line.after_blank { "\n\n" } else { "\n" });
        }
        out.push_str(line.text);
    }
    out
}

/// Lines of one heading as one line.
pub(crate) fn one_line(lines: &[Line<'_>]) -> String {
    let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
    texts.join(" ")
}

/// Words that join two names, with which some tools write lists of authors.
const AND: [&str; 9] = [
    " und ", " et ", " y ", " e ", " en ", " och ", " og ", " i ", " и ",
];

/// Names of a by-line as people write them: no `By`, no capitals throughout, no role after a comma.
pub(crate) fn names(byline: &str) -> Vec<String> {
    let byline = without_by(byline);
    let parts = split_authors(byline);
    let mut out: Vec<String> = Vec::new();
    for part in parts.iter().filter(|part| !is_role(part)) {
        for name in by_and(part) {
            let name = without_role(name.trim());
            if !name.is_empty() {
                out.push(capitalised(name));
            }
        }
    }
    out
}

/// What somebody does, not who he is: `Harbour Correspondent`.
fn is_role(part: &str) -> bool {
    part.split_whitespace().any(|word| {
        let word = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        include_str!("data/roles.txt")
            .lines()
            .any(|role| role == word)
    })
}

fn without_by(byline: &str) -> &str {
    const BY: [&str; 12] = [
        "by", "von", "par", "por", "di", "door", "av", "af", "от", "de", "da", "od",
    ];
    let Some((first, rest)) = byline.split_once([' ', ':']) else {
        return byline;
    };
    let is_by = BY.contains(&first.to_lowercase().as_str());
    // `De Vries` is a name: what links names begins with a capital in it.
    let linked = matches!(first, "De" | "Da" | "Di" | "Von");
    if is_by && !(linked && rest.split_whitespace().count() < 2) {
        rest.trim_start_matches([' ', ':'])
    } else {
        byline
    }
}

/// Two full names with a word between them.
fn by_and(name: &str) -> Vec<&str> {
    for and in AND {
        let names: Vec<&str> = name.split(and).collect();
        let full = |name: &&str| name.split_whitespace().count() >= 2;
        if names.len() > 1 && names.iter().all(full) {
            return names;
        }
    }
    vec![name]
}

/// `Ann Other, Local Government Correspondent`: what follows the comma, where `Other, Ann` is a name.
fn without_role(name: &str) -> &str {
    match name.split_once(", ") {
        Some((before, _)) if before.split_whitespace().count() >= 2 => before,
        _ => name,
    }
}

/// `ANN OTHER` as `Ann Other`.
fn capitalised(name: &str) -> String {
    let shouts = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
    if !shouts || !name.contains(' ') {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut starts = true;
    for c in name.chars() {
        if starts {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        starts = !c.is_alphabetic();
    }
    out
}

/// The line is a day and little else: a year, with at most four words that are no figures.
pub(crate) fn is_day(line: &str) -> bool {
    if line.chars().count() > 60 {
        return false;
    }
    let is_year =
        |number: &str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let mut numbers = line
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty());
    let year = numbers.clone().any(is_year);
    let other = numbers.any(|number| number.len() <= 2);
    let words = line
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .count();
    year && words <= 4 && (other || words == 1)
}

/// The line gives the rights to the text.
pub(crate) fn is_copyright(line: &str) -> bool {
    let line = line.to_lowercase();
    line.starts_with("copyright")
        || line.starts_with(['©', 'ⓒ'])
        || line.starts_with("(c) ")
        || line.contains("all rights reserved")
        || line.contains("alle rechte vorbehalten")
        || line.contains("tous droits réservés")
        || line.contains("todos los derechos reservados")
        || line.contains("todos os direitos reservados")
        || line.contains("tutti i diritti riservati")
        || line.contains("alle rechten voorbehouden")
}
