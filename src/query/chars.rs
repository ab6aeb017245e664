//! The query's characters, one after the other: punctuation of other keyboards read as ASCII, invisible characters left out.

use unicode_normalization::char::is_combining_mark;

use crate::article::Span;

/// One character of the query.
#[derive(Debug, Clone, Copy)]
struct Cell {
    /// Its first byte in the text.
    at: usize,
    /// The character itself.
    shown: char,
    /// What it is read as.
    read: char,
}

/// A place in the query's text.
#[derive(Debug)]
pub(crate) struct Scanner {
    cells: Vec<Cell>,
    pos: usize,
    end: usize,
    /// What a `|` is.
    pub(crate) pipes: Pipes,
}

/// What a `|` in a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pipes {
    /// OR.
    Join,
    /// What stands between a headline and its outlet.
    Part,
}

/// One character of a word; `literal` when a backslash stood before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Letter {
    pub(crate) ch: char,
    pub(crate) literal: bool,
}

/// What ends a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordEnd {
    /// Space, parentheses, quotes.
    Syntax,
    /// Space, or a parenthesis that the word did not open: addresses and ids.
    Space,
}

/// A phrase in quotes.
#[derive(Debug)]
pub(crate) struct Quoted {
    /// What stood between, white space folded.
    pub(crate) text: String,
    /// Whether the quote was closed.
    pub(crate) closed: bool,
}

impl Scanner {
    pub(crate) fn new(text: &str) -> Self {
        let cells = text
            .char_indices()
            .filter(|&(_, ch)| !is_invisible(ch))
            .map(|(at, shown)| Cell {
                at,
                shown,
                read: reading(shown),
            })
            .collect();
        Self {
            cells,
            pos: 0,
            end: text.len(),
            pipes: pipes(text),
        }
    }

    /// The character `ahead` of the place.
    pub(crate) fn peek_at(&self, ahead: usize) -> Option<char> {
        self.cells.get(self.pos + ahead).map(|cell| cell.read)
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    /// The place, to come back to with [`Scanner::rewind`].
    pub(crate) fn mark(&self) -> usize {
        self.pos
    }

    pub(crate) fn rewind(&mut self, mark: usize) {
        self.pos = mark;
    }

    pub(crate) fn advance(&mut self, count: usize) {
        self.pos = (self.pos + count).min(self.cells.len());
    }

    pub(crate) fn skip_all(&mut self) {
        self.pos = self.cells.len();
    }

    pub(crate) fn eat(&mut self, ch: char) -> bool {
        let here = self.peek() == Some(ch);
        self.pos += usize::from(here);
        here
    }

    /// Skips what stands between words.
    pub(crate) fn skip_gap(&mut self) {
        while self.peek().is_some_and(is_gap) {
            self.pos += 1;
        }
    }

    /// The bytes from `mark` to here.
    pub(crate) fn since(&self, mark: usize) -> Span {
        let start = self.cells.get(mark).map_or(self.end, |cell| cell.at);
        let end = self
            .pos
            .checked_sub(1)
            .filter(|&last| last >= mark)
            .and_then(|last| self.cells.get(last))
            .map_or(start, |cell| cell.at + cell.shown.len_utf8());
        Span { start, end }
    }

    /// Whether `ahead` of the place nothing goes on: a gap, a parenthesis, the end.
    pub(crate) fn is_boundary(&self, ahead: usize) -> bool {
        self.peek_at(ahead)
            .is_none_or(|ch| is_gap(ch) || ch == ')' || ch == '(')
    }

    /// The run of characters from `ahead` on that `accept`s.
    pub(crate) fn run(&self, ahead: usize, accept: fn(char) -> bool) -> String {
        self.cells
            .iter()
            .skip(self.pos + ahead)
            .map(|cell| cell.read)
            .take_while(|&ch| accept(ch))
            .take(64)
            .collect()
    }

    /// The bare word from `ahead` on, as it stands, without moving.
    pub(crate) fn bare_at(&self, ahead: usize) -> String {
        self.run(ahead, |ch| {
            !is_gap(ch) && ch != '(' && ch != ')' && !is_quote(ch)
        })
    }

    /// How many characters stand between words from `ahead` on.
    pub(crate) fn gap_at(&self, ahead: usize) -> usize {
        self.run(ahead, is_gap).chars().count()
    }

    /// Whether what stands before the place, over a gap, is a letter or what closes a part.
    pub(crate) fn is_behind_letter(&self) -> bool {
        let before = self.cells.get(..self.pos).unwrap_or_default();
        let last = before.iter().rev().find(|cell| !is_gap(cell.read));
        last.is_some_and(|cell| {
            cell.read.is_alphabetic() || matches!(cell.read, ')' | '*' | '!') || is_quote(cell.read)
        })
    }

    /// A word from here to its end.
    pub(crate) fn word(&mut self, end: WordEnd) -> Vec<Letter> {
        let mut letters = Vec::new();
        let mut open = 0usize;
        while let Some(cell) = self.cells.get(self.pos).copied() {
            let ch = cell.read;
            if let Some(literal) = self.escaped(letters.len()) {
                letters.push(Letter {
                    ch: literal,
                    literal: true,
                });
                self.pos += 2;
                continue;
            }
            let done = match end {
                _ if is_gap(ch) || self.suffix_starts() => true,
                WordEnd::Syntax => {
                    ch == '('
                        || ch == ')'
                        || (ch == '|' && self.pipes == Pipes::Join)
                        || (is_quote(ch) && !self.is_inner_quote())
                }
                WordEnd::Space => ch == ')' && open == 0,
            };
            if done {
                break;
            }
            open = match ch {
                '(' => open + 1,
                ')' => open.saturating_sub(1),
                _ => open,
            };
            letters.push(Letter {
                ch: if ch.is_ascii() { ch } else { cell.shown },
                literal: false,
            });
            self.pos += 1;
        }
        letters
    }

    /// The character that a backslash here takes literally, `length` characters into a word: any punctuation, and anything at its
    /// beginning.
    fn escaped(&self, length: usize) -> Option<char> {
        if self.peek() != Some('\\') {
            return None;
        }
        let next = self.cells.get(self.pos + 1)?.shown;
        (!next.is_whitespace() && (length == 0 || !next.is_alphanumeric())).then_some(next)
    }

    /// Whether `~1` or `^2` stands here, with nothing behind it that makes it part of a word.
    fn suffix_starts(&self) -> bool {
        let Some(sign @ ('~' | '^')) = self.peek() else {
            return false;
        };
        let digits = self.run(1, is_number).chars().count();
        self.is_boundary(1 + digits) || (sign == '~' && self.peek_at(1 + digits) == Some('^'))
    }

    /// The number behind `sign`, when that sign stands here as a suffix. An empty string when there is no number.
    pub(crate) fn suffix(&mut self, sign: char) -> Option<String> {
        if self.peek() != Some(sign) || !self.suffix_starts() {
            return None;
        }
        let number = self.run(1, is_number);
        self.advance(1 + number.chars().count());
        Some(number)
    }

    /// A quote that belongs to the word: between two Hebrew letters (an abbreviation), or behind a word with nothing after it
    /// (inches, or a quote that nothing opened).
    fn is_inner_quote(&self) -> bool {
        let before = self
            .pos
            .checked_sub(1)
            .and_then(|pos| self.cells.get(pos))
            .map(|cell| cell.read);
        let after = self.peek_at(1);
        let opens = self
            .peek()
            .is_some_and(|ch| matches!(ch, '「' | '『' | '«' | '“' | '„'));
        match (before, after) {
            (Some(before), Some(after)) if is_hebrew(before) && is_hebrew(after) => true,
            (Some(before), _) => before.is_alphanumeric() && !opens && self.is_boundary(1),
            _ => false,
        }
    }

    /// The phrase whose opening quote stands here.
    pub(crate) fn quoted(&mut self) -> Quoted {
        let family = self.peek().map_or("", quote_family);
        self.advance(1);
        let mut text = String::new();
        let mut closed = false;
        while let Some(cell) = self.cells.get(self.pos).copied() {
            self.pos += 1;
            if cell.read == '\\'
                && let Some(next) = self.cells.get(self.pos)
                && (is_quote(next.read) || next.read == '\\')
            {
                text.push(next.shown);
                self.pos += 1;
            } else if family.contains(cell.read) && !self.was_hebrew_quote() {
                closed = true;
                break;
            } else if cell.shown.is_whitespace() {
                if !text.ends_with(' ') && !text.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push(cell.shown);
            }
        }
        text.truncate(text.trim_end().len());
        Quoted { text, closed }
    }

    /// Whether the quote just passed stood between two Hebrew letters.
    fn was_hebrew_quote(&self) -> bool {
        let before = self.pos.checked_sub(2).and_then(|pos| self.cells.get(pos));
        before.is_some_and(|cell| is_hebrew(cell.read)) && self.peek().is_some_and(is_hebrew)
    }

    /// The regular expression that stands here between slashes, without them; `None`, and not moved, where it is something else.
    pub(crate) fn regex(&mut self) -> Option<String> {
        if self.peek() != Some('/') {
            return None;
        }
        let mut pattern = String::new();
        let mut pos = self.pos + 1;
        loop {
            let ch = self.cells.get(pos)?.shown;
            pos += 1;
            match ch {
                '/' => break,
                '\\' => {
                    let next = self.cells.get(pos)?.shown;
                    pos += 1;
                    if next != '/' {
                        pattern.push('\\');
                    }
                    pattern.push(next);
                }
                _ if ch.is_whitespace() => return None,
                _ => pattern.push(ch),
            }
        }
        let ahead = pos - self.pos;
        if pattern.is_empty() || !(self.is_boundary(ahead) || self.peek_at(ahead) == Some('^')) {
            return None;
        }
        self.pos = pos;
        Some(pattern)
    }
}

/// A headline has words on either side of a `|`; who means OR has one or two, or says what belongs together.
fn pipes(text: &str) -> Pipes {
    let is_grouped = text.contains(|ch: char| matches!(ch, '(' | ')') || is_quote(ch));
    let few = |part: &str| part.split_whitespace().count() <= 2;
    if is_grouped || text.split('|').all(few) {
        Pipes::Join
    } else {
        Pipes::Part
    }
}

/// Whether a part can begin with the character: a letter or digit, a quote, a parenthesis.
pub(crate) fn starts_part(ch: char) -> bool {
    is_searchable(ch) || is_quote(ch) || matches!(ch, '(' | '=')
}

/// Dashes that are typed, or that a word processor puts, in place of a minus.
pub(crate) fn is_dash(ch: char) -> bool {
    matches!(ch, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Digits and the decimal point.
fn is_number(ch: char) -> bool {
    ch.is_ascii_digit() || ch == '.'
}

/// What separates words: white space, and the commas and full stops of scripts that put no space after them.
pub(crate) fn is_gap(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '，' | '。' | '、' | '；' | '！' | '｡' | '､')
}

/// Double quotes of any keyboard.
pub(crate) fn is_quote(ch: char) -> bool {
    !quote_family(ch).is_empty()
}

/// The quotes that close what this one opens: keyboards and editors mix those of one family.
fn quote_family(ch: char) -> &'static str {
    match ch {
        '"' | '“' | '”' | '„' | '‟' => "\"“”„‟",
        '«' | '»' => "«»",
        '「' | '」' => "」",
        '『' | '』' => "』",
        '〝' | '〞' | '〟' => "〞〟",
        _ => "",
    }
}

fn is_hebrew(ch: char) -> bool {
    ('\u{5d0}'..='\u{5ea}').contains(&ch)
}

/// Whether an index can hold the character: letters, digits and their marks.
pub(crate) fn is_searchable(ch: char) -> bool {
    ch.is_alphanumeric() || is_combining_mark(ch) || matches!(ch, '\u{200c}' | '\u{200d}')
}

/// The ASCII reading of the wide punctuation that East Asian keyboards type.
fn reading(ch: char) -> char {
    match ch {
        '（' => '(',
        '）' => ')',
        '：' => ':',
        '＂' => '"',
        '＊' => '*',
        '？' => '?',
        '＝' => '=',
        '＾' => '^',
        '｜' => '|',
        '－' | '﹣' => '-',
        _ => ch,
    }
}

/// Control characters, direction marks and zero-width characters that no one means to type. The joiners of Persian and Indic
/// scripts are none of them.
fn is_invisible(ch: char) -> bool {
    (ch.is_control() && !ch.is_whitespace())
        || matches!(
            ch,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The number, when it is a whole one.
pub(crate) fn whole(number: &str) -> Option<u32> {
    (!number.is_empty() && !number.contains('.')).then(|| number.parse().unwrap_or(u32::MAX))
}
