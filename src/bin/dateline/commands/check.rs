//! `dateline check`: whether the archive is what was written, and mending it.
//!
//! Files are compared by checksum first. What the engine must open for is done by a process of its own, with a bound on its memory:
//! whatever becomes of it, the reader gets an answer.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context, Result, bail};
use indicatif::HumanBytes;
use serde_json::{Value, json};

use dateline::index::{self, FilesReport, Finding};
use dateline::ingest::{self, Depth, RepairReport};
use dateline::render::layout::printable;
use dateline::render::terminal::counted;

use super::json_field::{field, number, text};
use crate::args::{CheckArgs, CheckPart, Global};
use crate::open;

/// Memory that looking at an archive or mending it may take beside the files, which are mapped.
const MEMORY: u64 = 4 << 30;

/// Lost articles that are listed one by one.
const LISTED: usize = 50;

/// Runs the command.
pub(crate) fn run(args: &CheckArgs, global: &Global) -> Result<ExitCode> {
    match args.part {
        Some(CheckPart::Contents) => return look_at_contents(args, global),
        Some(CheckPart::Repair) => return mend(args, global),
        None => {}
    }
    if open::is_on_a_cluster(global) {
        return on_a_cluster(args, global);
    }
    if args.repair {
        return repair(args, global);
    }
    let files = index::check_files(&global.index)?;
    let mut findings = files.findings.clone();
    let mut contents = None;
    if findings.is_empty() {
        let (found, counts) = contents_in_child(args, &files, global)?;
        findings = found;
        contents = counts;
    }
    if args.json {
        print_json(&files, &findings, contents.as_ref())?;
    } else {
        print_text(&files, &findings, contents.as_ref(), &global.index)?;
    }
    Ok(ExitCode::from(u8::from(!findings.is_empty())))
}

/// An archive on a cluster is sound where its index is one that this version can read, and every part of it answers.
fn on_a_cluster(args: &CheckArgs, global: &Global) -> Result<ExitCode> {
    if args.repair {
        open::folder(
            global,
            "the engine mends its own copies; load the articles again where all are lost",
        )?;
    }
    let articles = open::archive(global)?.stats()?.articles;
    let text = match args.json {
        true => format!(
            "{}\n",
            serde_json::json!({"type": "check", "articles": articles, "findings": []})
        ),
        false => format!(
            "{}: no damage found\n",
            counted(articles, "article", "articles")
        ),
    };
    crate::terminal::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// Articles of the archive, and those that were looked at.
struct Counts {
    articles: u64,
    looked_at: u64,
}

/// Looks at the articles in a process of its own.
fn contents_in_child(
    args: &CheckArgs,
    files: &FilesReport,
    global: &Global,
) -> Result<(Vec<Finding>, Option<Counts>)> {
    let mut command = child("contents", global)?;
    if args.full {
        command.arg("--full");
    }
    let mut findings = Vec::new();
    let mut counts = None;
    let ended = follow(
        &mut command,
        &mut |line| match field(&line, "type").as_str() {
            Some("damage") => findings.push(Finding {
                path: text(&line, "path"),
                what: text(&line, "what"),
            }),
            _ => {
                counts = Some(Counts {
                    articles: number(&line, "articles"),
                    looked_at: number(&line, "looked_at"),
                });
            }
        },
    )?;
    if counts.is_none() {
        findings.push(Finding {
            path: String::new(),
            what: format!(
                "reading the {} files broke off though their checksums are right ({})",
                files.files,
                ended.trim()
            ),
        });
    }
    Ok((findings, counts))
}

/// This program again, for one part of the work.
fn child(part: &str, global: &Global) -> Result<Command> {
    let own = std::env::current_exe().context("cannot find the program to start it again")?;
    let mut command = Command::new(own);
    command.args(["check", "--part", part, "--index"]);
    command.arg(&global.index);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    command.stderr(Stdio::piped());
    Ok(command)
}

/// Runs a child, hands over its lines, and returns the last words of one that failed.
fn follow(command: &mut Command, each: &mut dyn FnMut(Value)) -> Result<String> {
    let mut child = command.spawn().context("cannot start a process")?;
    let errors = child.stderr.take();
    // Read beside its output, so that neither waits for the other.
    let errors = std::thread::spawn(move || {
        let lines = errors.map(|it| BufReader::new(it).lines().map_while(Result::ok));
        lines.and_then(|lines| lines.filter(|line| !line.is_empty()).take(10_000).last())
    });
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            each(serde_json::from_str(&line?).unwrap_or(Value::Null));
        }
    }
    let status = child.wait()?;
    let said = errors.join().ok().flatten();
    Ok(said.unwrap_or_else(|| status.to_string()))
}

/// Bounds the memory of this process. Files that are mapped count as well.
fn bound_memory(archive: &Path) {
    #[cfg(unix)]
    {
        let files = size_of(archive).saturating_add(size_of(&archive.join("segments")));
        let most = MEMORY.saturating_add(files.saturating_mul(2));
        if let Err(error) = rlimit::setrlimit(rlimit::Resource::AS, most, most) {
            tracing::debug!(%error, "no bound on the memory");
        }
    }
    #[cfg(not(unix))]
    let _ = archive;
}

fn size_of(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let sizes = entries.filter_map(|entry| Some(entry.metadata().ok()?.len()));
    sizes.sum()
}

/// The child's part of `check`.
fn look_at_contents(args: &CheckArgs, global: &Global) -> Result<ExitCode> {
    bound_memory(&global.index);
    let depth = if args.full {
        Depth::Full
    } else {
        Depth::Sample
    };
    let report = ingest::check_contents(&global.index, depth)?;
    let mut out = std::io::stdout().lock();
    for finding in &report.findings {
        writeln!(out, "{}", line(finding))?;
    }
    let (articles, looked_at) = (report.articles, report.looked_at);
    let end = json!({"type": "end", "articles": articles, "looked_at": looked_at});
    writeln!(out, "{end}")?;
    Ok(ExitCode::SUCCESS)
}

/// The child's part of `check --repair`.
fn mend(args: &CheckArgs, global: &Global) -> Result<ExitCode> {
    bound_memory(&global.index);
    let unreadable: BTreeSet<String> = args.unreadable.iter().cloned().collect();
    let mut out = std::io::stdout();
    let report = ingest::repair(&global.index, &unreadable, &mut |segment| {
        // Where nobody listens any more, there is nobody to name the segment the next time.
        let _ = writeln!(out, "{}", json!({"type": "reading", "segment": segment}));
    })?;
    writeln!(out, "{}", repaired(&report))?;
    Ok(ExitCode::SUCCESS)
}

fn repaired(report: &RepairReport) -> Value {
    let lost = report.lost.iter();
    let lost: Vec<Value> = lost
        .map(|(id, path)| json!({"id": id, "path": path}))
        .collect();
    json!({
        "type": "repaired",
        "segments": report.segments,
        "rebuilt": report.rebuilt,
        "reread": report.reread,
        "lost": lost,
        "lost_unknown": report.lost_unknown,
    })
}

/// Mends the archive, and checks it again.
fn repair(args: &CheckArgs, global: &Global) -> Result<ExitCode> {
    let before = index::check_files(&global.index)?;
    if before.findings.is_empty() && contents_in_child(args, &before, global)?.0.is_empty() {
        say(args, global, "nothing to mend");
        return Ok(ExitCode::SUCCESS);
    }
    let mut unreadable: Vec<String> = Vec::new();
    let report = loop {
        let mut command = child("repair", global)?;
        for segment in &unreadable {
            command.args(["--unreadable", segment]);
        }
        let (mut last, mut report) = (None, None);
        let ended = follow(
            &mut command,
            &mut |line| match field(&line, "type").as_str() {
                Some("reading") => last = Some(text(&line, "segment")),
                Some("repaired") => report = Some(line),
                _ => {}
            },
        )?;
        match (report, last) {
            (Some(report), _) => break report,
            // Reading this segment has ended the process.
            (None, Some(segment)) if !unreadable.contains(&segment) => unreadable.push(segment),
            _ => bail!(
                "cannot mend the archive, which is as it was: {}",
                ended.trim()
            ),
        }
    };
    if args.json {
        println(&report.to_string())?;
    } else {
        say_repaired(&report)?;
    }
    let after = index::check_files(&global.index)?;
    let (found, _) = contents_in_child(args, &after, global)?;
    if let Some(first) = after.findings.iter().chain(&found).next() {
        bail!(
            "the archive is still damaged: {} {}",
            first.path,
            first.what
        );
    }
    let is_lost = number(&report, "lost_unknown") != 0
        || field(&report, "lost")
            .as_array()
            .is_some_and(|it| !it.is_empty());
    Ok(ExitCode::from(u8::from(is_lost)))
}

fn say(args: &CheckArgs, global: &Global, words: &str) {
    if !args.json && !global.quiet {
        crate::terminal::say!("{words}");
    }
}

fn println(line: &str) -> Result<()> {
    crate::terminal::print(&format!("{line}\n"))
}

fn say_repaired(report: &Value) -> Result<()> {
    let number = |name: &str| number(report, name);
    let articles = |count: u64| counted(count, "article", "articles");
    let mut out = format!(
        "mended: {} written anew, {} as they were, {} whose pages the next `dateline index` reads again\n",
        counted(number("segments"), "segment", "segments"),
        articles(number("rebuilt")),
        articles(number("reread")),
    );
    let lost = field(report, "lost")
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    for article in lost.iter().take(LISTED) {
        let (id, path) = (text(article, "id"), text(article, "path"));
        out.push_str(&format!(
            "lost: {} ({})\n",
            printable(&id),
            printable(&path)
        ));
    }
    let known = lost.len() as u64;
    let all = known + number("lost_unknown");
    if all > 0 {
        out.push_str(&format!(
            "{} lost, {known} of them by name; `dateline index` over their pages brings them back\n",
            articles(all)
        ));
    }
    if number("segments") > 0 {
        out.push_str(
            "the damaged files are in the archive's folder `damaged`; remove it when all is well\n",
        );
    }
    crate::terminal::print(&out)
}

fn line(finding: &Finding) -> Value {
    json!({"type": "damage", "path": finding.path, "what": finding.what, "means": meaning(&finding.path), "remedy": remedy()})
}

fn print_json(files: &FilesReport, findings: &[Finding], contents: Option<&Counts>) -> Result<()> {
    let mut out = String::new();
    for finding in findings {
        out.push_str(&format!("{}\n", line(finding)));
    }
    let summary = json!({
        "type": "summary",
        "ok": findings.is_empty(),
        "generation": files.generation,
        "files": files.files,
        "bytes": files.bytes,
        "articles": contents.map(|it| it.articles),
        "looked_at": contents.map(|it| it.looked_at),
        "damaged": findings.len(),
    });
    crate::terminal::print(&format!("{out}{summary}\n"))
}

fn print_text(
    files: &FilesReport,
    findings: &[Finding],
    contents: Option<&Counts>,
    archive: &Path,
) -> Result<()> {
    let mut out = String::new();
    for finding in findings {
        let path = match finding.path.as_str() {
            "" => "the archive",
            path => path,
        };
        out.push_str(&format!(
            "damaged: {} {}\n",
            printable(path),
            printable(&finding.what)
        ));
        out.push_str(&format!("  {}\n", meaning(&finding.path)));
    }
    if findings.is_empty() {
        let looked = contents.map_or(String::new(), |it| {
            format!(
                "; {} of {} looked at in detail",
                it.looked_at,
                counted(it.articles, "article", "articles")
            )
        });
        out.push_str(&format!(
            "{}: {} ({}), generation {}: all as they were written{looked}\n",
            archive.display(),
            counted(files.files, "file", "files"),
            HumanBytes(files.bytes),
            files.generation,
        ));
    } else {
        out.push_str(&format!("{}\n", remedy()));
    }
    crate::terminal::print(&out)
}

fn remedy() -> &'static str {
    "`dateline check --repair` writes anew what can be had from the stored articles; a backup is better, where there is one: `dateline restore DIR`"
}

/// What it means that a file is damaged.
fn meaning(path: &str) -> &'static str {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end);
    match end {
        "store" => "the stored articles of a segment: some of its articles may be lost",
        "idx" | "term" | "pos" | "fieldnorm" => {
            "words of a segment: searches may miss articles; all can be had from the stored articles"
        }
        "fast" => {
            "columns of a segment: filters, dates and counts may be wrong; all can be had from the stored articles"
        }
        "del" => "which articles of a segment were removed: old versions may come back",
        "zst" => "what was learned of the sites: it is learned again",
        "bin" => "which articles are copies: it is found again",
        "json" if path.starts_with("segments/") => {
            "which segments there are: it can be had from the manifest"
        }
        "json" if path == "dateline.json" => "what the folder is: it is written anew",
        "json" => "which articles are copies: it is found again",
        _ => "the articles of a segment do not agree with what is written of them elsewhere",
    }
}
