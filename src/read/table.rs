//! Tables: CSV and TSV with a header, a row a record.

use serde_json::{Map, Value};

use crate::read::charset::{self, Hint};
use crate::read::fields::{self, Field};

/// More columns than this is no export of articles.
const MOST_COLUMNS: usize = 200;

/// A column's name is short; a sentence is not.
const LONGEST_NAME: usize = 40;

/// What stands between the cells, when the first line is the header of a table of articles: short names, one of them for the page or its
/// text, one more that is known.
pub(crate) fn delimiter(head: &[u8]) -> Option<u8> {
    let line = head.get(..memchr::memchr(b'\n', head)?)?;
    b"\t,;|".iter().copied().find(|delimiter| {
        let names = cells(line, *delimiter);
        let known = |wanted: fn(Field) -> bool| {
            names.iter().filter_map(|name| fields::of(name)).any(wanted)
        };
        (2..=MOST_COLUMNS).contains(&names.len())
            && names
                .iter()
                .all(|name| name.chars().count() <= LONGEST_NAME)
            && known(is_page)
            && known(|field| !is_page(field))
    })
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
