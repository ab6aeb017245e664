//! A run over pages: how each of them ends.

use std::fs;

use dateline::archive::Searcher;
use dateline::article::{CleanPage, RawPage};
use dateline::clean;
use dateline::index::{self, Writer};
use dateline::ingest::{self, Cause};
use dateline::search::Archive;

use crate::support::Desk;

/// Cleans as always, but for one page that it cannot bear.
fn fragile(page: &RawPage) -> CleanPage {
    assert!(
        !page.path.ends_with("cursed.txt"),
        "a block\nwithout an end"
    );
    clean::clean(page)
}

#[test]
fn a_panic_of_the_cleaner_rejects_its_page_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    for (name, town) in [
        ("brill.txt", "Brill"),
        ("cursed.txt", "Osk"),
        ("tarn.txt", "Tarn"),
    ] {
        let text = format!(
            "Ferry to {town} runs again\n\nThe ferry to {town} ran again on Monday after nine weeks of repairs, \
             its owner said.\n\nIt carried forty people on the first trip, most of them from {town} itself.\n"
        );
        fs::write(pages.join(name), text).unwrap();
    }
    let archive = folder.path().join("archive");
    let writer = Writer::open_or_create(
        &archive,
        &index::Options {
            threads: 1,
            memory_bytes: 15_000_000,
        },
    )
    .unwrap();
    let options = ingest::Options {
        threads: 2,
        clean: fragile,
        ..ingest::Options::default()
    };
    let report = ingest::ingest(&[pages], &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();

    assert_eq!((report.pages, report.indexed), (3, 2));
    let [rejected] = &report.rejected[..] else {
        panic!("{:?}", report.rejected)
    };
    assert!(rejected.path.ends_with("cursed.txt"), "{}", rejected.path);
    assert_eq!(
        rejected.why,
        Cause::Panic {
            said: "a block without an end".to_owned()
        }
    );
    assert_eq!(
        Archive::open(&archive).unwrap().stats().unwrap().articles,
        2
    );
}

/// Two pages of one outlet, one of them with a text of its own.
fn page(town: &str) -> String {
    format!(
        "<html><head><title>Ferry to {town} runs again</title></head><body><article><h1>Ferry to {town} runs again</h1>\
         <p>The ferry to {town} ran again on Monday after nine weeks of repairs, its owner said.</p>\
         <p>It carried forty people on the first trip, most of them from {town} itself.</p></article></body></html>"
    )
}

/// The counts that the report of `dateline index --json` gives.
fn counts(desk: &Desk, words: &[&str]) -> serde_json::Value {
    let run = desk.run(&[&["index", "--json"], words].concat());
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    report["counts"].clone()
}

/// The paths of all articles, without the folder of the desk.
fn paths(desk: &Desk) -> Vec<String> {
    let folder = format!("{}/", desk.path("").display()).replace("//", "/");
    let lines = desk.run(&["export", "*"]).lines();
    let paths = lines
        .iter()
        .map(|line| line["path"].as_str().unwrap().replace(&folder, ""));
    let mut paths: Vec<String> = paths.collect();
    paths.sort();
    paths
}

#[test]
fn a_page_that_can_no_longer_be_read_keeps_its_article_marked() {
    let desk = Desk::new();
    desk.write("pages/a.html", page("Brill"));
    desk.run(&["index", "pages"]).ok();
    desk.write("pages/a.html", "");
    let rejected = counts(&desk, &["pages"]);
    assert_eq!(
        (&rejected["pages"], &rejected["rejected"]),
        (&1.into(), &1.into())
    );
    let lines = desk.run(&["export", "*"]).lines();
    let shown = desk.run(&["show", lines[0]["id"].as_str().unwrap()]).ok();
    assert!(shown.contains("an older state"), "{shown}");
    assert_eq!(
        counts(&desk, &["pages"])["unchanged"],
        0,
        "it is asked for again"
    );
    desk.write("pages/a.html", page("Brill"));
    assert_eq!(counts(&desk, &["pages"])["updated"], 1);
    let shown = desk.run(&["show", lines[0]["id"].as_str().unwrap()]).ok();
    assert!(!shown.contains("an older state"), "{shown}");
}

/// An export of records about these towns.
fn export(towns: impl Iterator<Item = usize>) -> String {
    let record = |town: usize| {
        let text = format!(
            "The ferry to Town {town} ran again on Monday after {town} weeks of repairs, its owner said."
        );
        let url = format!("https://tarn.example/{town}");
        serde_json::json!({"url": url, "title": format!("Ferry to Town {town}"), "text": text})
            .to_string()
            + "\n"
    };
    towns.map(record).collect()
}

#[test]
fn records_that_move_up_in_an_export_are_all_there() {
    let desk = Desk::new();
    desk.write("export.jsonl", export(0..400));
    assert_eq!(counts(&desk, &["export.jsonl"])["indexed"], 400);
    // Twelve records leave: all that follow stand at other numbers now.
    let gone = |town: &usize| town % 33 == 5;
    desk.write("export.jsonl", export((0..400).filter(|town| !gone(town))));
    let moved = counts(&desk, &["export.jsonl"]);
    assert_eq!(moved["pages"], 388);
    let ends = ["updated", "unchanged"].map(|end| moved[end].as_u64().unwrap());
    assert_eq!(ends.iter().sum::<u64>(), 388, "{moved}");
    let lines = desk.run(&["export", "*"]).lines();
    let mut towns: Vec<String> = Vec::new();
    for line in &lines {
        towns.push(line["url"].as_str().unwrap().to_owned());
    }
    for town in (0..400).filter(|town| !gone(town)) {
        let url = format!("https://tarn.example/{town}");
        assert_eq!(
            towns.iter().filter(|other| **other == url).count(),
            1,
            "{url}"
        );
    }
}

#[test]
fn two_files_that_are_swapped_are_both_there() {
    let desk = Desk::new();
    let canonical = |town: &str| {
        let link = format!("<link rel=\"canonical\" href=\"https://tarn.example/{town}\"></head>");
        page(town).replace("</head>", &link)
    };
    desk.write("pages/a.html", canonical("Brill"));
    desk.write("pages/b.html", canonical("Osk"));
    desk.run(&["index", "pages"]).ok();
    desk.write("pages/a.html", canonical("Osk"));
    desk.write("pages/b.html", canonical("Brill"));
    let swapped = counts(&desk, &["pages"]);
    assert_eq!(
        (&swapped["updated"], &swapped["duplicate"]),
        (&2.into(), &0.into())
    );
    assert_eq!(paths(&desk), ["pages/a.html", "pages/b.html"]);
    assert_eq!(
        desk.run(&["search", "--json", "title:Osk"]).lines()[0]["path"]
            .as_str()
            .map(|path| path.ends_with("a.html")),
        Some(true)
    );
}

#[test]
fn a_moved_folder_is_the_same_articles_in_another_place() {
    let desk = Desk::new();
    for town in ["Brill", "Osk", "Tarn"] {
        let link = format!("<link rel=\"canonical\" href=\"https://tarn.example/{town}\"></head>");
        desk.write(
            &format!("old/{town}.html"),
            page(town).replace("</head>", &link),
        );
    }
    desk.run(&["index", "old"]).ok();
    std::fs::rename(desk.path("old"), desk.path("new")).unwrap();
    assert_eq!(counts(&desk, &["new"])["updated"], 3);
    assert_eq!(
        paths(&desk),
        ["new/Brill.html", "new/Osk.html", "new/Tarn.html"]
    );
}

#[test]
fn pruning_takes_only_what_is_gone_for_certain() {
    let desk = Desk::new();
    for at in 0..6 {
        desk.write(&format!("pages/{at}.html"), page(&format!("Town{at}")));
    }
    desk.write("pages/export.jsonl", export(0..6));
    desk.run(&["index", "pages"]).ok();
    // An ignore rule hides a page, an export breaks off, a page is gone.
    desk.write("pages/.ignore", "1.html\n");
    let whole = export(0..6);
    desk.write("pages/export.jsonl", &whole[..whole.len() - 60]);
    std::fs::remove_file(desk.path("pages/2.html")).unwrap();
    assert_eq!(counts(&desk, &["--prune", "pages"])["removed"], 1);
    assert_eq!(paths(&desk).len(), 11);
    // Whole again, with fewer records.
    desk.write("pages/export.jsonl", export(0..4));
    assert_eq!(counts(&desk, &["--prune", "pages"])["removed"], 2);
}

#[test]
fn pruning_most_articles_needs_force() {
    let desk = Desk::new();
    for at in 0..5 {
        desk.write(&format!("pages/{at}.html"), page(&format!("Town{at}")));
    }
    desk.run(&["index", "pages"]).ok();
    for at in 0..4 {
        std::fs::remove_file(desk.path(&format!("pages/{at}.html"))).unwrap();
    }
    let refused = desk.run(&["index", "--prune", "pages"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("4 of 5 articles") && refused.err.contains("--force"),
        "{}",
        refused.err
    );
    assert_eq!(paths(&desk).len(), 5);
    assert_eq!(
        counts(&desk, &["--prune", "--force", "pages"])["removed"],
        4
    );
    assert_eq!(paths(&desk), ["pages/4.html"]);
}
