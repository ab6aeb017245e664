//! `dateline facets`: counts only.

use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use dateline::archive::{Fill, Request, Searcher, SelfFilter, Sort};
use dateline::render::{json_lines, notes, terminal as page};

use crate::args::{FacetsArgs, Global, facets};
use crate::{open, terminal};

const FACETS: &[&str] = &["source", "date", "language", "wire", "author:20"];

/// Runs the command.
pub(crate) fn run(args: &FacetsArgs, global: &Global) -> Result<ExitCode> {
    let query = match open::query(&args.query, &args.understanding, global)? {
        open::Understood::Query(query) => query,
        open::Understood::Said(code) => return Ok(code),
    };
    let request = Request {
        query,
        filters: args.narrow.filters(),
        sort: Sort::Relevance,
        group: args.group.into(),
        offset: 0,
        limit: 0,
        snippets: 0,
        facets: facets(&args.facets, FACETS)?,
        self_filter: SelfFilter::Ignored,
        fill: Fill::Nothing,
        today: open::today()?,
        limits: open::limits(&args.effort),
    };
    let archive = open::archive(global)?;
    let start = Instant::now();
    let results = archive.search(&request)?;
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    let query = request.query.to_string();
    let text = if args.json {
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
        page::facets(&results.facets, terminal::width())
            + &page::summary(&results, &request.query, took_ms)
    };
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::from(u8::from(results.total == 0)))
}
