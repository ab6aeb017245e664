//! Whether a line gives a date and little else.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::calendar_words::is_of_calendar;

#[expect(clippy::expect_used, reason = "constant patterns")]
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = r"\d{2,4}\s*[年년]\s*\d{1,2}\s*[月월]\s*\d{1,2}\s*[日일]?|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:\d{4}|\d{2})\b|\d{4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}|\d{1,2}月\d{1,2}日";
    Regex::new(pattern).expect("the pattern is valid")
});

#[expect(clippy::expect_used, reason = "constant patterns")]
static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b\d{1,2}\s?[:.h]\s?\d{2}\b").expect("the pattern is valid"));

/// What a folded line says of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sight {
    /// A day, a month and a year stand together.
    pub(super) full: bool,
    /// An hour with minutes.
    pub(super) clock: bool,
    /// Words that belong to no date.
    pub(super) others: usize,
    /// The full date is the last thing of the line.
    pub(super) last: bool,
}

/// The first number of the line that may be a year of our time.
pub(super) fn year(key: &str) -> Option<u32> {
    let numbers = key
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| number.len() == 4);
    numbers
        .filter_map(|number| number.parse().ok())
        .find(|year| (1900..=2100).contains(year))
}

/// Looks at a folded line.
pub(super) fn sight(key: &str) -> Sight {
    if !key.chars().any(char::is_numeric) {
        return Sight {
            others: usize::MAX,
            ..Sight::default()
        };
    }
    let mut sight = Sight {
        full: NUMERIC.is_match(key),
        clock: CLOCK.is_match(key),
        ..Sight::default()
    };
    let (mut month, mut day, mut year) = (false, false, false);
    let mut after_year = 0usize;
    let tokens = key
        .split(|c: char| !(c.is_alphanumeric() || is_sign(c)))
        .filter(|token| !token.is_empty());
    for token in tokens {
        let digits: String = token
            .chars()
            .map_while(|c| c.to_digit(10).or_else(|| other_digit(c)))
            .filter_map(|d| char::from_digit(d, 10))
            .collect();
        let is_year = digits.len() == 4
            && digits.parse::<u32>().is_ok_and(|y| {
                (1900..=2100).contains(&y)
                    || (2400..=2700).contains(&y)
                    || (1300..=1500).contains(&y)
            });
        if is_year {
            year = true;
            after_year = 0;
        } else if !digits.is_empty() {
            day |= digits.len() <= 2;
            after_year += 1;
        } else if is_of_calendar(token) {
            month = true;
        } else if token.chars().count() > 3 {
            sight.others += 1;
            after_year += 1;
        }
    }
    sight.full |= month && day && year;
    sight.last = sight.full && after_year == 0;
    sight
}

fn is_sign(c: char) -> bool {
    matches!(u32::from(c), 0x0900..=0x0DFF | 0x0E30..=0x0E4E)
}

fn other_digit(c: char) -> Option<u32> {
    let code = u32::from(c);
    let zero = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50]
        .into_iter()
        .find(|zero| (*zero..*zero + 10).contains(&code))?;
    Some(code - zero)
}
