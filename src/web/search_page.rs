//! The search page: the box, how the query was read, hits, facets, time.

use askama::Template;

use crate::archive::{Facet, FacetCounts, Field, Group, Request, Results, SelfFilter, Sort};
use crate::query::{Warning, caret};
use crate::render::layout::printable;
use crate::render::records::RecordFormat;
use crate::render::terminal::{counted, thousands};
use crate::render::{kwic, notes};
use crate::web::advanced_form::AdvancedForm;
use crate::web::answer_page::{Answer, Asked};
use crate::web::facet_list::{Chip, FacetList, chips, facet_list, heading};
use crate::web::fault::Fault;
use crate::web::frame::Frame;
use crate::web::hit_view::{HitView, article_href, hit_view};
use crate::web::marked_text::{lang, path_part};
use crate::web::search_address::{PAGE, SearchAddress, View, group_name, sort_name};
use crate::web::site::Site;
use crate::web::time_chart::{TimeChart, time_chart};

/// Values of a facet beside the hits.
const FACET_VALUES: usize = 8;

/// Values of a facet on its own page.
const ALL_VALUES: usize = 2_000;

#[derive(Debug, Template)]
#[template(path = "search.html", config = "src/web/askama.toml")]
struct SearchPage {
    frame: Frame,
    address: SearchAddress,
    asked: bool,
    total: String,
    detail: String,
    remarks: Vec<Remark>,
    notes: Vec<String>,
    chips: Vec<Chip>,
    clear: String,
    hits: Vec<HitView>,
    lines: Vec<LineView>,
    facets: Vec<FacetList>,
    chart: Option<TimeChart>,
    sorts: Vec<Link>,
    groups: Vec<Link>,
    views: Vec<Link>,
    hidden: Vec<(String, String)>,
    form: AdvancedForm,
    exports: Vec<Link>,
    feed: String,
    stories: String,
    beside: String,
    command: String,
    previous: Option<String>,
    next: Option<String>,
    since: String,
    until: String,
}

/// A link, or what is shown now.
#[derive(Debug)]
struct Link {
    text: &'static str,
    href: String,
    is_current: bool,
}

/// How a part of the query was read, with the place under it.
#[derive(Debug)]
struct Remark {
    message: String,
    place: String,
}

/// An occurrence with what stands around it.
#[derive(Debug)]
struct LineView {
    line: kwic::Line,
    href: String,
    lang: String,
    source: String,
    day: String,
}

/// `/`: the search.
pub(crate) fn show(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let (address, faults) = SearchAddress::parse(&asked.query);
    let (request, warnings) = site.request(&address);
    let is_asked = !address.query.trim().is_empty() || address.is_narrowed();
    let request = Request {
        snippets: match address.view {
            View::Hits => 2,
            _ => Request::WHOLE_TEXT,
        },
        facets: beside_hits(),
        ..request
    };
    let results = site.archive.search(&request)?;
    let chart = chart(site, &address, &request, &results)?;
    let mut all_notes: Vec<String> = notes(&results.notes);
    all_notes.extend(
        faults
            .iter()
            .map(|fault| format!("not understood: {fault}")),
    );
    let title = match address.query.trim() {
        "" => "Search".to_owned(),
        query => printable(query),
    };
    let first_page = address.with(|_| {});
    let by_view = address.view;
    let page = SearchPage {
        frame: Frame::new(title, &address.query),
        asked: is_asked,
        total: total(&results),
        detail: detail(&results, &address),
        remarks: remarks(&address.query, &warnings),
        notes: all_notes.iter().map(|note| printable(note)).collect(),
        chips: chips(&address),
        clear: SearchAddress::of_query(&address.query).at("/"),
        hits: match by_view {
            View::Hits => {
                let hit = |hit| hit_view(hit, &address.query);
                results.hits.iter().map(hit).collect()
            }
            _ => Vec::new(),
        },
        lines: match by_view {
            View::Hits => Vec::new(),
            _ => lines(&results, &address),
        },
        facets: facets(&results, &address),
        chart,
        sorts: sorts(&address),
        groups: groups(&address),
        views: views(&address),
        hidden: first_page.parameters(),
        form: AdvancedForm::of_query(&request.query),
        exports: exports(&first_page),
        feed: first_page.at("/feed.atom"),
        stories: first_page.at("/stories"),
        beside: format!("/beside?{}", beside_parameters(&first_page)),
        command: printable(&address.command()),
        previous: (address.page > 1).then(|| turned(&address, address.page - 1)),
        next: has_next(&results, &address).then(|| turned(&address, address.page + 1)),
        since: address
            .filters
            .since
            .map(|day| day.to_string())
            .unwrap_or_default(),
        until: address
            .filters
            .until
            .map(|day| day.to_string())
            .unwrap_or_default(),
        address,
    };
    Answer::page(&page)
}

/// The facets that stand beside the hits.
fn beside_hits() -> Vec<Facet> {
    let fields = [Field::Source, Field::Language, Field::Wire, Field::Author];
    let mut facets: Vec<Facet> = fields
        .into_iter()
        .map(|field| Facet {
            field,
            // One more tells whether there are more.
            limit: Some(FACET_VALUES + 1),
        })
        .collect();
    facets.push(Facet {
        field: Field::Date,
        limit: None,
    });
    facets
}

/// The matches over time. Where days narrow them, the chart shows these days alone, which a facet of its own field would not.
fn chart(
    site: &Site,
    address: &SearchAddress,
    request: &Request,
    results: &Results,
) -> Result<Option<TimeChart>, Fault> {
    let is_date = |facet: &&FacetCounts| facet.field == Field::Date;
    let whole = results.facets.iter().find(is_date);
    if address.filters.since.is_none() && address.filters.until.is_none() {
        return Ok(whole.and_then(|facet| time_chart(facet, address)));
    }
    let narrow = Request {
        limit: 0,
        offset: 0,
        snippets: 0,
        facets: vec![Facet {
            field: Field::Date,
            limit: None,
        }],
        self_filter: SelfFilter::Heeded,
        ..request.clone()
    };
    let narrow = site.archive.search(&narrow)?;
    let own = narrow.facets.first();
    Ok(own.and_then(|facet| time_chart(facet, address)))
}

fn total(results: &Results) -> String {
    let articles = counted(results.total, "article", "articles");
    match results.lower_bound {
        true => format!("at least {articles}"),
        false => articles,
    }
}

fn detail(results: &Results, address: &SearchAddress) -> String {
    let mut parts = Vec::new();
    if let Some(texts) = results.texts.filter(|texts| *texts != results.total) {
        parts.push(counted(texts, "text", "texts"));
    }
    if let Some(stories) = results.stories {
        parts.push(counted(stories, "story", "stories"));
    }
    if results.partial > 0 {
        parts.push(format!(
            "{} with most of the words",
            thousands(results.partial)
        ));
    }
    if address.page > 1 {
        parts.push(format!("page {}", address.page));
    }
    parts.join(", ")
}

fn remarks(query: &str, warnings: &[Warning]) -> Vec<Remark> {
    let remark = |warning: &Warning| {
        let shown = caret(query, warning);
        let (_, place) = shown.split_once('\n').unwrap_or_default();
        Remark {
            message: warning.message.clone(),
            place: place.to_owned(),
        }
    };
    warnings.iter().map(remark).collect()
}

fn facets(results: &Results, address: &SearchAddress) -> Vec<FacetList> {
    let counted = results
        .facets
        .iter()
        .filter(|facet| facet.field != Field::Date);
    counted
        .filter_map(|facet| facet_list(facet, address, FACET_VALUES))
        .collect()
}

fn lines(results: &Results, address: &SearchAddress) -> Vec<LineView> {
    let mut lines = Vec::new();
    for hit in &results.hits {
        let source = hit.source.as_deref().or(hit.domain.as_deref());
        for line in kwic::lines_of(hit) {
            lines.push(LineView {
                line,
                href: article_href(&hit.id, &address.query),
                lang: lang(hit.language.as_deref()),
                source: source.map(printable).unwrap_or_default(),
                day: hit
                    .published
                    .as_ref()
                    .map(crate::article::PubDate::date_as_known)
                    .unwrap_or_default(),
            });
        }
    }
    let side = match address.view {
        View::LinesByLeft => Some(kwic::Side::Left),
        View::LinesByRight => Some(kwic::Side::Right),
        View::Hits | View::Lines => None,
    };
    if let Some(side) = side {
        kwic::sort(&mut lines, side, |own| &own.line);
    }
    lines
}

fn sorts(address: &SearchAddress) -> Vec<Link> {
    let orders = [
        (Sort::Relevance, "best match"),
        (Sort::Newest, "newest"),
        (Sort::Oldest, "oldest"),
        (Sort::Source, "outlet"),
    ];
    let link = |(sort, text)| Link {
        text,
        href: address.with(|address| address.sort = sort).at("/"),
        is_current: sort_name(sort) == sort_name(address.sort),
    };
    orders.into_iter().map(link).collect()
}

fn groups(address: &SearchAddress) -> Vec<Link> {
    let ways = [
        (Group::Copies, "copies"),
        (Group::Story, "stories"),
        (Group::Off, "nothing"),
    ];
    let link = |(group, text)| Link {
        text,
        href: address.with(|address| address.group = group).at("/"),
        is_current: group_name(group) == group_name(address.group),
    };
    ways.into_iter().map(link).collect()
}

fn views(address: &SearchAddress) -> Vec<Link> {
    let ways = [
        (View::Hits, "passages"),
        (View::Lines, "every occurrence"),
        (View::LinesByLeft, "sorted by left"),
        (View::LinesByRight, "by right"),
    ];
    let is_of_hits = address.view == View::Hits;
    // Only occurrences can be sorted so.
    let shown = ways.into_iter().take(if is_of_hits { 2 } else { 4 });
    let link = |(view, text)| Link {
        text,
        href: address.with(|address| address.view = view).at("/"),
        is_current: view == address.view,
    };
    shown.map(link).collect()
}

fn exports(address: &SearchAddress) -> Vec<Link> {
    let names = ["JSON Lines", "CSV", "RIS", "BibTeX", "CSL-JSON", "text"];
    let formats = RecordFormat::ALL.iter().zip(names);
    formats
        .map(|((_, name, _, _), text)| Link {
            text,
            href: address.at(&format!("/export/{name}")),
            is_current: false,
        })
        .collect()
}

fn beside_parameters(address: &SearchAddress) -> String {
    let mut parameters = url::form_urlencoded::Serializer::new(String::new());
    parameters.append_pair("left", &address.to_query());
    parameters.finish()
}

fn turned(address: &SearchAddress, page: usize) -> String {
    SearchAddress {
        page,
        ..address.clone()
    }
    .at("/")
}

/// Hits of both kinds, those that match and those that have most of the words, go on behind this page.
fn has_next(results: &Results, address: &SearchAddress) -> bool {
    let all = match address.group {
        Group::Off => results.total,
        Group::Copies => results.texts.unwrap_or(results.total),
        Group::Story => results.stories.unwrap_or(results.total),
    };
    let shown = u64::try_from(address.page * PAGE).unwrap_or(u64::MAX);
    results.hits.len() >= PAGE && all.saturating_add(results.partial) > shown
}

#[derive(Debug, Template)]
#[template(path = "facet.html", config = "src/web/askama.toml")]
struct FacetPage {
    frame: Frame,
    name: &'static str,
    path: String,
    back: String,
    hidden: Vec<(String, String)>,
    query: String,
    find: String,
    list: Option<FacetList>,
    left_out: bool,
}

/// `/facet/{field}`: all values of a facet, with a box to find one.
pub(crate) fn facet(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let (address, _) = SearchAddress::parse(&asked.query);
    let field = Field::ALL.iter().find(|field| field.name() == asked.id);
    let field = *field.ok_or_else(|| Fault::missing(format!("no facet `{}`", asked.id)))?;
    let (request, _) = site.request(&address);
    let request = Request {
        limit: 0,
        offset: 0,
        snippets: 0,
        facets: vec![Facet { field, limit: None }],
        ..request
    };
    let mut results = site.archive.search(&request)?;
    let find = asked.parameter("find").unwrap_or_default();
    let wanted = find.to_lowercase();
    let mut counts = results.facets.pop().unwrap_or(FacetCounts {
        field,
        values: Vec::new(),
    });
    counts
        .values
        .retain(|value| value.value.to_lowercase().contains(&wanted));
    let left_out = counts.values.len() > ALL_VALUES;
    counts.values.truncate(ALL_VALUES);
    Answer::page(&FacetPage {
        frame: Frame::new(heading(field), &address.query),
        name: heading(field),
        path: format!("/facet/{}", path_part(field.name())),
        back: address.at("/"),
        hidden: address.parameters(),
        query: address.query.clone(),
        find,
        list: facet_list(&counts, &address, ALL_VALUES),
        left_out,
    })
}

#[derive(Debug, Template)]
#[template(path = "beside.html", config = "src/web/askama.toml")]
struct BesidePage {
    frame: Frame,
    sides: Vec<Side>,
}

/// One of two searches.
#[derive(Debug)]
struct Side {
    name: &'static str,
    label: &'static str,
    query: String,
    address: String,
    total: String,
    hits: Vec<HitView>,
}

/// `/beside?left=...&right=...`: two searches side by side. Each is a query, or the part of an address behind `?`.
pub(crate) fn beside(site: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let mut sides = Vec::new();
    for (name, label) in [("left", "Left search"), ("right", "Right search")] {
        let text = asked.parameter(name).unwrap_or_default();
        let address = match text.starts_with("q=") || text.contains("&q=") {
            true => SearchAddress::parse(&text).0,
            false => SearchAddress::of_query(&text),
        };
        let (request, _) = site.request(&address);
        let request = Request {
            limit: if text.is_empty() { 0 } else { 10 },
            snippets: 1,
            ..request
        };
        let results = site.archive.search(&request)?;
        let hit = |hit| hit_view(hit, &address.query);
        sides.push(Side {
            name,
            label,
            query: text,
            total: total(&results),
            hits: results.hits.iter().map(hit).collect(),
            address: address.at("/"),
        });
    }
    Answer::page(&BesidePage {
        frame: Frame::new("Two searches", ""),
        sides,
    })
}
