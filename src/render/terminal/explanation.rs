//! Why an article has its score.

use crate::archive::Explanation;
use crate::render::layout::printable;
use crate::render::terminal::style::{FAINT, NAME, STRONG, counted};

/// Each part of a query with what it adds to the score, below the part that it belongs to.
pub fn explanation(explanation: &Explanation) -> String {
    let mut out = String::new();
    let mut open = vec![(explanation, 0)];
    while let Some((part, depth)) = open.pop() {
        let value = part
            .value
            .map_or("     no".to_owned(), |value| format!("{value:>7.3}"));
        let found = counted(part.articles, "article has it", "articles have it");
        let (indent, text) = ("  ".repeat(depth), printable(&part.text));
        out.push_str(&format!(
            "{STRONG}{value}{STRONG:#}  {indent}{NAME}{text}{NAME:#}  {FAINT}{found}{FAINT:#}\n"
        ));
        open.extend(part.parts.iter().rev().map(|part| (part, depth + 1)));
    }
    out
}
