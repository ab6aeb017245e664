//! Walking: from what the user names to files, in an order that is always the same.

use std::fs::{FileType, Metadata};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::read::Rejected;
use crate::read::why::Why;

/// What the user says of the pages, and no page.
const RULES: &str = "dateline.toml";

/// Hands each file under `input` to `sink`. Hidden files and what ignore files name are passed over in folders; links to folders are not
/// followed; nothing is opened.
pub(crate) fn files(
    input: &Path,
    skip: &[PathBuf],
    sink: &mut dyn FnMut(Result<PathBuf, Rejected>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let rejected = |path: &Path, why: Why| {
        Err(Rejected {
            path: path.display().to_string(),
            why,
        })
    };
    let about = match std::fs::metadata(input) {
        Ok(about) => about,
        Err(error) => return sink(rejected(input, Why::of(&error, 0))),
    };
    let skip: Vec<PathBuf> = skip
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    if input
        .canonicalize()
        .is_ok_and(|path| skip.iter().any(|skipped| path.starts_with(skipped)))
    {
        return sink(rejected(input, Why::Archive));
    }
    if !about.is_dir() {
        return sink(file(input, &about).map_or_else(|why| rejected(input, why), Ok));
    }
    for entry in walk(input, skip) {
        let found = match entry {
            Err(error) => Err(refused(input, &error)),
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_dir()) => continue,
            Ok(entry) if entry.file_name() == RULES => continue,
            Ok(entry) => {
                let about = std::fs::metadata(entry.path());
                let found = about
                    .map_err(|error| Why::of(&error, 0))
                    .and_then(|about| file(entry.path(), &about));
                found.map_or_else(|why| rejected(entry.path(), why), Ok)
            }
        };
        sink(found)?;
    }
    ControlFlow::Continue(())
}

fn walk(folder: &Path, skip: Vec<PathBuf>) -> ignore::Walk {
    let is_open = move |entry: &DirEntry| {
        let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        !(folder
            && entry
                .path()
                .canonicalize()
                .is_ok_and(|path| skip.contains(&path)))
    };
    WalkBuilder::new(folder)
        .require_git(false)
        .git_global(false)
        .git_exclude(false)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(is_open)
        .build()
}

/// The path, if it is a regular file's.
fn file(path: &Path, about: &Metadata) -> Result<PathBuf, Why> {
    match about {
        _ if about.is_file() => Ok(path.to_owned()),
        _ if about.is_dir() => Err(Why::FolderLink),
        _ => Err(Why::NotAFile {
            what: kind(about.file_type()),
        }),
    }
}

#[cfg(unix)]
fn kind(file: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    match file {
        _ if file.is_fifo() => "a named pipe",
        _ if file.is_socket() => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn kind(_: FileType) -> &'static str {
    "a device"
}

/// What the walker could not enter.
fn refused(input: &Path, error: &ignore::Error) -> Rejected {
    let path = place(error).unwrap_or(input).display().to_string();
    let why = match error.io_error().map(io::Error::kind) {
        Some(io::ErrorKind::NotFound) => Why::Missing,
        Some(kind) => Why::Unreadable {
            message: kind.to_string(),
        },
        None => Why::Unreadable {
            message: error.to_string(),
        },
    };
    Rejected { path, why }
}

fn place(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            place(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}
