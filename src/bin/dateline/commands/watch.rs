//! `dateline index --watch`: an archive that is kept current until Ctrl-C.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use dateline::ingest::Report;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use super::index::{Reading, into_folder, json, say, say_rejected, stop_at_signals};
use crate::args::{Global, IndexArgs};
use crate::{open, terminal};

/// Without a change for this long, what has changed is read.
const QUIET: Duration = Duration::from_millis(500);

/// Where there is always something that changes, it is read after this.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Brings the archive up to date, and again whenever something under the paths has changed.
pub(crate) fn run(args: &IndexArgs, global: &Global) -> Result<ExitCode> {
    let folder = open::folder(global, "index without this flag")?;
    let reading = Reading::of(args);
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        bail!("--watch looks at files and folders; standard input ends by itself");
    }
    let stop = stop_at_signals()?;
    let mut changes = Changes::of(&args.paths)?;
    let mut is_first = true;
    while !stop.load(Ordering::Relaxed) {
        let start = Instant::now();
        let report = into_folder(&reading, folder, stop.clone(), None, global)?;
        if is_first || has_changed(&report) {
            tell(&report, args, start.elapsed(), global)?;
        }
        if std::mem::take(&mut is_first) && !global.quiet {
            terminal::say!("watching; Ctrl-C ends it");
        }
        changes.own = folder.canonicalize().ok();
        changes.wait(&stop);
    }
    Ok(ExitCode::SUCCESS)
}

fn has_changed(report: &Report) -> bool {
    report.indexed + report.updated + report.removed + report.relearned > 0
        || !report.rejected.is_empty()
}

fn tell(report: &Report, args: &IndexArgs, took: Duration, global: &Global) -> Result<()> {
    if args.json {
        return terminal::print(&format!("{}\n", json(report)));
    }
    if !global.quiet {
        say_rejected(report);
        say(report, took.as_secs_f64(), &global.index);
    }
    Ok(())
}

/// What the system tells of changed files.
struct Changes {
    told: Receiver<notify::Result<Event>>,
    /// The archive's folder, whose changes are our own.
    own: Option<PathBuf>,
    /// It tells as long as it is there.
    _watcher: RecommendedWatcher,
}

impl Changes {
    fn of(paths: &[PathBuf]) -> Result<Self> {
        let (teller, told) = channel();
        let mut watcher = notify::recommended_watcher(teller).context("cannot watch files")?;
        for path in paths {
            let context = || format!("cannot watch {}", path.display());
            let path = path.canonicalize().with_context(context)?;
            let watched = watcher.watch(&path, RecursiveMode::Recursive);
            watched.with_context(context)?;
        }
        Ok(Self {
            told,
            own: None,
            _watcher: watcher,
        })
    }

    /// Waits until something has changed and is quiet again, or until it is time to stop.
    fn wait(&self, stop: &AtomicBool) {
        let mut first: Option<Instant> = None;
        let mut last = Instant::now();
        while !stop.load(Ordering::Relaxed) {
            let is_quiet = last.elapsed() >= QUIET;
            if first.is_some_and(|first| is_quiet || first.elapsed() >= LONGEST_WAIT) {
                return;
            }
            match self.told.recv_timeout(QUIET) {
                Ok(told) if self.concerns_pages(&told) => {
                    last = Instant::now();
                    first.get_or_insert(last);
                }
                // Who searches meanwhile opens files too.
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    /// Whether a page may be another one. Where the system has lost count, any may.
    fn concerns_pages(&self, told: &notify::Result<Event>) -> bool {
        let Ok(event) = told else {
            return true;
        };
        let is_own = |path: &PathBuf| self.own.as_ref().is_some_and(|own| path.starts_with(own));
        !event.kind.is_access() && !event.paths.iter().all(is_own)
    }
}
