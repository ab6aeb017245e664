//! Which runs of the chosen container are the article's, and why the others are not.
use std::collections::HashSet;

use crate::article::Reason;
use crate::clean::html::candidates::Page;
use crate::clean::html::context;
use crate::clean::html::cues::Cues;
use crate::clean::html::dom::{NodeId, ROOT};
use crate::clean::html::layout::Run;
use crate::clean::html::tag::Tag;
use crate::clean::lexicon;

/// What becomes of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Headline,
    Keep,
    Drop(Reason),
}

/// What the page calls itself, for comparing.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// Folded titles: `<title>`, og:title, headline.
    pub(crate) titles: Vec<String>,
    /// Folded descriptions.
    pub(crate) descriptions: Vec<String>,
}

/// Decides every run of the page, given the container.
pub(crate) fn decide(page: &Page<'_>, container: NodeId, names: &Names) -> Vec<Fate> {
    let mut fates = outside(page);
    let range = page.layout.info(container).range();
    let inner = context::reasons(page.dom, page.layout, container, &page.good);
    for n in range.clone() {
        let Some(run) = page.layout.runs.get(n) else { continue };
        let fate = match inner.get(n).copied().flatten() {
            Some(reason) => Fate::Drop(reason),
            None => by_itself(page, run),
        };
        if let Some(slot) = fates.get_mut(n) {
            *slot = fate;
        }
    }
    let first = headline(page, &mut fates, &range, names);
    rescue_lead(page, &mut fates, first..range.start, names);
    before_first_paragraph(page, &mut fates, &range, names);
    doubles(page, &mut fates);
    link_lists(page, &mut fates, &range);
    tail(page, &mut fates);
    fates
}

/// Every run as if no container were chosen: dropped, with the best reason.
fn outside(page: &Page<'_>) -> Vec<Fate> {
    let runs = page.layout.runs.iter().zip(&page.reasons);
    runs.map(|(run, reason)| {
        let text = page.layout.text(run);
        let reason = reason.or_else(|| lexicon::reason(text));
        let dense = run.link_density() > 0.8 && run.weight > 0;
        Fate::Drop(reason.unwrap_or(if dense { Reason::LinkDense } else { Reason::OutsideArticle }))
    })
    .collect()
}

/// A run of the container that no box speaks against.
fn by_itself(page: &Page<'_>, run: &Run) -> Fate {
    let text = page.layout.text(run);
    let tag = page.dom.tag(run.node);
    if run.weight == 0 {
        return Fate::Drop(Reason::LayoutMark);
    }
    if tag == Tag::H1 {
        return Fate::Drop(Reason::RepeatedHeadline);
    }
    if let Some(reason) = lexicon::reason(text) {
        return Fate::Drop(reason);
    }
    if run.link_density() > 0.85 && run.weight < 200 && tag.heading().is_none() {
        return Fate::Drop(Reason::Related);
    }
    Fate::Keep
}

/// Finds the headline; returns the run after it (or the container's start).
fn headline(page: &Page<'_>, fates: &mut [Fate], range: &std::ops::Range<usize>, names: &Names) -> usize {
    let mut best: Option<(u32, usize)> = None;
    for (n, run) in page.layout.runs.iter().enumerate().take(range.start + (range.len() / 3).max(8)) {
        let tag = page.dom.tag(run.node);
        let text = key(page.layout.text(run));
        let is_title = names.titles.iter().any(|title| same(title, &text));
        let heading = heading_of(page, run.node);
        let score = match (heading, is_title) {
            (Some(1), true) => 4,
            (Some(_), true) => 3,
            (Some(1), false) => 1,
            (None, true) if tag != Tag::A && run.link_density() < 0.5 => 2,
            _ => 0,
        };
        if score > 0 && best.is_none_or(|(old, _)| score > old) {
            best = Some((score, n));
        }
    }
    let Some((_, at)) = best else { return range.start };
    if let Some(slot) = fates.get_mut(at) {
        *slot = Fate::Headline;
    }
    at + 1
}

/// The level of the heading that a run stands in.
fn heading_of(page: &Page<'_>, node: NodeId) -> Option<u8> {
    std::iter::once(node).chain(page.dom.ancestors(node)).take(4).find_map(|id| page.dom.tag(id).heading())
}

/// Letters and digits in lower case: for comparing.
pub(crate) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Two keys say the same, but for a site's name at either end.
fn same(title: &str, text: &str) -> bool {
    text.len() >= 8
        && (title == text
            || (title.len() < 3 * text.len()
                && (title.starts_with(text) || title.ends_with(text))
                && text.len() >= 20))
}

fn is_description(names: &Names, text: &str) -> bool {
    let text = key(text);
    text.len() >= 30
        && names.descriptions.iter().any(|description| {
            let n = description.len().min(text.len());
            let (a, b) = (description.as_bytes().get(..n), text.as_bytes().get(..n));
            a == b && n * 10 >= text.len() * 6
        })
}

/// The summary between headline and container.
fn rescue_lead(page: &Page<'_>, fates: &mut [Fate], between: std::ops::Range<usize>, names: &Names) {
    for n in between {
        let Some(run) = page.layout.runs.get(n) else { continue };
        let text = page.layout.text(run);
        let lead = is_description(names, text)
            || (run.weight >= 40 && run.link_density() < 0.3 && named_lead(page, run.node));
        let against = page
            .reasons
            .get(n)
            .copied()
            .flatten()
            .filter(|reason| !matches!(reason, Reason::Related | Reason::Promotion | Reason::Caption));
        if lead && against.is_none() && lexicon::reason(text).is_none() {
            if let Some(slot) = fates.get_mut(n) {
                *slot = Fate::Keep;
            }
        }
    }
}

fn named_lead(page: &Page<'_>, node: NodeId) -> bool {
    std::iter::once(node)
        .chain(page.dom.ancestors(node))
        .take(3)
        .any(|id| page.layout.info(id).cues.has(Cues::LEAD))
}

/// Drops short lines that stand in the container before its first paragraph: by-lines, labels, dates.
fn before_first_paragraph(
    page: &Page<'_>,
    fates: &mut [Fate],
    range: &std::ops::Range<usize>,
    names: &Names,
) {
    let kept = |n: usize, fates: &[Fate]| fates.get(n) == Some(&Fate::Keep);
    let Some(first) =
        range.clone().find(|n| kept(*n, fates) && page.good.over((*n as u32, *n as u32 + 1)) >= 60)
    else {
        return;
    };
    for n in range.start..first {
        let Some(run) = page.layout.runs.get(n) else { continue };
        let text = page.layout.text(run);
        if kept(n, fates) && run.weight < 60 && !is_description(names, text) && !named_lead(page, run.node) {
            let heading = heading_of(page, run.node).is_some();
            if let Some(slot) = fates.get_mut(n) {
                *slot = Fate::Drop(if heading { Reason::Kicker } else { Reason::Label });
            }
        }
    }
}

/// Drops what stands twice.
fn doubles(page: &Page<'_>, fates: &mut [Fate]) {
    let mut seen: HashSet<String> = HashSet::new();
    let mut title = String::new();
    for (n, run) in page.layout.runs.iter().enumerate() {
        let Some(slot) = fates.get_mut(n) else { continue };
        if *slot == Fate::Headline {
            title = key(page.layout.text(run));
        }
        if *slot != Fate::Keep {
            continue;
        }
        let text = key(page.layout.text(run));
        if text == title {
            *slot = Fate::Drop(Reason::RepeatedHeadline);
        } else if text.len() > 40 && !seen.insert(text) {
            *slot = Fate::Drop(Reason::Duplicate);
        }
    }
}

/// Drops lists that are nearly all links.
fn link_lists(page: &Page<'_>, fates: &mut [Fate], range: &std::ops::Range<usize>) {
    let mut n = range.start;
    while n < range.end {
        let list = page.layout.runs.get(n).and_then(|run| {
            std::iter::once(run.node)
                .chain(page.dom.ancestors(run.node))
                .take(4)
                .find(|id| matches!(page.dom.tag(*id), Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table))
        });
        let Some(list) = list else {
            n += 1;
            continue;
        };
        let held = page.layout.info(list).range();
        let runs = page.layout.runs.get(held.clone()).unwrap_or_default();
        let weight: u32 = runs.iter().map(|run| run.weight).sum();
        let linked: u32 = runs.iter().map(|run| run.linked).sum();
        if linked as f32 > 0.6 * weight as f32 {
            for slot in
                fates.get_mut(held.clone()).unwrap_or_default().iter_mut().filter(|fate| **fate == Fate::Keep)
            {
                *slot = Fate::Drop(Reason::LinkDense);
            }
        }
        n = held.end.max(n + 1);
    }
}

/// Drops headings that nothing follows.
fn tail(page: &Page<'_>, fates: &mut [Fate]) {
    for (run, fate) in page.layout.runs.iter().zip(fates.iter_mut()).rev() {
        if *fate != Fate::Keep {
            continue;
        }
        if heading_of(page, run.node).is_none() {
            break;
        }
        *fate = Fate::Drop(Reason::Label);
    }
}

#[allow(dead_code)]
const TOP: NodeId = ROOT;
