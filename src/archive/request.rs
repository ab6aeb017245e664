//! What a face asks for.

use jiff::civil::Date;

use crate::archive::limits::Limits;
use crate::query::Query;

/// A question to the archive.
#[derive(Debug, Clone)]
pub struct Request {
    /// What the reader typed, parsed.
    pub query: Query,
    /// What the reader narrowed it to.
    pub filters: Filters,
    /// Order of the hits.
    pub sort: Sort,
    /// Whether copies and stories fold: of matches that are copies of one text the first published is shown, then the longest, at the
    /// rank of the best. Facets and totals count articles.
    pub group: Group,
    /// Hits to skip.
    pub offset: usize,
    /// Hits to return at most; 0 asks for counts only.
    pub limit: usize,
    /// Passages per hit at most; 0 asks for none, [`Request::WHOLE_TEXT`] for the text with every mark.
    pub snippets: usize,
    /// Which facets to count, in this order.
    pub facets: Vec<Facet>,
    /// What a facet counts where the reader has narrowed the hits by its own field.
    pub self_filter: SelfFilter,
    /// What follows where fewer articles than asked for have all words.
    pub fill: Fill,
    /// Today, for `last:7d`.
    pub today: Date,
    /// How much work it may be.
    pub limits: Limits,
}

impl Request {
    /// As [`Request::snippets`]: each hit has its whole text as one passage, with every mark.
    pub const WHOLE_TEXT: usize = usize::MAX;

    /// How many articles match: no hits, no facets, nothing narrowed and nothing folded, within [`Limits::default`]. What else a face
    /// asks for it sets by name: `Request { limit: 10, ..Request::new(query, today) }`.
    pub fn new(query: Query, today: Date) -> Self {
        Self {
            query,
            filters: Filters::default(),
            sort: Sort::default(),
            group: Group::default(),
            offset: 0,
            limit: 0,
            snippets: 0,
            facets: Vec::new(),
            self_filter: SelfFilter::default(),
            fill: Fill::default(),
            today,
            limits: Limits::default(),
        }
    }
}

/// What follows where fewer articles than [`Request::limit`] asks for have all words of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fill {
    /// Nothing.
    #[default]
    Nothing,
    /// Articles that have most of the words, where the query is [plain words](Query::plain).
    MostWords,
}

/// Whether a facet obeys the filters on its own field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SelfFilter {
    /// The facet counts what there is to choose from, as if its field were not filtered.
    #[default]
    Ignored,
    /// The facet counts the hits alone.
    Heeded,
}

/// One facet to count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The field.
    pub field: Field,
    /// Values to return at most; `None` for all.
    pub limit: Option<usize>,
}

/// A field that can be counted and filtered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The outlet.
    Source,
    /// The registrable domain.
    Domain,
    /// The agency.
    Wire,
    /// The language.
    Language,
    /// The author.
    Author,
    /// The year of publication.
    Year,
    /// The month of publication: `2025-09`.
    Month,
    /// The day of publication.
    Day,
    /// The date of publication by day; by month where the matches have more than 31 days, by year where they have more than 36
    /// months. As a filter a day, a month or a year.
    Date,
}

impl Field {
    /// Every field, in the order of the documentation.
    pub const ALL: &[Self] = &[
        Self::Source,
        Self::Domain,
        Self::Wire,
        Self::Language,
        Self::Author,
        Self::Year,
        Self::Month,
        Self::Day,
        Self::Date,
    ];

    /// The field's name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Domain => "domain",
            Self::Wire => "wire",
            Self::Language => "language",
            Self::Author => "author",
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Date => "date",
        }
    }

    /// The value that stands for "not known" in counts and filters: `undated` for dates, `unknown` else.
    pub fn missing(self) -> &'static str {
        match self {
            Self::Year | Self::Month | Self::Day | Self::Date => "undated",
            _ => "unknown",
        }
    }
}

/// What the hits are narrowed to: OR within a field, AND across fields. Names compare without case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filters {
    /// `(field, value)`: the article has one of the values given for each field.
    pub only: Vec<(Field, String)>,
    /// `(field, value)`: the article has none of these.
    pub not: Vec<(Field, String)>,
    /// Published on this day or later.
    pub since: Option<Date>,
    /// Published on this day or before.
    pub until: Option<Date>,
    /// Paths (files or folders) under which the article must lie; empty for all.
    pub under: Vec<String>,
}

/// Order of the hits; ties are broken by id, always the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Oldest first, undated last.
    Oldest,
    /// Newest first, undated last.
    Newest,
    /// By source name, then newest.
    Source,
}

/// What folds under the best article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Group {
    /// Nothing.
    #[default]
    Off,
    /// Copies.
    Copies,
    /// Stories, and with them copies.
    Story,
}
