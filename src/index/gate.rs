//! A bound on the text that waits to be indexed: tantivy bounds its queue by articles only, and articles may be long.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// How long a full gate is waited at before the article is let through anyway: a thread that died frees nothing.
const PATIENCE: Duration = Duration::from_secs(10);

/// Counts bytes in and out.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    /// Bytes that may be inside; 0 for any number.
    limit: usize,
    inside: Mutex<usize>,
    left: Condvar,
}

impl Gate {
    /// A gate that lets `limit` bytes in.
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self {
            limit,
            ..Self::default()
        })
    }

    /// Waits until there is room, then counts the bytes in. One article always finds room.
    pub(crate) fn enter(&self, bytes: usize) {
        let inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |inside: &mut usize| *inside > 0 && *inside + bytes > self.limit;
        let waited = self.left.wait_timeout_while(inside, PATIENCE, full);
        let (mut inside, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *inside += bytes;
    }

    /// Counts the bytes out.
    pub(crate) fn leave(&self, bytes: usize) {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        *inside = inside.saturating_sub(bytes);
        drop(inside);
        self.left.notify_one();
    }
}
