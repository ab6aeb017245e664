//! The first step: address and source, which rules and site knowledge ask for.

use crate::article::{CleanPage, Found, RawPage, Span};
use crate::identify::ld::Ld;
use crate::identify::source::{self, SiteName};
use crate::identify::{id, title, web_copy};

/// Where an article stands and who published it. The caller may replace `source` before it goes on to [`crate::identify::identify`].
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// The record's own id, or one made of the address or the path.
    pub id: String,
    /// The canonical address.
    pub url: Option<String>,
    /// Its registrable domain.
    pub domain: Option<String>,
    /// The outlet's display name.
    pub source: Option<Found<String>>,
    /// Every name that the page gives its site, best guess first.
    pub(crate) names: Vec<SiteName>,
    /// The headline: the end of `<title>` that follows it may be the outlet's name.
    title: Option<Found<String>>,
    /// Where the blocks stood that the headline was looked for in.
    opening: Vec<Span>,
}

/// Finds the address and the source of a page.
pub fn locate(raw: &RawPage, page: &CleanPage) -> Located {
    let copy = web_copy::of(raw, &page.meta).map(|copy| copy.url);
    let ld = Ld::read(&page.meta, copy.as_deref().or(raw.given.url.as_deref()));
    let address = id::identify(raw, page, &ld);
    let domain = address.domain.as_deref();
    let names = source::site_names(page, &ld, domain);
    let title = title::identify(raw, page, &ld, &names, domain);
    let headline = title.as_ref().map(|found| found.value.as_str());
    let source = source::identify(raw, page, &names, (domain, headline));
    Located {
        id: address.id,
        url: address.url,
        domain: address.domain,
        source,
        names,
        title,
        opening: opening(page),
    }
}

impl Located {
    /// The headline that the page had when it was located.
    pub fn title(&self) -> Option<&Found<String>> {
        self.title.as_ref()
    }

    /// The headline, looked for again only where the page begins with other blocks than it did.
    pub(crate) fn title_of(
        &self,
        raw: &RawPage,
        page: &CleanPage,
        ld: &Ld<'_>,
    ) -> Option<Found<String>> {
        if opening(page) == self.opening {
            return self.title.clone();
        }
        title::identify(raw, page, ld, &self.names, self.domain.as_deref())
    }
}

fn opening(page: &CleanPage) -> Vec<Span> {
    let blocks = page.blocks.iter().take(title::OPENING);
    blocks.map(|block| block.at).collect()
}
