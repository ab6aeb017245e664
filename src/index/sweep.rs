//! Removing what a killed run left behind: files that no commit names.
//!
//! A run that is killed while it writes a segment leaves files that nothing will ever read. One that is killed between the writing of
//! a list of removed articles and its commit leaves worse: the next run gives its own list the same name, and tantivy refuses to
//! write a file that is there already.

use std::fs;
use std::io;
use std::path::Path;

use crate::index::durable;
use crate::index::file_names::{is_of_a_segment, is_sidecar};
use crate::index::generation::{Generation, is_manifest};
use crate::index::invert::TEMPORARY;
use crate::index::manifest::SEGMENTS;
use crate::index::reader_lock;

/// How earlier versions named a file until it was whole, and the list of files that they kept.
const FORMER: [&str; 2] = [".tmp", ".managed.json"];

/// Removes what the last commit does not name; there is none in a new archive. The archive must be locked: no other process writes.
pub(crate) fn sweep(dir: &Path, generation: Option<&Generation>) -> io::Result<()> {
    let segments = dir.join(SEGMENTS);
    // A reader that has just read which segments there are holds this lock until it has opened their files.
    let _lock = reader_lock::acquire(&segments).map_err(io::Error::other)?;
    let manifest = generation.map(Generation::name);
    let is_named = |path: &str| generation.is_some_and(|it| it.files.contains_key(path));
    remove_files(&segments, &|name| match is_manifest(name) {
        true => manifest.as_deref() != Some(name),
        false => is_of_a_run(name) && !is_named(&format!("{SEGMENTS}/{name}")),
    })?;
    remove_files(dir, &|name| {
        durable::is_unfinished(name) || is_sidecar(name) && !is_named(name)
    })
}

/// A file of a segment, or one that a run needs for a while. Anything else is not ours to remove.
fn is_of_a_run(name: &str) -> bool {
    let is_former = FORMER.iter().any(|former| name.starts_with(former));
    is_of_a_segment(name)
        || name.starts_with(TEMPORARY)
        || durable::is_unfinished(name)
        || is_former
}

fn remove_files(dir: &Path, unwanted: &dyn Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(unwanted) {
            fs::remove_file(entry.path())?;
            tracing::debug!(path = %entry.path().display(), "removed what a killed run left");
        }
    }
    Ok(())
}
