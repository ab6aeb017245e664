//! What a reader should know about how the query was read.

use unicode_width::UnicodeWidthChar;

use crate::article::Span;

/// Warnings kept for one query; who needs more has other worries.
const MAX_WARNINGS: usize = 20;

/// Columns of the query shown on either side of the place.
const CONTEXT_COLUMNS: usize = 50;

/// One remark about a query: the query runs all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Where in the query's text.
    pub span: Span,
    /// How much it matters.
    pub severity: Severity,
    /// How it was read: lower case, no full stop.
    pub message: String,
    /// What to write instead, where there is something.
    pub hint: Option<String>,
}

/// How much a [`Warning`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It was read as most readers mean it.
    Note,
    /// It may not have been meant so.
    Warning,
}

impl Severity {
    /// `note` or `warning`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
        }
    }
}

/// The warnings of one parse, in the order of the text.
#[derive(Clone, Default)]
pub(crate) struct Warnings {
    list: Vec<Warning>,
    left_out: usize,
}

impl Warnings {
    pub(crate) fn note(&mut self, span: Span, message: impl Into<String>) {
        self.push(Warning {
            span,
            severity: Severity::Note,
            message: message.into(),
            hint: None,
        });
    }

    pub(crate) fn warn(&mut self, span: Span, message: impl Into<String>) {
        self.push(Warning {
            span,
            severity: Severity::Warning,
            message: message.into(),
            hint: None,
        });
    }

    /// Adds what to write instead to the warning just given.
    pub(crate) fn hint(&mut self, hint: impl Into<String>) {
        if self.left_out == 0
            && let Some(last) = self.list.last_mut()
        {
            last.hint = Some(hint.into());
        }
    }

    fn push(&mut self, warning: Warning) {
        if self.list.len() < MAX_WARNINGS {
            self.list.push(warning);
        } else {
            self.left_out += 1;
        }
    }

    pub(crate) fn finish(mut self) -> Vec<Warning> {
        self.list.sort_by_key(|warning| warning.span.start);
        if self.left_out > 0
            && let Some(last) = self.list.last()
        {
            let message = format!("{} more places were not understood", self.left_out);
            self.list.push(Warning {
                span: last.span,
                severity: Severity::Warning,
                message,
                hint: None,
            });
        }
        self.list
    }
}

/// The warning with the place under the query's text:
///
/// ```text
/// warning: AND binds tighter than OR
///   a b OR c
///   ^^^^^^^^
///   write (a AND b) OR c
/// ```
///
/// Columns are counted as a terminal shows them; a long query is cut around the place. No line end at the end.
pub fn caret(text: &str, warning: &Warning) -> String {
    let (line, before, width) = excerpt(text, warning.span);
    let mut shown = format!(
        "{}: {}\n  {line}\n  ",
        warning.severity.name(),
        warning.message
    );
    shown.extend(std::iter::repeat_n(' ', before));
    shown.extend(std::iter::repeat_n('^', width.max(1)));
    if let Some(hint) = &warning.hint {
        shown.push_str("\n  ");
        shown.push_str(hint);
    }
    shown
}

/// The query on one line, cut around `span`; the columns before the place and the columns of it.
fn excerpt(text: &str, span: Span) -> (String, usize, usize) {
    let mut columns = 0;
    let mut shown: Vec<(usize, char, usize)> = Vec::new();
    let (mut first, mut last) = (None, 0);
    for (at, ch) in text.char_indices() {
        let (ch, width) = printable(ch);
        if (span.start..span.end.max(span.start + 1)).contains(&at) {
            first.get_or_insert(columns);
            last = columns + width;
        }
        shown.push((columns, ch, width));
        columns += width;
    }
    let first = first.unwrap_or(columns);
    let last = last.clamp(first, first + CONTEXT_COLUMNS);
    let (from, until) = (
        first.saturating_sub(CONTEXT_COLUMNS),
        last + CONTEXT_COLUMNS,
    );
    let mut line = String::new();
    let mut start = None;
    for &(column, ch, width) in &shown {
        if column >= from && column + width <= until {
            start.get_or_insert(column);
            line.push(ch);
        }
    }
    let start = start.unwrap_or(0);
    let mut before = first.saturating_sub(start);
    if start > 0 {
        line.insert(0, '…');
        before += 1;
    }
    if columns > until {
        line.push('…');
    }
    (line, before, last - first)
}

/// What stands for a character on a terminal, and its columns.
fn printable(ch: char) -> (char, usize) {
    match ch.width() {
        Some(0) | None => (if ch.is_whitespace() { ' ' } else { '·' }, 1),
        Some(_) if ch.is_whitespace() => (' ', 1),
        Some(width) => (ch, width),
    }
}
