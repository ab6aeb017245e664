//! One article, and the archive as a whole.

use crate::archive::{FacetCounts, FacetValue, Field, Stats};
use crate::article::{Article, Evidence, Found};
use crate::render::layout::{emphasised, printable, wrap};
use crate::render::terminal::bars::facets;
use crate::render::terminal::style::{FAINT, NAME, PLAIN, STRONG, counted, thousands};

/// An article: headline, what is known of it with the evidence, its text, within `width` columns.
pub fn article(article: &Article, width: usize) -> String {
    let title = article
        .title
        .as_ref()
        .map_or("(no headline)", |found| &found.value);
    let mut out = String::new();
    wrap(&emphasised(title, &[], STRONG, STRONG), width)
        .iter()
        .for_each(|line| out.push_str(&format!("{line}\n")));
    out.push('\n');
    for (name, value, evidence) in fields(article) {
        let evidence = evidence.map_or(String::new(), |evidence| {
            format!("  {FAINT}{}{FAINT:#}", because(evidence))
        });
        out.push_str(&format!(
            "{NAME}{name:>10}{NAME:#}  {}{evidence}\n",
            printable(&value)
        ));
    }
    for paragraph in article.text.split("\n\n") {
        out.push('\n');
        for line in paragraph.lines() {
            wrap(&emphasised(line, &[], PLAIN, PLAIN), width)
                .iter()
                .for_each(|line| out.push_str(&format!("{line}\n")));
        }
    }
    let removed = counted(article.removed.len() as u64, "piece was", "pieces were");
    out.push_str(&format!(
        "\n{FAINT}{removed} removed; `dateline show {} --removed` lists them{FAINT:#}\n",
        printable(&article.id)
    ));
    out
}

/// Each field that is known, in reading order.
fn fields(article: &Article) -> Vec<(&'static str, String, Option<&Evidence>)> {
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
            .map(|found: &Found<crate::article::PubDate>| (name, found.value.to_string()))
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
fn because(evidence: &Evidence) -> String {
    let from = serde_json::to_value(evidence.from).ok();
    let from = from
        .as_ref()
        .and_then(|name| name.as_str())
        .unwrap_or_default();
    let quote = evidence
        .quote
        .as_ref()
        .map_or(String::new(), |quote| format!(": “{}”", printable(quote)));
    format!(
        "{from}, {}, {:.0} % sure{quote}",
        evidence.rule,
        evidence.sure * 100.0
    )
}

/// What is in an archive, within `width` columns.
pub fn stats(stats: &Stats, width: usize) -> String {
    let days = stats
        .days
        .map_or("no dated articles".to_owned(), |(first, last)| {
            format!("{first} to {last}")
        });
    let copies = match stats.copies {
        0 => String::new(),
        copies => format!(", {} of them copies", thousands(copies)),
    };
    let mut out = format!(
        "{STRONG}{}{STRONG:#}{copies}, {days}, {} undated\n",
        counted(stats.articles, "article", "articles"),
        thousands(stats.undated)
    );
    out.push_str(&format!(
        "{} in {}\n\n",
        size(stats.bytes),
        counted(stats.segments as u64, "segment", "segments")
    ));
    let counts = |field, values: &[FacetValue]| FacetCounts {
        field,
        values: values.iter().take(15).cloned().collect(),
    };
    out.push_str(&facets(
        &[
            counts(Field::Source, &stats.sources),
            counts(Field::Language, &stats.languages),
        ],
        width,
    ));
    out
}

/// `1.4 MB`.
fn size(bytes: u64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"];
    let (mut value, mut unit) = (bytes as f64, 0);
    while value >= 1000.0 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let unit_name = units.get(unit).copied().unwrap_or_default();
    if unit == 0 {
        format!("{bytes} {unit_name}")
    } else {
        format!("{value:.1} {unit_name}")
    }
}
