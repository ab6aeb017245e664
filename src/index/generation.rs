//! What an archive is made of after a commit: all its files with size and checksum.
//!
//! Each commit has a manifest of its own, which is written before the `meta.json` that commits. Its name holds the checksum of that
//! `meta.json`, so that one rename makes both valid, and a `meta.json` that was changed later has no manifest. The first line holds the
//! checksum of the rest, which is JSON.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use crate::index::checksum::{FileSum, Files, hex};
use crate::index::manifest::{FILE, SEGMENTS};

/// How the first line of a manifest begins.
const HEAD: &str = "dateline manifest 1 ";

/// How the name of a manifest begins and ends; between them stands the checksum of its `meta.json`.
const NAME: (&str, &str) = ("generation-", ".manifest");

/// tantivy's list of segments.
pub(crate) const META: &str = "meta.json";

/// What an archive is made of after a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Generation {
    /// Commits and merges of the archive up to this one.
    pub(crate) number: u64,
    /// The version that wrote it.
    pub(crate) written_by: String,
    /// Every file that belongs to the commit, but for `meta.json` and the manifest.
    pub(crate) files: Files,
    /// The `meta.json` that this goes with, so that it can be put back.
    pub(crate) meta: String,
}

/// The parts of `meta.json` that tell which files a commit has.
#[derive(Debug, Deserialize)]
pub(crate) struct Meta {
    pub(crate) segments: Vec<MetaSegment>,
    pub(crate) payload: Option<String>,
}

/// A segment as `meta.json` has it.
#[derive(Debug, Deserialize)]
pub(crate) struct MetaSegment {
    segment_id: String,
    pub(crate) max_doc: u32,
    pub(crate) deletes: Option<MetaDeletes>,
}

/// The removed articles of a segment.
#[derive(Debug, Deserialize)]
pub(crate) struct MetaDeletes {
    pub(crate) num_deleted_docs: u32,
    opstamp: u64,
}

impl MetaSegment {
    /// How the names of its files begin.
    pub(crate) fn stem(&self) -> String {
        self.segment_id.replace('-', "")
    }

    /// Whether it has a file of this name.
    fn has(&self, name: &str) -> bool {
        let stem = self.stem();
        let Some(end) = name
            .strip_prefix(&stem)
            .and_then(|end| end.strip_prefix('.'))
        else {
            return false;
        };
        match (end.strip_suffix(".del"), &self.deletes) {
            (Some(opstamp), Some(deletes)) => opstamp == deletes.opstamp.to_string(),
            (Some(_), None) => false,
            (None, _) => !end.ends_with(".temp"),
        }
    }
}

/// Why the manifest of a commit is not to be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ManifestError {
    #[error("{SEGMENTS}/{META} is not as it was committed, or its manifest is missing")]
    Missing,
    #[error("the manifest {0} is damaged")]
    Damaged(String),
    #[error("{SEGMENTS}/{0}: {1}")]
    Io(String, #[source] io::Error),
}

impl Generation {
    /// The generation that this `meta.json` makes of the files at hand.
    pub(crate) fn new(number: u64, meta: &str, known: &Files, dir: &Path) -> io::Result<Self> {
        let parsed: Meta = serde_json::from_str(meta)?;
        let prefix = format!("{SEGMENTS}/");
        let mut files = Files::new();
        for (path, sum) in known {
            let name = path.strip_prefix(&prefix).unwrap_or_default();
            if parsed.segments.iter().any(|segment| segment.has(name)) {
                files.insert(path.clone(), sum.clone());
            }
        }
        let payload = parsed.payload.unwrap_or_default();
        add_named(payload.as_bytes(), known, dir, &mut files);
        if let Ok(bytes) = fs::read(dir.join(FILE)) {
            files.insert(FILE.to_owned(), FileSum::of(&bytes));
        }
        Ok(Self {
            number,
            written_by: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned(),
            files,
            meta: meta.to_owned(),
        })
    }

    /// The name of its manifest.
    pub(crate) fn name(&self) -> String {
        name_for(self.meta.as_bytes())
    }

    /// The manifest as it is written.
    pub(crate) fn write(&self) -> io::Result<Vec<u8>> {
        let json = serde_json::to_vec(self)?;
        let mut bytes = format!("{HEAD}{}\n", hex(xxh3_128(&json))).into_bytes();
        bytes.extend(json);
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads a manifest; `None` where it is not as it was written.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (sum, json) = text.strip_prefix(HEAD)?.split_once('\n')?;
        let json = json.strip_suffix('\n')?;
        let generation: Self = serde_json::from_str(json).ok()?;
        (hex(xxh3_128(json.as_bytes())) == sum).then_some(generation)
    }

    /// Reads the manifest of the commit whose `meta.json` stands in the archive.
    pub(crate) fn read(dir: &Path) -> Result<Self, ManifestError> {
        let segments = dir.join(SEGMENTS);
        let meta = fs::read(segments.join(META));
        let meta = meta.map_err(|error| ManifestError::Io(META.to_owned(), error))?;
        let name = name_for(&meta);
        let bytes = match fs::read(segments.join(&name)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(ManifestError::Missing);
            }
            Err(error) => return Err(ManifestError::Io(name, error)),
        };
        Self::parse(&bytes).ok_or(ManifestError::Damaged(name))
    }

    /// The parts of its `meta.json`.
    pub(crate) fn meta(&self) -> io::Result<Meta> {
        Ok(serde_json::from_str(&self.meta)?)
    }
}

/// The name of the manifest that goes with the `meta.json` in an archive.
pub(crate) fn current_name(dir: &Path) -> io::Result<String> {
    Ok(name_for(&fs::read(dir.join(SEGMENTS).join(META))?))
}

/// The name of the manifest that goes with a `meta.json`.
fn name_for(meta: &[u8]) -> String {
    format!("{}{}{}", NAME.0, hex(xxh3_128(meta)), NAME.1)
}

/// Whether a file is a manifest, by its name.
pub(crate) fn is_manifest(name: &str) -> bool {
    name.starts_with(NAME.0) && name.ends_with(NAME.1)
}

/// Adds the sidecars that a text names, and those that these name: a sidecar in JSON may name others.
fn add_named(json: &[u8], known: &Files, dir: &Path, files: &mut Files) {
    let Ok(value) = serde_json::from_slice(json) else {
        return;
    };
    for name in strings(value) {
        let Some(sum) = known.get(&name).filter(|_| !name.contains('/')) else {
            continue;
        };
        let is_new = files.insert(name.clone(), sum.clone()).is_none();
        if is_new && name.ends_with(".json") {
            // One that is missing is written anew by the run that needs it.
            let named = fs::read(dir.join(&name)).unwrap_or_default();
            add_named(&named, known, dir, files);
        }
    }
}

/// Every string of a JSON value. Values of our own making are a few levels deep.
fn strings(value: serde_json::Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            serde_json::Value::String(text) => found.push(text),
            serde_json::Value::Array(values) => waiting.extend(values),
            serde_json::Value::Object(map) => waiting.extend(map.into_iter().map(|(_, it)| it)),
            _ => {}
        }
    }
    found
}
