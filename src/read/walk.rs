//! Walking: from what the user names to files, in an order that is always the same.

use std::fs::{FileType, Metadata};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use crate::read::asset_folders;
use crate::read::why::Why;

/// What the user says of the pages, and no page.
const RULES: &str = "dateline.toml";

/// One step of a walk.
pub(crate) enum Step {
    /// A file to open.
    File(PathBuf, Metadata),
    /// What is not opened, or is not there.
    Rejected(PathBuf, Why),
    /// Some of a folder's listing is missing; the path is the folder's or the entry's.
    Unlisted(PathBuf, Why),
    /// All steps into a folder are done.
    Left {
        /// The folder.
        folder: PathBuf,
        /// Whether its listing was complete.
        whole: bool,
    },
}

/// Hands each step under `input` to `sink`. Hidden files and what ignore files name are passed over in folders; links to folders are not
/// followed; nothing is opened.
pub(crate) fn steps(
    input: &Path,
    skip: &[PathBuf],
    sink: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let about = match std::fs::metadata(input) {
        Ok(about) => about,
        Err(error) => return sink(Step::Rejected(input.to_owned(), Why::of(&error, 0))),
    };
    let skip: Vec<PathBuf> = skip
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    if input
        .canonicalize()
        .is_ok_and(|path| skip.iter().any(|skipped| path.starts_with(skipped)))
    {
        return sink(Step::Rejected(input.to_owned(), Why::Archive));
    }
    if !about.is_dir() {
        return sink(file(input, about));
    }
    let mut open = OpenFolders::default();
    // Of a folder that holds one page in several forms, that page alone is read.
    let mut snapshot: Option<(PathBuf, PathBuf)> = None;
    for entry in walk(input, skip) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                sink(unlisted(input, &error, &mut open))?;
                continue;
            }
        };
        open.leave(entry.depth(), sink)?;
        // The input itself may be a link to a folder: it was named, so that it is followed.
        let is_folder = entry.depth() == 0 || entry.file_type().is_some_and(|kind| kind.is_dir());
        if is_folder {
            let inside = snapshot
                .as_ref()
                .is_some_and(|(folder, _)| entry.path().starts_with(folder));
            if !inside {
                snapshot = asset_folders::only_page(entry.path())
                    .map(|page| (entry.path().to_owned(), page));
            }
            open.enter(entry.into_path());
        } else if entry.file_name() != RULES && is_wanted(entry.path(), snapshot.as_ref()) {
            sink(match std::fs::metadata(entry.path()) {
                Ok(about) => file(entry.path(), about),
                Err(error) => Step::Rejected(entry.into_path(), Why::of(&error, 0)),
            })?;
        }
    }
    open.leave(0, sink)
}

/// The file is no second form of the page that a snapshot holds.
fn is_wanted(path: &Path, snapshot: Option<&(PathBuf, PathBuf)>) -> bool {
    match snapshot {
        Some((folder, page)) => path == page || !path.starts_with(folder),
        None => true,
    }
}

/// The folders from the input down to where the walk is.
#[derive(Default)]
struct OpenFolders {
    folders: Vec<OpenFolder>,
    /// Something is missing, and it is not known where.
    lost: bool,
}

struct OpenFolder {
    path: PathBuf,
    whole: bool,
}

impl OpenFolders {
    fn enter(&mut self, path: PathBuf) {
        let whole = !self.lost;
        self.folders.push(OpenFolder { path, whole });
    }

    /// Leaves the folders that an entry at this depth does not lie in.
    fn leave(
        &mut self,
        depth: usize,
        sink: &mut dyn FnMut(Step) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        while self.folders.len() > depth {
            let Some(left) = self.folders.pop() else {
                break;
            };
            sink(Step::Left {
                folder: left.path,
                whole: left.whole,
            })?;
        }
        ControlFlow::Continue(())
    }

    /// The listing of the folder at `path`, or of the one that holds it, is not complete; without a path, of the one above `depth`;
    /// without either it may be any of them.
    fn lose(&mut self, path: Option<&Path>, depth: Option<usize>) {
        let at = match path {
            Some(path) => {
                let holds = |folder: &OpenFolder| path.starts_with(&folder.path);
                self.folders.iter().rposition(holds)
            }
            None => depth.and_then(|depth| depth.checked_sub(1)),
        };
        match at.and_then(|at| self.folders.get_mut(at)) {
            Some(folder) => folder.whole = false,
            None => {
                self.lost = true;
                for folder in &mut self.folders {
                    folder.whole = false;
                }
            }
        }
    }
}

fn walk(folder: &Path, skip: Vec<PathBuf>) -> ignore::Walk {
    let is_open = move |entry: &DirEntry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let has_name = |skipped: &PathBuf| skipped.file_name() == Some(entry.file_name());
        // To ask for a canonical path takes longer than to see that the name is another one.
        let may_be_skipped = is_folder || skip.iter().any(has_name);
        let path = may_be_skipped.then(|| entry.path().canonicalize());
        let is_skipped = path.is_some_and(|path| path.is_ok_and(|path| skip.contains(&path)));
        // The input itself was named, so that it is read whatever it is.
        let is_part =
            entry.depth() > 0 && is_folder && asset_folders::belongs_to_page(entry.path());
        !is_skipped && !is_part
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
fn file(path: &Path, about: Metadata) -> Step {
    let path = path.to_owned();
    match about {
        _ if about.is_file() => Step::File(path, about),
        _ if about.is_dir() => Step::Rejected(path, Why::FolderLink),
        _ => {
            let what = kind(about.file_type());
            Step::Rejected(path, Why::NotAFile { what })
        }
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

/// What the walker could not enter or list.
fn unlisted(input: &Path, error: &ignore::Error, open: &mut OpenFolders) -> Step {
    let path = path_in(error);
    open.lose(path, error.depth());
    let why = match error.io_error().map(io::Error::kind) {
        Some(io::ErrorKind::NotFound) => Why::Missing,
        Some(kind) => Why::Unreadable {
            message: kind.to_string(),
        },
        None => Why::Unreadable {
            message: error.to_string(),
        },
    };
    Step::Unlisted(path.unwrap_or(input).to_owned(), why)
}

fn path_in(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_in(err)
        }
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}
