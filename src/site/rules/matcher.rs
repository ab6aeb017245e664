//! What a rule looks for: a text, a regular expression, a path.

use globset::{GlobBuilder, GlobMatcher};
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

/// A path with `*` and `?` inside a name and `**` for any folders, as in ignore files; `[a-z]` and `{one,other}` too.
pub(crate) fn glob(text: &str) -> Result<GlobMatcher, String> {
    let glob = GlobBuilder::new(text).literal_separator(true).build();
    let glob = glob.map_err(|error| format!("`{text}` is no path pattern: {}", error.kind()))?;
    Ok(glob.compile_matcher())
}
