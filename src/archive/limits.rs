//! How much work a query may be.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;

/// Seconds after which a search is stopped even where it reads little.
const DEADLINE: f64 = 10.0;

/// The time, passed in: nothing below the binary looks at a clock.
pub trait Clock: Send + Sync {
    /// Today, for `last:7d`.
    fn today(&self) -> Date;
    /// Seconds since some moment; never goes back.
    fn seconds(&self) -> f64;
}

/// Articles for which [`Limits::postings`] are meant.
const SCALE: u64 = 100_000;

/// How much work a query may be. What it hits first stops it; the answer then says so and its counts are lower bounds.
///
/// `Default` is what suits a reader who waits.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Postings, positions and words of the dictionary that may be read, together, for each 100,000 articles of the archive, a
    /// smaller one counting as one of that size; `None` for no limit. The same limit always stops a query at the same place, whatever
    /// the machine.
    pub postings: Option<u64>,
    /// Asked now and then whether to stop; `None` never stops. Here a face brings its clock.
    pub cancel: Option<Cancel>,
}

impl Limits {
    /// Postings of a query by default: what reads for less than a second on one core.
    ///
    /// `cargo bench --bench bombs -- ARCHIVE` measures it: no query of its list may take a second of CPU time on 100,000 articles. The
    /// queries of the bench list stay whole (`cargo bench --bench latency`).
    pub const DEFAULT_POSTINGS: u64 = 14_000_000;

    /// How much work a search may be that a reader waits for from now on.
    pub fn from_now(clock: &Arc<dyn Clock>) -> Self {
        let clock = clock.clone();
        let start = clock.seconds();
        Self {
            cancel: Some(Cancel::when(move || clock.seconds() - start > DEADLINE)),
            ..Self::default()
        }
    }

    /// What may be read in an archive of so many articles: a query that is read whole in a small archive is not stopped in a large one.
    pub(crate) fn of_archive(&self, articles: u64) -> Self {
        let scale = articles.div_ceil(SCALE).max(1);
        Self {
            postings: self.postings.map(|postings| postings.saturating_mul(scale)),
            cancel: self.cancel.clone(),
        }
    }

    /// No limit at all.
    pub const NONE: Self = Self {
        postings: None,
        cancel: None,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            postings: Some(Self::DEFAULT_POSTINGS),
            cancel: None,
        }
    }
}

/// A question that says whether to stop.
#[derive(Clone)]
pub struct Cancel(Arc<dyn Fn() -> bool + Send + Sync>);

impl Cancel {
    /// Stops a query when `stop` is true.
    pub fn when(stop: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self(Arc::new(stop))
    }

    /// Whether to stop now.
    pub fn is_due(&self) -> bool {
        (self.0)()
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cancel")
    }
}
