//! What a page shares with the other pages of its site, and what the user says of it.
//!
//! [`learn`] looks at a sample of a site's pages and finds what they have in common: blocks of text that stand on many
//! of them, what their titles begin or end with, what they call themselves. A [`Book`] holds what was learned of all
//! sites. [`apply`] applies it to one article. [`rules`] reads `dateline.toml`.
//!
//! Invariant: what is learned depends on the set of pages alone, never on their order, on the number of runs or on
//! what was learned before.
mod affix;
pub mod apply;
mod book;
mod furniture;
mod learned;
mod majority;
mod sampled_page;
pub mod rules;

use crate::article::{Article, Place};

pub use book::{Book, Damage, SAMPLE};
pub use learned::{Affix, End, Furniture, Learned, Name, SHOWN, hash};
pub use sampled_page::Seen;

/// What the pages of a site have in common, learned from a sample of them in any order.
pub fn learn(site: &str, pages: &[Seen]) -> Learned {
    let mut pages: Vec<&Seen> = pages.iter().collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let affixes = affix::learn(&pages);
    let name = majority::learn(site, &pages).or_else(|| affix::name(&affixes));
    Learned {
        furniture: furniture::learn(&pages),
        affixes,
        name,
    }
}

/// The site of an article: the registrable domain of its address, else the export that holds it, else its folder. Standard input is no site.
pub fn of(article: &Article) -> Option<String> {
    of_place(article.domain.as_deref().unwrap_or_default(), &article.path)
}

/// The same from an article's domain, which may be empty, and its path.
pub fn of_place(domain: &str, path: &str) -> Option<String> {
    if !domain.is_empty() {
        return Some(domain.to_owned());
    }
    let (file, record) = Place::split(path);
    let folder = || {
        file.rsplit_once(['/', std::path::MAIN_SEPARATOR])
            .map_or("", |(folder, _)| folder)
    };
    let place = if record.is_some() { file } else { folder() };
    (place != "-" && !place.is_empty()).then(|| place.to_owned())
}
