//! Where the article begins and ends: headline, summary, the lines before the first paragraph and after the last.
use crate::article::Reason;
use crate::clean::html::decide::sheet::{Fate, Sheet};
use crate::clean::html::parse::cues::Cues;
use crate::clean::html::parse::tag::Tag;
use crate::text::sentences;

/// Finds the headline; returns its run.
pub(crate) fn headline(sheet: &mut Sheet<'_>) -> Option<usize> {
    let last = sheet.range.start + (sheet.range.len() / 3).max(8);
    let mut best: Option<(u32, usize)> = None;
    for n in 0..last.min(sheet.fates.len()) {
        let Some(run) = sheet.run(n) else { continue };
        let nav = matches!(
            sheet.outer_reason(n),
            Some(Reason::Navigation | Reason::Related | Reason::Hidden | Reason::Footer)
        );
        let score = match (sheet.heading(n), sheet.is_title(n)) {
            (Some(1), true) => 8,
            (Some(_), true) => 6,
            (None, true) if run.link_density() < 0.5 => 5,
            (Some(1), false) => 3,
            _ => 0,
        };
        let score = if nav && score > 0 { score - 2 } else { score };
        // On a tie the later run wins, as it stands nearer to the text, unless the text has begun.
        let later = n <= sheet.range.start + 3;
        if score > 0 && best.is_none_or(|(old, _)| score > old || (score == old && later)) {
            best = Some((score, n));
        }
    }
    let (_, at) = best?;
    sheet.set(at, Fate::Headline);
    Some(at)
}

/// Keeps the summary that stands between headline and container, and paragraphs that the container missed.
pub(crate) fn lead(sheet: &mut Sheet<'_>, headline: Option<usize>) {
    let Some(from) = headline.map(|n| n + 1).filter(|n| *n < sheet.range.start) else {
        return;
    };
    for n in from..sheet.range.start {
        let Some(run) = sheet.run(n) else { continue };
        let text = sheet.text(n);
        let described = sheet.is_description(n);
        let named = run.weight >= 40 && run.link_density() < 0.3 && is_named_lead(sheet, n);
        let subhead = n <= from + 4
            && sheet.heading(n).is_some_and(|level| level > 1)
            && run.weight >= 60
            && run.link_density() < 0.3;
        let prose = subhead
            || sheet.page.good_of(n) >= 100
                && run.link_density() < 0.3
                && (sheet.tag(n) == Tag::P
                    || (sheet.tag(n) == Tag::Div && sentences::is_sentence(text)));
        let against = match sheet.outer_reason(n) {
            None => false,
            Some(Reason::Related | Reason::Promotion | Reason::Label | Reason::Kicker) => {
                !described && !named
            }
            Some(_) => !described || run.weight < 40,
        };
        if (described || named || prose)
            && !against
            && sheet.page.words_of(n).is_none()
            && !sheet.is_title(n)
        {
            sheet.set(n, Fate::Keep);
        }
    }
}

fn is_named_lead(sheet: &Sheet<'_>, n: usize) -> bool {
    let Some(node) = sheet.run(n).map(|run| run.node) else {
        return false;
    };
    let page = sheet.page;
    std::iter::once(node)
        .chain(page.dom.ancestors(node))
        .take(3)
        .any(|id| page.layout.info(id).cues.has(Cues::LEAD))
}

/// A paragraph that is hidden only until the reader pays, or until a script runs.
pub(crate) fn is_veiled_paragraph(sheet: &Sheet<'_>, n: usize) -> bool {
    let Some(run) = sheet.run(n) else {
        return false;
    };
    let veiled = sheet.page.layout.info(run.node).hidden && sheet.tag(n) == Tag::P;
    veiled && run.weight >= 80 && run.link_density() < 0.3
}

/// Drops short lines that stand in the container before its first paragraph: kickers, by-lines, labels, dates.
pub(crate) fn before_first_paragraph(sheet: &mut Sheet<'_>, headline: Option<usize>) {
    let Some(first) = sheet
        .range
        .clone()
        .find(|n| sheet.keeps(*n) && sheet.page.good_of(*n) >= 60)
    else {
        return;
    };
    for n in sheet.range.start..first {
        if !sheet.keeps(n) {
            continue;
        }
        let Some(weight) = sheet.run(n).map(|run| run.weight) else {
            continue;
        };
        let text = sheet.text(n);
        let stays = sheet.is_description(n)
            || is_named_lead(sheet, n)
            || (sentences::is_sentence(text) && weight >= 15)
            || is_short_sentence(sheet, n)
            || sheet.has_body_look(n)
            || (weight >= 40 && sheet.heading(n).is_some());
        let above = headline.is_some_and(|headline| n < headline);
        if above && weight < 100 {
            sheet.drop(n, Reason::Kicker);
        } else if !stays && weight < 60 {
            sheet.drop(n, Reason::Label);
        }
    }
}

/// A short question, answer or first sentence in a paragraph of its own, or among others in boxes of their own.
fn is_short_sentence(sheet: &Sheet<'_>, n: usize) -> bool {
    let speaks = |n: usize| {
        let text = sheet.text(n);
        let plain = sheet.heading(n).is_none() && sheet.tag(n) != Tag::Time;
        plain && (sentences::is_sentence(text) || sentences::is_unmarked(text))
    };
    if !speaks(n) {
        return false;
    }
    match sheet.tag(n) {
        Tag::P | Tag::Dt | Tag::Dd | Tag::Blockquote => true,
        _ => [n.checked_sub(1), Some(n + 1)]
            .into_iter()
            .flatten()
            .any(|beside| {
                sheet.keeps(beside) && sheet.tag(beside) == sheet.tag(n) && speaks(beside)
            }),
    }
}

/// Drops what stands after the last paragraph and is none: headings, names, credits.
pub(crate) fn tail(sheet: &mut Sheet<'_>) {
    for n in (0..sheet.fates.len()).rev() {
        if !sheet.keeps(n) {
            continue;
        }
        let Some(weight) = sheet.run(n).map(|run| run.weight) else {
            continue;
        };
        let text = sheet.text(n);
        let plain = !matches!(
            sheet.tag(n),
            Tag::Li | Tag::Td | Tag::Th | Tag::Pre | Tag::Blockquote | Tag::Dd
        );
        if sheet.heading(n).is_some() {
            sheet.drop(n, Reason::Label);
        } else if plain && weight < 30 && !sentences::is_sentence(text) {
            sheet.drop(n, Reason::Byline);
        } else {
            break;
        }
    }
}
