//! Mojibake in HTML: each piece of a page that was read in the wrong charset once is turned back, whether the whole page is broken or one
//! box of it.

use serde_json::Value;

use crate::article::{Block, CleanPage, PageMeta, Repair, RepairKind};
use crate::text::mojibake;

/// Mends the page's texts and what it says of itself. A block that was mended is noted as repaired.
pub(crate) fn mend(page: &mut CleanPage) {
    let mut repairs = Vec::new();
    for block in page.headline.iter_mut().chain(&mut page.blocks) {
        repairs.extend(mend_block(block));
    }
    if !repairs.is_empty() {
        page.repairs.extend(repairs);
        page.repairs
            .sort_by_key(|repair| (repair.at.start, repair.at.end));
    }
    for removal in &mut page.removals {
        mend_text(&mut removal.text);
    }
    mend_meta(&mut page.meta);
}

fn mend_block(block: &mut Block) -> Option<Repair> {
    mend_text(&mut block.text).then_some(Repair {
        kind: RepairKind::Mojibake,
        at: block.at,
        rule: None,
    })
}

fn mend_meta(meta: &mut PageMeta) {
    if let Some(title) = &mut meta.title {
        mend_text(title);
    }
    for (_, content) in &mut meta.meta {
        mend_text(content);
    }
    for marked in &mut meta.marked {
        mend_text(&mut marked.text);
    }
    let mut open: Vec<&mut Value> = meta.json_ld.iter_mut().collect();
    while let Some(value) = open.pop() {
        match value {
            Value::String(text) => {
                mend_text(text);
            }
            Value::Array(items) => open.extend(items),
            Value::Object(fields) => open.extend(fields.values_mut()),
            _ => {}
        }
    }
}

/// Says whether the text was broken.
fn mend_text(text: &mut String) -> bool {
    if text.is_ascii() {
        return false;
    }
    match mojibake::repair(text) {
        Some(fixed) => {
            *text = fixed;
            true
        }
        None => false,
    }
}
