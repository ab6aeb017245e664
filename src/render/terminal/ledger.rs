//! The ledger of cleaning: what stayed plain, what went struck through with its reason in the margin.

use std::collections::BTreeMap;

use anstyle::Style;

use crate::article::{Article, BlockKind, CleanPage, Reason, Repair, RepairKind, Span};
use crate::render::layout::{emphasised, printable, wrap};
use crate::render::terminal::style::{FAINT, NAME, PLAIN, STRONG, STRUCK, counted};

const MARGIN: usize = 18;

/// One piece of a page in its order.
struct Piece<'a> {
    at: Span,
    text: &'a str,
    fate: Fate,
    /// The user's rule that decided.
    rule: Option<&'a str>,
}

#[derive(Clone, Copy)]
enum Fate {
    Headline,
    Kept(BlockKind),
    Removed(Reason),
}

fn pieces(page: &CleanPage) -> Vec<Piece<'_>> {
    let headline = page.headline.iter().map(|block| Piece {
        at: block.at,
        text: &block.text,
        fate: Fate::Headline,
        rule: None,
    });
    let ruled: Vec<&Repair> = page
        .repairs
        .iter()
        .filter(|repair| repair.rule.is_some())
        .collect();
    let kept = page.blocks.iter().map(|block| Piece {
        at: block.at,
        text: &block.text,
        fate: Fate::Kept(block.kind),
        rule: ruled
            .iter()
            .filter(|repair| repair.at == block.at)
            .find_map(|repair| repair.rule.as_deref()),
    });
    let gone = page.removals.iter().map(|gone| Piece {
        at: gone.at,
        text: &gone.text,
        fate: Fate::Removed(gone.reason),
        rule: gone.rule.as_deref(),
    });
    let mut pieces: Vec<Piece<'_>> = headline.chain(kept).chain(gone).collect();
    pieces.sort_by_key(|piece| (piece.at.start, piece.at.end));
    pieces
}

/// A page as cleaning saw it: kept text plain, removed text struck, its reason in the margin; counts at the end.
pub fn ledger(page: &CleanPage, article: &Article, width: usize) -> String {
    let path = printable(&article.path);
    format!(
        "{FAINT}{path}{FAINT:#}\n{}{}",
        listed(&pieces(page), STRUCK, width),
        counts(page)
    )
}

/// Pieces with their reasons in the margin; what was removed in the style `gone`.
fn listed(pieces: &[Piece<'_>], gone: Style, width: usize) -> String {
    let mut out = String::new();
    for piece in pieces {
        let (margin, style) = match piece.fate {
            Fate::Headline => ("headline".to_owned(), STRONG),
            Fate::Kept(BlockKind::Heading(_)) => (String::new(), STRONG),
            Fate::Kept(_) => (String::new(), PLAIN),
            Fate::Removed(reason) => (reason.to_string(), gone),
        };
        let mut lines = wrap(
            &emphasised(piece.text, &[], style, style),
            width.saturating_sub(MARGIN + 3),
        );
        lines.extend(
            piece
                .rule
                .map(|rule| format!("{FAINT}by {}{FAINT:#}", printable(rule))),
        );
        for (n, line) in lines.iter().enumerate() {
            let margin = if n == 0 { margin.as_str() } else { "" };
            out.push_str(&format!(
                "{NAME}{margin:>MARGIN$}{NAME:#} {FAINT}│{FAINT:#} {line}\n"
            ));
        }
    }
    out
}

/// What cleaning left out of an article, each piece with its reason in the margin.
pub fn removed(article: &Article, width: usize) -> String {
    let gone = article.removed.iter().map(|gone| Piece {
        at: gone.at,
        text: &gone.text,
        fate: Fate::Removed(gone.reason),
        rule: gone.rule.as_deref(),
    });
    let pieces: Vec<Piece<'_>> = gone.collect();
    let count = counted(pieces.len() as u64, "piece", "pieces");
    listed(&pieces, PLAIN, width) + &format!("\n{FAINT}{count} removed{FAINT:#}\n")
}

/// A page as a unified diff: lines that stayed and lines that went, each with its reason.
pub fn diff(page: &CleanPage, article: &Article) -> String {
    let path = printable(&article.path);
    let mut out = format!("--- {path} (page)\n+++ {path} (article)\n");
    for piece in pieces(page) {
        for line in piece.text.lines().filter(|line| !line.trim().is_empty()) {
            let line = printable(line);
            match piece.fate {
                Fate::Headline | Fate::Kept(_) => out.push_str(&format!(" {line}\n")),
                Fate::Removed(reason) => {
                    let rule = piece
                        .rule
                        .map_or_else(String::new, |rule| format!(" by {}", printable(rule)));
                    out.push_str(&format!("-{line}  # {reason}{rule}\n"));
                }
            }
        }
    }
    out
}

fn counts(page: &CleanPage) -> String {
    let mut removed: BTreeMap<Reason, u64> = BTreeMap::new();
    page.removals
        .iter()
        .for_each(|gone| *removed.entry(gone.reason).or_default() += 1);
    let mut repaired: BTreeMap<&'static str, u64> = BTreeMap::new();
    page.repairs
        .iter()
        .for_each(|repair| *repaired.entry(repair_name(repair.kind)).or_default() += 1);
    let list = |counts: Vec<String>| {
        if counts.is_empty() {
            "nothing".to_owned()
        } else {
            counts.join(", ")
        }
    };
    let removed = list(
        removed
            .iter()
            .map(|(reason, count)| format!("{count} {reason}"))
            .collect(),
    );
    let repaired = list(
        repaired
            .iter()
            .map(|(kind, count)| format!("{count} {kind}"))
            .collect(),
    );
    let kept = counted(page.blocks.len() as u64, "block", "blocks");
    let cut = match page.wall {
        Some(wall) => format!("; it is {wall}"),
        None if page.truncated => "; the page shows only the beginning of the article".to_owned(),
        None => String::new(),
    };
    format!("\n{FAINT}kept {kept}; removed {removed}; repaired {repaired}{cut}{FAINT:#}\n\n")
}

fn repair_name(kind: RepairKind) -> &'static str {
    match kind {
        RepairKind::HardWrap => "hard-wrap",
        RepairKind::Hyphenation => "hyphenation",
        RepairKind::Entities => "entities",
        RepairKind::Mojibake => "mojibake",
        RepairKind::ControlCharacters => "control-characters",
        RepairKind::Kept => "kept",
    }
}
