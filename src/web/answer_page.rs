//! What a handler is asked, and what it answers: no HTTP types, so that a page is a plain function.

use crate::web::fault::Fault;

/// A request, as a page sees it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asked {
    /// The part of the path that the route leaves open: an id, a name.
    pub(crate) id: String,
    /// What stands behind `?`.
    pub(crate) query: String,
    /// How the site was addressed: `http://127.0.0.1:8600`.
    pub(crate) origin: String,
}

impl Asked {
    /// The first parameter of this name that is not empty.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let mut all = url::form_urlencoded::parse(self.query.as_bytes());
        all.find(|(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.into_owned())
    }

    /// A number of at most `most`, `default` where none is asked for.
    pub(crate) fn number(&self, name: &str, default: usize, most: usize) -> Result<usize, Fault> {
        let mut all = url::form_urlencoded::parse(self.query.as_bytes());
        let Some((_, text)) = all.find(|(key, _)| key == name) else {
            return Ok(default);
        };
        let number = text.parse().ok().filter(|number| *number <= most);
        number.ok_or_else(|| Fault::bad(format!("`{name}={text}`: a number from 0 to {most}")))
    }
}

/// An answer that is whole.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The media type.
    pub(crate) media_type: &'static str,
    /// The content.
    pub(crate) body: String,
    /// Where the reader is sent instead.
    pub(crate) location: Option<String>,
}

impl Answer {
    /// An answer of this type.
    pub(crate) fn of(media_type: &'static str, body: String) -> Self {
        Self {
            status: 200,
            media_type,
            body,
            location: None,
        }
    }

    /// A page.
    pub(crate) fn page(template: &impl askama::Template) -> Result<Self, Fault> {
        Ok(Self::of("text/html; charset=utf-8", template.render()?))
    }

    /// Sends the reader elsewhere on this site.
    pub(crate) fn elsewhere(location: String) -> Self {
        Self {
            status: 303,
            location: Some(location),
            ..Self::of("text/plain; charset=utf-8", String::new())
        }
    }
}
