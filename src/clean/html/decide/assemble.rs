//! From fates to a cleaned page: blocks with their rendered text, the ledger of removals, repairs.
use crate::article::{Block, BlockKind, Reason, Removal, Repair, RepairKind, Span};
use crate::clean::html::decide::render::{Shape, render};
use crate::clean::html::decide::sheet::Fate;
use crate::clean::html::parse::dom::NodeId;
use crate::clean::html::parse::tag::Tag;
use crate::clean::html::weigh::Page;
use crate::clean::html::weigh::runs::Run;
use crate::text::{entities, fold};

/// What of a cleaned page runs make.
#[derive(Debug, Default)]
pub(crate) struct Pieces {
    pub(crate) headline: Option<Block>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) removals: Vec<Removal>,
    pub(crate) repairs: Vec<Repair>,
}

/// Cuts the readings of ideographs out of the kept blocks: they are removed text inside of a block's span.
fn readings(page: &Page<'_>, pieces: &mut Pieces) {
    let held = |at: &Span| {
        let next = pieces
            .removals
            .partition_point(|removal| removal.at.start <= at.start);
        next.checked_sub(1)
            .and_then(|n| pieces.removals.get(n))
            .is_some_and(|removal| at.end <= removal.at.end)
    };
    let found: Vec<Span> = page
        .layout
        .readings
        .iter()
        .filter(|at| at.start < at.end)
        .filter(|at| !held(at))
        .copied()
        .collect();
    for at in found {
        let text = page
            .layout
            .visible
            .get(at.start..at.end)
            .unwrap_or_default()
            .to_owned();
        pieces
            .removals
            .push(Removal::new(Reason::LayoutMark, text, at));
    }
    pieces.removals.sort_by_key(|removal| removal.at);
}

/// Longer tables are kept as their cells, one after the other.
const MAX_CELLS: usize = 600;

/// Puts the pieces together.
pub(crate) fn assemble(page: &Page<'_>, fates: &[Fate]) -> Pieces {
    let mut pieces = Pieces::default();
    let mut n = 0;
    while let (Some(run), Some(fate)) = (page.layout.runs.get(n), fates.get(n)) {
        let mut next = n + 1;
        match fate {
            Fate::Drop(reason) => {
                let text = page.layout.text(run).to_owned();
                pieces.removals.push(Removal::new(*reason, text, run.at));
            }
            Fate::Headline => {
                pieces.headline = block(page, run, BlockKind::Heading(1), &mut pieces.repairs);
            }
            Fate::Keep => match table(page, fates, n) {
                Some((end, block)) => {
                    next = end;
                    pieces.blocks.push(block);
                }
                None => {
                    pieces
                        .blocks
                        .extend(block(page, run, kind_of(page, run), &mut pieces.repairs));
                }
            },
        }
        n = next;
    }
    readings(page, &mut pieces);
    pieces
}

fn kind_of(page: &Page<'_>, run: &Run) -> BlockKind {
    if let Some(level) = page.dom.heading(run.node) {
        return BlockKind::Heading(level);
    }
    let boxes = std::iter::once(run.node)
        .chain(page.dom.ancestors(run.node))
        .take(4);
    let named = boxes.map(|id| page.dom.tag(id)).find_map(|tag| match tag {
        Tag::Li | Tag::Dd | Tag::Dt => Some(BlockKind::ListItem),
        Tag::Blockquote => Some(BlockKind::Quote),
        Tag::Pre | Tag::Listing => Some(BlockKind::Preformatted),
        Tag::Td | Tag::Th | Tag::Article | Tag::Section | Tag::Body => Some(BlockKind::Paragraph),
        _ => None,
    });
    named.unwrap_or(BlockKind::Paragraph)
}

fn block(page: &Page<'_>, run: &Run, kind: BlockKind, repairs: &mut Vec<Repair>) -> Option<Block> {
    let nodes = page
        .layout
        .texts
        .get(run.texts.0..run.texts.1)
        .unwrap_or_default();
    let tag = if kind == BlockKind::Preformatted {
        Tag::Pre
    } else {
        Tag::P
    };
    let text = render(page.dom, &Shape::Lines(tag, nodes));
    Some(Block {
        kind,
        text: mended(text, run.at, repairs),
        at: run.at,
    })
}

/// Decodes entities that stand as text, drops control and zero-width characters.
fn mended(text: String, at: Span, repairs: &mut Vec<Repair>) -> String {
    let decoded = if text.contains('&') {
        entities::decode(&text)
    } else {
        None
    };
    if decoded.is_some() {
        repairs.push(Repair::new(RepairKind::Entities, at));
    }
    let text = decoded.unwrap_or(text);
    if !text.contains(is_control) {
        return text;
    }
    repairs.push(Repair::new(RepairKind::ControlCharacters, at));
    fold::without_escapes(&text)
        .chars()
        .filter(|c| !is_control(*c))
        .collect()
}

/// Characters that no reader sees and no word needs (joiners are words' own).
fn is_control(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

/// A table's cell and its text nodes.
type Cell = (NodeId, Vec<NodeId>);

/// The table that starts with this run, as one block, when all of it is kept and it holds data rather than a layout.
fn table(page: &Page<'_>, fates: &[Fate], n: usize) -> Option<(usize, Block)> {
    let run = page.layout.runs.get(n)?;
    let cell = |node: NodeId| enclosing(page, node, |tag| matches!(tag, Tag::Td | Tag::Th));
    let table = enclosing(page, cell(run.node)?, |tag| tag == Tag::Table)?;
    let range = page.layout.info(table).range();
    // Before the fates are looked at: each cell of a long row asks for its table.
    if range.start != n || range.len() > MAX_CELLS || range.len() < 4 {
        return None;
    }
    let is_kept = |fate: &Fate| *fate == Fate::Keep;
    if !fates.get(range.clone())?.iter().all(is_kept) {
        return None;
    }
    let runs = page.layout.runs.get(range.clone())?;
    let mut rows: Vec<(NodeId, Vec<Cell>)> = Vec::new();
    for run in runs {
        let here = cell(run.node)?;
        let row = enclosing(page, here, |tag| tag == Tag::Tr)?;
        if enclosing(page, row, |tag| tag == Tag::Table)? != table || run.weight > 300 {
            return None;
        }
        let nodes = page.layout.texts.get(run.texts.0..run.texts.1)?;
        match rows.last_mut() {
            Some((last, cells)) if *last == row => match cells.last_mut() {
                Some((last, texts)) if *last == here => texts.extend(nodes),
                _ => cells.push((here, nodes.to_vec())),
            },
            _ => rows.push((row, vec![(here, nodes.to_vec())])),
        }
    }
    let columns = rows.iter().map(|(_, cells)| cells.len()).max()?;
    if rows.len() < 2 || columns < 2 {
        return None;
    }
    let rows = rows
        .into_iter()
        .map(|(_, cells)| cells.into_iter().map(|(_, texts)| texts).collect())
        .collect();
    let text = render(page.dom, &Shape::Table(rows));
    let at = Span {
        start: runs.first()?.at.start,
        end: runs.last()?.at.end,
    };
    Some((
        range.end,
        Block {
            kind: BlockKind::Table,
            text,
            at,
        },
    ))
}

/// The nearest element of a kind, the node itself included.
fn enclosing(page: &Page<'_>, node: NodeId, wanted: impl Fn(Tag) -> bool) -> Option<NodeId> {
    std::iter::once(node)
        .chain(page.dom.ancestors(node))
        .take(8)
        .find(|id| wanted(page.dom.tag(*id)))
}
