//! Pruning: articles leave whose pages are gone for certain.
//!
//! A page is gone when its file does not exist any more, or when its export was read to its end without it. What could
//! not be read, or is hidden by an ignore rule, is not gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::index::{self, Catalog, CatalogRows, Row};
use crate::ingest::Vanished;
use crate::ingest::places::{Change, Was, entry_of, texts_of};
use crate::ingest::report::{IngestError, Refused, Report};
use crate::ingest::run::{Run, input_texts, is_under};

/// Takes places that are gone out of their articles, and removes articles that no place holds any more. Refuses where
/// most of the articles under the inputs would go: an input that is not mounted looks like that.
pub(crate) fn prune(
    run: &Run<'_>,
    inputs: &[PathBuf],
    vanished: Vanished,
    report: &mut Report,
) -> Result<(), IngestError> {
    let survey = survey(run, &input_texts(inputs))?;
    let catalog = run.writer.catalog()?;
    // Counted before anything is removed, and made again then: entries are large.
    let mut gone = 0;
    for (id_key, places) in &survey.gone {
        gone += u64::from(matches!(without(*id_key, places, &catalog)?, Change::Remove(_)));
    }
    if vanished == Vanished::Prune && gone * 2 > survey.articles {
        let of = survey.articles;
        report.refused = Some(Refused { gone, of });
        return Ok(());
    }
    report.removed = gone;
    for (id_key, places) in &survey.gone {
        run.settle(without(*id_key, places, &catalog)?)?;
    }
    Ok(())
}

/// What an entry comes to without some of its places.
fn without(
    id_key: u64,
    places: &BTreeSet<String>,
    catalog: &Catalog,
) -> Result<Change, IngestError> {
    // The end of the run may have removed the entry already.
    let Some(at) = catalog.find(id_key)? else {
        return Ok(Change::None);
    };
    let old = catalog.entry(at)?;
    let mut texts = texts_of(old.clone());
    for text in &mut texts {
        text.places.retain(|held| !places.contains(&held.path));
    }
    Ok(match entry_of(texts) {
        Some(entry) => Change::Put(entry, Was::There(old)),
        None => Change::Remove(old),
    })
}

/// What lay under the inputs when the run began.
struct Survey {
    /// Articles.
    articles: u64,
    /// The places that are gone, by the key of their article's id.
    gone: BTreeMap<u64, BTreeSet<String>>,
}

fn survey(run: &Run<'_>, inputs: &[String]) -> Result<Survey, IngestError> {
    let catalog = run.places.at_open();
    let mut survey = Survey {
        articles: 0,
        gone: BTreeMap::new(),
    };
    let mut failed = None;
    catalog.each_path(&|_| true, &mut |found, path| {
        if is_read(run, found) {
            survey.articles += 1;
            return;
        }
        let places = match found.rows.len() {
            1 => Ok(vec![path.to_owned()]),
            _ => catalog.entry(found.at).map(|entry| {
                let places = entry.all_places();
                places.map(|held| held.path.clone()).collect()
            }),
        };
        let id_key = catalog.id_key(found.at);
        let taken = places.map_err(IngestError::from).and_then(|places| {
            survey.take(run, id_key, places, inputs)
        });
        if let Err(error) = taken {
            failed = Some(error);
        }
    })?;
    failed.map_or(Ok(survey), Err)
}

/// Every place of the article was read in this run.
fn is_read(run: &Run<'_>, found: &CatalogRows) -> bool {
    found.rows.clone().all(|at| {
        run.places.is_seen(Row {
            segment: found.segment,
            at,
        })
    })
}

impl Survey {
    fn take(
        &mut self,
        run: &Run<'_>,
        id_key: u64,
        places: Vec<String>,
        inputs: &[String],
    ) -> Result<(), IngestError> {
        let mut is_under_inputs = false;
        for path in places {
            if !is_under(&path, inputs) {
                continue;
            }
            is_under_inputs = true;
            if !run.places.was_read(index::key(&path))? && run.places.is_gone(&path) {
                self.gone.entry(id_key).or_default().insert(path);
            }
        }
        self.articles += u64::from(is_under_inputs);
        Ok(())
    }
}
