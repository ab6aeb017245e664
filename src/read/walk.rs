//! Walking: from what the user names to files, in an order that is always the same.

use std::fs::{FileType, Metadata};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::read::asset_folders;
use crate::read::ignore_rules::{EntryKind, IgnoreRules};
use crate::read::links::{self, Links};
use crate::read::why::Why;

/// What the user says of the pages, and no page.
const RULES: &str = "dateline.toml";

/// One step of a walk.
pub(crate) enum Step {
    /// A file to open.
    File(PathBuf, Metadata),
    /// What is not opened, or is not there.
    Rejected(PathBuf, Why),
    /// An ignore file that keeps nothing out, as it cannot be read.
    Unheeded(PathBuf, Why),
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
/// followed, and links to files only where those are not read by themselves; no page is opened.
pub(crate) fn steps(
    input: &Path,
    skip: &[PathBuf],
    links: &mut Links,
    sink: &mut dyn FnMut(Step) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let about = match std::fs::metadata(input) {
        Ok(about) => about,
        Err(error) => return sink(Step::Rejected(input.to_owned(), Why::of(&error, 0))),
    };
    let real = input.canonicalize();
    let real = real.unwrap_or_else(|_| input.to_path_buf());
    let skip: Vec<PathBuf> = skip
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    if skip.iter().any(|skipped| real.starts_with(skipped)) {
        return sink(Step::Rejected(input.to_owned(), Why::Archive));
    }
    if let Some(place) = links.other_input(input) {
        return sink(same_file(input, &place));
    }
    if !about.is_dir() {
        return sink(file(input, about));
    }
    let walk = Walk {
        input,
        real,
        skip,
        open: OpenFolders::default(),
        snapshot: None,
        links,
        sink,
    };
    walk.run()
}

/// A walk through one folder.
struct Walk<'a> {
    input: &'a Path,
    /// The input without links on its way.
    real: PathBuf,
    skip: Vec<PathBuf>,
    open: OpenFolders,
    /// A folder that holds one page in several forms, and the one that is read.
    snapshot: Option<(PathBuf, PathBuf)>,
    links: &'a mut Links,
    sink: &'a mut dyn FnMut(Step) -> ControlFlow<()>,
}

impl Walk<'_> {
    fn run(mut self) -> ControlFlow<()> {
        let mut unheeded = Vec::new();
        let mut rules = IgnoreRules::around(&self.real, &mut unheeded);
        let mut entries = WalkDir::new(self.input).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    (self.sink)(unlisted(self.input, &error, &mut self.open))?;
                    continue;
                }
            };
            let depth = entry.depth();
            rules.leave(depth);
            // The input itself may be a link to a folder: it was named, so that it is followed.
            let kind = match depth == 0 || entry.file_type().is_dir() {
                true => EntryKind::Folder,
                false => EntryKind::File,
            };
            if depth > 0 && self.passes_over(&entry, kind, &rules) {
                if kind == EntryKind::Folder {
                    entries.skip_current_dir();
                }
                continue;
            }
            self.open.leave(depth, self.sink)?;
            if kind == EntryKind::Folder {
                rules.enter(&self.real_path(entry.path()), depth, &mut unheeded);
                for (path, why) in unheeded.drain(..) {
                    (self.sink)(Step::Unheeded(path, why))?;
                }
                self.enter(entry.into_path());
            } else {
                self.file(&entry)?;
            }
        }
        self.open.leave(0, self.sink)
    }

    /// The path without links on its way. Links to folders are not followed below the input.
    fn real_path(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(self.input) {
            Ok(below) => self.real.join(below),
            Err(_) => path.to_path_buf(),
        }
    }

    fn passes_over(&self, entry: &DirEntry, kind: EntryKind, rules: &IgnoreRules) -> bool {
        let path = entry.path();
        // Most walks have neither ignore files nor an archive on their way, and need no second path.
        let has_name = |skipped: &PathBuf| skipped.file_name() == Some(entry.file_name());
        if rules.is_empty() && !self.skip.iter().any(has_name) {
            return links::is_passed_over(path, path, kind, rules);
        }
        let real = self.real_path(path);
        self.skip.contains(&real) || links::is_passed_over(path, &real, kind, rules)
    }

    fn enter(&mut self, folder: PathBuf) {
        let snapshot = self.snapshot.as_ref();
        let is_inside = snapshot.is_some_and(|(snapshot, _)| folder.starts_with(snapshot));
        if !is_inside {
            let page = asset_folders::only_page(&folder);
            self.snapshot = page.map(|page| (folder.clone(), page));
        }
        self.open.enter(folder);
    }

    fn file(&mut self, entry: &DirEntry) -> ControlFlow<()> {
        let path = entry.path();
        if entry.file_name() == RULES || !is_wanted(path, self.snapshot.as_ref()) {
            return ControlFlow::Continue(());
        }
        let about = match std::fs::metadata(path) {
            Ok(about) => about,
            Err(error) => {
                return (self.sink)(Step::Rejected(path.to_owned(), Why::of(&error, 0)));
            }
        };
        if entry.path_is_symlink()
            && about.is_file()
            && let Some(place) = self.links.other_place(path)
        {
            return (self.sink)(same_file(path, &place));
        }
        (self.sink)(file(path, about))
    }
}

fn same_file(path: &Path, place: &Path) -> Step {
    let to = place.display().to_string();
    Step::Rejected(path.to_owned(), Why::SameFile { to })
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
fn unlisted(input: &Path, error: &walkdir::Error, open: &mut OpenFolders) -> Step {
    let path = error.path();
    open.lose(path, Some(error.depth()));
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
