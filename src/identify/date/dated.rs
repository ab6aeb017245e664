//! A date of a text with what surrounds it, and what is known when a text is read.

use jiff::civil::Date;

use crate::article::{Precision, PubDate};
use crate::identify::date::calendar::{Label, Order};
use crate::identify::date::clock::Time;
use crate::identify::date::mention::{Form, Mention};

/// What is known when a text is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Context<'a> {
    /// The language of the text.
    pub(super) language: Option<&'a str>,
    /// How figures are ordered where the text comes from.
    pub(super) order: Option<Order>,
    /// The capture: the text was seen then, on the day of publication or shortly after it.
    pub(super) captured: Option<PubDate>,
    /// The day of the reading, which no day of the text's own comes after.
    pub(super) today: Option<Date>,
}

/// How a date stands in its text; from weak to strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Somewhere.
    Loose,
    /// In the first sentences: the day of the event.
    Lead,
    /// On a line of its own at the end.
    Foot,
    /// After "updated".
    Modified,
    /// `CITY, Sept 11 (Agency) -`.
    Dateline,
    /// On a line of its own at the head.
    Alone,
    /// After "published".
    Published,
}

impl Standing {
    const ALL: [Self; 7] = [
        Self::Loose,
        Self::Lead,
        Self::Foot,
        Self::Modified,
        Self::Dateline,
        Self::Alone,
        Self::Published,
    ];

    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Loose => "text-date",
            Self::Lead => "event-date",
            Self::Foot => "closing-date",
            Self::Modified => "updated-label",
            Self::Dateline => "dateline",
            Self::Alone => "date-line",
            Self::Published => "published-label",
        }
    }

    pub(super) fn sure(self) -> f32 {
        match self {
            Self::Loose => 0.1,
            Self::Lead => 0.4,
            Self::Foot => 0.6,
            Self::Modified => 0.55,
            Self::Dateline | Self::Alone => 0.85,
            Self::Published => 0.95,
        }
    }
}

/// The rule of that name.
pub(super) fn rule_named(name: &str) -> &'static str {
    Standing::ALL
        .into_iter()
        .map(Standing::rule)
        .find(|rule| *rule == name)
        .unwrap_or("copyright")
}

/// A date of a text with what surrounds it.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    pub(super) mention: Mention,
    pub(super) time: Option<Time>,
    pub(super) label: Option<Label>,
    pub(super) standing: Standing,
    /// Its line begins with it.
    pub(super) opens: bool,
    /// The words of the date.
    pub(super) quote: String,
}

impl Dated {
    /// The date of publication that it gives: the day after "yesterday, ...".
    pub(super) fn published(&self) -> Option<PubDate> {
        let year = self.mention.year?;
        let Some(_) = self.mention.day else {
            let first = Mention {
                day: Some(1),
                ..self.mention
            }
            .date_in(year)?;
            return Some(PubDate {
                date: first,
                clock: None,
                precision: Precision::Month,
            });
        };
        let date = self.mention.date()?;
        let date = if self.label == Some(Label::Yesterday) {
            date.tomorrow().ok()?
        } else {
            date
        };
        Some(match self.time {
            Some(time) => PubDate {
                date,
                clock: Some(time.clock),
                precision: Precision::Instant,
            },
            None => PubDate::day(date),
        })
    }

    /// Its readings with the share of belief that each gets: two where its figures can be read in two ways.
    pub(super) fn readings(&self) -> Vec<(PubDate, f32)> {
        if self.mention.form != Form::Ambiguous {
            return self
                .published()
                .map(|date| (date, 1.0))
                .into_iter()
                .collect();
        }
        let other = Dated {
            mention: self.mention.swapped(),
            ..self.clone()
        };
        [self, &other]
            .into_iter()
            .filter_map(Dated::published)
            .map(|date| (date, 0.5))
            .collect()
    }
}
