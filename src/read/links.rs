//! Links to files that are read by themselves: a file has one place, however many names lead to it.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use crate::read::asset_folders;
use crate::read::ignore_rules::{EntryKind, IgnoreRules};

/// What the walks of a scan come by.
pub(crate) struct Links {
    /// The folders and files that were named, without links on their way.
    inputs: Vec<PathBuf>,
    /// What links led to so far.
    read: HashSet<PathBuf>,
}

impl Links {
    pub(crate) fn between(inputs: &[PathBuf]) -> Self {
        let mut named = Vec::new();
        for input in inputs {
            // Of an input that is a link itself, a folder is walked; a file is read if nothing else leads to it.
            if input.is_symlink() && !input.is_dir() {
                continue;
            }
            named.extend(input.canonicalize());
        }
        Self {
            inputs: named,
            read: HashSet::new(),
        }
    }

    /// What the link at `path` leads to, where that is read under another name. Else it counts as read from now on.
    pub(crate) fn other_place(&mut self, path: &Path) -> Option<PathBuf> {
        let file = path.canonicalize().ok()?;
        let is_read = self.inputs.iter().any(|input| is_walked(input, &file));
        if is_read || !self.read.insert(file.clone()) {
            return Some(file);
        }
        None
    }

    /// What an input that is a link leads to, where that lies in another input.
    pub(crate) fn other_input(&mut self, input: &Path) -> Option<PathBuf> {
        if !input.is_symlink() {
            return None;
        }
        if !input.is_dir() {
            return self.other_place(input);
        }
        let folder = input.canonicalize().ok()?;
        let holds = |other: &&PathBuf| folder.starts_with(other);
        // The input is among them itself.
        let is_read = self.inputs.iter().filter(holds).count() > 1;
        is_read.then_some(folder)
    }
}

/// Whether a walk through `input` comes by a file.
fn is_walked(input: &Path, file: &Path) -> bool {
    let Ok(below) = file.strip_prefix(input) else {
        return false;
    };
    if file == input {
        return true;
    }
    let mut rules = IgnoreRules::around(input, &mut Vec::new());
    let mut path = input.to_path_buf();
    rules.enter(&path, 0, &mut Vec::new());
    let names = below.components().count();
    for (depth, name) in (1..).zip(below.components()) {
        if asset_folders::only_page(&path).is_some_and(|page| page != file) {
            return false;
        }
        path.push(name);
        let kind = match depth < names {
            true => EntryKind::Folder,
            false => EntryKind::File,
        };
        if is_passed_over(&path, &path, kind, &rules) {
            return false;
        }
        if kind == EntryKind::Folder {
            rules.enter(&path, depth, &mut Vec::new());
        }
    }
    true
}

/// Whether a walk passes over what it finds at `path`; `real` is the same without links on the way.
pub(crate) fn is_passed_over(
    path: &Path,
    real: &Path,
    kind: EntryKind,
    rules: &IgnoreRules,
) -> bool {
    let name = path.file_name().unwrap_or_default();
    let is_hidden = name.as_encoded_bytes().starts_with(b".");
    is_hidden
        || rules.ignores(real, kind)
        || asset_folders::is_kept_by_tool(path)
        || kind == EntryKind::Folder && asset_folders::belongs_to_page(path)
}
