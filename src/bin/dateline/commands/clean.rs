//! `dateline clean`: what cleaning does to a page; no archive needed.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc;

use anyhow::{Result, anyhow};
use jiff::civil::Date;
use parking_lot::Mutex;

use dateline::article::{Place, RawPage};
use dateline::ingest::{self, Cause};
use dateline::read::{self, Event, Record};
use dateline::render::layout::printable;
use dateline::render::{json_lines, terminal as page};
use dateline::site::rules::Rules;

use crate::args::{CleanArgs, Global};
use crate::{open, terminal};

/// Pages that are cleaned side by side and written in the order they were read.
const CHUNK_PAGES: usize = 64;

/// Bytes of pages after which a chunk is full before that.
const CHUNK_BYTES: usize = 16 << 20;

/// Runs the command.
pub(crate) fn run(args: &CleanArgs, global: &Global) -> Result<ExitCode> {
    let threads = global.threads();
    let inputs: Vec<PathBuf> = args
        .paths
        .iter()
        .map(|path| ingest::absolute(path))
        .collect();
    let rules = Rules::beside(&inputs, global.config.as_deref())?;
    let mut run = Run {
        args,
        rules,
        threads,
        width: terminal::width(),
        today: open::plausible_today()?,
        cleaned: 0,
        chunk: Vec::new(),
        bytes: 0,
        result: Ok(()),
    };
    read::scan(&args.paths, &mut |event| match event {
        Event::Page(record) => run.take(record),
        Event::Rejected(rejected) => {
            run.say(&rejected);
            ControlFlow::Continue(())
        }
        Event::Revisit(_) | Event::Tally(_) | Event::Unopened(_) | Event::End(_) => {
            ControlFlow::Continue(())
        }
    });
    if run.result.is_ok() {
        run.result = run.flush();
    }
    run.result?;
    Ok(ExitCode::from(u8::from(run.cleaned == 0)))
}

struct Run<'a> {
    args: &'a CleanArgs,
    rules: Rules,
    threads: usize,
    width: usize,
    today: Option<Date>,
    cleaned: u64,
    chunk: Vec<Record>,
    /// Bytes in the chunk.
    bytes: usize,
    result: Result<()>,
}

impl Run<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        self.bytes += record.bytes.len();
        self.chunk.push(record);
        if self.chunk.len() >= CHUNK_PAGES || self.bytes >= CHUNK_BYTES {
            self.result = self.flush();
        }
        if self.result.is_err() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn flush(&mut self) -> Result<()> {
        let chunk = std::mem::take(&mut self.chunk);
        self.bytes = 0;
        let mut out = anstream::stdout().lock();
        for text in self.side_by_side(chunk) {
            match text {
                Ok(text) => {
                    out.write_all(text.as_bytes())?;
                    self.cleaned += 1;
                }
                Err(error) => crate::terminal::say!("{error}"),
            }
        }
        out.flush()?;
        Ok(())
    }

    /// Cleans a chunk in several threads; the answers come in the order of the pages.
    fn side_by_side(&self, chunk: Vec<Record>) -> Vec<Result<String>> {
        let threads = self.threads.min(chunk.len());
        let work = Mutex::new(chunk.into_iter().enumerate());
        let next = || work.lock().next();
        let (done, cleaned) = mpsc::channel();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                let done = done.clone();
                scope.spawn(move || {
                    while let Some((n, record)) = next() {
                        // The receiver lives as long as this scope.
                        let _ = done.send((n, self.one(record)));
                    }
                });
            }
        });
        drop(done);
        let mut cleaned: Vec<_> = cleaned.into_iter().collect();
        cleaned.sort_by_key(|(n, _)| *n);
        cleaned.into_iter().map(|(_, text)| text).collect()
    }

    fn one(&self, record: Record) -> Result<String> {
        let place = record.place.clone();
        let path = place.to_string();
        let rejected = |why: &str| anyhow!("{}: {}", printable(&path), printable(why));
        let page = read::page(record).map_err(|it| rejected(&it.why.to_string()))?;
        let page = RawPage {
            today: self.today,
            ..page
        };
        let place = Place {
            file: ingest::absolute(&place.file),
            ..place
        };
        let rules = self.rules.governing(&place.to_string())?;
        let rejected = |why: Cause| rejected(&why.to_string());
        tracing::debug!(page = %printable(&path), "cleaning");
        if self.args.json {
            let mut article = ingest::one(&page, &rules).map_err(rejected)?;
            // What is cleaned in parts on many machines has other places in each, and keeps its own.
            if let Some(own) = &page.given.path {
                article.path.clone_from(own);
            }
            if page.given.id.is_none() {
                article.id = page.given.path.clone().unwrap_or(path);
            }
            return Ok(json_lines::to_json(&json_lines::cleaned(&article)) + "\n");
        }
        let (cleaned, article) = ingest::one_with_page(&page, &rules).map_err(rejected)?;
        Ok(match self.args.diff {
            true => page::diff(&cleaned, &article),
            false => page::ledger(&cleaned, &article, self.width),
        })
    }

    fn say(&self, rejected: &read::Rejected) {
        crate::terminal::say!(
            "not cleaned: {}: {}",
            printable(&rejected.place.to_string()),
            printable(&rejected.why.to_string())
        );
    }
}
