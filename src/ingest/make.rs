//! One page as an article: cleaned and identified by itself, then in the light of its site and of the user's rules.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::article::{Article, CleanPage, RawPage};
use crate::identify;
use crate::ingest::report::Cause;
use crate::site::apply::{self, Change};
use crate::site::rules::{Governing, Page};
use crate::site::{self, Facts, Seen};

/// A page as an article.
pub(crate) struct Made {
    pub(crate) page: CleanPage,
    pub(crate) article: Article,
    /// Its site, and what is to be remembered of it.
    pub(crate) seen: Option<(String, Seen)>,
}

/// What a page is made with.
pub(crate) struct With<'a> {
    pub(crate) clean: fn(&RawPage) -> CleanPage,
    pub(crate) facts: &'a Facts,
    pub(crate) rules: &'a Governing,
    /// The site wants this page for its sample.
    pub(crate) wanted: &'a dyn Fn(&str) -> bool,
}

/// Cleans and identifies a page. A panic on the way is the end of this page only.
pub(crate) fn make(raw: &RawPage, with: &With<'_>) -> Result<Made, Cause> {
    catch_unwind(AssertUnwindSafe(|| unguarded(raw, with))).map_err(|panic| Cause::Panic {
        said: said(panic.as_ref()),
    })
}

/// What a panic said, on one line.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").replace('\n', " ")
}

fn unguarded(raw: &RawPage, with: &With<'_>) -> Made {
    let mut page = (with.clean)(raw);
    let mut article = identify::identify(raw, page.clone());
    with.rules.name(&mut article);
    // The rules may ask for the page's domain or source, so that they are heard when those are known.
    if with.rules.cleans() && with.rules.clean(&mut page, &Page::of(&article)) == Change::Some {
        article = identify::identify(raw, page.clone());
    }
    let site = site::of(&article);
    let seen = site
        .as_ref()
        .filter(|site| (with.wanted)(site))
        .map(|site| (site.clone(), Seen::of(&page, &article)));
    if let Some(learned) = site.as_deref().and_then(|site| with.facts.of(site)) {
        if page
            .blocks
            .iter()
            .any(|block| with.facts.knows(&block.text))
        {
            let about = Page::of(&article);
            let keeps = |text: &str| with.rules.keeps(text, &about);
            if apply::remove_furniture(&mut page, learned, &keeps) == Change::Some {
                article = identify::identify(raw, page.clone());
            }
        }
        apply::finish(&mut article, learned);
    }
    with.rules.name(&mut article);
    Made {
        page,
        article,
        seen,
    }
}
