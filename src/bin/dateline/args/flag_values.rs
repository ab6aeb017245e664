//! Values of flags as typed: sizes, days, pairs of versions.

use std::str::FromStr;

use anyhow::{Result, anyhow, bail};
use clap::ValueEnum;
use jiff::civil::Date;

use dateline::archive::{Sort, days_of};

/// A page that is being cleaned takes several times its bytes.
const MOST_CAP: u64 = 1_000_000_000;

/// Memory to work with.
pub(crate) fn memory(text: &str) -> Result<u64> {
    let bytes = size(text)?;
    if bytes < 30_000_000 {
        bail!("at least 30MB are needed");
    }
    Ok(bytes)
}

/// The most bytes that are taken.
pub(crate) fn cap(text: &str) -> Result<usize> {
    let bytes = size(text)?;
    if !(1..=MOST_CAP).contains(&bytes) {
        bail!("write a size from 1B to 1GB");
    }
    usize::try_from(bytes).map_err(|_| anyhow!("this machine cannot hold so much"))
}

/// `400MB`, `2GB`, `1500000`: bytes.
fn size(text: &str) -> Result<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text
        .get(digits.len()..)
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "" | "b" => 1,
        "k" | "kb" => 1_000,
        "m" | "mb" => 1_000_000,
        "g" | "gb" => 1_000_000_000,
        other => bail!("`{other}` is no unit of size; write 400MB or 2GB"),
    };
    let number: u64 = digits
        .trim()
        .parse()
        .map_err(|_| anyhow!("write a size as 400MB or 2GB"))?;
    Ok(number.saturating_mul(unit))
}

/// The first day of a day, a month or a year.
pub(crate) fn first_day(text: &str) -> Result<Date> {
    days(text).map(|(first, _)| first)
}

/// The last day of a day, a month or a year.
pub(crate) fn last_day(text: &str) -> Result<Date> {
    days(text).map(|(_, last)| last)
}

/// First and last day of `2025`, `2025-09` or `2025-09-12`.
fn days(text: &str) -> Result<(Date, Date)> {
    let days = days_of(text).map(|(first, last, _)| (first, last));
    days.ok_or_else(|| anyhow!("write a day as 2025-09-12, a month as 2025-09 or a year as 2025"))
}

/// The numbers of two versions, from 1: `2:1`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct VersionPair {
    pub(crate) old: usize,
    pub(crate) new: usize,
}

impl FromStr for VersionPair {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| {
            text.trim()
                .parse::<usize>()
                .ok()
                .filter(|number| *number > 0)
        };
        let pair = text.split_once(':');
        let pair = pair.and_then(|(old, new)| number(old).zip(number(new)));
        let (old, new) = pair.ok_or("give two numbers of versions, such as --diff=2:1")?;
        Ok(Self { old, new })
    }
}

/// The side of occurrences that they are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KwicOrder {
    /// As the hits are, and as the text runs
    Text,
    /// By the words before the match
    Left,
    /// By the words behind the match
    Right,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// Best match first
    Relevance,
    /// Oldest first
    Date,
    /// Newest first
    #[value(name = "-date")]
    Newest,
    /// By outlet
    Source,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Date => Self::Oldest,
            Order::Newest => Self::Newest,
            Order::Source => Self::Source,
        }
    }
}
