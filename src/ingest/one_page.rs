//! One page: cleaned and identified by itself, then seen in the light of its site.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::article::{Article, Block, CleanPage, Fetched, Outline, RawPage, Version, Wall};
use crate::group::Sketch;
use crate::identify;
use crate::index::{self, Marks};
use crate::ingest::report::Cause;
use crate::site::rules::{Page, PageRules};
use crate::site::{self, Learned, apply};
use crate::text::{fold, hosts};

/// How a page is cleaned.
pub(crate) struct PageContext<'a> {
    pub(crate) clean: fn(&RawPage) -> CleanPage,
    pub(crate) rules: &'a PageRules,
}

/// Cleans and identifies a page without regard to its site. A panic on the way is the end of this page only.
pub(crate) fn process(raw: &RawPage, context: &PageContext<'_>) -> Result<Version, Cause> {
    let made = catch_unwind(AssertUnwindSafe(|| unguarded(raw, context)));
    let made = made.map_err(|panic| Cause::Panic {
        said: said(panic.as_ref()),
    })?;
    match made.wall {
        Some(wall) => Err(Cause::Wall(wall)),
        None => Ok(made.version),
    }
}

/// The same, with the page as it was cleaned: for showing the ledger.
pub(crate) fn process_and_keep(
    raw: &RawPage,
    context: &PageContext<'_>,
) -> Result<(CleanPage, Article), Cause> {
    let both = || {
        let Made {
            version,
            headline,
            wall,
        } = unguarded(raw, context);
        let blocks = version.outline.blocks(&version.article.text, &[]);
        let page = CleanPage {
            headline,
            blocks: blocks.into_iter().map(|outlined| outlined.block).collect(),
            removals: version.article.removed.clone(),
            repairs: version.article.repaired.clone(),
            truncated: version.article.truncated,
            wall,
            ..CleanPage::default()
        };
        (page, version.article)
    };
    catch_unwind(AssertUnwindSafe(both)).map_err(|panic| Cause::Panic {
        said: said(panic.as_ref()),
    })
}

/// What a panic said, on one line.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").replace('\n', " ")
}

/// What a page was made into.
struct Made {
    version: Version,
    /// The headline as the page shows it.
    headline: Option<Block>,
    wall: Option<Wall>,
}

fn unguarded(raw: &RawPage, context: &PageContext<'_>) -> Made {
    let mut page = (context.clean)(raw);
    let mut located = identify::locate(raw, &page);
    let rules = context.rules;
    rules.name(located.domain.as_deref(), &mut located.source);
    if rules.cleans() {
        let about = Page {
            path: &raw.path,
            domain: located.domain.as_deref(),
            source: located.source.as_ref().map(|source| source.value.as_str()),
        };
        rules.clean(&mut page, &about);
    }
    let outline = outline(&page);
    let headline = page.headline.clone();
    let wall = page.wall;
    let article = identify::identify(raw, page, located);
    let version = Version {
        fetched: fetched(raw, &article),
        article,
        outline,
        ..Version::default()
    };
    Made {
        version,
        headline,
        wall,
    }
}

fn fetched(raw: &RawPage, article: &Article) -> Fetched {
    let Some(given) = raw.given.url.as_deref().and_then(hosts::canonical) else {
        return Fetched::Unknown;
    };
    let own = article.url.as_deref();
    if own == Some(given.as_str()) {
        return Fetched::ThatAddress;
    }
    match hosts::page_key(&given) == own.and_then(hosts::page_key) {
        true => Fetched::ThatAddress,
        false => Fetched::At(given),
    }
}

/// What the article's text will not tell of the page.
fn outline(page: &CleanPage) -> Outline {
    let title = page.meta.title.as_deref();
    let mut outline = Outline::default();
    outline.title = title.map(|title| fold::tidy(&fold::decode(title)));
    outline.set_blocks(&page.blocks, |block| {
        let from = page
            .removals
            .partition_point(|removal| removal.at.start < block.at.start);
        let next = page.removals.get(from);
        next.is_none_or(|removal| removal.at.start >= block.at.end)
    });
    outline
}

/// Makes of an article what it is in the light of its site. `page` is as it was before anything was known of the site.
pub(crate) fn in_light_of_site(page: &mut Version, learned: &Learned, rules: &PageRules) {
    let before = page.article.clone();
    let about = Page::of(&before);
    let keeps = |text: &str| rules.keeps(text, &about);
    let gone = apply::remove_furniture(page, learned, &keeps);
    if !gone.is_empty() {
        identify::refresh(&mut page.article, &gone);
    }
    let article = &mut page.article;
    apply::finish(article, learned);
    rules.name(article.domain.as_deref(), &mut article.source);
    page.changes.fields = apply::changed_fields(&before, article);
}

/// What the index notes of an article for its site and for finding its copies, and the sketch of its text.
pub(crate) fn marks(page: &Version) -> (Marks, Sketch) {
    let (sketch, copies) = Sketch::with_marks(&page.article.text);
    let mut marks = Marks {
        site: site::of(&page.article).map(|site| index::key(&site)),
        copies,
        shingles: sketch.len() as u64,
        ..Marks::default()
    };
    let furniture = page.changes.furniture_places();
    for (at, outlined) in (0_u32..).zip(page.all_blocks()) {
        let hash = site::hash(&outlined.block.text);
        match furniture.contains(&at) {
            true => marks.furniture.push(hash),
            false => marks.blocks.push(hash),
        }
    }
    (marks, sketch)
}
