//! The text of an article as its page had it: headings, paragraphs and lists, and between them what was left out, where it stood.

use crate::archive::ArticleVersion;
use crate::article::{Block, BlockKind, Removal, Span};
use crate::render::terminal::counted;
use crate::web::marked_text::{Piece, pieces, printable_lines};

/// Bytes of removed text on a page, and of one piece of it, at most: a menu may be longer than the article.
const REMOVED_TEXT: usize = 40 << 10;
const REMOVED_PIECE: usize = 2 << 10;

/// Removed text of one place that is longer than this, in bytes or in pieces, is folded.
const FOLDED_FROM: usize = 600;
const FOLDED_PIECES: u64 = 5;

/// The text of an article.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) parts: Vec<BodyPart>,
    /// Matches in the text.
    pub(crate) matches: usize,
    /// `12 pieces`; empty where nothing was left out.
    pub(crate) removed: String,
    /// Pieces that were left out and are not on this page, as it would be too long.
    pub(crate) not_shown: usize,
}

/// A part of the text, in the order of the page.
#[derive(Debug)]
pub(crate) enum BodyPart {
    Heading(Vec<MarkedPiece>),
    Text(Vec<MarkedPiece>),
    Quote(Vec<MarkedPiece>),
    /// A table, or text whose line breaks matter.
    Lines(Vec<MarkedPiece>),
    List(Vec<Vec<MarkedPiece>>),
    LeftOut(LeftOut),
}

/// A piece of a paragraph; a match has its number, from 1.
#[derive(Debug)]
pub(crate) struct MarkedPiece {
    pub(crate) piece: Piece,
    pub(crate) number: usize,
    pub(crate) next: usize,
}

/// What was left out at one place.
#[derive(Debug)]
pub(crate) struct LeftOut {
    /// `3 pieces: navigation, share`
    pub(crate) summary: String,
    pub(crate) is_folded: bool,
    pub(crate) removed: Vec<RemovedText>,
}

/// Pieces that were left out for the same reason, one after the other.
#[derive(Debug)]
pub(crate) struct RemovedText {
    pub(crate) reason: &'static str,
    /// The user's rule that asked for it.
    pub(crate) rule: String,
    pub(crate) texts: Vec<String>,
}

/// The text of an article with its matches; `marks` are bytes of the text.
pub(crate) fn body(version: &ArticleVersion, marks: &[Span]) -> Body {
    let mut removals: Vec<&Removal> = version.article.removed.iter().collect();
    removals.sort_by_key(|removal| (removal.at.start, removal.at.end));
    let blocks = blocks(version);
    let mut body = BodyBuilder {
        text: &version.article.text,
        marks,
        parts: Vec::new(),
        matches: 0,
        room: REMOVED_TEXT,
        not_shown: 0,
    };
    let mut rest = removals.as_slice();
    let mut start = 0;
    for block in &blocks {
        // What stands inside a block comes behind it.
        let before = rest.partition_point(|removal| removal.at.start < block.at.start);
        let (here, later) = rest.split_at(before);
        body.leave_out(here);
        rest = later;
        let end = start + block.text.len();
        body.push_block(block.kind, Span { start, end });
        start = end + GAP.len();
    }
    body.leave_out(rest);
    let removed = match removals.len() {
        0 => String::new(),
        count => counted(count as u64, "piece", "pieces"),
    };
    Body {
        parts: body.parts,
        matches: body.matches,
        removed,
        not_shown: body.not_shown,
    }
}

/// What stands between two blocks of a text.
const GAP: &str = "\n\n";

/// The blocks of the text. Where the archive does not know where they stood, what was left out comes behind all of them.
fn blocks(version: &ArticleVersion) -> Vec<Block> {
    let text = version.article.text.as_str();
    let known: Vec<&str> = version.blocks.iter().map(|own| own.text.as_str()).collect();
    if known.join(GAP) == text {
        return version.blocks.clone();
    }
    let paragraph = |text: &str| Block {
        kind: BlockKind::Paragraph,
        text: text.to_owned(),
        at: Span { start: 0, end: 0 },
    };
    text.split(GAP).map(paragraph).collect()
}

struct BodyBuilder<'a> {
    text: &'a str,
    /// The marks that are not placed yet.
    marks: &'a [Span],
    parts: Vec<BodyPart>,
    matches: usize,
    /// Bytes of removed text that the page still takes.
    room: usize,
    not_shown: usize,
}

impl BodyBuilder<'_> {
    fn push_block(&mut self, kind: BlockKind, at: Span) {
        let paragraph = self.paragraph(at);
        let part = match kind {
            BlockKind::Heading(_) => BodyPart::Heading(paragraph),
            BlockKind::Paragraph => BodyPart::Text(paragraph),
            BlockKind::Quote => BodyPart::Quote(paragraph),
            BlockKind::Preformatted | BlockKind::Table => BodyPart::Lines(paragraph),
            BlockKind::ListItem => {
                if let Some(BodyPart::List(items)) = self.parts.last_mut() {
                    items.push(paragraph);
                    return;
                }
                BodyPart::List(vec![paragraph])
            }
        };
        self.parts.push(part);
    }

    /// The text at `at` with its marks, which come in order.
    fn paragraph(&mut self, at: Span) -> Vec<MarkedPiece> {
        let within = self.marks.partition_point(|mark| mark.end <= at.end);
        let (own, later) = self.marks.split_at(within);
        self.marks = later;
        let mut marks = Vec::new();
        for mark in own.iter().filter(|mark| mark.start >= at.start) {
            marks.push(Span {
                start: mark.start - at.start,
                end: mark.end - at.start,
            });
        }
        let text = self.text.get(at.start..at.end).unwrap_or_default();
        let mut marked = Vec::new();
        for piece in pieces(text, &marks) {
            self.matches += usize::from(piece.is_match);
            marked.push(MarkedPiece {
                number: self.matches,
                next: self.matches + 1,
                piece,
            });
        }
        marked
    }

    /// Pieces that stood at one place: those for the same reason are together.
    fn leave_out(&mut self, removals: &[&Removal]) {
        let mut removed: Vec<RemovedText> = Vec::new();
        let (mut shown, mut length) = (0, 0);
        for removal in removals {
            let text = cut(&removal.text);
            if text.len() > self.room {
                self.not_shown += 1;
                continue;
            }
            self.room -= text.len();
            length += text.len();
            shown += 1;
            let reason = removal.reason.name();
            let rule = printable_lines(removal.rule.as_deref().unwrap_or_default());
            match removed.last_mut() {
                Some(last) if last.reason == reason && last.rule == rule => last.texts.push(text),
                _ => removed.push(RemovedText {
                    reason,
                    rule,
                    texts: vec![text],
                }),
            }
        }
        if removed.is_empty() {
            return;
        }
        let mut reasons: Vec<&str> = Vec::new();
        for one in &removed {
            if !reasons.contains(&one.reason) {
                reasons.push(one.reason);
            }
        }
        self.parts.push(BodyPart::LeftOut(LeftOut {
            summary: format!(
                "{}: {}",
                counted(shown, "piece", "pieces"),
                reasons.join(", ")
            ),
            is_folded: length > FOLDED_FROM || shown > FOLDED_PIECES,
            removed,
        }));
    }
}

/// A piece that was left out, as much of it as is shown.
fn cut(text: &str) -> String {
    if text.len() <= REMOVED_PIECE {
        return printable_lines(text);
    }
    let head = text.get(..text.floor_char_boundary(REMOVED_PIECE));
    format!("{} …", printable_lines(head.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::{BodyPart, MarkedPiece, REMOVED_TEXT, body};
    use crate::archive::ArticleVersion;
    use crate::article::{Article, Block, BlockKind, Reason, Removal, Span};

    /// Blocks and removals as they stand on the page: `p`, `h`, `l`, `q`, `t` for what is kept, `-` for a caption, `~` for a share
    /// button.
    fn version(page: &[(char, &str)]) -> ArticleVersion {
        let mut article = Article::default();
        let mut blocks = Vec::new();
        let mut start = 0;
        for (kind, text) in page {
            let at = Span {
                start,
                end: start + text.len(),
            };
            start = at.end + 1;
            let kind = match kind {
                'p' => BlockKind::Paragraph,
                'h' => BlockKind::Heading(2),
                'l' => BlockKind::ListItem,
                'q' => BlockKind::Quote,
                't' => BlockKind::Table,
                _ => {
                    let reason = match kind {
                        '~' => Reason::Share,
                        _ => Reason::Caption,
                    };
                    article.removed.push(Removal::new(reason, *text, at));
                    continue;
                }
            };
            let text = (*text).to_owned();
            blocks.push(Block { kind, text, at });
        }
        let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
        article.text = texts.join("\n\n");
        ArticleVersion {
            article,
            blocks,
            places: Vec::new(),
        }
    }

    fn shown(version: &ArticleVersion, marks: &[Span]) -> String {
        let text = |pieces: &[MarkedPiece]| {
            let one = |own: &MarkedPiece| match own.piece.is_match {
                true => format!("[{}:{}]", own.number, own.piece.text),
                false => own.piece.text.clone(),
            };
            pieces.iter().map(one).collect::<String>()
        };
        let parts = body(version, marks).parts;
        let lines: Vec<String> = parts
            .iter()
            .map(|part| match part {
                BodyPart::Heading(own) => format!("h {}", text(own)),
                BodyPart::Text(own) => format!("p {}", text(own)),
                BodyPart::Quote(own) => format!("q {}", text(own)),
                BodyPart::Lines(own) => format!("t {}", text(own)),
                BodyPart::List(items) => {
                    let items: Vec<String> = items.iter().map(|item| text(item)).collect();
                    format!("l {}", items.join(" | "))
                }
                BodyPart::LeftOut(own) => {
                    let texts = own.removed.iter().flat_map(|one| &one.texts);
                    let texts: Vec<&str> = texts.map(String::as_str).collect();
                    format!("- {} / {}", own.summary, texts.join(" | "))
                }
            })
            .collect();
        lines.join("\n")
    }

    #[test]
    fn what_was_left_out_stands_where_it_stood() {
        let page = version(&[
            ('~', "Share"),
            ('~', "Mail"),
            ('p', "One ferry."),
            ('-', "A ferry."),
            ('~', "Share"),
            ('h', "Later"),
            ('l', "first"),
            ('l', "second"),
            ('t', "a\tb\nc\td"),
            ('q', "No ferry."),
            ('-', "Fog."),
        ]);
        let mark = |word: &str| {
            let start = page.article.text.rfind(word).unwrap();
            Span {
                start,
                end: start + word.len(),
            }
        };
        let marks = [mark("One"), mark("second"), mark("No")];
        let expected = "- 2 pieces: share / Share | Mail\np [1:One] ferry.\n\
            - 2 pieces: caption, share / A ferry. | Share\nh Later\nl first | [2:second]\n\
            t a b\nc d\nq [3:No] ferry.\n- 1 piece: caption / Fog.";
        assert_eq!(shown(&page, &marks), expected);
    }

    #[test]
    fn where_places_are_not_known_it_comes_last() {
        let mut page = version(&[('-', "A ferry."), ('p', "One."), ('p', "Two.")]);
        page.blocks.clear();
        assert_eq!(
            shown(&page, &[]),
            "p One.\np Two.\n- 1 piece: caption / A ferry."
        );
    }

    #[test]
    fn a_page_has_a_bound() {
        let long = "x".repeat(9_000);
        let mut page = vec![('p', "One.")];
        page.extend((0..100).map(|_| ('-', long.as_str())));
        let body = body(&version(&page), &[]);
        assert_eq!(body.removed, "100 pieces");
        let BodyPart::LeftOut(out) = body.parts.last().unwrap() else {
            panic!("{:?}", body.parts)
        };
        let texts: Vec<&String> = out.removed.iter().flat_map(|one| &one.texts).collect();
        assert_eq!(texts.len() + body.not_shown, 100);
        assert!(texts.iter().map(|text| text.len()).sum::<usize>() <= REMOVED_TEXT);
        assert!(out.is_folded && texts.len() >= 19);
    }
}
