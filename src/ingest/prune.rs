//! Pruning: articles leave whose pages are gone for certain.
//!
//! A page is gone when its file does not exist any more, or when its export was read to its end without it. What could
//! not be read, or is hidden by an ignore rule, is not gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::article::Place;
use crate::index::{Catalog, CatalogRows, Row, Writer};
use crate::ingest::family;
use crate::ingest::options::Vanished;
use crate::ingest::places::{Change, Places, changes};
use crate::ingest::report::{IngestError, Refused, Report};
use crate::ingest::texts::{entry_of, texts_of};

/// Pruning after a run.
pub(crate) struct Pruning<'a> {
    pub(crate) writer: &'a Writer,
    pub(crate) places: &'a Places,
    /// How the places of each input begin.
    pub(crate) inputs: Vec<String>,
}

impl Pruning<'_> {
    /// Takes places that are gone out of their articles, and removes articles that no place holds any more. Refuses where
    /// most of the articles under the inputs would go: an input that is not mounted looks like that.
    pub(crate) fn run(
        &self,
        vanished: Vanished,
        report: &mut Report,
        settle: &mut dyn FnMut(Change) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let survey = self.survey()?;
        let catalog = self.writer.catalog()?;
        // Counted before anything is removed, and made again then: entries are large.
        let mut gone = 0_i64;
        for (family, places) in &survey.gone {
            let changes = without(*family, places, &catalog)?;
            gone += changes.iter().map(fewer).sum::<i64>();
        }
        let gone = u64::try_from(gone).unwrap_or(0);
        if vanished == Vanished::Prune && gone * 2 > survey.articles {
            let of = survey.articles;
            report.refused = Some(Refused { gone, of });
            return Ok(());
        }
        report.removed = gone;
        for (family, places) in &survey.gone {
            for change in without(*family, places, &catalog)? {
                settle(change)?;
            }
        }
        Ok(())
    }

    fn survey(&self) -> Result<Survey, IngestError> {
        let catalog = self.places.at_open();
        let mut survey = Survey {
            articles: 0,
            gone: BTreeMap::new(),
        };
        let mut failed = None;
        catalog.each_path(&|_| true, &mut |found, path| {
            if self.is_read(found) {
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
            let family = catalog.family_of(found.at);
            match places {
                Ok(places) => self.take(family, places, &mut survey),
                Err(error) => failed = Some(error),
            }
        })?;
        failed.map_or(Ok(survey), |error| Err(error.into()))
    }

    /// Every place of the article was read in this run.
    fn is_read(&self, found: &CatalogRows) -> bool {
        found.rows.clone().all(|at| {
            self.places.is_seen(Row {
                segment: found.segment,
                at,
            })
        })
    }

    fn take(&self, family: u64, places: Vec<String>, survey: &mut Survey) {
        let mut is_under_inputs = false;
        for path in places {
            if !is_under(&path, &self.inputs) {
                continue;
            }
            is_under_inputs = true;
            if self.places.is_gone_after_all(&path) {
                survey.gone.entry(family).or_default().insert(path);
            }
        }
        survey.articles += u64::from(is_under_inputs);
    }
}

/// What lay under the inputs when the run began.
struct Survey {
    /// Articles.
    articles: u64,
    /// The places that are gone, by the key of the id that their pages claim.
    gone: BTreeMap<u64, BTreeSet<String>>,
}

/// What the articles that claim an id come to without some of their places.
fn without(
    family: u64,
    places: &BTreeSet<String>,
    catalog: &Catalog,
) -> Result<Vec<Change>, IngestError> {
    let mut old = Vec::new();
    let mut texts = Vec::new();
    for at in catalog.family(family)? {
        let entry = catalog.entry(at)?;
        texts.extend(texts_of(entry.clone()));
        old.push(entry);
    }
    for text in &mut texts {
        text.places.retain(|held| !places.contains(&held.path));
    }
    texts.retain(|text| !text.places.is_empty());
    let members = family::members(texts).into_iter();
    let entries = members.filter_map(|member| entry_of(member.texts, member.claimed));
    Ok(changes(old, entries.collect()))
}

/// How many articles fewer an archive holds with a change.
fn fewer(change: &Change) -> i64 {
    match change {
        Change::Put { old: Some(_), .. } => 0,
        Change::Put { old: None, .. } => -1,
        Change::Remove(_) => 1,
    }
}

/// A page's path is one of the inputs, a record in one, or lies below one.
fn is_under(path: &str, inputs: &[String]) -> bool {
    inputs.iter().any(|input| {
        let rest = path.strip_prefix(input.as_str());
        rest.is_some_and(|rest| {
            let is_whole = input.ends_with(['/', std::path::MAIN_SEPARATOR]);
            is_whole || rest.is_empty() || rest.starts_with(['#', '/', std::path::MAIN_SEPARATOR])
        })
    })
}

/// The texts of the places of these inputs.
pub(crate) fn input_texts(inputs: &[PathBuf]) -> Vec<String> {
    let text = |input: &PathBuf| Place::text_of(input).into_owned();
    inputs.iter().map(text).collect()
}
