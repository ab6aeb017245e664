//! The routes, and how an answer becomes a response.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use xxhash_rust::xxh3::xxh3_64;

use crate::render::layout::printable;
use crate::web::advanced_form::AdvancedForm;
#[cfg(feature = "mcp")]
use crate::web::agents;
use crate::web::answer_page::{Answer, Asked};
use crate::web::assets::{Asset, ICON, SCRIPT, STYLE};
use crate::web::fault::Fault;
use crate::web::frame::{FaultPage, Frame};
use crate::web::guard::{BODY, fault_response, guard};
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;
use crate::web::{
    api, article_page, atom, downloads, help_page, search_page, sources_page, story_page,
};

/// After this long a request is given up; searches are stopped before.
const PATIENCE: Duration = Duration::from_secs(30);

type Page = fn(&Site, &Asked) -> Result<Answer, Fault>;

/// The routes of a site.
pub fn router(site: Arc<Site>) -> Router {
    let router = Router::new()
        .route("/", page(search_page::show))
        .route("/form", page(form))
        .route("/facet/{field}", page(search_page::facet))
        .route("/beside", page(search_page::beside))
        .route("/article/{id}", page(article_page::show))
        .route("/article/{id}/versions", page(article_page::versions))
        .route("/stories", page(story_page::list))
        .route("/story/{id}", page(story_page::show))
        .route("/sources", page(sources_page::show))
        .route("/help", page(help_page::show))
        .route("/feed.atom", page(atom::feed))
        .route("/opensearch.xml", page(atom::opensearch))
        .route("/export/{format}", get(export))
        .route("/api/v1/search", page(api::search))
        .route("/api/v1/facets", page(api::facets))
        .route("/api/v1/count", page(api::count))
        .route("/api/v1/kwic", page(api::occurrences))
        .route("/api/v1/articles/{id}", page(api::show_article))
        .route("/api/v1/articles/{id}/versions", page(api::versions))
        .route("/api/v1/stories", page(api::story_list))
        .route("/api/v1/stories/{id}", page(api::story))
        .route("/api/v1/names/{name}", page(api::names))
        .route("/api/v1/sources", page(api::sources))
        .route("/api/v1/stats", page(api::stats))
        .route("/api/v1/openapi.json", page(api::description))
        .route("/api/v1/export", get(api_export))
        .route(&STYLE.path, asset(&STYLE))
        .route(&SCRIPT.path, asset(&SCRIPT))
        .route(&ICON.path, asset(&ICON))
        .fallback(nothing_here);
    #[cfg(feature = "mcp")]
    let router = router.merge(agents::routes(&site));
    let timeout = TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE);
    router
        .layer(timeout)
        .layer(RequestBodyLimitLayer::new(BODY))
        .layer(from_fn_with_state(site.clone(), guard))
        .with_state(site)
}

/// The advanced form: it leads to the search that it asks for.
fn form(_: &Site, asked: &Asked) -> Result<Answer, Fault> {
    let (address, _) = SearchAddress::parse(&asked.query);
    let query = AdvancedForm::parse(&asked.query).to_query();
    let address = address.with(|address| address.query = query);
    Ok(Answer::elsewhere(address.at("/")))
}

fn page(page: Page) -> MethodRouter<Arc<Site>> {
    get(
        async move |State(site): State<Arc<Site>>,
                    parameters: RawPathParams,
                    uri: Uri,
                    headers: HeaderMap| {
            let asked = asked(&parameters, &uri, &headers);
            let path = uri.path().to_owned();
            let own = site.clone();
            let answer = site.queue.run(move || page(&own, &asked)).await;
            match answer.and_then(|answer| answer) {
                Ok(answer) => response(answer, &headers),
                Err(fault) => refused(&fault, &path),
            }
        },
    )
}

fn asked(parameters: &RawPathParams, uri: &Uri, headers: &HeaderMap) -> Asked {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    Asked {
        id: parameters
            .iter()
            .next()
            .map_or(String::new(), |(_, value)| value.to_owned()),
        query: uri.query().unwrap_or_default().to_owned(),
        origin: format!("http://{}", host.unwrap_or_default()),
    }
}

/// A fault, in the form that its asker reads.
fn refused(fault: &Fault, path: &str) -> Response {
    let mut response = fault_response(fault, path);
    if path.starts_with("/api/") {
        return response;
    }
    let page = FaultPage {
        frame: Frame::new(fault.title, ""),
        title: fault.title,
        detail: &printable(&fault.detail),
    };
    if let Ok(text) = askama::Template::render(&page) {
        *response.body_mut() = text.into();
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, html);
    }
    response
}

/// A whole answer, or word that the reader has it already.
fn response(answer: Answer, headers: &HeaderMap) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    if let Some(location) = answer.location {
        return (status, [(header::LOCATION, location)]).into_response();
    }
    let tag = format!("\"{:016x}\"", xxh3_64(answer.body.as_bytes()));
    let known = headers.get(header::IF_NONE_MATCH);
    let is_known = known
        .and_then(|known| known.to_str().ok())
        .is_some_and(|known| known.contains(&tag));
    let common = [
        (header::ETAG, tag),
        // The archive may change at any time: a browser asks whether it has.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::CONTENT_TYPE, answer.media_type.to_owned()),
    ];
    match is_known {
        true => (StatusCode::NOT_MODIFIED, common).into_response(),
        false => (status, common, answer.body).into_response(),
    }
}

fn asset(asset: &'static Asset) -> MethodRouter<Arc<Site>> {
    get(async move || {
        let headers = [
            (header::CONTENT_TYPE, asset.media_type),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ];
        (headers, asset.content)
    })
}

async fn nothing_here(uri: Uri) -> Response {
    let fault = Fault::missing("there is no such page");
    refused(&fault, uri.path())
}

/// `/export/{format}`: every match as a file.
async fn export(
    State(site): State<Arc<Site>>,
    parameters: RawPathParams,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let asked = asked(&parameters, &uri, &headers);
    let name = asked.id.clone();
    streamed(site, asked, Ok(name), uri.path())
}

/// `/api/v1/export`.
async fn api_export(State(site): State<Arc<Site>>, uri: Uri) -> Response {
    let asked = Asked {
        query: uri.query().unwrap_or_default().to_owned(),
        ..Asked::default()
    };
    let name = api::export(&site, &asked);
    streamed(site, asked, name, uri.path())
}

/// Begins to send an export, unless too many wait already.
fn streamed(site: Arc<Site>, asked: Asked, name: Result<String, Fault>, path: &str) -> Response {
    let format = name.and_then(|name| downloads::format(&name));
    let (format, media_type, ending) = match format {
        Ok(format) => format,
        Err(fault) => return refused(&fault, path),
    };
    let place = match site.exports.place() {
        Ok(place) => place,
        Err(fault) => return refused(&fault, path),
    };
    let (body, outlet) = downloads::channel();
    tokio::spawn(async move {
        let own = site.clone();
        let work = move || downloads::write(&own, &asked.query, format, outlet);
        if let Err(fault) = site.exports.run_in(place, work).await {
            tracing::warn!(detail = fault.detail, "an export broke off");
        }
    });
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"articles.{ending}\""),
        ),
    ];
    (headers, body).into_response()
}
