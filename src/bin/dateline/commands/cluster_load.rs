//! `dateline index --index https://...`: the articles are made in a folder, then sent to the cluster.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use dateline::cluster::{self, Loaded, Rejected};
use dateline::search::Archive;

use super::index;
use super::page_report::PageReport;
use crate::args::{Global, IndexArgs};
use crate::{open, terminal};

/// Runs the command for an archive on a cluster.
pub(crate) fn run(args: &IndexArgs, global: &Global) -> Result<ExitCode> {
    if args.dry_run || args.watch {
        bail!("--dry-run and --watch are for an archive in a folder; name one with --index");
    }
    if args.prune {
        bail!(
            "--prune is for an archive in a folder; to drop articles from a cluster, load them into an index of a new name"
        );
    }
    let address = open::address(global)?;
    let login = crate::login::login(&address)?;
    // A cluster that cannot be used is said before the pages are read, not after.
    cluster::check(&address, login.as_ref(), global.ca.as_deref())?;
    let mut temporary = None;
    let folder = match &args.staging {
        Some(folder) => folder.clone(),
        None => temporary
            .insert(tempfile::tempdir().context("cannot make a folder")?)
            .path()
            .join("archive"),
    };
    let start = Instant::now();
    let pages = args.report.as_deref().map(PageReport::create).transpose()?;
    let stop = index::stop_at_signals()?;
    let report = index::into_folder(
        &index::Reading::of(args),
        &folder,
        stop.clone(),
        pages.as_ref(),
        global,
    )?;
    pages.map_or(Ok(()), PageReport::finish)?;
    if !global.quiet && !args.json {
        index::say_rejected(&report);
        index::say(&report, start.elapsed().as_secs_f64(), &folder);
    }
    let archive = Archive::open(&folder)?;
    let mut rejects = Rejects::to(args.rejects.as_deref());
    let bar = bar(global);
    let loaded = cluster::load(
        &archive,
        address.clone(),
        login.as_ref(),
        global.ca.as_deref(),
        cluster::Options {
            shards: args.shards,
            replicas: args.replicas,
            wait: &std::thread::sleep,
            progress: &mut |loaded| progress(loaded, &bar, &stop),
            rejected: &mut |rejected| rejects.take(rejected),
        },
    );
    bar.finish_and_clear();
    rejects.finish()?;
    let loaded = loaded?;
    if args.json {
        let counts = serde_json::json!({"written": loaded.written, "unchanged": loaded.unchanged, "rejected": loaded.rejected});
        let line =
            serde_json::json!({"type": "load", "counts": counts, "report": index::json(&report)});
        terminal::print(&format!("{line}\n"))?;
    } else if !global.quiet {
        say(&loaded, &address.to_string(), start.elapsed());
    }
    if loaded.is_stopped || report.stopped {
        terminal::say!(
            "stopped; what was sent is in the index, run the same command again to go on"
        );
        return Ok(ExitCode::from(index::STOPPED));
    }
    match (loaded.rejected, loaded.written + loaded.unchanged) {
        (0, 0) => Ok(ExitCode::from(1)),
        (0, _) => Ok(ExitCode::SUCCESS),
        (rejected, _) => {
            bail!("the cluster refused {rejected} articles; --rejects FILE lists all of them")
        }
    }
}

fn progress(loaded: &Loaded, bar: &ProgressBar, stop: &AtomicBool) -> ControlFlow<()> {
    bar.set_position(loaded.written + loaded.unchanged + loaded.rejected);
    match stop.load(Ordering::Relaxed) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    }
}

fn say(loaded: &Loaded, address: &str, took: Duration) {
    terminal::say!(
        "{} articles sent, {} there already, {} refused, in {:.1} s; archive: {address}",
        HumanCount(loaded.written),
        HumanCount(loaded.unchanged),
        HumanCount(loaded.rejected),
        took.as_secs_f64(),
    );
}

fn bar(global: &Global) -> ProgressBar {
    if global.quiet {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {human_pos} articles sent, {per_sec}, {elapsed}");
    let bar = ProgressBar::new_spinner();
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar
}

/// Refused articles that are told one by one; the rest is counted.
const TOLD: usize = 20;

/// Where articles go that the cluster refuses: to a file, and the first of them to standard error.
struct Rejects {
    path: Option<PathBuf>,
    file: Option<BufWriter<File>>,
    told: usize,
    failed: Option<std::io::Error>,
}

impl Rejects {
    fn to(path: Option<&Path>) -> Self {
        Self {
            path: path.map(Path::to_path_buf),
            file: None,
            told: 0,
            failed: None,
        }
    }

    fn take(&mut self, rejected: &Rejected) {
        self.told += 1;
        if self.told <= TOLD {
            terminal::say!(
                "refused by the cluster: {}: {}",
                rejected.path,
                rejected.reason
            );
        }
        if let Err(error) = self.write(rejected) {
            self.failed = Some(error);
        }
    }

    fn write(&mut self, rejected: &Rejected) -> std::io::Result<()> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(BufWriter::new(File::create(path)?)),
        };
        let line = serde_json::json!({"path": rejected.path, "id": rejected.id, "reason": rejected.reason});
        writeln!(file, "{line}")
    }

    fn finish(self) -> Result<()> {
        let path = self.path.unwrap_or_default();
        let named = || format!("cannot write {}", path.display());
        if let Some(error) = self.failed {
            return Err(error).with_context(named);
        }
        self.file
            .map_or(Ok(()), |mut file| file.flush())
            .with_context(named)
    }
}
