//! The versions of an article, and what differs between two.

use crate::archive::ArticleVersion;
use crate::article::{Article, Span};
use crate::render::changes::{Change, changes};
use crate::render::layout::{emphasised, printable, wrap};
use crate::render::terminal::style::{FAINT, MARK, NAME, PLAIN, STRONG, STRUCK, counted};
use crate::text::words::words;

/// The versions in a list, numbered from 1, the one shown first.
pub fn versions(versions: &[ArticleVersion], width: usize) -> String {
    let mut out = String::new();
    for (number, version) in (1..).zip(versions) {
        let article = &version.article;
        out.push_str(&format!("{FAINT}{number:>3}{FAINT:#}  "));
        let title = wrap(&emphasised(title(article), &[], STRONG, STRONG), width);
        out.push_str(&format!("{}\n", title.join(" ")));
        out.push_str(&format!(
            "     {FAINT}{}{FAINT:#}\n",
            about(article, number)
        ));
        for place in &version.places {
            let mut line = printable(&place.path);
            if place.captured != article.captured
                && let Some(captured) = place.captured
            {
                line.push_str(&format!(" · captured {captured}"));
            }
            if place.url != article.url
                && let Some(url) = &place.url
            {
                line.push_str(&format!(" · {}", printable(url)));
            }
            out.push_str(&format!("     {line}\n"));
        }
    }
    out
}

fn title(article: &Article) -> &str {
    let title = article.title.as_ref();
    title.map_or("(no headline)", |found| &found.value)
}

/// `captured 2025-03-14 · modified 2025-03-13 · 412 words · shown by search`
fn about(article: &Article, number: u64) -> String {
    let mut parts = Vec::new();
    parts.extend(article.captured.map(|day| format!("captured {day}")));
    let published = article.published.as_ref();
    parts.extend(published.map(|found| format!("published {}", found.value)));
    let modified = article.modified.as_ref();
    parts.extend(modified.map(|found| format!("modified {}", found.value)));
    let count = words(&article.text).count() as u64;
    parts.push(counted(count, "word", "words"));
    if number == 1 {
        parts.push("shown by search".to_owned());
    }
    parts.join(" · ")
}

/// What differs between two versions, each with its number.
pub fn version_diff(
    (old_number, old): (usize, &ArticleVersion),
    (new_number, new): (usize, &ArticleVersion),
    width: usize,
) -> String {
    let mut out = String::new();
    for (sign, number, version) in [('-', old_number, old), ('+', new_number, new)] {
        let path = version.places.first().map_or("", |place| &place.path);
        let article = &version.article;
        let captured = article.captured;
        let captured = captured.map_or(String::new(), |day| format!(", captured {day}"));
        let path = printable(path);
        out.push_str(&format!(
            "{NAME}{sign} version {number}{NAME:#}: {path}{captured}\n"
        ));
    }
    for change in changes(&old.article, &new.article) {
        out.push('\n');
        match change {
            Change::Same(count) => {
                let count = counted(count as u64, "passage", "passages");
                out.push_str(&format!("  {FAINT}{count} unchanged{FAINT:#}\n"));
            }
            Change::Gone(text) => push(&mut out, '-', text, &[whole(text)], width),
            Change::New(text) => push(&mut out, '+', text, &[whole(text)], width),
            Change::Rewritten {
                old,
                new,
                gone,
                came,
            } => {
                push(&mut out, '-', old, &gone, width);
                push(&mut out, '+', new, &came, width);
            }
        }
    }
    out
}

fn whole(text: &str) -> Span {
    Span {
        start: 0,
        end: text.len(),
    }
}

fn push(out: &mut String, sign: char, text: &str, marks: &[Span], width: usize) {
    let marked = if sign == '-' { STRUCK } else { MARK };
    for line in wrap(
        &emphasised(text, marks, PLAIN, marked),
        width.saturating_sub(2),
    ) {
        out.push_str(&format!("{sign} {line}\n"));
    }
}
