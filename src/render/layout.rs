//! Text on a terminal: made harmless, measured in columns, wrapped with its emphasis.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::article::Span;

/// Text of a page without anything that a terminal would obey: escapes, controls, bidirectional overrides and zero-width
/// characters that are no part of the spelling. Controls become their picture (`␛`); line breaks and tabs become spaces.
pub fn printable(text: &str) -> String {
    let mut before = ' ';
    let safe = text.chars().filter_map(|c| {
        let joins = is_joiner(c) && joinable(before);
        before = c;
        if joins { Some(c) } else { harmless(c) }
    });
    safe.collect()
}

/// A zero-width joiner or non-joiner: a part of the spelling in Arabic and Indic scripts and of emoji, and nothing else elsewhere.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// A character that a joiner may follow.
fn joinable(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{1fff}' | '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

fn harmless(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' => Some(' '),
        '\0'..='\x1f' => char::from_u32(0x2400 + u32::from(c)),
        '\x7f' => Some('␡'),
        '\u{80}'..='\u{9f}' => Some('\u{fffd}'),
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' => {
            None
        }
        '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => None,
        c => Some(c),
    }
}

/// Columns that a text takes.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// The text cut to so many columns, with `…` where something was cut, and padded to them.
pub fn fit(text: &str, width: usize) -> String {
    let mut out = String::new();
    let mut used = 0;
    let whole = columns(text) <= width;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide
            > if whole {
                width
            } else {
                width.saturating_sub(1)
            }
        {
            break;
        }
        out.push(c);
        used += wide;
    }
    if !whole {
        out.push('…');
        used += 1;
    }
    out.extend(std::iter::repeat_n(' ', width.saturating_sub(used)));
    out
}

/// One character of a text to be wrapped, and its style.
type Cell = (char, Style);

/// A text with its marked ranges in another style.
pub fn emphasised(text: &str, marks: &[Span], plain: Style, marked: Style) -> Vec<Cell> {
    let mut marks = marks.iter().peekable();
    let mut before = ' ';
    let cells = text.char_indices().filter_map(|(at, c)| {
        while marks.next_if(|mark| mark.end <= at).is_some() {}
        let inside = marks.peek().is_some_and(|mark| mark.start <= at);
        let joins = is_joiner(c) && joinable(before);
        before = c;
        let shown = if joins { Some(c) } else { harmless(c) };
        shown.map(|c| (c, if inside { marked } else { plain }))
    });
    cells.collect()
}

/// Lines of at most `width` columns, each with its styles written out; broken at spaces and around wide characters.
pub fn wrap(cells: &[Cell], width: usize) -> Vec<String> {
    let width = width.max(8);
    let mut lines = Vec::new();
    let mut rest = trimmed(cells);
    while !rest.is_empty() {
        let cut = line_end(rest, width);
        let (line, after) = rest.split_at(cut);
        lines.push(written(trimmed(line)));
        rest = trimmed(after);
    }
    lines
}

/// The columns that a wrapped line takes on a terminal: its styles take none.
pub fn shown_width(line: &str) -> usize {
    let mut width = 0;
    for (at, part) in line.split('\u{1b}').enumerate() {
        let shown = match at {
            0 => part,
            _ => part.split_once('m').map_or("", |(_, shown)| shown),
        };
        width += shown.width();
    }
    width
}

/// How many cells the first line takes; at least one.
fn line_end(cells: &[Cell], width: usize) -> usize {
    let (mut used, mut last_break) = (0, 0);
    let mut before_wide = false;
    for (at, (c, _)) in cells.iter().enumerate() {
        let wide = c.width().unwrap_or(0);
        if *c == ' ' || (at > 0 && (wide == 2 || before_wide) && !no_line_start(*c)) {
            last_break = at;
        }
        used += wide;
        if used > width {
            return if last_break > 0 {
                last_break
            } else {
                at.max(1)
            };
        }
        before_wide = wide == 2;
    }
    cells.len()
}

/// Punctuation that may not begin a line.
fn no_line_start(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '」'
            | '』'
            | '）'
            | '！'
            | '？'
            | '：'
            | '；'
            | '”'
            | '’'
            | ','
            | '.'
    )
}

fn trimmed(cells: &[Cell]) -> &[Cell] {
    let start = cells
        .iter()
        .position(|(c, _)| *c != ' ')
        .unwrap_or(cells.len());
    let end = cells
        .iter()
        .rposition(|(c, _)| *c != ' ')
        .map_or(start, |last| last + 1);
    cells.get(start..end).unwrap_or_default()
}

fn written(cells: &[Cell]) -> String {
    let mut out = String::new();
    let mut current = Style::new();
    for (c, style) in cells {
        if *style != current {
            out.push_str(&format!("{current:#}{style}"));
            current = *style;
        }
        out.push(*c);
    }
    out.push_str(&format!("{current:#}"));
    out
}

/// A bar of eighths of a block: `share` of `width` columns, at least a sliver where there is anything.
pub fn bar(share: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = ((share.clamp(0.0, 1.0) * width as f64 * 8.0).round() as usize)
        .max(usize::from(share > 0.0));
    let mut out = "█".repeat(eighths / 8);
    out.push_str(EIGHTHS.get(eighths % 8).copied().unwrap_or_default());
    out
}
