//! What the titles of a site begin or end with: `Ferry inspection waived | News | Harbour Post`.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::learned::{Affix, End, Name};
use crate::site::sampled_page::Seen;

/// Fewer titles prove nothing.
const LEAST: u32 = 4;

/// The affixes of the titles of a site's sampled pages, longest first.
pub(crate) fn learn(pages: &[&Seen]) -> Vec<Affix> {
    let titles: BTreeSet<&str> = pages
        .iter()
        .filter_map(|page| page.title.as_deref())
        .collect();
    let of = u32::try_from(titles.len()).unwrap_or(u32::MAX);
    let mut counts: BTreeMap<(End, &str), u32> = BTreeMap::new();
    for title in &titles {
        for tail in tails(title) {
            *counts.entry((End::Tail, tail)).or_default() += 1;
        }
        for head in heads(title) {
            *counts.entry((End::Head, head)).or_default() += 1;
        }
    }
    let constant = |((end, text), pages): (&(End, &str), &u32)| {
        (*pages >= LEAST && *pages * 2 > of).then_some((*end, (*text).to_owned()))
    };
    let constant: Vec<(End, String)> = counts.iter().filter_map(constant).collect();
    // A section before the site's name may be rarer.
    let extends = |end: End, text: &str| {
        constant.iter().any(|(known, affix)| match end {
            End::Tail => *known == end && text.ends_with(affix.as_str()),
            End::Head => *known == end && text.starts_with(affix.as_str()),
        })
    };
    let mut affixes: Vec<Affix> = counts
        .iter()
        .filter(|((end, text), pages)| **pages >= LEAST && extends(*end, text))
        .map(|((end, text), pages)| Affix {
            end: *end,
            text: (*text).to_owned(),
            pages: *pages,
            of,
        })
        .collect();
    affixes.sort_by(|a, b| {
        b.text
            .len()
            .cmp(&a.text.len())
            .then_with(|| (a.end, &a.text).cmp(&(b.end, &b.text)))
    });
    affixes
}

/// What nearly all titles of a site begin or end with is its name, where its pages give no other.
pub(crate) fn name(affixes: &[Affix]) -> Option<Name> {
    let constant = affixes
        .iter()
        .filter(|affix| affix.pages * 5 >= affix.of * 4);
    let shortest = constant.min_by_key(|affix| (affix.text.len(), affix.end))?;
    let value = shortest.text.trim_matches(|c: char| !c.is_alphanumeric());
    let is_name =
        value.chars().filter(|c| c.is_alphabetic()).count() >= 2 && value.chars().count() <= 60;
    is_name.then(|| Name {
        value: value.to_owned(),
        pages: shortest.pages,
        of: shortest.of,
        others: Vec::new(),
    })
}

/// The title without its longest known ending and beginning, when something is left and something was cut.
pub(crate) fn strip(title: &str, affixes: &[Affix]) -> Option<String> {
    let mut text = title;
    let is_left = |rest: &&str| rest.chars().filter(|c| c.is_alphanumeric()).count() >= 2;
    let of = |end: End| affixes.iter().filter(move |affix| affix.end == end);
    if let Some(rest) = of(End::Tail)
        .find_map(|affix| text.strip_suffix(affix.text.as_str()))
        .filter(is_left)
    {
        text = rest.trim_end();
    }
    if let Some(rest) = of(End::Head)
        .find_map(|affix| text.strip_prefix(affix.text.as_str()))
        .filter(is_left)
    {
        text = rest.trim_start();
    }
    (text != title).then(|| text.to_owned())
}

/// What follows one of the last three marks, with the mark.
fn tails(title: &str) -> impl Iterator<Item = &str> {
    let marks: Vec<(usize, usize)> = marks(title)
        .filter(|(at, end)| *at > 0 && *end < title.len())
        .collect();
    marks
        .into_iter()
        .rev()
        .take(3)
        .filter_map(|(at, _)| title.get(at..))
}

/// What precedes one of the first two marks, with the mark.
fn heads(title: &str) -> impl Iterator<Item = &str> {
    marks(title)
        .filter(|(at, end)| *at > 0 && *end < title.len())
        .take(2)
        .filter_map(|(_, end)| title.get(..end))
}

/// Where a mark between the parts of a title stands, with the blanks before and after it: bars, dots and arrows anywhere, dashes and colons only beside
/// a blank.
fn marks(title: &str) -> impl Iterator<Item = (usize, usize)> {
    title.char_indices().filter_map(|(at, c)| {
        let before = title.get(..at)?;
        let after = title.get(at + c.len_utf8()..)?;
        let (start, rest) = (before.trim_end().len(), after.trim_start());
        let blanks = (start < at, rest.len() < after.len());
        let is_mark = match c {
            '|' | '｜' | '·' | '•' | '»' | '›' | '«' | '‹' => true,
            '_' | '-' | '–' | '—' | '－' | '~' | '/' => blanks == (true, true),
            ':' => blanks.1,
            '：' => true,
            _ => false,
        };
        is_mark.then_some((start, title.len() - rest.len()))
    })
}
