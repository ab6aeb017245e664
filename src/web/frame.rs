//! What stands around every page.

use crate::web::assets::{ICON, SCRIPT, STYLE};

/// What stands around every page.
#[derive(Debug)]
pub(crate) struct Frame {
    /// The title of the window.
    pub(crate) title: String,
    /// What stands in the box of the head; the search page has its own.
    pub(crate) query: String,
    pub(crate) style: &'static str,
    pub(crate) script: &'static str,
    pub(crate) icon: &'static str,
}

impl Frame {
    /// A page with this title.
    pub(crate) fn new(title: impl Into<String>, query: &str) -> Self {
        Self {
            title: title.into(),
            query: query.to_owned(),
            style: &STYLE.path,
            script: &SCRIPT.path,
            icon: &ICON.path,
        }
    }
}

/// A fault as a page.
#[derive(Debug, askama::Template)]
#[template(path = "fault.html", config = "src/web/askama.toml")]
pub(crate) struct FaultPage<'a> {
    pub(crate) frame: Frame,
    pub(crate) title: &'a str,
    pub(crate) detail: &'a str,
}
