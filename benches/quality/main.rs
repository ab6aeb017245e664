//! The quality gate: scores dateline on labelled data beside the repository and holds it against `floors.tsv`.
//!
//! ```text
//! cargo bench --bench quality -- --shared ../shared            every part
//! cargo bench --bench quality -- --shared ../shared pages      one part
//! cargo bench --bench quality -- --shared ../shared ablation   what each part of cleaning adds; only on demand
//! ```
//!
//! The texts belong to their publishers and are no part of the repository. Python 3 runs the scorers. Any figure under its floor, any
//! part that cannot run, and any floor that nothing measured is a failure.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice
)]

mod ablation;
mod copies;
mod dates;
mod floors;
mod labelled;
mod language;
mod limits;
mod names;
mod pages;
mod ranking;
mod seeds;
mod stories;

use std::path::PathBuf;
use std::process::ExitCode;

use floors::{Figures, Floors};

/// A part of the gate: measures, and returns its figures.
type Part = fn(&std::path::Path) -> Figures;

const PARTS: &[(&str, Part)] = &[
    ("seeds", seeds::measure),
    ("pages", pages::measure),
    ("limits", limits::measure),
    ("language", language::measure),
    ("dates", dates::measure),
    ("stories", stories::measure),
    ("ranking", ranking::measure),
    ("copies", copies::measure),
    ("names", names::measure),
];

/// Parts without floors, measured when they are named.
const ON_DEMAND: &[(&str, Part)] = &[("ablation", ablation::measure)];

fn main() -> ExitCode {
    let mut shared = PathBuf::from("../shared");
    let mut wanted = Vec::new();
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    while let Some(word) = words.next() {
        match word.as_str() {
            "--shared" => shared = words.next().expect("--shared takes a folder").into(),
            part => wanted.push(part.to_owned()),
        }
    }
    assert!(
        shared.join("eval").is_dir(),
        "no labelled data at {}; name it with --shared DIR",
        shared.display()
    );
    let floors = Floors::read();
    let mut failures = 0;
    let all = wanted.is_empty();
    let named = |name: &str| wanted.iter().any(|part| part == name);
    let parts = PARTS.iter().filter(|(name, _)| all || named(name));
    for (name, measure) in parts.chain(ON_DEMAND.iter().filter(|(name, _)| named(name))) {
        println!("== {name}");
        failures += floors.hold(name, &measure(&shared));
    }
    println!(
        "{}",
        if failures == 0 {
            "every floor holds".to_owned()
        } else {
            format!("{failures} under their floor")
        }
    );
    ExitCode::from(u8::from(failures > 0))
}
