//! Removing what a killed run left behind: files that no commit names.
//!
//! A run that is killed while it writes a segment leaves files that nothing will ever read. One that is killed between the writing of
//! a list of removed articles and its commit leaves worse: the next run gives its own list the same name, and tantivy refuses to
//! write a file that is there already.

use std::fs;
use std::io;
use std::path::Path;

use tantivy::directory::META_LOCK;
use tantivy::{Directory, Index, TantivyError};

use crate::index::invert::TEMPORARY;

/// How tantivy names a file until it is whole.
const UNFINISHED: &str = ".tmp";

/// Removes the files of `segments` that the last commit does not name. The archive must be locked: no other process writes.
pub(crate) fn sweep(index: &Index, segments: &Path) -> Result<(), TantivyError> {
    // A reader that has just read which segments there are holds this lock until it has opened their files.
    let _lock = index.directory().acquire_lock(&META_LOCK)?;
    let named = index.load_metas()?.list_segment_files();
    let is_left = |name: &str| is_of_a_run(name) && !named.contains(Path::new(name));
    Ok(remove_files(segments, &is_left)?)
}

/// Removes the files of an archive's folder that were to replace another and never did.
pub(crate) fn sweep_replacements(dir: &Path) -> io::Result<()> {
    remove_files(dir, &|name| name.starts_with('.') && name.ends_with(".new"))
}

/// A file of a segment, or one that a run needs for a while. Anything else is not ours to remove.
fn is_of_a_run(name: &str) -> bool {
    let is_of_a_segment = name.split_once('.').is_some_and(|(id, _)| {
        let is_hex = id.bytes().all(|byte| byte.is_ascii_hexdigit());
        id.len() == 32 && is_hex
    });
    is_of_a_segment || name.starts_with(TEMPORARY) || name.starts_with(UNFINISHED)
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
