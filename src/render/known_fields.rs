//! What is known of an article, field by field, with the evidence.

use crate::article::{Article, Evidence, Found, PubDate};

/// The name of a field, its value, and why it is believed.
pub(crate) type KnownField<'a> = (&'static str, String, Option<&'a Evidence>);

/// Each field that is known, in reading order.
pub(crate) fn known_fields(article: &Article) -> Vec<KnownField<'_>> {
    let mut fields = vec![("id", article.id.clone(), None)];
    let text = |name, found: &'_ Option<Found<String>>| {
        found.as_ref().map(|found| (name, found.value.clone()))
    };
    let found = [
        text("source", &article.source),
        text("wire", &article.wire),
        text("place", &article.place),
    ];
    let evidence = [&article.source, &article.wire, &article.place];
    for (field, found) in found.into_iter().zip(evidence) {
        fields.extend(
            field.map(|(name, value)| (name, value, found.as_ref().map(|found| &found.evidence))),
        );
    }
    let date = |name, found: &'_ Option<Found<_>>| {
        found
            .as_ref()
            .map(|found: &Found<PubDate>| (name, found.value.to_string()))
    };
    let dates = [
        (date("published", &article.published), &article.published),
        (date("modified", &article.modified), &article.modified),
    ];
    for (field, found) in dates {
        fields.extend(
            field.map(|(name, value)| (name, value, found.as_ref().map(|found| &found.evidence))),
        );
    }
    fields.extend(
        article
            .authors
            .as_ref()
            .map(|found| ("authors", found.value.join(", "), Some(&found.evidence))),
    );
    fields.extend(
        article
            .language
            .as_ref()
            .map(|found| ("language", found.value.to_string(), Some(&found.evidence))),
    );
    fields.extend(article.url.as_ref().map(|url| ("url", url.clone(), None)));
    fields.push(("path", article.path.clone(), None));
    if let Some(reason) = &article.lapsed {
        let told =
            format!("an older state: the page as it is now is not in the archive ({reason})");
        fields.push(("state", told, None));
    }
    if article.truncated {
        fields.push((
            "text",
            "only the beginning: the page hid the rest".to_owned(),
            None,
        ));
    }
    fields
}

/// `json-ld datePublished, 95 % sure: "2025-03-14"`
pub(crate) fn because(evidence: &Evidence) -> String {
    let from = serde_json::to_value(evidence.from).ok();
    let from = from
        .as_ref()
        .and_then(|name| name.as_str())
        .unwrap_or_default();
    let quote = evidence
        .quote
        .as_ref()
        .map_or(String::new(), |quote| format!(": “{quote}”"));
    format!(
        "{from}, {}, {:.0} % sure{quote}",
        evidence.rule,
        evidence.sure * 100.0
    )
}
