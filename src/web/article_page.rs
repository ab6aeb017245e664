//! The page of one article, its versions, and what is cited of it.

use askama::Template;

use crate::archive::{ArticleCopy, Filters, Request};
use crate::article::{Article, Evidence, Found, PubDate, Span};
use crate::query;
use crate::render::csv::FullText;
use crate::render::layout::printable;
use crate::render::{Change, changes, citation};
use crate::web::answer_page::{Answer, Asked};
use crate::web::article_body::{Body, BodyPart, body};
use crate::web::fault::Fault;
use crate::web::frame::Frame;
use crate::web::hit_view::{HitView, hit_view};
use crate::web::marked_text::{Piece, lang, path_part, pieces, printable_lines, safe_url};
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;

/// Similar articles that are listed.
const SIMILAR: usize = 5;

/// Copies that are listed; an agency's text may stand in thousands of pages.
const LISTED_COPIES: usize = 50;

#[derive(Debug, Template)]
#[template(path = "article.html", config = "src/web/askama.toml")]
struct ArticlePage {
    frame: Frame,
    id: String,
    href: String,
    title: String,
    lang: String,
    source: String,
    day: String,
    wire: String,
    place: String,
    authors: Vec<String>,
    url: Option<String>,
    path: String,
    truncated: bool,
    lapsed: String,
    body: Body,
    back: String,
    facts: Vec<Fact>,
    copies: Vec<CopyView>,
    /// Copies that are not listed.
    more_copies: usize,
    versions: usize,
    similar: Vec<HitView>,
    citation: Citation,
    meta: Vec<(&'static str, String)>,
}

/// A field with the evidence for it.
#[derive(Debug)]
struct Fact {
    name: &'static str,
    value: String,
    rule: String,
    from: String,
    sure: String,
    quote: String,
}

#[derive(Debug)]
struct CopyView {
    href: String,
    source: String,
    day: String,
    is_first: bool,
}

#[derive(Debug)]
struct Citation {
    plain: String,
    ris: String,
    bibtex: String,
    csl: String,
}

/// `/article/{id}`: one article; with `?q=` its matches are marked.
pub(crate) fn show(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let id = asked.id.as_str();
    let versions = site.archive.versions(id)?.unwrap_or_default();
    let older = versions.len().saturating_sub(1);
    let shown = versions.into_iter().next();
    let shown = shown.ok_or_else(|| Fault::no_article(id))?;
    let article = &shown.article;
    let query = asked.parameter("q").unwrap_or_default();
    let marks = marks(site, article, &query)?;
    let copies = site.archive.copies(id)?.unwrap_or_default();
    let similar = site.archive.similar(id, &Filters::default(), SIMILAR, 0)?;
    let similar = similar.map_or(Vec::new(), |results| results.hits);
    let published = article.published.as_ref().map(|found| found.value);
    let title = headline(article);
    let text = |found: Option<&crate::article::Found<String>>| {
        found
            .map(|found| printable(&found.value))
            .unwrap_or_default()
    };
    Answer::page(&ArticlePage {
        frame: Frame::new(title.clone(), &query),
        id: printable(id),
        href: path_part(id),
        lang: lang(article.language.as_ref().map(|found| found.value.code())),
        source: match text(article.source.as_ref()) {
            source if source.is_empty() => printable(article.domain.as_deref().unwrap_or("")),
            source => source,
        },
        day: published
            .as_ref()
            .map(PubDate::date_as_known)
            .unwrap_or_default(),
        wire: text(article.wire.as_ref()),
        place: text(article.place.as_ref()),
        authors: authors(article),
        url: safe_url(article.url.as_deref()),
        path: printable(&article.path),
        truncated: article.truncated,
        lapsed: article.lapsed.as_deref().map(printable).unwrap_or_default(),
        body: body(&shown, &marks),
        back: SearchAddress::of_query(&query).at("/"),
        facts: facts(article),
        copies: copies.iter().take(LISTED_COPIES).map(copy).collect(),
        more_copies: copies.len().saturating_sub(LISTED_COPIES),
        versions: older + 1,
        similar: similar.iter().map(|hit| hit_view(hit, "")).collect(),
        citation: cited(article),
        meta: meta(article, &title),
        title,
    })
}

/// The article, or that there is none.
pub(crate) fn article(site: &Site, id: &str) -> Result<Article, Fault> {
    let article = site.archive.article(id)?;
    article.ok_or_else(|| Fault::no_article(id))
}

/// The headline, or that there is none.
pub(crate) fn headline(article: &Article) -> String {
    let title = article.title.as_ref().map(|found| printable(&found.value));
    title.unwrap_or_else(|| "(no headline)".to_owned())
}

fn authors(article: &Article) -> Vec<String> {
    let authors = article.authors.as_ref().map(|found| found.value.as_slice());
    authors
        .unwrap_or_default()
        .iter()
        .map(|one| printable(one))
        .collect()
}

/// Where the query matches in the text.
fn marks(site: &Site, article: &Article, query: &str) -> Result<Vec<Span>, Fault> {
    if query.trim().is_empty() {
        return Ok(Vec::new());
    }
    let (request, _) = site.request(&SearchAddress::of_query(query));
    // The matches of this article alone: a query in parentheses, and its id.
    let id = query::Expr::new(
        query::Kind::Phrase {
            text: article.id.clone(),
            form: query::Form::Written,
            slop: 0,
        },
        Span { start: 0, end: 0 },
    );
    let span = id.span;
    let id = query::Expr::new(
        query::Kind::Field {
            field: query::Field::Id,
            expr: Box::new(id),
        },
        span,
    );
    let root = query::Expr::and(vec![request.query.root.clone(), id], span);
    let request = Request {
        query: query::Query { root, plain: false },
        limit: 1,
        offset: 0,
        snippets: Request::WHOLE_TEXT,
        group: crate::archive::Group::Off,
        fill: crate::archive::Fill::Nothing,
        ..request
    };
    let mut results = site.archive.search(&request)?;
    let passage = results.hits.pop().and_then(|mut hit| hit.snippets.pop());
    let same = passage.filter(|passage| passage.text == article.text);
    Ok(same.map_or(Vec::new(), |passage| passage.marks))
}

fn facts(article: &Article) -> Vec<Fact> {
    let text = String::clone;
    let all = [
        known("Headline", &article.title, text),
        known("Outlet", &article.source, text),
        known("Published", &article.published, ToString::to_string),
        known("Changed", &article.modified, ToString::to_string),
        known("Authors", &article.authors, |names| names.join(", ")),
        known("Agency", &article.wire, text),
        known("Language", &article.language, ToString::to_string),
        known("Place", &article.place, text),
    ];
    all.into_iter().flatten().collect()
}

/// A field with its evidence, where it is known.
fn known<T>(name: &'static str, field: &Option<Found<T>>, show: fn(&T) -> String) -> Option<Fact> {
    let found = field.as_ref()?;
    Some(fact(name, &show(&found.value), &found.evidence))
}

fn fact(name: &'static str, value: &str, evidence: &Evidence) -> Fact {
    let from = serde_json::to_value(evidence.from).ok();
    let from = from.and_then(|value| value.as_str().map(str::to_owned));
    Fact {
        name,
        value: printable(value),
        rule: printable(&evidence.rule),
        from: from.unwrap_or_default(),
        sure: format!("{:.0} %", evidence.sure * 100.0),
        quote: evidence.quote.as_deref().map(printable).unwrap_or_default(),
    }
}

fn copy(copy: &ArticleCopy) -> CopyView {
    let source = copy.source.as_deref().or(copy.domain.as_deref());
    CopyView {
        href: format!("/article/{}", path_part(&copy.id)),
        source: source.map(printable).unwrap_or_default(),
        day: copy
            .published
            .as_ref()
            .map(PubDate::date_as_known)
            .unwrap_or_default(),
        is_first: copy.is_first,
    }
}

fn cited(article: &Article) -> Citation {
    let csl = serde_json::to_string_pretty(&citation::csl_json(article, FullText::Omit));
    let mut keys = citation::BibtexKeys::default();
    Citation {
        plain: plain_citation(article),
        ris: printable_lines(citation::ris(article, FullText::Omit).trim_end()),
        bibtex: printable_lines(citation::bibtex(article, &mut keys).trim_end()),
        csl: printable_lines(&csl.unwrap_or_default()),
    }
}

/// `Ada Quill, "Ferry inspection waived", Harbour Post, 2025-03-04, https://...`
fn plain_citation(article: &Article) -> String {
    let published = article
        .published
        .as_ref()
        .map(|found| found.value.date_as_known());
    let source = article.source.as_ref().map(|found| printable(&found.value));
    let parts = [
        Some(authors(article).join(", ")),
        Some(format!("“{}”", headline(article))),
        source,
        published,
        safe_url(article.url.as_deref()),
    ];
    let known: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    known.join(", ")
}

/// What reference managers read from the head of the page.
fn meta(article: &Article, title: &str) -> Vec<(&'static str, String)> {
    let mut meta = vec![("citation_title", title.to_owned())];
    for author in authors(article) {
        meta.push(("citation_author", author));
    }
    if let Some(source) = &article.source {
        meta.push(("citation_journal_title", printable(&source.value)));
    }
    if let Some(published) = &article.published {
        let day = published.value.date_as_known().replace('-', "/");
        meta.push(("citation_publication_date", day));
    }
    if let Some(language) = &article.language {
        meta.push(("citation_language", language.value.to_string()));
    }
    if let Some(url) = safe_url(article.url.as_deref()) {
        meta.push(("citation_public_url", url));
    }
    meta
}

#[derive(Debug, Template)]
#[template(path = "versions.html", config = "src/web/askama.toml")]
struct VersionsPage {
    frame: Frame,
    href: String,
    title: String,
    lang: String,
    versions: Vec<VersionView>,
}

#[derive(Debug)]
struct VersionView {
    number: usize,
    title: String,
    captured: String,
    places: Vec<String>,
    /// What differs from the version before it; empty for the oldest.
    changes: Vec<ChangeView>,
    has_older: bool,
}

#[derive(Debug)]
struct ChangeView {
    old: Vec<Piece>,
    new: Vec<Piece>,
}

/// `/article/{id}/versions`: every version, each with what changed in it.
pub(crate) fn versions(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let id = asked.id.as_str();
    let versions = site.archive.versions(id)?;
    let versions = versions.ok_or_else(|| Fault::no_article(id))?;
    let newest = versions.first().map(|version| &version.article);
    let title = newest.map_or(String::new(), headline);
    let mut views = Vec::new();
    for (at, version) in versions.iter().enumerate() {
        let older = versions.get(at + 1);
        let changed = older.map(|older| changes(&older.article, &version.article));
        let captured = version.article.captured.as_ref();
        views.push(VersionView {
            number: at + 1,
            title: headline(&version.article),
            captured: captured.map(PubDate::date_as_known).unwrap_or_default(),
            places: version
                .places
                .iter()
                .map(|place| printable(&place.path))
                .collect(),
            changes: changed
                .unwrap_or_default()
                .iter()
                .filter_map(change)
                .collect(),
            has_older: older.is_some(),
        });
    }
    let language = newest.and_then(|article| article.language.as_ref());
    Answer::page(&VersionsPage {
        frame: Frame::new(format!("Versions: {title}"), ""),
        href: path_part(id),
        lang: lang(language.map(|found| found.value.code())),
        title,
        versions: views,
    })
}

fn change(change: &Change<'_>) -> Option<ChangeView> {
    let (old, new) = match change {
        Change::Same(_) => return None,
        Change::Gone(old) => (pieces(old, &[]), Vec::new()),
        Change::New(new) => (Vec::new(), pieces(new, &[])),
        Change::Rewritten {
            old,
            new,
            gone,
            came,
        } => (pieces(old, gone), pieces(new, came)),
    };
    Some(ChangeView { old, new })
}
