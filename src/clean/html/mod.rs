//! Cleaning of HTML: raw text is stripped, a tree is built, the article's container is chosen, and each run of text in it is kept or
//! removed with a reason.
mod parse;
mod weigh;
mod choose;
mod decide;

use crate::article::{Block, BlockKind, CleanPage, Reason, Removal, Span};
use crate::clean::html::choose::candidates;
use crate::clean::html::choose::choice::{self, Choice, PageData};
use crate::clean::html::choose::scope::{Scope, is_truncated};
use crate::clean::html::decide::assemble::{self, Pieces};
use crate::clean::html::parse::cues::Reader;
use crate::clean::html::parse::strip::{self, Noscript, Stripped};
use crate::clean::html::parse::{dom, flat, meta};
use crate::clean::html::weigh::body::ArticleBody;
use crate::clean::html::weigh::names::Names;
use crate::clean::html::weigh::runs::Layout;
use crate::clean::html::weigh::state;
use crate::clean::parts::Parts;

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
    let page = weigh::weigh(&dom, &layout, &names, parts);
    let body = ArticleBody::of(&meta.meta.json_ld);
    let found = candidates::find(&page, &body);
    let data = PageData {
        body: &body,
        state: &stripped.state,
    };
    let Choice { container, fates } = choice::choose(&page, &found, &data);
    let scope = Scope::of(&page, container, &fates);
    meta.place(|id| scope.holds(id));
    let mut pieces = assemble::assemble(&page, &fates);
    let truncated = rescue(&mut pieces, &layout, &body, &stripped.state)
        && is_truncated(&page, &fates, &meta.meta, &body);
    CleanPage {
        headline: pieces.headline,
        blocks: pieces.blocks,
        removals: pieces.removals,
        repairs: pieces.repairs,
        meta: meta.meta,
        truncated,
        wall: None,
    }
}

/// Takes the text from the structured data or a script's data where the page itself shows little of it; false when it did.
fn rescue(pieces: &mut Pieces, layout: &Layout, body: &ArticleBody, state: &[&str]) -> bool {
    let shown: usize = pieces.blocks.iter().map(|block| block.text.len()).sum();
    if shown >= FEW_BYTES {
        return true;
    }
    let mut texts = state::split(&body.text);
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
