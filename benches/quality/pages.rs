//! Cleaning and identifying, scored on labelled pages.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use dateline::read::Event;
use dateline::{clean, identify, read, render};

use crate::floors::Figures;

const SETS: &[&str] = &["fundus", "traf", "htmldate", "parser", "charset", "seeds"];

/// Runs every set through cleaning and identification, and the scorer over the result.
pub(crate) fn measure(shared: &Path) -> Figures {
    let out = tempfile::tempdir().unwrap();
    let eval = shared.join("eval");
    let mut figures = Figures::new();
    for set in SETS {
        let folder = eval.join("pages").join(set);
        let done = run(
            set,
            &folder.join("pages.jsonl.gz"),
            out.path(),
            &mut figures,
        );
        score(
            &eval,
            set,
            &folder.join("truth.jsonl.gz"),
            &done,
            &mut figures,
        );
    }
    let flat = flatten(&eval, out.path());
    let done = run("flat", &flat, out.path(), &mut figures);
    score(
        &eval,
        "flat",
        &eval.join("pages/fundus/truth.jsonl.gz"),
        &done,
        &mut figures,
    );
    figures
}

/// The fundus pages squeezed into bare text.
pub(crate) fn flatten(eval: &Path, out: &Path) -> PathBuf {
    let path = out.join("flat-in.jsonl");
    let status = Command::new("python3")
        .arg(eval.join("flatten.py"))
        .arg(eval.join("pages/fundus/pages.jsonl.gz"))
        .stdout(File::create(&path).unwrap())
        .status()
        .expect("python3 runs the scorers");
    assert!(status.success(), "flatten.py failed");
    path
}

/// Cleans a set on this one thread; its pages a second and its slowest page are figures too.
fn run(set: &str, pages: &Path, out: &Path, figures: &mut Figures) -> PathBuf {
    let path = out.join(format!("{set}.jsonl"));
    let mut file = BufWriter::new(File::create(&path).unwrap());
    let (mut count, mut total, mut slowest) = (0u32, 0f64, 0f64);
    read::scan(&[pages.to_path_buf()], &mut |event| {
        let record = match event {
            Event::Page(record) => record,
            Event::Rejected(rejected) => panic!("{set}: {rejected}"),
            Event::Revisit(_) | Event::Tally(_) | Event::Unopened(_) | Event::End(_) => {
                return ControlFlow::Continue(());
            }
        };
        let start = Instant::now();
        let page = read::page(record).unwrap_or_else(|rejected| panic!("{set}: {rejected}"));
        let article = identify::alone(&page, clean::clean(&page));
        let seconds = start.elapsed().as_secs_f64();
        (count, total, slowest) = (count + 1, total + seconds, slowest.max(seconds));
        serde_json::to_writer(&mut file, &render::json_lines::cleaned(&article)).unwrap();
        file.write_all(b"\n").unwrap();
        ControlFlow::Continue(())
    });
    file.flush().unwrap();
    figures.insert(format!("{set}.pages_per_s"), f64::from(count) / total);
    figures.insert(format!("{set}.slowest_s"), slowest);
    path
}

pub(crate) fn score(eval: &Path, set: &str, truth: &Path, done: &Path, figures: &mut Figures) {
    let scores = done.with_extension("scores.json");
    let output = Command::new("python3")
        .arg(eval.join("score_pages.py"))
        .arg("--truth")
        .args([truth, done])
        .arg("--json")
        .arg(&scores)
        .output()
        .expect("python3 runs the scorers");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let scores: serde_json::Value = serde_json::from_reader(File::open(&scores).unwrap()).unwrap();
    let (_, row) = scores.as_object().unwrap().iter().next().unwrap();
    for (name, value) in row.as_object().unwrap() {
        figures.insert(format!("{set}.{name}"), value.as_f64().unwrap());
    }
}
