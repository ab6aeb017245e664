//! Cleaning of HTML: raw text is stripped, a tree is built, the article's container is chosen, and each run of text in it is kept or
//! removed with a reason.
mod cues;
mod dom;
mod flat;
mod jsonld;
mod meta;
mod strip;
mod tag;

use crate::article::{CleanPage, RawPage};

pub(crate) fn clean(html: &str, _page: &RawPage) -> CleanPage {
    let stripped = strip::strip(html);
    let dom = dom::parse(&stripped.html).unwrap_or_else(|| flat::parse(&stripped.html));
    let meta = meta::read(&dom, &stripped.json_ld, &|_| true);
    CleanPage { meta, ..CleanPage::default() }
}
