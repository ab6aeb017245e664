//! `dateline show`: one article with the evidence for each field.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use dateline::article::Article;
use dateline::render::{json, terminal as page};
use dateline::search::Searcher;

use crate::args::{Global, ShowArgs};
use crate::{open, terminal};

/// Runs the command.
pub(crate) fn run(args: &ShowArgs, global: &Global) -> Result<ExitCode> {
    let archive = open::archive(global)?;
    let Some(article) = archive.article(&args.id)? else {
        anstream::eprintln!(
            "no article `{}` in {}; `dateline search` prints ids",
            args.id,
            global.index.display()
        );
        return Ok(ExitCode::from(1));
    };
    let mut out = anstream::stdout().lock();
    if args.raw {
        out.write_all(&raw(&article)?)?;
    } else if args.json {
        writeln!(out, "{}", serde_json::to_string(&json::cleaned(&article))?)?;
    } else if args.removed {
        out.write_all(page::removed(&article, terminal::width()).as_bytes())?;
    } else {
        out.write_all(page::article(&article, terminal::width()).as_bytes())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The page's bytes, from where it was read.
fn raw(article: &Article) -> Result<Vec<u8>> {
    if article.path.contains('#') && !Path::new(&article.path).exists() {
        bail!("{} is a record of an export; --raw shows single files only", article.path);
    }
    std::fs::read(&article.path).with_context(|| format!("cannot read {}", article.path))
}
