//! Facets as lists of links, and what is chosen as chips that take it away.

use crate::archive::{FacetCounts, Field};
use crate::render::layout::printable;
use crate::render::terminal::thousands;
use crate::web::search_address::SearchAddress;

/// A facet.
#[derive(Debug)]
pub(crate) struct FacetList {
    pub(crate) name: &'static str,
    pub(crate) choices: Vec<Choice>,
    /// Where all values are listed, when more than these are there.
    pub(crate) all: Option<String>,
}

/// A value of a facet.
#[derive(Debug)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) count: String,
    /// Chooses it, or gives it up.
    pub(crate) href: String,
    /// Leaves it out.
    pub(crate) without: String,
    pub(crate) is_chosen: bool,
}

/// What narrows a search, with the search that is left without it.
#[derive(Debug)]
pub(crate) struct Chip {
    pub(crate) text: String,
    pub(crate) href: String,
}

/// The heading of a facet.
pub(crate) fn heading(field: Field) -> &'static str {
    match field {
        Field::Source => "Outlet",
        Field::Domain => "Domain",
        Field::Wire => "Agency",
        Field::Language => "Language",
        Field::Author => "Author",
        Field::Year | Field::Month | Field::Day | Field::Date => "Date",
    }
}

/// The first `most` values of a facet; `None` where it has nothing to choose.
pub(crate) fn facet_list(
    counts: &FacetCounts,
    address: &SearchAddress,
    most: usize,
) -> Option<FacetList> {
    let choices: Vec<Choice> = counts
        .values
        .iter()
        .take(most)
        .map(|value| choice(counts.field, &value.value, value.count, address))
        .collect();
    let only_unknown = counts
        .values
        .iter()
        .all(|value| value.value == counts.field.missing());
    if choices.is_empty() || only_unknown {
        return None;
    }
    let list = format!("/facet/{}", counts.field.name());
    Some(FacetList {
        name: heading(counts.field),
        choices,
        all: (counts.values.len() > most).then(|| address.with(|_| {}).at(&list)),
    })
}

fn choice(field: Field, value: &str, count: u64, address: &SearchAddress) -> Choice {
    let own = (field, value.to_owned());
    let is_chosen = address.filters.only.contains(&own);
    let toggled = address.with(|address| {
        address.filters.not.retain(|other| *other != own);
        match is_chosen {
            true => address.filters.only.retain(|other| *other != own),
            false => address.filters.only.push(own.clone()),
        }
    });
    let without = address.with(|address| {
        address.filters.only.retain(|other| *other != own);
        address.filters.not.push(own.clone());
    });
    Choice {
        value: printable(value),
        count: thousands(count),
        href: toggled.at("/"),
        without: without.at("/"),
        is_chosen,
    }
}

/// What narrows the search.
pub(crate) fn chips(address: &SearchAddress) -> Vec<Chip> {
    let mut chips = Vec::new();
    for (nth, (field, value)) in address.filters.only.iter().enumerate() {
        let rest = address.with(|address| drop(address.filters.only.remove(nth)));
        chips.push(chip(&format!("{}: {value}", heading(*field)), &rest));
    }
    for (nth, (field, value)) in address.filters.not.iter().enumerate() {
        let rest = address.with(|address| drop(address.filters.not.remove(nth)));
        chips.push(chip(&format!("not {}: {value}", heading(*field)), &rest));
    }
    if let Some(day) = address.filters.since {
        let rest = address.with(|address| address.filters.since = None);
        chips.push(chip(&format!("from {day}"), &rest));
    }
    if let Some(day) = address.filters.until {
        let rest = address.with(|address| address.filters.until = None);
        chips.push(chip(&format!("to {day}"), &rest));
    }
    chips
}

fn chip(text: &str, rest: &SearchAddress) -> Chip {
    Chip {
        text: printable(text),
        href: rest.at("/"),
    }
}
