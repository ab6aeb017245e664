//! `dateline names`: every spelling of a name.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use dateline::names::{Part, parts};
use dateline::render::{json_lines, terminal as page};

use crate::args::{Global, NamesArgs};
use crate::{open, terminal};

/// Runs the command.
pub(crate) fn run(args: &NamesArgs, global: &Global) -> Result<ExitCode> {
    let name = args.name.join(" ");
    let archive = open::archive(global)?;
    let mut out = anstream::stdout().lock();
    let mut found = false;
    for part in parts(&name) {
        let Part::Name(part) = part else { continue };
        let spellings = archive.spellings(part, &open::limits(&args.effort))?;
        found |= !spellings.is_empty();
        let text = if args.json {
            json_lines::spellings(part, &spellings)
        } else {
            page::spellings(part, &spellings, terminal::width())
        };
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    let listed = open::word_lists(global)?.other_names(&name);
    if !listed.is_empty() && !global.quiet {
        terminal::say!(
            "note: your list has {} for the same name; `name:` finds them too",
            listed.join(", ")
        );
    }
    Ok(ExitCode::from(u8::from(!found)))
}
