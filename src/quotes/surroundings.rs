//! What stands around words of a text: their sentence, and the quotation that they are part of.

use crate::article::Span;
use crate::text::sentences::{Break, break_before, is_closing, is_end};
use crate::text::words::words;

/// The sentences of a text, one behind the other without gaps.
pub(crate) fn sentences(text: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let (mut start, mut end, mut before) = (0, 0, "");
    for word in words(text) {
        let gap = text.get(end..word.start).unwrap_or_default();
        if !before.is_empty() && break_before(before, gap, word.text) != Break::None {
            let cut = end + boundary(gap);
            sentences.push(Span { start, end: cut });
            start = cut;
        }
        before = word.text;
        end = word.own_end();
    }
    if start < text.len() {
        sentences.push(Span {
            start,
            end: text.len(),
        });
    }
    sentences
}

/// Where in a gap the next sentence begins: behind its white space, or behind the sign that ends the one before.
fn boundary(gap: &str) -> usize {
    if let Some((at, space)) = gap.char_indices().rfind(|(_, c)| c.is_whitespace()) {
        return at + space.len_utf8();
    }
    let sign = gap.char_indices().find(|(_, c)| is_end(*c));
    let Some((at, sign)) = sign else { return 0 };
    let behind = at + sign.len_utf8();
    let rest = gap.get(behind..).unwrap_or_default();
    let closing = rest.chars().take_while(|c| is_closing(*c) || is_end(*c));
    behind + closing.map(char::len_utf8).sum::<usize>()
}

/// What stands between quotes, without them. A quotation ends with its paragraph, as the next one opens it again.
pub(crate) fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut before = ' ';
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        match open {
            Some((_, start)) if c == '\n' => {
                found.push(Span { start, end: at });
                open = None;
            }
            Some((opener, start)) if closes(opener, c, next) => {
                found.push(Span { start, end: at });
                open = None;
            }
            None if opens(c, before) => open = Some((c, at + c.len_utf8())),
            _ => {}
        }
        before = c;
    }
    if let Some((_, start)) = open {
        found.push(Span {
            start,
            end: text.len(),
        });
    }
    found
}

fn opens(c: char, before: char) -> bool {
    match c {
        '"' | '“' | '”' | '„' | '«' | '»' | '「' | '『' | '‹' | '〝' => true,
        '‘' => !before.is_alphanumeric(),
        _ => false,
    }
}

fn closes(opener: char, c: char, next: Option<char>) -> bool {
    match opener {
        '"' => c == '"',
        '“' => matches!(c, '”' | '"'),
        '”' => c == '”',
        '„' => matches!(c, '“' | '”' | '"'),
        '«' => c == '»',
        '»' => matches!(c, '«' | '»'),
        '「' => c == '」',
        '『' => c == '』',
        '‹' => c == '›',
        '〝' => matches!(c, '〞' | '〟'),
        '‘' => c == '’' && next.is_none_or(|next| !next.is_alphanumeric()),
        _ => false,
    }
}

/// The sentences that a span reaches into, as one span.
pub(crate) fn around(sentences: &[Span], at: Span) -> Span {
    let touched = |sentence: &&Span| sentence.start < at.end && at.start < sentence.end;
    let start = sentences.iter().find(touched).map_or(at.start, |s| s.start);
    let end = sentences.iter().rfind(touched).map_or(at.end, |s| s.end);
    Span {
        start: start.min(at.start),
        end: end.max(at.end),
    }
}

/// The parts of `within` that stand in none of the quotations, as one text.
pub(crate) fn outside(text: &str, within: Span, quotations: &[Span]) -> String {
    let mut out = String::new();
    let mut from = within.start;
    for quoted in quotations {
        if quoted.end <= from || quoted.start >= within.end {
            continue;
        }
        out.push_str(text.get(from..quoted.start.max(from)).unwrap_or_default());
        out.push(' ');
        from = quoted.end.min(within.end);
    }
    out.push_str(text.get(from..within.end).unwrap_or_default());
    out
}
