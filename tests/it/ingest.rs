//! A run over pages: how each of them ends.

use std::fs;

use dateline::archive::Searcher;
use dateline::article::{CleanPage, RawPage};
use dateline::clean;
use dateline::index::{self, Writer};
use dateline::ingest::{self, Cause};
use dateline::search::Archive;

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
