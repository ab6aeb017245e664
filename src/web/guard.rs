//! Who may come in, and what every answer carries.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use subtle::ConstantTimeEq;

use crate::web::fault::Fault;
use crate::web::site::{Access, Site};

/// Bytes of a request's body at most: nothing is sent to the archive.
pub(crate) const BODY: usize = 16 << 10;

/// The cookie that holds the token.
const COOKIE: &str = "dateline_token";

/// What a page may load and do: its own style, script and pictures, its own forms; nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Lets a request in, or says why not.
pub(crate) async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let mut response = match admit(&site.access, request.headers(), &query) {
        Entry::Open => next.run(request).await,
        Entry::WithLink(token) => welcome(&path, &query, &token),
        Entry::Closed(fault) => fault_response(&fault, &path),
    };
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A fault to a program, or to a reader who has no page yet.
pub(crate) fn fault_response(fault: &Fault, path: &str) -> Response {
    let status = StatusCode::from_u16(fault.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let (media_type, body) = match path.starts_with("/api/") {
        true => ("application/problem+json", fault.problem()),
        false => {
            let text = format!("{}: {}\n", fault.title, fault.detail);
            ("text/plain; charset=utf-8", text)
        }
    };
    let mut response = (status, [(header::CONTENT_TYPE, media_type)], body).into_response();
    if fault.status == 503 {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}

/// What becomes of a request at the door.
enum Entry {
    Open,
    /// It brought the token in its address: it goes into a cookie, and out of the address.
    WithLink(String),
    Closed(Fault),
}

fn admit(access: &Access, headers: &HeaderMap, query: &str) -> Entry {
    let host = text_of(headers, &header::HOST);
    if !is_known_host(access, host) {
        return Entry::Closed(Fault {
            status: 421,
            title: "another host is meant",
            detail: "this address is not one of the archive's; use the one that `dateline serve` printed"
                .to_owned(),
        });
    }
    // A page of another site may not ask in the reader's name, even where it cannot read the answer.
    let origin = headers.get(header::ORIGIN);
    let is_own = |origin: &HeaderValue| {
        let address = origin
            .to_str()
            .ok()
            .and_then(|origin| origin.split_once("://"));
        address.is_some_and(|(_, own)| own == host)
    };
    if origin.is_some_and(|origin| !is_own(origin)) {
        return Entry::Closed(Fault {
            status: 403,
            title: "asked by another site",
            detail: "pages of other sites may not use the archive".to_owned(),
        });
    }
    let Some(token) = &access.token else {
        return Entry::Open;
    };
    let in_link = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "token")
        .map(|(_, value)| value.into_owned());
    if in_link.is_some_and(|given| is_same(&given, token)) {
        return Entry::WithLink(token.clone());
    }
    let bearer = text_of(headers, &header::AUTHORIZATION).strip_prefix("Bearer ");
    let given = bearer.or_else(|| cookie(headers));
    if given.is_some_and(|given| is_same(given.trim(), token)) {
        return Entry::Open;
    }
    Entry::Closed(Fault {
        status: 401,
        title: "a token is needed",
        detail: "open the link that `dateline serve` printed; programs send `Authorization: Bearer TOKEN`"
            .to_owned(),
    })
}

fn text_of<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

/// Whether the site may be asked by this name; a port does not matter, as browsers send it with the name.
fn is_known_host(access: &Access, host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        // The address of IPv6 has colons of its own, in brackets.
        Some((name, port)) if !port.contains(']') => name,
        _ => host,
    };
    let is_named = access
        .hosts
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name));
    is_named || (access.hosts.is_empty() && !name.is_empty())
}

/// Compares in a time that tells nothing of the token.
fn is_same(given: &str, token: &str) -> bool {
    given.as_bytes().ct_eq(token.as_bytes()).into()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let all = headers.get_all(header::COOKIE).iter();
    let mut pairs = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'));
    pairs.find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

/// Puts the token into a cookie that scripts cannot read, and goes on to the address without it.
fn welcome(path: &str, query: &str, token: &str) -> Response {
    let mut rest = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if name != "token" {
            rest.append_pair(&name, &value);
        }
    }
    let rest = rest.finish();
    // `//host` would lead away from here.
    let path = format!("/{}", path.trim_start_matches('/'));
    let to = match rest.is_empty() {
        true => path,
        false => format!("{path}?{rest}"),
    };
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax");
    let headers = [(header::LOCATION, to), (header::SET_COOKIE, cookie)];
    (StatusCode::SEE_OTHER, headers).into_response()
}
