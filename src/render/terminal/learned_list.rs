//! What was learned of the sites.

use crate::archive::LearnedSite;
use crate::render::layout::{fit, printable};
use crate::render::terminal::style::{FAINT, STRONG, counted};
use crate::site::{Affix, End};

/// What was learned of each site, with the pages that taught it.
pub fn learned(sites: &[LearnedSite]) -> String {
    sites.iter().map(of_site).collect()
}

fn of_site(of: &LearnedSite) -> String {
    let mut out = format!("{}\n", printable(&of.site));
    if let Some(name) = &of.learned.name {
        out.push_str(&format!(
            "  name: {} ({} of {})\n",
            printable(&name.value),
            name.pages,
            counted(name.of.into(), "page", "pages")
        ));
    }
    for affix in &of.learned.affixes {
        out.push_str(&format!(
            "  {} ({} of {})\n",
            affix_words(affix),
            affix.pages,
            counted(affix.of.into(), "title", "titles")
        ));
    }
    for item in &of.learned.furniture {
        let (text, example) = (printable(&item.text), printable(&item.example));
        out.push_str(&format!(
            "  on {} of {}: {text}\n      as in {example}\n",
            item.pages,
            counted(item.of.into(), "page", "pages")
        ));
    }
    out.push('\n');
    out
}

/// What a site's titles begin or end with: `titles end with " | Harbour Post"`.
pub fn affix_words(affix: &Affix) -> String {
    let end = match affix.end {
        End::Head => "begin with",
        End::Tail => "end with",
    };
    format!("titles {end} \"{}\"", printable(&affix.text))
}

/// What was learned of each site in a line of at most `width` columns; empty where nothing was.
pub fn learned_in_short(sites: &[LearnedSite], width: usize) -> String {
    if sites.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{STRONG}learned of the sites{STRONG:#}\n");
    for of in sites {
        let line = format!("{}: {}", printable(&of.site), in_short(of));
        out.push_str(fit(&line, width).trim_end());
        out.push('\n');
    }
    out.push_str(&format!(
        "{FAINT}`dateline stats --furniture` shows all of it{FAINT:#}\n"
    ));
    out
}

fn in_short(of: &LearnedSite) -> String {
    let mut parts = Vec::new();
    if let Some(name) = &of.learned.name {
        parts.push(printable(&name.value));
    }
    parts.extend(of.learned.affixes.iter().map(affix_words));
    let blocks = of.learned.furniture.len() as u64;
    if blocks > 0 {
        parts.push(counted(blocks, "block that repeats", "blocks that repeat"));
    }
    parts.join(", ")
}
