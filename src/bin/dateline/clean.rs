//! `dateline clean`: what cleaning does to a page; no archive needed.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, anyhow};
use jiff::civil::Date;

use dateline::article::{Article, CleanPage, RawPage};
use dateline::ingest;
use dateline::read::{self, Record};
use dateline::render::layout::printable;
use dateline::render::{json, terminal as page};
use dateline::site::rules::Rules;

use crate::args::{CleanArgs, Global};
use crate::{open, terminal};

/// How pages are cleaned side by side: so many at once, written in the order they were read.
const CHUNK: usize = 64;

/// Runs the command.
pub(crate) fn run(args: &CleanArgs, global: &Global) -> Result<ExitCode> {
    let threads = global.threads.map_or(0, usize::from);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()?;
    let inputs: Vec<PathBuf> = args
        .paths
        .iter()
        .map(|path| ingest::absolute(path))
        .collect();
    let rules = Rules::beside(&inputs, global.config.as_deref())?;
    let mut run = Run {
        args,
        rules,
        pool,
        width: terminal::width(),
        today: open::today()?,
        cleaned: 0,
        chunk: Vec::new(),
        result: Ok(()),
    };
    read::scan(&args.paths, &mut |record| match record {
        Ok(record) => run.take(record),
        Err(rejected) => {
            run.say(&rejected);
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
    pool: rayon::ThreadPool,
    width: usize,
    today: Date,
    cleaned: u64,
    chunk: Vec<Record>,
    result: Result<()>,
}

impl Run<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        self.chunk.push(record);
        if self.chunk.len() >= CHUNK {
            self.result = self.flush();
        }
        if self.result.is_err() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn flush(&mut self) -> Result<()> {
        use rayon::prelude::*;
        let chunk = std::mem::take(&mut self.chunk);
        let cleaned: Vec<Result<String>> = self
            .pool
            .install(|| chunk.par_iter().map(|record| self.one(record)).collect());
        let mut out = anstream::stdout().lock();
        for text in cleaned {
            match text {
                Ok(text) => {
                    out.write_all(text.as_bytes())?;
                    self.cleaned += 1;
                }
                Err(error) => anstream::eprintln!("{error}"),
            }
        }
        out.flush()?;
        Ok(())
    }

    fn one(&self, record: &Record) -> Result<String> {
        let page = read::page(record)
            .map_err(|rejected| anyhow!("{}: {}", printable(&rejected.path), rejected.why))?;
        let page = RawPage {
            today: Some(self.today),
            ..page
        };
        let rules = self.rules.governing(
            &ingest::absolute(Path::new(&record.path))
                .display()
                .to_string(),
        )?;
        let (cleaned, mut article) = ingest::one(&page, &rules).map_err(|why| {
            anyhow!(
                "{}: {}",
                printable(&record.path),
                printable(&why.to_string())
            )
        })?;
        if page.given.id.is_none() {
            article.id.clone_from(&record.path);
        }
        Ok(self.text(&cleaned, &article))
    }

    fn text(&self, cleaned: &CleanPage, article: &Article) -> String {
        if self.args.json {
            let line = serde_json::to_string(&json::cleaned(article))
                .expect("an article has string keys only");
            return line + "\n";
        }
        if self.args.diff {
            page::diff(cleaned, article)
        } else {
            page::ledger(cleaned, article, self.width)
        }
    }

    fn say(&self, rejected: &read::Rejected) {
        anstream::eprintln!(
            "not cleaned: {}: {}",
            printable(&rejected.path),
            printable(&rejected.why.to_string())
        );
    }
}
