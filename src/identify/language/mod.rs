//! The language of the text.
use crate::article::{CleanPage, Found, Language, RawPage};

pub(crate) fn identify(_raw: &RawPage, _page: &CleanPage, _text: &str) -> Option<Found<Language>> {
    None
}
