//! Laying a quotation over a text, word by word.
//!
//! The least costly way to turn a run of the text into the quotation (Smith and Waterman 1981, with the whole of the quotation and any
//! run of the text), where one long gap costs less than many short ones (Gotoh 1982).

use rustc_hash::FxHashMap;

use crate::quotes::quoted_words::Token;

/// What a changed or an added word costs: two of them more than a gap and one of them, so that `ceasefire` comes to lie over both parts of
/// `cease-fire`.
const WORD: u32 = 20;

/// What it costs to leave words out, and each of them.
const GAP: u32 = 16;
const LEFT_OUT: u32 = 1;

/// The same where an ellipsis says so.
const MARKED_GAP: u32 = 1;

/// Cells of the table at most; of a longer text only the part that has most of the words is looked at.
const MOST_CELLS: usize = 4_000_000;

/// How a word of the quotation or of the text is accounted for; numbers count tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// The same word.
    Same {
        quote: usize,
        text: usize,
    },
    Changed {
        quote: usize,
        text: usize,
    },
    /// A word that the text has not.
    Added {
        quote: usize,
    },
    /// A word that the quotation has not.
    LeftOut {
        text: usize,
        is_marked: bool,
    },
}

/// The quotation over a run of the text.
#[derive(Debug, Clone)]
pub(crate) struct Alignment {
    pub(crate) steps: Vec<Step>,
}

/// How the table came to a cell.
#[derive(Clone, Copy)]
enum Origin {
    Start,
    Pair,
    Added,
    Gap,
}

/// The best alignment; `None` where one of the two has no words.
pub(crate) fn align(quote: &[Token], text: &[Token]) -> Option<Alignment> {
    if quote.is_empty() || text.is_empty() {
        return None;
    }
    let (quote_ids, text_ids) = numbered(quote, text);
    let room = MOST_CELLS / (quote.len() + 1);
    let from = densest(&text_ids, room);
    let ids: Vec<u32> = text_ids.iter().skip(from).take(room).copied().collect();
    let mut table = Table::new(quote_ids.len(), ids.len());
    table.fill(quote, &quote_ids, &ids);
    Some(table.walk_back(quote, &quote_ids, &ids, from))
}

/// The words as numbers; a word that the quotation has not is 0.
fn numbered<'a>(quote: &'a [Token], text: &[Token]) -> (Vec<u32>, Vec<u32>) {
    let mut numbers: FxHashMap<&'a str, u32> = FxHashMap::default();
    let mut quote_ids = Vec::with_capacity(quote.len());
    for token in quote {
        let next = numbers.len() as u32 + 1;
        quote_ids.push(*numbers.entry(&token.key).or_insert(next));
    }
    let known = |token: &Token| numbers.get(token.key.as_str()).copied().unwrap_or(0);
    (quote_ids, text.iter().map(known).collect())
}

/// Where the part of at most `room` words begins that has most words of the quotation.
fn densest(ids: &[u32], room: usize) -> usize {
    if ids.len() <= room {
        return 0;
    }
    let is_known = |at: usize| usize::from(ids.get(at).is_some_and(|id| *id > 0));
    let mut within: usize = (0..room).map(is_known).sum();
    let mut best = (within, 0);
    for start in 1..=ids.len() - room {
        within = within + is_known(start + room - 1) - is_known(start - 1);
        if within > best.0 {
            best = (within, start);
        }
    }
    best.1
}

/// The table of costs: a row for each word of the quotation, a column for each of the text. Only the last row of costs is kept, and how
/// each cell was come to.
struct Table {
    columns: usize,
    rows: usize,
    costs: Vec<u32>,
    origins: Vec<Origin>,
    /// Whether the gap that ends at a cell began right there.
    gap_begins: Vec<bool>,
}

impl Table {
    fn new(rows: usize, columns: usize) -> Self {
        let cells = (rows + 1) * (columns + 1);
        Self {
            columns,
            rows,
            costs: vec![0; columns + 1],
            origins: vec![Origin::Start; cells],
            gap_begins: vec![false; cells],
        }
    }

    fn cell(&self, row: usize, column: usize) -> usize {
        row * (self.columns + 1) + column
    }

    fn fill(&mut self, quote: &[Token], quote_ids: &[u32], ids: &[u32]) {
        for (at, id) in quote_ids.iter().enumerate() {
            let row = at + 1;
            // No words are left out behind the last one: the run ends there.
            let gap = match quote.get(row) {
                Some(next) if next.after_ellipsis => Some((MARKED_GAP, 0)),
                Some(_) => Some((GAP, LEFT_OUT)),
                None => None,
            };
            self.fill_row(row, *id, ids, gap);
        }
    }

    fn fill_row(&mut self, row: usize, id: u32, ids: &[u32], gap: Option<(u32, u32)>) {
        let above = std::mem::take(&mut self.costs);
        let mut costs: Vec<u32> = Vec::with_capacity(above.len());
        let mut in_gap = u32::MAX;
        for (column, over) in above.iter().enumerate() {
            let cell = self.cell(row, column);
            let mut best = (over + WORD, Origin::Added);
            let pair = column
                .checked_sub(1)
                .and_then(|before| Some((above.get(before)?, ids.get(before)?)));
            if let Some((diagonal, word)) = pair {
                let cost = diagonal + if *word == id { 0 } else { WORD };
                if cost <= best.0 {
                    best = (cost, Origin::Pair);
                }
            }
            if let (Some((open, each)), Some(left)) = (gap, costs.last()) {
                let (begun, went_on) = (left + open + each, in_gap.saturating_add(each));
                let begins = begun <= went_on;
                in_gap = begun.min(went_on);
                if let Some(gap) = self.gap_begins.get_mut(cell) {
                    *gap = begins;
                }
                if in_gap < best.0 {
                    best = (in_gap, Origin::Gap);
                }
            }
            costs.push(best.0);
            if let Some(origin) = self.origins.get_mut(cell) {
                *origin = best.1;
            }
        }
        self.costs = costs;
    }

    fn walk_back(&self, quote: &[Token], quote_ids: &[u32], ids: &[u32], from: usize) -> Alignment {
        let ends = self.costs.iter().enumerate();
        let end = ends.min_by_key(|(_, cost)| **cost).map_or(0, |(at, _)| at);
        let (mut row, mut column) = (self.rows, end);
        let mut steps = Vec::new();
        while row > 0 {
            let cell = self.cell(row, column);
            match self.origins.get(cell) {
                Some(Origin::Pair) if column > 0 => {
                    row -= 1;
                    column -= 1;
                    let (quote, text) = (row, from + column);
                    let is_same = quote_ids.get(row) == ids.get(column);
                    steps.push(match is_same {
                        true => Step::Same { quote, text },
                        false => Step::Changed { quote, text },
                    });
                }
                Some(Origin::Gap) if column > 0 => {
                    let is_marked = quote.get(row).is_some_and(|next| next.after_ellipsis);
                    self.leave_gap(row, &mut column, |text| {
                        steps.push(Step::LeftOut {
                            text: from + text,
                            is_marked,
                        });
                    });
                }
                _ => {
                    row -= 1;
                    steps.push(Step::Added { quote: row });
                }
            }
        }
        steps.reverse();
        Alignment { steps }
    }

    /// Goes back over the words of one gap.
    fn leave_gap(&self, row: usize, column: &mut usize, mut each: impl FnMut(usize)) {
        while *column > 0 {
            let begins = self.gap_begins.get(self.cell(row, *column)).copied();
            *column -= 1;
            each(*column);
            if begins != Some(false) {
                return;
            }
        }
    }
}
