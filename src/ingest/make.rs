//! One page as an article: cleaned and identified by itself, then in the light of its site and of the user's rules.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::article::{Article, Block, CleanPage, RawPage};
use crate::identify::{self, Located};
use crate::ingest::report::Cause;
use crate::site::apply;
use crate::site::rules::{Governing, Page};
use crate::site::{self, Facts, Learned, Seen};

/// A page as an article.
pub(crate) struct Made {
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
    guarded(|| Ready::new(raw, with).identify(raw, with))
}

/// The same with the cleaned page beside the article, for those who look at the cleaning.
pub(crate) fn shown(raw: &RawPage, with: &With<'_>) -> Result<(CleanPage, Article), Cause> {
    guarded(|| {
        let ready = Ready::new(raw, with);
        let page = ready.page.clone();
        (page, ready.identify(raw, with).article)
    })
}

fn guarded<T>(step: impl FnOnce() -> T) -> Result<T, Cause> {
    catch_unwind(AssertUnwindSafe(step)).map_err(|panic| Cause::Panic {
        said: said(panic.as_ref()),
    })
}

/// What a panic said, on one line.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").replace('\n', " ")
}

/// A page to which rules and site knowledge were applied.
struct Ready<'a> {
    page: CleanPage,
    located: Located,
    learned: Option<&'a Learned>,
    seen: Option<(String, Seen)>,
}

impl<'a> Ready<'a> {
    fn new(raw: &RawPage, with: &With<'a>) -> Self {
        let mut page = (with.clean)(raw);
        let mut located = identify::locate(raw, &page);
        // The rules and the site ask for no more than this.
        let mut outline = Article {
            id: located.id.clone(),
            path: raw.path.clone(),
            url: located.url.clone(),
            domain: located.domain.clone(),
            title: located.title().cloned(),
            source: located.source.clone(),
            ..Article::default()
        };
        with.rules.name(&mut outline);
        let about = Page::of(&outline);
        if with.rules.cleans() {
            with.rules.clean(&mut page, &about);
        }
        let site = site::of(&outline);
        let seen = site
            .as_ref()
            .filter(|site| (with.wanted)(site))
            .map(|site| (site.clone(), Seen::of(&page, &outline)));
        let learned = site.as_deref().and_then(|site| with.facts.of(site));
        let known = |block: &Block| with.facts.knows(&block.text);
        if let Some(learned) = learned.filter(|_| page.blocks.iter().any(known)) {
            let keeps = |text: &str| with.rules.keeps(text, &about);
            apply::remove_furniture(&mut page, learned, &keeps);
        }
        located.source = outline.source;
        Self {
            page,
            located,
            learned,
            seen,
        }
    }

    fn identify(self, raw: &RawPage, with: &With<'_>) -> Made {
        let mut article = identify::identify(raw, self.page, self.located);
        if let Some(learned) = self.learned {
            apply::finish(&mut article, learned);
        }
        with.rules.name(&mut article);
        Made {
            article,
            seen: self.seen,
        }
    }
}
