//! Whether the files of an archive are those that its last commit wrote. The engine opens none of them.

use std::fs;
use std::path::Path;

use crate::index::file_faults;
use crate::index::generation::{self, Generation, META};
use crate::index::index_error::OpenError;
use crate::index::manifest::{self, SEGMENTS};
use crate::index::reader_lock;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file, from the archive's folder; empty where it is about the archive as a whole.
    pub path: String,
    /// What is wrong, as the end of a sentence that begins with the file.
    pub what: String,
}

/// What comparing the files with the manifest has shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesReport {
    /// Which commit or merge of the archive the last one is, counted from 1.
    pub generation: u64,
    /// Files compared.
    pub files: u64,
    /// Bytes of them, as they were written.
    pub bytes: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// How often an archive is looked at again to which a run commits meanwhile.
const TRIES: usize = 3;

/// Compares every file of the archive in `dir` with the manifest of its last commit, byte for byte by checksum. Fails where there is no
/// archive, or one of another format.
pub fn check_files(dir: &Path) -> Result<FilesReport, OpenError> {
    let mut tries = 1;
    loop {
        let before = generation::current_name(dir).ok();
        let report = check_once(dir)?;
        let is_settled = before == generation::current_name(dir).ok();
        if report.findings.is_empty() || is_settled || tries == TRIES {
            return Ok(report);
        }
        tries += 1;
    }
}

fn check_once(dir: &Path) -> Result<FilesReport, OpenError> {
    let mut report = FilesReport::default();
    let generation = {
        // A run that commits cannot remove the manifest between its being found and being read.
        let _lock = reader_lock::acquire(&dir.join(SEGMENTS)).ok();
        Generation::read(dir)
    };
    match generation {
        Ok(generation) => {
            report.generation = generation.number;
            report.files = generation.files.len() as u64;
            report.bytes = generation.files.values().map(|sum| sum.size).sum();
            for fault in file_faults::in_full(dir, &generation.files) {
                report.findings.push(Finding {
                    path: fault.path,
                    what: fault.fault.to_string(),
                });
            }
        }
        Err(error) => {
            is_an_archive(dir)?;
            report.findings.push(Finding {
                path: format!("{SEGMENTS}/{META}"),
                what: format!("cannot be relied on: {error}"),
            });
        }
    }
    // An archive of another format is not one that this version can say anything of.
    match manifest::look(dir) {
        Err(error @ (OpenError::Older { .. } | OpenError::Newer { .. })) => return Err(error),
        Err(error) if report.findings.is_empty() => return Err(error),
        _ => {}
    }
    Ok(report)
}

/// Fails where the folder holds no archive, damaged or not.
fn is_an_archive(dir: &Path) -> Result<(), OpenError> {
    let has_segments = fs::read_dir(dir.join(SEGMENTS))
        .is_ok_and(|mut entries| entries.any(|entry| entry.is_ok()));
    match manifest::look(dir) {
        Ok(manifest::Found::Free) | Err(OpenError::Foreign { .. }) if !has_segments => {
            Err(OpenError::Missing {
                path: dir.to_path_buf(),
            })
        }
        Err(error @ (OpenError::Older { .. } | OpenError::Newer { .. })) => Err(error),
        _ => Ok(()),
    }
}
