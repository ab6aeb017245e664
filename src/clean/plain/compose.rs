//! The page from its units.

use crate::article::{Block, BlockKind, CleanPage, Removal, Repair, RepairKind, Span};
use crate::clean::plain::sentence;
use crate::clean::plain::source_line::Mark;
use crate::clean::plain::unit::Fate;
use crate::clean::plain::unit::{self, Unit};

/// Puts the page together.
pub(super) fn page(text: &str, units: &[Unit], fates: &[Fate]) -> CleanPage {
    let mut page = CleanPage::default();
    let mut cut = false;
    for (at, (unit, fate)) in units.iter().zip(fates).enumerate() {
        match fate {
            Fate::Headline => {
                page.headline = Some(Block {
                    kind: BlockKind::Heading(1),
                    text: unit.text.clone(),
                    at: unit.at,
                });
                page.repairs.extend(unit.repairs.iter().cloned());
            }
            Fate::Remove(reason) => {
                cut = true;
                let raw = text
                    .get(unit.at.start..unit.at.end)
                    .unwrap_or_default()
                    .to_owned();
                page.removals.push(Removal::new(*reason, raw, unit.at));
            }
            Fate::Keep => {
                page.repairs.extend(unit.repairs.iter().cloned());
                let mended = cut && mends(page.blocks.last(), unit);
                match page.blocks.last_mut().filter(|_| mended) {
                    Some(block) => page.repairs.push(mend(block, unit)),
                    None => page.blocks.push(Block {
                        kind: kind(units, fates, at),
                        text: unit.text.clone(),
                        at: unit.at,
                    }),
                }
                cut = false;
            }
        }
    }
    page
}

/// The unit goes on with a sentence that a removed mark or caption cut in two.
fn mends(last: Option<&Block>, unit: &Unit) -> bool {
    let Some(block) = last.filter(|block| block.kind == BlockKind::Paragraph) else {
        return false;
    };
    !sentence::is_closed(&block.text)
        && !sentence::is_open(&block.text)
        && sentence::starts_small(&unit.text)
        && block.text.len() >= 40
}

fn mend(block: &mut Block, unit: &Unit) -> Repair {
    let at = Span {
        start: block.at.end,
        end: unit.at.start,
    };
    unit::append(
        &mut block.text,
        &unit.text,
        &std::collections::HashSet::new(),
    );
    block.at.end = unit.at.end;
    Repair::new(RepairKind::HardWrap, at)
}

fn kind(units: &[Unit], fates: &[Fate], at: usize) -> BlockKind {
    let Some(unit) = units.get(at) else {
        return BlockKind::Paragraph;
    };
    match unit.mark {
        Mark::Heading(level) => return BlockKind::Heading(level),
        Mark::Quote => return BlockKind::Quote,
        _ if sentence::item(&unit.text).is_some() => return BlockKind::ListItem,
        _ => {}
    }
    let (units, fates) = (
        units.get(at + 1..).unwrap_or_default(),
        fates.get(at + 1..).unwrap_or_default(),
    );
    let next = units
        .iter()
        .zip(fates)
        .find(|(_, fate)| **fate == Fate::Keep);
    let before_prose = next.is_some_and(|(unit, _)| unit.is_prose());
    let short = !unit.closed
        && unit.width <= 100
        && !sentence::starts_small(&unit.text)
        && !sentence::is_open(&unit.text);
    if short && before_prose {
        BlockKind::Heading(2)
    } else {
        BlockKind::Paragraph
    }
}
