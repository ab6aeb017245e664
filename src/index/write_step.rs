//! The steps of writing that a commit's safety hangs on. Tests look at their order, and let them fail.

use std::io;
use std::path::Path;

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Write,
    Sync,
    Rename,
    SyncFolder,
    Remove,
}

/// Called before each step.
#[cfg(not(test))]
pub(crate) fn before(_: Step, _: &Path) -> io::Result<()> {
    Ok(())
}

/// What happens in one archive.
#[cfg(test)]
struct Watch {
    dir: std::path::PathBuf,
    steps: Vec<(Step, std::path::PathBuf)>,
    /// The number of the step from which on all fail.
    fails_from: usize,
}

/// One for each test that runs.
#[cfg(test)]
static WATCHES: parking_lot::Mutex<Vec<Watch>> = parking_lot::Mutex::new(Vec::new());

#[cfg(test)]
pub(crate) fn before(step: Step, path: &Path) -> io::Result<()> {
    let mut watches = WATCHES.lock();
    for watch in watches.iter_mut().filter(|it| path.starts_with(&it.dir)) {
        watch.steps.push((step, path.to_path_buf()));
        if watch.steps.len() > watch.fails_from {
            return Err(io::Error::new(
                io::ErrorKind::StorageFull,
                "no space is left",
            ));
        }
    }
    Ok(())
}

/// Watches an archive, of which all steps fail from this one on.
#[cfg(test)]
pub(crate) fn watch(dir: &Path, fails_from: usize) {
    WATCHES.lock().push(Watch {
        dir: dir.to_path_buf(),
        steps: Vec::new(),
        fails_from,
    });
}

/// Ends the watch, and tells what it saw.
#[cfg(test)]
pub(crate) fn seen(dir: &Path) -> Vec<(Step, std::path::PathBuf)> {
    let mut watches = WATCHES.lock();
    let at = watches.iter().position(|it| it.dir == dir);
    watches
        .swap_remove(at.expect("the archive is watched"))
        .steps
}
