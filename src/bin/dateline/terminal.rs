//! The terminal: colours, logs, width, the last word on an error.

use std::io::{self, Write};
use std::process::ExitCode;

use anstream::ColorChoice;
use anyhow::{Error, Result};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use dateline::archive::Results;
use dateline::article::Place;

use crate::args::{Color, Global, Verbosity};

/// Sets colours and logs as the flags say.
pub(crate) fn prepare(global: &Global) {
    match global.color {
        Color::Auto => {}
        Color::Always => ColorChoice::Always.write_global(),
        Color::Never => ColorChoice::Never.write_global(),
    }
    let level = match global.verbosity() {
        Verbosity::Quiet => LevelFilter::ERROR,
        Verbosity::Normal => LevelFilter::WARN,
        Verbosity::Exceptions => LevelFilter::INFO,
        Verbosity::Pages => LevelFilter::DEBUG,
    };
    // What the libraries say below a warning is of no use to a reader.
    let targets = Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target("dateline", level);
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_target(false)
        .without_time()
        .with_writer(io::stderr)
        .finish()
        .with(targets)
        .init();
}

/// Columns of the terminal; 100 where there is none.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(100, |(width, _)| usize::from(width.0).clamp(40, 160))
}

/// The same results with paths below the current folder written from there, as the reader would type them.
pub(crate) fn from_here(results: &Results) -> Results {
    let mut results = results.clone();
    let Ok(here) = std::env::current_dir() else {
        return results;
    };
    let here = format!("{}{}", Place::text_of(&here), std::path::MAIN_SEPARATOR);
    for hit in &mut results.hits {
        if let Some(below) = hit.path.strip_prefix(&here) {
            hit.path = below.to_owned();
        }
    }
    results
}

/// A reader such as `head` has gone: that is no error.
fn is_closed_pipe(error: &Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<io::Error>()
            .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}

/// Prints an error with its causes, once; nothing where the reader has gone.
pub(crate) fn complain(error: &Error) -> ExitCode {
    if is_closed_pipe(error) {
        return ExitCode::SUCCESS;
    }
    say!("dateline: {error:#}");
    ExitCode::from(2)
}

/// Writes a line to standard error. Where nobody can read it, nobody is told.
macro_rules! say {
    ($($arg:tt)*) => {{
        let line = format!($($arg)*);
        let _ = std::io::Write::write_all(&mut anstream::stderr().lock(), format!("{line}\n").as_bytes());
    }};
}
pub(crate) use say;

/// Writes to standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
