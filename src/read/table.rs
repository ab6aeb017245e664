//! Tables: CSV and TSV with a header, a row a record.

use serde_json::{Map, Value};

use crate::read::charset::{self, Hint};
use crate::read::fields::{self, Field};
use crate::text::sentences;

/// More columns than this is no export of articles.
const MOST_COLUMNS: usize = 200;

/// A column's name is short; a sentence is not.
const LONGEST_NAME: usize = 40;

/// What may stand between the cells of a row.
const DELIMITERS: &[u8] = b"\t,;|^~\x1f\x01";

/// A table, by its first lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Articles, with this between the cells; `sep=` may stand above the header.
    Articles(u8),
    /// A table of something else.
    Other(&'static str),
}

/// Whether a text is a table, and of what. A table of articles has short names in its header, one of them for the page or its text and one
/// more that is known; any other has as many cells in each row as in its header.
pub(crate) fn shape(head: &[u8]) -> Option<Shape> {
    let (named, body) = separator(head);
    let header = body.get(..memchr::memchr(b'\n', body)?)?;
    let delimiters = match named {
        Some(delimiter) => vec![delimiter],
        None => DELIMITERS.to_vec(),
    };
    for delimiter in &delimiters {
        let names = cells(header, *delimiter);
        if is_header(&names) && holds_articles(&names) {
            return Some(Shape::Articles(*delimiter));
        }
    }
    for delimiter in &delimiters {
        let names = cells(header, *delimiter);
        if is_header(&names) && are_rows(body, *delimiter, names.len()) {
            let known = fields::known_object(names.iter().map(String::as_str));
            return Some(Shape::Other(
                known.unwrap_or("a table without a known text column"),
            ));
        }
    }
    None
}

/// The separator that a spreadsheet names in a line of its own, and what follows it.
pub(crate) fn separator(head: &[u8]) -> (Option<u8>, &[u8]) {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let Some(rest) = text.strip_prefix(b"sep=") else {
        return (None, head);
    };
    let (sign, rest) = match rest {
        [sign, b'\r', b'\n', rest @ ..] | [sign, b'\n', rest @ ..] => (*sign, rest),
        _ => return (None, head),
    };
    (Some(sign), rest)
}

/// Several short names, none of which is a sentence.
fn is_header(names: &[String]) -> bool {
    let short =
        |name: &String| name.chars().count() <= LONGEST_NAME && !sentences::is_sentence(name);
    (2..=MOST_COLUMNS).contains(&names.len()) && names.iter().all(short)
}

fn holds_articles(names: &[String]) -> bool {
    let known = || names.iter().filter_map(|name| field(name));
    known().any(is_page) && known().any(|field| !is_page(field))
}

/// Rows that tell a table from a text with commas in its first line.
const ROWS: usize = 20;

/// The rows under the header have as many cells as it has.
fn are_rows(body: &[u8], delimiter: u8, columns: usize) -> bool {
    let (text, _) = charset::decode(body.to_vec(), Hint::default());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(true)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows: Vec<usize> = reader
        .records()
        .take(ROWS + 1)
        .map_while(Result::ok)
        .map(|row| row.len())
        .collect();
    // The last of many may be cut off.
    if rows.len() > 1 {
        rows.pop();
    }
    let least = if columns >= 4 { 1 } else { 3 };
    rows.len() >= least && rows.iter().all(|cells| *cells == columns)
}

/// The field that a column's name stands for. What wraps records in JSON is no column.
fn field(name: &str) -> Option<Field> {
    fields::of(name)
        .filter(|field| !matches!(field, Field::Records | Field::Inner))
        .or_else(|| fields::of_heading(name).map(|(_, field)| field))
}

/// The header, with names that are known in other languages as JSON records have them. Of two columns for one field the better name wins.
pub(crate) fn header(row: &[u8], delimiter: u8) -> Vec<String> {
    let mut names = cells(row, delimiter);
    let known =
        |names: &[String], field: Field| names.iter().any(|name| fields::of(name) == Some(field));
    let mut best: Vec<(Field, usize, usize)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let Some((rank, field)) = fields::of_heading(name) else {
            continue;
        };
        if field_is_plain(name) || known(&names, field) {
            continue;
        }
        match best.iter_mut().find(|(other, ..)| *other == field) {
            Some(found) if found.1 > rank => *found = (field, rank, at),
            Some(_) => {}
            None => best.push((field, rank, at)),
        }
    }
    for (field, _, at) in best {
        if let Some(name) = names.get_mut(at) {
            name.clear();
            name.push_str(field.name());
        }
    }
    names
}

/// The name means the same in a JSON record.
fn field_is_plain(name: &str) -> bool {
    fields::of(name).is_some_and(|field| !matches!(field, Field::Records | Field::Inner))
}

fn is_page(field: Field) -> bool {
    matches!(field, Field::Html | Field::HtmlBase64 | Field::Text)
}

/// The cells of one row; its charset is the row's own.
pub(crate) fn cells(row: &[u8], delimiter: u8) -> Vec<String> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let (text, _) = charset::decode(row.to_vec(), Hint::default());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .buffer_capacity(text.len().clamp(64, 8 << 10))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    reader.read_record(&mut record).ok();
    drop(reader);
    drop(text);
    record
        .iter()
        .map(|cell| cell.trim_matches(['\u{FEFF}', ' ']).to_owned())
        .collect()
}

/// A row as a JSON object under its header.
pub(crate) fn object(header: &[String], row: &[u8], delimiter: u8) -> Vec<u8> {
    let cells = cells(row, delimiter).into_iter().map(Value::String);
    let object: Map<String, Value> = header.iter().cloned().zip(cells).collect();
    let mut json = serde_json::to_vec(&object).expect("strings under strings are JSON");
    json.shrink_to_fit();
    json
}
