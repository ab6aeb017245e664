//! Copies of an archive as its last commit left it, made while others write.
//!
//! A backup is an archive of its own. Files that it has already, with the right checksum, are not copied again. Everything that is copied
//! is compared with the manifest on its way, so that a damaged archive never takes the place of a sound backup.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use crate::index::checksum::{FileSum, Summing};
use crate::index::durable;
use crate::index::file_faults::{self, Fault, FileFault, sum_of};
use crate::index::file_names::{is_of_a_segment, is_sidecar};
use crate::index::generation::{Generation, META, is_manifest};
use crate::index::index_error::OpenError;
use crate::index::lock::lock;
use crate::index::manifest::{self, SEGMENTS};
use crate::index::reader_lock;

/// What a copy came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CopyReport {
    /// Which commit or merge of the archive it is.
    pub generation: u64,
    /// Files that were copied.
    pub copied: u64,
    /// Bytes of them.
    pub bytes: u64,
    /// Files that were there already.
    pub kept: u64,
}

/// How the files of an archive come to be in another folder.
#[derive(Clone, Copy)]
enum Way {
    /// As files of their own.
    Copy,
    /// As the same files, where both folders are on one file system.
    Link,
}

/// How often an archive is copied anew to which a run commits meanwhile.
const TRIES: usize = 5;

/// Copies the archive in `from` to `to`: a new folder, or that of an earlier copy. When this returns, the copy survives a power cut. An
/// earlier copy stays valid until the new one is.
pub fn copy_archive(from: &Path, to: &Path) -> Result<CopyReport, OpenError> {
    bring(from, to, Way::Copy)
}

/// Makes the new folder `to` the archive in `from`, for a trial: both have the same files, where they are on one file system. What a run
/// does in one does not concern the other, since no file of an archive is written twice.
pub fn link_archive(from: &Path, to: &Path) -> Result<CopyReport, OpenError> {
    bring(from, to, Way::Link)
}

fn bring(from: &Path, to: &Path, way: Way) -> Result<CopyReport, OpenError> {
    match manifest::look(from)? {
        manifest::Found::Archive => {}
        manifest::Found::Free => {
            return Err(OpenError::Missing {
                path: from.to_path_buf(),
            });
        }
    }
    // A damaged copy of earlier times may be copied over; a folder with other things in it may not.
    if let Err(error @ OpenError::Foreign { .. }) = manifest::look(to)
        && !to.join(SEGMENTS).is_dir()
    {
        return Err(error);
    }
    let write = |source: io::Error| OpenError::Read {
        path: to.to_path_buf(),
        source,
    };
    durable::create_folders(&to.join(SEGMENTS)).map_err(write)?;
    let _lock = lock(to)?;
    let mut tries = 1;
    loop {
        let generation = last_generation(from)?;
        match copy_files(from, to, &generation, way) {
            Ok(mut report) => {
                install(from, to, &generation).map_err(write)?;
                report.generation = generation.number;
                return Ok(report);
            }
            // A run has committed, and removed a file before it was copied.
            Err(CopyError::Source(fault))
                if matches!(fault.fault, Fault::Missing) && tries < TRIES =>
            {
                tries += 1;
            }
            Err(CopyError::Source(fault)) => {
                return Err(OpenError::Damaged {
                    path: from.to_path_buf(),
                    source: fault.into(),
                });
            }
            Err(CopyError::Target(source)) => return Err(write(source)),
        }
    }
}

fn last_generation(dir: &Path) -> Result<Generation, OpenError> {
    let _lock = reader_lock::acquire(&dir.join(SEGMENTS)).ok();
    Generation::read(dir).map_err(|error| OpenError::Damaged {
        path: dir.to_path_buf(),
        source: error.into(),
    })
}

/// Why a file could not be copied.
enum CopyError {
    Source(FileFault),
    Target(io::Error),
}

fn copy_files(
    from: &Path,
    to: &Path,
    generation: &Generation,
    way: Way,
) -> Result<CopyReport, CopyError> {
    let mut report = CopyReport::default();
    for (path, sum) in &generation.files {
        // A file of this name is the same file, but for the one that names the folder an archive: it comes last.
        if path == manifest::FILE {
            continue;
        }
        if sum_of(&to.join(path)).is_ok_and(|there| there.is_of_same(sum)) {
            report.kept += 1;
            continue;
        }
        let is_linked =
            matches!(way, Way::Link) && fs::hard_link(from.join(path), to.join(path)).is_ok();
        if is_linked {
            continue;
        }
        copy_file(from, to, path, sum)?;
        report.copied += 1;
        report.bytes += sum.size;
    }
    Ok(report)
}

/// Copies a file, and gives it its name when it is whole and what was written.
fn copy_file(from: &Path, to: &Path, path: &str, sum: &FileSum) -> Result<(), CopyError> {
    let fault = |fault| {
        let path = path.to_owned();
        CopyError::Source(FileFault { path, fault })
    };
    let mut source =
        File::open(from.join(path)).map_err(|error| fault(file_faults::fault(error)))?;
    let target = to.join(path);
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let temporary = target.with_file_name(format!(".{name}.new"));
    let failed = |step: &'static str, path: &Path, error: io::Error| {
        CopyError::Target(durable::failed(step, path, &error))
    };
    let mut file = File::create(&temporary).map_err(|it| failed("create", &temporary, it))?;
    let mut summing = Summing::default();
    let mut buffer = vec![0; 256 << 10];
    loop {
        let read = source
            .read(&mut buffer)
            .map_err(|it| fault(Fault::Unreadable(it)))?;
        let bytes = buffer.get(..read).unwrap_or_default();
        if bytes.is_empty() {
            break;
        }
        summing.update(bytes);
        file.write_all(bytes)
            .map_err(|it| failed("write", &temporary, it))?;
    }
    if !summing.finish().is_of_same(sum) {
        let _ = fs::remove_file(&temporary);
        return Err(fault(Fault::Changed));
    }
    file.sync_all()
        .map_err(|it| failed("sync", &temporary, it))?;
    fs::rename(&temporary, &target).map_err(|it| failed("rename to", &target, it))
}

/// Makes the copied files the archive: in the order of any commit. Then removes what it does not name.
fn install(from: &Path, to: &Path, generation: &Generation) -> io::Result<()> {
    let segments = to.join(SEGMENTS);
    durable::sync_folder(to)?;
    durable::replace(&segments, &generation.name(), &generation.write()?)?;
    durable::sync_folder(&segments)?;
    durable::replace(&segments, META, generation.meta.as_bytes())?;
    durable::sync_folder(&segments)?;
    durable::replace(to, manifest::FILE, &fs::read(from.join(manifest::FILE))?)?;
    durable::sync_folder(to)?;
    let _lock = reader_lock::acquire(&segments).map_err(io::Error::other)?;
    let own = generation.name();
    remove_others(&segments, &|name| match is_manifest(name) {
        true => name != own,
        false => {
            is_of_a_segment(name) && !generation.files.contains_key(&format!("{SEGMENTS}/{name}"))
        }
    })?;
    remove_others(to, &|name| {
        is_sidecar(name) && !generation.files.contains_key(name)
    })
}

fn remove_others(dir: &Path, is_other: &dyn Fn(&str) -> bool) -> io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(is_other) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
