//! A hit as a list shows it.

use crate::archive::Hit;
use crate::article::PubDate;
use crate::render::layout::printable;
use crate::render::terminal::counted;
use crate::web::marked_text::{Piece, lang, path_part, pieces};

/// A hit as a list shows it.
#[derive(Debug)]
pub(crate) struct HitView {
    pub(crate) title: Vec<Piece>,
    pub(crate) href: String,
    pub(crate) source: String,
    /// The day as far as it is known, for people and for machines.
    pub(crate) day: String,
    pub(crate) wire: String,
    pub(crate) lang: String,
    pub(crate) passages: Vec<Vec<Piece>>,
    /// `+3 copies: Evening Lantern, ...`, empty where nothing folds.
    pub(crate) folded: String,
    pub(crate) story: String,
    /// Words that it has not.
    pub(crate) missing: String,
}

/// A hit; its article opens with the query's matches marked.
pub(crate) fn hit_view(hit: &Hit, query: &str) -> HitView {
    let title = match hit.title.is_empty() {
        true => pieces("(no headline)", &[]),
        false => pieces(&hit.title, &hit.title_marks),
    };
    let source = hit.source.as_deref().or(hit.domain.as_deref());
    let passages = hit.snippets.iter().map(|one| pieces(&one.text, &one.marks));
    HitView {
        title,
        href: article_href(&hit.id, query),
        source: source.map(printable).unwrap_or_default(),
        day: hit
            .published
            .as_ref()
            .map(PubDate::date_as_known)
            .unwrap_or_default(),
        wire: hit.wire.as_deref().map(printable).unwrap_or_default(),
        lang: lang(hit.language.as_deref()),
        passages: passages.collect(),
        folded: folded(hit),
        story: format!(
            "/story/{}",
            path_part(hit.story.as_deref().unwrap_or(&hit.id))
        ),
        missing: printable(&hit.missing.join(", ")),
    }
}

/// The page of an article, with the matches of a query marked.
pub(crate) fn article_href(id: &str, query: &str) -> String {
    let query = query.trim();
    let id = path_part(id);
    if query.is_empty() || query == "*" {
        return format!("/article/{id}");
    }
    let mut parameters = url::form_urlencoded::Serializer::new(String::new());
    parameters.append_pair("q", query);
    format!("/article/{id}?{}#m1", parameters.finish())
}

/// What folds under a hit: how many, and the first outlets.
fn folded(hit: &Hit) -> String {
    let count = hit.folded.count;
    if count == 0 {
        return String::new();
    }
    let mut outlets: Vec<String> = Vec::new();
    for other in &hit.folded.first {
        let outlet = other.source.as_deref().or(other.domain.as_deref());
        outlets.extend(outlet.map(printable));
    }
    outlets.dedup();
    let left_out = usize::try_from(count).is_ok_and(|count| count > outlets.len());
    let dots = if left_out && !outlets.is_empty() {
        ", …"
    } else {
        ""
    };
    let copies = counted(count, "copy", "copies");
    match outlets.is_empty() {
        true => format!("+{copies}"),
        false => format!("+{copies}: {}{dots}", outlets.join(", ")),
    }
}
