//! What tells whether a file is as it was, without opening it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// The size and the times of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileStamp {
    size: u64,
    modified: SystemTime,
    /// When the system last noted a change of the file or of what it says about it, in seconds and nanoseconds since 1970. Nobody can set
    /// it, as they can the other. 0 where there is none.
    changed: (i64, i64),
}

/// A system counts time in steps of up to 10 ms.
const STEP: Duration = Duration::from_millis(50);

/// A file system that keeps whole seconds may round them to two.
const COARSE_STEP: Duration = Duration::from_secs(2);

impl FileStamp {
    /// The stamp of a regular file, where its system keeps times.
    pub(crate) fn of(about: &Metadata) -> Option<Self> {
        let modified = about.modified().ok().filter(|_| about.is_file())?;
        Some(Self {
            size: about.len(),
            modified,
            changed: changed(about),
        })
    }

    /// The file was left alone for long enough that a change after `now` gives it another stamp.
    pub(crate) fn is_settled(&self, now: SystemTime) -> bool {
        let (seconds, nanoseconds) = self.changed;
        let seconds = u64::try_from(seconds).unwrap_or_default();
        let changed = SystemTime::UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))
            .unwrap_or(now);
        let since_epoch = self.modified.duration_since(SystemTime::UNIX_EPOCH);
        let is_coarse = since_epoch.is_ok_and(|since| since.subsec_nanos() == 0);
        // One that was given a round time by hand is told by the other time.
        let step = match is_coarse && nanoseconds == 0 {
            true => COARSE_STEP,
            false => STEP,
        };
        let fine = Duration::from_nanos(u64::try_from(nanoseconds).unwrap_or_default());
        let is_past = |time: SystemTime| now.duration_since(time).is_ok_and(|age| age >= step);
        is_past(self.modified) && is_past(changed + fine)
    }
}

#[cfg(unix)]
fn changed(about: &Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (about.ctime(), about.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> (i64, i64) {
    (0, 0)
}
