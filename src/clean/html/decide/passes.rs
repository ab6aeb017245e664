//! Passes over the fates of runs that look at several runs at once: boxes under a tell-tale heading, lists of links, what stands twice.
use std::collections::HashSet;

use crate::article::Reason;
use crate::clean::html::decide::sheet::{Fate, Sheet};
use crate::clean::html::parse::dom::{NodeId, Step};
use crate::clean::html::parse::tag::Tag;

/// Drops the rest of a box whose first line gives it away.
pub(crate) fn boxes(sheet: &mut Sheet<'_>) {
    let page = sheet.page;
    let whole = page
        .good
        .over(page.layout.info(sheet.container).runs)
        .max(1);
    let mut found: Vec<(NodeId, Reason)> = Vec::new();
    for step in page.dom.walk(sheet.container) {
        let Step::Enter(id) = step else { continue };
        if id == sheet.container || !page.dom.tag(id).is_block() {
            continue;
        }
        let info = page.layout.info(id);
        if info.range().len() < 2 || page.good.over(info.runs) * 4 > whole {
            continue;
        }
        if let Some(reason) = told(sheet, info.range()) {
            found.push((id, reason));
        }
    }
    for (id, reason) in found {
        for n in page.layout.info(id).range() {
            if sheet.keeps(n) && !sheet.has_body_look(n) {
                sheet.drop(n, reason);
            }
        }
    }
}

/// The reason that the first line of a box gives for all of it.
fn told(sheet: &Sheet<'_>, range: std::ops::Range<usize>) -> Option<Reason> {
    let first = range
        .clone()
        .find(|n| sheet.run(*n).is_some_and(|run| run.weight > 0))?;
    let Some(Fate::Drop(reason)) = sheet.fates.get(first) else {
        return None;
    };
    let strong = matches!(
        reason,
        Reason::Related
            | Reason::Promotion
            | Reason::Paywall
            | Reason::Consent
            | Reason::Comments
            | Reason::Advertisement
    );
    let short = sheet.run(first).is_some_and(|run| run.weight < 60);
    let small = || {
        range
            .clone()
            .filter_map(|n| sheet.run(n))
            .map(|run| run.weight)
            .sum::<u32>()
            < 300
    };
    let strong = strong || (matches!(reason, Reason::Byline | Reason::AuthorBio) && small());
    (strong && short).then_some(*reason)
}

/// Drops lists that are nearly all links.
pub(crate) fn link_lists(sheet: &mut Sheet<'_>) {
    let page = sheet.page;
    let mut n = sheet.range.start;
    while n < sheet.range.end {
        let list = sheet.run(n).and_then(|run| {
            let boxes = std::iter::once(run.node)
                .chain(page.dom.ancestors(run.node))
                .take(4);
            boxes
                .take_while(|id| *id != sheet.container)
                .find(|id| matches!(page.dom.tag(*id), Tag::Ul | Tag::Ol | Tag::Dl | Tag::Table))
        });
        let held = list.map_or(n..n + 1, |list| page.layout.info(list).range());
        if list.is_some() {
            let runs = page.layout.runs.get(held.clone()).unwrap_or_default();
            let weight: u32 = runs.iter().map(|run| run.weight).sum();
            let linked: u32 = runs.iter().map(|run| run.linked).sum();
            if linked as f32 > 0.6 * weight as f32 {
                for n in held
                    .clone()
                    .filter(|n| sheet.fates.get(*n) == Some(&Fate::Keep))
                    .collect::<Vec<_>>()
                {
                    sheet.drop(n, Reason::LinkDense);
                }
            }
        }
        n = held.end.max(n + 1);
    }
}

/// Drops what stands twice.
pub(crate) fn doubles(sheet: &mut Sheet<'_>) {
    let page = sheet.page;
    let mut seen: HashSet<&str> = HashSet::new();
    let headline = sheet.fates.iter().position(|fate| *fate == Fate::Headline);
    let title = headline.map(|n| page.key(n)).unwrap_or_default();
    for n in 0..sheet.fates.len() {
        if !sheet.keeps(n) {
            continue;
        }
        let text = page.key(n);
        if text == title {
            sheet.drop(n, Reason::RepeatedHeadline);
        } else if text.len() > 40 && !seen.insert(text) {
            sheet.drop(n, Reason::Duplicate);
        }
    }
}

/// Drops headings under which nothing was kept.
pub(crate) fn idle_headings(sheet: &mut Sheet<'_>) {
    let mut next: Option<(usize, u8)> = None;
    for n in (0..sheet.fates.len()).rev() {
        if !sheet.keeps(n) {
            continue;
        }
        let Some(level) = sheet.heading(n) else {
            next = None;
            continue;
        };
        // A heading right above another of its level, with dropped text between the two, headed what was dropped.
        if next.is_some_and(|(after, lower)| level >= lower && after > n + 1) {
            sheet.drop(n, Reason::Label);
        } else {
            next = Some((n, level));
        }
    }
}

/// Says more of what was dropped for standing in the wrong place: dates, the headline once more.
pub(crate) fn better_reasons(sheet: &mut Sheet<'_>) {
    for n in 0..sheet.fates.len() {
        let Some(Fate::Drop(
            Reason::OutsideArticle | Reason::Label | Reason::Kicker | Reason::LinkDense,
        )) = sheet.fates.get(n)
        else {
            continue;
        };
        let text = sheet.text(n);
        if sheet.is_title(n) {
            sheet.drop(n, Reason::RepeatedHeadline);
        } else if sheet.tag(n) == Tag::Time || is_date(text) {
            sheet.drop(n, Reason::DateLine);
        }
    }
}

/// A short line of which a third or more is digits, with a year or a time of day.
fn is_date(text: &str) -> bool {
    let (mut digits, mut letters) = (0, 0);
    for c in text.chars().take(60) {
        digits += usize::from(c.is_numeric());
        letters += usize::from(c.is_alphabetic());
    }
    text.len() <= 60
        && digits >= 4
        && digits * 2 >= letters
        && text.contains(['.', ':', '/', '-', ' ', '年', '년'])
}
