//! Cleaning of HTML: raw text is stripped, a tree is built, the article's container is chosen, and each run of text in it is kept or
//! removed with a reason.
mod assemble;
mod attributes;
mod candidates;
mod choice;
mod context;
mod cues;
mod dom;
mod edges;
mod filter;
mod flat;
mod flight;
mod jsonld;
mod layout;
mod meta;
mod names;
mod render;
mod scope;
mod sheet;
mod state;
mod strip;
mod tag;
mod tidy;
mod witness;
mod words;

use std::cell::OnceCell;

use crate::article::{Block, BlockKind, CleanPage, Reason, Removal, Span};
use crate::clean::html::assemble::Pieces;
use crate::clean::html::candidates::Page;
use crate::clean::html::choice::{Choice, Said};
use crate::clean::html::context::{Boxes, Sums};
use crate::clean::html::cues::Reader;
use crate::clean::html::dom::{Dom, ROOT};
use crate::clean::html::layout::Layout;
use crate::clean::html::names::Names;
use crate::clean::html::scope::{Scope, is_truncated};
use crate::clean::html::strip::{Noscript, Stripped};
use crate::clean::html::witness::Witness;
use crate::clean::parts::{Part, Parts};

/// A page that shows less is looked at for text that a script would draw.
const FEW_BYTES: usize = 400;
/// Shorter `<noscript>` elements hold no article.
const MIN_NOSCRIPT: usize = 1000;

pub(crate) fn clean(html: &str, parts: Parts) -> CleanPage {
    let stripped = strip::strip(html, Noscript::Cut);
    let page = clean_stripped(&stripped, parts);
    let length = |page: &CleanPage| {
        page.blocks
            .iter()
            .map(|block| block.text.len())
            .sum::<usize>()
    };
    if length(&page) >= FEW_BYTES || stripped.noscript < MIN_NOSCRIPT {
        return page;
    }
    let whole = clean_stripped(&strip::strip(html, Noscript::Keep), parts);
    if length(&whole) > length(&page).max(FEW_BYTES) {
        whole
    } else {
        page
    }
}

fn clean_stripped(stripped: &Stripped<'_>, parts: Parts) -> CleanPage {
    let dom = dom::parse(&stripped.html).unwrap_or_else(|| flat::parse(&stripped.html));
    let mut cues = Reader::default();
    let mut meta = meta::read(&dom, &stripped.json_ld, &mut cues);
    let layout = Layout::of(&dom, &mut cues);
    let names = Names::of(&meta.meta);
    let page = weigh(&dom, &layout, &names, parts);
    let witness = Witness::of(&meta.meta.json_ld);
    let found = candidates::find(&page, &witness);
    let said = Said {
        witness: &witness,
        state: &stripped.state,
    };
    let Choice { container, fates } = choice::choose(&page, &found, &said);
    let scope = Scope::of(&page, container, &fates);
    meta.place(|id| scope.holds(id));
    let mut pieces = assemble::assemble(&page, &fates);
    let truncated = rescue(&mut pieces, &layout, &witness, &stripped.state)
        && is_truncated(&page, &fates, &meta.meta, &witness);
    CleanPage {
        headline: pieces.headline,
        blocks: pieces.blocks,
        removals: pieces.removals,
        repairs: pieces.repairs,
        meta: meta.meta,
        truncated,
    }
}

/// Takes the text from the structured data or a script's data where the page itself shows little of it; false when it did.
fn rescue(pieces: &mut Pieces, layout: &Layout, witness: &Witness, state: &[&str]) -> bool {
    let shown: usize = pieces.blocks.iter().map(|block| block.text.len()).sum();
    if shown >= FEW_BYTES {
        return true;
    }
    let mut texts = state::split(&witness.text);
    let length = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    if length(&texts) < 2 * FEW_BYTES {
        let found = state::paragraphs(state);
        if length(&found) > length(&texts) {
            texts = found;
        }
    }
    if length(&texts) < FEW_BYTES.max(2 * shown) {
        return true;
    }
    let end = layout.visible.len();
    for block in pieces.blocks.drain(..) {
        let text = layout
            .visible
            .get(block.at.start..block.at.end)
            .unwrap_or_default()
            .to_owned();
        pieces
            .removals
            .push(Removal::new(Reason::Duplicate, text, block.at));
    }
    pieces.removals.sort_by_key(|removal| removal.at);
    // What was never shown has no place in the visible text: an empty span at its end.
    let at = Span { start: end, end };
    pieces.blocks = texts
        .into_iter()
        .map(|text| Block {
            kind: BlockKind::Paragraph,
            text,
            at,
        })
        .collect();
    false
}

fn weigh<'a>(dom: &'a Dom, layout: &'a Layout, names: &'a Names, parts: Parts) -> Page<'a> {
    let prose: Vec<u32> = layout
        .runs
        .iter()
        .map(|run| context::prose(dom, layout, run))
        .collect();
    let all = Sums::of(prose.iter().copied());
    let reasons = match parts.has(Part::Form) {
        true => context::reasons(&Boxes { dom, layout }, ROOT, &all, None),
        false => vec![None; layout.runs.len()],
    };
    let words_of = |run| words::reason(layout.text(run)).filter(|_| parts.has(Part::Words));
    let words: Vec<_> = layout.runs.iter().map(words_of).collect();
    let against = reasons
        .iter()
        .zip(&words)
        .map(|(box_says, words_say)| box_says.or(*words_say));
    // What a box speaks against counts a little: some pages have nothing else.
    let good = prose.iter().zip(against).map(|(prose, against)| {
        if against.is_some() {
            prose / 20
        } else {
            *prose
        }
    });
    let keys: Vec<String> = layout
        .runs
        .iter()
        .map(|run| names::key(layout.text(run)))
        .collect();
    Page {
        titles: keys.iter().map(|key| names.is_title(key)).collect(),
        descriptions: vec![OnceCell::new(); keys.len()],
        keys,
        names,
        dom,
        layout,
        good: Sums::of(good),
        reasons,
        words,
        parts,
    }
}
