//! What the text of an article does not tell of its page: the `<title>`, and what each block is and where it stood.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::article::page::{Block, BlockKind, Span};

/// What an article's text does not tell of its page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The page's `<title>` element, entities decoded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// A code for each block, as [`Outline::set_blocks`] writes them. Blocks after the last code are plain.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    codes: String,
}

/// A block with what the outline adds to it.
#[derive(Debug, Clone, PartialEq)]
pub struct OutlinedBlock {
    /// The block.
    pub block: Block,
    /// No removal stands inside it.
    pub whole: bool,
}

/// What a code says of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shape {
    kind: BlockKind,
    whole: bool,
    /// Empty lines inside it.
    gaps: usize,
    /// Bytes of the page between the end of the block before and its start.
    skip: usize,
    /// How much longer its span is than its text.
    extent: i64,
}

impl Shape {
    /// What a block without a code is, given the block before: a paragraph as far from it as it was from its own.
    fn plain(skip: usize) -> Self {
        Self {
            kind: BlockKind::Paragraph,
            whole: true,
            gaps: 0,
            skip,
            extent: 0,
        }
    }
}

impl Outline {
    /// Remembers what these blocks are. Most blocks are plain and follow each other at the same distance, so a code
    /// names only what differs from that, and the plain blocks at the end have none.
    pub fn set_blocks(&mut self, blocks: &[Block], is_whole: impl Fn(&Block) -> bool) {
        let mut codes = String::new();
        let mut length_needed = 0;
        let (mut end, mut skip) = (0, 0);
        for block in blocks {
            let span = block.at.end.saturating_sub(block.at.start);
            let shape = Shape {
                kind: block.kind,
                whole: is_whole(block),
                gaps: block.text.matches(GAP).count(),
                skip: block.at.start.saturating_sub(end),
                extent: signed(span) - signed(block.text.len()),
            };
            write_code(&mut codes, shape, skip);
            if shape != Shape::plain(skip) {
                length_needed = codes.len();
            }
            (end, skip) = (block.at.end, shape.skip);
        }
        codes.truncate(length_needed);
        self.codes = codes;
    }

    /// The blocks of a text. `inserted` are blocks that are not in the text, by their place among all blocks.
    pub fn blocks(&self, text: &str, inserted: &[(usize, &str)]) -> Vec<OutlinedBlock> {
        // Hostile pages are nothing but furniture: thousands of blocks are inserted.
        let inserted: BTreeMap<usize, &str> = inserted.iter().rev().copied().collect();
        let mut parts = text.split(GAP).filter(|_| !text.is_empty()).peekable();
        let mut codes = self.codes.split_terminator(' ');
        let mut blocks = Vec::new();
        let (mut end, mut skip) = (0, 0);
        loop {
            let given = inserted.get(&blocks.len());
            if given.is_none() && parts.peek().is_none() {
                return blocks;
            }
            let plain = Shape::plain(skip);
            let shape = codes.next().map_or(plain, |code| read_code(code, skip));
            let text = match given {
                Some(text) => (*text).to_owned(),
                None => {
                    let own: Vec<&str> = parts.by_ref().take(shape.gaps + 1).collect();
                    own.join(GAP)
                }
            };
            let start = end + shape.skip;
            let span = usize::try_from(signed(text.len()) + shape.extent).unwrap_or(0);
            end = start + span;
            skip = shape.skip;
            let at = Span { start, end };
            let kind = shape.kind;
            blocks.push(OutlinedBlock {
                block: Block { kind, text, at },
                whole: shape.whole,
            });
        }
    }
}

/// What stands between two blocks of an article's text.
const GAP: &str = "\n\n";

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A letter for the kind, then what is not as in a plain block: `!` for a removal inside, `+` the gaps inside, `@` the
/// distance from the block before, `~` the extent; then a blank.
fn write_code(codes: &mut String, shape: Shape, last_skip: usize) {
    match shape.kind {
        BlockKind::Paragraph => codes.push('p'),
        BlockKind::ListItem => codes.push('l'),
        BlockKind::Quote => codes.push('q'),
        BlockKind::Preformatted => codes.push('f'),
        BlockKind::Table => codes.push('t'),
        // Headings have levels 1 to 6.
        BlockKind::Heading(level) => codes.push(char::from(b'0' + level.min(9))),
    }
    if !shape.whole {
        codes.push('!');
    }
    // Writing to a string does not fail.
    if shape.gaps > 0 {
        let _ = write!(codes, "+{}", shape.gaps);
    }
    if shape.skip != last_skip {
        let _ = write!(codes, "@{}", shape.skip);
    }
    if shape.extent != 0 {
        let _ = write!(codes, "~{}", shape.extent);
    }
    codes.push(' ');
}

/// Reads one code. What cannot be read is as in a plain block: the outline never costs an article its text.
fn read_code(code: &str, last_skip: usize) -> Shape {
    let mut shape = Shape::plain(last_skip);
    let mut signs = code.chars();
    shape.kind = match signs.next() {
        Some('l') => BlockKind::ListItem,
        Some('q') => BlockKind::Quote,
        Some('f') => BlockKind::Preformatted,
        Some('t') => BlockKind::Table,
        Some(digit @ '0'..='9') => BlockKind::Heading(digit.to_digit(10).map_or(1, |n| n as u8)),
        _ => BlockKind::Paragraph,
    };
    let mut rest = signs.as_str();
    if let Some(after) = rest.strip_prefix('!') {
        shape.whole = false;
        rest = after;
    }
    let number = |sign: char| {
        let (_, from) = rest.split_once(sign)?;
        let digits = from.split(['+', '@', '~']).next()?;
        digits.parse::<i64>().ok()
    };
    let length = |sign: char| number(sign).and_then(|n| usize::try_from(n).ok());
    shape.gaps = length('+').unwrap_or(0);
    shape.skip = length('@').unwrap_or(last_skip);
    shape.extent = number('~').unwrap_or(0);
    shape
}

#[cfg(test)]
mod tests {
    use super::{Outline, OutlinedBlock};
    use crate::article::page::{Block, BlockKind, Span};

    /// A block of the page at `start`, and how much longer its span is than its text, for a removal inside.
    fn block(kind: BlockKind, text: &str, start: usize, extent: usize) -> OutlinedBlock {
        let at = Span {
            start,
            end: start + text.len() + extent,
        };
        let text = text.to_owned();
        OutlinedBlock {
            block: Block { kind, text, at },
            whole: extent == 0,
        }
    }

    fn check(blocks: &[OutlinedBlock], codes: &str) {
        let mut outline = Outline::default();
        let own: Vec<Block> = blocks
            .iter()
            .map(|outlined| outlined.block.clone())
            .collect();
        outline.set_blocks(&own, |block| {
            let broken = blocks.iter().any(|b| !b.whole && b.block == *block);
            !broken
        });
        assert_eq!(outline.codes, codes);
        let texts: Vec<&str> = blocks.iter().map(|b| b.block.text.as_str()).collect();
        assert_eq!(outline.blocks(&texts.join("\n\n"), &[]), blocks);
        // Any block may be missing from the text.
        for (at, missing) in texts.iter().enumerate() {
            let mut left = texts.clone();
            left.remove(at);
            let text = left.join("\n\n");
            assert_eq!(outline.blocks(&text, &[(at, missing)]), blocks, "{at}");
        }
    }

    #[test]
    fn plain_blocks_need_no_code() {
        let p = BlockKind::Paragraph;
        check(&[block(p, "One.", 0, 0)], "");
        let three = [
            block(p, "One.", 10, 0),
            block(p, "Two.", 16, 0),
            block(p, "Three.", 22, 0),
        ];
        check(&three, "p@10 p@2 ");
    }

    #[test]
    fn what_differs_is_told() {
        let (p, t) = (BlockKind::Paragraph, BlockKind::Table);
        let blocks = [
            block(BlockKind::Heading(2), "Ferries", 0, 0),
            block(p, "Cut in two by a mark.", 9, 7),
            block(t, "a\n\nb\n\nc", 39, 0),
            block(BlockKind::ListItem, "Brill", 48, 0),
        ];
        check(&blocks, "2 p!@2~7 t+2 l ");
    }

    #[test]
    fn a_text_without_blocks_has_none() {
        assert_eq!(Outline::default().blocks("", &[]), []);
    }
}
