//! `dateline show`: one article with the evidence for each field.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use dateline::archive::Searcher;
use dateline::article::{Article, Place};
use dateline::query;
use dateline::render::layout::printable;
use dateline::render::{json_lines, terminal as page};

use crate::args::{Global, ShowArgs};
use crate::{open, terminal};

/// Runs the command.
pub(crate) fn run(args: &ShowArgs, global: &Global) -> Result<ExitCode> {
    let archive = open::archive(global)?;
    let Some(article) = archive.article(&args.id)? else {
        return Ok(missing(&args.id, global));
    };
    let mut out = anstream::stdout().lock();
    if let Some(query) = &args.explain {
        let query = query::parse(query).0;
        let explanation = archive.explain(&args.id, &query, open::today()?)?;
        let text = explanation.map(|explanation| page::explanation(&explanation));
        out.write_all(text.unwrap_or_default().as_bytes())?;
    } else if args.raw {
        out.write_all(&raw(&article)?)?;
    } else if args.json {
        writeln!(
            out,
            "{}",
            serde_json::to_string(&json_lines::cleaned(&article))?
        )?;
    } else if args.removed {
        out.write_all(page::removed(&article, terminal::width()).as_bytes())?;
    } else {
        out.write_all(page::article(&article, terminal::width()).as_bytes())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Says that there is no such article.
pub(crate) fn missing(id: &str, global: &Global) -> ExitCode {
    anstream::eprintln!(
        "no article `{}` in {}; `dateline search` prints ids",
        printable(id),
        global.index.display()
    );
    ExitCode::from(1)
}

/// The page's bytes, from where it was read.
fn raw(article: &Article) -> Result<Vec<u8>> {
    let place = Place::parse(&article.path);
    if place.record.is_some() {
        bail!(
            "{} is a record of an export; --raw shows single files only",
            article.path
        );
    }
    std::fs::read(&place.file).with_context(|| format!("cannot read {}", article.path))
}
