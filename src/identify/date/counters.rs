//! Dates with calendar counters: `2025年9月11日`, `2025 оны 9-р сарын 11`, `ngày 11 tháng 9 năm 2025`.

use crate::identify::date::calendar::Calendar;
use crate::identify::date::date_reader::{Read, Reader, short_year, year};
use crate::identify::date::era::Era;
use crate::identify::date::mention::Form;

impl Reader<'_, '_> {
    /// `令和7年9月11日`, `民國114年9月11日`.
    pub(super) fn era_first(&self) -> Option<Read> {
        let name: String = self
            .tokens
            .iter()
            .take(2)
            .filter(|token| token.is_word())
            .map(|token| token.text)
            .collect();
        let era = Era::named(&name)?;
        self.counters(2, Some(era))
    }

    /// `2025年9月11日`, `2025년 9월 11일`, `9月11日`, `2025 оны 9-р сарын 11`, `ngày 11 tháng 9 năm 2025`.
    pub(super) fn counters(&self, start: usize, era: Option<Era>) -> Option<Read> {
        if let Some(read) = self.counters_day_first(start) {
            return Some(read);
        }
        let (year, at) = match self.next(start)?.number(1..=4) {
            Some(number) if self.word(start + 1, &["年", "년", "оны"]) => {
                let digits = i32::try_from(number).ok()?;
                let year = match era {
                    Some(era) => Some(era.year(digits)),
                    None if digits < 100 => Some(short_year(number)),
                    None => year(number),
                };
                (Some(year?), start + 2)
            }
            _ => (None, start),
        };
        let month = self
            .next(at)?
            .number(1..=2)
            .filter(|month| (1..=12).contains(month))?;
        let at = match () {
            () if self.word(at + 1, &["月", "월"]) => at + 2,
            () if self.mark(at + 1, &["-".chars().next()?])
                && self.word(at + 3, &["сарын", "сар"]) =>
            {
                at + 4
            }
            () => return None,
        };
        let day = self.day(at);
        let counted = self.word(at + 1, &["日", "일", "号", "號"]);
        let day = day.filter(|_| counted || year.is_some());
        if day.is_none() && year.is_none() {
            return None;
        }
        let len = at + usize::from(day.is_some()) + usize::from(day.is_some() && counted);
        let month = u8::try_from(month).ok()?;
        Some(Read {
            calendar: Calendar::Gregorian,
            year,
            month,
            day,
            form: Form::Plain,
            len,
        })
    }

    /// Vietnamese: `11 tháng 9, 2025`, `ngày 11 tháng 9 năm 2025`.
    fn counters_day_first(&self, start: usize) -> Option<Read> {
        let start = start + usize::from(self.word(start, &["ngày"]));
        let day = self.day(start)?;
        if !self.word(start + 1, &["tháng", "thg", "th"]) {
            return None;
        }
        let month = self
            .next(start + 2)?
            .number(1..=2)
            .filter(|month| (1..=12).contains(month))?;
        let (year, len) = self
            .year_after(start + 3)
            .map_or((None, start + 3), |(year, len)| (Some(year), len));
        let month = u8::try_from(month).ok()?;
        Some(Read {
            calendar: Calendar::Gregorian,
            year,
            month,
            day: Some(day),
            form: Form::Plain,
            len,
        })
    }
}
