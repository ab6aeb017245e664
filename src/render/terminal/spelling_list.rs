//! The spellings of a name.

use crate::archive::{FacetValue, Spelling, Why};
use crate::render::layout::{columns, fit, printable};
use crate::render::terminal::style::{FAINT, STRONG, counted};

/// Outlets that are named with a spelling.
const OUTLETS: usize = 3;

/// Every spelling of a name with its articles and outlets and why it belongs, a line each, within `width` columns.
pub fn spellings(name: &str, spellings: &[Spelling], width: usize) -> String {
    if spellings.is_empty() {
        return format!("no article has the name {}\n", printable(name));
    }
    let widest = spellings
        .iter()
        .map(|spelling| columns(&spelling.text))
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for spelling in spellings {
        let text = printable(&spelling.text);
        let gap = " ".repeat(widest.saturating_sub(columns(&text)));
        let rest = format!(
            "{} {}: {} ({})",
            counted(spelling.articles, "article", "articles"),
            outlets_of(&spelling.sources),
            named(&spelling.sources),
            why(&spelling.why)
        );
        let rest = fit(&rest, width.saturating_sub(widest + 2));
        let rest = rest.trim_end();
        out.push_str(&format!(
            "{STRONG}{text}{STRONG:#}{gap}  {FAINT}{rest}{FAINT:#}\n"
        ));
    }
    out
}

fn outlets_of(sources: &[FacetValue]) -> String {
    format!("in {}", counted(sources.len() as u64, "outlet", "outlets"))
}

fn named(sources: &[FacetValue]) -> String {
    let mut names = Vec::with_capacity(OUTLETS);
    for source in sources.iter().take(OUTLETS) {
        names.push(printable(&source.value));
    }
    let more = if sources.len() > OUTLETS { ", ..." } else { "" };
    format!("{}{more}", names.join(", "))
}

/// Why a spelling belongs, in words.
pub(crate) fn why(why: &Why) -> String {
    match why {
        Why::Asked => "as asked for".to_owned(),
        Why::SameSound => "sounds the same".to_owned(),
        Why::CaseForm => "another case of the name".to_owned(),
        Why::NearSound(distance) => {
            format!(
                "sounds nearly the same, {}.{} apart",
                distance / 10,
                distance % 10
            )
        }
        Why::GivenName => "a form of the same given name".to_owned(),
    }
}
