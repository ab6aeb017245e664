//! Authors.
use crate::article::{CleanPage, Found, RawPage};

pub(crate) fn identify(_raw: &RawPage, _page: &CleanPage) -> Option<Found<Vec<String>>> {
    None
}
