//! Reading: files, folders, exports and standard input; out come records of bytes, and from each record a decoded page.
//!
//! [`scan`] walks and splits in one thread; [`page`] decodes one record and may run in any thread.

use std::io::Read;
use std::ops::ControlFlow;
use std::path::PathBuf;

use crate::article::{Content, Given, RawPage};

/// One page's bytes, not yet decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The file, with `#record` inside an export.
    pub path: String,
    /// The bytes, decompressed.
    pub bytes: Vec<u8>,
    /// What the bytes are.
    pub form: Form,
}

/// What a record's bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A page of its own: HTML or bare text.
    Page,
    /// One JSON object with `html` or `text`.
    Json,
}

/// A page that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The file, with `#record` inside an export.
    pub path: String,
    /// Why, for people.
    pub why: String,
}

/// Walks `inputs` (files, folders, `-` for standard input) and hands each record to `sink` until it breaks.
pub fn scan(inputs: &[PathBuf], sink: &mut dyn FnMut(Result<Record, Rejected>) -> ControlFlow<()>) {
    for input in inputs {
        let mut bytes = Vec::new();
        if input.as_os_str() == "-" {
            std::io::stdin().read_to_end(&mut bytes).ok();
        } else {
            bytes = std::fs::read(input).unwrap_or_default();
        }
        let path = input.display().to_string();
        if bytes.first() == Some(&b'{') {
            for (n, line) in bytes.split(|b| *b == b'\n').enumerate().filter(|(_, line)| !line.is_empty()) {
                let path = format!("{path}#{}", n + 1);
                if sink(Ok(Record { path, bytes: line.to_vec(), form: Form::Json })).is_break() {
                    return;
                }
            }
        } else if sink(Ok(Record { path, bytes, form: Form::Page })).is_break() {
            return;
        }
    }
}

/// Decodes one record.
pub fn page(record: &Record) -> Result<RawPage, Rejected> {
    let reject = |why: String| Rejected { path: record.path.clone(), why };
    if record.form == Form::Page {
        let text = String::from_utf8_lossy(&record.bytes).into_owned();
        let content =
            if text.trim_start().starts_with('<') { Content::Html(text) } else { Content::Text(text) };
        return Ok(RawPage { path: record.path.clone(), content, ..RawPage::default() });
    }
    let value: serde_json::Value =
        serde_json::from_slice(&record.bytes).map_err(|e| reject(e.to_string()))?;
    let field = |name: &str| value.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let content = match (field("html"), field("text")) {
        (Some(html), _) => Content::Html(html),
        (None, Some(text)) => Content::Text(text),
        _ => return Err(reject("neither `html` nor `text`".into())),
    };
    let given = Given { id: field("id"), url: field("url"), ..Given::default() };
    Ok(RawPage { path: record.path.clone(), content, given, charset: None })
}
