//! The spread of a figure over the rounds.

use std::fmt;

/// The least, the middle and the greatest of several figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spread {
    /// The least.
    pub min: f64,
    /// The middle one; of an even number the upper of the two.
    pub median: f64,
    /// The greatest.
    pub max: f64,
}

impl Spread {
    /// Of figures in any order; all 0 when there is none.
    pub fn of(mut figures: Vec<f64>) -> Self {
        figures.sort_by(f64::total_cmp);
        let Some((&min, &max)) = figures.first().zip(figures.last()) else {
            return Self::default();
        };
        let median = figures[figures.len() / 2];
        Self { min, median, max }
    }

    /// Of the ratios of two engines' figures, round by round: what slows the machine for a while
    /// slows both, and leaves the ratio alone.
    pub fn of_ratios(figures: &[f64], base: &[f64]) -> Self {
        let pairs = figures.iter().zip(base);
        Self::of(pairs.map(|(figure, base)| figure / base).collect())
    }
}

/// "1.52 (1.49–1.60)".
impl fmt::Display for Spread {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:.2} ({:.2}–{:.2})", self.median, self.min, self.max)
    }
}

/// The geometric mean, which is the right one for ratios; 1 of none.
pub fn geometric_mean(figures: &[f64]) -> f64 {
    if figures.is_empty() {
        return 1.0;
    }
    let sum: f64 = figures.iter().map(|figure| figure.ln()).sum();
    (sum / figures.len() as f64).exp()
}

#[cfg(test)]
mod tests {
    use super::Spread;

    #[test]
    fn ratios_are_taken_within_a_round() {
        let spread = Spread::of_ratios(&[2.0, 40.0, 6.0], &[1.0, 10.0, 2.0]);
        assert_eq!(spread.to_string(), "3.00 (2.00–4.00)");
    }
}
