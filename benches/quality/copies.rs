//! Copies: groups of labelled texts, and how many pairs of one event that are no copies stand in one group.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Instant;

use dateline::group::{Link, Record, Sketch, TextGroups};

use crate::floors::Figures;
use crate::labelled;

/// F1 of the pairs, false matches among pairs of one event, and the share of copies whose marks make them candidates.
pub(crate) fn measure(shared: &Path) -> Figures {
    let folder = shared.join("eval/neardup");
    let documents = labelled::lines(&folder.join("docs.jsonl.gz"));
    let mut numbers = BTreeMap::new();
    let start = Instant::now();
    let mut sketched = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        numbers.insert(document["id"].as_str().unwrap().to_owned(), at);
        sketched.push(Sketch::with_marks(document["text"].as_str().unwrap()));
    }
    let seconds = start.elapsed().as_secs_f64();
    let (sketches, marks): (Vec<Sketch>, Vec<Vec<u64>>) = sketched.into_iter().unzip();
    let bytes: usize = documents
        .iter()
        .map(|d| d["text"].as_str().unwrap().len())
        .sum();
    let candidates = candidates(&sketches, &marks);
    let groups = groups(&sketches, &candidates);
    let pairs = std::fs::read_to_string(folder.join("pairs.tsv")).unwrap();
    let mut figures = scores(&pairs, &numbers, &groups);
    figures.insert("sketch_mb_per_s".into(), bytes as f64 / 1e6 / seconds);
    figures
}

/// Pairs that share as many marks as copies do.
fn candidates(sketches: &[Sketch], marks: &[Vec<u64>]) -> BTreeSet<(usize, usize)> {
    let mut holders: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, marks) in marks.iter().enumerate() {
        for mark in marks {
            holders.entry(*mark).or_default().push(at);
        }
    }
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for texts in holders.values() {
        for (nth, b) in texts.iter().enumerate() {
            for a in &texts[..nth] {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    shared.retain(|(a, b), shared| {
        *shared >= Sketch::marks_shared_by_copies(sketches[*a].len(), sketches[*b].len())
    });
    shared.into_keys().collect()
}

/// The group of each text, by number.
fn groups(sketches: &[Sketch], candidates: &BTreeSet<(usize, usize)>) -> BTreeMap<usize, usize> {
    let mut records: BTreeMap<u64, Record> = BTreeMap::new();
    for &(a, b) in candidates {
        let overlap = sketches[a].overlap(&sketches[b]);
        if overlap.tie().is_none() {
            continue;
        }
        for (from, to, overlap) in [(a, b, overlap), (b, a, overlap.turned())] {
            let links = &mut records.entry(from as u64).or_default().links;
            links.push(Link {
                to: to as u64,
                overlap,
            });
        }
    }
    let mut of_text = BTreeMap::new();
    let mut groups = TextGroups::new(records.keys().copied().collect());
    for (key, record) in &records {
        groups.join(*key, record);
    }
    for group in groups.groups().iter() {
        let first = group[0] as usize;
        of_text.extend(group.iter().map(|text| (*text as usize, first)));
    }
    of_text
}

fn scores(
    pairs: &str,
    numbers: &BTreeMap<String, usize>,
    groups: &BTreeMap<usize, usize>,
) -> Figures {
    let (mut right, mut missed, mut false_matches) = (0.0, 0.0, 0.0);
    let (mut same_event, mut same_event_matches) = (0.0, 0.0);
    for line in pairs.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let group = |id: &str| groups.get(&numbers[id]);
        let is_found = group(cells[0]).is_some() && group(cells[0]) == group(cells[1]);
        let found = f64::from(u8::from(is_found));
        match cells[2] {
            "dup" | "natural-dup" => {
                right += found;
                missed += 1.0 - found;
            }
            "story" => {
                same_event += 1.0;
                same_event_matches += found;
                false_matches += found;
            }
            "topic" => false_matches += found,
            _ => {}
        }
    }
    Figures::from([
        (
            "f1".into(),
            2.0 * right / (2.0 * right + missed + false_matches),
        ),
        ("same_event".into(), same_event_matches / same_event),
        ("recall".into(), right / (right + missed)),
    ])
}
