//! What commands share that answer until they are told to stop: threads, the clock, new commits.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use jiff::civil::Date;
use tokio::runtime::{Builder, Runtime};

use dateline::archive::{Clock, Searcher};
use dateline::cluster::Cluster;
use dateline::search::Archive;

use crate::args::Global;
use crate::open;

/// How often it is looked whether the archive has changed.
const LOOK: Duration = Duration::from_secs(1);

/// How long requests may still take once the server is to stop.
pub(super) const FAREWELL: Duration = Duration::from_secs(5);

/// Searches that run at once.
pub(super) fn threads(global: &Global) -> usize {
    match global.threads {
        Some(threads) => usize::from(threads),
        None => std::thread::available_parallelism().map_or(2, usize::from),
    }
}

/// Threads that wait for clients; searches have their own.
pub(super) fn runtime() -> Result<Runtime> {
    let built = Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    built.context("cannot start the server")
}

/// An archive that may change while it is asked.
pub(super) enum Followed {
    Folder(Arc<Archive>),
    Cluster(Arc<Cluster>),
}

impl Followed {
    /// Follows what was opened.
    pub(super) fn of(opened: open::Opened) -> Self {
        match opened {
            open::Opened::Folder(archive) => Self::Folder(Arc::new(archive)),
            open::Opened::Cluster(cluster) => Self::Cluster(Arc::new(cluster)),
        }
    }

    /// Who is asked.
    pub(super) fn searcher(&self) -> Arc<dyn Searcher> {
        match self {
            Self::Folder(archive) => archive.clone(),
            Self::Cluster(cluster) => cluster.clone(),
        }
    }

    /// Shows what is indexed meanwhile.
    pub(super) async fn follow(self) {
        match self {
            Self::Folder(archive) => follow(archive).await,
            Self::Cluster(cluster) => loop {
                tokio::time::sleep(60 * LOOK).await;
                cluster.reload();
            },
        }
    }
}

/// Shows what `dateline index` commits meanwhile.
async fn follow(archive: Arc<Archive>) {
    let mut seen = archive.committed();
    loop {
        tokio::time::sleep(LOOK).await;
        let now = archive.committed();
        if now == seen {
            continue;
        }
        seen = now;
        let archive = archive.clone();
        let reloaded = tokio::task::spawn_blocking(move || archive.reload()).await;
        if let Ok(Err(error)) = reloaded {
            tracing::warn!(%error, "the archive has changed and cannot be read; what was there is served on");
        }
    }
}

/// The machine's clock.
pub(super) struct MachineClock {
    start: Instant,
}

impl MachineClock {
    pub(super) fn new() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Clock for MachineClock {
    fn today(&self) -> Date {
        // A clock out of range is of no day: `last:7d` then finds nothing.
        open::today().unwrap_or(Date::ZERO)
    }

    fn seconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }
}
