//! Which of two texts that share passages was first.

use std::cmp::Ordering;

use crate::article::{Article, Found, Precision, PubDate};
use crate::group::lineage::rewording::misspelt_more;
use crate::group::passages::Comparison;
use crate::text::words::words;

/// Two texts have the same words where so much of both is shared.
const SAME: f32 = 0.9;

/// Of two texts, by so much more of the one must stand in the other.
const MORE: f32 = 0.03;

/// Words that an editor sets before a text: a place, an agency, a date.
const PREFIX: usize = 8;

/// Words that outlets hang on another's headline: `– live`, `| Video`.
const HEADLINE_TAIL: usize = 3;

/// Why one of two texts is thought to be the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Clue {
    /// It is an agency's own text.
    Agency,
    /// It was published on an earlier day.
    Day,
    /// It was published earlier on the same day.
    Time,
    /// The other names its outlet or its agency; this one names no other.
    Credit,
    /// The other has it whole, after a place, an agency or a date.
    Prefix,
    /// More of the other stands in it: the other is cut or mixed.
    Length,
    /// The other has lost its quotation marks and dashes.
    Typography,
    /// The other has its words misspelt or run together.
    Spelling,
    /// The other's headline is cut from its headline or its text, or has something hung on.
    Headline,
    /// The other's page has more around the same text.
    Additions,
    /// Nothing tells: the order is that of the ids.
    Unknown,
}

impl Clue {
    /// The clue's name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::Day => "day",
            Self::Time => "time",
            Self::Credit => "credit",
            Self::Prefix => "prefix",
            Self::Length => "length",
            Self::Typography => "typography",
            Self::Spelling => "spelling",
            Self::Headline => "headline",
            Self::Additions => "additions",
            Self::Unknown => "unknown",
        }
    }
}

/// Which of two articles is the origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    First,
    Second,
}

/// Two articles and what they share.
pub(crate) struct Overlap<'a> {
    pub(crate) first: &'a Article,
    pub(crate) second: &'a Article,
    pub(crate) shared: &'a Comparison,
}

impl Overlap<'_> {
    fn is_same_text(&self) -> bool {
        self.shared.of_first() >= SAME && self.shared.of_second() >= SAME
    }
}

/// Which article is the origin, and what tells. The clues are asked from the surest to the weakest.
pub(crate) fn direction(overlap: &Overlap<'_>) -> (Origin, Clue) {
    let (a, b) = (overlap.first, overlap.second);
    let clues: [(Clue, &dyn Fn() -> Ordering); 10] = [
        (Clue::Agency, &|| is_agencys(b).cmp(&is_agencys(a))),
        (Clue::Day, &|| by_day(a, b)),
        (Clue::Time, &|| by_time(a, b)),
        (Clue::Credit, &|| by_credit(a, b)),
        (Clue::Prefix, &|| by_prefix(overlap)),
        (Clue::Length, &|| by_length(overlap)),
        (Clue::Typography, &|| by_typography(overlap)),
        (Clue::Spelling, &|| by_spelling(overlap)),
        (Clue::Headline, &|| by_headline(a, b)),
        (Clue::Additions, &|| a.removed.len().cmp(&b.removed.len())),
    ];
    for (clue, order) in clues {
        match order() {
            Ordering::Less => return (Origin::First, clue),
            Ordering::Greater => return (Origin::Second, clue),
            Ordering::Equal => {}
        }
    }
    let by_id = if a.id < b.id {
        Origin::First
    } else {
        Origin::Second
    };
    (by_id, Clue::Unknown)
}

/// The agency publishes its own text.
fn is_agencys(article: &Article) -> bool {
    match (&article.source, &article.wire) {
        (Some(source), Some(wire)) => source.value == wire.value,
        _ => false,
    }
}

fn published(article: &Article) -> Option<PubDate> {
    let published = article.published.as_ref().map(|found| found.value);
    published.filter(|published| published.precision >= Precision::Day)
}

fn by_day(a: &Article, b: &Article) -> Ordering {
    match (published(a), published(b)) {
        (Some(a), Some(b)) => a.date.cmp(&b.date),
        _ => Ordering::Equal,
    }
}

fn by_time(a: &Article, b: &Article) -> Ordering {
    match (published(a), published(b)) {
        (Some(a), Some(b)) if a.clock.is_some() && b.clock.is_some() => {
            a.timestamp().cmp(&b.timestamp())
        }
        _ => Ordering::Equal,
    }
}

fn by_credit(a: &Article, b: &Article) -> Ordering {
    let credits = |own: &Article, other: &Article| {
        let wire_alone = own.wire.is_some() && other.wire.is_none();
        names_outlet(own, other) || (wire_alone && !is_agencys(own))
    };
    credits(a, b).cmp(&credits(b, a))
}

/// Whether an article names the outlet or the agency of another: in its text, or in a credit or caption that was left out.
pub(crate) fn names_outlet(article: &Article, other: &Article) -> bool {
    let own = [&article.source, &article.wire].map(name);
    let names = [name(&other.source), name(&other.wire)];
    let foreign = names.into_iter().flatten();
    foreign
        .filter(|name| !own.contains(&Some(*name)))
        .any(|name| {
            let removed = article.removed.iter().map(|removal| removal.text.as_str());
            let mut texts = removed.chain([article.text.as_str()]);
            texts.any(|text| has_word(text, name))
        })
}

fn name(field: &Option<Found<String>>) -> Option<&str> {
    field.as_ref().map(|found| found.value.as_str())
}

/// Whether a name stands in a text, not as part of a word.
fn has_word(text: &str, name: &str) -> bool {
    let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text
            .get(at + name.len()..)
            .and_then(|text| text.chars().next());
        is_end(before) && is_end(after)
    })
}

/// A text that begins with a few words more, a place or an agency in capitals among them.
fn by_prefix(overlap: &Overlap<'_>) -> Ordering {
    let Some(passage) = overlap.shared.passages.first() else {
        return Ordering::Equal;
    };
    if !overlap.is_same_text() {
        return Ordering::Equal;
    }
    let before_first = overlap.first.text.get(..passage.first.start);
    let before_second = overlap.second.text.get(..passage.second.start);
    let has_prefix = |own: &str, other: &str| {
        let count = words(own).count();
        (1..=PREFIX).contains(&count) && other.is_empty() && words(own).any(is_in_capitals)
    };
    let (own, other) = (
        before_first.unwrap_or_default(),
        before_second.unwrap_or_default(),
    );
    has_prefix(own, other).cmp(&has_prefix(other, own))
}

fn is_in_capitals(word: crate::text::words::Word<'_>) -> bool {
    word.text.chars().nth(2).is_some() && word.text.chars().all(char::is_uppercase)
}

/// The text of which more stands in the other is the one that was cut, or put together from several.
fn by_length(overlap: &Overlap<'_>) -> Ordering {
    let (of_first, of_second) = (overlap.shared.of_first(), overlap.shared.of_second());
    if (of_first - of_second).abs() < MORE {
        return Ordering::Equal;
    }
    of_first.total_cmp(&of_second)
}

/// Quotation marks and dashes of print become those of a typewriter, hardly ever the other way.
fn by_typography(overlap: &Overlap<'_>) -> Ordering {
    if !overlap.is_same_text() {
        return Ordering::Equal;
    }
    let printed = |article: &Article| {
        let marks = article.text.chars();
        marks
            .filter(|c| matches!(c, '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '–' | '—' | '…'))
            .count()
    };
    let (first, second) = (printed(overlap.first), printed(overlap.second));
    let (fewer, more) = (first.min(second), first.max(second));
    match more >= 3 && fewer * 5 < more * 3 {
        true => second.cmp(&first),
        false => Ordering::Equal,
    }
}

fn by_spelling(overlap: &Overlap<'_>) -> Ordering {
    let (first, second) = (overlap.shared.first_words, overlap.shared.second_words);
    // Where one text has more words, words that only one has may be true ones.
    let is_equal_length = first.abs_diff(second) * 100 <= first.max(second);
    match overlap.is_same_text() && is_equal_length {
        true => misspelt_more(&overlap.first.text, &overlap.second.text),
        false => Ordering::Equal,
    }
}

fn by_headline(a: &Article, b: &Article) -> Ordering {
    match (name(&a.title), name(&b.title)) {
        (Some(first), Some(second)) if first != second => {
            made_from((first, a), (second, b)).cmp(&made_from((second, b), (first, a)))
        }
        _ => Ordering::Equal,
    }
}

/// Whether a headline is made from another: cut, put into capitals, hung on to, or taken from the text.
fn made_from((own, article): (&str, &Article), (other, _): (&str, &Article)) -> bool {
    let (small, other_small) = (own.to_lowercase(), other.to_lowercase());
    if small == other_small {
        return own.chars().all(|c| !c.is_lowercase());
    }
    if let Some(rest) = other_small.strip_prefix(small.trim_end_matches(['.', '…', ' '])) {
        return !is_hung_on(rest);
    }
    if let Some(rest) = small.strip_prefix(other_small.as_str()) {
        return is_hung_on(rest);
    }
    article.text.to_lowercase().starts_with(&small)
}

/// `– live`, `| Video`: a sign that is no letter, then a few words.
fn is_hung_on(rest: &str) -> bool {
    let is_parted = rest
        .trim_start()
        .starts_with(['-', '–', '—', '|', ':', '·']);
    is_parted && words(rest).count() <= HEADLINE_TAIL
}
