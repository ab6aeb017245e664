//! What the pages of a site have in common, and what the user says of them: furniture, title endings, names, `dateline.toml`.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use dateline::archive::{Filters, Searcher};
use dateline::article::{Article, Reason, Version, Witness};
use dateline::index::{self, Writer};
use dateline::ingest::{self, Report};
use dateline::query;
use dateline::read::{self, Event};
use dateline::search::Archive;
use dateline::site::rules::PageRules;
use dateline::site::{self, Seen, apply};
use proptest::prelude::*;

use crate::support::{Desk, newsroom};

/// Indexes into the archive in `dir`.
fn index(dir: &Path, inputs: &[PathBuf], threads: usize) -> Report {
    let writer = Writer::open_or_create(
        dir,
        &index::Options {
            threads: 1,
            memory_bytes: 15_000_000,
        },
    )
    .unwrap();
    let options = ingest::Options {
        threads,
        skip: vec![dir.to_path_buf()],
        ..ingest::Options::default()
    };
    let report = ingest::ingest(inputs, &writer, &options, &|_| {}).unwrap();
    writer.finish().unwrap();
    report
}

/// Every article of the archive by path.
fn articles(dir: &Path) -> BTreeMap<String, Article> {
    let archive = Archive::open(dir).unwrap();
    let mut found = BTreeMap::new();
    let today = jiff::civil::date(2026, 1, 1);
    let all = query::parse("*").0;
    let mut ids = Vec::new();
    archive
        .export(&all, &Filters::default(), today, &mut |article| {
            ids.push(article.id);
            ControlFlow::Continue(())
        })
        .unwrap();
    for id in ids {
        let article = archive.article(&id).unwrap().unwrap();
        found.insert(article.path.clone(), article);
    }
    found
}

/// A sentence of invented words, the same for the same numbers.
fn sentence(page: u64, number: u64) -> String {
    const SYLLABLES: [&str; 12] = [
        "va", "ren", "tolo", "misk", "da", "puri", "sel", "ondo", "krat", "ne", "lim", "oga",
    ];
    let mut state = page.wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ number.wrapping_mul(0xD1B5_4A32_D192_ED03)
        ^ 0x2545_F491;
    let mut next = |most: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % most
    };
    let mut words: Vec<String> = Vec::new();
    for _ in 0..12 {
        words.push((0..3).map(|_| SYLLABLES[next(12) as usize]).collect());
    }
    let text = words.join(" ");
    format!("{}{}.", text[..1].to_uppercase(), &text[1..])
}

/// The paragraphs of an article of its own.
fn body(page: u64) -> Vec<String> {
    (0..4)
        .map(|at| format!("{} {}", sentence(page, at * 2), sentence(page, at * 2 + 1)))
        .collect()
}

/// A folder of bare texts, one outlet's.
fn outlet(desk: &Desk, pages: impl IntoIterator<Item = Vec<String>>) -> PathBuf {
    for (at, paragraphs) in pages.into_iter().enumerate() {
        desk.write(&format!("outlet/{at:03}.txt"), paragraphs.join("\n\n"));
    }
    desk.path("outlet")
}

/// How many articles hold `phrase`, and how many had it removed as furniture, after indexing once.
fn standing(pages: impl IntoIterator<Item = Vec<String>>, phrase: &str) -> (usize, usize) {
    let desk = Desk::new();
    let folder = outlet(&desk, pages);
    let dir = desk.path("archive");
    index(&dir, &[folder], 2);
    let articles = articles(&dir);
    let furniture = |article: &&Article| {
        let mut gone = article
            .removed
            .iter()
            .filter(|gone| gone.reason == Reason::SiteFurniture);
        gone.any(|gone| gone.text.contains(phrase))
    };
    (
        articles
            .values()
            .filter(|article| article.text.contains(phrase))
            .count(),
        articles.values().filter(furniture).count(),
    )
}

const FOOT: &str = "Zelim garadu pesto vinak orrubel stamik zelim";

#[test]
fn a_line_at_the_end_of_every_page_goes() {
    let pages = (0..8).map(|page| [body(page), vec![FOOT.to_owned()]].concat());
    assert_eq!(standing(pages, FOOT), (0, 8));
}

#[test]
fn a_line_amid_most_pages_goes() {
    let pages = (0..8).map(|page| {
        let mut text = [body(page), body(page + 100)].concat();
        text.insert(2 + page as usize % 4, FOOT.to_owned());
        text
    });
    assert_eq!(standing(pages, FOOT), (0, 8));
}

#[test]
fn what_stands_behind_furniture_is_furniture_too() {
    let feet: Vec<String> = (0..7).map(|at| sentence(900 + at, 0)).collect();
    let pages = (0..8).map(|page| [body(page), feet.clone()].concat());
    assert_eq!(standing(pages, &feet[0]), (0, 8));
}

#[test]
fn four_pages_prove_nothing() {
    let pages = (0..4).map(|page| [body(page), vec![FOOT.to_owned()]].concat());
    assert_eq!(standing(pages, FOOT), (4, 0));
}

#[test]
fn the_background_of_a_series_stays() {
    let background =
        "The ferry Alder Queen sank off Skerrin on 12 February with the loss of 41 lives.";
    let about = "Relatives of those who died on the ferry Alder Queen in February met in Skerrin to speak of the 41 lives lost.";
    let pages = (0..12).map(|page| match page {
        0..8 => [
            vec![about.replace("met", &format!("met for the {page}th time"))],
            body(page),
            vec![background.to_owned()],
        ]
        .concat(),
        _ => body(page),
    });
    assert_eq!(standing(pages, background), (8, 0));
}

#[test]
fn a_sentence_that_some_reports_end_with_stays() {
    let end = "The hearing continues.";
    let pages = (0..40).map(|page| {
        [
            body(page),
            if page < 6 {
                vec![end.to_owned()]
            } else {
                Vec::new()
            },
        ]
        .concat()
    });
    assert_eq!(standing(pages, end), (6, 0));
}

#[test]
fn copies_of_one_article_are_one_page() {
    let pages = (0..14).map(|page| match page {
        0..8 => [vec![sentence(page, 50)], body(77)].concat(),
        _ => body(page),
    });
    let shared = body(77)[1].clone();
    assert_eq!(standing(pages, &shared), (8, 0));
}

#[test]
fn a_page_of_nothing_but_furniture_stays_as_it_is() {
    let pages = (0..9).map(|page| {
        if page < 8 {
            [body(page), vec![FOOT.to_owned()]].concat()
        } else {
            vec![FOOT.to_owned()]
        }
    });
    assert_eq!(standing(pages, FOOT), (1, 8));
}

#[test]
fn furniture_and_the_article_are_all_of_the_page() {
    let desk = Desk::new();
    let folder = outlet(
        &desk,
        (0..8).map(|page| [body(page), vec![FOOT.to_owned()]].concat()),
    );
    index(&desk.path("archive"), &[folder], 1);
    for (path, article) in articles(&desk.path("archive")) {
        let page = std::fs::read_to_string(path).unwrap();
        let removed: String = article
            .removed
            .iter()
            .map(|gone| gone.text.as_str())
            .collect();
        let shown: usize = article
            .title
            .iter()
            .map(|title| {
                if page.starts_with(&title.value) && !article.text.starts_with(&title.value) {
                    letters(&title.value)
                } else {
                    0
                }
            })
            .sum();
        assert_eq!(
            letters(&article.text) + letters(&removed) + shown,
            letters(&page)
        );
        let gone = article
            .removed
            .iter()
            .find(|gone| gone.reason == Reason::SiteFurniture)
            .unwrap();
        assert_eq!(&page[gone.at.start..gone.at.end], FOOT);
    }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

#[test]
fn stats_show_what_was_learned() {
    let desk = Desk::new();
    outlet(
        &desk,
        (0..8).map(|page| [body(page), vec![FOOT.to_owned()]].concat()),
    );
    desk.run(&["index", "outlet"]).ok();
    let shown = desk.run(&["stats", "--furniture"]).ok();
    assert!(
        shown.contains(&format!("on 8 of 8 pages: {FOOT}")),
        "{shown}"
    );
    assert!(shown.contains("000.txt"), "{shown}");
}

#[test]
fn an_unchanged_folder_stays_unchanged() {
    let desk = Desk::new();
    let folder = outlet(
        &desk,
        (0..8).map(|page| [body(page), vec![FOOT.to_owned()]].concat()),
    );
    let dir = desk.path("archive");
    let first = index(&dir, std::slice::from_ref(&folder), 2);
    assert_eq!((first.pages, first.indexed), (8, 8));
    let again = index(&dir, &[folder], 2);
    assert_eq!((again.pages, again.unchanged), (8, 8));
}

#[test]
fn pages_from_before_are_made_anew_from_what_the_archive_holds() {
    let desk = Desk::new();
    let page = |at: u64| [body(at), vec![FOOT.to_owned()]].concat().join("\n\n");
    let dir = desk.path("archive");
    let inputs = |range: std::ops::Range<u64>| {
        range
            .map(|at| desk.write(&format!("outlet/{at}.txt"), page(at)))
            .collect::<Vec<_>>()
    };
    let holding = || {
        let articles = articles(&dir);
        let holding = articles
            .values()
            .filter(|article| article.text.contains(FOOT));
        holding.count()
    };
    let first = inputs(0..4);
    index(&dir, &first, 1);
    assert_eq!(holding(), 4);
    // The first four are no input of the second run; their files need not even be there.
    first
        .iter()
        .for_each(|path| std::fs::remove_file(path).unwrap());
    let report = index(&dir, &inputs(4..8), 1);
    assert_eq!((report.indexed, report.relearned, holding()), (4, 8, 0));
    inputs(0..4);
    assert_eq!(index(&dir, &[desk.path("outlet")], 1).unchanged, 8);
}

/// A record of an export with these fields.
fn record(fields: &[(&str, &str)]) -> String {
    serde_json::Value::Object(
        fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).into()))
            .collect(),
    )
    .to_string()
}

fn html(at: u64, site_name: &str) -> String {
    let meta = if site_name.is_empty() {
        String::new()
    } else {
        format!("<meta property=\"og:site_name\" content=\"{site_name}\">")
    };
    let paragraphs: String = body(at)
        .iter()
        .map(|text| format!("<p>{text}</p>"))
        .collect();
    let headline = sentence(at, 99);
    let headline = headline.trim_end_matches('.');
    format!(
        "<html><head><title>{headline} | Qanta daily</title>{meta}<link rel=\"canonical\" href=\"https://www.vrk.example/{at}\"></head><body><article><h1>{headline}</h1>{paragraphs}</article></body></html>"
    )
}

#[test]
fn the_name_that_most_pages_of_a_domain_give_is_the_name_of_all() {
    let desk = Desk::new();
    for at in 0..6 {
        desk.write(
            &format!("pages/{at}.html"),
            html(at, if at < 5 { "Vrk Herald" } else { "VRK HERALD" }),
        );
    }
    let bare = record(&[
        ("url", "https://vrk.example/77"),
        ("title", "Seldom given"),
        ("text", &body(77).join("\n\n")),
    ]);
    let own = record(&[
        ("url", "https://vrk.example/78"),
        ("title", "Given"),
        ("source", "Somebody"),
        ("text", &body(78).join("\n\n")),
    ]);
    desk.write("pages/export.jsonl", format!("{bare}\n{own}\n"));
    let dir = desk.path("archive");
    index(&dir, &[desk.path("pages")], 2);
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for article in articles(&dir).values() {
        *names
            .entry(
                article
                    .source
                    .as_ref()
                    .map_or(String::new(), |source| source.value.clone()),
            )
            .or_default() += 1;
    }
    assert_eq!(
        names,
        BTreeMap::from([("Somebody".to_owned(), 1), ("Vrk Herald".to_owned(), 7)])
    );
    let articles = articles(&dir);
    let bare = articles
        .values()
        .find(|article| {
            article
                .title
                .as_ref()
                .is_some_and(|title| title.value == "Seldom given")
        })
        .unwrap();
    let evidence = &bare.source.as_ref().unwrap().evidence;
    assert_eq!(
        (evidence.rule.as_ref(), evidence.from),
        ("site-majority", Witness::Site)
    );
}

#[test]
fn an_outlet_within_an_outlet_keeps_its_name() {
    let desk = Desk::new();
    for at in 0..16 {
        desk.write(
            &format!("pages/{at}.html"),
            html(
                at,
                if at < 12 {
                    "Vrk Herald"
                } else {
                    "Vrk Herald Weekend"
                },
            ),
        );
    }
    index(&desk.path("archive"), &[desk.path("pages")], 2);
    let articles = articles(&desk.path("archive"));
    let weekend = articles
        .values()
        .filter(|article| article.source.as_ref().unwrap().value == "Vrk Herald Weekend");
    assert_eq!(weekend.count(), 4);
}

#[test]
fn what_all_titles_end_with_is_cut() {
    let desk = Desk::new();
    for at in 0..6 {
        desk.write(
            &format!("pages/{at}.html"),
            html(at, "").replace("<h1>", "<!--").replace("</h1>", "-->"),
        );
    }
    index(&desk.path("archive"), &[desk.path("pages")], 2);
    for article in articles(&desk.path("archive")).values() {
        let title = &article.title.as_ref().unwrap().value;
        assert!(!title.contains("Qanta") && title.len() > 20, "{title}");
    }
}

#[test]
fn an_archive_is_the_same_in_any_order_and_with_any_threads() {
    let files: Vec<PathBuf> = files(&newsroom());
    let mut backwards = files.clone();
    backwards.reverse();
    let desk = Desk::new();
    index(&desk.path("one"), &[newsroom()], 1);
    index(&desk.path("two"), &backwards, 4);
    assert_same(&articles(&desk.path("one")), &articles(&desk.path("two")));
}

#[test]
fn many_runs_end_as_one_run() {
    let files = files(&newsroom());
    let desk = Desk::new();
    index(&desk.path("one"), &[newsroom()], 2);
    for part in files.chunks(files.len() / 3 + 1).rev() {
        index(&desk.path("two"), part, 2);
    }
    index(&desk.path("two"), &[newsroom()], 2);
    assert_same(&articles(&desk.path("one")), &articles(&desk.path("two")));
}

fn assert_same(one: &BTreeMap<String, Article>, two: &BTreeMap<String, Article>) {
    assert!(one.len() > 50);
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    for (path, article) in one {
        assert_eq!(
            serde_json::to_string_pretty(article).unwrap(),
            serde_json::to_string_pretty(&two[path]).unwrap(),
            "{path}"
        );
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A page of a sample.
fn seen(path: &str, texts: &[String], title: &str) -> Seen {
    let mut page = Version::default();
    page.article.path = path.to_owned();
    page.article.text = texts.join("\n\n");
    page.outline.title = Some(title.to_owned());
    Seen::of(&page)
}

/// What is learned of a site from these pages, in this order.
fn learned(pages: &[u64]) -> String {
    let pages = pages.iter().map(|page| {
        let foot = vec![FOOT.to_owned(); usize::from(page % 5 != 0)];
        let texts = [body(*page), foot].concat();
        let title = format!("{} | Site", sentence(*page, 99));
        seen(&page.to_string(), &texts, &title)
    });
    let pages: Vec<Seen> = pages.collect();
    serde_json::to_string(&site::learn("tarn.example", &pages)).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_site_is_learned_the_same_in_any_order(
        pages in Just((0..60_u64).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let sorted: Vec<u64> = (0..60).collect();
        let learned = learned(&pages);
        prop_assert!(learned.contains("furniture") && learned.contains("| Site"), "{learned}");
        prop_assert_eq!(learned, self::learned(&sorted));
    }
}

#[test]
fn knowledge_of_a_site_is_taken_back_without_a_trace() {
    let desk = Desk::new();
    let pages = (0..8).map(|page| {
        let mut text = [body(page), vec![FOOT.to_owned()]].concat();
        text.swap(1, 4 - page as usize % 3);
        text
    });
    let folder = outlet(&desk, pages);
    let read = || {
        let mut found = Vec::new();
        read::scan(std::slice::from_ref(&folder), &mut |event| {
            if let Event::Page(record) = event {
                let raw = read::page(record).unwrap();
                found.push(ingest::one(&raw, &PageRules::default()).unwrap());
            }
            ControlFlow::Continue(())
        });
        found
    };
    index(&desk.path("archive"), std::slice::from_ref(&folder), 2);
    let writer = Writer::open_or_create(&desk.path("archive"), &index::Options::default()).unwrap();
    let catalog = writer.catalog().unwrap();
    for before in read() {
        let at = catalog.find(index::key(&before.id)).unwrap().unwrap();
        let mut version = catalog.entry(at).unwrap().shown;
        assert_eq!(version.changes.furniture.len(), 1);
        apply::restore(&mut version);
        assert_eq!(version.article, before);
    }
}

const TEXT: &str = "The harbour office will open two hours earlier from Monday, the council said.\n\nTide table for Monday: high water at 6.15 and 18.40.\n\nThe mayor said that the change had been asked for by the crews of eleven boats.\n";

#[test]
fn the_users_rules_drop_and_keep_and_name() {
    let desk = Desk::new();
    desk.write("clips/a.txt", TEXT);
    desk.write("clips/old/b.txt", TEXT);
    desk.write(
        "clips/c.jsonl",
        record(&[
            ("url", "https://news.harbour.example/1"),
            ("text", TEXT),
            ("source", "hpost"),
        ]),
    );
    desk.write("clips/dateline.toml", "[[source]]\nname = \"Harbour Post\"\naliases = [\"HPost\"]\n\n[[clean]]\ndrop = \"/^Tide table for /\"\n");
    desk.write(
        "clips/old/dateline.toml",
        "[[clean]]\nkeep = \"Tide table\"\n",
    );
    let lines = desk.run(&["clean", "--json", "clips"]).lines();
    let inner = desk.run(&["clean", "--json", "clips/old"]).lines();
    assert_eq!(
        inner[0]["text"],
        lines
            .iter()
            .find(|line| line["path"] == inner[0]["path"])
            .unwrap()["text"]
    );
    let by = |name: &str| {
        lines
            .iter()
            .find(|line| line["id"].as_str().unwrap().contains(name))
            .unwrap()
    };
    let removed = |name: &str| {
        by(name)["removed"]
            .as_array()
            .unwrap()
            .iter()
            .map(ToString::to_string)
            .collect::<String>()
    };
    assert_eq!(lines.len(), 3, "the rules are no page");
    assert!(
        removed("a.txt").contains("\"dateline.toml:6\"") && removed("a.txt").contains("user-rule"),
        "{}",
        removed("a.txt")
    );
    assert!(by("b.txt")["text"].as_str().unwrap().contains("Tide table"));
    assert_eq!(by("c.jsonl")["source"], "Harbour Post");
    assert_eq!(
        by("c.jsonl")["evidence"]["source"]["rule"],
        "dateline.toml:2"
    );
    assert_eq!(by("c.jsonl")["evidence"]["source"]["from"], "given");
}

#[test]
fn a_rule_may_keep_what_cleaning_leaves_out() {
    let desk = Desk::new();
    desk.write(
        "clips/a.txt",
        format!("{TEXT}\n© 2025 Harbour Post. All rights reserved.\n"),
    );
    let before = desk.run(&["clean", "--json", "clips"]).lines();
    assert!(!before[0]["text"].as_str().unwrap().contains("All rights"));
    desk.write(
        "clips/dateline.toml",
        "[[clean]]\nkeep = \"All rights reserved\"\npath = \"*.txt\"\n",
    );
    let after = desk.run(&["clean", "--json", "clips"]).lines();
    assert!(
        after[0]["text"]
            .as_str()
            .unwrap()
            .ends_with("All rights reserved.")
    );
    assert!(
        after[0]["repaired"].to_string().contains("dateline.toml:2"),
        "{}",
        after[0]["repaired"]
    );
}

#[test]
fn a_rule_for_other_pages_is_not_heard() {
    let desk = Desk::new();
    desk.write("clips/a.txt", TEXT);
    for limit in [
        "source = \"Other\"",
        "domain = \"other.example\"",
        "path = \"old/**\"",
    ] {
        desk.write(
            "clips/dateline.toml",
            format!("[[clean]]\ndrop = \"Tide table\"\n{limit}\n"),
        );
        let line = &desk.run(&["clean", "--json", "clips"]).lines()[0];
        assert!(
            line["text"].as_str().unwrap().contains("Tide table"),
            "{limit}"
        );
    }
}

#[test]
fn a_change_of_the_rules_makes_their_pages_anew() {
    let desk = Desk::new();
    desk.write("clips/a/a.txt", TEXT);
    desk.write("clips/b/b.txt", TEXT.replace("Monday", "Tuesday"));
    let dir = desk.path("archive");
    index(&dir, &[desk.path("clips")], 1);
    desk.write(
        "clips/a/dateline.toml",
        "[[clean]]\ndrop = \"Tide table\"\n",
    );
    let report = index(&dir, &[desk.path("clips")], 1);
    assert_eq!((report.updated, report.unchanged), (1, 1));
    std::fs::remove_file(desk.path("clips/a/dateline.toml")).unwrap();
    let report = index(&dir, &[desk.path("clips")], 1);
    assert_eq!((report.updated, report.unchanged), (1, 1));
    assert!(
        articles(&dir)
            .values()
            .all(|article| article.text.contains("Tide table"))
    );
}

#[test]
fn a_rule_keeps_furniture() {
    let desk = Desk::new();
    let folder = outlet(
        &desk,
        (0..8).map(|page| [body(page), vec![FOOT.to_owned()]].concat()),
    );
    desk.write(
        "outlet/dateline.toml",
        "[[clean]]\nkeep = \"Zelim garadu\"\n",
    );
    index(&desk.path("archive"), &[folder], 1);
    assert!(
        articles(&desk.path("archive"))
            .values()
            .all(|article| article.text.contains(FOOT))
    );
}

fn check_wrong(toml: &str, expected: &str) {
    let desk = Desk::new();
    desk.write("clips/a.txt", TEXT);
    desk.write("clips/dateline.toml", toml);
    for command in [&["clean", "clips"], &["index", "clips"]] {
        let run = desk.run(command);
        assert_eq!(run.code, 2);
        assert!(
            run.err.contains(expected),
            "{:?} not in {}",
            expected,
            run.err
        );
    }
}

#[test]
fn wrong_rules_are_named_by_line() {
    check_wrong(
        "[[clean]]\ndorp = \"x\"\n",
        "dateline.toml:2: unknown field `dorp`",
    );
    check_wrong(
        "[[clean]]\n\n[[clean]]\nkeep = \"x\"\n",
        "dateline.toml:1: a [[clean]] rule has either `keep` or `drop`",
    );
    check_wrong(
        "[[clean]]\ndrop = \"/(/\"\n",
        "dateline.toml:2: `/(/` is no regular expression",
    );
    check_wrong(
        "[[source]]\nname = \"X\"\ndomains = [\"not a domain\"]\n",
        "dateline.toml:3: `not a domain` is no domain",
    );
    check_wrong("[[source]\n", "dateline.toml:1: ");
}

#[test]
fn a_given_file_speaks_for_every_page() {
    let desk = Desk::new();
    desk.write("clips/a.txt", TEXT);
    desk.write("rules.toml", "[[clean]]\ndrop = \"Tide table\"\n");
    let line = &desk
        .run(&["clean", "--json", "--config", "rules.toml", "clips"])
        .lines()[0];
    assert!(
        line["removed"].to_string().contains("rules.toml:2"),
        "{line}"
    );
}
