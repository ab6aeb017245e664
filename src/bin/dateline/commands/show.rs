//! `dateline show`: one article with the evidence for each field.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use dateline::archive::Searcher;
use dateline::article::{Article, Place};
use dateline::query;
use dateline::read;
use dateline::render::layout::printable;
use dateline::render::{article_html, json_lines, story_lines, terminal as page};
use dateline::stories::{self, Told};

use crate::args::{Global, ShowArgs};
use crate::{open, terminal};

/// Runs the command.
pub(crate) fn run(args: &ShowArgs, global: &Global) -> Result<ExitCode> {
    let archive = open::archive(global)?;
    if args.versions || args.diff.is_some() {
        return versions(args, &*archive, global);
    }
    if args.story {
        return story(args, &*archive, global);
    }
    let Some(article) = archive.article(&args.id)? else {
        return Ok(missing(&args.id, global));
    };
    let mut out = anstream::stdout().lock();
    if let Some(query) = &args.explain {
        let lists = open::word_lists(global)?;
        let (query, _) = lists.widened(query::parse(query).0);
        let explanation = archive.explain(&args.id, &query, open::today()?)?;
        let text = explanation.map(|explanation| page::explanation(&explanation));
        out.write_all(text.unwrap_or_default().as_bytes())?;
    } else if args.raw {
        out.write_all(&raw(&article, &*archive)?)?;
    } else if args.html {
        let copies = archive.copies(&args.id)?.unwrap_or_default();
        out.write_all(article_html(&article, &copies).as_bytes())?;
    } else if args.json {
        let copies = archive.copies(&args.id)?.unwrap_or_default();
        out.write_all(json_lines::shown(&article, &copies).as_bytes())?;
    } else if args.removed {
        out.write_all(page::removed(&article, terminal::width()).as_bytes())?;
    } else {
        out.write_all(page::article(&article, terminal::width()).as_bytes())?;
        let copies = archive.copies(&args.id)?.unwrap_or_default();
        out.write_all(page::copies(&copies, terminal::width()).as_bytes())?;
        let versions = archive
            .versions(&args.id)?
            .map_or(0, |versions| versions.len());
        if versions > 1 {
            let id = printable(&args.id);
            writeln!(
                out,
                "{versions} versions; `dateline show {id} --versions` lists them"
            )?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Lists the versions, or shows what differs between two.
fn versions(args: &ShowArgs, archive: &dyn Searcher, global: &Global) -> Result<ExitCode> {
    let Some(versions) = archive.versions(&args.id)? else {
        return Ok(missing(&args.id, global));
    };
    if open::is_on_a_cluster(global) && !global.quiet {
        crate::terminal::say!(
            "a cluster has the version that is shown; older ones are in the folder that `dateline index --staging` has kept"
        );
    }
    let text = match args.diff {
        None if args.json => json_lines::versions(&versions),
        None => page::versions(&versions, terminal::width()),
        Some(pair) => {
            let numbered = |number: usize| {
                let version = versions.get(number - 1);
                let count = versions.len();
                version.with_context(|| {
                    format!("there is no version {number}: the archive has {count} of this article")
                })
            };
            let (old, new) = (numbered(pair.old)?, numbered(pair.new)?);
            match args.json {
                true => json_lines::version_diff(old, new),
                false => page::version_diff((pair.old, old), (pair.new, new), terminal::width()),
            }
        }
    };
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Shows the articles that tell of the same event.
fn story(args: &ShowArgs, archive: &dyn Searcher, global: &Global) -> Result<ExitCode> {
    let Some(told) = told(archive, &args.id)? else {
        return Ok(missing(&args.id, global));
    };
    terminal::print(&match args.json {
        true => story_lines::story(&told),
        false => page::story(&told, terminal::width()),
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The story of an article, with its texts compared.
pub(crate) fn told(archive: &dyn Searcher, id: &str) -> Result<Option<Told>> {
    let story = stories::of_article(archive, id, open::today()?)?;
    let told = story.map(|story| stories::told(archive, story));
    Ok(told.transpose()?)
}

/// Says that there is no such article.
pub(crate) fn missing(id: &str, global: &Global) -> ExitCode {
    crate::terminal::say!(
        "no article `{}` in {}; `dateline search` prints ids",
        printable(id),
        global.index.display()
    );
    ExitCode::from(1)
}

/// The page's bytes, from the first of its places that still has them: a revisit in a crawl has none.
fn raw(article: &Article, archive: &dyn Searcher) -> Result<Vec<u8>> {
    let place = Place::parse(&article.path);
    if place.record.is_none() && place.file.is_file() {
        return std::fs::read(&place.file).with_context(|| format!("cannot read {}", article.path));
    }
    if place.file == Path::new("-") {
        bail!(
            "the page came from standard input, which is not kept; `show` without --raw has its text"
        );
    }
    let versions = archive.versions(&article.id)?.unwrap_or_default();
    let shown = versions.first().into_iter();
    for place in shown.flat_map(|version| &version.places) {
        if let Some(record) = read::record_at(&Place::parse(&place.path)) {
            return Ok(record.bytes);
        }
    }
    bail!(
        "{} does not hold the page any more; `show` without --raw has its text",
        article.path
    )
}
