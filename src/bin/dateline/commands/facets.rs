//! `dateline facets`: counts only.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use dateline::archive::{Note, Request, Searcher};
use dateline::render::{json_lines, notes, story_lines, terminal as page};
use dateline::stories;

use crate::args::{FacetArg, FacetsArgs, Global, facets};
use crate::{open, terminal};

const FACETS: &[&str] = &["source", "date", "language", "wire", "author:20"];

/// Runs the command.
pub(crate) fn run(args: &FacetsArgs, global: &Global) -> Result<ExitCode> {
    let query = match open::query(&args.query.text(), &args.understanding, global)? {
        open::Understood::Query(query) => query,
        open::Understood::Said(code) => return Ok(code),
    };
    let is_of_stories = |arg: &FacetArg| matches!(arg, FacetArg::Stories(_));
    let (by_story, by_field): (Vec<FacetArg>, Vec<FacetArg>) =
        args.facets.iter().cloned().partition(is_of_stories);
    let default = if by_story.is_empty() { FACETS } else { &[] };
    let request = Request {
        filters: args.narrow.filters(),
        group: args.group.into(),
        facets: facets(&by_field, default)?,
        limits: open::limits(&args.effort),
        ..Request::new(query, open::today()?)
    };
    let archive = open::archive(global)?;
    let start = Instant::now();
    let mut results = archive.search(&request)?;
    let mut stories = String::new();
    for arg in by_story {
        let (counts, note) = counted_by_story(&arg, &*archive, &request, args)?;
        stories.push_str(&counts);
        results.notes.extend(note);
    }
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    let query = request.query.to_string();
    let text = if args.json {
        stories
            + &json_lines::results(
                &results,
                json_lines::Asked {
                    query_id: None,
                    query: &query,
                    took_ms,
                    notes: &notes(&results.notes),
                },
            )
    } else {
        stories
            + &page::facets(&results.facets, terminal::width())
            + &page::summary(&results, &request.query, took_ms)
    };
    terminal::print(&text)?;
    Ok(ExitCode::from(u8::from(results.total == 0)))
}

fn counted_by_story(
    arg: &FacetArg,
    archive: &dyn Searcher,
    request: &Request,
    args: &FacetsArgs,
) -> Result<(String, Option<Note>)> {
    let FacetArg::Stories(limit) = arg else {
        return Ok((String::new(), None));
    };
    let (query, filters) = (&request.query, &request.filters);
    let (counts, note) = stories::counts(archive, query, filters, request.today, *limit)?;
    let text = match args.json {
        true => story_lines::story_counts(&counts),
        false => page::story_counts(&counts, terminal::width()),
    };
    Ok((text, note))
}
