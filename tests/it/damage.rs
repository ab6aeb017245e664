//! Damaged archives: each damage is found and named, none is answered from silently, and what can be mended is mended.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Desk, Dice, Run};

/// Damaged archives; DATELINE_SLOW=1 makes it 500.
fn rounds() -> usize {
    std::env::var_os("DATELINE_SLOW").map_or(40, |_| 500)
}

fn write(desk: &Desk, at: usize, state: usize) {
    let text = format!(
        "Tidal gauge number {at} of Orsel read anew\n\nThe gauge keeper of Orsel read {state} centimetres at mark {at}, more than in \
         the week before, and wrote it into the book of the harbour.\n\nNobody could say why the water at mark {at} stood so high \
         this early in the year.\n\nWrite to the desk of the Orsel Beacon about this report\n"
    );
    desk.write(&format!("pages/{at:02}.txt"), text);
}

/// An archive with two segments, removed articles, a book of sites and one of copies.
fn desk() -> Desk {
    let desk = Desk::new();
    (0..30).for_each(|at| write(&desk, at, 1));
    let copy = fs::read(desk.path("pages/03.txt")).unwrap();
    desk.write("other/03.txt", copy);
    desk.run(&["index", "pages", "other"]).ok();
    write(&desk, 4, 2);
    desk.run(&["index", "pages"]).ok();
    desk
}

/// The files of an archive that hold something, from its folder.
fn files(archive: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in ["", "segments"] {
        for entry in fs::read_dir(archive.join(folder)).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            if entry.metadata().unwrap().is_file() && !name.ends_with(".lock") {
                found.push(Path::new(folder).join(name));
            }
        }
    }
    found.sort();
    found
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to.join("segments")).unwrap();
    for file in files(from) {
        fs::copy(from.join(&file), to.join(&file)).unwrap();
    }
}

/// Damages one file, or two; says how.
fn damage(archive: &Path, dice: &mut Dice) -> String {
    let files = files(archive);
    let file = &files[dice.roll(files.len())];
    let path = archive.join(file);
    let mut bytes = fs::read(&path).unwrap();
    let kind = dice.of(&[
        "flip", "flip", "zeros", "cut", "grow", "delete", "empty", "swap",
    ]);
    match kind {
        "flip" => {
            let at = dice.roll(bytes.len());
            bytes[at] ^= 1 << dice.roll(8);
            fs::write(&path, bytes).unwrap();
        }
        "zeros" => {
            let at = dice.roll(bytes.len());
            let end = (at + 1 + dice.roll(64)).min(bytes.len());
            let before = bytes.clone();
            bytes[at..end].fill(0);
            if before == bytes {
                bytes[at] = 1;
            }
            fs::write(&path, bytes).unwrap();
        }
        "cut" => {
            bytes.truncate(dice.roll(bytes.len()));
            fs::write(&path, bytes).unwrap();
        }
        "grow" => {
            bytes.extend(b"and more");
            fs::write(&path, bytes).unwrap();
        }
        "empty" => fs::write(&path, "").unwrap(),
        "swap" => {
            let other = &files[(files.iter().position(|it| it == file).unwrap() + 1) % files.len()];
            let other = archive.join(other);
            fs::write(&path, fs::read(&other).unwrap()).unwrap();
            fs::write(&other, bytes).unwrap();
        }
        _ => fs::remove_file(&path).unwrap(),
    }
    format!("{kind} {}", file.display())
}

fn run(desk: &Desk, archive: &Path, words: &[&str]) -> Run {
    let mut command = desk.command();
    command.env("DATELINE_INDEX", archive).args(words);
    Run::of(&command.output().unwrap())
}

fn answers(desk: &Desk, archive: &Path) -> Run {
    let mut run = run(
        desk,
        archive,
        &[
            "search",
            "gauge keeper -mark",
            "--group",
            "copies",
            "--json",
            "-n",
            "50",
        ],
    );
    run.out = run.out.split("\"took_ms\"").next().unwrap().to_owned();
    run
}

fn export(desk: &Desk, archive: &Path) -> String {
    run(desk, archive, &["export", "*"]).ok()
}

fn ids(exported: &str) -> BTreeSet<String> {
    let line = |line| serde_json::from_str::<serde_json::Value>(line).unwrap();
    exported
        .lines()
        .map(|it| line(it)["id"].to_string())
        .collect()
}

#[test]
fn every_damage_is_found_and_none_is_answered_from() {
    let desk = desk();
    let sound = desk.path("archive");
    run(&desk, &sound, &["check", "--full"]).ok();
    let right = answers(&desk, &sound);
    let mut dice = Dice(15);
    let damaged = desk.path("damaged");
    for round in 0..rounds() {
        copy(&sound, &damaged);
        let how = damage(&damaged, &mut dice);
        let check = run(&desk, &damaged, &["check"]);
        assert!(
            matches!(check.code, 1 | 2),
            "round {round}, {how}: {check:?}"
        );
        assert!(
            !check.err.contains("panicked"),
            "round {round}, {how}: {check:?}"
        );
        let answer = answers(&desk, &damaged);
        let is_right = answer.code == right.code && answer.out == right.out;
        let is_refused =
            answer.code == 2 && answer.out.is_empty() && !answer.err.contains("panicked");
        assert!(is_right || is_refused, "round {round}, {how}: {answer:?}");
    }
}

#[test]
fn what_can_be_mended_is_mended() {
    let desk = desk();
    let sound = desk.path("archive");
    let all = export(&desk, &sound);
    let mut dice = Dice(16);
    let damaged = desk.path("damaged");
    let mut whole = 0;
    for round in 0..rounds() / 8 {
        copy(&sound, &damaged);
        let how = damage(&damaged, &mut dice);
        let repair = run(&desk, &damaged, &["check", "--repair"]);
        assert!(
            !repair.err.contains("panicked"),
            "round {round}, {how}: {repair:?}"
        );
        if repair.code == 2 {
            continue;
        }
        run(&desk, &damaged, &["check", "--full"]).ok();
        let left = export(&desk, &damaged);
        whole += usize::from(left == all);
        // What is left of a site may teach less of it, so that its articles may be others; none is made up.
        assert!(ids(&left).is_subset(&ids(&all)), "round {round}, {how}");
        // The next run brings back what was lost.
        run(&desk, &damaged, &["index", "--quiet", "pages", "other"]).ok();
        assert_eq!(export(&desk, &damaged), all, "round {round}, {how}");
    }
    assert!(whole > 0);
}

/// An archive whose files are too large to be read whole when it is opened.
fn large_desk() -> Desk {
    let desk = Desk::new();
    let mut dice = Dice(17);
    let mut lines = String::new();
    for at in 0..1_500 {
        let words: Vec<String> = (0..300)
            .map(|_| format!("w{}", dice.roll(40_000)))
            .collect();
        let text = format!("The gauge of Orsel stood high.\n\n{}.", words.join(" "));
        let (day, month) = (at % 28 + 1, at % 12 + 1);
        let record = serde_json::json!({
            "title": format!("Gauge {at} of Orsel"), "text": text, "date": format!("2024-{month:02}-{day:02}"),
            "url": format!("https://beacon-{}.example/{at}", at % 40),
        });
        lines.push_str(&format!("{record}\n"));
    }
    desk.write("gauges.jsonl", lines);
    desk.run(&["index", "gauges.jsonl"]).ok();
    desk
}

#[test]
fn a_flipped_bit_of_a_large_file_is_never_answered_from() {
    let desk = large_desk();
    let sound = desk.path("archive");
    let questions: [&[&str]; 4] = [
        &["search", "w7 OR w9 -w8", "--json", "-n", "50"],
        &["search", "\"w20 w21\" OR w1*", "--json", "--sort", "-date"],
        &["facets", "w7*", "--json"],
        &["export", "w11 OR w12"],
    ];
    let answer = |archive: &Path, question: &[&str]| {
        let mut run = run(&desk, archive, question);
        run.out = run.out.split("\"took_ms\"").next().unwrap().to_owned();
        run
    };
    let right = questions.map(|question| answer(&sound, question).out);
    let large: Vec<PathBuf> = files(&sound)
        .into_iter()
        .filter(|file| fs::metadata(sound.join(file)).unwrap().len() > 256 << 10)
        .collect();
    assert!(large.len() >= 4, "{large:?}");
    let damaged = desk.path("damaged");
    copy(&sound, &damaged);
    let mut dice = Dice(18);
    let mut refused = 0;
    for round in 0..rounds() / 2 {
        let path = damaged.join(&large[round % large.len()]);
        let bytes = fs::read(&path).unwrap();
        let mut flipped = bytes.clone();
        flipped[dice.roll(bytes.len())] ^= 1 << dice.roll(8);
        fs::write(&path, flipped).unwrap();
        for (question, right) in questions.iter().zip(&right) {
            let answer = answer(&damaged, question);
            if answer.code == 0 {
                assert!(
                    answer.out == *right,
                    "round {round}: {question:?} of {path:?}"
                );
                continue;
            }
            assert_eq!(answer.code, 2, "{answer:?}");
            assert!(answer.err.contains("is not what was written"), "{answer:?}");
            assert!(answer.err.contains("dateline check"), "{answer:?}");
            refused += 1;
        }
        fs::write(&path, bytes).unwrap();
    }
    assert!(refused > 0);
}

/// Damages one byte of each of the files with these endings.
fn flip(archive: &Path, ends: &[&str], at: fn(usize) -> usize) {
    for file in files(archive) {
        let is_meant = |end: &&str| {
            file.extension()
                .is_some_and(|own| own == std::ffi::OsStr::new(*end))
        };
        if ends.iter().any(is_meant) {
            let path = archive.join(file);
            let mut bytes = fs::read(&path).unwrap();
            let at = at(bytes.len());
            bytes[at] ^= 4;
            fs::write(path, bytes).unwrap();
        }
    }
}

#[test]
fn what_no_column_confirms_is_named_as_lost_and_never_made_up() {
    // A first byte of stored articles, of their middle, and of the list of where each stands.
    let places: [fn(usize) -> usize; 3] = [|_| 0, |length| length / 2, |length| length - 30];
    for at in places {
        let desk = desk();
        let archive = desk.path("archive");
        let all = export(&desk, &archive);
        flip(&archive, &["store", "fast"], at);
        let check = run(&desk, &archive, &["check"]);
        assert_eq!(check.code, 1, "{check:?}");
        assert!(
            check.out.contains(".store") && check.out.contains(".fast"),
            "{check:?}"
        );
        assert_eq!(answers(&desk, &archive).code, 2);
        let repair = run(&desk, &archive, &["check", "--repair", "--json"]);
        assert_eq!(repair.code, 1, "{repair:?}");
        let report: serde_json::Value = serde_json::from_str(&repair.out).unwrap();
        let named = report["lost"].as_array().unwrap().len() as u64;
        let lost = named + report["lost_unknown"].as_u64().unwrap();
        assert_eq!(lost, ids(&all).len() as u64, "{report}");
        run(&desk, &archive, &["check", "--full"]).ok();
        run(&desk, &archive, &["index", "--quiet", "pages", "other"]).ok();
        assert_eq!(export(&desk, &archive), all);
    }
}

#[test]
fn of_a_large_segment_what_the_damage_does_not_touch_is_mended() {
    let desk = large_desk();
    let archive = desk.path("archive");
    let all = export(&desk, &archive);
    flip(&archive, &["store", "fast"], |length| length / 3);
    let repair = run(&desk, &archive, &["check", "--repair", "--json"]);
    assert_eq!(repair.code, 1, "{repair:?}");
    let report: serde_json::Value = serde_json::from_str(&repair.out).unwrap();
    let named = report["lost"].as_array().unwrap().len() as u64;
    let lost = named + report["lost_unknown"].as_u64().unwrap();
    assert!((1..300).contains(&lost), "{lost}");
    let left = export(&desk, &archive);
    let all_lines: BTreeSet<&str> = all.lines().collect();
    assert!(left.lines().all(|line| all_lines.contains(line)));
    assert_eq!(left.lines().count() as u64 + lost, all_lines.len() as u64);
}
