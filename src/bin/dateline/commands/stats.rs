//! `dateline stats`: what is in the archive.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use dateline::archive;
use dateline::ingest;
use dateline::render::layout::printable;
use dateline::render::terminal::counted;
use dateline::render::{coverage_lines, json_lines, terminal as page};
use dateline::site::{End, Learned};

use crate::args::{Global, StatsArgs};
use crate::{open, terminal};

/// Runs the command.
pub(crate) fn run(args: &StatsArgs, global: &Global) -> Result<ExitCode> {
    if args.furniture {
        return furniture(args, global);
    }
    if args.coverage {
        let archive = open::archive(global)?;
        let coverage = archive::coverage(|request| archive.search(request), open::today()?)?;
        terminal::print(&match args.json {
            true => coverage_lines::coverage(&coverage),
            false => page::coverage(&coverage, terminal::width()),
        })?;
        return Ok(ExitCode::from(u8::from(coverage.is_empty())));
    }
    let stats = open::archive(global)?.stats()?;
    let text = if args.json {
        json_lines::stats(&stats)
    } else {
        page::stats(&stats, terminal::width())
    };
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// What was learned of the sites.
fn furniture(args: &StatsArgs, global: &Global) -> Result<ExitCode> {
    let folder = open::folder(global, "nothing is kept of what was learned of sites")?;
    let sites = ingest::learned(folder)?;
    let mut out = anstream::stdout().lock();
    for (site, learned) in &sites {
        if args.json {
            let line = serde_json::json!({"site": site, "furniture": learned.furniture, "titles": learned.affixes, "name": learned.name});
            writeln!(out, "{line}")?;
        } else {
            out.write_all(of_site(site, learned).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(ExitCode::from(u8::from(sites.is_empty())))
}

fn of_site(site: &str, learned: &Learned) -> String {
    let mut out = format!("{}\n", printable(site));
    if let Some(name) = &learned.name {
        out.push_str(&format!(
            "  name: {} ({} of {})\n",
            printable(&name.value),
            name.pages,
            counted(name.of.into(), "page", "pages")
        ));
    }
    for affix in &learned.affixes {
        let end = if affix.end == End::Head {
            "begin with"
        } else {
            "end with"
        };
        out.push_str(&format!(
            "  titles {end} \"{}\" ({} of {})\n",
            printable(&affix.text),
            affix.pages,
            counted(affix.of.into(), "title", "titles")
        ));
    }
    for item in &learned.furniture {
        let (text, example) = (printable(&item.text), printable(&item.example));
        out.push_str(&format!(
            "  on {} of {}: {text}\n      as in {example}\n",
            item.pages,
            counted(item.of.into(), "page", "pages")
        ));
    }
    out.push('\n');
    out
}
