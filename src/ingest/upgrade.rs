//! Upgrading an archive of an older format from what it stores.

use std::fs;
use std::path::Path;

use crate::index::salvage::{Salvage, Salvaged, StoredArticles, WORKSHOP};
use crate::index::{self, WriteError, Writer};
use crate::ingest::one_page;
use crate::ingest::repair::{RepairError, learn_and_compare};

/// What upgrading an archive came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UpgradeReport {
    /// Articles that the archive holds.
    pub articles: u64,
}

/// Writes the archive in `dir` anew where it has an older format whose stored articles this version reads; `None` where it has none. Until all
/// of it is written the archive stays what it is, and an upgrade that breaks off is begun anew. Sites and copies are found anew.
pub fn upgrade(dir: &Path, options: &index::Options) -> Result<Option<UpgradeReport>, RepairError> {
    let Some(salvage) = Salvage::open_older(dir)? else {
        return Ok(None);
    };
    let workshop = dir.join(WORKSHOP);
    // What an earlier upgrade left.
    let _ = fs::remove_dir_all(&workshop);
    let writer = Writer::open_or_create(&workshop, options)?;
    let mut articles = 0;
    let mut unreadable = None;
    for stem in salvage.damaged_segments() {
        salvage.each(
            &stem,
            StoredArticles::Read,
            &|version| one_page::marks(version).0,
            &mut |salvaged| {
                let (Salvaged::Whole(entry) | Salvaged::Text(entry)) = salvaged else {
                    unreadable = Some(stem.clone());
                    return Ok(());
                };
                articles += 1;
                writer.add(&entry, &one_page::marks(&entry.shown).0)
            },
        )?;
    }
    if let Some(stem) = unreadable {
        return Err(salvage.cannot_be_upgraded(&stem).into());
    }
    writer.commit("")?;
    writer.finish()?;
    salvage.install().map_err(WriteError::new)?;
    learn_and_compare(dir)?;
    Ok(Some(UpgradeReport { articles }))
}
