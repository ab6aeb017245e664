//! What an article has in common with others: `copies:0`, `independent:true`.

use crate::query::ast::{CountRange, Kind};

/// A field of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KinField {
    /// How many other articles have the same text.
    Copies,
    /// Whether no other article shares much of the text.
    Independent,
}

impl KinField {
    /// What a value means.
    pub(crate) fn read(self, value: &str) -> Option<Kind> {
        match self {
            Self::Copies => range(value).map(Kind::Copies),
            Self::Independent => match value.to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Some(Kind::Independent(true)),
                "false" | "no" | "0" => Some(Kind::Independent(false)),
                _ => None,
            },
        }
    }

    /// The values that there are.
    pub(crate) fn forms(self) -> &'static str {
        match self {
            Self::Copies => "write a number, or a range: copies:0, copies:2.., copies:1..5",
            Self::Independent => "write independent:true or independent:false",
        }
    }
}

/// `2`, `2..`, `..5`, `2..5`, `>2`, `>=2`, `<2`, `<=2`.
fn range(value: &str) -> Option<CountRange> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    if let Some((from, until)) = value.split_once("..") {
        let is_open = until.trim().is_empty();
        let from = if from.trim().is_empty() {
            Some(0)
        } else {
            number(from)
        };
        let until = if is_open { None } else { Some(number(until)?) };
        return Some(CountRange { from: from?, until });
    }
    let (sign, rest) = value.split_at(value.find(|c: char| c.is_ascii_digit())?);
    let count = number(rest)?;
    let (from, until) = match sign {
        "" | "=" => (count, Some(count)),
        ">" => (count.checked_add(1)?, None),
        ">=" => (count, None),
        "<" => (0, Some(count.checked_sub(1)?)),
        "<=" => (0, Some(count)),
        _ => return None,
    };
    Some(CountRange { from, until })
}

/// A range as it is written behind `copies:`.
pub(crate) fn print(range: &CountRange) -> String {
    match *range {
        CountRange { from, until: None } => format!("{from}.."),
        CountRange {
            from,
            until: Some(until),
        } if from == until => from.to_string(),
        CountRange {
            from,
            until: Some(until),
        } => format!("{from}..{until}"),
    }
}
