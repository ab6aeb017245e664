//! Ignore files: what the user keeps out of a folder by `.ignore` and `.gitignore`.
//!
//! The files are read here and not by the crate that understands them, as one may be a pipe, a device, or without end.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::read::why::Why;

/// Bytes of an ignore file at most; the longest of large projects have a tenth.
const LONGEST: u64 = 256 << 10;

/// The ignore files that speak for the folder where a walk is.
pub(crate) struct IgnoreRules {
    /// Outermost first; only folders that say something.
    folders: Vec<FolderRules>,
}

struct FolderRules {
    /// How deep the folder lies below the input; none for the folders around it.
    depth: Option<usize>,
    /// Of `.ignore`, which is heard first.
    ignore: Gitignore,
    /// Of `.gitignore`.
    git: Gitignore,
    /// `.gitignore` files above a repository say nothing of it.
    is_repository: bool,
}

/// What a walk comes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    File,
    Folder,
}

/// An ignore file that cannot be heeded.
pub(crate) type Unheeded = (PathBuf, Why);

impl IgnoreRules {
    /// The rules of the folders around `input`, an absolute path without links.
    pub(crate) fn around(input: &Path, unheeded: &mut Vec<Unheeded>) -> Self {
        let mut rules = Self {
            folders: Vec::new(),
        };
        let above: Vec<&Path> = input.ancestors().skip(1).collect();
        for folder in above.into_iter().rev() {
            rules.push(folder, None, unheeded);
        }
        rules
    }

    /// Goes into a folder at this depth, out of those that it does not lie in.
    pub(crate) fn enter(&mut self, folder: &Path, depth: usize, unheeded: &mut Vec<Unheeded>) {
        self.leave(depth);
        self.push(folder, Some(depth), unheeded);
    }

    /// Leaves the folders that an entry at this depth does not lie in.
    pub(crate) fn leave(&mut self, depth: usize) {
        let holds = |folder: &FolderRules| folder.depth.is_none_or(|own| own < depth);
        while self.folders.last().is_some_and(|last| !holds(last)) {
            self.folders.pop();
        }
    }

    fn push(&mut self, folder: &Path, depth: Option<usize>, unheeded: &mut Vec<Unheeded>) {
        let mut rules = |name| match rules_in(folder, name) {
            Ok(rules) => rules,
            Err(why) => {
                unheeded.push((folder.join(name), why));
                Gitignore::empty()
            }
        };
        let own = FolderRules {
            depth,
            ignore: rules(".ignore"),
            git: rules(".gitignore"),
            is_repository: fs::symlink_metadata(folder.join(".git")).is_ok(),
        };
        if own.is_repository || !own.ignore.is_empty() || !own.git.is_empty() {
            self.folders.push(own);
        }
    }

    /// Whether the file or folder at this absolute path is to be passed over. The nearest file that names it decides.
    pub(crate) fn ignores(&self, path: &Path, kind: EntryKind) -> bool {
        let is_folder = kind == EntryKind::Folder;
        let nearest_first = || self.folders.iter().rev();
        let by_ignore = nearest_first()
            .map(|folder| folder.ignore.matched(path, is_folder))
            .find(|found| !found.is_none());
        if let Some(found) = by_ignore {
            return found.is_ignore();
        }
        for folder in nearest_first() {
            match folder.git.matched(path, is_folder) {
                Match::None if folder.is_repository => return false,
                Match::None => {}
                found => return found.is_ignore(),
            }
        }
        false
    }

    /// No file says anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }
}

/// The rules of one file; none where there is no such file.
fn rules_in(folder: &Path, name: &str) -> Result<Gitignore, Why> {
    let Some(bytes) = read(&folder.join(name))? else {
        return Ok(Gitignore::empty());
    };
    let mut rules = GitignoreBuilder::new(folder);
    let text = String::from_utf8_lossy(&bytes);
    for line in text.trim_start_matches('\u{feff}').lines() {
        // A line that is no pattern names nothing; the others count.
        let _ = rules.add_line(None, line);
    }
    let refused = |error: ignore::Error| Why::Unheeded {
        what: format!("its patterns are too many or too long ({error})"),
    };
    rules.build().map_err(refused)
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, Why> {
    let refused = |what: String| Err(Why::Unheeded { what });
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return refused(error.kind().to_string()),
    };
    if about.is_dir() {
        return Ok(None);
    }
    if !about.is_file() {
        return refused("it is no regular file".to_owned());
    }
    if about.len() > LONGEST {
        return refused(format!("it is larger than {} KB", LONGEST >> 10));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(Some(bytes)),
        Err(error) => refused(error.kind().to_string()),
    }
}

fn is_missing(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(error.kind(), Kind::NotFound | Kind::NotADirectory)
}
