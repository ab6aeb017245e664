//! What a rule looks for: a text, a regular expression, a path.

use regex::{Regex, RegexBuilder};

use crate::text::fold;

/// Bytes that a compiled expression may take.
const SIZE: usize = 1 << 20;

/// A text, or a regular expression between slashes.
#[derive(Debug)]
pub(crate) enum Pattern {
    Text(String),
    Regex(Regex),
}

impl Pattern {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let inner = text
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'))
            .filter(|inner| !inner.is_empty());
        match inner {
            Some(inner) => compile(inner).map(Self::Regex),
            None if text.trim().is_empty() => Err("an empty text stands everywhere".to_owned()),
            None => Ok(Self::Text(fold::tidy(text))),
        }
    }

    /// The pattern stands in a text, whatever the text's white space.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Text(wanted) => {
                text.contains(wanted.as_str()) || fold::tidy(text).contains(wanted.as_str())
            }
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}

fn compile(expression: &str) -> Result<Regex, String> {
    RegexBuilder::new(expression)
        .size_limit(SIZE)
        .multi_line(true)
        .build()
        .map_err(|error| {
            let text = error.to_string();
            let last = text
                .lines()
                .last()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .to_owned();
            format!("`/{expression}/` is no regular expression: {last}")
        })
}

/// A path with `*`, `?` and `**` for any folders.
pub(crate) fn glob(text: &str) -> Result<Regex, String> {
    let mut expression = String::from("^");
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (meaning, length) = match c {
            '*' if rest.starts_with("**/") => ("(?:.*/)?".to_owned(), 3),
            '*' if rest.starts_with("**") => (".*".to_owned(), 2),
            '*' => ("[^/]*".to_owned(), 1),
            '?' => ("[^/]".to_owned(), 1),
            c => (regex::escape(c.encode_utf8(&mut [0; 4])), c.len_utf8()),
        };
        expression.push_str(&meaning);
        rest = rest.get(length..).unwrap_or_default();
    }
    expression.push_str("(?:#\\d+)?$");
    compile(&expression)
}
