//! When two numbers for one thing agree.

/// How far two numbers are apart at most, by their greater, where one is rounded.
const ROUNDED: f64 = 0.1;

/// How far a number may be from one that is given as about so many.
const ABOUT: f64 = 0.15;

/// How many times as much "more than" and "up to" may mean.
const OPEN: f64 = 2.0;

/// What a text makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bound {
    Exact,
    /// `more than`, `at least`.
    More,
    /// `fewer than`, `nearly`, `up to`.
    Less,
    /// `about`.
    About,
}

/// A number as a text gives it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    pub(crate) value: f64,
    /// The place of its last digit that is not zero: 100 for 1,200, and 100,000 for 9.5 million.
    pub(crate) unit: f64,
    pub(crate) bound: Bound,
}

/// Whether two numbers can be the same count. Rounding is no disagreement, nor is what a bound leaves open.
pub(crate) fn agree(a: Amount, b: Amount) -> bool {
    is_rounded(a, b) || is_rounded(b, a) || is_left_open(a, b) || is_left_open(b, a)
}

/// Whether two numbers differ by no more than rounding.
pub(crate) fn is_same_number(a: Amount, b: Amount) -> bool {
    is_rounded(a, b) || is_rounded(b, a)
}

fn is_rounded(rounded: Amount, full: Amount) -> bool {
    let apart = (rounded.value - full.value).abs();
    let tolerance = rounded.value.abs().max(full.value.abs()) * ROUNDED;
    let is_equal = apart <= tolerance * 1e-6;
    is_equal || (rounded.unit > full.unit && apart <= rounded.unit / 2.0 && apart <= tolerance)
}

fn is_left_open(open: Amount, other: Amount) -> bool {
    let (bound, value) = (open.value, other.value);
    match open.bound {
        Bound::Exact => false,
        Bound::More => value >= bound && value <= bound * OPEN,
        Bound::Less => value <= bound && value >= bound / OPEN,
        Bound::About => (value - bound).abs() <= bound.abs() * ABOUT,
    }
}
