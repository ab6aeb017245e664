//! By-lines: which lines of a page are one, and which marked elements hold names and nothing else.

use crate::article::{CleanPage, Reason};
use crate::identify::name::{self, Kind};
use crate::identify::{cue, line};
use crate::text::script::is_east_asian;
use crate::text::{fold, sentences};

/// The lines of a page that are by-lines, the likeliest first.
pub(crate) fn lines(page: &CleanPage) -> Vec<String> {
    if is_marked_up(page) {
        lines_of_markup(page)
    } else {
        lines_of_text(page)
    }
}

/// Whether the page was markup: it says something of itself.
pub(crate) fn is_marked_up(page: &CleanPage) -> bool {
    page.meta.title.is_some() || !page.meta.meta.is_empty()
}

/// Bare text: every by-line that was left out; a cue may stand on a line of its own above its name.
fn lines_of_text(page: &CleanPage) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut cue: Option<&str> = None;
    let bylines = line::removed_lines(page, &[Reason::Byline]);
    for line in line::removed_lines(page, &[Reason::Byline, Reason::DateLine, Reason::Label]) {
        if cue::is_cue(line) {
            cue = Some(line);
        } else if let Some(cue) = cue.take() {
            out.push(format!("{cue} {line}"));
        } else if cue::has_cue(line) || bylines.contains(&line) {
            out.push(line.to_owned());
        }
    }
    let blocks = page
        .blocks
        .iter()
        .take(3)
        .map(|block| block.text.as_str())
        .filter(|text| text.len() <= 160);
    let cued =
        blocks.filter(|text| cue::has_cue(text) && !text.trim_end().ends_with(sentences::is_end));
    out.extend(cued.map(str::to_owned));
    out
}

/// A page with markup shows the by-lines of other articles too: one with a cue counts, or one between headline and article, or
/// right after it, that is names, or a name and a day.
fn lines_of_markup(page: &CleanPage) -> Vec<String> {
    let labelled = line::near_lines(page)
        .into_iter()
        .filter(|line| cue::has_cue(line));
    let signed =
        line::near(page).filter(|removal| is_signature(page, &removal.text, removal.reason));
    let short = page
        .removals
        .iter()
        .filter(|removal| removal.text.len() <= 160);
    let cued = short.filter(|removal| {
        matches!(
            removal.reason,
            Reason::Byline | Reason::DateLine | Reason::Label
        )
    });
    let cued = cued.filter(|removal| cue::has_cue(&removal.text));
    let last = line::next(page).filter(|removal| is_signature(page, &removal.text, removal.reason));
    let whole = signed
        .chain(cued)
        .chain(last)
        .map(|removal| removal.text.clone());
    labelled
        .chain(kept_lines(page))
        .chain(whole)
        .take(20)
        .collect()
}

/// By-lines that cleaning kept: lines of their own among the first blocks, a cue and persons' names and nothing more.
fn kept_lines(page: &CleanPage) -> Vec<String> {
    let lines = page
        .blocks
        .iter()
        .take(4)
        .flat_map(|block| block.text.lines().take(4));
    let short =
        lines.filter(|line| line.len() <= 160 && !line.trim_end().ends_with(sentences::is_end));
    let people = |line: &String| {
        let names = name::names(line);
        !names.is_empty() && names.iter().all(|name| name.kind == Kind::Person)
    };
    short
        .flat_map(line::segments)
        .filter(|line| cue::has_cue(line))
        .filter(people)
        .collect()
}

/// A person's name, a mark and a day; or persons' names that cleaning took for a by-line. What the headline says is no signature.
fn is_signature(page: &CleanPage, line: &str, reason: Reason) -> bool {
    if is_of_title(page, line) {
        return false;
    }
    let labelled = line.chars().take(20).any(|c| matches!(c, ':' | '：'));
    if labelled && !cue::has_cue(line) && !line.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let names = name::names(line);
    let Some(first) = names.first().filter(|name| name.kind == Kind::Person) else {
        return false;
    };
    let rest = line
        .trim_start()
        .strip_prefix(first.text.as_str())
        .map(str::trim_start);
    let marked = rest.is_some_and(|rest| rest.starts_with(['|', '•', '·', ',', '/']));
    let dated = marked && names.len() <= 3 && line.chars().any(|c| c.is_ascii_digit());
    dated || reason == Reason::Byline && names.iter().all(|name| name.kind == Kind::Person)
}

/// The headline, or a part of a title that the page gives itself, says the same.
fn is_of_title(page: &CleanPage, line: &str) -> bool {
    let headline = page.headline.iter().map(|headline| headline.text.as_str());
    let is_title = |key: &str| matches!(key, "og:title" | "twitter:title");
    let shared = page.meta.meta.iter().filter(|(key, _)| is_title(key));
    let titles = shared.map(|(_, title)| title).chain(&page.meta.title);
    let parts = titles.flat_map(|title| line::parts(title));
    let line = fold::key(line);
    headline.chain(parts).any(|part| fold::key(part) == line)
}

/// Verbs after a reader's name above his comment.
const SAYS: &[&str] = &[
    "says",
    "said",
    "sagt",
    "schreibt",
    "meint",
    "a dit",
    "dice",
    "dijo",
    "disse",
    "skriver",
    "pisze",
    "пишет",
    "говорит",
];

/// Whether the text of a marked element is names: not an address, a biography, a reader's comment, a field of a form.
pub(crate) fn is_byline(text: &str) -> bool {
    if text.len() > 300 || is_address(text) || text.contains('*') {
        return false;
    }
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| fold::key(word.trim_end_matches(':')))
        .collect();
    let says = |word: &String| SAYS.contains(&word.as_str());
    let comment = words.iter().skip(1).take(4).any(says);
    let dense = text.chars().filter(|c| is_east_asian(*c)).count() > 30;
    let joined = text.matches(['|', '–', '—']).count() > 1;
    let most = if cue::has_cue(text) { 25 } else { 12 };
    words.len() <= most && !dense && !joined && !comment
}

/// Whether a field that should hold a name holds an address or a handle.
pub(crate) fn is_address(text: &str) -> bool {
    text.contains("://")
        || text.starts_with("www.")
        || text.starts_with('@')
        || text.starts_with('/')
}
