//! The format of an archive, and the file that says which one it has.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The file that says what the folder is.
pub(crate) const FILE: &str = "dateline.json";

/// The format this version reads and writes. A change of schema, analysis or stored form raises it.
pub(crate) const FORMAT: u32 = 8;

/// The oldest format whose stored articles this version reads, so that an archive of it can be upgraded.
pub(crate) const OLDEST_READABLE: u32 = 5;

/// What the file says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Says that the folder is an archive: always `dateline`.
    pub(crate) archive: String,
    pub(crate) format: u32,
    pub(crate) written_by: String,
}

/// The file as this version writes it.
pub(crate) fn current() -> io::Result<Vec<u8>> {
    let manifest = Manifest {
        archive: "dateline".to_owned(),
        format: FORMAT,
        written_by: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned(),
    };
    let mut bytes = serde_json::to_vec_pretty(&manifest)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Whether the file in `dir` is the one that this version writes.
pub(crate) fn is_current(dir: &Path) -> bool {
    let expected = current().ok();
    expected.is_some() && fs::read(dir.join(FILE)).ok() == expected
}
