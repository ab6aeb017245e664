//! `dateline similar`: more like this.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use dateline::render::{json_lines, notes, terminal as page};

use super::show;
use crate::args::{Global, SimilarArgs};
use crate::{open, terminal};

/// Runs the command.
pub(crate) fn run(args: &SimilarArgs, global: &Global) -> Result<ExitCode> {
    let archive = open::archive(global)?;
    let start = Instant::now();
    let Some(results) = archive.similar(&args.id, &args.narrow.filters(), args.limit, 1)? else {
        return Ok(show::missing(&args.id, global));
    };
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    let text = if args.json {
        let query = format!("similar to {}", args.id);
        json_lines::results(
            &results,
            json_lines::Asked {
                query_id: None,
                query: &query,
                took_ms,
                notes: &notes(&results.notes),
            },
        )
    } else {
        page::hits(&terminal::from_here(&results), terminal::width())
    };
    terminal::print(&text)?;
    Ok(ExitCode::from(u8::from(results.hits.is_empty())))
}
