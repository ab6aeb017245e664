//! Lines and their parts: titles cut at their marks, lines of copyright and of credit, the head and the tail of a page.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::article::{BlockKind, CleanPage, Reason, Removal};
use crate::identify::cue;
use crate::text::fold;
use crate::text::script::is_east_asian;

/// So many bytes before the article's first paragraph a line may still belong to it.
const NEAR: usize = 1500;

/// Characters that stand between a headline and the name of its site.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(
        c,
        '|' | '-'
            | '–'
            | '—'
            | '―'
            | '·'
            | '•'
            | ':'
            | '»'
            | '«'
            | '›'
            | '>'
            | '/'
            | '_'
            | '－'
            | '｜'
            | '：'
            | '~'
            | '*'
            | '♥'
            | '→'
    )
}

/// The byte ranges of a title's marks: where a mark stands between spaces, or is one that needs none.
pub(crate) fn marks(title: &str) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    let quoted = title.contains('«');
    let mut before = ' ';
    let mut chars = title.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let after = chars.peek().map_or(' ', |(_, next)| *next);
        if quoted && matches!(c, '«' | '»') {
            before = c;
            continue;
        }
        // Scripts without spaces put none around a colon either: `「灯台」:海の声`.
        let tight =
            c == ':' && (is_east_asian(before) || matches!(before, '」' | '』' | '】' | '）'));
        let spaced =
            after.is_whitespace() && (before.is_whitespace() || c == ':' || is_mark(before));
        if is_mark(c) && (spaced || tight || matches!(c, '|' | '｜' | '－' | '»' | '_' | '：'))
        {
            out.push((at, end));
        }
        before = c;
    }
    out
}

/// The parts of a title between its marks.
pub(crate) fn parts(title: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, end) in marks(title) {
        out.extend(title.get(from..at));
        from = end;
    }
    out.extend(title.get(from..));
    out.into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// The line with which a bare text begins and what stands at its end, where it reads like the `<title>` of the page that the text was
/// squeezed out of: `Ferry runs aground | Harbour Post`.
pub(crate) fn opening(page: &CleanPage) -> Option<(&str, &str)> {
    let kept = page
        .headline
        .iter()
        .chain(&page.blocks)
        .map(|block| (block.at.start, block.text.as_str()));
    let removed = page
        .removals
        .iter()
        .map(|removal| (removal.at.start, removal.text.as_str()));
    let (_, first) = kept.chain(removed).min_by_key(|(start, _)| *start)?;
    let line = first.lines().next()?;
    let (at, end) = marks(line).into_iter().next_back()?;
    // A colon stands between a label and what it says.
    line.get(at..end)
        .filter(|mark| !mark.starts_with([':', '：']))?;
    let (head, tail) = (line.get(..at)?.trim(), line.get(end..)?.trim());
    (1..=4)
        .contains(&tail.split_whitespace().count())
        .then_some((head, tail))
}

/// Who holds the rights, by a line like `All contents © 2025 The Outlet. All rights reserved`.
pub(crate) fn copyright_owner(text: &str) -> Option<String> {
    let line = fold::tidy(text);
    let lower = line.to_lowercase();
    let marks = ["©", "(c)", "copyright", "авторские права"];
    let end = marks
        .iter()
        .filter_map(|mark| lower.find(mark).map(|at| at + mark.len()))
        .max()?;
    let rest = line.get(end..)?;
    let is_date = |c: char| {
        c.is_ascii_digit()
            || c.is_whitespace()
            || matches!(c, '-' | '–' | ',' | '.' | ':' | '©' | '|')
    };
    let rest = rest.trim_start_matches(is_date);
    let rest = rest.strip_prefix("by ").unwrap_or(rest);
    let owner = rest
        .split(['.', '|', ',', ';', '–', '—', '©', '('])
        .next()?;
    let stop = [
        " All rights",
        " Alle Rechte",
        " Tous droits",
        " Todos los",
        " Todos os",
        " Tutti i",
        " All Rights",
        " Все права",
    ];
    let owner = stop
        .iter()
        .filter_map(|stop| owner.split_once(stop))
        .map(|(head, _)| head)
        .next()
        .unwrap_or(owner);
    let owner = owner.trim_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || is_mark(c));
    let owner = owner
        .strip_prefix("The ")
        .filter(|rest| rest.ends_with("Press"))
        .unwrap_or(owner);
    (owner.split_whitespace().count() <= 6 && owner.chars().count() >= 2).then(|| owner.to_owned())
}

/// Lines of credit, `Source: X`, near the page's beginning or end: the label and what follows it.
pub(crate) fn credits(page: &CleanPage) -> impl Iterator<Item = (String, String)> {
    let near = near_lines(page);
    let lines = near
        .iter()
        .map(String::as_str)
        .chain(head_lines(page))
        .chain(tail_lines(page));
    lines.filter_map(credit).collect::<Vec<_>>().into_iter()
}

/// The label and the name of a line of credit; the label may stand after a date or at the end of a sentence.
fn credit(line: &str) -> Option<(String, String)> {
    let (before, after) = line.rsplit_once([':', '：'])?;
    let label = before
        .rsplit([' ', '|', '.', '(', '（', '　', '\t'])
        .next()?
        .trim();
    let name = after.trim().trim_end_matches([')', '）', '.', '|']).trim();
    let short = name.chars().count() <= 40 && !name.is_empty() && before.chars().count() <= 200;
    (short && LABELS.contains(fold::key(label).as_str()))
        .then(|| (label.to_owned(), name.to_owned()))
}

/// A line that runs labels and their values together, cut before each label: `2024年9月28日 来源：某报 记者：某人` is three.
pub(crate) fn segments(line: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let words: Vec<&str> = line.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let rest = || words.get(at..).unwrap_or_default().join(" ");
        let dated = at > 0
            && words
                .get(at - 1)
                .is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        let begins = is_label(word) || dated && cue::has_cue(&rest());
        match out.last_mut().filter(|_| !begins) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => out.push((*word).to_owned()),
        }
    }
    out
}

/// `来源：某报`, `Author:`, `文・某人`: a word that is or begins with a label; the hour of a clock is none.
fn is_label(word: &str) -> bool {
    let head = word
        .split([':', '：'])
        .next()
        .filter(|head| head.len() < word.len());
    let labelled = head.is_some_and(|head| {
        !head.is_empty() && head.chars().count() <= 12 && !head.chars().any(char::is_numeric)
    });
    labelled || word.contains(['・', '／', '＝']) && cue::has_cue(word)
}

/// What was left out between the headline and the text, for whatever reason. A summary may stand above it: what follows the first
/// block is near too.
pub(crate) fn near(page: &CleanPage) -> impl Iterator<Item = &Removal> {
    let first = page
        .blocks
        .get(1)
        .or(page.blocks.first())
        .map_or(usize::MAX, |block| block.at.start);
    let headline = page.headline.as_ref().map_or(0, |headline| headline.at.end);
    let from = headline.max(first.saturating_sub(NEAR));
    let short = page
        .removals
        .iter()
        .filter(|removal| removal.text.len() <= 200);
    short.filter(move |removal| removal.at.start >= from && removal.at.end <= first)
}

/// What was left out right after the last words of the text.
pub(crate) fn next(page: &CleanPage) -> Option<&Removal> {
    let end = page.blocks.last()?.at.end;
    page.removals.iter().find(|removal| removal.at.start >= end)
}

/// The short lines between the headline and the text, each label with its value.
pub(crate) fn near_lines(page: &CleanPage) -> Vec<String> {
    near(page)
        .flat_map(|removal| segments(&removal.text))
        .collect()
}

/// Short lines near the beginning: what was left out as a by-line, a date or a label, and the first blocks' first lines.
pub(crate) fn head_lines(page: &CleanPage) -> Vec<&str> {
    let mut out: Vec<&str> = removed_lines(
        page,
        &[
            Reason::Byline,
            Reason::DateLine,
            Reason::Label,
            Reason::Kicker,
        ],
    );
    let blocks = page
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Heading(_)))
        .take(4);
    out.extend(blocks.flat_map(|block| block.text.lines().take(3)));
    out.retain(|line| line.len() <= 4000);
    out
}

/// Lines near the end: the last blocks and what was left out as copyright.
pub(crate) fn tail_lines(page: &CleanPage) -> Vec<&str> {
    let mut out: Vec<&str> = removed_lines(
        page,
        &[Reason::Copyright, Reason::Footer, Reason::AuthorBio],
    );
    out.extend(
        page.blocks
            .iter()
            .rev()
            .take(3)
            .flat_map(|block| block.text.lines().rev().take(2)),
    );
    out
}

/// The short lines of what was left out for one of these reasons.
pub(crate) fn removed_lines<'a>(page: &'a CleanPage, reasons: &[Reason]) -> Vec<&'a str> {
    let removals = page
        .removals
        .iter()
        .filter(|removal| reasons.contains(&removal.reason) && removal.text.len() <= 1000);
    removals
        .take(60)
        .flat_map(|removal| removal.text.lines().take(10))
        .filter(|line| line.len() <= 400)
        .collect()
}

static LABELS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    include_str!("data/credit.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
});
