//! CSV: one row an article.

use std::io;

use crate::article::{Article, Found};
use crate::render::layout::printable;

/// Whether the file begins with a byte-order mark, which some spreadsheets need to see UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByteOrderMark {
    /// Write it.
    Write,
    /// Leave it out.
    Omit,
}

/// Whether the articles' text is part of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FullText {
    /// It is.
    Include,
    /// Only what is known of the articles.
    Omit,
}

const COLUMNS: &[&str] = &[
    "id",
    "title",
    "source",
    "domain",
    "wire",
    "published",
    "precision",
    "authors",
    "language",
    "place",
    "url",
    "path",
];

/// A CSV file in the making.
pub struct Csv<W: io::Write> {
    rows: csv::Writer<W>,
    text: FullText,
}

impl<W: io::Write> Csv<W> {
    /// Begins a file with its header.
    pub fn begin(mut out: W, mark: ByteOrderMark, text: FullText) -> io::Result<Self> {
        if mark == ByteOrderMark::Write {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut rows = csv::WriterBuilder::new().flexible(true).from_writer(out);
        let last: &[&str] = if text == FullText::Include {
            &["text"]
        } else {
            &[]
        };
        rows.write_record(COLUMNS.iter().chain(last))?;
        Ok(Self { rows, text })
    }

    /// Writes one article. Cells that a spreadsheet would run as a formula are led by an apostrophe.
    pub fn row(&mut self, article: &Article) -> io::Result<()> {
        let found = |found: &Option<Found<String>>| {
            found
                .as_ref()
                .map_or(String::new(), |found| found.value.clone())
        };
        let published = article.published.as_ref().map(|found| found.value);
        let precision = published.and_then(|date| serde_json::to_value(date.precision).ok());
        let mut cells = vec![
            article.id.clone(),
            found(&article.title),
            found(&article.source),
            article.domain.clone().unwrap_or_default(),
            found(&article.wire),
            published.map(|date| date.to_string()).unwrap_or_default(),
            precision
                .as_ref()
                .and_then(|name| name.as_str())
                .unwrap_or_default()
                .to_owned(),
            article
                .authors
                .as_ref()
                .map_or(String::new(), |found| found.value.join("; ")),
            article
                .language
                .as_ref()
                .map_or(String::new(), |found| found.value.code().to_owned()),
            found(&article.place),
            article.url.clone().unwrap_or_default(),
            article.path.clone(),
        ];
        if self.text == FullText::Include {
            cells.push(article.text.clone());
        }
        self.rows
            .write_record(cells.iter().map(|cell| inert(cell)))?;
        Ok(())
    }

    /// Writes what is still held back.
    pub fn end(mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// A cell that no spreadsheet takes for a formula. Some read signs of full width as the plain ones, and pass over what cannot be seen.
fn inert(cell: &str) -> String {
    let begins_invisibly = cell.starts_with(['\t', '\r']);
    let seen: String = cell.chars().take(64).collect();
    let seen = printable(&seen);
    let signs = [
        '=', '+', '-', '@', '＝', '＋', '－', '＠', '﹣', '﹢', '﹦', '﹫', '−',
    ];
    let formula = begins_invisibly || seen.trim_start().starts_with(signs);
    if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
