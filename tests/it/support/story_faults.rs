//! Where stories differ from labels.

use std::collections::BTreeMap;

use dateline::group::{EventTerms, stories};

/// Stories that hold two events, and events that are apart, a line each; every article comes with its event.
pub(crate) fn story_faults(articles: &[(String, EventTerms)]) -> String {
    let terms: Vec<EventTerms> = articles.iter().map(|(_, terms)| terms.clone()).collect();
    let mut parts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut faults = Vec::new();
    for members in stories(&terms) {
        let mut by_event: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for at in members {
            let (event, terms) = &articles[at];
            by_event.entry(event).or_default().push(&terms.language);
        }
        if by_event.len() > 1 {
            faults.push(format!("one story: {by_event:?}"));
        }
        for (event, mut languages) in by_event {
            languages.sort_unstable();
            parts.entry(event).or_default().push(languages.join(" "));
        }
    }
    for (event, mut parts) in parts.into_iter().filter(|(_, parts)| parts.len() > 1) {
        parts.sort();
        faults.push(format!("apart: {event}: {}", parts.join(" | ")));
    }
    faults.join("\n") + "\n"
}
