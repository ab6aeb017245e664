//! The order of the steps in which an archive is written, and what is left where one of them fails.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::article::{Article, Entry};
use crate::index::generation::META;
use crate::index::manifest::SEGMENTS;
use crate::index::write_step::{Step, seen, watch};
use crate::index::{Catalog, Marks, Options, Writer, check_files, key};

fn put(writer: &Writer, id: &str, text: &str) -> Result<(), crate::index::WriteError> {
    let article = Article {
        id: id.to_owned(),
        path: format!("/news/{id}.html"),
        text: text.to_owned(),
        ..Article::default()
    };
    writer.replace(&Entry::new(article, 7), &Marks::default())
}

const OPTIONS: Options = Options {
    threads: 1,
    memory_bytes: 30_000_000,
};

/// Where the commits are among the steps.
fn commits(steps: &[(Step, PathBuf)], segments: &Path) -> Vec<usize> {
    let is_commit =
        |(step, path): &(Step, PathBuf)| *step == Step::Rename && *path == segments.join(META);
    let numbered = steps.iter().enumerate();
    numbered
        .filter(|(_, step)| is_commit(step))
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn what_a_commit_names_is_synced_before_it_and_removed_after_the_next() {
    let home = TempDir::new().unwrap();
    let dir = home.path().join("archive");
    let segments = dir.join(SEGMENTS);
    watch(&dir, usize::MAX);
    let writer = Writer::open_or_create(&dir, &OPTIONS).unwrap();
    let files = writer.files.clone();
    let mut named: Vec<BTreeSet<PathBuf>> = Vec::new();
    for round in 0..4 {
        for id in ["a", "b", "c"] {
            put(
                &writer,
                id,
                &format!("The weir of Lund opened, round {round}."),
            )
            .unwrap();
        }
        writer.write_sidecar(("sites", "bin"), &[round; 9]).unwrap();
        writer.commit(&format!("{round}")).unwrap();
        let paths = files.committed();
        named.push(paths.keys().map(|path| dir.join(path)).collect());
    }
    writer.finish().unwrap();
    let steps = seen(&dir);
    let commits = commits(&steps, &segments);
    // Making the archive is a commit, and so is merging at the end.
    assert!(commits.len() > 4, "{steps:?}");
    for commit in &commits {
        let before = &steps[commit - 5..*commit];
        let expected = [Step::SyncFolder, Step::Write, Step::Sync];
        let kinds: Vec<Step> = before.iter().map(|(step, _)| *step).collect();
        assert_eq!(kinds[2..], expected, "{before:?}");
        assert_eq!(
            (kinds[1], &before[2].1),
            (Step::Rename, &segments),
            "{before:?}"
        );
        assert_eq!(steps[commit + 1], (Step::SyncFolder, segments.clone()));
    }
    let last = commits.last().unwrap();
    let position = |wanted: &(Step, PathBuf)| steps.iter().position(|step| step == wanted);
    for files in &named {
        for file in files {
            let is_of_segment = file.starts_with(&segments);
            // Sidecars come by rename, and the folder is synced behind them.
            let step = if is_of_segment {
                Step::Sync
            } else {
                Step::Rename
            };
            let written = position(&(step, file.clone()));
            let commit = commits.iter().find(|at| Some(**at) > written);
            let (Some(written), Some(commit)) = (written, commit) else {
                panic!("{} is not synced before a commit", file.display());
            };
            let folder = (Step::SyncFolder, dir.clone());
            let between = &steps[written..*commit];
            assert!(between.contains(&folder), "{}", file.display());
            if let Some(removed) = position(&(Step::Remove, file.clone())) {
                // The commit that no longer names it is safe on disk.
                let next = commits.iter().rfind(|at| **at < removed).unwrap();
                assert!(next > commit, "{}", file.display());
                assert!(removed > next + 1, "{}", file.display());
            }
        }
    }
    assert!(steps.len() > *last);
    assert!(steps.iter().any(|(step, _)| *step == Step::Remove));
}

/// The texts of the articles.
fn texts(catalog: &Catalog) -> Vec<String> {
    let mut texts = Vec::new();
    for id in ["a", "b"] {
        if let Some(at) = catalog.find(key(id)).unwrap() {
            texts.push(catalog.text(at).unwrap());
        }
    }
    texts
}

/// Replaces one article and adds another.
fn change(dir: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let writer = Writer::open_or_create(dir, &OPTIONS)?;
    put(&writer, "a", "new")?;
    writer.write_sidecar(("sites", "bin"), b"new")?;
    put(&writer, "b", "more")?;
    writer.commit("new")?;
    Ok(writer.finish()?)
}

#[test]
fn a_disk_that_is_full_from_any_step_on_costs_nothing() {
    // One of three steps, unless there is time.
    let stride = match std::env::var_os("DATELINE_SLOW") {
        Some(_) => 1,
        None => 3,
    };
    for fails_from in (0..).step_by(stride) {
        let home = TempDir::new().unwrap();
        let dir = home.path().join("archive");
        let writer = Writer::open_or_create(&dir, &OPTIONS).unwrap();
        put(&writer, "a", "old").unwrap();
        writer.commit("old").unwrap();
        writer.finish().unwrap();
        watch(&dir, fails_from);
        let changed = change(&dir);
        let steps = seen(&dir);
        let failed = steps.get(fails_from);
        let report = check_files(&dir).unwrap();
        assert!(report.findings.is_empty(), "{failed:?}: {report:?}");
        let writer = Writer::open_or_create(&dir, &OPTIONS).unwrap();
        let after = texts(&writer.catalog().unwrap());
        let is_new = after == ["new", "more"];
        assert!(is_new || after == ["old"], "{failed:?}: {after:?}");
        assert!(is_new || changed.is_err(), "{failed:?} was not told");
        drop(writer);
        change(&dir).unwrap();
        let writer = Writer::open_or_create(&dir, &OPTIONS).unwrap();
        assert_eq!(texts(&writer.catalog().unwrap()), ["new", "more"]);
        if failed.is_none() {
            assert!(changed.is_ok());
            assert!(fails_from > 20, "{steps:?}");
            break;
        }
    }
}
