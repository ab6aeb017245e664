//! A request to an archive as a search of the engine.

use serde_json::{Value, json};

use crate::archive::{Group, Request, Sort};
use crate::cluster::json_object::put;

/// Hits from the first on that a search may give; what lies deeper is paged to.
pub(crate) const DEEPEST: usize = 10_000;

/// Matches that are named under the hit that they fold under.
const NAMED: usize = 4;

/// How hits are ordered; ties are broken by id.
pub(crate) fn sorted(sort: Sort) -> Value {
    let newest = json!({"published": {"order": "desc", "missing": "_last"}});
    match sort {
        Sort::Relevance => json!([{"_score": "desc"}, {"id": "asc"}]),
        Sort::Newest => json!([newest, {"id": "asc"}]),
        Sort::Oldest => json!([{"published": {"order": "asc", "missing": "_last"}}, {"id": "asc"}]),
        Sort::Source => json!([{"source_order": "asc"}, newest, {"id": "asc"}]),
    }
}

/// What of a document is fetched for a list.
pub(crate) fn fetched(snippets: usize) -> Value {
    match snippets {
        0 => json!(["article", "copies", "copy_group"]),
        _ => json!(["article", "copies", "copy_group", "text"]),
    }
}

/// The search for one page, without its facets.
pub(crate) fn page(request: &Request, query: &Value) -> Value {
    let mut body = json!({
        "query": query,
        "from": request.offset,
        "size": request.limit,
        "sort": sorted(request.sort),
        "track_scores": request.sort == Sort::Relevance,
        "track_total_hits": true,
        "_source": fetched(request.snippets),
    });
    if request.group == Group::Copies && request.limit > 0 {
        // Of copies the first that was published is shown, at the place of the best.
        let shown = json!([{"published": {"order": "asc", "missing": "_last"}}, {"length": "desc"}, {"id": "asc"}]);
        let collapse = json!({
            "field": "copy_group",
            "inner_hits": [
                {"name": "shown", "size": 1, "sort": shown, "_source": fetched(request.snippets)},
                {"name": "best", "size": NAMED, "sort": sorted(request.sort), "_source": fetched(0)},
            ],
        });
        put(&mut body, "collapse", collapse);
    }
    body
}
