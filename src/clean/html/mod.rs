//! Cleaning of HTML.

use crate::article::{CleanPage, RawPage};

pub(crate) fn clean(_html: &str, _page: &RawPage) -> CleanPage {
    CleanPage::default()
}
