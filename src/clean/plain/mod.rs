//! Cleaning of bare text: what some other tool has squeezed out of a page.
//!
//! The text is cut into lines, hard wraps are joined again, and each paragraph or line says by its own words and form what it may
//! be. The article is the run of them in which running text is densest; what stands around it goes, and within it what gives
//! itself away.
//!
//! Invariant: each character that is not white space lies in the headline, in a block or in a removal.

mod alone;
mod compose;
mod date_sight;
mod source_line;
mod markdown;
mod judge;
mod running_text;
mod sentence;
mod rows;
mod sift;
mod sort;
mod headline;
mod unit;
mod wrap;

use crate::article::CleanPage;
use crate::clean::parts::{Part, Parts};

pub(crate) fn clean(text: &str, parts: Parts) -> CleanPage {
    let mut lines = source_line::split(text);
    let joined = if markdown::is_markdown(&lines) {
        lines.iter_mut().for_each(markdown::strip);
        wrap::markdown_continuations(&lines)
    } else {
        let marks: Vec<bool> = lines
            .iter()
            .map(|line| alone::is_mark(&line.text))
            .collect();
        wrap::continuations(&lines, &marks)
    };
    let mut units = unit::units(&lines, &joined);
    judge::judge(&mut units, parts);
    if parts.has(Part::Form) {
        rows::mark(&mut units);
    }
    let fates = sort::sort(&units, parts);
    compose::page(text, &units, &fates)
}
