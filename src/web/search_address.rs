//! A whole search as an address: read from one, written as one in one order, and as a command.

use std::fmt::Write;

use jiff::civil::Date;
use url::form_urlencoded;

use crate::archive::{Field, Fill, Filters, Group, Limits, Request, Sort, days_of};
use crate::query::{self, Warning};

/// Hits of a page.
pub(crate) const PAGE: usize = 20;

/// The fields that an address can narrow to, with their names there.
const FIELDS: [(&str, Field); 5] = [
    ("source", Field::Source),
    ("domain", Field::Domain),
    ("wire", Field::Wire),
    ("lang", Field::Language),
    ("author", Field::Author),
];

/// How the matches are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum View {
    /// As hits with passages.
    #[default]
    Hits,
    /// Every occurrence on a line of its own, in the order of the hits.
    Lines,
    /// These sorted by what stands before the match, from the last word backwards.
    LinesByLeft,
    /// These sorted by what stands behind the match.
    LinesByRight,
}

impl View {
    /// Every view, with its name in an address.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Hits, "hits"),
        (Self::Lines, "lines"),
        (Self::LinesByLeft, "lines-left"),
        (Self::LinesByRight, "lines-right"),
    ];

    /// The name in an address.
    pub(crate) fn name(self) -> &'static str {
        let known = Self::ALL.iter().find(|(view, _)| *view == self);
        known.map_or("hits", |(_, name)| name)
    }

    /// The flag of the command line.
    fn flag(self) -> Option<&'static str> {
        match self {
            Self::Hits => None,
            Self::Lines => Some("--kwic"),
            Self::LinesByLeft => Some("--kwic=left"),
            Self::LinesByRight => Some("--kwic=right"),
        }
    }
}

/// A search with all that belongs to it. [`parse`](Self::parse) of what [`to_query`](Self::to_query) prints is the same search, and
/// each search is printed in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchAddress {
    /// What the reader typed.
    pub query: String,
    /// What it is narrowed to; by field, then as the reader chose. Paths are none of it.
    pub filters: Filters,
    /// The order of the hits.
    pub sort: Sort,
    /// What folds.
    pub group: Group,
    /// How the matches are shown.
    pub view: View,
    /// Which page, from 1.
    pub page: usize,
}

impl Default for SearchAddress {
    fn default() -> Self {
        Self {
            query: String::new(),
            filters: Filters::default(),
            sort: Sort::Relevance,
            group: Group::Copies,
            view: View::Hits,
            page: 1,
        }
    }
}

impl SearchAddress {
    /// A search for this query.
    pub fn of_query(query: &str) -> Self {
        Self {
            query: query.to_owned(),
            ..Self::default()
        }
    }

    /// Reads the part of an address behind `?`, and says what of it was not understood. What it does not know it leaves alone: a page
    /// has parameters of its own.
    pub fn parse(text: &str) -> (Self, Vec<String>) {
        let mut address = Self::default();
        let mut faults = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if let Err(wanted) = address.take(&name, &value) {
                faults.push(format!("`{name}={value}`: {wanted}"));
            }
        }
        address.filters = in_order(address.filters);
        (address, faults)
    }

    /// Takes one parameter; an error says what may stand there.
    fn take(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        // An empty field of a form asks for nothing.
        if value.is_empty() {
            return Ok(());
        }
        match name {
            "q" => value.clone_into(&mut self.query),
            "since" => self.filters.since = Some(first_day(value).ok_or(A_DAY)?),
            "until" => self.filters.until = Some(last_day(value).ok_or(A_DAY)?),
            "sort" => self.sort = sort(value).ok_or("relevance, date, -date or source")?,
            "group" => self.group = group(value).ok_or("off, copies or story")?,
            "view" => self.view = view(value).ok_or("hits, lines, lines-left or lines-right")?,
            "page" => self.page = page(value).ok_or("a number from 1 to 1000000")?,
            _ => {
                if let Some(field) = field(name) {
                    self.filters.only.push((field, value.to_owned()));
                } else if let Some(field) = name.strip_prefix("not_").and_then(field) {
                    self.filters.not.push((field, value.to_owned()));
                }
            }
        }
        Ok(())
    }

    /// The part of an address behind `?`: what is as it always is is left out.
    pub fn to_query(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        if !self.query.is_empty() {
            out.append_pair("q", &self.query);
        }
        for (name, value) in self.parameters() {
            out.append_pair(&name, &value);
        }
        out.finish()
    }

    /// The parameters behind the query, in order: a form that asks for another query carries them hidden.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let filters = in_order(self.filters.clone());
        let mut all = Vec::new();
        for (field, value) in filters.only {
            all.push((field_name(field).to_owned(), value));
        }
        for (field, value) in filters.not {
            all.push((format!("not_{}", field_name(field)), value));
        }
        let days = [("since", self.filters.since), ("until", self.filters.until)];
        for (name, day) in days {
            all.extend(day.map(|day| (name.to_owned(), day.to_string())));
        }
        let choices = [
            ("sort", sort_name(self.sort), "relevance"),
            ("group", group_name(self.group), "copies"),
            ("view", self.view.name(), "hits"),
        ];
        for (name, value, usual) in choices {
            if value != usual {
                all.push((name.to_owned(), value.to_owned()));
            }
        }
        if self.page > 1 {
            all.push(("page".to_owned(), self.page.to_string()));
        }
        all
    }

    /// The address of this search at a page of the site.
    pub fn at(&self, path: &str) -> String {
        let query = self.to_query();
        match query.is_empty() {
            true => path.to_owned(),
            false => format!("{path}?{query}"),
        }
    }

    /// The same search as a command.
    pub fn command(&self) -> String {
        let mut query = self.query.trim().to_owned();
        let others = self.filters.not.iter();
        for (field, value) in others.filter(|(field, _)| *field != Field::Source) {
            // The command line has no flag for these: the query language says it.
            let (name, value) = (field_name(*field), value.replace('"', " "));
            query = match query.is_empty() {
                true => format!("NOT {name}:\"{value}\""),
                false => format!("({query}) NOT {name}:\"{value}\""),
            };
        }
        if query.is_empty() {
            query.push('*');
        }
        let mut out = format!("dateline search {}", quoted(&query));
        let mut flag = |name: &str, value: &str| {
            // Writing to a string does not fail.
            let _ = write!(out, " --{name} {}", quoted(value));
        };
        for (field, value) in &self.filters.only {
            flag(field_name(*field), value);
        }
        for (field, value) in &self.filters.not {
            if *field == Field::Source {
                flag("not-source", value);
            }
        }
        for (name, value) in self.parameters() {
            match name.as_str() {
                "since" | "until" | "sort" | "group" => flag(&name, &value),
                "page" => flag("offset", &((self.page - 1) * PAGE).to_string()),
                _ => {}
            }
        }
        if let Some(flag) = self.view.flag() {
            out.push(' ');
            out.push_str(flag);
        }
        out
    }

    /// The request that this search makes, and how its query was read.
    pub fn request(&self, today: Date, limits: Limits) -> (Request, Vec<Warning>) {
        let text = match self.query.trim() {
            "" => "*",
            _ => self.query.as_str(),
        };
        let (query, warnings) = query::parse(text);
        let request = Request {
            filters: self.filters.clone(),
            sort: self.sort,
            group: self.group,
            offset: (self.page - 1) * PAGE,
            limit: PAGE,
            snippets: 2,
            fill: Fill::MostWords,
            limits,
            ..Request::new(query, today)
        };
        (request, warnings)
    }

    /// Whether anything narrows the query.
    pub fn is_narrowed(&self) -> bool {
        self.filters != Filters::default()
    }

    /// The same search on its first page, changed.
    #[must_use]
    pub(crate) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut changed = Self {
            page: 1,
            ..self.clone()
        };
        change(&mut changed);
        changed
    }
}

const A_DAY: &str = "a day as 2025-09-12, a month as 2025-09 or a year as 2025";

/// Filters by field, each once.
fn in_order(filters: Filters) -> Filters {
    let sorted = |list: Vec<(Field, String)>| {
        let mut sorted: Vec<(Field, String)> = Vec::new();
        for (_, field) in FIELDS {
            for one in list.iter().filter(|one| one.0 == field) {
                if !sorted.contains(one) {
                    sorted.push(one.clone());
                }
            }
        }
        sorted
    };
    Filters {
        only: sorted(filters.only),
        not: sorted(filters.not),
        ..filters
    }
}

/// The field's name in an address and on the command line.
pub(crate) fn field_name(field: Field) -> &'static str {
    let known = FIELDS.iter().find(|(_, known)| *known == field);
    known.map_or(field.name(), |(name, _)| name)
}

fn field(name: &str) -> Option<Field> {
    // The JSON of hits and facets says `language`.
    let name = if name == "language" { "lang" } else { name };
    let known = FIELDS.iter().find(|(known, _)| *known == name);
    known.map(|(_, field)| *field)
}

fn sort(name: &str) -> Option<Sort> {
    match name {
        "relevance" => Some(Sort::Relevance),
        "date" => Some(Sort::Oldest),
        "-date" => Some(Sort::Newest),
        "source" => Some(Sort::Source),
        _ => None,
    }
}

pub(crate) fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "relevance",
        Sort::Oldest => "date",
        Sort::Newest => "-date",
        Sort::Source => "source",
    }
}

fn group(name: &str) -> Option<Group> {
    match name {
        "off" => Some(Group::Off),
        "copies" => Some(Group::Copies),
        "story" => Some(Group::Story),
        _ => None,
    }
}

pub(crate) fn group_name(group: Group) -> &'static str {
    match group {
        Group::Off => "off",
        Group::Copies => "copies",
        Group::Story => "story",
    }
}

fn view(name: &str) -> Option<View> {
    let known = View::ALL.iter().find(|(_, known)| *known == name);
    known.map(|(view, _)| *view)
}

fn page(text: &str) -> Option<usize> {
    let number = text.parse().ok()?;
    (1..=1_000_000).contains(&number).then_some(number)
}

/// The first day of a day, a month or a year.
fn first_day(text: &str) -> Option<Date> {
    days_of(text).map(|(first, ..)| first)
}

/// The last day of a day, a month or a year.
fn last_day(text: &str) -> Option<Date> {
    days_of(text).map(|(_, last, _)| last)
}

/// A word of a shell's command line.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_.,:/@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}
