//! `dateline compare`: what two articles share, side by side.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use dateline::group;
use dateline::render::{json_lines, terminal as page};

use super::show;
use crate::args::{CompareArgs, Global};
use crate::{open, terminal};

/// Runs the command. The exit code is 1 where the two share nothing.
pub(crate) fn run(args: &CompareArgs, global: &Global) -> Result<ExitCode> {
    let archive = open::archive(global)?;
    let Some(first) = archive.article(&args.first)? else {
        return Ok(show::missing(&args.first, global));
    };
    let Some(second) = archive.article(&args.second)? else {
        return Ok(show::missing(&args.second, global));
    };
    let shared = group::compare(&first.text, &second.text);
    let text = match args.json {
        true => json_lines::comparison(&first, &second, &shared),
        false => page::comparison(&first, &second, &shared, terminal::width()),
    };
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::from(u8::from(shared.passages.is_empty())))
}
