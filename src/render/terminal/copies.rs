//! The copies of an article.

use crate::archive::ArticleCopy;
use crate::render::layout::{emphasised, wrap};
use crate::render::terminal::style::{FAINT, PLAIN, STRONG, counted};

/// Copies that are listed; an agency's text may stand in thousands of pages.
const LISTED: usize = 50;

/// A heading and a line for each of the first copies, within `width` columns; nothing where there are none.
pub fn copies(copies: &[ArticleCopy], width: usize) -> String {
    if copies.is_empty() {
        return String::new();
    }
    let count = counted(copies.len() as u64, "copy", "copies");
    let mut out = format!("{STRONG}{count} of this text{STRONG:#}\n");
    for copy in copies.iter().take(LISTED) {
        let style = if copy.is_first { PLAIN } else { FAINT };
        for line in wrap(&emphasised(&line(copy), &[], style, style), width) {
            out.push_str(&format!("{line}\n"));
        }
    }
    if copies.len() > LISTED {
        let more = counted((copies.len() - LISTED) as u64, "copy", "copies");
        out.push_str(&format!("{more} more; --json lists all\n"));
    }
    out
}

/// `2025-03-14 · Harbour Post · Ferry sailed without inspection · 3f9a... · published first`
fn line(copy: &ArticleCopy) -> String {
    let date = copy.published.map(|date| date.date_as_known());
    let source = copy.source.clone().or_else(|| copy.domain.clone());
    let mut parts = vec![
        date.unwrap_or_else(|| "undated".to_owned()),
        source.unwrap_or_else(|| "unknown source".to_owned()),
    ];
    if !copy.title.is_empty() {
        parts.push(copy.title.clone());
    }
    parts.push(copy.id.clone());
    if copy.is_first {
        parts.push("published first".to_owned());
    }
    parts.join(" · ")
}
