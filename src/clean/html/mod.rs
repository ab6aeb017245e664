//! Cleaning of HTML: raw text is stripped, a tree is built, the article's container is chosen, and each run of text in it is kept or
//! removed with a reason.
mod candidates;
mod context;
mod cues;
mod dom;
mod edges;
mod filter;
mod flat;
mod jsonld;
mod layout;
mod meta;
mod names;
mod strip;
mod tag;
mod tidy;
mod witness;

use crate::article::{Block, BlockKind, CleanPage, PageMeta, RawPage, Removal};
use crate::clean::html::candidates::Page;
use crate::clean::html::context::{Boxes, Sums};
use crate::clean::html::dom::{Dom, ROOT};
use crate::clean::html::filter::Fate;
use crate::clean::html::layout::Layout;
use crate::clean::html::names::Names;
use crate::clean::html::tag::Tag;
use crate::clean::html::witness::Witness;

pub(crate) fn clean(html: &str, _page: &RawPage) -> CleanPage {
    let stripped = strip::strip(html);
    let dom = dom::parse(&stripped.html).unwrap_or_else(|| flat::parse(&stripped.html));
    let meta = meta::read(&dom, &stripped.json_ld, &|_| true);
    let layout = Layout::of(&dom);
    let page = weigh(&dom, &layout);
    let witness = Witness::of(&meta.json_ld);
    let found = candidates::find(&page, &witness);
    let chosen = found.first().map(|candidate| candidate.node);
    let names = Names::of(&meta);
    let fates = match chosen {
        Some(node) => filter::decide(&page, node, &names),
        None => filter::decide(&page, ROOT, &names),
    };
    assemble(&page, &fates, meta)
}

fn weigh<'a>(dom: &'a Dom, layout: &'a Layout) -> Page<'a> {
    let prose: Vec<u32> = layout.runs.iter().map(|run| context::prose(dom, layout, run)).collect();
    let all = Sums::of(prose.iter().copied());
    let reasons = context::reasons(&Boxes { dom, layout }, ROOT, &all, None);
    let good =
        prose.iter().zip(&reasons).map(|(prose, reason)| if reason.is_some() { prose / 20 } else { *prose });
    Page { dom, layout, good: Sums::of(good), reasons }
}

fn assemble(page: &Page<'_>, fates: &[Fate], meta: PageMeta) -> CleanPage {
    let mut clean = CleanPage { meta, ..CleanPage::default() };
    for (run, fate) in page.layout.runs.iter().zip(fates) {
        let text = page.layout.text(run).to_owned();
        let kind = match page.dom.tag(run.node) {
            Tag::Li => BlockKind::ListItem,
            Tag::Pre => BlockKind::Preformatted,
            Tag::Blockquote => BlockKind::Quote,
            tag => tag.heading().map_or(BlockKind::Paragraph, BlockKind::Heading),
        };
        let block = Block { kind, text, at: run.at };
        match fate {
            Fate::Headline => clean.headline = Some(block),
            Fate::Keep => clean.blocks.push(block),
            Fate::Drop(reason) => {
                clean.removals.push(Removal { reason: *reason, text: block.text, at: run.at })
            }
        }
    }
    clean
}
