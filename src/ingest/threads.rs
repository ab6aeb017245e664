//! Work shared out among threads.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `work` on each of `items`, in so many threads. Returns the first error.
pub(crate) fn in_threads<T: Sync, E: Send>(
    threads: usize,
    items: &[T],
    work: &(dyn Fn(&T) -> Result<(), E> + Sync),
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let each = || -> Result<(), E> {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(item)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let threads = threads.clamp(1, items.len().max(1));
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(each)).collect();
        let mut result = Ok(());
        for worker in workers {
            match worker.join() {
                Ok(done) => result = result.and(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        result
    })
}
