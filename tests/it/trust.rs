//! What an archive can be relied on for: backups, receipts, formats, full disks.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Desk, Dice, Run};

/// A record of an export. Every third is a copy of the one before it at another outlet.
fn record(at: usize, state: usize) -> String {
    let (outlet, story) = match at % 3 {
        2 => ("reed-post.example", at - 1),
        _ => ("sluice-times.example", at),
    };
    serde_json::json!({
        "url": format!("https://{outlet}/2025/03/{:02}/lock-{at}", at % 27 + 1),
        "title": format!("Lock {story} of the Wend canal stays shut"),
        "text": format!(
            "The keepers of lock {story} on the Wend canal turned back {state} barges on the first day of the closure, the office of the canal said.\n\n\
             Skippers at lock {story} waited through the night for word of when the gates would open again, and nobody had told them by noon.\n\n\
             Repairs to the lower gate of lock {story} are to take {} weeks, as the timber has to come from upstream.",
            story + 2
        ),
    })
    .to_string()
}

fn export_of(records: &[String]) -> String {
    records.join("\n") + "\n"
}

fn run(desk: &Desk, archive: &Path, words: &[&str]) -> Run {
    let mut command = desk.command();
    command.env("DATELINE_INDEX", archive).args(words);
    Run::of(&command.output().unwrap())
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.metadata().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[test]
fn a_backup_is_an_archive_and_the_next_one_copies_what_is_new() {
    let desk = Desk::new();
    let (archive, backup) = (desk.path("archive"), desk.path("backup"));
    let dir = backup.to_str().unwrap();
    let records: Vec<String> = (0..30).map(|at| record(at, 1)).collect();
    desk.write("export.jsonl", export_of(&records));
    run(&desk, &archive, &["index", "export.jsonl"]).ok();
    run(&desk, &archive, &["backup", dir]).ok();
    let first = run(&desk, &archive, &["export", "*"]).ok();
    assert_eq!(run(&desk, &backup, &["export", "*"]).ok(), first);
    desk.write("more.jsonl", record(90, 1) + "\n");
    run(&desk, &archive, &["index", "more.jsonl"]).ok();
    let report = &run(&desk, &archive, &["backup", dir, "--json"]).lines()[0];
    assert!(report["kept"].as_u64() > Some(0), "{report}");
    assert!(report["copied"].as_u64() > Some(0), "{report}");
    let now = run(&desk, &archive, &["export", "*"]).ok();
    assert_eq!(run(&desk, &backup, &["export", "*"]).ok(), now);
    run(&desk, &backup, &["check", "--full"]).ok();
    // What is damaged is not copied, and what is sound in the backup is not copied over.
    damage(&archive);
    let refused = run(&desk, &archive, &["backup", "second"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    run(&desk, &archive, &["backup", dir]).ok();
    run(&desk, &backup, &["check"]).ok();
    let kept = run(&desk, &archive, &["restore", dir]);
    assert!(kept.err.contains("--force"), "{kept:?}");
    run(&desk, &archive, &["restore", dir, "--force"]).ok();
    assert_eq!(run(&desk, &archive, &["export", "*"]).ok(), now);
    // A folder with other things in it is left alone.
    desk.write("holiday/beach.jpg", "not ours");
    let refused = run(&desk, &archive, &["backup", "holiday"]);
    assert!(refused.err.contains("holds other files"), "{refused:?}");
}

/// Damages a file of stored articles.
fn damage(archive: &Path) {
    let mut files = fs::read_dir(archive.join("segments")).unwrap().flatten();
    let store = files.find(|it| it.path().extension().is_some_and(|end| end == "store"));
    let path = store.unwrap().path();
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn damaged_segments_are_not_merged() {
    let desk = Desk::new();
    let archive = desk.path("archive");
    // More than is compared when the archive is opened.
    let records: Vec<String> = (0..2_000).map(|at| record(at, at * 7_919)).collect();
    desk.write("export.jsonl", export_of(&records));
    run(&desk, &archive, &["index", "export.jsonl"]).ok();
    damage(&archive);
    let changed: Vec<String> = (0..2_000).map(|at| record(at, at * 7_919 + 1)).collect();
    desk.write("export.jsonl", export_of(&changed));
    let refused = run(&desk, &archive, &["index", "export.jsonl"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("dateline check"), "{refused:?}");
}

/// Runs of the law; DATELINE_SLOW=1 makes it 1,000.
fn rounds() -> usize {
    std::env::var_os("DATELINE_SLOW").map_or(6, |_| 1_000)
}

#[test]
fn a_receipt_is_the_same_in_any_order_by_any_threads_in_any_runs() {
    let desk = Desk::new();
    let mut records: Vec<String> = (0..24).map(|at| record(at, 1)).collect();
    let mut dice = Dice(8);
    let mut first: Option<String> = None;
    for round in 0..rounds() {
        for at in (1..records.len()).rev() {
            records.swap(at, dice.roll(at + 1));
        }
        let archive = desk.path("any");
        let _ = fs::remove_dir_all(&archive);
        let runs = 1 + dice.roll(3);
        for (nth, part) in records.chunks(records.len().div_ceil(runs)).enumerate() {
            let name = format!("{}/part{nth}.jsonl", dice.roll(5));
            desk.write(&name, export_of(part));
            let threads = (1 + dice.roll(4)).to_string();
            run(
                &desk,
                &archive,
                &["index", "--quiet", "--threads", &threads, &name],
            )
            .ok();
        }
        let receipt = run(&desk, &archive, &["receipt", "--json"]).ok();
        let expected = first.get_or_insert_with(|| receipt.clone());
        assert_eq!(&receipt, expected, "round {round}");
    }
}

#[test]
fn a_receipt_names_the_articles_that_differ_and_how() {
    let desk = Desk::new();
    let archive = desk.path("archive");
    let mut records: Vec<String> = (0..12).map(|at| record(at, 1)).collect();
    desk.write("export.jsonl", export_of(&records));
    run(&desk, &archive, &["index", "export.jsonl"]).ok();
    let receipt = run(&desk, &archive, &["receipt", "--json"]).ok();
    desk.write("before.receipt", &receipt);
    let same = run(
        &desk,
        &archive,
        &["receipt", "--compare", "before.receipt", "archive"],
    );
    assert!(same.ok().ends_with("the same\n"));
    // The user's rule touches the articles of one outlet.
    desk.write(
        "dateline.toml",
        "[[source]]\ndomains = [\"reed-post.example\"]\nname = \"The Reed Post\"\n",
    );
    run(&desk, &archive, &["index", "export.jsonl"]).ok();
    let compared = run(
        &desk,
        &archive,
        &[
            "receipt",
            "--compare",
            "before.receipt",
            "archive",
            "--json",
        ],
    );
    assert_eq!(compared.code, 1, "{compared:?}");
    let lines = compared
        .out
        .lines()
        .filter(|line| line.contains("\"difference\""));
    let mut count = 0;
    for line in lines {
        assert!(line.contains("[\"source\",\"evidence\"]"), "{line}");
        count += 1;
    }
    assert_eq!(count, 4);
    fs::remove_file(desk.path("dateline.toml")).unwrap();
    records.pop();
    records[0] = record(0, 5);
    desk.write("export.jsonl", export_of(&records));
    run(&desk, &archive, &["index", "--prune", "export.jsonl"]).ok();
    let compared = run(
        &desk,
        &archive,
        &["receipt", "--compare", "before.receipt", "archive"],
    );
    assert!(compared.out.contains("only in A: "), "{compared:?}");
    assert!(compared.out.contains(" (text"), "{compared:?}");
}

#[test]
fn a_search_prints_what_a_stranger_needs() {
    let desk = Desk::new();
    let records: Vec<String> = (0..12).map(|at| record(at, 1)).collect();
    desk.write("export.jsonl", export_of(&records));
    desk.run(&["index", "export.jsonl"]).ok();
    let lines = desk
        .run(&["search", "barges", "--json", "--receipt"])
        .lines();
    let receipt = lines.last().unwrap();
    let digest = desk.run(&["receipt"]).ok();
    assert_eq!(receipt["type"], "receipt");
    assert_eq!(
        receipt["archive"]["digest"],
        digest.split(' ').next().unwrap()
    );
    assert_eq!(receipt["total"], 12);
    let text = desk.run(&["search", "barges", "--receipt"]).ok();
    assert!(text.contains("receipt: asked on"), "{text}");
}

/// The oldest format whose archives are upgraded.
const OLDEST_UPGRADED: u64 = 5;

/// The format of an archive.
fn format_of(archive: &Path) -> u64 {
    let text = fs::read_to_string(archive.join("dateline.json")).unwrap();
    let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
    manifest["format"].as_u64().unwrap()
}

/// An archive of three articles in each format. DATELINE_UPDATE_FORMATS=1 makes that of the current one.
#[test]
fn archives_of_each_format_are_read_upgraded_or_refused_with_the_command_that_helps() {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let desk = Desk::new();
    let records: Vec<String> = (0..3).map(|at| record(at, 1)).collect();
    desk.write("export.jsonl", export_of(&records));
    run(&desk, &desk.path("new"), &["index", "export.jsonl"]).ok();
    let current = format_of(&desk.path("new"));
    if std::env::var_os("DATELINE_UPDATE_FORMATS").is_some() {
        let target = formats.join(current.to_string());
        let _ = fs::remove_dir_all(&target);
        copy_folder(&desk.path("new"), &target);
    }
    desk.write("more.jsonl", record(50, 1) + "\n");
    let mut seen = 0;
    for entry in fs::read_dir(&formats).unwrap() {
        let stored = entry.unwrap().path();
        let archive = desk.path("stored");
        let _ = fs::remove_dir_all(&archive);
        copy_folder(&stored, &archive);
        let format = format_of(&archive);
        seen += 1;
        if format < current {
            check_refused(&desk, &archive, format);
        }
        if format < OLDEST_UPGRADED {
            check_made_anew(&desk, &archive);
            continue;
        }
        let indexed = run(&desk, &archive, &["index", "more.jsonl"]);
        let is_upgraded = indexed
            .err
            .contains("upgraded the archive with its 3 articles");
        assert_eq!(is_upgraded, format < current, "{format}: {indexed:?}");
        run(&desk, &archive, &["check", "--full"]).ok();
        let found = run(&desk, &archive, &["search", "barges", "--json"]).lines();
        assert_eq!(found.last().unwrap()["total"], 4, "{format}");
        let found = run(&desk, &archive, &["search", "copies:1..", "--json"]).lines();
        assert_eq!(found.last().unwrap()["total"], 4, "{format}");
    }
    assert!(seen >= 2);
}

/// What asks of an archive, and what would change it without upgrading it, names the format and what to do, and changes nothing.
fn check_refused(desk: &Desk, archive: &Path, format: u64) {
    let commands: [&[&str]; 8] = [
        &["search", "barges"],
        &["export", "*"],
        &["stats"],
        &["check"],
        &["check", "--repair"],
        &["receipt"],
        &["backup", "copy"],
        &["index", "--dry-run", "export.jsonl"],
    ];
    let before = content_of(archive);
    for words in commands {
        let refused = run(desk, archive, words);
        assert_eq!(refused.code, 2, "{format}: {words:?}: {refused:?}");
        let names = format!("has the older format {format} ");
        assert!(refused.err.contains(&names), "{words:?}: {refused:?}");
        let command = match format < OLDEST_UPGRADED {
            true => "`dateline index --index NEW_FOLDER PATH...`".to_owned(),
            false => format!(
                "`dateline index --index {} PATH...` upgrades it",
                archive.display()
            ),
        };
        assert!(refused.err.contains(&command), "{words:?}: {refused:?}");
    }
    assert!(content_of(archive) == before, "{format}");
}

/// An archive whose articles are not read stays as it is, and the command that its refusal names makes a new one of the same pages.
fn check_made_anew(desk: &Desk, archive: &Path) {
    let before = content_of(archive);
    let refused = run(desk, archive, &["index", "export.jsonl"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(content_of(archive) == before);
    let fresh = desk.path("fresh");
    let _ = fs::remove_dir_all(&fresh);
    desk.run(&["index", "--index", "fresh", "export.jsonl"])
        .ok();
    run(desk, &fresh, &["check", "--full"]).ok();
}

/// The files of an archive with their contents, but for locks.
fn content_of(archive: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for folder in [archive.to_path_buf(), archive.join("segments")] {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_lock = path.extension().is_some_and(|end| end == "lock");
            if path.is_file() && !is_lock {
                let content = fs::read(&path).unwrap();
                files.push((path, content));
            }
        }
    }
    files.sort();
    files
}

/// An upgrade of an archive whose files are damaged loses nothing without a word: the archive stays what it is.
#[test]
fn a_damaged_archive_of_an_older_format_is_not_upgraded() {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let desk = Desk::new();
    desk.write("export.jsonl", record(1, 1) + "\n");
    for format in ["6", "7"] {
        let archive = desk.path(format);
        copy_folder(&formats.join(format), &archive);
        damage(&archive);
        let refused = run(&desk, &archive, &["index", "export.jsonl"]);
        assert_eq!(refused.code, 2, "{refused:?}");
        assert!(refused.err.contains("damaged"), "{refused:?}");
        assert_eq!(format_of(&archive).to_string(), format);
    }
}

/// Files may not grow beyond a limit: an upgrade that breaks off anywhere leaves an archive that the next run upgrades.
#[cfg(unix)]
#[test]
fn an_upgrade_that_breaks_off_is_begun_anew() {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let desk = Desk::new();
    desk.write("more.jsonl", record(50, 1) + "\n");
    let program = env!("CARGO_BIN_EXE_dateline");
    let mut broken_off = 0;
    // Blocks of 512 bytes.
    for blocks in [0, 2, 8, 12, 16] {
        for format in ["5", "7"] {
            let archive = desk.path("older");
            let _ = fs::remove_dir_all(&archive);
            copy_folder(&formats.join(format), &archive);
            let script = format!(
                "trap '' XFSZ; ulimit -f {blocks}; exec {program} index more.jsonl --quiet"
            );
            let mut shell = desk.shell();
            shell.env("DATELINE_INDEX", &archive).args(["-c", &script]);
            let broken = Run::of(&shell.output().unwrap());
            assert!(!broken.err.contains("panicked"), "{blocks}: {broken:?}");
            broken_off += usize::from(broken.code == 2);
            run(&desk, &archive, &["index", "more.jsonl"]).ok();
            run(&desk, &archive, &["check", "--full"]).ok();
            let found = run(&desk, &archive, &["search", "barges", "--json"]).lines();
            assert_eq!(
                found.last().unwrap()["total"],
                4,
                "{format}, {blocks} blocks"
            );
        }
    }
    assert!(broken_off >= 8, "{broken_off}");
    // Killed when all was in place, but for the file that names the format.
    let archive = desk.path("older");
    fs::copy(
        formats.join("7/dateline.json"),
        archive.join("dateline.json"),
    )
    .unwrap();
    let upgraded = run(&desk, &archive, &["index", "more.jsonl"]);
    assert!(upgraded.err.contains("with its 4 articles"), "{upgraded:?}");
    run(&desk, &archive, &["check", "--full"]).ok();
}

/// A disk that fills up at any moment: files may not grow beyond a limit. The run says which file could not be written, and the
/// archive stays what it was.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_archive_as_it_was() {
    let desk = Desk::new();
    let archive = desk.path("archive");
    let records: Vec<String> = (0..12).map(|at| record(at, 1)).collect();
    desk.write("export.jsonl", export_of(&records));
    run(&desk, &archive, &["index", "export.jsonl"]).ok();
    let before = run(&desk, &archive, &["export", "*"]).ok();
    let more: Vec<String> = (100..700).map(|at| record(at, at * 31)).collect();
    desk.write("more.jsonl", export_of(&more));
    let program = env!("CARGO_BIN_EXE_dateline");
    // Blocks of 512 bytes.
    for blocks in [1, 2, 8, 40, 80] {
        let script =
            format!("trap '' XFSZ; ulimit -f {blocks}; exec {program} index more.jsonl --quiet");
        let mut command = std::process::Command::new("sh");
        command
            .current_dir(desk.path(""))
            .env("DATELINE_INDEX", &archive);
        let run_on_full = Run::of(&command.args(["-c", &script]).output().unwrap());
        assert_eq!(run_on_full.code, 2, "{blocks}: {run_on_full:?}");
        assert!(
            !run_on_full.err.contains("panicked"),
            "{blocks}: {run_on_full:?}"
        );
        assert!(
            run_on_full.err.contains("cannot"),
            "{blocks}: {run_on_full:?}"
        );
        run(&desk, &archive, &["check"]).ok();
        assert_eq!(
            run(&desk, &archive, &["export", "*"]).ok(),
            before,
            "{blocks}"
        );
    }
    run(&desk, &archive, &["index", "more.jsonl"]).ok();
    run(&desk, &archive, &["check"]).ok();
}

#[cfg(unix)]
#[test]
fn the_files_of_an_archive_are_as_open_as_the_users_other_files() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let usual = desk.write("export.jsonl", record(1, 1) + "\n");
    desk.run(&["index", "export.jsonl"]).ok();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for folder in ["archive", "archive/segments"] {
        for entry in fs::read_dir(desk.path(folder)).unwrap().flatten() {
            if entry.metadata().unwrap().is_file() {
                assert_eq!(
                    mode(&entry.path()),
                    mode(&usual),
                    "{}",
                    entry.path().display()
                );
            }
        }
    }
}
