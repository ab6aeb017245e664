//! Records: one object of an export into one page.

use std::borrow::Cow;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::article::{Charset, Content, Given, RawPage};
use crate::read::authors::{is_nothing, split_authors};
use crate::read::charset;
use crate::read::fields::{self, Field};
use crate::read::json::{self, Value};
use crate::read::saved;
use crate::read::sniff;
use crate::read::why::{Cap, Why};

/// Reads one JSON object.
pub(crate) fn page(bytes: Vec<u8>, limit: usize) -> Result<RawPage, Why> {
    let object = json::object(&bytes).map_err(|error| Why::Json {
        message: error.to_string(),
    })?;
    drop(bytes);
    let outer = Record {
        own: &object.fields,
        around: &Value::Nothing,
        limit,
    };
    if let Some(page) = outer.page()? {
        return Ok(page);
    }
    for inner in outer
        .values(Field::Inner)
        .filter(|value| matches!(value, Value::Object(_)))
    {
        if let Some(page) = (Record {
            own: inner,
            around: &object.fields,
            limit,
        })
        .page()?
        {
            return Ok(page);
        }
    }
    let known = fields::known_object(object.names.iter().map(String::as_str));
    Err(match known {
        Some(what) => Why::NotAPage { what },
        None => Why::NoContent {
            fields: object.names,
        },
    })
}

/// A record's fields by their meaning.
struct Record<'a> {
    own: &'a Value,
    /// What stands around it, where the record is inside a wrapper (`_source` of a search engine's export).
    around: &'a Value,
    /// Bytes of a page.
    limit: usize,
}

type Decoded = (Content, Option<Charset>);

impl<'a> Record<'a> {
    fn page(&self) -> Result<Option<RawPage>, Why> {
        let mut given = self.given();
        let Some((content, charset)) = self.content(&given)? else {
            return Ok(None);
        };
        if let Content::Html(html) = &content {
            saved::note(html, &mut given);
        }
        Ok(Some(RawPage {
            content,
            given,
            charset,
            ..RawPage::default()
        }))
    }

    /// The values that a field's names lead to, the strongest name first.
    fn values(&self, field: Field) -> impl Iterator<Item = &'a Value> + use<'a> {
        let (own, around) = (self.own, self.around);
        let paths = fields::paths(field).iter();
        let top = paths.clone().filter(|path| path.len() == 1);
        paths
            .filter_map(|path| own.at(path))
            .chain(top.filter_map(|path| around.at(path)))
    }

    /// A value of one line.
    fn word(&self, field: Field) -> Option<String> {
        self.values(field).find_map(word)
    }

    fn content(&self, given: &Given) -> Result<Option<Decoded>, Why> {
        let mut markups = self.values(Field::Html);
        let html = markups.find_map(|value| markup(value, self.limit));
        if let Some(html) = html.transpose()? {
            return Ok(Some((as_html(html), None)));
        }
        if let Some(code) = self.values(Field::HtmlBase64).find_map(written) {
            let bytes = packed(code, self.limit)?;
            let label = self.word(Field::Charset);
            let label = label
                .as_deref()
                .map(|label| label.rsplit("charset=").next().unwrap_or(label));
            let hint = charset::Hint {
                label,
                url: given.url.as_deref(),
            };
            let (html, charset) = charset::decode(bytes, hint);
            if !html.trim().is_empty() {
                return Ok(Some((as_html(html), Some(charset))));
            }
        }
        let mut bodies = self.values(Field::Text).filter(|value| !is_record(value));
        let text = bodies
            .find_map(|value| prose(value, self.limit))
            .transpose()?;
        Ok(text.map(|text| {
            (
                if sniff::markup(&text) {
                    Content::Html(text)
                } else {
                    Content::Text(text)
                },
                None,
            )
        }))
    }

    fn given(&self) -> Given {
        let url = self.url();
        let named = self
            .values(Field::Source)
            .filter_map(word)
            .find(|name| !is_address(name));
        // A domain is a poor name, and the address tells it anyway.
        let source = named.or_else(|| self.word(Field::Domain).filter(|_| url.is_none()));
        Given {
            id: self.word(Field::Id),
            path: self.word(Field::Path),
            url,
            title: self.word(Field::Title),
            source,
            published: self.published(),
            authors: self
                .values(Field::Authors)
                .map(authors)
                .find(|names| !names.is_empty())
                .unwrap_or_default(),
            language: self.word(Field::Language),
            captured: self.captured(),
        }
    }

    /// A tool that saves pages to be read later made the record: what it calls its creation is the saving.
    fn is_saved(&self) -> bool {
        self.values(Field::Saver).next().is_some()
    }

    fn published(&self) -> Option<String> {
        if !self.is_saved() {
            return self.word(Field::Published);
        }
        let saved = fields::paths(Field::Saved);
        let named = fields::paths(Field::Published)
            .iter()
            .filter(|path| !saved.contains(path));
        named.filter_map(|path| self.own.at(path)).find_map(word)
    }

    fn captured(&self) -> Option<String> {
        let captured = self.word(Field::Captured);
        captured.or_else(|| self.word(Field::Saved).filter(|_| self.is_saved()))
    }

    /// `url` may be anything; any other field must look like an address (`source` is one in trafilatura, a name elsewhere).
    fn url(&self) -> Option<String> {
        let own = self.own.at(&["url".to_owned()]).and_then(word);
        own.or_else(|| {
            self.values(Field::Url)
                .filter_map(word)
                .find(|value| is_address(value))
        })
    }
}

fn as_html(html: String) -> Content {
    // Some tools put bare text where markup should be.
    if html.contains('<') || html.contains('&') {
        Content::Html(html)
    } else {
        Content::Text(html)
    }
}

fn is_address(value: &str) -> bool {
    value.starts_with("http://") || value.starts_with("https://")
}

/// The bytes behind base64, where they are not too many for a page.
fn packed(code: &str, limit: usize) -> Result<Vec<u8>, Why> {
    let length = code.len() / 4 * 3;
    if length > limit {
        return Err(Cap::Page.exceeded(limit, Some(length as u64)));
    }
    base64(code).ok_or_else(|| Why::Base64 {
        field: "html_base64".into(),
    })
}

/// A text that says something, as it is written.
fn written(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text.trim()).filter(|text| !is_nothing(text)),
        Value::List(values) => values.iter().find_map(written),
        _ => None,
    }
}

/// A value of one line.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => {
            let text = text.trim().replace('\0', "");
            (!is_nothing(&text)).then_some(text)
        }
        Value::Number(number) => Some(number.clone()),
        Value::List(values) => values.iter().find_map(word),
        Value::Nothing | Value::Object(_) => None,
    }
}

/// Markup is one string; Fundus has an object of the same name.
fn markup(value: &Value, limit: usize) -> Option<Result<String, Why>> {
    matches!(value, Value::Text(_))
        .then(|| prose(value, limit))
        .flatten()
}

/// All the text inside a value, an empty line between two pieces: a string, a list of paragraphs, a body of sections.
fn prose(value: &Value, limit: usize) -> Option<Result<String, Why>> {
    let mut pieces = Vec::new();
    collect(value, &mut pieces);
    let length = pieces.iter().map(|piece| piece.len() + 2).sum::<usize>();
    if length > limit {
        return Some(Err(Cap::Page.exceeded(limit, Some(length as u64))));
    }
    let mut text = pieces.join("\n\n");
    if memchr::memchr(0, text.as_bytes()).is_some() {
        text.retain(|c| c != '\0');
    }
    (!text.is_empty()).then_some(Ok(text))
}

/// An object with fields of its own, not a text in pieces.
fn is_record(value: &Value) -> bool {
    let Value::Object(entries) = value else {
        return false;
    };
    entries.iter().any(|(key, _)| fields::of(key).is_some())
}

/// Depth is bounded by the reader of JSON.
fn collect<'a>(value: &'a Value, pieces: &mut Vec<&'a str>) {
    match value {
        Value::Text(text) if !text.trim().is_empty() => pieces.push(text),
        Value::List(values) => values.iter().for_each(|value| collect(value, pieces)),
        Value::Object(entries) => entries.iter().for_each(|(_, value)| collect(value, pieces)),
        _ => {}
    }
}

/// Names from a list of strings, a list of objects with a `name`, or one string.
fn authors(value: &Value) -> Vec<String> {
    const MOST: usize = 100;
    let mut names: Vec<String> = match value {
        Value::Text(text) => split_authors(text),
        Value::List(values) => values.iter().take(MOST).flat_map(authors).collect(),
        Value::Object(entries) => {
            let named = |key: &str| {
                entries
                    .iter()
                    .find(|(known, _)| known == key)
                    .map(|(_, value)| authors(value))
            };
            ["name", "fullname", "displayname", "original", "title"]
                .into_iter()
                .find_map(named)
                .unwrap_or_default()
        }
        Value::Nothing | Value::Number(_) => Vec::new(),
    };
    let mut seen = Vec::new();
    names.retain(|name| {
        let new = !seen.contains(name);
        seen.push(name.clone());
        new
    });
    names.truncate(MOST);
    names
}

/// Base64 of either alphabet, with line breaks, with padding or without.
fn base64(code: &str) -> Option<Vec<u8>> {
    let config =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let is_dirt = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0;
    let mut code = Cow::Borrowed(code.as_bytes());
    if code.iter().any(is_dirt) {
        code.to_mut().retain(|byte| !is_dirt(byte));
    }
    let standard = GeneralPurpose::new(&alphabet::STANDARD, config);
    standard
        .decode(&*code)
        .or_else(|_| GeneralPurpose::new(&alphabet::URL_SAFE, config).decode(&*code))
        .ok()
}
