//! `dateline stats`: what is in the archive.

use std::process::ExitCode;

use anyhow::Result;

use dateline::archive;
use dateline::render::{coverage_lines, json_lines, terminal as page};

use crate::args::{Global, StatsArgs};
use crate::{open, terminal};

/// Runs the command.
pub(crate) fn run(args: &StatsArgs, global: &Global) -> Result<ExitCode> {
    if args.furniture {
        open::folder(global, "nothing is kept of what was learned of sites")?;
    }
    let archive = open::archive(global)?;
    if args.furniture {
        let sites = archive.learned()?;
        terminal::print(&match args.json {
            true => coverage_lines::sites(&sites),
            false => page::learned(&sites),
        })?;
        return Ok(ExitCode::from(u8::from(sites.is_empty())));
    }
    if args.coverage {
        let coverage = archive::coverage(|request| archive.search(request), open::today()?)?;
        let sites = archive.learned()?;
        let width = terminal::width();
        terminal::print(&match args.json {
            true => coverage_lines::coverage(&coverage) + &coverage_lines::sites(&sites),
            false => page::coverage(&coverage, width) + &page::learned_in_short(&sites, width),
        })?;
        return Ok(ExitCode::from(u8::from(coverage.is_empty())));
    }
    let stats = archive.stats()?;
    terminal::print(&match args.json {
        true => json_lines::stats(&stats),
        false => page::stats(&stats, terminal::width()),
    })?;
    Ok(ExitCode::SUCCESS)
}
