//! Files of records that need not be opened: crawls, exports and packages that are as they were when all of them was read and committed.
//!
//! A commit names the sidecar that lists them. What stands there is only ever a saving: a file that is missing in it is read again, and each
//! of its pages is then known by its fingerprint.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::article::Place;
use crate::index::Writer;
use crate::ingest::places::is_missing;
use crate::ingest::report::{Cause, IngestError, Rejected};
use crate::read::{Ended, FileStamp, RecordKind};
use crate::site::rules::Rules;

/// The sidecar that lists the files.
const SIDECAR: (&str, &str) = ("files", "json.zst");

/// The level of packing: the list is short, and written by most runs.
const LEVEL: i32 = 3;

/// What is known of the files of records, and what the run finds out.
pub(crate) struct KnownFiles {
    /// As the archive was when the run began.
    at_open: Files,
    /// As the run has left it so far.
    now: Files,
}

/// Files by the texts of their paths.
type Files = BTreeMap<String, KnownFile>;

/// A file whose pages are all in the archive, or were rejected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownFile {
    stamp: FileStamp,
    /// A print of the rules by which its pages were made.
    rules: u64,
    /// Pages, those that were rejected included.
    pub(crate) pages: u64,
    /// Pages that were rejected.
    pub(crate) rejected: u64,
    /// Revisits that repeat nothing that the archive holds.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) unresolved: u64,
    /// Records that are no pages.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) records: BTreeMap<RecordKind, u64>,
}

impl KnownFiles {
    /// Reads the sidecar with this name. One that cannot be read costs time only.
    pub(crate) fn read(name: Option<&str>, writer: &Writer) -> Self {
        let bytes = name.and_then(|name| writer.read_sidecar(name).ok().flatten());
        let json = bytes.and_then(|bytes| zstd::decode_all(bytes.as_slice()).ok());
        let at_open: Files = json
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default();
        let now = at_open.clone();
        Self { at_open, now }
    }

    /// The files under the inputs that were made by the rules of today, with their stamps.
    pub(crate) fn stamps(
        &self,
        inputs: &[PathBuf],
        rules: &Rules,
        version: u64,
    ) -> HashMap<PathBuf, FileStamp> {
        let mut stamps = HashMap::new();
        for (text, file) in &self.at_open {
            let path = Place::parse(text).file;
            let is_asked_for = inputs.iter().any(|input| path.starts_with(input));
            if is_asked_for && rules_print(text, rules, version) == Some(file.rules) {
                stamps.insert(path, file.stamp);
            }
        }
        stamps
    }

    /// The file at this path, which is as it was.
    pub(crate) fn of(&self, path: &Path) -> Option<&KnownFile> {
        self.at_open.get(Place::text_of(path).as_ref())
    }

    /// Whether a file that is as it was has revisits that may repeat what other files hold.
    pub(crate) fn has_unresolved(&self, path: &Path) -> bool {
        self.of(path).is_some_and(|file| file.unresolved > 0)
    }

    /// Notes the revisits that repeat nothing so far, by their files.
    pub(crate) fn note_unresolved(&mut self, unresolved: &BTreeMap<String, u64>) {
        for (path, count) in unresolved {
            let holding = self.holding(path);
            if let Some(file) = holding.and_then(|text| self.now.get_mut(&text)) {
                file.unresolved += count;
            }
        }
    }

    /// A file was read. From now on it is known if it was read whole and has a stamp.
    pub(crate) fn ended(
        &mut self,
        ended: &Ended,
        records: BTreeMap<RecordKind, u64>,
        rules: &Rules,
        version: u64,
    ) {
        let text = Place::text_of(&ended.path).into_owned();
        let stamp = ended.stamp.filter(|_| ended.whole);
        let known = stamp.and_then(|stamp| {
            Some(KnownFile {
                stamp,
                rules: rules_print(&text, rules, version)?,
                pages: ended.pages,
                rejected: 0,
                unresolved: 0,
                records,
            })
        });
        match known {
            Some(known) => self.now.insert(text, known),
            None => self.now.remove(&text),
        };
    }

    /// Counts the rejected pages of the files that were read, and forgets the files that are not there any more: their pages may have
    /// left the archive when they come back.
    pub(crate) fn settle(&mut self, rejected: &[Rejected]) {
        let at_open = &self.at_open;
        self.now.retain(|text, file| {
            let was_read = at_open.get(text) != Some(&*file);
            was_read || !is_missing(&Place::parse(text).file)
        });
        let mut unsteady = BTreeSet::new();
        for page in rejected {
            let Some(text) = self.holding(&page.path) else {
                continue;
            };
            // Whether there is room for a version depends on others, and they may go.
            if page.why == Cause::TooManyVersions {
                unsteady.insert(text);
            } else if let Some(file) = self.now.get_mut(&text) {
                file.rejected += 1;
            }
        }
        self.now.retain(|text, _| !unsteady.contains(text));
    }

    /// The known file that a rejected page lies in: its place's own, or the package around it.
    fn holding(&self, page: &str) -> Option<String> {
        let mut text = Place::split(page).0;
        loop {
            if self.now.contains_key(text) {
                return Some(text.to_owned());
            }
            text = text.rsplit_once(std::path::is_separator)?.0;
        }
    }

    /// Writes the list where it has changed, and returns the name of its sidecar.
    pub(crate) fn write(&self, writer: &Writer) -> Result<Option<String>, IngestError> {
        if self.now == self.at_open {
            return Ok(None);
        }
        let json = serde_json::to_vec(&self.now).map_err(IngestError::spool)?;
        let bytes = zstd::encode_all(json.as_slice(), LEVEL).map_err(IngestError::spool)?;
        Ok(Some(writer.write_sidecar(SIDECAR, &bytes)?))
    }
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// Removes the lists of earlier commits.
pub(crate) fn sweep(name: Option<&str>, writer: &Writer) -> Result<(), IngestError> {
    let named: Vec<&str> = name.into_iter().collect();
    writer.sweep_sidecars(SIDECAR.0, &named)?;
    Ok(())
}

/// A number that changes with whatever makes other articles of the same file: another release reads more, and users change their rules.
fn rules_print(path: &str, rules: &Rules, version: u64) -> Option<u64> {
    let rules = rules.governing(path).ok()?;
    let release = env!("CARGO_PKG_VERSION").as_bytes();
    Some(xxh3_64_with_seed(release, version ^ rules.print()))
}
