//! What becomes of each run of a page, while it is being decided.
use std::ops::Range;

use crate::article::Reason;
use crate::clean::html::parse::dom::NodeId;
use crate::clean::html::parse::tag::Tag;
use crate::clean::html::weigh::Page;
use crate::clean::html::weigh::look::Look;
use crate::clean::html::weigh::runs::Run;

/// What becomes of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Headline,
    Keep,
    Drop(Reason),
}

/// The runs' fates, with what is needed to change them.
pub(crate) struct Sheet<'a> {
    pub(crate) page: &'a Page<'a>,
    pub(crate) container: NodeId,
    /// The container's runs.
    pub(crate) range: Range<usize>,
    /// What the article's paragraphs look like.
    pub(crate) look: Option<Look>,
    pub(crate) fates: Vec<Fate>,
}

impl Sheet<'_> {
    pub(crate) fn run(&self, n: usize) -> Option<&Run> {
        self.page.layout.runs.get(n)
    }

    pub(crate) fn text(&self, n: usize) -> &str {
        self.run(n).map_or("", |run| self.page.layout.text(run))
    }

    /// The run is one of the page's titles, perhaps without the site's name.
    pub(crate) fn is_title(&self, n: usize) -> bool {
        self.page.titles.get(n) == Some(&true)
    }

    /// The run is the page's description or holds most of it.
    pub(crate) fn is_description(&self, n: usize) -> bool {
        self.page.is_description(n)
    }

    pub(crate) fn tag(&self, n: usize) -> Tag {
        self.run(n)
            .map_or(Tag::Other, |run| self.page.dom.tag(run.node))
    }

    pub(crate) fn heading(&self, n: usize) -> Option<u8> {
        self.run(n).and_then(|run| self.page.dom.heading(run.node))
    }

    pub(crate) fn keeps(&self, n: usize) -> bool {
        self.fates.get(n) == Some(&Fate::Keep)
    }

    pub(crate) fn set(&mut self, n: usize, fate: Fate) {
        if let Some(slot) = self.fates.get_mut(n) {
            *slot = fate;
        }
    }

    pub(crate) fn drop(&mut self, n: usize, reason: Reason) {
        self.set(n, Fate::Drop(reason));
    }

    /// The reason that the boxes on the whole page give against a run.
    pub(crate) fn outer_reason(&self, n: usize) -> Option<Reason> {
        self.page.reasons.get(n).copied().flatten()
    }

    /// The run looks like the article's paragraphs.
    pub(crate) fn has_body_look(&self, n: usize) -> bool {
        self.look.is_some() && self.run(n).map(|run| run.look) == self.look
    }
}
