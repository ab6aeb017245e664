//! Dates in figures: `2025-09-11`, `11.09.2025`, `9/11/25`.

use crate::identify::date::calendar::{self, Calendar, Order};
use crate::identify::date::date_reader::{Read, Reader, short_year, year};
use crate::identify::date::mention::Form;
use crate::identify::date::tokens::Token;

impl Reader<'_, '_> {
    /// `2025-09-11`, `11.09.2025`, `9/11/25`.
    pub(super) fn figures(&self) -> Option<Read> {
        let mark = self
            .next(1)?
            .mark()
            .filter(|mark| matches!(mark, '-' | '/' | '.' | '‑' | '–' | '／' | '．' | '−'))?;
        let (a, b, c) = (self.get(0)?, self.next(2)?, self.next(4)?);
        let gaps: Vec<bool> = [2, 4]
            .iter()
            .filter_map(|at| self.get(*at))
            .map(|token| token.spaced)
            .collect();
        if gaps.first() != gaps.last() {
            return None;
        }
        let spaced = [1, 3]
            .iter()
            .any(|at| self.get(*at).is_some_and(|token| token.spaced));
        if !self.mark(3, &[mark]) || spaced && mark != '/' || self.part_of_longer(mark) {
            return None;
        }
        if matches!(mark, '-' | '–') && (b.spaced || c.spaced) {
            return None;
        }
        let trailing = usize::from(self.mark(5, &['.']) && mark == '.');
        let (y, m, d, form, calendar) = match (a.number(4..=4), c.number(4..=4)) {
            (Some(_), _) => self.year_then(a, b, c)?,
            (None, Some(last)) => {
                self.year_last(a.number(1..=2)?, b.number(1..=2)?, year(last)?, mark)?
            }
            (None, None) => self.short(a, b, c, mark)?,
        };
        Some(Read {
            calendar,
            year: Some(y),
            month: m,
            day: Some(d),
            form,
            len: 5 + trailing,
        })
    }

    /// An address, a version or a telephone number holds figures too.
    fn part_of_longer(&self, mark: char) -> bool {
        let after = self
            .get(5)
            .is_some_and(|token| !token.spaced && token.mark() == Some(mark))
            && self
                .get(6)
                .is_some_and(|token| !token.spaced && token.is_number());
        let before = self
            .before
            .is_some_and(|token| matches!(token.mark(), Some('-' | '/' | '.' | '+')))
            && self.get(0).is_some_and(|token| !token.spaced);
        after || before
    }

    fn year_then(
        &self,
        a: &Token<'_>,
        b: &Token<'_>,
        c: &Token<'_>,
    ) -> Option<(i32, u8, u8, Form, Calendar)> {
        let number = a.number(4..=4)?;
        let (month, day) = (b.number(1..=2)?, c.number(1..=2)?);
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        if (1300..1500).contains(&number) && matches!(self.language, Some("fa" | "ps")) {
            return Some((
                i32::try_from(number).ok()?,
                month,
                day,
                Form::Plain,
                Calendar::Persian,
            ));
        }
        Some((year(number)?, month, day, Form::Plain, Calendar::Gregorian))
    }

    fn year_last(
        &self,
        a: u32,
        b: u32,
        year: i32,
        mark: char,
    ) -> Option<(i32, u8, u8, Form, Calendar)> {
        let (a, b) = (u8::try_from(a).ok()?, u8::try_from(b).ok()?);
        let order = self.language.and_then(calendar::order);
        let (month, day, form) = match () {
            () if a > 12 => (b, a, Form::Plain),
            () if b > 12 => (a, b, Form::Plain),
            () if a == b || matches!(mark, '.' | '．') => (b, a, Form::Plain),
            () if order == Some(Order::DayMonthYear) => (b, a, Form::Plain),
            () if order == Some(Order::MonthDayYear) && self.language != Some("en") => {
                (a, b, Form::Plain)
            }
            () => (a, b, Form::Ambiguous),
        };
        Some((year, month, day, form, Calendar::Gregorian))
    }

    fn short(
        &self,
        a: &Token<'_>,
        b: &Token<'_>,
        c: &Token<'_>,
        mark: char,
    ) -> Option<(i32, u8, u8, Form, Calendar)> {
        let (last, middle) = (c.number(1..=2)?, b.number(1..=2)?);
        let first = a.number(1..=2)?;
        let order = self.language.and_then(calendar::order);
        if order == Some(Order::YearMonthDay) && a.number(2..=2).is_some() {
            let (month, day) = (u8::try_from(middle).ok()?, u8::try_from(last).ok()?);
            return Some((
                short_year(first),
                month,
                day,
                Form::ShortYear,
                Calendar::Gregorian,
            ));
        }
        c.number(2..=2)?;
        let read = self.year_last(first, middle, short_year(last), mark)?;
        let form = if read.3 == Form::Plain {
            Form::ShortYear
        } else {
            read.3
        };
        Some((read.0, read.1, read.2, form, read.4))
    }
}
