//! Dates of publication, of change and of capture.
use crate::article::{CleanPage, Found, Language, PubDate, RawPage};

/// The dates of a page.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    pub(crate) published: Option<Found<PubDate>>,
    pub(crate) modified: Option<Found<PubDate>>,
    pub(crate) captured: Option<PubDate>,
}

pub(crate) fn identify(_raw: &RawPage, _page: &CleanPage, _language: Option<&Language>) -> Dates {
    Dates::default()
}
