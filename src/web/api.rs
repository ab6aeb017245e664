//! The API: the JSON of `--json`, gathered into one object for each answer.

use utoipa::OpenApi;

use crate::archive::{Facet, Field, Group, Request, coverage};
use crate::article::Article;
use crate::group;
use crate::names::{Part, parts};
use crate::render::{coverage_lines, json_lines, kwic, notes, story_lines};
use crate::stories;
use crate::web::answer_page::{Answer, Asked};
use crate::web::answer_shapes::{
    ArticleAnswer, FacetsAnswer, NamesAnswer, OccurrencesAnswer, Problem, SearchAnswer,
    SourcesAnswer, StatsAnswer, StoriesAnswer, StoryAnswer, SummaryShape, VersionsAnswer,
};
use crate::web::article_page::article;
use crate::web::fault::Fault;
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;
use crate::web::story_page::told;

/// Hits of one answer at most; an export has no cap.
const MOST_HITS: usize = 1_000;

/// Hits that one may skip at most.
const MOST_SKIPPED: usize = 1_000_000;

/// Articles of one answer of occurrences at most: each is read as a whole.
const MOST_TEXTS: usize = 100;

/// The description of the API, made from the handlers.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "Dateline",
        description = "A news archive. All answers are read-only; errors are application/problem+json (RFC 9457)."
    ),
    paths(
        search,
        facets,
        count,
        occurrences,
        show_article,
        versions,
        story_list,
        story,
        names,
        sources,
        stats,
        export
    )
)]
struct Api;

/// `/api/v1/openapi.json`.
pub(crate) fn description(_: &Site, _: &Asked) -> Result<Answer, Fault> {
    let text = Api::openapi().to_pretty_json();
    let text = text.map_err(|error| Fault {
        status: 500,
        title: "no description",
        detail: error.to_string(),
    })?;
    Ok(json(text))
}

fn json(text: String) -> Answer {
    Answer::of("application/json", text)
}

/// How lines of one type stand in an object.
enum Kept {
    /// As an array, empty where there are none.
    Many,
    /// As itself; `null` where there is none.
    One,
}

/// Lines of JSON as one object: those of each type under a name.
fn object(lines: &str, members: &[(&str, &str, Kept)]) -> String {
    let mut out = String::from("{");
    for (at, (kind, name, kept)) in members.iter().enumerate() {
        let start = format!("{{\"type\":\"{kind}\"");
        let own: Vec<&str> = lines
            .lines()
            .filter(|line| line.starts_with(&start))
            .collect();
        if at > 0 {
            out.push(',');
        }
        match kept {
            Kept::Many => out.push_str(&format!("\"{name}\":[{}]", own.join(","))),
            Kept::One => {
                let one = own.first().copied().unwrap_or("null");
                out.push_str(&format!("\"{name}\":{one}"));
            }
        }
    }
    out.push('}');
    out
}

/// Lines as arrays under their names, and the summary.
fn with_summary(lines: &str, arrays: &[(&str, &str)]) -> Answer {
    let mut members: Vec<(&str, &str, Kept)> = Vec::new();
    for (kind, name) in arrays {
        members.push((kind, name, Kept::Many));
    }
    members.push(("summary", "summary", Kept::One));
    json(object(lines, &members))
}

/// A search as the API is asked for it; what is not understood is refused.
fn request(site: &Site, asked: &Asked) -> Result<(Request, Vec<String>), Fault> {
    let (address, faults) = SearchAddress::parse(&asked.query);
    if !faults.is_empty() {
        return Err(Fault::bad(faults.join("; ")));
    }
    let (request, warnings) = site.request(&address);
    let mut facets = Vec::new();
    for (name, value) in url::form_urlencoded::parse(asked.query.as_bytes()) {
        if name == "facet" && !value.is_empty() {
            facets.push(facet(&value)?);
        }
    }
    let request = Request {
        facets,
        // As with `--json`, nothing folds where nobody asks.
        group: match asked.parameter("group") {
            None => Group::Off,
            Some(_) => request.group,
        },
        limit: asked.number("limit", 10, MOST_HITS)?,
        offset: asked.number("offset", request.offset, MOST_SKIPPED)?,
        snippets: asked.number("snippets", 2, 10)?,
        ..request
    };
    Ok((
        request,
        warnings
            .into_iter()
            .map(|warning| warning.message)
            .collect(),
    ))
}

/// `source:5`, `date`.
fn facet(text: &str) -> Result<Facet, Fault> {
    let (name, limit) = match text.split_once(':') {
        Some((name, limit)) => (name, Some(limit)),
        None => (text, None),
    };
    let field = Field::ALL.iter().find(|field| field.name() == name);
    let field = field.ok_or_else(|| {
        let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        Fault::bad(format!("no facet `{name}`; there are {}", names.join(", ")))
    })?;
    let limit = limit.map(str::parse).transpose();
    Ok(Facet {
        field: *field,
        limit: limit.map_err(|_| Fault::bad(format!("`{text}`: write a facet as source:5")))?,
    })
}

/// Asks, and prints the answer with `print`, which is given the answer's notes too.
fn answered(
    site: &Site,
    request: &Request,
    warnings: Vec<String>,
    extra: impl FnOnce(&crate::archive::Results) -> String,
) -> Result<String, Fault> {
    let start = site.clock.seconds();
    let results = site.archive.search(request)?;
    let took_ms = (site.clock.seconds() - start) * 1000.0;
    let mut all_notes = notes(&results.notes);
    all_notes.extend(warnings);
    let lines = json_lines::results(
        &results,
        json_lines::Asked {
            query_id: None,
            query: &request.query.to_string(),
            took_ms,
            notes: &all_notes,
        },
    );
    Ok(extra(&results) + &lines)
}

/// Ranked hits with passages, facets and totals: `{"hits":[...],"facets":[...],"summary":{...}}`.
#[utoipa::path(get, path = "/api/v1/search",
    params(
        ("q" = Option<String>, Query, description = "the query; everything where it is empty"),
        ("source" = Option<String>, Query, description = "only this outlet; repeat for any of several; also domain, wire, lang, author, and not_source, ..."),
        ("since" = Option<String>, Query, pattern = r"^([0-9]{1,4}(-(0?[1-9]|1[0-2])(-(0?[1-9]|1[0-9]|2[0-8]))?|-(0?[13-9]|1[0-2])-(29|30)|-(0?[13578]|1[02])-31)?)?$", description = "published on this day or later: 2025-09-12, 2025-09, 2025"),
        ("until" = Option<String>, Query, pattern = r"^([0-9]{1,4}(-(0?[1-9]|1[0-2])(-(0?[1-9]|1[0-9]|2[0-8]))?|-(0?[13-9]|1[0-2])-(29|30)|-(0?[13578]|1[02])-31)?)?$", description = "published on this day or before"),
        ("sort" = Option<String>, Query, pattern = "^(relevance|-?date|source)?$", description = "relevance, date, -date or source"),
        ("group" = Option<String>, Query, pattern = "^(off|copies|story)?$", description = "off, copies or story"),
        ("facet" = Option<String>, Query, pattern = "^((source|domain|wire|language|author|year|month|day|date)(:[0-9]{1,6})?)?$", description = "count this field: source:5, date; repeat for several"),
        ("limit" = Option<u32>, Query, maximum = 1000, description = "hits, 10 by default, 1000 at most"),
        ("offset" = Option<u32>, Query, maximum = 1000000, description = "hits to skip"),
        ("snippets" = Option<u32>, Query, maximum = 10, description = "passages a hit, 10 at most")
    ),
    responses((status = 200, description = "the answer", content_type = "application/json", body = SearchAnswer), (status = 400, description = "a parameter is not understood", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn search(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let (request, warnings) = request(site, asked)?;
    let lines = answered(site, &request, warnings, |_| String::new())?;
    Ok(with_summary(
        &lines,
        &[("hit", "hits"), ("facet", "facets")],
    ))
}

/// Counts only: `{"facets":[...],"summary":{...}}`; by source, date, language and agency where no facet is named.
#[utoipa::path(get, path = "/api/v1/facets",
    params(("q" = Option<String>, Query, description = "the query; filters as in search"), ("facet" = Option<String>, Query, pattern = "^((source|domain|wire|language|author|year|month|day|date)(:[0-9]{1,6})?)?$", description = "source:5, date, ...")),
    responses((status = 200, description = "the counts", content_type = "application/json", body = FacetsAnswer), (status = 400, description = "a parameter is not understood", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn facets(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let (mut request, warnings) = request(site, asked)?;
    if request.facets.is_empty() {
        for field in [Field::Source, Field::Date, Field::Language, Field::Wire] {
            request.facets.push(Facet { field, limit: None });
        }
    }
    let request = Request {
        limit: 0,
        offset: 0,
        snippets: 0,
        ..request
    };
    let lines = answered(site, &request, warnings, |_| String::new())?;
    Ok(with_summary(&lines, &[("facet", "facets")]))
}

/// How many articles match: the summary alone.
#[utoipa::path(get, path = "/api/v1/count",
    params(("q" = Option<String>, Query, description = "the query; filters as in search")),
    responses((status = 200, description = "the summary", content_type = "application/json", body = SummaryShape), (status = 400, description = "a parameter is not understood", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn count(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let (request, warnings) = request(site, asked)?;
    let request = Request {
        limit: 0,
        offset: 0,
        snippets: 0,
        facets: Vec::new(),
        ..request
    };
    Ok(json(answered(site, &request, warnings, |_| String::new())?))
}

/// Every occurrence in the texts of the hits: `{"lines":[...],"summary":{...}}`.
#[utoipa::path(get, path = "/api/v1/kwic",
    params(
        ("q" = Option<String>, Query, description = "the query; filters as in search"),
        ("by" = Option<String>, Query, pattern = "^(left|right)?$", description = "sorted by left or right; as the hits are where it is empty"),
        ("limit" = Option<u32>, Query, maximum = 100, description = "articles, 10 by default, 100 at most")
    ),
    responses((status = 200, description = "the occurrences", content_type = "application/json", body = OccurrencesAnswer), (status = 400, description = "a parameter is not understood", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn occurrences(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let side = match asked.parameter("by").as_deref() {
        None => None,
        Some("left") => Some(kwic::Side::Left),
        Some("right") => Some(kwic::Side::Right),
        Some(_) => return Err(Fault::bad("`by`: left or right")),
    };
    let limit = asked.number("limit", 10, MOST_TEXTS)?;
    let (request, warnings) = request(site, asked)?;
    let request = Request {
        limit,
        snippets: Request::WHOLE_TEXT,
        facets: Vec::new(),
        ..request
    };
    let lines = answered(site, &request, warnings, |results| {
        kwic::json_lines(results, side)
    })?;
    Ok(with_summary(&lines, &[("kwic", "lines")]))
}

/// One article with the evidence for each field, what was removed, and its copies.
#[utoipa::path(get, path = "/api/v1/articles/{id}",
    params(("id" = String, Path, description = "the article's id")),
    responses((status = 200, description = "the article", content_type = "application/json", body = ArticleAnswer), (status = 404, description = "no such article", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn show_article(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let article = article(site, &asked.id)?;
    let copies = site.archive.copies(&asked.id)?.unwrap_or_default();
    Ok(json(json_lines::shown(&article, &copies)))
}

/// Every version of an article: `{"versions":[...]}`, the one that search shows first.
#[utoipa::path(get, path = "/api/v1/articles/{id}/versions",
    params(("id" = String, Path, description = "the article's id")),
    responses((status = 200, description = "the versions", content_type = "application/json", body = VersionsAnswer), (status = 404, description = "no such article", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn versions(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let versions = site.archive.versions(&asked.id)?;
    let versions = versions.ok_or_else(|| Fault::no_article(&asked.id))?;
    let lines = json_lines::versions(&versions);
    Ok(json(object(&lines, &[("version", "versions", Kept::Many)])))
}

/// The stories of a search: `{"stories":[...],"summary":{...}}`.
#[utoipa::path(get, path = "/api/v1/stories",
    params(("q" = Option<String>, Query, description = "the query; filters as in search"), ("limit" = Option<u32>, Query, maximum = 100, description = "stories, 10 by default, 100 at most")),
    responses((status = 200, description = "the stories", content_type = "application/json", body = StoriesAnswer), (status = 400, description = "a parameter is not understood", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn story_list(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let limit = asked.number("limit", 10, 100)?;
    let (request, _) = request(site, asked)?;
    let start = site.clock.seconds();
    let archive = site.archive.as_ref();
    let list = stories::list(
        archive,
        &request.query,
        &request.filters,
        request.today,
        limit,
    )?;
    let took_ms = (site.clock.seconds() - start) * 1000.0;
    let lines = story_lines::story_list(&list, &request.query.to_string(), took_ms);
    Ok(with_summary(&lines, &[("story", "stories")]))
}

/// The story of an article: `{"story":{...},"lineage":{...},"numbers":[...],"names":[...]}`.
#[utoipa::path(get, path = "/api/v1/stories/{id}",
    params(("id" = String, Path, description = "the id of any article of the story")),
    responses((status = 200, description = "the story", content_type = "application/json", body = StoryAnswer), (status = 404, description = "no such article", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn story(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let told = told(site, &asked.id)?;
    let articles: Vec<&Article> = told.articles.iter().collect();
    let numbers = group::numbers(&articles);
    let lines = story_lines::story(&told)
        + &story_lines::lineage(&told)
        + &story_lines::numbers(&told.story, &numbers)
        + &story_lines::names(&told.story, &group::name_spellings(&articles));
    let members = [
        ("story", "story", Kept::One),
        ("lineage", "lineage", Kept::One),
        ("number", "numbers", Kept::Many),
        ("name", "names", Kept::Many),
    ];
    Ok(json(object(&lines, &members)))
}

/// Every spelling of a name: `{"spellings":[...]}`.
#[utoipa::path(get, path = "/api/v1/names/{name}",
    params(("name" = String, Path, description = "the name")),
    responses((status = 200, description = "the spellings", content_type = "application/json", body = NamesAnswer), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn names(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let mut lines = String::new();
    for part in parts(&asked.id) {
        if let Part::Name(name) = part {
            let spellings = site.archive.spellings(name, &site.limits())?;
            lines.push_str(&json_lines::spellings(name, &spellings));
        }
    }
    Ok(json(object(
        &lines,
        &[("spelling", "spellings", Kept::Many)],
    )))
}

/// What there is of each outlet by month, with the gaps, and what was learned of each site: `{"sources":[...],"sites":[...]}`.
#[utoipa::path(get, path = "/api/v1/sources",
    responses((status = 200, description = "the outlets", content_type = "application/json", body = SourcesAnswer), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn sources(site: &Site, _: &Asked) -> Result<Answer, Fault> {
    let all = coverage(|request| site.archive.search(request), site.clock.today())?;
    let learned = site.archive.learned()?;
    let lines = coverage_lines::coverage(&all) + &coverage_lines::sites(&learned);
    let members = [
        ("coverage", "sources", Kept::Many),
        ("site", "sites", Kept::Many),
    ];
    Ok(json(object(&lines, &members)))
}

/// What is in the archive.
#[utoipa::path(get, path = "/api/v1/stats",
    responses((status = 200, description = "the counts", content_type = "application/json", body = StatsAnswer), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn stats(site: &Site, _: &Asked) -> Result<Answer, Fault> {
    Ok(json(json_lines::stats(&site.archive.stats()?)))
}

/// Every match, no cap, as a stream: newline-delimited JSON by default. The router streams it; this is its description.
#[utoipa::path(get, path = "/api/v1/export",
    params(("q" = Option<String>, Query, description = "the query; filters as in search"), ("format" = Option<String>, Query, pattern = "^(jsonl|csv|ris|bibtex|csl-json|text)?$", description = "jsonl, csv, ris, bibtex, csl-json or text")),
    responses((status = 200, description = "the articles, in the format that is asked for", content((String = "application/x-ndjson"), (String = "text/csv"), (String = "application/x-research-info-systems"), (String = "application/x-bibtex"), (String = "application/vnd.citationstyles.csl+json"), (String = "text/plain"))), (status = 404, description = "no such format", content_type = "application/problem+json", body = Problem), (status = 503, description = "too many searches at once", content_type = "application/problem+json", body = Problem)))]
pub(crate) fn export(_: &Site, asked: &Asked) -> Result<String, Fault> {
    let (_, faults) = SearchAddress::parse(&asked.query);
    if !faults.is_empty() {
        return Err(Fault::bad(faults.join("; ")));
    }
    Ok(asked
        .parameter("format")
        .unwrap_or_else(|| "jsonl".to_owned()))
}
