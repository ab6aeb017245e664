//! Bare text: golden cases, the sample newsroom's clippings, and the laws of cleaning.

use std::path::{Path, PathBuf};

use dateline::article::{BlockKind, CleanPage, Content, RawPage, Reason};
use expect_test::expect_file;
use proptest::prelude::*;

fn clean(text: &str) -> CleanPage {
    dateline::clean::clean(&RawPage {
        content: Content::Text(text.to_owned()),
        ..RawPage::default()
    })
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The article as Markdown: the headline, then the blocks.
fn article(page: &CleanPage) -> String {
    let mut out = page
        .headline
        .iter()
        .map(|headline| format!("# {}\n", headline.text))
        .collect::<Vec<_>>();
    for block in &page.blocks {
        let mark = match block.kind {
            BlockKind::Heading(level) => format!("{} ", "#".repeat(usize::from(level))),
            BlockKind::Quote => "> ".to_owned(),
            _ => String::new(),
        };
        out.push(format!("{mark}{}\n", block.text));
    }
    out.join("\n")
}

/// What was left out, a line each.
fn removed(page: &CleanPage) -> String {
    page.removals
        .iter()
        .map(|r| format!("{}\t{}\n", r.reason, r.text.replace('\n', "⏎")))
        .collect()
}

#[test]
fn golden_cases() {
    let mut cases: Vec<PathBuf> = std::fs::read_dir(fixtures().join("plain"))
        .expect("the folder is there")
        .map(|case| case.expect("readable").path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 15, "only {} cases", cases.len());
    for case in cases {
        let text = std::fs::read_to_string(case.join("page.txt")).expect("each case has a page");
        let page = clean(&text);
        expect_file![case.join("article.md")].assert_eq(&article(&page));
        expect_file![case.join("removed.tsv")].assert_eq(&removed(&page));
        holds(&text);
    }
}

#[test]
fn clippings_of_the_sample_newsroom() {
    let table =
        std::fs::read_to_string(fixtures().join("newsroom.tsv")).expect("the table is there");
    let mut count = 0;
    for row in table.lines().filter(|row| row.starts_with("clippings/")) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (path, title, must, must_not) = (cells[0], cells[7], cells[12], cells[13]);
        let Ok(text) = std::fs::read_to_string(fixtures().join("newsroom").join(path)) else {
            continue;
        };
        let page = clean(
            text.split_once("\n---\n")
                .filter(|_| text.starts_with("---\n"))
                .map_or(text.as_str(), |(_, body)| body),
        );
        let shown = page.text();
        assert!(
            shown.contains(must),
            "{path}: {must:?} is missing in\n{shown}"
        );
        assert!(
            must_not.is_empty() || !shown.contains(must_not),
            "{path}: {must_not:?} is left in\n{shown}"
        );
        let headline = page
            .headline
            .as_ref()
            .map_or("", |block| block.text.as_str());
        assert!(
            headline == title || headline.is_empty() && shown.contains(title),
            "{path}: headline {headline:?}"
        );
        holds(&text);
        count += 1;
    }
    assert!(count >= 15, "only {count} clippings");
}

/// Kept + removed = all, and cleaning what was cleaned removes nothing more.
fn holds(text: &str) {
    let page = clean(text);
    accounts_for_all(text, &page);
    let once = page.text();
    let twice = clean(&once);
    assert!(
        twice.removals.is_empty(),
        "cleaned again, it lost {:?}\nof\n{once}",
        twice.removals
    );
}

/// Every character that is not white space lies in exactly one span; a block's removals are cut out of it.
fn accounts_for_all(text: &str, page: &CleanPage) {
    let mut times = vec![0u8; text.len()];
    let removed = |at: usize| {
        page.removals
            .iter()
            .any(|r| (r.at.start..r.at.end).contains(&at))
    };
    for span in page
        .headline
        .iter()
        .chain(&page.blocks)
        .map(|block| block.at)
    {
        assert!(
            text.get(span.start..span.end).is_some(),
            "{span:?} cuts a character"
        );
        (span.start..span.end)
            .filter(|at| !removed(*at))
            .for_each(|at| times[at] += 1);
    }
    for removal in &page.removals {
        assert_eq!(
            text.get(removal.at.start..removal.at.end),
            Some(removal.text.as_str())
        );
        (removal.at.start..removal.at.end).for_each(|at| times[at] += 1);
    }
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        assert_eq!(
            times[at], 1,
            "{c:?} at {at} lies in {} spans of {text:?}: {page:?}",
            times[at]
        );
    }
}

const PROSE: &[&str] = &[
    "The harbour board voted on Tuesday to close the old mole for the winter, after engineers had found that two of its piers no longer stand on rock.",
    "“We have known it for years, and we have said it for years,” the harbour master, Owen Tallis, told the board before the vote was taken.",
    "Nobody spoke against the plan. The ferries will use the northern quay until April, when the ice is expected to be gone.",
    "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke bis zum Frühjahr zu sperren, weil zwei ihrer Pfeiler nicht mehr auf Fels stehen.",
    "Le conseil municipal a décidé mardi de fermer le vieux pont jusqu'au printemps, après la découverte de fissures dans deux de ses piles.",
    "Городской совет во вторник решил закрыть старый мост до весны: инженеры нашли, что две его опоры больше не стоят на скале.",
    "市议会周二决定将旧桥关闭至春天，因为工程师发现两座桥墩已经不再立于岩石之上，市长表示安全永远是第一位的，居民对此表示理解。",
    "قرر مجلس المدينة يوم الثلاثاء إغلاق الجسر القديم حتى الربيع بعد أن اكتشف المهندسون أن اثنين من أعمدته لم يعودا قائمين على الصخر.",
];

const DIRT: &[&str] = &[
    "Advertisement",
    "Share on Facebook",
    "|",
    "___",
    "[to top of second column]",
    "Photo: A. Example/Talfoto",
    "© 2025 Example Media. All rights reserved.",
    "Menu",
    "Home",
    "Werbung",
    "Lesen Sie auch: Ein anderer Text",
    "阅读中文版 (Read Chinese Version)",
    "Читайте также: другой текст",
    "Комментарии",
    "By ANN EXAMPLE",
    "[September 12, 2025]",
    "2025年9月11日",
    "作者:",
    "关闭",
    "إعلان",
    "Sign up for our newsletter",
    "Most read",
    "Image from AP News",
    "arrow-downarrow-leftfacebooktwitterchevron-downclosesearchmenu",
    "* * *",
    "Tags: bridge, harbour",
    "\u{feff}",
    "\u{200b}",
    "&nbsp;",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_accounted_for(text in "(\\PC{0,40}[\n\r\u{c}\u{2028} \t]{0,3}){0,12}") {
        accounts_for_all(&text, &clean(&text));
    }

    #[test]
    fn dirt_and_prose_are_accounted_for(picks in prop::collection::vec((any::<bool>(), 0usize..64, 0usize..3), 0..40)) {
        let line = |(prose, n, _): &(bool, usize, usize)| if *prose { PROSE[n % PROSE.len()] } else { DIRT[n % DIRT.len()] };
        let text: String = picks.iter().map(|pick| format!("{}{}", line(pick), "\n".repeat(pick.2 + 1))).collect();
        accounts_for_all(&text, &clean(&text));
    }

    #[test]
    fn clean_prose_comes_out_as_it_went_in(picks in prop::collection::vec(0usize..64, 1..12), group in 0usize..4) {
        let pool: &[&str] = match group { 0 => &PROSE[..3], n => &PROSE[n + 2..n + 3] };
        let mut paragraphs: Vec<String> = picks.iter().enumerate().map(|(i, n)| format!("{} ({i})", pool[n % pool.len()])).collect();
        paragraphs.iter_mut().for_each(|p| p.push('.'));
        let page = clean(&paragraphs.join("\n\n"));
        let blocks: Vec<&str> = page.blocks.iter().map(|block| block.text.as_str()).collect();
        prop_assert_eq!(blocks, paragraphs.iter().map(String::as_str).collect::<Vec<_>>());
        prop_assert!(page.removals.is_empty());
    }
}

#[test]
fn notes_and_verse_are_kept() {
    for text in [
        "Call the harbour master.",
        "Ferry sinks\nForty missing",
        "Milk\nBread\nEggs",
        "O the mole is long, and the night is long,\nAnd the ferry comes no more,\nAnd she waits and sings the ferryman's song\nTo the wind on the empty shore.",
        "港口关闭",
    ] {
        let page = clean(text);
        assert!(
            page.removals.is_empty(),
            "{text:?} lost {:?}",
            page.removals
        );
    }
}

#[test]
fn nothing_comes_of_nothing() {
    for text in ["", " \n\t\r\n ", "\u{a0}"] {
        let page = clean(text);
        assert_eq!(
            (page.headline, page.blocks, page.removals),
            (None, Vec::new(), Vec::new())
        );
    }
}

#[test]
fn hostile_sizes_take_linear_time() {
    let started = std::time::Instant::now();
    let long = "a".repeat(1 << 20);
    accounts_for_some(&clean(&long));
    accounts_for_some(&clean(
        &"wrapped lines of the same width, again and\n".repeat(20_000),
    ));
    accounts_for_some(&clean(&"x\n".repeat(100_000)));
    accounts_for_some(&clean(&"[".repeat(100_000)));
    accounts_for_some(&clean(&"![](".repeat(50_000)));
    accounts_for_some(&clean(&"Ã©".repeat(100_000)));
    assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
}

fn accounts_for_some(page: &CleanPage) {
    assert!(!page.blocks.is_empty() || page.headline.is_some() || !page.removals.is_empty());
}

#[test]
fn reasons_are_named() {
    let check = |line: &str, reason: Reason| {
        let text = format!("{}\n{}\n{line}\n{}\n", PROSE[0], PROSE[1], PROSE[2]);
        let page = clean(&text);
        let found: Vec<(Reason, &str)> = page
            .removals
            .iter()
            .map(|r| (r.reason, r.text.as_str()))
            .collect();
        assert_eq!(found, [(reason, line)]);
    };
    check("Advertisement", Reason::Advertisement);
    check("[to top of second column]", Reason::LayoutMark);
    check("|", Reason::LayoutMark);
    check("Photo: Ann Example/Talfoto", Reason::Credit);
    check("Foto: Archiv", Reason::Credit);
    check("写真：共同", Reason::Credit);
    check("2025年9月11日", Reason::DateLine);
    check("[September 12, 2025]", Reason::DateLine);
    check("By ANN EXAMPLE and BEN EXAMPLE", Reason::Byline);
    check("阅读中文版 (Read Chinese Version)", Reason::Notice);
    check(
        "All contents © copyright 2025 Example Press. All rights reserved",
        Reason::Copyright,
    );
    check("Read more: The mole in pictures", Reason::Related);
    check("Share on Facebook", Reason::Share);
    check("Sign up for our newsletter", Reason::Promotion);
    check(
        "In this photo released by the harbour board, the mole is seen on Monday. (Harbour Board via AP)",
        Reason::Caption,
    );
}
