//! Reading what is indexed: the same for all peers in this package.

use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::articles::Article;

/// Calls `take` with each article of a JSON Lines file, and returns how many there were.
pub fn for_each_article(file: &Path, mut take: impl FnMut(Article) -> Result<()>) -> Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 20, open(file)?);
    let mut line = Vec::new();
    let mut count = 0;
    while reader.read_until(b'\n', &mut line)? > 0 {
        take(serde_json::from_slice(&line)?)?;
        line.clear();
        count += 1;
    }
    Ok(count)
}

/// How many lines a file has.
pub fn count_lines(file: &Path) -> Result<u64> {
    let lines = BufReader::new(open(file)?).split(b'\n');
    Ok(lines.count() as u64)
}

/// All files under a folder, in the order of their paths.
pub fn files_under(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder);
        for entry in entries.with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The bytes of all files at or under a path.
pub fn size_on_disk(path: &Path) -> Result<u64> {
    if path.is_file() {
        return Ok(path.metadata()?.len());
    }
    let mut size = 0;
    for file in files_under(path)? {
        size += file.metadata()?.len();
    }
    Ok(size)
}

fn open(file: &Path) -> Result<File> {
    File::open(file).with_context(|| format!("cannot read {}", file.display()))
}
