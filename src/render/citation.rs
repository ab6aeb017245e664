//! Citations: RIS, BibTeX and CSL-JSON, one record an article; and plain text for reading.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::article::{Article, Found, Precision, PubDate};
use crate::render::csv::FullText;

fn found(found: Option<&Found<String>>) -> Option<&str> {
    found.map(|found| found.value.as_str())
}

fn authors(article: &Article) -> &[String] {
    article.authors.as_ref().map_or(&[], |found| &found.value)
}

fn published(article: &Article) -> Option<PubDate> {
    article.published.as_ref().map(|found| found.value)
}

/// One RIS record of type NEWS, with its closing empty line. Source: the RIS format of Research Information Systems, 2001.
pub fn ris(article: &Article, text: FullText) -> String {
    let mut out = String::from("TY  - NEWS\r\n");
    let mut line = |tag: &str, value: &str| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            out.push_str(&format!("{tag}  - {value}\r\n"));
        }
    };
    line("ID", &article.id);
    line("TI", found(article.title.as_ref()).unwrap_or_default());
    authors(article)
        .iter()
        .for_each(|author| line("AU", author));
    line("T2", found(article.source.as_ref()).unwrap_or_default());
    if let Some(date) = published(article) {
        line("PY", &date.date.year().to_string());
        line("DA", &ris_date(date));
    }
    line(
        "LA",
        article
            .language
            .as_ref()
            .map_or("", |found| found.value.code()),
    );
    line("UR", article.url.as_deref().unwrap_or_default());
    if text == FullText::Include {
        line("N2", &article.text);
    }
    out.push_str("ER  - \r\n\r\n");
    out
}

/// `2025/09/12/`, `2025/09//`, `2025///`.
fn ris_date(date: PubDate) -> String {
    let (year, month, day) = (date.date.year(), date.date.month(), date.date.day());
    match date.precision {
        Precision::Year => format!("{year:04}///"),
        Precision::Month => format!("{year:04}/{month:02}//"),
        Precision::Day | Precision::Instant => format!("{year:04}/{month:02}/{day:02}/"),
    }
}

/// The keys of a BibTeX file, each given once.
#[derive(Debug, Default)]
pub struct BibtexKeys(BTreeSet<String>);

/// One `@misc` entry with its closing empty line; braces keep the capitals.
pub fn bibtex(article: &Article, keys: &mut BibtexKeys) -> String {
    let mut out = format!("@misc{{{},\n", bibtex_key(article, keys));
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            out.push_str(&format!("  {name} = {{{value}}},\n"));
        }
    };
    line(
        "title",
        format!(
            "{{{}}}",
            escaped(found(article.title.as_ref()).unwrap_or("Untitled"))
        ),
    );
    line(
        "author",
        authors(article)
            .iter()
            .map(|name| format!("{{{}}}", escaped(name)))
            .collect::<Vec<_>>()
            .join(" and "),
    );
    line(
        "howpublished",
        escaped(found(article.source.as_ref()).unwrap_or_default()),
    );
    if let Some(date) = published(article) {
        line("year", date.date.year().to_string());
        if date.precision >= Precision::Month {
            line("month", date.date.month().to_string());
        }
        if date.precision >= Precision::Day {
            line("day", date.date.day().to_string());
        }
    }
    line(
        "langid",
        article
            .language
            .as_ref()
            .map_or(String::new(), |found| escaped(found.value.code())),
    );
    line("url", in_braces(article.url.as_deref().unwrap_or_default()));
    out.push_str("}\n\n");
    out
}

/// First author's or source's last word, year, and a letter where that is taken.
fn bibtex_key(article: &Article, keys: &mut BibtexKeys) -> String {
    let name = authors(article)
        .first()
        .map(String::as_str)
        .or(found(article.source.as_ref()))
        .unwrap_or("anonymous");
    let word: String = name
        .split_whitespace()
        .next_back()
        .unwrap_or(name)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let word = if word.is_empty() {
        "article".to_owned()
    } else {
        word.to_lowercase()
    };
    let base =
        published(article).map_or(word.clone(), |date| format!("{word}{}", date.date.year()));
    let key = (1u32..)
        .map(|n| {
            if n == 1 {
                base.clone()
            } else {
                format!("{base}-{n}")
            }
        })
        .find(|key| !keys.0.contains(key));
    let key = key.expect("numbers do not end");
    keys.0.insert(key.clone());
    key
}

/// An address within braces: what would close them, or is no sign of an address, is percent-encoded.
fn in_braces(url: &str) -> String {
    let mut out = String::new();
    for c in url.chars() {
        match c {
            '{' | '}' | '\\' | '"' | '<' | '>' | '`' | '^' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_control() || c.is_whitespace() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => out.extend(['\\', c]),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// One CSL-JSON item of type `article-newspaper`; a file is a JSON array of these. Source: the CSL 1.0.2 data schema.
pub fn csl_json(article: &Article, text: FullText) -> Value {
    let mut item = json!({"id": article.id, "type": "article-newspaper"});
    let mut set = |name: &str, value: Option<Value>| {
        if let (Some(fields), Some(value)) = (item.as_object_mut(), value) {
            fields.insert(name.to_owned(), value);
        }
    };
    set("title", found(article.title.as_ref()).map(Into::into));
    set(
        "container-title",
        found(article.source.as_ref()).map(Into::into),
    );
    let names: Vec<Value> = authors(article)
        .iter()
        .map(|name| json!({"literal": name}))
        .collect();
    set("author", (!names.is_empty()).then(|| names.into()));
    set(
        "issued",
        published(article).map(|date| json!({"date-parts": [date_parts(date)]})),
    );
    set(
        "language",
        article
            .language
            .as_ref()
            .map(|found| found.value.code().into()),
    );
    set("URL", article.url.as_deref().map(Into::into));
    set(
        "publisher-place",
        found(article.place.as_ref()).map(Into::into),
    );
    set(
        "abstract",
        (text == FullText::Include).then(|| article.text.as_str().into()),
    );
    item
}

fn date_parts(date: PubDate) -> Vec<i16> {
    let parts = [
        date.date.year(),
        date.date.month().into(),
        date.date.day().into(),
    ];
    let known = match date.precision {
        Precision::Year => 1,
        Precision::Month => 2,
        Precision::Day | Precision::Instant => 3,
    };
    parts.into_iter().take(known).collect()
}

/// An article for reading: headline, a line of what is known, the text; ended by a form feed, which no article holds.
pub fn text(article: &Article, full: FullText) -> String {
    let date = published(article).map(|date| date.to_string());
    let known = [
        found(article.source.as_ref()),
        date.as_deref(),
        found(article.wire.as_ref()),
        article.url.as_deref(),
    ];
    let known: Vec<&str> = known.into_iter().flatten().collect();
    let mut out = format!(
        "{}\n",
        found(article.title.as_ref()).unwrap_or("(no headline)")
    );
    if !authors(article).is_empty() {
        out.push_str(&format!("{}\n", authors(article).join(", ")));
    }
    out.push_str(&format!("{}\n{}\n", known.join(" · "), article.id));
    if full == FullText::Include {
        out.push_str(&format!("\n{}\n", article.text.replace('\u{c}', " ")));
    }
    out.push_str("\n\u{c}\n");
    out
}
