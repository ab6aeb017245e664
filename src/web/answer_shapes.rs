//! The shapes of the API's answers, for its description: `render` makes the answers, a test compares the two.
#![expect(
    dead_code,
    reason = "these stand for JSON that `render` writes; nothing makes or reads them"
)]

use utoipa::ToSchema;

/// First byte, and one past the last.
type Span = Vec<u64>;

/// An RFC 9457 problem.
#[derive(ToSchema)]
pub(crate) struct Problem {
    r#type: String,
    title: String,
    status: u16,
    detail: String,
}

/// `search`.
#[derive(ToSchema)]
pub(crate) struct SearchAnswer {
    hits: Vec<HitShape>,
    facets: Vec<FacetShape>,
    summary: SummaryShape,
}

/// `facets`.
#[derive(ToSchema)]
pub(crate) struct FacetsAnswer {
    facets: Vec<FacetShape>,
    summary: SummaryShape,
}

/// A hit.
#[derive(ToSchema)]
pub(crate) struct HitShape {
    r#type: String,
    rank: u64,
    id: String,
    score: f64,
    title: String,
    title_marks: Vec<Span>,
    source: Option<String>,
    domain: Option<String>,
    wire: Option<String>,
    published: Option<String>,
    language: Option<String>,
    authors: Vec<String>,
    url: Option<String>,
    path: String,
    snippets: Vec<PassageShape>,
    story: Option<String>,
    copies: u64,
    copy_of: Option<String>,
}

/// A passage; marks are bytes of its text.
#[derive(ToSchema)]
pub(crate) struct PassageShape {
    text: String,
    marks: Vec<Span>,
}

/// The counts of one field.
#[derive(ToSchema)]
pub(crate) struct FacetShape {
    r#type: String,
    field: String,
    values: Vec<CountShape>,
}

/// A value and how many articles have it.
#[derive(ToSchema)]
pub(crate) struct CountShape {
    value: String,
    count: u64,
}

/// What the whole answer is.
#[derive(ToSchema)]
pub(crate) struct SummaryShape {
    r#type: String,
    total: u64,
    partial: u64,
    lower_bound: Option<bool>,
    texts: Option<u64>,
    stories: Option<u64>,
    took_ms: f64,
    query: String,
    notes: Vec<String>,
}

/// `kwic`.
#[derive(ToSchema)]
pub(crate) struct OccurrencesAnswer {
    lines: Vec<OccurrenceShape>,
    summary: SummaryShape,
}

/// An occurrence; `at` are bytes of the article's text.
#[derive(ToSchema)]
pub(crate) struct OccurrenceShape {
    r#type: String,
    id: String,
    title: String,
    source: Option<String>,
    published: Option<String>,
    language: Option<String>,
    left: String,
    r#match: String,
    right: String,
    at: Span,
}

/// `articles/{id}`.
#[derive(ToSchema)]
pub(crate) struct ArticleAnswer {
    id: String,
    path: String,
    url: Option<String>,
    title: Option<String>,
    text: String,
    source: Option<String>,
    domain: Option<String>,
    wire: Option<String>,
    published: Option<String>,
    precision: Option<String>,
    modified: Option<String>,
    captured: Option<String>,
    authors: Vec<String>,
    language: Option<String>,
    place: Option<String>,
    truncated: bool,
    /// For each field that was identified: by which rule, from where, how sure.
    evidence: serde_json::Value,
    /// What cleaning left out, with the reasons.
    removed: Vec<serde_json::Value>,
    repaired: Vec<serde_json::Value>,
    copy_of: Option<String>,
    copies: Vec<CopyShape>,
}

/// An article with the same text.
#[derive(ToSchema)]
pub(crate) struct CopyShape {
    id: String,
    title: String,
    source: Option<String>,
    domain: Option<String>,
    published: Option<String>,
}

/// `articles/{id}/versions`.
#[derive(ToSchema)]
pub(crate) struct VersionsAnswer {
    versions: Vec<VersionShape>,
}

/// A text of an article, and where it was read.
#[derive(ToSchema)]
pub(crate) struct VersionShape {
    r#type: String,
    version: u64,
    shown: bool,
    places: Vec<PlaceShape>,
    id: String,
    text: String,
}

/// A place that holds a version.
#[derive(ToSchema)]
pub(crate) struct PlaceShape {
    path: String,
    url: Option<String>,
    captured: Option<String>,
}

/// `stories`.
#[derive(ToSchema)]
pub(crate) struct StoriesAnswer {
    stories: Vec<StoryShape>,
    summary: StoriesSummary,
}

/// What the whole list is.
#[derive(ToSchema)]
pub(crate) struct StoriesSummary {
    r#type: String,
    stories: u64,
    shown: u64,
    articles: u64,
    query: String,
    took_ms: f64,
    notes: Vec<String>,
}

/// A story.
#[derive(ToSchema)]
pub(crate) struct StoryShape {
    r#type: String,
    story: String,
    title: String,
    first_day: Option<String>,
    last_day: Option<String>,
    sources: Vec<String>,
    articles: u64,
    independent: u64,
    copies: u64,
    members: Vec<MemberShape>,
}

/// An article of a story.
#[derive(ToSchema)]
pub(crate) struct MemberShape {
    id: String,
    title: String,
    source: Option<String>,
    published: Option<String>,
    language: Option<String>,
}

/// `stories/{id}`.
#[derive(ToSchema)]
pub(crate) struct StoryAnswer {
    story: StoryShape,
    lineage: LineageShape,
    numbers: Vec<NumberShape>,
    names: Vec<NameShape>,
}

/// A name that the story spells in several ways.
#[derive(ToSchema)]
pub(crate) struct NameShape {
    r#type: String,
    spellings: Vec<SpellingIdsShape>,
}

/// A spelling with the ids of the articles that have it.
#[derive(ToSchema)]
pub(crate) struct SpellingIdsShape {
    text: String,
    articles: Vec<String>,
}

/// Who took what from whom.
#[derive(ToSchema)]
pub(crate) struct LineageShape {
    r#type: String,
    story: String,
    nodes: Vec<MemberShape>,
    edges: Vec<EdgeShape>,
    notes: Vec<String>,
}

/// A text that stands in another.
#[derive(ToSchema)]
pub(crate) struct EdgeShape {
    from: String,
    to: String,
    reused: f64,
    kept: f64,
    clue: String,
    passages: Vec<SharedShape>,
}

/// A passage of both, and where it stands in each.
#[derive(ToSchema)]
pub(crate) struct SharedShape {
    text: String,
    words: u64,
    from: Span,
    to: Span,
}

/// What outlets give as the number of one thing.
#[derive(ToSchema)]
pub(crate) struct NumberShape {
    r#type: String,
    noun: String,
    disagrees: bool,
    figures: Vec<FigureShape>,
}

/// A number with its sentence.
#[derive(ToSchema)]
pub(crate) struct FigureShape {
    id: String,
    source: Option<String>,
    text: String,
    value: f64,
    sentence: String,
}

/// `names/{name}`.
#[derive(ToSchema)]
pub(crate) struct NamesAnswer {
    spellings: Vec<SpellingShape>,
}

/// A spelling of a name.
#[derive(ToSchema)]
pub(crate) struct SpellingShape {
    r#type: String,
    name: String,
    spelling: String,
    articles: u64,
    outlets: u64,
    why: String,
    distance: Option<f64>,
    sources: Vec<CountShape>,
}

/// `sources`.
#[derive(ToSchema)]
pub(crate) struct SourcesAnswer {
    sources: Vec<OutletShape>,
    sites: Vec<SiteShape>,
}

/// What was learned of a site.
#[derive(ToSchema)]
pub(crate) struct SiteShape {
    r#type: String,
    site: String,
    name: Option<SiteNameShape>,
    titles: Vec<TitleEndShape>,
    furniture: Vec<RepeatedShape>,
}

/// What most pages of a site call it: `pages` of `of` pages that were compared.
#[derive(ToSchema)]
pub(crate) struct SiteNameShape {
    value: String,
    pages: u32,
    of: u32,
}

/// What titles begin (`head`) or end (`tail`) with.
#[derive(ToSchema)]
pub(crate) struct TitleEndShape {
    end: String,
    text: String,
    pages: u32,
    of: u32,
}

/// A block that stands on many pages of a site, `example` among them.
#[derive(ToSchema)]
pub(crate) struct RepeatedShape {
    hash: u64,
    pages: u32,
    of: u32,
    example: String,
    text: String,
}

/// An outlet by month, with its gaps: first and last months without any article.
#[derive(ToSchema)]
pub(crate) struct OutletShape {
    r#type: String,
    source: String,
    articles: u64,
    undated: u64,
    months: Vec<MonthShape>,
    gaps: Vec<Vec<String>>,
}

/// A month.
#[derive(ToSchema)]
pub(crate) struct MonthShape {
    month: String,
    count: u64,
}

/// `stats`.
#[derive(ToSchema)]
pub(crate) struct StatsAnswer {
    articles: u64,
    copies: u64,
    undated: u64,
    first_day: Option<String>,
    last_day: Option<String>,
    sources: Vec<CountShape>,
    languages: Vec<CountShape>,
    bytes: u64,
    segments: u64,
}
