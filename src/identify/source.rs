//! The outlet, the agency and the place of the dateline.
use crate::article::{CleanPage, Found, RawPage};

/// Where an article comes from.
#[derive(Debug, Default)]
pub(crate) struct Origin {
    pub(crate) source: Option<Found<String>>,
    pub(crate) domain: Option<String>,
    pub(crate) wire: Option<Found<String>>,
    pub(crate) place: Option<Found<String>>,
}

pub(crate) fn identify(_raw: &RawPage, _page: &CleanPage) -> Origin {
    Origin::default()
}
