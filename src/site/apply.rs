//! Taking to one page what was learned of its site.

use crate::article::{
    Article, Block, BlockKind, CleanPage, Evidence, Found, Reason, Removal, Witness,
};
use crate::site::affix;
use crate::site::learned::{Learned, Name, hash};
use crate::text::fold;

/// The rule of a source that other pages of the domain named.
const MAJORITY: &str = "site-majority";

/// The rule of a title that lost what its site adds to every title.
const AFFIX: &str = "site-title";

/// Fewer characters are no article.
const LEAST: usize = 30;

/// A name that is less sure than this yields to what the other pages say.
const WEAK: f32 = 0.55;

/// Removes the site's furniture from a page, except what `kept` wants to keep. Says whether anything went: a page that is nothing
/// but furniture stays as it is.
pub fn remove_furniture(
    page: &mut CleanPage,
    learned: &Learned,
    kept: &dyn Fn(&str) -> bool,
) -> Change {
    let is_furniture = |block: &Block| {
        let number = hash(&block.text);
        learned.furniture.iter().any(|item| item.hash == number)
            && !kept(&block.text)
            && is_whole(block, page)
    };
    let fates: Vec<bool> = page.blocks.iter().map(is_furniture).collect();
    if !fates.contains(&true) {
        return Change::None;
    }
    let left = page
        .blocks
        .iter()
        .zip(&fates)
        .filter(|(block, gone)| !**gone && !is_heading(block));
    if left
        .map(|(block, _)| block.text.chars().count())
        .sum::<usize>()
        < LEAST
    {
        return Change::None;
    }
    let mut fates = fates.into_iter();
    let (gone, blocks) = std::mem::take(&mut page.blocks)
        .into_iter()
        .partition(|_| fates.next().unwrap_or(false));
    page.blocks = blocks;
    let gone: Vec<Block> = gone;
    page.removals.extend(
        gone.into_iter()
            .map(|block| Removal::new(Reason::SiteFurniture, block.text, block.at)),
    );
    page.removals
        .sort_by_key(|removal| (removal.at.start, removal.at.end));
    Change::Some
}

/// Whether a page was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It is as it was.
    None,
    /// It was changed.
    Some,
}

/// No removal stands inside the block.
fn is_whole(block: &Block, page: &CleanPage) -> bool {
    let from = page
        .removals
        .partition_point(|removal| removal.at.start < block.at.start);
    page.removals
        .get(from)
        .is_none_or(|removal| removal.at.start >= block.at.end)
}

fn is_heading(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading(_))
}

/// Gives an article the title and the source that it has in the light of its site.
pub fn finish(article: &mut Article, learned: &Learned) {
    if let Some(title) = article.title.take() {
        article.title = Some(with_title(title, learned));
    }
    article.source = with_source(article.source.take(), learned);
}

fn with_title(title: Found<String>, learned: &Learned) -> Found<String> {
    if title.evidence.from == Witness::Given {
        return title;
    }
    match affix::strip(&title.value, &learned.affixes) {
        None => title,
        Some(value) => {
            let evidence =
                Evidence::new(AFFIX, Witness::Site, title.evidence.sure).quoting(title.value);
            Found { value, evidence }
        }
    }
}

fn with_source(source: Option<Found<String>>, learned: &Learned) -> Option<Found<String>> {
    let Some(name) = &learned.name else {
        return source;
    };
    let share = f64::from(name.pages) / f64::from(name.of.max(1));
    #[expect(clippy::cast_possible_truncation, reason = "a share of one")]
    let evidence = Evidence::new(MAJORITY, Witness::Site, (share * 0.95) as f32);
    match source {
        None => Some(Found {
            value: name.value.clone(),
            evidence,
        }),
        Some(own) if yields(&own, name) => Some(Found {
            value: name.value.clone(),
            evidence: evidence.quoting(own.value),
        }),
        own => own,
    }
}

/// The page's own name gives way: it is the bare domain, a guess, or another spelling of the same name.
fn yields(own: &Found<String>, name: &Name) -> bool {
    if own.evidence.from == Witness::Given || own.value == name.value {
        return false;
    }
    let (one, other) = (fold::squash(&own.value), fold::squash(&name.value));
    if name.others.contains(&one) {
        return false;
    }
    let within = |short: &str, long: &str| short.chars().count() >= 4 && long.contains(short);
    own.evidence.from == Witness::Url
        || own.evidence.sure < WEAK
        || one == other
        || within(&one, &other)
        || within(&other, &one)
}

/// Whether an article of the archive, made when `before` was known of its site, may be another one now.
pub fn is_stale(article: &Article, before: &Learned, now: &Learned) -> bool {
    holds_furniture(article, before, now)
        || title_differs(article, before, now)
        || source_differs(article, before, now)
}

fn holds_furniture(article: &Article, before: &Learned, now: &Learned) -> bool {
    let is_in =
        |learned: &Learned, number: u64| learned.furniture.iter().any(|item| item.hash == number);
    let added = now.furniture.iter().any(|item| !is_in(before, item.hash));
    let gone = before.furniture.iter().any(|item| !is_in(now, item.hash));
    let holds = || {
        let mut blocks = article.text.split("\n\n").map(hash);
        blocks.any(|number| is_in(now, number) && !is_in(before, number))
    };
    let lacks = || {
        let mut removed = article
            .removed
            .iter()
            .filter(|removal| removal.reason == Reason::SiteFurniture);
        removed.any(|removal| !is_in(now, hash(&removal.text)))
    };
    added && holds() || gone && lacks()
}

fn title_differs(article: &Article, before: &Learned, now: &Learned) -> bool {
    let texts = |learned: &Learned| {
        learned
            .affixes
            .iter()
            .map(|affix| (affix.end, affix.text.clone()))
            .collect::<Vec<_>>()
    };
    if texts(before) == texts(now) {
        return false;
    }
    let Some(title) = &article.title else {
        return false;
    };
    title.evidence.rule == AFFIX || with_title(title.clone(), now) != *title
}

fn source_differs(article: &Article, before: &Learned, now: &Learned) -> bool {
    let name = |learned: &Learned| {
        learned
            .name
            .as_ref()
            .map(|name| (name.value.clone(), name.others.clone()))
    };
    if name(before) == name(now) {
        return false;
    }
    let by_majority = article
        .source
        .as_ref()
        .is_some_and(|source| source.evidence.rule == MAJORITY);
    let value = |source: &Option<Found<String>>| source.as_ref().map(|found| found.value.clone());
    by_majority || value(&with_source(article.source.clone(), now)) != value(&article.source)
}
