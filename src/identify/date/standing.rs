//! How a date stands in its text: in a line of its own, after a label, in a dateline, in a span of time.

use crate::identify::date::calendar::{self, Label};
use crate::identify::date::clock;
use crate::identify::date::dated::{Dated, Standing};
use crate::identify::date::mention::Mention;
use crate::identify::date::tokens::Token;

/// Which dates are part of a span of time: `30 March, 13:15 - 19:00`, `15.11.2021 - 16.11.2021`. Events have one, publications do not.
pub(super) fn spans(tokens: &[Token<'_>], mentions: &[Mention]) -> Vec<bool> {
    let dash = |at: usize| {
        let mark = tokens
            .get(at)
            .filter(|token| !token.breaks)
            .and_then(Token::mark);
        matches!(mark, Some('-' | '–' | '—' | '~'))
    };
    let word = |at: usize| {
        let token = tokens
            .get(at)
            .filter(|token| token.is_word() && !token.breaks);
        token.is_some_and(|token| {
            matches!(
                token.text,
                "bis" | "to" | "until" | "till" | "tot" | "до" | "do"
            )
        })
    };
    let joins = |at: usize| dash(at) || word(at);
    let hours = |mention: &Mention| {
        let (_, end) = clock::after(tokens, mention.last)?;
        let unit = tokens
            .get(end)
            .filter(|token| token.is_word() && !token.breaks && !joins(end));
        let at = end + usize::from(unit.is_some());
        (joins(at) && clock::at(tokens, at + 1)).then_some(())
    };
    let mut spans: Vec<bool> = mentions
        .iter()
        .map(|mention| hours(mention).is_some())
        .collect();
    for (at, pair) in mentions.windows(2).enumerate() {
        if let [first, second] = pair
            && first.last + 1 == second.first
            && joins(first.last)
            && first.day.is_some()
            && second.day.is_some()
        {
            spans
                .iter_mut()
                .skip(at)
                .take(2)
                .for_each(|span| *span = true);
        }
    }
    spans
}

pub(super) struct View<'a, 't> {
    pub(super) text: &'t str,
    pub(super) tokens: &'a [Token<'t>],
    /// The text is seen from its beginning.
    pub(super) whole: bool,
}

impl View<'_, '_> {
    pub(super) fn dated(&self, mention: Mention) -> Dated {
        let after = clock::after(self.tokens, mention.last);
        let before = clock::before(self.tokens, mention.first);
        let first = before.map_or(mention.first, |(_, at)| at);
        let last = after.map_or(mention.last, |(_, at)| at);
        let label = self.label(mention.first).or_else(|| self.label_after(last));
        let line = self.line(first, last);
        let standing = self.standing(&mention, (first, last), label, &line);
        let time = after.or(before).map(|(time, _)| time);
        let opens = line.before <= 3 && line.words == 0;
        Dated {
            mention,
            time,
            label,
            standing,
            opens,
            quote: self.quote(mention.first, mention.last),
        }
    }

    fn quote(&self, first: usize, last: usize) -> String {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let end = last
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .map_or(start, Token::end);
        self.text.get(start..end).unwrap_or_default().to_owned()
    }

    /// The last label in the ten tokens before the date; it may end the line above.
    fn label(&self, first: usize) -> Option<Label> {
        let from = first.saturating_sub(10);
        let breaks = |at: usize| self.tokens.get(at).is_some_and(|token| token.breaks);
        let line = (from..=first).rev().find(|at| breaks(*at)).unwrap_or(from);
        let above = (from..line).rev().find(|at| breaks(*at)).unwrap_or(line);
        let above = if line - above <= 4 && line == first {
            above
        } else {
            line
        };
        let mut found = None;
        let mut at = above;
        while at < first {
            match self.tokens.get(at..first).and_then(calendar::label) {
                Some((label, len)) => {
                    let near = matches!(label, Label::Published | Label::Modified)
                        || first - at - len <= 2;
                    found = near.then_some(label).or(found);
                    at += len;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The label right after a date: `am 12. März 2024 veröffentlicht`, `2024年3月12日に公開`; not that of the next date.
    fn label_after(&self, last: usize) -> Option<Label> {
        let near = |at: usize| self.tokens.get(at).is_some_and(|token| !token.breaks);
        let (label, end) = (last..last + 3).take_while(|at| near(*at)).find_map(|at| {
            let (label, len) = calendar::label(self.tokens.get(at..)?)?;
            Some((label, at + len))
        })?;
        let next = self.tokens.get(end..).unwrap_or_default().iter().take(4);
        let dates_another = next.take_while(|token| !token.breaks).any(Token::is_number);
        (matches!(label, Label::Published | Label::Modified) && !dates_another).then_some(label)
    }

    fn standing(
        &self,
        mention: &Mention,
        (first, last): (usize, usize),
        label: Option<Label>,
        line: &Line,
    ) -> Standing {
        let short = line.before + line.after <= 60;
        match label {
            Some(Label::Published) if short || line.before <= 60 => return Standing::Published,
            Some(Label::Modified) if short || line.before <= 60 => return Standing::Modified,
            Some(Label::Other) => return Standing::Loose,
            _ => {}
        }
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let early = self.whole && start < 1500;
        let foot = line.last && line.before + line.after <= 12;
        match () {
            () if line.before + line.after <= 30 && line.words <= 4 && (early || foot) => {
                Standing::Alone
            }
            () if early
                && line.before <= 3
                && line.words == 0
                && self.ends_date(last, line.after) =>
            {
                Standing::Alone
            }
            () if early
                && line.before <= 70
                && self.closes_dateline(last)
                && self.opens_dateline(first) =>
            {
                Standing::Dateline
            }
            () if early && line.before <= 40 && self.in_brackets(first, last) => Standing::Dateline,
            () if mention.year.is_some() && self.whole && start < 300 => Standing::Lead,
            () => Standing::Loose,
        }
    }

    /// After a date that opens a line: a clock, a bar, a bracket, or the source.
    fn ends_date(&self, last: usize, after: usize) -> bool {
        let marked = self
            .tokens
            .get(last)
            .and_then(Token::mark)
            .is_some_and(|mark| matches!(mark, '|' | '·' | '•' | '/' | '–' | '-' | '—' | '('));
        after <= 60 || marked
    }

    /// `(Agency) -`, `—`, `电`: what ends a dateline.
    fn closes_dateline(&self, last: usize) -> bool {
        let mark = |at: usize| {
            self.tokens
                .get(at)
                .filter(|token| !token.breaks)
                .and_then(Token::mark)
        };
        let dash = |mark: Option<char>| matches!(mark, Some('-' | '–' | '—' | '―' | '−'));
        let opens =
            |mark: Option<char>| matches!(mark, Some('(' | '/' | '（' | '[' | '【' | '・' | '='));
        let at = last + usize::from(matches!(mark(last), Some(',' | '.' | ':')));
        let wired = self
            .tokens
            .get(last)
            .is_some_and(|token| matches!(token.text, "电" | "電" | "讯" | "訊"));
        dash(mark(at)) || opens(mark(at)) || wired
    }

    /// Before the date of a dateline stand names: places, an agency; one small word may link them.
    fn opens_dateline(&self, first: usize) -> bool {
        let before = self.tokens.get(..first).unwrap_or_default().iter().rev();
        let mut small = 0;
        for token in before {
            let lower =
                token.is_word() && token.text.chars().next().is_some_and(char::is_lowercase);
            small += usize::from(lower);
            if token.breaks {
                break;
            }
        }
        small <= 1
    }

    /// `Skerrin, (12.11.2021). The council`: a place and the date in brackets.
    fn in_brackets(&self, first: usize, last: usize) -> bool {
        let before = |back: usize| first.checked_sub(back).and_then(|at| self.tokens.get(at));
        let opened = before(1).and_then(Token::mark) == Some('(')
            && before(1).is_some_and(|token| !token.breaks);
        let closed = self.tokens.get(last).and_then(Token::mark) == Some(')');
        let after = self.tokens.get(last + 1).and_then(Token::mark);
        let ends = matches!(after, Some('.' | ':' | '-' | '–' | '—'));
        opened && closed && ends && before(2).is_some() && self.opens_dateline(first)
    }

    fn line(&self, first: usize, last: usize) -> Line {
        let start = self.tokens.get(first).map_or(0, |token| token.start);
        let end = last
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .map_or(start, Token::end);
        let before = self.text.get(..start).unwrap_or_default();
        let after = self.text.get(end..).unwrap_or_default();
        let is_break = |c: &char| matches!(c, '\n' | '\r');
        let begins = before.chars().rev().take(300).take_while(|c| !is_break(c));
        let ends = after.chars().take(300).take_while(|c| !is_break(c));
        let words = |token: &&Token<'_>| token.is_word();
        let left = self
            .tokens
            .get(..first)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(12);
        let broken = self.tokens.get(first).is_some_and(|token| token.breaks);
        let mut n_words = 0;
        if !broken {
            for token in left {
                n_words += usize::from(words(&token) && (token.spaced || token.breaks));
                if token.breaks {
                    break;
                }
            }
        }
        let weekday = mention_weekday(self.tokens, first);
        Line {
            before: begins.filter(|c| c.is_alphanumeric()).count(),
            after: ends.filter(|c| c.is_alphanumeric()).count(),
            words: n_words.saturating_sub(weekday),
            last: after
                .trim_start_matches(|c: char| !matches!(c, '\n'))
                .trim()
                .is_empty(),
        }
    }
}

/// How many words of a weekday's name stand right before a date.
fn mention_weekday(tokens: &[Token<'_>], first: usize) -> usize {
    (1..=4)
        .filter_map(|back| first.checked_sub(back))
        .find_map(|at| tokens.get(at..first).and_then(calendar::weekday))
        .map_or(0, |(_, len)| len)
}

/// The line around a date.
struct Line {
    /// Letters and figures before the date.
    before: usize,
    /// Letters and figures after it.
    after: usize,
    /// Words before it that name no weekday.
    words: usize,
    /// It is the last line with text.
    last: bool,
}
