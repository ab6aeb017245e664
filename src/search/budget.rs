//! How much a query may still read.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::archive::{Cancel, Limits};

/// What is spent between two questions whether to stop.
const BETWEEN: u64 = 1 << 16;

/// How much a query may still read: postings, positions and words of the dictionary alike.
///
/// Whoever reads in a loop spends from it and stops when nothing is left. What was found by then holds; what is found later may not,
/// because an excluded part may have stopped short, so collectors take no match once it [is spent](Self::is_spent).
#[derive(Debug)]
pub(crate) struct Budget {
    /// What is left. One thread walks at a time, so that plain loads and stores are enough.
    left: AtomicU64,
    /// What is left when `cancel` is asked next.
    next: AtomicU64,
    spent: AtomicBool,
    cancel: Option<Cancel>,
    /// Whether a dictionary elsewhere has listed some of what it was asked for only.
    has_cut_lists: AtomicBool,
}

impl Budget {
    /// As much as these limits allow.
    pub(crate) fn new(limits: &Limits) -> Self {
        Self::of(limits.postings.unwrap_or(u64::MAX), limits.cancel.clone())
    }

    /// No end.
    pub(crate) fn unlimited() -> Self {
        Self::of(u64::MAX, None)
    }

    fn of(left: u64, cancel: Option<Cancel>) -> Self {
        Self {
            left: AtomicU64::new(left),
            next: AtomicU64::new(left.saturating_sub(BETWEEN)),
            spent: AtomicBool::new(false),
            cancel,
            has_cut_lists: AtomicBool::new(false),
        }
    }

    /// Another budget, a fraction of what these limits allow: what comes after the walk has its own, so that a query that was stopped
    /// can still show what it has found.
    pub(crate) fn fraction(limits: &Limits, one_in: u64) -> Self {
        let left = limits.postings.map_or(u64::MAX, |all| all / one_in);
        Self::of(left, limits.cancel.clone())
    }

    /// Spends so much. False when there is not that much left, or the face has said to stop: nothing more may be read.
    #[inline]
    pub(crate) fn spend(&self, cost: u64) -> bool {
        let left = self.left.load(Ordering::Relaxed);
        let Some(rest) = left.checked_sub(cost) else {
            return self.stop();
        };
        self.left.store(rest, Ordering::Relaxed);
        rest >= self.next.load(Ordering::Relaxed) || self.ask(rest)
    }

    /// Notes that a dictionary elsewhere has more terms than it has listed.
    pub(crate) fn cut_list(&self) {
        self.has_cut_lists.store(true, Ordering::Relaxed);
    }

    /// Whether a dictionary elsewhere has more terms than it has listed.
    pub(crate) fn has_cut_lists(&self) -> bool {
        self.has_cut_lists.load(Ordering::Relaxed)
    }

    /// Whether there is an end to what may be read.
    pub(crate) fn is_limited(&self) -> bool {
        self.left.load(Ordering::Relaxed) < u64::MAX / 2
    }

    /// Whether nothing more may be read.
    #[inline]
    pub(crate) fn is_spent(&self) -> bool {
        self.spent.load(Ordering::Relaxed)
    }

    /// Whether so much may still be read.
    pub(crate) fn allows(&self, cost: u64) -> bool {
        !self.is_spent() && cost <= self.left.load(Ordering::Relaxed)
    }

    #[cold]
    fn ask(&self, rest: u64) -> bool {
        self.next
            .store(rest.saturating_sub(BETWEEN), Ordering::Relaxed);
        let stop = self.is_spent() || self.cancel.as_ref().is_some_and(Cancel::is_due);
        !stop || self.stop()
    }

    #[cold]
    fn stop(&self) -> bool {
        self.spent.store(true, Ordering::Relaxed);
        // Every later call must fail too.
        self.left.store(0, Ordering::Relaxed);
        self.next.store(u64::MAX, Ordering::Relaxed);
        false
    }
}
