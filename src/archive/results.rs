//! What the archive answers.

use crate::archive::note::Note;
use crate::archive::request::Field;
use crate::article::{Article, Block, PubDate, Span};
use crate::site::Learned;

/// The answer to a request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// The hits asked for, in order.
    pub hits: Vec<Hit>,
    /// The facets asked for, in order.
    pub facets: Vec<FacetCounts>,
    /// How many articles match.
    pub total: u64,
    /// How many texts these are, copies counted once; only where copies or stories fold.
    pub texts: Option<u64>,
    /// How many stories these are, an article that is in none counted as one; only where stories fold.
    pub stories: Option<u64>,
    /// How many articles have not all words but most of them: their hits come after all that match. 0 where none were looked for.
    pub partial: u64,
    /// Whether the query came to its limits, so that `total` and the counts of facets are lower bounds and better hits may be
    /// missing.
    pub lower_bound: bool,
    /// What the reader should know: a pattern that was cut, a word that may be misspelt.
    pub notes: Vec<Note>,
}

/// One article that matches.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// From 1; counts skipped hits too.
    pub rank: usize,
    /// The article's id.
    pub id: String,
    /// The score; higher is better, comparable within one answer only.
    pub score: f32,
    /// The headline, empty when not known.
    pub title: String,
    /// Byte ranges of the headline that matched.
    pub title_marks: Vec<Span>,
    /// The outlet.
    pub source: Option<String>,
    /// The registrable domain.
    pub domain: Option<String>,
    /// The agency.
    pub wire: Option<String>,
    /// The date of publication.
    pub published: Option<PubDate>,
    /// The language code.
    pub language: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// The address.
    pub url: Option<String>,
    /// The file.
    pub path: String,
    /// One to three passages that show the match.
    pub snippets: Vec<Snippet>,
    /// The words of the query that the article has not, as query text: none where it matches.
    pub missing: Vec<String>,
    /// How many other articles of the archive are copies of the same text, whether they match or not.
    pub copies: u64,
    /// The id of the article that it is a copy of: the one of these that was published first.
    pub copy_of: Option<String>,
    /// The id of its story, where [stories](crate::archive::Group::Story) fold.
    pub story: Option<String>,
    /// The matches that fold under this one.
    pub folded: Folded,
}

/// Matches that are not shown, because they are copies of one that is, or of its story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// How many there are.
    pub count: u64,
    /// The best of them.
    pub first: Vec<FoldedHit>,
}

/// A match that is not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoldedHit {
    /// The article's id.
    pub id: String,
    /// The outlet.
    pub source: Option<String>,
    /// The registrable domain.
    pub domain: Option<String>,
}

/// An article that is a copy of another.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleCopy {
    /// The article's id.
    pub id: String,
    /// The headline, empty when not known.
    pub title: String,
    /// The outlet.
    pub source: Option<String>,
    /// The registrable domain.
    pub domain: Option<String>,
    /// The date of publication.
    pub published: Option<PubDate>,
    /// It is the one that was published first: the others are copies of it.
    pub is_first: bool,
}

/// A passage of the text, made of whole sentences where they are not too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The words.
    pub text: String,
    /// Byte ranges of `text` that matched, in order, not overlapping.
    pub marks: Vec<Span>,
}

/// The counts of one facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The field.
    pub field: Field,
    /// Values with their counts: by count, then by name; dates newest first; "unknown" and "undated" last.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// Articles that have it.
    pub count: u64,
}

/// What is in an archive.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Articles that are copies of another.
    pub copies: u64,
    /// Articles without a date.
    pub undated: u64,
    /// Oldest and newest day.
    pub days: Option<(jiff::civil::Date, jiff::civil::Date)>,
    /// Articles by source, most first.
    pub sources: Vec<FacetValue>,
    /// Articles by language, most first.
    pub languages: Vec<FacetValue>,
    /// Bytes on disk.
    pub bytes: u64,
    /// Segments of the index.
    pub segments: usize,
}

/// A spelling of a name, as articles write it.
#[derive(Debug, Clone, PartialEq)]
pub struct Spelling {
    /// The spelling, as most articles write it.
    pub text: String,
    /// Why it is taken for one of the name.
    pub why: Why,
    /// Articles that have it.
    pub articles: u64,
    /// The outlets that have it, most articles first; "unknown" last.
    pub sources: Vec<FacetValue>,
}

/// Why a spelling is taken for one of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is the name as it was asked for.
    Asked,
    /// It is written otherwise and sounds the same.
    SameSound,
    /// It is the name in another case.
    CaseForm,
    /// It sounds nearly the same: tenths of how far apart, 1 for the least.
    NearSound(u16),
    /// It is a form of the same given name.
    GivenName,
}

/// What a part of a query adds to an article's score.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The part, as a query.
    pub text: String,
    /// What it adds; `None` when the article does not match it.
    pub value: Option<f32>,
    /// How many articles of the archive match it.
    pub articles: u64,
    /// Its own parts.
    pub parts: Vec<Explanation>,
}

/// What was learned of a site from what its pages have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnedSite {
    /// Its domain, or the folder of its pages.
    pub site: String,
    /// What was learned.
    pub learned: Learned,
}

/// One text of an article, and where it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleVersion {
    /// The article with this text.
    pub article: Article,
    /// The blocks of its text in order, each with where it stood on its page, as [`Removal::at`](crate::article::Removal::at) tells it
    /// of what was removed. Empty where the archive does not know.
    pub blocks: Vec<Block>,
    /// The places that hold it, in order; never empty.
    pub places: Vec<VersionPlace>,
}

/// A place that holds a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionPlace {
    /// The file, with `#record` inside an export.
    pub path: String,
    /// The address that it gives for the article.
    pub url: Option<String>,
    /// When it was captured.
    pub captured: Option<PubDate>,
}
