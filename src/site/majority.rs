//! What the pages of a site call it.

use std::collections::BTreeMap;

use crate::site::learned::Name;
use crate::site::sampled_page::Seen;
use crate::text::fold;

/// Fewer pages prove nothing.
const LEAST: u32 = 3;

/// The name that two of three named pages give a domain. A folder may hold pages of many outlets: there nearly all pages must give it.
pub(crate) fn learn(site: &str, pages: &[&Seen]) -> Option<Name> {
    let mut names: BTreeMap<String, BTreeMap<&str, u32>> = BTreeMap::new();
    let mut of = 0_u32;
    for name in pages.iter().filter_map(|page| page.source.as_deref()) {
        *names
            .entry(fold::squash(name))
            .or_default()
            .entry(name)
            .or_default() += 1;
        of += 1;
    }
    let total = |spellings: &BTreeMap<&str, u32>| spellings.values().sum::<u32>();
    let (key, spellings) = names.iter().max_by_key(|(_, spellings)| total(spellings))?;
    let is_outlet = |(other, spellings): &(&String, &BTreeMap<&str, u32>)| {
        *other != key && other.contains(key.as_str()) && total(spellings) >= LEAST
    };
    let others = names
        .iter()
        .filter(is_outlet)
        .map(|(other, _)| other.clone())
        .collect();
    let pages_with = total(spellings);
    let is_clear = if is_place(site) {
        pages_with >= 2 * LEAST && pages_with * 10 >= of * 9 && of as usize * 2 >= pages.len()
    } else {
        pages_with >= LEAST && pages_with * 3 >= of * 2
    };
    // Of spellings that are equally frequent the one with capitals comes first.
    let (value, _) = spellings
        .iter()
        .min_by_key(|(name, count)| (std::cmp::Reverse(**count), *name))?;
    is_clear.then(|| Name {
        value: (*value).to_owned(),
        pages: pages_with,
        of,
        others,
    })
}

/// The site is a folder or an export, not a domain.
fn is_place(site: &str) -> bool {
    site.contains(['/', std::path::MAIN_SEPARATOR])
}
