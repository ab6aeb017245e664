//! The folder of an archive's segments as the writer sees it.
//!
//! Checksums are taken while files are written. The write of `meta.json` is the commit: it keeps to the order that ARCHITECTURE.md
//! states, and returns when all of it survives a power cut, so that what it replaces can be removed.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory,
    TerminatingWrite, WatchCallback, WatchHandle, WritePtr,
};

use crate::index::checksum::{FileSum, Files, Summing};
use crate::index::durable;
use crate::index::file_faults::sum_of;
use crate::index::file_names::{is_of_a_segment, is_sidecar};
use crate::index::generation::{Generation, META};
use crate::index::manifest::SEGMENTS;
use crate::index::reader_lock;
use crate::index::verified_files::VerifiedFiles;
use crate::index::write_step::{Step, before};

/// tantivy's list of the files that it wrote. It is made of what stands in the folder, and never written.
const MANAGED: &str = ".managed.json";

/// The folder of the segments of an archive that is open for writing.
#[derive(Debug, Clone)]
pub(crate) struct WriterDirectory {
    files: MmapDirectory,
    /// What earlier runs wrote.
    verified: VerifiedFiles,
    shared: Arc<Shared>,
}

/// What the copies of a directory share.
#[derive(Debug)]
struct Shared {
    /// The archive's folder.
    dir: PathBuf,
    segments: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The files that are there and were written whole.
    known: Files,
    /// Those of them that this process wrote.
    own: std::collections::BTreeSet<String>,
    /// The last commit; none in a new archive.
    generation: Option<Generation>,
    /// What failed first.
    failure: Option<String>,
}

impl WriterDirectory {
    /// The directory of the archive in `dir` as the last commit left it; there is none in a new archive.
    pub(crate) fn open(dir: &Path, files: MmapDirectory, generation: Option<Generation>) -> Self {
        let known = generation.as_ref().map(|it| it.files.clone());
        let known = known.unwrap_or_default();
        let verified = VerifiedFiles::default();
        verified.expect(&known);
        let state = State {
            known,
            generation,
            ..State::default()
        };
        let shared = Shared {
            dir: dir.to_path_buf(),
            segments: dir.join(SEGMENTS),
            state: Mutex::new(state),
        };
        Self {
            files,
            verified,
            shared: Arc::new(shared),
        }
    }

    /// What could not be written first, if anything could not.
    pub(crate) fn failure(&self) -> Option<String> {
        self.shared.state().failure.clone()
    }

    /// The files of the last commit.
    pub(crate) fn committed(&self) -> Files {
        let state = self.shared.state();
        let files = state.generation.as_ref().map(|it| it.files.clone());
        files.unwrap_or_default()
    }

    /// The files of a segment that were written by an earlier process.
    pub(crate) fn older_files_of(&self, segment: &str) -> Files {
        let state = self.shared.state();
        let prefix = format!("{SEGMENTS}/{segment}.");
        let of_segment = state
            .known
            .iter()
            .filter(|(path, _)| path.starts_with(&prefix) && !state.own.contains(*path));
        of_segment
            .map(|(path, sum)| (path.clone(), sum.clone()))
            .collect()
    }

    /// Puts a sidecar into the archive's folder. Its name survives a power cut when the commit does that names it.
    pub(crate) fn write_sidecar(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.shared
            .noted(durable::replace(&self.shared.dir, name, bytes))?;
        self.shared.add(name.to_owned(), FileSum::of(bytes));
        Ok(())
    }

    /// Knows of a sidecar that is there already.
    pub(crate) fn keep_sidecar(&self, name: &str, bytes: &[u8]) {
        self.shared.add(name.to_owned(), FileSum::of(bytes));
    }

    /// Removes a sidecar, but none of the last commit.
    pub(crate) fn remove_sidecar(&self, name: &str) -> io::Result<()> {
        if self.committed().contains_key(name) {
            return Ok(());
        }
        self.shared.state().known.remove(name);
        let path = self.shared.dir.join(name);
        before(Step::Remove, &path)?;
        fs::remove_file(path)
    }

    /// Takes every file of the archive as it stands for what was written.
    pub(crate) fn know_all_files(&self) -> io::Result<()> {
        for (folder, prefix) in [(&self.shared.dir, ""), (&self.shared.segments, "segments/")] {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if is_sidecar(&name) || is_of_a_segment(&name) {
                    let sum = sum_of(&entry.path())?;
                    self.shared
                        .state()
                        .known
                        .insert(format!("{prefix}{name}"), sum);
                }
            }
        }
        Ok(())
    }

    /// The files of segments that stand in the folder, as tantivy wants to know them.
    fn managed(&self) -> io::Result<Vec<u8>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.shared.segments)? {
            let name = entry?.file_name();
            let Some(name) = name.to_str() else { continue };
            if !name.starts_with('.') && is_of_a_segment(name) {
                names.push(name.to_owned());
            }
        }
        Ok(serde_json::to_vec(&names)?)
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, path: String, sum: FileSum) {
        let mut state = self.state();
        state.own.insert(path.clone());
        state.known.insert(path, sum);
    }

    /// Remembers what failed: tantivy's own error does not tell.
    fn noted<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result {
            let mut state = self.state();
            state.failure.get_or_insert_with(|| error.to_string());
        }
        result
    }

    /// Makes this `meta.json` the one that counts.
    fn commit(&self, meta: &str) -> io::Result<()> {
        let (number, known) = {
            let state = self.state();
            let last = state.generation.as_ref().map_or(0, |it| it.number);
            (last + 1, state.known.clone())
        };
        let generation = Generation::new(number, meta, &known, &self.dir)?;
        // What the manifest names is there before the manifest is.
        durable::sync_folder(&self.dir)?;
        durable::replace(&self.segments, &generation.name(), &generation.write()?)?;
        durable::sync_folder(&self.segments)?;
        // This rename is the commit. Nothing that the old one names is removed before it survives a power cut.
        durable::replace(&self.segments, META, meta.as_bytes())?;
        durable::sync_folder(&self.segments)?;
        let last = self.state().generation.replace(generation);
        let last = last.map(|it| it.name());
        if let Some(last) = last.filter(|last| *last != self.current_name()) {
            let path = self.segments.join(last);
            let removed = before(Step::Remove, &path);
            if let Err(error) = removed.and_then(|()| fs::remove_file(&path)) {
                tracing::debug!(%error, path = %path.display(), "an old manifest stays");
            }
        }
        Ok(())
    }

    fn current_name(&self) -> String {
        let state = self.state();
        state
            .generation
            .as_ref()
            .map_or_else(String::new, Generation::name)
    }
}

/// A file that is being written.
struct SummedFile {
    file: File,
    name: String,
    /// None where no commit will name the file.
    summing: Option<Summing>,
    shared: Arc<Shared>,
}

impl SummedFile {
    fn path(&self) -> PathBuf {
        self.shared.segments.join(&self.name)
    }
}

impl Write for SummedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = before(Step::Write, &self.path());
        let written = match written.and_then(|()| self.file.write(bytes)) {
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                let error = durable::failed("write", &self.path(), &error);
                return self.shared.noted(Err(error));
            }
            other => other?,
        };
        if let Some(summing) = &mut self.summing {
            summing.update(bytes.get(..written).unwrap_or(bytes));
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for SummedFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let Some(summing) = self.summing.take() else {
            return Ok(());
        };
        let synced = before(Step::Sync, &self.path());
        let synced = synced.and_then(|()| self.file.sync_data());
        let synced = synced.map_err(|error| durable::failed("sync", &self.path(), &error));
        self.shared.noted(synced)?;
        let path = format!("{SEGMENTS}/{}", self.name);
        self.shared.add(path, summing.finish());
        Ok(())
    }
}

impl Directory for WriterDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let file = self.files.get_file_handle(path)?;
        let verified = self.verified.verified(path, file);
        verified.map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let name = format!("{SEGMENTS}/{}", path.display());
        self.shared.state().known.remove(&name);
        let removed = before(Step::Remove, &self.shared.segments.join(path));
        removed.map_err(|error| DeleteError::IoError {
            io_error: Arc::new(error),
            filepath: path.to_path_buf(),
        })?;
        self.files.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let full = self.shared.segments.join(path);
        let file = match File::create_new(&full) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(OpenWriteError::FileAlreadyExists(path.to_path_buf()));
            }
            Err(error) => {
                let error = durable::failed("create", &full, &error);
                let error = match self.shared.noted::<()>(Err(error)) {
                    Err(error) => error,
                    Ok(()) => io::ErrorKind::Other.into(),
                };
                return Err(OpenWriteError::wrap_io_error(error, path.to_path_buf()));
            }
        };
        let name = path.to_string_lossy().into_owned();
        let is_temporary = name.starts_with('.');
        Ok(BufWriter::new(Box::new(SummedFile {
            file,
            name,
            summing: (!is_temporary).then(Summing::default),
            shared: Arc::clone(&self.shared),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        if path == Path::new(MANAGED) {
            let listed = self.managed();
            return listed.map_err(|error| OpenReadError::wrap_io_error(error, path.to_path_buf()));
        }
        self.files.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path == Path::new(MANAGED) {
            return Ok(());
        }
        let text = std::str::from_utf8(data).map_err(io::Error::other);
        let written = match path == Path::new(META) {
            true => text.and_then(|meta| self.shared.commit(meta)),
            false => durable::replace(&self.shared.segments, &path.to_string_lossy(), data),
        };
        self.shared.noted(written)
    }

    /// The folder is synced where `meta.json` is written.
    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        // The archive's own lock keeps other writers away already.
        if lock.filepath != META_LOCK.filepath {
            return Ok(DirectoryLock::from(Box::new(())));
        }
        reader_lock::acquire(&self.shared.segments)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.files.watch(callback)
    }
}
