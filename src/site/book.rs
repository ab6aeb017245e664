//! The book: what was learned of each site of an archive.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::site::learned::Learned;

/// Pages in a site's sample.
pub const SAMPLE: usize = 96;

/// The form in which a book is written.
const VERSION: u32 = 2;

/// What was learned of the sites of an archive.
#[derive(Debug, Clone, Default)]
pub struct Book {
    sites: BTreeMap<String, Known>,
}

/// What is known of one site.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    learned: Arc<Learned>,
    /// The greatest key in the site's sample. Pages with greater keys change nothing that was learned. The greatest
    /// number of all while the sample is not full.
    horizon: u64,
}

#[derive(Serialize, Deserialize)]
struct Written<S> {
    version: u32,
    sites: S,
}

/// A written book that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("what was learned of the sites cannot be read")]
pub struct Damage {
    #[source]
    source: Box<dyn Error + Send + Sync>,
}

impl Damage {
    /// Damage for this reason.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self {
            source: source.into(),
        }
    }
}

impl Book {
    /// Reads a book that [`write`](Self::write) wrote.
    pub fn read(bytes: &[u8]) -> Result<Self, Damage> {
        let json = zstd::decode_all(bytes).map_err(Damage::new)?;
        let written: Written<BTreeMap<String, Known>> =
            serde_json::from_slice(&json).map_err(Damage::new)?;
        if written.version != VERSION {
            let message = format!("it has the form {}, not {VERSION}", written.version);
            return Err(Damage::new(message));
        }
        Ok(Self {
            sites: written.sites,
        })
    }

    /// The book as bytes: compressed JSON, the same for the same content.
    pub fn write(&self) -> Result<Vec<u8>, Damage> {
        let written = Written {
            version: VERSION,
            sites: &self.sites,
        };
        let json = serde_json::to_vec(&written).map_err(Damage::new)?;
        let mut encoder = zstd::Encoder::new(Vec::new(), 3).map_err(Damage::new)?;
        encoder.include_checksum(true).map_err(Damage::new)?;
        encoder.write_all(&json).map_err(Damage::new)?;
        encoder.finish().map_err(Damage::new)
    }

    /// What was learned of a site, if anything was.
    pub fn of(&self, site: &str) -> Option<&Arc<Learned>> {
        let known = self.sites.get(site)?;
        Some(&known.learned).filter(|learned| !learned.is_empty())
    }

    /// Whether a page with this key belongs to the site's sample, so that the site must be learned again when the page
    /// comes, changes or goes.
    pub fn concerns(&self, site: &str, key: u64) -> bool {
        self.sites
            .get(site)
            .is_none_or(|known| key <= known.horizon)
    }

    /// The sample of this site is not full: pages that come teach something.
    pub fn is_open(&self, site: &str) -> bool {
        self.concerns(site, u64::MAX)
    }

    /// Takes down what was learned of a site from a sample whose greatest key is `horizon`.
    pub fn set(&mut self, site: &str, learned: Arc<Learned>, horizon: u64) {
        if learned.is_empty() && horizon == u64::MAX {
            self.sites.remove(site);
            return;
        }
        self.sites
            .insert(site.to_owned(), Known { learned, horizon });
    }

    /// What was learned of each site of which anything was learned.
    pub fn learned(&self) -> impl Iterator<Item = (&str, &Learned)> {
        let known = self.sites.iter();
        let learned = known.map(|(site, known)| (site.as_str(), known.learned.as_ref()));
        learned.filter(|(_, learned)| !learned.is_empty())
    }
}
