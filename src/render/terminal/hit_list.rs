//! Hits as a reader sees them.

use std::fmt::Write;

use crate::archive::{Hit, Note, Results};
use crate::query::{Kind, Query};
use crate::render::layout::{emphasised, printable, wrap};
use crate::render::note as note_in_words;
use crate::render::terminal::style::{FAINT, MARK, NAME, PLAIN, STRONG, counted, thousands};

const INDENT: &str = "     ";

/// The hits, each as headline, a line of what is known, and its passages, within `width` columns.
pub fn hits(results: &Results, width: usize) -> String {
    let mut out = String::new();
    let what_folds = match results.stories {
        Some(_) => ("article of the story", "articles of the story"),
        None => ("copy", "copies"),
    };
    let mut before_partial = most_words(results).map(note_in_words);
    for hit in &results.hits {
        if !hit.missing.is_empty()
            && let Some(note) = before_partial.take()
        {
            let lines = wrap(&emphasised(&note, &[], STRONG, STRONG), width);
            lines
                .iter()
                .for_each(|line| out.push_str(&format!("{line}\n")));
            out.push('\n');
        }
        headline(&mut out, hit, width);
        let lines = wrap(
            &emphasised(&known(hit), &[], FAINT, FAINT),
            width.saturating_sub(INDENT.len()),
        );
        lines
            .iter()
            .for_each(|line| out.push_str(&format!("{INDENT}{line}\n")));
        if !hit.missing.is_empty() {
            let missing = format!("without {}", hit.missing.join(", "));
            let cells = emphasised(&missing, &[], FAINT, FAINT);
            let lines = wrap(&cells, width.saturating_sub(INDENT.len()));
            lines
                .iter()
                .for_each(|line| out.push_str(&format!("{INDENT}{line}\n")));
        }
        for snippet in &hit.snippets {
            let cells = emphasised(&snippet.text, &snippet.marks, PLAIN, MARK);
            let lines = wrap(&cells, width.saturating_sub(INDENT.len()));
            lines
                .iter()
                .for_each(|line| out.push_str(&format!("{INDENT}{line}\n")));
        }
        if hit.folded.count > 0 {
            let cells = emphasised(&folded(hit, what_folds), &[], FAINT, FAINT);
            let lines = wrap(&cells, width.saturating_sub(INDENT.len()));
            lines
                .iter()
                .for_each(|line| out.push_str(&format!("{INDENT}{line}\n")));
        }
        out.push('\n');
    }
    out
}

/// `+3 copies: Evening Lantern, Harbour Post, ...`
fn folded(hit: &Hit, (one, many): (&str, &str)) -> String {
    let mut names: Vec<&str> = Vec::new();
    for other in &hit.folded.first {
        let name = other.source.as_deref().or(other.domain.as_deref());
        let name = name.unwrap_or(&other.id);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if (hit.folded.first.len() as u64) < hit.folded.count {
        names.push("...");
    }
    let count = counted(hit.folded.count, one, many);
    format!("+{count}: {}", names.join(", "))
}

/// The note that stands above the hits that have not all words.
fn most_words(results: &Results) -> Option<&Note> {
    let mut notes = results.notes.iter();
    notes.find(|note| matches!(note, Note::MostWords { .. }))
}

fn headline(out: &mut String, hit: &Hit, width: usize) {
    let title = if hit.title.is_empty() {
        "(no headline)"
    } else {
        &hit.title
    };
    let lines = wrap(
        &emphasised(title, &hit.title_marks, STRONG, MARK),
        width.saturating_sub(INDENT.len()),
    );
    for (n, line) in lines.iter().enumerate() {
        let lead = if n == 0 {
            format!("{FAINT}{:>3}{FAINT:#}  ", hit.rank)
        } else {
            INDENT.to_owned()
        };
        out.push_str(&format!("{lead}{line}\n"));
    }
}

/// `Harbour Post · 2025-03-14 · AP · en · 3f9a... · clippings/ferry.txt`
fn known(hit: &Hit) -> String {
    let date = hit.published.map(|date| date.date_as_known());
    let source = hit
        .source
        .as_deref()
        .or(hit.domain.as_deref())
        .unwrap_or("unknown source");
    let mut parts = vec![
        source.to_owned(),
        date.unwrap_or_else(|| "undated".to_owned()),
    ];
    parts.extend(hit.wire.clone());
    parts.extend(hit.language.clone());
    parts.push(hit.id.clone());
    parts.push(hit.url.clone().unwrap_or_else(|| hit.path.clone()));
    parts.join(" · ")
}

/// What was found, for whom and how fast, in one line; where words stood side by side in the query, what that meant.
pub fn summary(results: &Results, query: &Query, took_ms: f64) -> String {
    let mut out = String::new();
    let full = results.hits.iter().filter(|hit| hit.missing.is_empty());
    let shown = full.count() as u64;
    let mut total = counted(results.total, "article", "articles");
    if results.lower_bound {
        total.insert_str(0, "at least ");
    }
    match (results.texts, results.stories) {
        (Some(texts), Some(stories)) if stories < results.total => {
            let (texts, stories) = (
                counted(texts, "text", "texts"),
                counted(stories, "story", "stories"),
            );
            total.push_str(&format!(" ({texts}, {stories})"));
        }
        (Some(texts), _) if texts < results.total => {
            total.push_str(&format!(" ({})", counted(texts, "text", "texts")));
        }
        _ => {}
    }
    let hits = results.stories.or(results.texts).unwrap_or(results.total);
    let part = if shown > 0 && shown < hits {
        format!(", {} shown", thousands(shown))
    } else {
        String::new()
    };
    let partial = if results.partial > 0 {
        let partial = counted(results.partial, "article", "articles");
        format!(", {partial} with most of the words")
    } else {
        String::new()
    };
    let several = matches!(&query.root.kind, Kind::And(parts) if parts.iter().any(|part| !matches!(part.kind, Kind::Not(_))));
    let meaning = if several {
        "; all words must match unless OR stands between"
    } else {
        ""
    };
    let query = printable(&query.to_string());
    writeln!(
        out,
        "{STRONG}{total}{STRONG:#} for {NAME}{query}{NAME:#}{part}{partial} {FAINT}({took_ms:.1} ms{meaning}){FAINT:#}"
    )
    .expect("a string takes all text");
    if hits < results.total && !results.facets.is_empty() {
        let counted = "the bars count articles, those that fold among them";
        out.push_str(&format!("{FAINT}note: {counted}{FAINT:#}\n"));
    }
    let above = most_words(results).filter(|_| !results.hits.is_empty());
    let below = results.notes.iter().filter(|note| Some(*note) != above);
    for note in below {
        let words = note_in_words(note);
        out.push_str(&format!("{FAINT}note: {}{FAINT:#}\n", printable(&words)));
    }
    out
}
