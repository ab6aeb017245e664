//! Mending a damaged archive from what it stores.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::article::Entry;
use crate::index::salvage::{Salvage, Salvaged, StoredArticles, WORKSHOP};
use crate::index::{self, OpenError, WriteError, Writer};
use crate::ingest::one_page;
use crate::ingest::options::Options;
use crate::ingest::report::IngestError;
use crate::ingest::run::Run;
use crate::site::rules::Rules;

/// What mending an archive came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepairReport {
    /// Segments that were written anew.
    pub segments: u64,
    /// Articles of them that are as they were.
    pub rebuilt: u64,
    /// Articles of them whose text is as it was, and whose pages the next run reads again for the rest.
    pub reread: u64,
    /// Articles that are lost, by id and path, where these are known: the next run over their pages brings them back.
    pub lost: Vec<(String, String)>,
    /// Articles that are lost and of which nothing is known.
    pub lost_unknown: u64,
}

/// Why an archive could not be mended or upgraded. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RepairError {
    /// It cannot be opened, or too little of it is left.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be written to.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// What was mended cannot be brought in line with its sites and copies.
    #[error(transparent)]
    Ingest(#[from] IngestError),
}

/// Writes the damaged segments of the archive in `dir` anew, from what they store, article by article. `unreadable` are segments
/// whose stored articles are not to be looked at; `reading` is told the name of each segment before it is read, so that a caller
/// whose process was ended by it can name it the next time. Sites and copies are found anew.
pub fn repair(
    dir: &Path,
    unreadable: &BTreeSet<String>,
    reading: &mut dyn FnMut(&str),
) -> Result<RepairReport, RepairError> {
    let salvage = Salvage::open(dir)?;
    let mut report = RepairReport::default();
    if !salvage.is_whole() {
        let damaged = salvage.damaged_segments();
        let workshop = dir.join(WORKSHOP);
        // What an earlier mending left.
        let _ = fs::remove_dir_all(&workshop);
        if !damaged.is_empty() {
            let writer = Writer::open_or_create(&workshop, &index::Options::default())?;
            let kept = salvage.kept_keys()?;
            for stem in &damaged {
                reading(stem);
                let stored = match unreadable.contains(stem) {
                    true => StoredArticles::LeaveAlone,
                    false => StoredArticles::Read,
                };
                salvage.each(
                    stem,
                    stored,
                    &|version| one_page::marks(version).0,
                    &mut |salvaged| take(salvaged, &kept, &writer, &mut report),
                )?;
            }
            report.segments = damaged.len() as u64;
            writer.commit("")?;
            writer.finish()?;
        }
        salvage.install().map_err(WriteError::new)?;
    } else {
        drop(salvage);
    }
    learn_and_compare(dir)?;
    Ok(report)
}

/// Counts an article of a damaged segment and puts it into the new one; of two with one id, the one in a segment without damage
/// stays.
fn take(
    salvaged: Salvaged,
    kept: &[u64],
    writer: &Writer,
    report: &mut RepairReport,
) -> Result<(), WriteError> {
    let is_kept = |id: &str| kept.binary_search(&index::key(id)).is_ok();
    let put = |entry: &Entry| writer.replace(entry, &one_page::marks(&entry.shown).0);
    match salvaged {
        Salvaged::Whole(entry) | Salvaged::Text(entry) if is_kept(&entry.shown.article.id) => {
            Ok(())
        }
        Salvaged::Whole(entry) => {
            report.rebuilt += 1;
            put(&entry)
        }
        Salvaged::Text(entry) => {
            report.reread += 1;
            put(&entry)
        }
        Salvaged::Lost(Some((id, _))) if is_kept(&id) => Ok(()),
        Salvaged::Lost(Some(named)) => {
            report.lost.push(named);
            Ok(())
        }
        Salvaged::Lost(None) => {
            report.lost_unknown += 1;
            Ok(())
        }
    }
}

/// Does what the end of a run does.
pub(crate) fn learn_and_compare(dir: &Path) -> Result<(), RepairError> {
    let writer = Writer::open_or_create(dir, &index::Options::default())?;
    let options = Options::default();
    let rules = Rules::beside(&[], None).map_err(IngestError::from)?;
    Run::new(&writer, rules, &options, &|_| {})?.finish(&[])?;
    writer.finish()?;
    Ok(())
}
