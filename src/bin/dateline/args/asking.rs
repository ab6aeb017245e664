//! What the commands that take a query have in common: its words, what narrows it, how it is read.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use dateline::archive::{Field, Filters, Group};
use dateline::query::Names;

use super::flag_values::{first_day, last_day};

/// A query, with or without quotes around all of it.
#[derive(Debug, Args)]
pub(crate) struct QueryWords {
    /// The query; `*` for everything
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    first: String,
    /// More words of the query
    #[arg(value_name = "WORD")]
    more: Vec<String>,
}

impl QueryWords {
    pub(crate) fn text(&self) -> String {
        let more = self.more.iter().map(String::as_str);
        let words: Vec<&str> = std::iter::once(self.first.as_str()).chain(more).collect();
        words.join(" ")
    }
}

/// What narrows a query.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Narrow to")]
pub(crate) struct Narrow {
    /// This outlet, by any part of its name; repeat for any of several
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,
    /// Any outlet but this
    #[arg(long, value_name = "NAME")]
    pub(crate) not_source: Vec<String>,
    /// This domain, or any part of it
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) domain: Vec<String>,
    /// This agency
    #[arg(long, value_name = "NAME")]
    pub(crate) wire: Vec<String>,
    /// This language: en, english, Deutsch
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) lang: Vec<String>,
    /// This author, by any part of the name
    #[arg(long, value_name = "NAME")]
    pub(crate) author: Vec<String>,
    /// Published on this day or later: 2025-09-12, 2025-09, 2025
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    pub(crate) since: Option<Date>,
    /// Published on this day or before
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    pub(crate) until: Option<Date>,
}

impl Narrow {
    /// The filters that these flags ask for.
    pub(crate) fn filters(&self) -> Filters {
        let fields = [
            (Field::Source, &self.source),
            (Field::Domain, &self.domain),
            (Field::Wire, &self.wire),
            (Field::Language, &self.lang),
            (Field::Author, &self.author),
        ];
        let only = fields
            .into_iter()
            .flat_map(|(field, values)| values.iter().map(move |value| (field, value.clone())));
        Filters {
            only: only.collect(),
            not: self
                .not_source
                .iter()
                .map(|value| (Field::Source, value.clone()))
                .collect(),
            since: self.since,
            until: self.until,
            under: Vec::new(),
        }
    }
}

/// How a query is understood.
#[derive(Debug, Args)]
pub(crate) struct Understanding {
    /// Refuse a query that is not understood in full, and list no article that lacks one of its words
    #[arg(long)]
    pub(crate) strict: bool,
    /// Print how the query was understood, and stop
    #[arg(long)]
    pub(crate) explain_query: bool,
    /// What name:X finds: X as a plain word, the name in this spelling alone, or in all its spellings
    #[arg(long, value_enum, default_value_t = NameReading::Variants, value_name = "WHICH")]
    pub(crate) names: NameReading,
}

/// How much work a query may be.
#[derive(Debug, Args)]
pub(crate) struct Effort {
    /// Look at every article and word, however long it takes; without, a query that asks for too much is stopped, and says so
    #[arg(long)]
    pub(crate) exhaustive: bool,
}

/// What `name:` finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NameReading {
    /// The words, as plain words
    Off,
    /// The name in this spelling
    Exact,
    /// The name in all its spellings
    Variants,
}

impl From<NameReading> for Names {
    fn from(reading: NameReading) -> Self {
        match reading {
            NameReading::Off => Self::Off,
            NameReading::Exact => Self::Exact,
            NameReading::Variants => Self::Variants,
        }
    }
}

/// What folds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Grouping {
    /// Nothing
    Off,
    /// Articles with nearly the same text
    Copies,
    /// Articles that tell of one event, copies among them
    Story,
}

impl From<Grouping> for Group {
    fn from(grouping: Grouping) -> Self {
        match grouping {
            Grouping::Off => Self::Off,
            Grouping::Copies => Self::Copies,
            Grouping::Story => Self::Story,
        }
    }
}
