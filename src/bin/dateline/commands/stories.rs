//! `dateline stories`: the events that articles tell of, who took what from whom, and where numbers disagree.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use dateline::archive::Filters;
use dateline::article::Article;
use dateline::group;
use dateline::query::Query;
use dateline::render::{story_lines, terminal as page};
use dateline::stories;

use super::show;
use crate::args::{Global, StoriesArgs};
use crate::{open, terminal};

/// Runs the command. The exit code is 1 where there is no story, no reuse, or no number that several give.
pub(crate) fn run(args: &StoriesArgs, global: &Global) -> Result<ExitCode> {
    let query = args.query.as_deref();
    if let Some(id) = query.filter(|_| args.lineage || args.numbers) {
        return one_story(id, args, global);
    }
    let more = args.more.iter().map(String::as_str);
    let words: Vec<&str> = query.into_iter().chain(more).collect();
    let text = match words.is_empty() {
        true => "*".to_owned(),
        false => words.join(" "),
    };
    let query = match open::query(&text, &args.understanding, global)? {
        open::Understood::Query(query) => query,
        open::Understood::Said(code) => return Ok(code),
    };
    list(&query, &args.narrow.filters(), args, global)
}

fn list(query: &Query, filters: &Filters, args: &StoriesArgs, global: &Global) -> Result<ExitCode> {
    let archive = open::archive(global)?;
    let start = Instant::now();
    let list = stories::list(&*archive, query, filters, open::today()?, args.limit)?;
    let took_ms = start.elapsed().as_secs_f64() * 1000.0;
    let query = query.to_string();
    terminal::print(&match args.json {
        true => story_lines::story_list(&list, &query, took_ms),
        false => page::story_list(&list, &query, took_ms, terminal::width()),
    })?;
    Ok(ExitCode::from(u8::from(list.total == 0)))
}

fn one_story(id: &str, args: &StoriesArgs, global: &Global) -> Result<ExitCode> {
    let archive = open::archive(global)?;
    let Some(told) = show::told(&*archive, id)? else {
        return Ok(show::missing(id, global));
    };
    if args.lineage {
        terminal::print(&match args.json {
            true => story_lines::lineage(&told),
            false => page::lineage(&told, terminal::width()),
        })?;
        return Ok(ExitCode::from(u8::from(told.lineage.reuses.is_empty())));
    }
    let articles: Vec<&Article> = told.articles.iter().collect();
    let rows = group::numbers(&articles);
    terminal::print(&match args.json {
        true => story_lines::numbers(&told.story, &rows),
        false => page::numbers(&told, &rows, terminal::width()),
    })?;
    Ok(ExitCode::from(u8::from(rows.is_empty())))
}
