//! What is wrong with a regular expression, and where.

use regex_syntax::ast::Span;
use regex_syntax::{Error, Parser};

/// Bytes of a compiled regular expression at most.
const MAX_BYTES: usize = 1 << 18;

/// What is wrong with a regular expression.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RegexFault {
    /// In words: lower case, no full stop.
    pub(crate) what: String,
    /// Characters of the expression before the place.
    pub(crate) at: usize,
    /// Characters of the place.
    pub(crate) length: usize,
}

/// What keeps a regular expression from being used; `None` where nothing does.
pub(crate) fn regex_fault(pattern: &str) -> Option<RegexFault> {
    let (what, span) = match Parser::new().parse(pattern) {
        Ok(_) => return too_large(pattern),
        Err(Error::Parse(error)) => (error.kind().to_string(), *error.span()),
        Err(Error::Translate(error)) => (error.kind().to_string(), *error.span()),
        Err(_) => return Some(of_all(pattern, "it is not understood")),
    };
    let Span { start, end } = span;
    let characters = |from: usize, to: usize| {
        let part = pattern.get(from..to).unwrap_or_default();
        part.chars().count()
    };
    Some(RegexFault {
        what,
        at: characters(0, start.offset),
        length: characters(start.offset, end.offset),
    })
}

fn too_large(pattern: &str) -> Option<RegexFault> {
    let built = regex::RegexBuilder::new(pattern)
        .size_limit(MAX_BYTES)
        .build();
    built.is_err().then(|| of_all(pattern, "it is too large"))
}

fn of_all(pattern: &str, what: &str) -> RegexFault {
    RegexFault {
        what: what.to_owned(),
        at: 0,
        length: pattern.chars().count(),
    }
}
