//! Cleaning of bare text: what some other tool has squeezed out of a page.

use crate::article::{Block, BlockKind, CleanPage, Span};

pub(crate) fn clean(text: &str) -> CleanPage {
    let at = Span { start: 0, end: text.len() };
    let block = Block { kind: BlockKind::Paragraph, text: text.to_owned(), at };
    CleanPage { blocks: vec![block], ..CleanPage::default() }
}
