//! What the words of a line of markup say against it.
use crate::article::Reason;
use crate::clean::lexicon::{self, From, How};

/// Longer lines (in characters) are read as text, whatever they begin with.
const MAX_CHARS: usize = 260;
/// Notices are wordy.
const MAX_NOTICE: usize = 1000;

/// The reason to leave a short line out, when its words give one.
pub(crate) fn reason(line: &str) -> Option<Reason> {
    let chars = if line.len() > 4 * MAX_NOTICE {
        usize::MAX
    } else {
        line.chars().map(width).sum()
    };
    if chars > MAX_NOTICE {
        return None;
    }
    let cues = lexicon::find(From::Html, &fold(line));
    let fits = |how: How, reason: Reason| match () {
        () if chars <= MAX_CHARS || how == How::Long => true,
        () if how == How::Has && reason == Reason::Copyright => opens_with_rights(line),
        () => is_notice(reason),
    };
    cues.into_iter()
        .find(|cue| fits(cue.how, cue.reason))
        .map(|cue| cue.reason)
}

/// A long line speaks of rights from its beginning; one that ends with them is a paragraph that a notice was run on to.
fn opens_with_rights(line: &str) -> bool {
    let end = line
        .char_indices()
        .nth(MAX_CHARS)
        .map_or(line.len(), |(at, _)| at);
    let head = fold(line.get(..end).unwrap_or_default());
    lexicon::find(From::Html, &head)
        .into_iter()
        .any(|cue| cue.reason == Reason::Copyright)
}

/// The folded line without marks at either end.
fn fold(line: &str) -> String {
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '.' | ':'
                    | '>'
                    | '»'
                    | '›'
                    | '→'
                    | '•'
                    | '-'
                    | '–'
                    | '—'
                    | '|'
                    | '*'
                    | '!'
                    | '"'
                    | '+'
                    | '▶'
                    | '►'
                    | '■'
                    | '●'
                    | '…'
                    | '“'
                    | '”'
                    | '„'
                    | '['
                    | ']'
                    | '：'
                    | '➡'
                    | '👉'
                    | '🔴'
            )
    };
    let start = line.trim_start_matches(edge);
    let text = if start.ends_with(':') {
        start.trim_end_matches(':').trim_end()
    } else {
        start.trim_end_matches(edge)
    };
    // "READ | Ferry ..." is "Read: Ferry ...".
    let key = lexicon::key(text);
    if key.contains('|') {
        key.replace(" |", ":").replace('|', ":")
    } else {
        key
    }
}

/// Ideographs, kana and Hangul say as much as two or three letters.
fn width(c: char) -> usize {
    if (c as u32) < 0x2e80 { 1 } else { 3 }
}

/// Reasons whose lines run to a paragraph.
fn is_notice(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Consent | Reason::Comments | Reason::Copyright | Reason::Disclaimer
    )
}
