//! One article, and the archive as a whole.

use crate::archive::{FacetCounts, FacetValue, Field, Stats};
use crate::article::Article;
use crate::render::known_fields::{because, known_fields};
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
    for (name, value, evidence) in known_fields(article) {
        let evidence = evidence.map_or(String::new(), |evidence| {
            format!("  {FAINT}{}{FAINT:#}", printable(&because(evidence)))
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
