//! Searches block: they run on threads of their own, and no more of them wait than will be served soon.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::web::fault::Fault;

/// Searches that wait for each one that runs, at most: with ten milliseconds a search the last waits a third of a second.
const WAITING_PER_THREAD: usize = 32;

/// A bounded queue of searches.
#[derive(Debug)]
pub(crate) struct SearchQueue {
    /// One permit for each search that runs.
    running: Arc<Semaphore>,
    /// One permit for each search that runs or waits.
    places: Arc<Semaphore>,
}

impl SearchQueue {
    /// A queue that runs so many searches at once.
    pub(crate) fn new(threads: usize) -> Self {
        let threads = threads.max(1);
        Self {
            running: Arc::new(Semaphore::new(threads)),
            places: Arc::new(Semaphore::new(threads + threads * WAITING_PER_THREAD)),
        }
    }

    /// A place in the queue, for work that is run later. Refused when the queue is full.
    pub(crate) fn place(&self) -> Result<OwnedSemaphorePermit, Fault> {
        self.places.clone().try_acquire_owned().map_err(|_| full())
    }

    /// One permit for each search that runs, for work that is run elsewhere.
    #[cfg(feature = "mcp")]
    pub(crate) fn running(&self) -> Arc<Semaphore> {
        self.running.clone()
    }

    /// Runs `work` on a thread where it may block. Refused when the queue is full.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        self.run_in(self.place()?, work).await
    }

    /// Runs `work` in a place of this queue.
    pub(crate) async fn run_in<T: Send + 'static>(
        &self,
        place: OwnedSemaphorePermit,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let turn = self.running.clone().acquire_owned().await;
        let turn = turn.map_err(|_| full())?;
        let task = tokio::task::spawn_blocking(move || {
            // The permits go with the work: a client that hangs up frees no thread that still searches.
            let _held = (place, turn);
            work()
        });
        task.await.map_err(|_| Fault {
            status: 500,
            title: "the search failed",
            detail: "the search ended without an answer; please report the address".to_owned(),
        })
    }
}

fn full() -> Fault {
    Fault {
        status: 503,
        title: "too many searches at once",
        detail: "the archive is busy; try again in a moment".to_owned(),
    }
}
