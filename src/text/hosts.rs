//! Addresses: hosts, registrable domains, and one form for all addresses of the same page.

use url::Url;

/// The registrable domain of an address or a bare host: `example.co.uk`.
pub fn domain(address: &str) -> Option<String> {
    let host = match Url::parse(address.trim()) {
        Ok(url) => url.host_str()?.to_owned(),
        Err(_) => address
            .trim()
            .split(['/', '?', '#', ':'])
            .next()?
            .to_owned(),
    };
    let host = host.trim_end_matches('.').to_lowercase();
    if host.parse::<std::net::Ipv4Addr>().is_ok()
        || !host.contains('.')
        || host.contains(char::is_whitespace)
    {
        return None;
    }
    psl::domain_str(&host).map(str::to_owned)
}

/// The host of an address, as it is written in it.
pub fn of_url(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    url.host_str().map(str::to_owned)
}

/// The host in an address as it is written, without looking at whether the address is a sound one; empty when there is none.
pub(crate) fn written(address: &str) -> &str {
    let (_, rest) = address.trim().split_once("://").unwrap_or_default();
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, _) = rest.split_at(end);
    let (_, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    host.split(':').next().unwrap_or(host)
}

/// The domain's own word: `example` of `example.co.uk`.
pub fn label(domain: &str) -> &str {
    domain.split('.').next().unwrap_or(domain)
}

/// The address without what does not name the page: fragment, tracking parameters, default port, credentials.
pub fn canonical(address: &str) -> Option<String> {
    let mut url = Url::parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    if url.query().is_some() {
        let kept: Vec<&str> = url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty() && !is_tracking(pair))
            .collect();
        let query = kept.join("&");
        url.set_query(Some(query.as_str()).filter(|query| !query.is_empty()));
    }
    Some(url.into())
}

/// One key for the addresses of one page: no scheme, no `www.`, `m.` or `amp.`, no print or AMP form of the path or the query, no trailing slash, the
/// query in alphabetic order. For comparing, not for opening.
pub fn page_key(address: &str) -> Option<String> {
    let canonical = canonical(address)?;
    let url = Url::parse(&canonical).ok()?;
    let host = url.host_str()?.trim_end_matches('.');
    let host = strip_variants(host);
    let port = url
        .port()
        .map(|port| format!(":{port}"))
        .unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    let path = FORM_ENDS
        .iter()
        .find_map(|end| path.strip_suffix(end).filter(|rest| !rest.is_empty()))
        .unwrap_or(path);
    let path = FORM_FOLDERS
        .iter()
        .find_map(|folder| path.strip_prefix(folder))
        .map_or_else(|| path.to_owned(), |rest| format!("/{rest}"));
    let mut pairs: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !names_form(pair))
        .collect();
    pairs.sort_unstable();
    let query = pairs.join("&");
    let mark = if query.is_empty() { "" } else { "?" };
    Some(format!("{host}{port}{path}{mark}{query}"))
}

/// Whether the address is a site's front page.
pub fn is_front_page(address: &str) -> bool {
    Url::parse(address.trim())
        .is_ok_and(|url| url.query().is_none() && url.path().trim_matches('/').is_empty())
}

fn strip_variants(host: &str) -> &str {
    let mut host = host;
    for prefix in ["www.", "m.", "mobile.", "amp."] {
        if let Some(rest) = host.strip_prefix(prefix).filter(|rest| rest.contains('.')) {
            host = rest;
        }
    }
    host
}

/// How the path of a print page or an AMP page ends, where its article's path is the rest.
const FORM_ENDS: &[&str] = &[
    // What servers answer with for the folder.
    "/index.html",
    "/index.htm",
    "/index.shtml",
    "/index.php",
    "/index.asp",
    "/index.aspx",
    "/index.jsp",
    "/default.asp",
    "/default.aspx",
    "/default.htm",
    "/amp",
    ".amp",
    "/amp.html",
    ".amp.html",
    "/print",
    "/print.html",
    ".print.html",
    "/printable",
    "/druck",
    "/druckversion",
    "/imprimir",
    "/imprimer",
    "/stampa",
    "/drukuj",
    "/tisk",
    "/yazdir",
];

/// Folders of such pages.
const FORM_FOLDERS: &[&str] = &["/amp/", "/print/", "/druck/", "/imprimir/", "/stampa/"];

/// A parameter that asks for a form of the page: print or AMP.
fn names_form(pair: &&str) -> bool {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    let is_form = |value: &str| {
        let value = value.to_ascii_lowercase();
        ["amp", "print", "printable", "druck"].contains(&value.as_str())
    };
    pair.is_empty()
        || ["amp", "print", "printable", "printer", "drucken"].contains(&name.as_str())
        || ([
            "outputtype",
            "output",
            "view",
            "format",
            "mode",
            "layout",
            "tmpl",
        ]
        .contains(&name.as_str())
            && is_form(value))
}

/// Parameters that name the way to a page, not the page.
fn is_tracking(pair: &str) -> bool {
    const NAMES: &[&str] = &[
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "twclid",
        "igshid",
        "igsh",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "_hsenc",
        "_hsmi",
        "vero_id",
        "ocid",
        "cmpid",
        "ref_src",
        "ref_url",
        "ns_mchannel",
        "ns_source",
        "ns_campaign",
        "ns_linkname",
        "xtor",
        "at_medium",
        "at_campaign",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "spm",
        "smid",
        "smtyp",
        "traffic_source",
        "_ga",
        "_gl",
        "wt_mc",
        "wt.mc_id",
        "s_cid",
        "s_kwcid",
        "ito",
        "srsltid",
    ];
    let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
    name.starts_with("utm_")
        || name.starts_with("pk_")
        || name.starts_with("mtm_")
        || NAMES.contains(&name.as_str())
}
