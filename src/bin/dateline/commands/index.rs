//! `dateline index`: paths in, a report out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};
use tempfile::TempDir;

use dateline::index::{self, OpenError, Writer};
use dateline::ingest::{self, Outcome, PageEnd, Report, RunEvent, Vanished};
use dateline::read;
use dateline::render::layout::printable;
use dateline::render::terminal::counted;

use super::page_report::PageReport;
use crate::args::{Global, IndexArgs, Verbosity};
use crate::{open, terminal};

/// The exit code of a run that was stopped by a signal.
pub(crate) const STOPPED: u8 = 130;

/// Rejected pages that are listed one by one; the rest is counted.
const LISTED: usize = 20;

/// Runs the command.
pub(crate) fn run(args: &IndexArgs, global: &Global) -> Result<ExitCode> {
    let reading = Reading::of(args);
    let folder = open::folder(global, "index without this flag")?;
    let start = Instant::now();
    let pages = args.report.as_deref().map(PageReport::create).transpose()?;
    let trial = args.dry_run.then(|| Trial::of(folder)).transpose()?;
    let folder = trial
        .as_ref()
        .map_or(folder, |trial| trial.folder.as_path());
    let stop = stop_at_signals()?;
    let report = into_folder(&reading, folder, stop, pages.as_ref(), global)?;
    pages.map_or(Ok(()), PageReport::finish)?;
    if args.json {
        let mut report = json(&report);
        if let Some(fields) = report.as_object_mut().filter(|_| trial.is_some()) {
            fields.insert("dry_run".to_owned(), true.into());
        }
        terminal::print(&format!("{report}\n"))?;
    } else if !global.quiet {
        if global.verbosity() == Verbosity::Normal {
            say_rejected(&report);
        }
        say(&report, start.elapsed().as_secs_f64(), &global.index);
        if trial.is_some() {
            terminal::say!("a trial: nothing was written");
        }
    }
    if let Some(refused) = &report.refused {
        bail!(
            "not pruned: the pages of {} of {} articles are gone, which looks like an input that is not there; \
             add --force to drop them",
            refused.gone,
            refused.of
        );
    }
    if report.stopped && trial.is_none() {
        crate::terminal::say!(
            "stopped; what was read is in the archive, run the same command again to go on"
        );
    }
    if report.stopped {
        return Ok(ExitCode::from(STOPPED));
    }
    let revisits = report.records.get(&read::RecordKind::Revisit).copied();
    let resolved = revisits.unwrap_or_default() > report.unresolved_revisits;
    let archived = report.pages > report.all_rejected() || resolved;
    Ok(if archived || report.removed > 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// What is to be read, and how.
pub(crate) struct Reading<'a> {
    paths: &'a [PathBuf],
    vanished: Vanished,
    largest_page: usize,
    largest_record: usize,
}

impl<'a> Reading<'a> {
    /// What was asked for.
    pub(crate) fn of(args: &'a IndexArgs) -> Self {
        Self {
            vanished: match (args.prune, args.force) {
                (false, _) => Vanished::Keep,
                (true, false) => Vanished::Prune,
                (true, true) => Vanished::PruneAll,
            },
            largest_page: args.max_page,
            largest_record: args.max_record,
            ..Self::plain(&args.paths)
        }
    }

    /// Paths, read in the usual way.
    pub(crate) fn plain(paths: &'a [PathBuf]) -> Self {
        Self {
            paths,
            vanished: Vanished::Keep,
            largest_page: read::PAGE_LIMIT,
            largest_record: read::RECORD_LIMIT,
        }
    }
}

/// A folder that is the same archive until it is gone.
struct Trial {
    folder: PathBuf,
    _removed_at_the_end: TempDir,
}

impl Trial {
    /// A trial of the archive in a folder; of a new one where there is none.
    fn of(archive: &Path) -> Result<Self> {
        let beside = ingest::absolute(archive);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".dateline-trial-");
        // Beside the archive its files need no copies.
        let beside = beside.parent().map(|parent| builder.tempdir_in(parent));
        let dir = match beside {
            Some(Ok(dir)) => dir,
            _ => builder
                .tempdir()
                .context("cannot make a folder for the trial")?,
        };
        let folder = dir.path().join("archive");
        match index::link_archive(archive, &folder) {
            Ok(_) | Err(OpenError::Missing { .. }) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(Self {
            folder,
            _removed_at_the_end: dir,
        })
    }
}

/// Upgrades the archive where it has an older format, and says so.
fn upgrade(folder: &Path, options: &index::Options, global: &Global) -> Result<()> {
    let Some(report) = ingest::upgrade(folder, options)? else {
        return Ok(());
    };
    if !global.quiet {
        let articles = counted(report.articles, "article", "articles");
        terminal::say!("upgraded the archive with its {articles} to the format of this version");
    }
    Ok(())
}

/// Brings the archive in a folder up to date with what is to be read, and writes what became of each page to `pages`; the run ends in order once it is
/// told to stop.
pub(crate) fn into_folder(
    reading: &Reading<'_>,
    folder: &Path,
    stop: Arc<AtomicBool>,
    pages: Option<&PageReport>,
    global: &Global,
) -> Result<Report> {
    let paths = reading.paths;
    if let Some(missing) = paths
        .iter()
        .find(|path| path.as_os_str() != "-" && !path.exists())
    {
        bail!("no such file or folder: {}", missing.display());
    }
    let mut ingesting = ingest::Options {
        vanished: reading.vanished,
        skip: [
            Some(folder),
            Some(global.index.as_path()),
            pages.map(PageReport::path),
        ]
        .into_iter()
        .flatten()
        .map(Path::to_path_buf)
        .collect(),
        largest_page: reading.largest_page,
        largest_record: reading.largest_record,
        config: global.config.clone(),
        today: open::plausible_today()?,
        clock: since_start,
        now: || Some(SystemTime::now()),
        stop,
        ids_of_unchanged: pages.is_some(),
        ..ingest::Options::default()
    };
    ingesting.threads = global.threads.map_or(ingesting.threads, usize::from);
    let memory_bytes = usize::try_from(global.memory).unwrap_or(usize::MAX);
    let options = index::Options {
        threads: ingesting.threads,
        memory_bytes,
    };
    upgrade(folder, &options, global)?;
    let writer = Writer::open_or_create(folder, &options)?;
    let bar = bar(global);
    let report = ingest::ingest(paths, &writer, &ingesting, &|event| match event {
        RunEvent::Progress(progress) => {
            bar.set_position(progress.pages);
            bar.set_message(HumanBytes(progress.bytes).to_string());
        }
        RunEvent::Records(tally) => {
            if let Some(pages) = pages {
                pages.write_records(tally);
            }
        }
        RunEvent::Page(end) => {
            if is_told(end, global.verbosity()) {
                bar.suspend(|| tell(end));
            }
            if let Some(pages) = pages {
                pages.write(end);
            }
        }
    })
    .with_context(|| format!("cannot write to {}", folder.display()))?;
    bar.set_message("tidying the index");
    writer.finish()?;
    bar.finish_and_clear();
    Ok(report)
}

/// The time since the process began to count.
fn since_start() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

/// Set at the first Ctrl-C or SIGTERM, which ends the run in order. The second ends the process.
pub(crate) fn stop_at_signals() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(STOPPED));
        }
        crate::terminal::say!("stopping: committing what was read; once more to end at once");
    })
    .context("cannot listen to signals")?;
    Ok(stop)
}

fn bar(global: &Global) -> ProgressBar {
    if global.quiet {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {human_pos} pages, {msg}, {per_sec}, {elapsed}");
    let bar = ProgressBar::new_spinner();
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar
}

/// Whether `-v` or `-vv` tells of this page.
fn is_told(end: &PageEnd, verbosity: Verbosity) -> bool {
    match verbosity {
        Verbosity::Quiet | Verbosity::Normal => false,
        Verbosity::Exceptions => matches!(
            end.outcome,
            Outcome::Rejected(_) | Outcome::Duplicate { .. }
        ),
        Verbosity::Pages => true,
    }
}

/// `duplicate: b.html: same address and text as a.html`
fn tell(end: &PageEnd) {
    let reason = end
        .reason()
        .map_or(String::new(), |reason| format!(": {reason}"));
    crate::terminal::say!(
        "{}: {}{}",
        end.outcome.name(),
        printable(&end.path),
        printable(&reason)
    );
}

/// Lists the first rejected pages.
pub(crate) fn say_rejected(report: &Report) {
    for rejected in report.rejected.iter().take(LISTED) {
        crate::terminal::say!(
            "not indexed: {}: {}",
            printable(&rejected.path),
            printable(&rejected.why.to_string())
        );
    }
    if report.rejected.len() > LISTED {
        crate::terminal::say!(
            "not indexed: {} more; -v or --report FILE names them all",
            report.rejected.len() - LISTED
        );
    }
}

pub(crate) fn say(report: &Report, seconds: f64, archive: &Path) {
    let mut parts = vec![
        format!("{} indexed", HumanCount(report.indexed)),
        format!("{} updated", HumanCount(report.updated)),
        format!("{} unchanged", HumanCount(report.unchanged)),
        format!("{} duplicate", HumanCount(report.duplicate)),
        format!("{} rejected", HumanCount(report.all_rejected())),
    ];
    if report.removed > 0 {
        parts.push(format!("{} removed", HumanCount(report.removed)));
    }
    if report.relearned > 0 {
        let articles = HumanCount(report.relearned);
        parts.push(format!(
            "{articles} changed by what was learned of their site"
        ));
    }
    if !report.records.is_empty() {
        let kinds = report.records.iter();
        let kinds: Vec<_> = kinds
            .map(|(kind, count)| format!("{} {kind}", HumanCount(*count)))
            .collect();
        anstream::eprintln!("records of crawls that are no pages: {}", kinds.join(", "));
    }
    if report.unresolved_revisits > 0 {
        let revisits = counted(
            report.unresolved_revisits,
            "revisit repeats",
            "revisits repeat",
        );
        anstream::eprintln!("{revisits} a capture that is no article of the archive");
    }
    if report.unopened > 0 {
        let files = counted(report.unopened, "file", "files");
        let named = match report.rejected_before {
            0 => String::new(),
            rejected => format!("; its rejected pages ({rejected}) are named by --report FILE"),
        };
        anstream::eprintln!("{files} of records as before, not opened{named}");
    }
    let pages = counted(report.pages, "page", "pages");
    let size = HumanBytes(report.bytes);
    crate::terminal::say!(
        "{pages} ({size}) in {seconds:.1} s: {}; archive: {}",
        parts.join(", "),
        archive.display()
    );
}

pub(crate) fn json(report: &Report) -> serde_json::Value {
    let rejected: Vec<_> = report
        .rejected
        .iter()
        .map(|rejected| serde_json::json!({"path": rejected.path, "reason": rejected.why.to_string()}))
        .collect();
    let counts = [
        ("pages", report.pages),
        ("indexed", report.indexed),
        ("updated", report.updated),
        ("unchanged", report.unchanged),
        ("duplicate", report.duplicate),
        ("rejected", report.all_rejected()),
        ("unopened", report.unopened),
        ("removed", report.removed),
        ("relearned", report.relearned),
        ("bytes", report.bytes),
        ("unresolved_revisits", report.unresolved_revisits),
    ];
    let counts: BTreeMap<&str, u64> = counts.into_iter().collect();
    let records = report.records.iter();
    let records: BTreeMap<&str, u64> = records.map(|(kind, count)| (kind.name(), *count)).collect();
    serde_json::json!({"type": "report", "counts": counts, "records": records, "rejected": rejected})
}
