//! Saved pages: browsers and their extensions write into the page where and when it was saved.

use jiff::fmt::strtime;

use crate::article::Given;

/// The note stands before or right after the opening tags.
const NOTE_IN: usize = 4096;

/// Fills in the address and the day of saving from the page's first comments, where nothing better is given.
pub(crate) fn note(html: &str, given: &mut Given) {
    let head = html
        .get(..html.floor_char_boundary(NOTE_IN))
        .unwrap_or(html);
    for comment in head.split("<!--").skip(1) {
        let comment = comment.split("-->").next().unwrap_or_default();
        let (url, saved) = read(comment);
        given.url = given.url.take().or(url);
        given.captured = given.captured.take().or(saved);
    }
    given.captured = given.captured.take().or_else(|| archived(html));
}

/// The time in the Wayback Machine's note at the page's end, `FILE ARCHIVED ON 18:27:11 Feb 16, 2012 AND RETRIEVED ...`, as ISO 8601.
fn archived(html: &str) -> Option<String> {
    let tail = html.get(html.floor_char_boundary(html.len().saturating_sub(NOTE_IN))..)?;
    let (_, note) = tail.rsplit_once("FILE ARCHIVED ON ")?;
    let (time, _) = note.split_once(" AND ")?;
    let time = strtime::parse("%H:%M:%S %b %d, %Y", time.trim())
        .ok()?
        .to_datetime()
        .ok()?;
    Some(format!("{time}Z"))
}

/// `saved from url=(0031)https://a.example/`; `Mirrored from a.example/ by HTTrack ..., DATE`; or the lines `url:` and `saved date:` under "Page saved with SingleFile".
fn read(comment: &str) -> (Option<String>, Option<String>) {
    let address = |text: &str| {
        let url = text.split_whitespace().next()?;
        (url.starts_with("http://") || url.starts_with("https://")).then(|| url.to_owned())
    };
    if let Some((_, rest)) = comment.split_once("saved from url=(") {
        return (rest.split_once(')').and_then(|(_, url)| address(url)), None);
    }
    if let Some((_, rest)) = comment.split_once("Mirrored from ") {
        let url = rest
            .split_whitespace()
            .next()
            .filter(|bare| bare.contains('.'));
        let saved = rest
            .rsplit_once("], ")
            .map(|(_, saved)| saved.trim().to_owned());
        return (url.map(|bare| format!("http://{bare}")), saved);
    }
    if !comment.contains("saved with") && !comment.contains("Saved by") {
        return (None, None);
    }
    let line = |name: &str| {
        comment
            .lines()
            .find_map(|line| line.trim().strip_prefix(name))
            .map(str::trim)
    };
    let saved = line("saved date:")
        .filter(|saved| !saved.is_empty())
        .map(str::to_owned);
    (line("url:").and_then(address), saved)
}
