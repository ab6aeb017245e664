//! Dates of publication, of change and of capture.
//!
//! Names of months and weekdays are those of Unicode CLDR; digits of all scripts, Han numerals and the eras of Japan, Taiwan,
//! Thailand and Iran are read. A day is given only where something says that it is the day of publication: precision over recall.

mod address;
mod clock;
mod clue;
mod counters;
mod dated;
mod day_runs;
mod era;
mod figures;
mod kind;
mod calendar;
mod dated_lines;
mod mention;
mod numerals;
mod page_clues;
mod nearness;
mod date_reader;
mod relative;
mod ambiguity;
mod tokens;
mod standing;
mod bare_text;
mod value;

use crate::article::{CleanPage, Found, Language, Precision, PubDate, RawPage, Witness};
use crate::identify::date::clue::About;
pub(crate) use crate::identify::date::clue::ENOUGH;
use crate::identify::date::dated::Context;
pub(crate) use crate::identify::date::day_runs::ranges as day_ranges;
use crate::identify::web_copy;

/// The dates of a page.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    pub(crate) published: Option<Found<PubDate>>,
    pub(crate) modified: Option<Found<PubDate>>,
    pub(crate) captured: Option<PubDate>,
}

/// Finds the dates of a page.
pub(crate) fn identify(raw: &RawPage, page: &CleanPage, language: Option<&Language>) -> Dates {
    let language = language.map(Language::code);
    let order = page_clues::order(raw, page, language);
    let plain = Context {
        language,
        order,
        captured: None,
        today: raw.today,
    };
    let copied = web_copy::of(raw, &page.meta)
        .and_then(|copy| value::parse_figures(&copy.stamp?))
        .filter(|stamp| stamp.precision >= Precision::Day);
    let fetched = raw
        .given
        .captured
        .as_deref()
        .and_then(|value| value::parse_in(value, &plain));
    // Who fetches a copy later fetches what was captured then.
    let captured = match (fetched, copied) {
        (Some(fetched), Some(copied)) if copied.date < fetched.date => Some(copied),
        (fetched, copied) => fetched.or(copied),
    };
    let context = Context { captured, ..plain };
    let given = raw
        .given
        .published
        .as_deref()
        .and_then(|value| value::parse_in(value, &plain));
    let clues = page_clues::clues(raw, page, &context, given);
    let published = match given {
        Some(date) => Some(Found::new(date, "given", Witness::Given, 1.0)),
        None => clue::agree(&clues, About::Published).or_else(|| clue::last_change(&clues)),
    };
    let modified = clue::agree(&clues, About::Modified);
    let published = published.map(|found| clue::not_after_change(found, modified.as_ref()));
    let after = |found: &Found<PubDate>| {
        published
            .as_ref()
            .is_none_or(|published| found.value.date >= published.value.date)
    };
    Dates {
        modified: modified.filter(after),
        published,
        captured,
    }
}

/// Finds the date of publication in bare text: a line with a date, a label, a dateline; `None` where the text gives none.
///
/// `captured` is when the text was seen, on the day of publication or shortly after it; it gives a year to "Sept. 11" and a day to
/// "3 hours ago".
pub fn in_text(
    text: &str,
    language: Option<&Language>,
    captured: Option<PubDate>,
) -> Option<Found<PubDate>> {
    let context = Context {
        language: language.map(Language::code),
        order: None,
        captured,
        today: None,
    };
    bare_text::published(text, &context)
}

/// Reads a value that is a date and nothing else: ISO 8601, RFC 2822, seconds or milliseconds since 1970, or any form of [`in_text`].
pub fn parse(value: &str, language: Option<&Language>) -> Option<PubDate> {
    value::parse(value, language.map(Language::code))
}
