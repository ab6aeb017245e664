//! JSON Lines: the shapes that programs rely on.

use serde::Serialize;

use crate::archive::{
    ArticleCopy, ArticleVersion, FacetCounts, FacetValue, Hit, Results, Snippet, Spelling, Stats,
    VersionPlace, Why,
};
use crate::article::{Article, Evidence, Found, Precision, Removal, Repair, Span};
use crate::group::{Comparison, Passage};
use crate::render::changes::{Change, changes};

/// One article as `dateline clean --json`, `show --json` and `export` print it. What is not known is `null`.
#[derive(Debug, Serialize)]
pub struct ArticleLine<'a> {
    id: &'a str,
    path: &'a str,
    url: Option<&'a str>,
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    source: Option<&'a str>,
    domain: Option<&'a str>,
    wire: Option<&'a str>,
    published: Option<String>,
    precision: Option<Precision>,
    modified: Option<String>,
    captured: Option<String>,
    authors: &'a [String],
    language: Option<&'a str>,
    place: Option<&'a str>,
    truncated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    lapsed: Option<&'a str>,
    evidence: EvidenceLine<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<&'a [Removal]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repaired: Option<&'a [Repair]>,
}

/// The evidence of each field that was identified.
#[derive(Debug, Serialize)]
struct EvidenceLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wire: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a Evidence>,
}

/// An article with its text and the ledger of what cleaning did: `clean --json`, `show --json`.
pub fn cleaned(article: &Article) -> ArticleLine<'_> {
    ArticleLine {
        removed: Some(&article.removed),
        repaired: Some(&article.repaired),
        ..with_text(article)
    }
}

/// An article with its text: `export`.
pub fn with_text(article: &Article) -> ArticleLine<'_> {
    ArticleLine {
        text: Some(&article.text),
        ..without_text(article)
    }
}

/// An article's metadata: `export --no-fulltext`.
pub fn without_text(article: &Article) -> ArticleLine<'_> {
    ArticleLine {
        id: &article.id,
        path: &article.path,
        url: article.url.as_deref(),
        title: value(article.title.as_ref()),
        text: None,
        source: value(article.source.as_ref()),
        domain: article.domain.as_deref(),
        wire: value(article.wire.as_ref()),
        published: article
            .published
            .as_ref()
            .map(|found| found.value.to_string()),
        precision: article
            .published
            .as_ref()
            .map(|found| found.value.precision),
        modified: article
            .modified
            .as_ref()
            .map(|found| found.value.to_string()),
        captured: article.captured.as_ref().map(ToString::to_string),
        authors: article.authors.as_ref().map_or(&[], |found| &found.value),
        language: article.language.as_ref().map(|found| found.value.code()),
        place: value(article.place.as_ref()),
        truncated: article.truncated,
        lapsed: article.lapsed.as_deref(),
        evidence: evidence(article),
        removed: None,
        repaired: None,
    }
}

fn value(found: Option<&Found<String>>) -> Option<&str> {
    found.map(|found| found.value.as_str())
}

fn evidence(article: &Article) -> EvidenceLine<'_> {
    EvidenceLine {
        title: article.title.as_ref().map(|found| &found.evidence),
        source: article.source.as_ref().map(|found| &found.evidence),
        wire: article.wire.as_ref().map(|found| &found.evidence),
        published: article.published.as_ref().map(|found| &found.evidence),
        modified: article.modified.as_ref().map(|found| &found.evidence),
        authors: article.authors.as_ref().map(|found| &found.evidence),
        language: article.language.as_ref().map(|found| &found.evidence),
        place: article.place.as_ref().map(|found| &found.evidence),
    }
}

/// One line of `search --json`: hits, then facets, then one summary.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Hit(HitLine<'a>),
    Facet(FacetLine<'a>),
    Summary(SummaryLine<'a>),
}

#[derive(Debug, Serialize)]
struct HitLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    rank: usize,
    id: &'a str,
    score: f32,
    title: &'a str,
    title_marks: &'a [Span],
    source: Option<&'a str>,
    domain: Option<&'a str>,
    wire: Option<&'a str>,
    published: Option<String>,
    language: Option<&'a str>,
    authors: &'a [String],
    url: Option<&'a str>,
    path: &'a str,
    snippets: Vec<SnippetLine<'a>>,
    story: Option<&'a str>,
    copies: u64,
    copy_of: Option<&'a str>,
    /// Only there where any does: how many matches fold under it.
    #[serde(skip_serializing_if = "is_zero")]
    folded: u64,
    /// Only there when it is true: the article has not all words.
    #[serde(skip_serializing_if = "is_false")]
    partial: bool,
    /// The words it has not.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    missing: &'a [String],
}

#[derive(Debug, Serialize)]
struct SnippetLine<'a> {
    text: &'a str,
    marks: &'a [Span],
}

#[derive(Debug, Serialize)]
struct FacetLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    field: &'a str,
    values: Vec<ValueLine<'a>>,
}

#[derive(Debug, Serialize)]
struct ValueLine<'a> {
    value: &'a str,
    count: u64,
}

#[derive(Debug, Serialize)]
struct SummaryLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    query_id: Option<&'a str>,
    total: u64,
    /// Articles that have not all words but most of them.
    partial: u64,
    /// Only there when it is true: the total and the counts are lower bounds.
    #[serde(skip_serializing_if = "is_false")]
    lower_bound: bool,
    /// Only there where copies or stories fold: how many texts the articles are.
    #[serde(skip_serializing_if = "Option::is_none")]
    texts: Option<u64>,
    stories: Option<u64>,
    took_ms: f64,
    query: &'a str,
    notes: &'a [String],
}

/// What the answer is an answer to.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The id of the query in a list of queries.
    pub query_id: Option<&'a str>,
    /// The query as it was understood, printed.
    pub query: &'a str,
    /// Milliseconds that the answer took.
    pub took_ms: f64,
    /// What the reader should know, in words.
    pub notes: &'a [String],
}

/// The lines of an answer, each ended by a line feed.
pub fn results(results: &Results, asked: Asked<'_>) -> String {
    let mut out = String::new();
    for hit in &results.hits {
        push(&mut out, &Line::Hit(hit_line(hit, asked.query_id)));
    }
    for facet in &results.facets {
        push(&mut out, &Line::Facet(facet_line(facet, asked.query_id)));
    }
    let summary = SummaryLine {
        query_id: asked.query_id,
        total: results.total,
        partial: results.partial,
        lower_bound: results.lower_bound,
        texts: results.texts,
        stories: results.stories,
        took_ms: (asked.took_ms * 1000.0).round() / 1000.0,
        query: asked.query,
        notes: asked.notes,
    };
    push(&mut out, &Line::Summary(summary));
    out
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde asks for"
)]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde asks for"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// A value as one line of JSON. What a terminal might obey is written as an escape, which means the same to programs.
pub fn to_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("these shapes have string keys only");
    if json.is_ascii() || !json.chars().any(is_obeyed) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    let mut units = [0; 2];
    for c in json.chars() {
        if is_obeyed(c) {
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Controls and signs that change the direction of what follows.
fn is_obeyed(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

pub(crate) fn push(out: &mut String, line: &impl Serialize) {
    out.push_str(&to_json(line));
    out.push('\n');
}

fn hit_line<'a>(hit: &'a Hit, query_id: Option<&'a str>) -> HitLine<'a> {
    let snippet = |snippet: &'a Snippet| SnippetLine {
        text: &snippet.text,
        marks: &snippet.marks,
    };
    HitLine {
        query_id,
        rank: hit.rank,
        id: &hit.id,
        score: hit.score,
        title: &hit.title,
        title_marks: &hit.title_marks,
        source: hit.source.as_deref(),
        domain: hit.domain.as_deref(),
        wire: hit.wire.as_deref(),
        published: hit.published.map(|date| date.to_string()),
        language: hit.language.as_deref(),
        authors: &hit.authors,
        url: hit.url.as_deref(),
        path: &hit.path,
        snippets: hit.snippets.iter().map(snippet).collect(),
        story: hit.story.as_deref(),
        copies: hit.copies,
        copy_of: hit.copy_of.as_deref(),
        folded: hit.folded.count,
        partial: !hit.missing.is_empty(),
        missing: &hit.missing,
    }
}

fn facet_line<'a>(facet: &'a FacetCounts, query_id: Option<&'a str>) -> FacetLine<'a> {
    FacetLine {
        query_id,
        field: facet.field.name(),
        values: values(&facet.values),
    }
}

fn values(values: &[FacetValue]) -> Vec<ValueLine<'_>> {
    values
        .iter()
        .map(|value| ValueLine {
            value: &value.value,
            count: value.count,
        })
        .collect()
}

#[derive(Debug, Serialize)]
struct SpellingLine<'a> {
    r#type: &'static str,
    name: &'a str,
    spelling: &'a str,
    articles: u64,
    outlets: usize,
    why: &'static str,
    distance: Option<f64>,
    sources: Vec<ValueLine<'a>>,
}

/// The spellings of a name, a line each. `why` is `asked`, `same-sound`, `case`, `near-sound` (with its distance) or `given-name`.
pub fn spellings(name: &str, spellings: &[Spelling]) -> String {
    let mut out = String::new();
    for spelling in spellings {
        let (why, distance) = match spelling.why {
            Why::Asked => ("asked", None),
            Why::SameSound => ("same-sound", None),
            Why::CaseForm => ("case", None),
            Why::NearSound(tenths) => ("near-sound", Some(f64::from(tenths) / 10.0)),
            Why::GivenName => ("given-name", None),
        };
        let line = SpellingLine {
            r#type: "spelling",
            name,
            spelling: &spelling.text,
            articles: spelling.articles,
            outlets: spelling.sources.len(),
            why,
            distance,
            sources: values(&spelling.sources),
        };
        push(&mut out, &line);
    }
    out
}

#[derive(Debug, Serialize)]
struct StatsLine<'a> {
    articles: u64,
    copies: u64,
    undated: u64,
    first_day: Option<String>,
    last_day: Option<String>,
    sources: Vec<ValueLine<'a>>,
    languages: Vec<ValueLine<'a>>,
    bytes: u64,
    segments: usize,
}

/// What is in an archive, as one line.
pub fn stats(stats: &Stats) -> String {
    let mut out = String::new();
    let line = StatsLine {
        articles: stats.articles,
        copies: stats.copies,
        undated: stats.undated,
        first_day: stats.days.map(|(first, _)| first.to_string()),
        last_day: stats.days.map(|(_, last)| last.to_string()),
        sources: values(&stats.sources),
        languages: values(&stats.languages),
        bytes: stats.bytes,
        segments: stats.segments,
    };
    push(&mut out, &line);
    out
}

#[derive(Debug, Serialize)]
struct VersionLine<'a> {
    r#type: &'static str,
    version: usize,
    shown: bool,
    places: Vec<PlaceLine<'a>>,
    #[serde(flatten)]
    article: ArticleLine<'a>,
}

#[derive(Debug, Serialize)]
struct PlaceLine<'a> {
    path: &'a str,
    url: Option<&'a str>,
    captured: Option<String>,
}

fn place_line(place: &VersionPlace) -> PlaceLine<'_> {
    PlaceLine {
        path: &place.path,
        url: place.url.as_deref(),
        captured: place.captured.as_ref().map(ToString::to_string),
    }
}

/// The versions of an article, a line each, numbered from 1; the first is the one that search shows.
pub fn versions(versions: &[ArticleVersion]) -> String {
    let mut out = String::new();
    for (version, own) in (1..).zip(versions) {
        let line = VersionLine {
            r#type: "version",
            version,
            shown: version == 1,
            places: own.places.iter().map(place_line).collect(),
            article: with_text(&own.article),
        };
        push(&mut out, &line);
    }
    out
}

#[derive(Debug, Serialize)]
struct ArticleWithCopies<'a> {
    #[serde(flatten)]
    article: ArticleLine<'a>,
    copy_of: Option<&'a str>,
    copies: Vec<CopyLine<'a>>,
}

#[derive(Debug, Serialize)]
struct CopyLine<'a> {
    id: &'a str,
    title: &'a str,
    source: Option<&'a str>,
    domain: Option<&'a str>,
    published: Option<String>,
}

/// An article with its text, the ledger and its copies, as one line: `show --json`.
pub fn shown(article: &Article, copies: &[ArticleCopy]) -> String {
    fn copy_line(copy: &ArticleCopy) -> CopyLine<'_> {
        CopyLine {
            id: &copy.id,
            title: &copy.title,
            source: copy.source.as_deref(),
            domain: copy.domain.as_deref(),
            published: copy.published.map(|date| date.to_string()),
        }
    }
    let first = copies.iter().find(|copy| copy.is_first);
    let line = ArticleWithCopies {
        article: cleaned(article),
        copy_of: first.map(|first| first.id.as_str()),
        copies: copies.iter().map(copy_line).collect(),
    };
    let mut out = String::new();
    push(&mut out, &line);
    out
}

#[derive(Debug, Serialize)]
struct DiffLine<'a> {
    r#type: &'static str,
    old: Option<&'a str>,
    new: Option<&'a str>,
    gone: Vec<Span>,
    came: Vec<Span>,
}

/// What differs between two versions: a line for each headline or paragraph that was rewritten (`old` and `new`, with the bytes that left
/// and came), that is gone (`old` alone) or new (`new` alone).
pub fn version_diff(old: &ArticleVersion, new: &ArticleVersion) -> String {
    let mut out = String::new();
    for change in changes(&old.article, &new.article) {
        let (old, new, gone, came) = match change {
            Change::Same(_) => continue,
            Change::Gone(old) => (Some(old), None, Vec::new(), Vec::new()),
            Change::New(new) => (None, Some(new), Vec::new(), Vec::new()),
            Change::Rewritten {
                old,
                new,
                gone,
                came,
            } => (Some(old), Some(new), gone, came),
        };
        let line = DiffLine {
            r#type: "change",
            old,
            new,
            gone,
            came,
        };
        push(&mut out, &line);
    }
    out
}

#[derive(Debug, Serialize)]
struct ComparisonLine<'a> {
    r#type: &'static str,
    first: ComparedLine<'a>,
    second: ComparedLine<'a>,
    passages: Vec<PassageLine<'a>>,
}

#[derive(Debug, Serialize)]
struct ComparedLine<'a> {
    id: &'a str,
    title: Option<&'a str>,
    source: Option<&'a str>,
    published: Option<String>,
    words: usize,
    shared: usize,
}

#[derive(Debug, Serialize)]
struct PassageLine<'a> {
    text: &'a str,
    words: usize,
    first: Span,
    second: Span,
}

/// What two articles share, as one line: of each its words and how many of them are shared, and the passages with their bytes in both texts.
pub fn comparison(first: &Article, second: &Article, shared: &Comparison) -> String {
    let passage = |passage: &Passage| PassageLine {
        text: second
            .text
            .get(passage.second.start..passage.second.end)
            .unwrap_or_default(),
        words: passage.words,
        first: passage.first,
        second: passage.second,
    };
    let line = ComparisonLine {
        r#type: "comparison",
        first: compared(first, shared.first_words, shared.first_shared),
        second: compared(second, shared.second_words, shared.second_shared),
        passages: shared.passages.iter().map(passage).collect(),
    };
    let mut out = String::new();
    push(&mut out, &line);
    out
}

fn compared(article: &Article, words: usize, shared: usize) -> ComparedLine<'_> {
    let published = article.published.as_ref();
    ComparedLine {
        id: &article.id,
        title: value(article.title.as_ref()),
        source: value(article.source.as_ref()),
        published: published.map(|found| found.value.to_string()),
        words,
        shared,
    }
}
