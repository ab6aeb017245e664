//! `dateline backup` and `dateline restore`: copies of the archive, and the way back.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use indicatif::HumanBytes;
use serde_json::json;

use dateline::index::{self, CopyReport, OpenError};
use dateline::render::terminal::counted;

use crate::args::{BackupArgs, Global, RestoreArgs};
use crate::{open, terminal};

/// How an archive on a cluster is backed up.
const SNAPSHOTS: &str = "the engine's own snapshots do it";

/// Runs `dateline backup`.
pub(crate) fn run(args: &BackupArgs, global: &Global) -> Result<ExitCode> {
    let report = copied(open::folder(global, SNAPSHOTS)?, &args.dir)?;
    let in_words = ("backed up to", args.dir.as_path());
    say(&report, (!args.json).then_some(in_words), global)?;
    Ok(ExitCode::SUCCESS)
}

/// Runs `dateline restore`.
pub(crate) fn restore(args: &RestoreArgs, global: &Global) -> Result<ExitCode> {
    open::folder(global, SNAPSHOTS)?;
    let backup = index::check_files(&args.dir)?;
    if let Some(finding) = backup.findings.first() {
        bail!(
            "the backup {} is damaged: {} {}; nothing was changed",
            args.dir.display(),
            finding.path,
            finding.what
        );
    }
    let there = index::check_files(&global.index);
    if !args.force && !matches!(there, Err(OpenError::Missing { .. })) {
        bail!(
            "there is an archive at {}; --force puts the backup in its place",
            global.index.display()
        );
    }
    let report = copied(&args.dir, &global.index)?;
    let in_words = ("restored to", global.index.as_path());
    say(&report, (!args.json).then_some(in_words), global)?;
    Ok(ExitCode::SUCCESS)
}

/// Copies an archive and compares the copy with its manifest.
fn copied(from: &Path, to: &Path) -> Result<CopyReport> {
    let absolute = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    if absolute(from) == absolute(to) {
        bail!(
            "{} is the archive itself; name another folder",
            to.display()
        );
    }
    let context = || format!("cannot copy {} to {}", from.display(), to.display());
    let report = index::copy_archive(from, to).with_context(context)?;
    let copy = index::check_files(to)?;
    if let Some(finding) = copy.findings.first() {
        bail!(
            "the copy at {} is damaged: {} {}",
            to.display(),
            finding.path,
            finding.what
        );
    }
    Ok(report)
}

/// Tells what was done and where, in words or, without these, as JSON.
fn say(report: &CopyReport, in_words: Option<(&str, &Path)>, global: &Global) -> Result<()> {
    let Some((done, to)) = in_words else {
        let line = json!({
            "type": "copy",
            "generation": report.generation,
            "copied": report.copied,
            "bytes": report.bytes,
            "kept": report.kept,
        });
        return terminal::print(&format!("{line}\n"));
    };
    if !global.quiet {
        crate::terminal::say!(
            "{done} {}: generation {}, {} copied ({}), {} there already; all compared with their checksums",
            to.display(),
            report.generation,
            counted(report.copied, "file", "files"),
            HumanBytes(report.bytes),
            report.kept
        );
    }
    Ok(())
}
