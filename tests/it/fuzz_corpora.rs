//! What the fuzz targets hold of any bytes, on their corpora: the files as they are, changed by chance, and repeated until they are long.
//!
//! `DATELINE_SLOW=1` makes 4,000 changed copies of each file, and `DATELINE_SEED` other ones.

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::Dice;

#[path = "../../fuzz/checks/clean.rs"]
mod clean;
#[path = "../../fuzz/checks/dates.rs"]
mod dates;
#[path = "../../fuzz/checks/jsonl.rs"]
mod jsonl;
#[path = "../../fuzz/checks/mime.rs"]
mod mime;
#[path = "../../fuzz/checks/query.rs"]
mod query;
#[path = "../../fuzz/checks/scanned.rs"]
mod scanned;
#[path = "../../fuzz/checks/warc.rs"]
mod warc;

/// Changed copies of each file.
fn copies() -> usize {
    std::env::var_os("DATELINE_SLOW").map_or(12, |_| 4_000)
}

/// Bytes of a file that is repeated.
const LONG: usize = 256 << 10;

/// What a long file may take on a busy machine; what is not linear takes minutes.
const MOST: Duration = Duration::from_secs(5);

fn run(target: &str, check: fn(&[u8])) {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let mut files: Vec<_> = fs::read_dir(corpora.join(target))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 5, "{target}");
    let seed = std::env::var("DATELINE_SEED").ok();
    let mut dice = Dice(seed.and_then(|seed| seed.parse().ok()).unwrap_or(7));
    let contents: Vec<_> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    for (file, bytes) in files.iter().zip(&contents) {
        check(bytes);
        for copy in 0..copies() {
            let other = &contents[dice.roll(contents.len())];
            let changed = changed(bytes, other, &mut dice);
            let start = Instant::now();
            let checked = catch_unwind(|| check(&changed));
            let took = start.elapsed();
            let what = || {
                format!(
                    "{}, copy {copy}: {:?}",
                    file.display(),
                    changed.escape_ascii().to_string()
                )
            };
            assert!(checked.is_ok(), "{}", what());
            assert!(took < MOST, "{took:?}: {}", what());
        }
        let start = Instant::now();
        check(&bytes.repeat(LONG / bytes.len().max(1)));
        let took = start.elapsed();
        assert!(took < MOST, "{}: {took:?}", file.display());
    }
}

/// The bytes with a few of them flipped, left out, repeated or cut off, or with a piece of another file among them.
fn changed(bytes: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(bytes.len().max(1)).min(bytes.len());
        let end = (at + dice.roll(20)).min(bytes.len());
        match dice.roll(7) {
            4 => {
                let from = dice.roll(other.len());
                let piece = &other[from..(from + dice.roll(120)).min(other.len())];
                bytes.splice(at..end, piece.iter().copied());
            }
            5 => {
                let piece = bytes[at..end].repeat(1 + dice.roll(300));
                bytes.splice(at..end, piece);
            }
            6 => {
                let odd = [
                    0, 0x7f, 0x80, 0xff, b'0', b'9', b'\n', b'"', b'<', b':', b'-',
                ];
                bytes.insert(at, odd[dice.roll(odd.len())]);
            }
            0 => bytes.truncate(end),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << dice.roll(8);
                }
            }
        }
    }
    bytes
}

#[test]
fn any_bytes_are_a_page() {
    run("clean", clean::check);
}

#[test]
fn any_bytes_may_be_dates() {
    run("dates", dates::check);
}

#[test]
fn any_bytes_are_an_export() {
    run("jsonl", jsonl::check);
}

#[test]
fn any_bytes_are_mail() {
    run("mime", mime::check);
}

#[test]
fn any_bytes_are_a_query() {
    run("query", query::check);
}

#[test]
fn any_bytes_are_a_crawl() {
    run("warc", warc::check);
}
