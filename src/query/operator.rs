//! What stands between two parts of a query: operators, here and in other search services.

use std::fmt;

use crate::query::ast::{Order, Within};
use crate::query::foreign::{Foreign, joining};

/// Words that `NEAR` without a number allows.
const DEFAULT_NEAR: u32 = 10;

/// Words of distance at most; no article is longer.
const MAX_NEAR: u32 = 1_000_000;

/// What stands between two parts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Operator {
    And,
    Or,
    Not,
    Near(Within, Order),
    /// The left one, but not near the right one.
    NotNear(Within, Order),
}

/// Whether an operator is of this language or of another service, so that the reader is told how it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Own,
    Foreign,
}

/// Which words are operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    /// `AND`, `OR` and `NOT` in capitals.
    Capitals,
    /// They may be written small: the query has forms of services where that is so.
    Any,
}

/// The operator that a word is.
pub(crate) fn operator(word: &str, letters: Letters) -> Option<(Operator, Origin)> {
    let operator = match word {
        "AND" | "&&" => Operator::And,
        "OR" | "||" => Operator::Or,
        "NOT" => Operator::Not,
        "NEAR" => Operator::Near(Within::Words(DEFAULT_NEAR), Order::Any),
        _ => return own_nearness(word).or_else(|| foreign(word, letters)),
    };
    Some((operator, Origin::Own))
}

/// The operator that a word is elsewhere.
fn foreign(word: &str, letters: Letters) -> Option<(Operator, Origin)> {
    let by_table = || match joining(word)? {
        Foreign::Or => Some(Operator::Or),
        Foreign::Not => Some(Operator::Not),
        _ => None,
    };
    let small = || {
        let is = |name: &str| letters == Letters::Any && word.eq_ignore_ascii_case(name);
        match () {
            () if is("and") => Some(Operator::And),
            () if is("or") => Some(Operator::Or),
            () if is("not") => Some(Operator::Not),
            () => None,
        }
    };
    let operator = match word {
        "%" => Some(Operator::Not),
        "SAME" => Some(Operator::Near(Within::Paragraph, Order::Any)),
        "ADJ" => Some(Operator::Near(Within::Words(1), Order::InOrder)),
        _ => by_table().or_else(small).or_else(|| foreign_nearness(word)),
    };
    Some((operator?, Origin::Foreign))
}

/// `NEAR/5`, `w/5`, `PRE/5`, `w/s`, `w/p`, in any case.
fn own_nearness(word: &str) -> Option<(Operator, Origin)> {
    let (name, distance) = word.split_once('/')?;
    let order = match name.to_ascii_uppercase().as_str() {
        "NEAR" | "W" | "N" => Order::Any,
        "PRE" | "P" => Order::InOrder,
        _ => return None,
    };
    Some((Operator::Near(within(distance)?, order), Origin::Own))
}

/// `near5`, `adj5`, `/5`, `+5`, `/s`, `+p`, `onear/5`, `w/seg`, in any case.
fn foreign_nearness(word: &str) -> Option<Operator> {
    let word = word.to_ascii_lowercase();
    if matches!(word.as_str(), "w/seg" | "/seg" | "w/doc") {
        return Some(Operator::And);
    }
    let near = |distance: &str, order| Some(Operator::Near(within(distance)?, order));
    if let Some(distance) = word.strip_prefix('/') {
        return near(distance, Order::Any);
    }
    if let Some(distance) = word.strip_prefix('+') {
        return near(distance, Order::InOrder);
    }
    if let Some((name, distance)) = word.split_once('/') {
        return match name {
            "within" => near(distance, Order::Any),
            "onear" | "adj" => near(distance, Order::InOrder),
            _ => None,
        };
    }
    let name = word.trim_end_matches(|ch: char| ch.is_ascii_digit());
    let number = word.get(name.len()..).filter(|number| !number.is_empty())?;
    match name {
        "near" => near(number, Order::Any),
        "adj" => near(number, Order::InOrder),
        _ => None,
    }
}

/// `5`, `s`, `p`.
fn within(distance: &str) -> Option<Within> {
    Some(match distance.to_ascii_lowercase().as_str() {
        "s" | "sent" => Within::Sentence,
        "p" | "para" => Within::Paragraph,
        digits if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Within::Words(digits.parse().unwrap_or(MAX_NEAR).clamp(1, MAX_NEAR))
        }
        _ => return None,
    })
}

/// As it is written here.
impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::And => f.write_str("AND"),
            Self::Or => f.write_str("OR"),
            Self::Not => f.write_str("NOT"),
            Self::Near(Within::Words(words), Order::Any) => write!(f, "NEAR/{words}"),
            Self::Near(Within::Words(words), Order::InOrder) => write!(f, "PRE/{words}"),
            Self::Near(Within::Sentence, Order::Any) => f.write_str("w/s"),
            Self::Near(Within::Sentence, Order::InOrder) => f.write_str("PRE/s"),
            Self::Near(Within::Paragraph, Order::Any) => f.write_str("w/p"),
            Self::Near(Within::Paragraph, Order::InOrder) => f.write_str("PRE/p"),
            Self::NotNear(within, order) => write!(f, "NOT {}", Self::Near(*within, *order)),
        }
    }
}
