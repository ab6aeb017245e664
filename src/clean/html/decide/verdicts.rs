//! Which runs of the chosen container are the article's, and why the others are not.
use crate::article::Reason;
use crate::clean::html::decide::edges;
use crate::clean::html::decide::passes;
use crate::clean::html::decide::sheet::{Fate, Sheet};
use crate::clean::html::parse::dom::NodeId;
use crate::clean::html::parse::tag::Tag;
use crate::clean::html::weigh::Page;
use crate::clean::html::weigh::context;
use crate::clean::html::weigh::wording;
use crate::clean::parts::Part;
use crate::text::sentences;

/// Decides every run of the page, given the container.
pub(crate) fn decide(page: &Page<'_>, container: NodeId) -> Vec<Fate> {
    let range = page.layout.info(container).range();
    let look = context::body_look(&page.boxes(), container, &page.good);
    let inner = match page.parts.has(Part::Form) {
        true => context::reasons(&page.boxes(), container, &page.good, look),
        false => Vec::new(),
    };
    let mut sheet = Sheet {
        page,
        container,
        range,
        look,
        fates: outside(page),
    };
    for n in sheet.range.clone() {
        let inner_reason = inner.get(n).copied().flatten();
        let fate = match inner_reason {
            Some(Reason::Hidden) if edges::is_veiled_paragraph(&sheet, n) => by_itself(&sheet, n),
            // The words of a line say more than the name of a box of small print.
            Some(Reason::Byline | Reason::Label | Reason::Kicker) => {
                Fate::Drop(page.words_of(n).or(inner_reason).unwrap_or(Reason::Byline))
            }
            Some(reason) => Fate::Drop(reason),
            None => by_itself(&sheet, n),
        };
        sheet.set(n, fate);
    }
    let headline = edges::headline(&mut sheet);
    edges::lead(&mut sheet, headline);
    if !page.parts.has(Part::Form) {
        return sheet.fates;
    }
    edges::before_first_paragraph(&mut sheet, headline);
    passes::boxes(&mut sheet);
    passes::link_lists(&mut sheet);
    passes::doubles(&mut sheet);
    edges::tail(&mut sheet);
    passes::idle_headings(&mut sheet);
    passes::better_reasons(&mut sheet);
    sheet.fates
}

/// Every run as if no container were chosen: dropped, with the best reason.
fn outside(page: &Page<'_>) -> Vec<Fate> {
    let runs = page
        .layout
        .runs
        .iter()
        .zip(page.reasons.iter().zip(&page.words));
    runs.map(|(run, (reason, words))| {
        let reason = reason.or(*words);
        let dense = run.link_density() > 0.8 && run.weight > 0;
        Fate::Drop(reason.unwrap_or(if dense {
            Reason::LinkDense
        } else {
            Reason::OutsideArticle
        }))
    })
    .collect()
}

/// A run of the container that no box speaks against.
fn by_itself(sheet: &Sheet<'_>, n: usize) -> Fate {
    let Some(run) = sheet.run(n) else {
        return Fate::Drop(Reason::OutsideArticle);
    };
    let text = sheet.text(n);
    if run.weight == 0 {
        return Fate::Drop(Reason::LayoutMark);
    }
    if sheet.tag(n) == Tag::H1 && sheet.is_title(n) {
        return Fate::Drop(Reason::RepeatedHeadline);
    }
    if let Some(reason) = sheet.page.words_of(n) {
        return Fate::Drop(reason);
    }
    if !sheet.page.parts.has(Part::Form) {
        return Fate::Keep;
    }
    let linked = run.link_density() > 0.85 && run.weight < 200 && sheet.heading(n).is_none();
    if linked && !is_linked_sentence(sheet, n) {
        return Fate::Drop(Reason::Related);
    }
    if ends_with_credit(text) {
        return Fate::Drop(Reason::Caption);
    }
    Fate::Keep
}

/// A linked line that says less is a headline, even with a full stop.
const MIN_SENTENCE: u32 = 50;

/// A sentence of the article that is one link: a paragraph beside paragraphs that are none, as no list of links is.
fn is_linked_sentence(sheet: &Sheet<'_>, n: usize) -> bool {
    let Some(run) = sheet.run(n) else {
        return false;
    };
    let text = sheet.text(n);
    let asks = |c: char| matches!(c, '?' | '？' | '؟' | '…' | ']');
    if run.weight < MIN_SENTENCE || !sentences::is_sentence(text) || text.ends_with(asks) {
        return false;
    }
    let (mut prose, mut links) = (0, 0);
    for beside in [n.checked_sub(1), Some(n + 1)].into_iter().flatten() {
        let Some(other) = sheet.run(beside).filter(|_| sheet.range.contains(&beside)) else {
            continue;
        };
        let like = sheet.tag(beside) == sheet.tag(n);
        prose += usize::from(like && sheet.page.good_of(beside) >= 60);
        links += usize::from(like && other.link_density() > 0.85);
    }
    prose > links
}

/// Longer credits, in characters, are sentences.
const MAX_CREDIT: usize = 60;

/// "The bridge at dawn. © Ann Other / Agency": a caption with its credit.
fn ends_with_credit(text: &str) -> bool {
    if text.len() >= 600 {
        return false;
    }
    // A mark counts only in the last characters, so that it is looked for nowhere else.
    let last = text.char_indices().rev().take(MAX_CREDIT);
    let from = last.last().map_or(0, |(at, _)| at);
    let text = text.get(from..).unwrap_or_default();
    let Some(at) = [
        "©",
        "(Foto:",
        "(Photo:",
        "(Image:",
        "(Bild:",
        "(Fot.",
        "Foto:",
        "Photo:",
        "Image:",
        "Bild:",
        "Фото:",
        "Kuva:",
        "Fotó:",
        "(AP Photo",
        "Ảnh:",
        "写真:",
        "写真：",
        "摄影：",
        "攝影：",
        "撮影：",
    ]
    .iter()
    .filter_map(|mark| text.rfind(mark))
    .max() else {
        return false;
    };
    let tail = text.get(at..).unwrap_or_default();
    // "© All rights reserved" names nobody: it ends articles.
    let rights = wording::reason(tail.trim_start_matches(['©', ' '])) == Some(Reason::Copyright);
    !rights
        && tail.chars().count() < MAX_CREDIT
        && tail
            .trim_end_matches([')', '.', ' '])
            .split_whitespace()
            .count()
            <= 8
}
