//! Hard wraps: which lines belong to one paragraph.
//!
//! A text that was filled to a number of columns shows it: the next line's first word would not have fitted at the end of the line
//! before. A line after which it would have fitted ends a paragraph, whether or not an empty line follows. The width is measured
//! around each line, since a text may change it.

use crate::clean::plain::source_line::{Line, Mark};
use crate::clean::plain::{alone, sentence};

/// Lines to either side that tell the width; wide enough for a paragraph, narrow enough for a change of columns.
const WINDOW: usize = 6;
/// Nobody wraps a text to fewer or more columns.
const COLUMNS: std::ops::RangeInclusive<usize> = 24..=110;

/// For each line, whether it goes on with the paragraph of the line before.
pub(super) fn continuations(lines: &[Line], is_mark: &[bool]) -> Vec<bool> {
    let pairs: Vec<Pair> = lines
        .windows(2)
        .zip(is_mark.windows(2))
        .map(|(two, marks)| pair(two, marks))
        .collect();
    let indents = lines.iter().filter(|line| line.indented).count();
    let indented_starts = indents > 0 && indents * 2 < lines.len();
    let mut out = vec![false; lines.len()];
    for (at, flag) in out.iter_mut().skip(1).enumerate() {
        let Some(pair) = pairs.get(at) else { continue };
        if !(pair.apart || indented_starts && pair.indented) {
            let from = at.saturating_sub(WINDOW);
            let around = pairs
                .get(from..(at + WINDOW + 1).min(pairs.len()))
                .unwrap_or_default();
            let alone = || {
                lines
                    .get(at..at + 2)
                    .unwrap_or_default()
                    .iter()
                    .any(|line| alone::stands_alone(&line.text))
            };
            *flag = joins(*pair, around) && !alone();
        }
    }
    out
}

/// In Markdown the lines of a paragraph stand together until an empty line.
pub(super) fn markdown_continuations(lines: &[Line]) -> Vec<bool> {
    let follows = |two: &[Line]| {
        let [first, second] = two else { return false };
        let flows = !sentence::is_closed(&first.text) || first.width >= 50;
        !second.after_blank
            && first.mark == Mark::None
            && second.mark == Mark::None
            && COLUMNS.contains(&first.width)
            && flows
    };
    lines
        .first()
        .map(|_| false)
        .into_iter()
        .chain(lines.windows(2).map(follows))
        .collect()
}

/// What two lines that follow each other show.
#[derive(Debug, Clone, Copy)]
struct Pair {
    /// Columns of the first.
    width: usize,
    /// Columns that the first word of the second would have needed.
    need: usize,
    /// The second goes on in small letters.
    small: bool,
    /// The second begins in a script without capitals.
    caseless: bool,
    /// The first ends a sentence.
    closed: bool,
    /// The first ends with a hyphen after a letter.
    hyphen: bool,
    /// An empty line stands between.
    blank: bool,
    /// The second is indented, the first is not.
    indented: bool,
    /// They cannot belong together: a mark, a list's item.
    apart: bool,
}

fn pair(two: &[Line], marks: &[bool]) -> Pair {
    let [first, second] = two else { return APART };
    let unspaced = second
        .text
        .chars()
        .next()
        .is_some_and(|c| u32::from(c) >= 0x2e80);
    let word = second.text.split(' ').next().unwrap_or("");
    // Unspaced scripts break at any character, but not before punctuation.
    let need = if unspaced {
        2
    } else {
        1 + unicode_width::UnicodeWidthStr::width(word).min(30)
    };
    let hyphen = ends_in_hyphen(&first.text);
    Pair {
        width: first.width,
        need: if hyphen { need.max(8) } else { need },
        small: sentence::starts_small(&second.text),
        caseless: sentence::starts_caseless(&second.text),
        closed: sentence::is_closed(&first.text),
        hyphen,
        blank: second.after_blank,
        indented: second.indented && !first.indented,
        apart: marks.contains(&true)
            || first.text == second.text
            || is_block(first)
            || is_block(second)
            || is_item(first, second)
            || sentence::is_open(&first.text) && second.after_blank,
    }
}

/// The line is a Markdown block of its own.
fn is_block(line: &Line) -> bool {
    matches!(line.mark, Mark::Heading(_) | Mark::Picture | Mark::Link)
}

/// The second line is an item of a list; a number may as well go on with a sentence.
fn is_item(first: &Line, second: &Line) -> bool {
    let ended =
        sentence::is_closed(&first.text) || sentence::is_open(&first.text) || second.after_blank;
    sentence::item(&second.text).is_some()
        && (ended || !second.text.starts_with(|c: char| c.is_ascii_digit()))
}

const APART: Pair = Pair {
    width: 0,
    need: 0,
    small: false,
    caseless: false,
    closed: true,
    hyphen: false,
    blank: true,
    indented: false,
    apart: true,
};

/// The line ends with a hyphen after a letter.
pub(super) fn ends_in_hyphen(text: &str) -> bool {
    let mut back = text.chars().rev();
    matches!(back.next(), Some('-' | '‐' | '\u{ad}'))
        && back.next().is_some_and(char::is_alphabetic)
}

fn joins(pair: Pair, around: &[Pair]) -> bool {
    let near = || {
        around
            .iter()
            .filter(|p| COLUMNS.contains(&p.width) && !p.apart)
    };
    let columns = near().map(|p| p.width).max().unwrap_or(0);
    if !COLUMNS.contains(&pair.width) || columns < *COLUMNS.start() {
        return false;
    }
    let fills = |p: &Pair| p.width + p.need > columns.saturating_sub(1);
    let full = near().filter(|p| fills(p)).count();
    let flowing = near()
        .filter(|p| fills(p) && !p.closed && (p.small || p.caseless || p.hyphen))
        .count();
    let doubled = near().filter(|p| p.blank).count() * 10 >= near().count() * 8;
    let caseless = near().filter(|p| p.caseless).count() * 2 > near().count();
    if full < 2
        || flowing < if caseless { 3 } else { 1 }
        || flowing * 4 < full
        || full * 5 < near().count() * 2
    {
        return false;
    }
    if pair.blank && !doubled {
        return fills(&pair) && !pair.closed && (pair.small || pair.caseless);
    }
    if pair.closed && !pair.small {
        return fills(&pair) && pair.width + 1 >= columns && !pair.blank;
    }
    let slack = if pair.small { columns / 6 } else { 3 };
    pair.width + pair.need + slack > columns
}
