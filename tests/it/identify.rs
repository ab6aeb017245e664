//! Identifying title, outlet, agency, authors, place, address and id. Outlets, people and events are invented.
use dateline::article::{
    Article, Block, BlockKind, CleanPage, MarkedText, RawPage, Reason, Removal, Role, Span,
};
use dateline::identify;
use expect_test::{Expect, expect};
use proptest::prelude::*;

/// A page from lines `what: value`; what is not known is a paragraph.
fn page(lines: &str) -> (RawPage, CleanPage) {
    let (mut raw, mut page, mut at) = (RawPage::default(), CleanPage::default(), 0);
    raw.path = "pages/one.html".into();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (what, value) = line.split_once(": ").unwrap_or(("", line));
        let span = Span {
            start: at,
            end: at + value.len(),
        };
        at = span.end + 1;
        let text = value.replace("\\n", "\n");
        let mut remove = |reason| page.removals.push(Removal::new(reason, text.clone(), span));
        match what {
            "url" => raw.given.url = Some(text),
            "id" => raw.given.id = Some(text),
            "given title" => raw.given.title = Some(text),
            "given author" => raw.given.authors.push(text),
            "ld" => page.meta.json_ld.push(serde_json::from_str(&text).unwrap()),
            "<title>" => page.meta.title = Some(text),
            "canonical" => page.meta.links.push(("canonical".into(), text)),
            "h1" => page.meta.marked.push(marked(Role::Headline, "h1", text)),
            "author class" => page.meta.marked.push(marked(Role::Author, "class", text)),
            "author rel" => page.meta.marked.push(marked(Role::Author, "rel", text)),
            "agency class" => page.meta.marked.push(marked(Role::Wire, "class", text)),
            "headline" => {
                page.headline = Some(Block {
                    kind: BlockKind::Heading(1),
                    text,
                    at: span,
                });
            }
            "byline" => remove(Reason::Byline),
            "date-line" => remove(Reason::DateLine),
            "label" => remove(Reason::Label),
            "navigation" => remove(Reason::Navigation),
            "credit" => remove(Reason::Credit),
            "copyright" => remove(Reason::Copyright),
            "##" => page.blocks.push(Block {
                kind: BlockKind::Heading(2),
                text,
                at: span,
            }),
            name if name.starts_with('<') => {
                page.meta
                    .meta
                    .push((name.trim_matches(['<', '>']).into(), text));
            }
            _ => page.blocks.push(Block {
                kind: BlockKind::Paragraph,
                text: line.replace("\\n", "\n"),
                at: span,
            }),
        }
    }
    (raw, page)
}

fn marked(role: Role, by: &'static str, text: String) -> MarkedText {
    MarkedText {
        role,
        by,
        text,
        in_article: true,
    }
}

fn article(lines: &str) -> Article {
    let (raw, page) = page(lines);
    identify::alone(&raw, page)
}

#[expect(clippy::needless_pass_by_value)]
fn check(lines: &str, expected: Expect) {
    expected.assert_eq(&shown(&article(lines)));
}

/// The identified fields that are not empty, with the rules that found them.
fn shown(article: &Article) -> String {
    let mut out = Vec::new();
    let fields = [
        ("title", &article.title),
        ("source", &article.source),
        ("wire", &article.wire),
        ("place", &article.place),
    ];
    for (name, found) in fields {
        if let Some(found) = found {
            out.push(format!("{name}: {} [{}]", found.value, found.evidence.rule));
        }
    }
    if let Some(found) = &article.authors {
        out.push(format!(
            "authors: {} [{}]",
            found.value.join("; "),
            found.evidence.rule
        ));
    }
    out.join("\n")
}

#[test]
fn title_without_the_name_of_its_site() {
    check(
        "url: https://www.harbourpost.example/2025/03/ferry
         <title>: Ferry runs aground off Norrby - Harbour Post
         <og:site_name>: Harbour Post",
        expect![[r#"
            title: Ferry runs aground off Norrby [title]
            source: Harbour Post [og:site_name]"#]],
    );
    check(
        "<title>: 渡し船が座礁　乗客は全員無事：港湾新報\n<og:site_name>: 港湾新報",
        expect![[r#"
            title: 渡し船が座礁 乗客は全員無事 [title]
            source: 港湾新報 [og:site_name]"#]],
    );
    check(
        "<title>: Harbour Post | Ferry runs aground\n<og:site_name>: Harbour Post",
        expect![[r#"
            title: Ferry runs aground [title]
            source: Harbour Post [og:site_name]"#]],
    );
}

#[test]
fn title_that_witnesses_agree_on() {
    check(
        r#"ld: {"@type":"NewsArticle","headline":"Ferry runs aground off Norrby"}
           <og:title>: You will not believe what this ferry did
           h1: Ferry runs aground off Norrby"#,
        expect!["title: Ferry runs aground off Norrby [headline]"],
    );
    check(
        r#"ld: {"@graph":[{"@type":"WebPage"},{"@type":["Article","NewsArticle"],"headline":"Storm &amp; flood"}]}
           <og:title>: Storm & flood"#,
        expect!["title: Storm & flood [headline]"],
    );
}

#[test]
fn title_without_kicker_or_section() {
    check(
        "<og:title>: Ferry runs aground off Norrby\nh1: Accident at sea: Ferry runs aground off Norrby",
        expect!["title: Ferry runs aground off Norrby [h1]"],
    );
    check(
        "<og:title>: Baltic shipping: \u{201c}We were lucky to be so near the coast\u{201d}
         h1: Accident near Norrby - \u{201c}We were lucky to be so near the coast\u{201d}",
        expect!["title: “We were lucky to be so near the coast” [h1]"],
    );
    check(
        "<title>: Ferry runs aground off Norrby | World | Late edition\nh1: Ferry runs aground off Norrby",
        expect![[r#"
            title: Ferry runs aground off Norrby [h1]
            source: Late edition [title]"#]],
    );
}

#[test]
fn title_cut_short_gives_way() {
    check(
        "<og:title>: Ferry runs aground off Norrby and all pass...
         h1: Ferry runs aground off Norrby and all passengers are safe",
        expect!["title: Ferry runs aground off Norrby and all passengers are safe [h1]"],
    );
}

#[test]
fn title_of_bare_text() {
    check(
        "Ferry runs aground off Norrby\nAll passengers were brought ashore on Monday.",
        expect!["title: Ferry runs aground off Norrby [first line]"],
    );
    check(
        "headline: Ferry runs aground\nAll are safe.",
        expect!["title: Ferry runs aground [shown]"],
    );
    check(
        "All passengers were brought ashore.\nThe ship will be towed.",
        expect![""],
    );
    check(
        "All were brought ashore.\n##: What happened at sea\nIt was dark.",
        expect!["title: What happened at sea [first heading]"],
    );
}

#[test]
fn given_values_win() {
    check(
        "given title: Mine\ngiven author: Ada Norr\n<og:title>: Theirs\n<author>: Bo Lind",
        expect![[r#"
            title: Mine [given]
            authors: Ada Norr [given]"#]],
    );
}

#[test]
fn source_by_agreement_with_the_address() {
    check(
        r#"url: https://norrbytidning.example/a
           ld: {"@type":"NewsArticle","publisher":{"@type":"Organization","name":"Lindmedia Verlag AG"}}
           <og:site_name>: norrbytidning
           <application-name>: Norrby Tidning"#,
        expect!["source: Norrby Tidning [og:site_name]"],
    );
    check(
        "url: https://www.norrby.example/a\n<og:title>: Ferry runs aground off Norrby again",
        expect![[r#"
        title: Ferry runs aground off Norrby again [og:title]
        source: norrby.example [domain]"#]],
    );
    check(
        "url: https://nt.example/a\n<og:title>: Ferry runs aground\n<title>: Ferry runs aground - Norrby Tidning",
        expect![[r#"
            title: Ferry runs aground [og:title]
            source: Norrby Tidning [title]"#]],
    );
}

#[test]
fn source_in_the_words_of_bare_text() {
    check(
        "Rain fell.\ncopyright: All contents © copyright 2025 Norrby Press. All rights reserved |",
        expect!["source: Norrby Press [copyright]"],
    );
    check(
        "byline: By Ada Norr, Harbour Post\nRain fell.",
        expect![[r#"
            source: Harbour Post [by-line]
            authors: Ada Norr [by-line]"#]],
    );
}

/// First words of an article, the agency and the place.
const DATELINES: &[(&str, &str, &str)] = &[
    (
        "NORRBY, Sweden (AP) — A ferry ran aground.",
        "AP",
        "NORRBY, Sweden",
    ),
    (
        "OSLO, Sept 11 (Reuters) - A ferry ran aground.",
        "Reuters",
        "OSLO",
    ),
    (
        "Berlin (dpa/lsw) - Eine Fähre ist aufgelaufen.",
        "dpa",
        "Berlin",
    ),
    (
        "WIEN/OSLO (APA/dpa/Reuters). Eine Fähre ist aufgelaufen.",
        "APA",
        "WIEN/OSLO",
    ),
    (
        "Paris, 1er mai 2023 (AFP) – Un ferry s'est échoué.",
        "AFP",
        "Paris",
    ),
    (
        "Madrid, 11 sep (EFE).- Un transbordador encalló.",
        "EFE",
        "Madrid",
    ),
    (
        "(ANSA) - ROMA, 11 SET - Un traghetto si è arenato.",
        "ANSA",
        "ROMA",
    ),
    (
        "МОСКВА, 11 сентября. /ТАСС/. Паром сел на мель.",
        "TASS",
        "МОСКВА",
    ),
    (
        "ТБИЛИСИ, 17 ноя - РИА Новости. Паром сел на мель.",
        "RIA Novosti",
        "ТБИЛИСИ",
    ),
    ("КИЇВ. 11 вересня. УНН. Пором сів на мілину.", "UNN", "КИЇВ"),
    (
        "København, 11. september 2025 /ritzau/ - En færge er stødt på grund.",
        "Ritzau",
        "København",
    ),
    ("新华社北京9月11日电 一艘渡轮搁浅。", "Xinhua", "北京"),
    (
        "（中央社記者王小明台北11日電）一艘渡輪擱淺。",
        "CNA",
        "台北",
    ),
    (
        "【ミンスク=ロイター】フェリーが座礁した。",
        "Reuters",
        "ミンスク",
    ),
    ("(서울=연합뉴스) 여객선이 좌초했다.", "Yonhap", "서울"),
    (
        "القاهرة في 11 سبتمبر 2025 (رويترز) - جنحت عبارة.",
        "Reuters",
        "القاهرة",
    ),
    (
        "ΑΘΗΝΑ, 11 Σεπτεμβρίου 2025 (ΑΠΕ-ΜΠΕ) - Προσάραξε πλοίο.",
        "AMNA",
        "ΑΘΗΝΑ",
    ),
    ("Praha 11. září (ČTK) - Trajekt uvázl.", "ČTK", "Praha"),
    (
        "Norrby, Sweden – A ferry ran aground.",
        "",
        "Norrby, Sweden",
    ),
    ("NORRBY — A ferry ran aground.", "", "NORRBY"),
];

#[test]
fn dateline_in_many_languages() {
    for (text, wire, place) in DATELINES.iter().copied() {
        let article = article(text);
        let value = |found: Option<dateline::article::Found<String>>| {
            found.map_or(String::new(), |found| found.value)
        };
        assert_eq!(
            (value(article.wire).as_str(), value(article.place).as_str()),
            (wire, place),
            "{text}"
        );
    }
}

#[test]
fn agency_outside_the_dateline() {
    check(
        "A ferry ran aground near Norrby.\nNobody was hurt. (dpa)",
        expect!["wire: dpa [last words]"],
    );
    check(
        "A ferry ran aground near Norrby.\n© AFP",
        expect!["wire: AFP [line]"],
    );
    check(
        "byline: By Ada Norr, Associated Press\nA ferry ran aground.",
        expect![[r#"
            source: Associated Press [by-line]
            wire: AP [by-line]
            authors: Ada Norr [by-line]"#]],
    );
    check(
        "Паром сел на мель. Об этом сообщает ТАСС со ссылкой на порт.",
        expect!["wire: TASS [attribution]"],
    );
    check(
        "Пором сів на мілину. Джерело: Укрінформ",
        expect![[r#"
            source: Укрінформ [credit]
            wire: Ukrinform [credit]"#]],
    );
    check(
        r#"ld: {"@type":"NewsArticle","author":{"@type":"Organization","name":"Reuters"}}"#,
        expect![[r#"
        wire: Reuters [author]
        authors: Reuters [author]"#]],
    );
    check(
        "agency class: AFP\nA ferry ran aground.",
        expect!["wire: AFP [marked agency]"],
    );
}

#[test]
fn agency_that_is_only_spoken_of() {
    check(
        "The captain told The Associated Press that he had seen no light. He was not drunk, he said.",
        expect![""],
    );
    check(
        "credit: (AP Photo/Ada Norr)\nA ferry ran aground near the coast. It was dark.",
        expect![""],
    );
    check(
        "Reuters reported that a ferry had run aground near the coast. It was dark.",
        expect![""],
    );
    check(
        "The app (AP) has been updated by its makers in Norrby. It is free.",
        expect![""],
    );
}

#[test]
fn authors_of_structured_data() {
    check(
        r#"ld: {"@graph":[{"@type":"NewsArticle","author":[{"@id":"a:ada"},{"@type":"Person","name":"Bo Lind"}]},{"@type":"Person","@id":"a:ada","name":"Ada Norr"}]}"#,
        expect!["authors: Ada Norr; Bo Lind [author]"],
    );
    check(
        r#"ld: {"@type":"NewsArticle","author":[{"@type":"Person","name":"Ada Norr, Bo Lind and Eva Sund"}]}"#,
        expect!["authors: Ada Norr; Bo Lind; Eva Sund [author]"],
    );
    check(
        "<author>: Harbour Post\n<article:author>: https://social.example/harbourpost\n<og:site_name>: Harbour Post\nauthor class: Von Ada Norr, Oslo",
        expect![[r#"
            source: Harbour Post [og:site_name]
            authors: Ada Norr [author class]"#]],
    );
}

#[test]
fn authors_of_bylines() {
    let cases = [
        ("By ADA NORR and BO MCLIND", "Ada Norr; Bo McLind"),
        ("Von Ada Norr und Bo von Lind", "Ada Norr; Bo von Lind"),
        ("Par Ada Norr, envoyée spéciale", "Ada Norr"),
        ("Por Ada Norr y Bo Lind", "Ada Norr; Bo Lind"),
        ("di Ada Norr", "Ada Norr"),
        ("Door Ada Norr", "Ada Norr"),
        ("Автор: Анна Норова", "Анна Норова"),
        ("作者：王小明、李明", "王小明; 李明"),
        ("記者 王小明", "王小明"),
        ("홍길동 기자", "홍길동"),
        ("بقلم: سمير حداد", "سمير حداد"),
        ("By Ada Norr (AP)", "Ada Norr"),
        ("By Ada Norr | Staff Writer", "Ada Norr"),
        ("By Ada Norr ada.norr@post.example", "Ada Norr"),
        ("Text: J. R. Lind", "J. R. Lind"),
    ];
    for (line, names) in cases {
        let found = article(&format!(
            "byline: {line}\nA ferry ran aground near Norrby. All are safe."
        ))
        .authors;
        assert_eq!(
            found
                .map(|found| found.value.join("; "))
                .unwrap_or_default(),
            names,
            "{line}"
        );
    }
}

#[test]
fn cue_on_a_line_of_its_own() {
    check(
        "label: 作者:\nbyline: Ada Norr,\nlabel: 作者:\nbyline: Bo Lind, Harbour Post\nA ferry ran aground near Norrby. All are safe.",
        expect![[r#"
            source: Harbour Post [by-line]
            authors: Ada Norr; Bo Lind [by-line]"#]],
    );
}

#[test]
fn bare_text_may_begin_with_the_title_of_its_page() {
    check(
        "url: https://harbourpost.example/ferry
         navigation: Ferry runs aground near Norrby | Harbour Post
         headline: Home Ferry runs aground
         A ferry ran aground near Norrby.
         All are safe.",
        expect![[r#"
            title: Home Ferry runs aground [shown]
            source: Harbour Post [first line]"#]],
    );
    // Nothing but the line itself says that this is an outlet.
    check(
        "navigation: Ferry runs aground near Norrby - all are safe
         A ferry ran aground near Norrby.
         Nobody was hurt.",
        expect!["title: Ferry runs aground near Norrby [first line]"],
    );
}

#[test]
fn a_part_of_the_headline_names_no_outlet() {
    let headed = |title: &str, headline: &str| {
        let lines = format!(
            "<title>: {title}\nh1: {headline}\nheadline: {headline}\nThe café closed again."
        );
        article(&lines).source.map(|found| found.value)
    };
    assert_eq!(
        headed(
            "Café on the mole – opens & closes",
            "Café on the mole opens & closes"
        ),
        None
    );
    assert_eq!(
        headed(
            "Unclosed and unbowed<meta charset=utf-8",
            "Unclosed and unbowed"
        ),
        None
    );
    let found = headed("Café on the mole – Skerrin Herald", "Café on the mole");
    assert_eq!(found.as_deref(), Some("Skerrin Herald"));
}

#[test]
fn a_by_line_under_the_summary_or_under_the_text_is_the_articles_own() {
    check(
        "<title>: Köprü açıldı
         headline: Köprü açıldı
         Yeni köprünün açılışına iki ilçeden binlerce kişi katıldı.
         navigation: Selma Aktürk | 05.04.2025 - Güncelleme : 06.04.2025
         Köprü cumartesi günü törenle açıldı.
         navigation: Defne Kurt | 04.04.2025",
        expect![[r#"
            title: Köprü açıldı [shown]
            authors: Selma Aktürk [by-line]"#]],
    );
    check(
        r#"<title>: Cầu mới
         ld: {"@type":"NewsArticle","author":{"@type":"Organization","name":"Báo Sông Lam"}}
         Cầu mới bắc qua sông đã thông xe sáng thứ hai.
         Hơn ba nghìn người đi qua trong giờ đầu.
         byline: Lê Hạnh
         byline: Trần Bình"#,
        expect![[r#"
            title: Cầu mới [title]
            authors: Lê Hạnh [by-line]"#]],
    );
}

#[test]
fn nobody_is_no_author() {
    for name in [
        "admin",
        "Redaktion",
        "Staff",
        "https://a.example/ada",
        "@harbourpost",
        "2025-03-04",
        "Editor",
        "",
    ] {
        let lines = format!("<title>: Ferry runs aground\n<author>: {name}");
        assert_eq!(
            article(&lines).authors.map(|found| found.value),
            None,
            "{name}"
        );
    }
}

#[test]
fn one_page_has_one_id_however_its_address_is_written() {
    let id = |address: &str| article(&format!("url: {address}")).id;
    let plain = id("https://www.harbourpost.example/2025/03/ferry");
    for same in [
        "http://harbourpost.example/2025/03/ferry/",
        "https://m.harbourpost.example/2025/03/ferry?utm_source=x&fbclid=1",
        "https://www.harbourpost.example:443/2025/03/ferry#comments",
        "https://amp.harbourpost.example/2025/03/ferry/amp",
    ] {
        assert_eq!(id(same), plain, "{same}");
    }
    assert_ne!(
        id("https://www.harbourpost.example/2025/03/ferry?page=2"),
        plain
    );
    assert_eq!(article("id: 42\nurl: https://a.example/b").id, "42");
    assert_eq!(plain.len(), 16);
    assert_ne!(article("Rain fell.").id, "");
}

#[test]
fn canonical_address() {
    let url = |lines: &str| article(lines).url.unwrap_or_default();
    assert_eq!(
        url("url: https://a.example/b?utm_medium=x&id=3"),
        "https://a.example/b?id=3"
    );
    assert_eq!(
        url("url: https://m.a.example/b\ncanonical: https://www.a.example/b"),
        "https://www.a.example/b"
    );
    assert_eq!(
        url("url: https://a.example/b\ncanonical: https://a.example/"),
        "https://a.example/b",
        "the front page"
    );
    assert_eq!(
        url("url: https://a.example/b\ncanonical: https://other.test/b"),
        "https://a.example/b",
        "another site"
    );
    assert_eq!(url("<og:url>: https://a.example/b"), "https://a.example/b");
    assert_eq!(url("canonical: javascript:void(0)"), "");
    assert_eq!(
        article("url: https://news.harbour.co.uk/b")
            .domain
            .as_deref(),
        Some("harbour.co.uk")
    );
}

/// The article after the block that begins with `gone` has left it: the fields and the language.
fn refreshed(lines: &str, gone: &str) -> Article {
    let mut article = article(lines);
    let start = article.text.find(gone).unwrap();
    let text = article.text[start..]
        .split("\n\n")
        .next()
        .unwrap()
        .to_owned();
    let span = Span {
        start,
        end: start + text.len(),
    };
    let kept = article.text.split("\n\n").filter(|block| *block != text);
    article.text = kept.collect::<Vec<_>>().join("\n\n");
    let gone = Removal::new(Reason::SiteFurniture, text, span);
    article.removed.push(gone.clone());
    let before = article.clone();
    identify::refresh(&mut article, std::slice::from_ref(&gone));
    let mut again = before;
    identify::refresh(&mut again, &[gone]);
    assert_eq!(article, again);
    article
}

#[expect(clippy::needless_pass_by_value)]
fn check_refreshed(lines: &str, gone: &str, expected: Expect) {
    expected.assert_eq(&shown(&refreshed(lines, gone)));
}

#[test]
fn refresh_leaves_alone_what_others_say() {
    check_refreshed(
        r#"ld: {"@type":"NewsArticle","headline":"Ferry runs aground","author":{"@type":"Person","name":"Ada Norr"}}
           <og:site_name>: Harbour Post
           NORRBY, Sweden (AP) — A ferry ran aground off the northern pier on Monday.
           Subscribe to Harbour Post and read Ferry runs aground by Ada Norr."#,
        "Subscribe",
        expect![[r#"
            title: Ferry runs aground [headline]
            source: Harbour Post [og:site_name]
            wire: AP [dateline]
            place: NORRBY, Sweden [dateline]
            authors: Ada Norr [author]"#]],
    );
}

#[test]
fn refresh_drops_or_finds_what_only_the_block_said() {
    check_refreshed(
        "OSLO (AP) — This service reads the news aloud for you, every morning.
         NORRBY, Sweden (Reuters) — A ferry ran aground off the northern pier on Monday.",
        "OSLO",
        expect![[r#"
            wire: Reuters [dateline]
            place: NORRBY, Sweden [dateline]"#]],
    );
    check_refreshed(
        "A ferry ran aground off the northern pier on Monday.
         Texts of this page come from the agency. (dpa)",
        "Texts",
        expect![""],
    );
    check_refreshed(
        "Morning briefing for the harbour
         Ferry runs aground off Norrby
         A ferry ran aground off the northern pier on Monday.",
        "Morning",
        expect!["title: Ferry runs aground off Norrby [first line]"],
    );
}

#[test]
fn refresh_reads_the_dateline_that_comes_up() {
    let filler = "Read this page aloud, in your own language.\n".repeat(5);
    let lines = format!(
        "{}{}",
        filler
            .lines()
            .enumerate()
            .map(|(n, line)| format!("{line} Step {n} of five.\n"))
            .collect::<String>(),
        "NORRBY, Sweden (AP) — A ferry ran aground off the northern pier on Monday.",
    );
    assert_eq!(article(&lines).place, None);
    let found = refreshed(&lines, "Read this page aloud, in your own language. Step 2");
    assert_eq!(found.place.unwrap().value, "NORRBY, Sweden");
    assert_eq!(found.wire.unwrap().value, "AP");
}

#[test]
fn refresh_tells_the_language_of_what_is_left() {
    let german = "Die Fähre ist am Montag vor der nördlichen Mole auf Grund gelaufen, teilte die Hafenbehörde mit.";
    let english = "This page was put together by our own desk, and you can read more of it every morning when the paper comes out; \
        write to us if you find a mistake, and we will mend it as soon as we can, for we care about what we print.";
    let lines = format!("{german}\n{english}");
    assert_eq!(article(&lines).language.unwrap().value.code(), "en");
    let found = refreshed(&lines, "This page");
    assert_eq!(found.language.unwrap().value.code(), "de");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_page_is_identified(lines in proptest::collection::vec(("(url|ld|h1|byline|label|copyright|<title>|<author>|<og:title>|headline|author class|x)", "\\PC{0,80}"), 0..12)) {
        let text: Vec<String> = lines.iter().filter(|(what, _)| what != "ld").map(|(what, value)| format!("{what}: {value}")).collect();
        let (raw, page) = page(&text.join("\n"));
        let first = identify::alone(&raw, page.clone());
        prop_assert_eq!(&first, &identify::alone(&raw, page));
        for found in [first.title, first.source, first.wire, first.place].into_iter().flatten() {
            prop_assert!(!found.value.trim().is_empty() && (0.0..=1.0).contains(&found.evidence.sure));
        }
        prop_assert!(first.authors.is_none_or(|authors| authors.value.iter().all(|name| !name.is_empty())));
    }
}

#[test]
fn labels_and_values_run_together() {
    check(
        "<title>: 新航线开通_澜浦晨报
         url: https://www.lanpu.example/news/content_1.htm
         headline: 新航线开通
         label: 2024年9月28日 07:00 来源：澜浦晨报 记者：苏文静 字号：大 中 小
         澜浦至海湾的新航线昨日开通，首航渡轮载客三百人。
         第二航班将于周五启航。",
        expect![[r#"
            title: 新航线开通 [shown]
            source: 澜浦晨报 [title]
            authors: 苏文静 [by-line]"#]],
    );
    check(
        "<title>: Skerrin Herald - THE LAST KEEPER
         label: THE LAST KEEPER February 12, 2024 By Andrew Leask
         The last keeper of Tangar light came down the stairs on Monday, and locked the door.",
        expect![[r#"
            title: Skerrin Herald - THE LAST KEEPER [title]
            authors: Andrew Leask [by-line]"#]],
    );
    check(
        "<title>: 新しい灯台 | 潮見の声
         headline: 新しい灯台
         label: 2025年9月2日 10時30分 文・北川すみれ 文字サイズ：大 中 小
         新しい灯台が二日、港に完成した。高さは三十メートルである。",
        expect![[r#"
            title: 新しい灯台 [shown]
            source: 潮見の声 [title]
            authors: 北川すみれ [by-line]"#]],
    );
}

#[test]
fn arabic_and_is_written_against_the_name() {
    let page = |names: &str| {
        article(&format!(
            "<title>: سفن القمح\nbyline: بقلم: {names}\nوصلت السفن الثلاث إلى الميناء صباح السبت."
        ))
        .authors
        .map(|found| found.value.join("; "))
    };
    assert_eq!(
        page("ليلى المنصوري وسامي الحداد").as_deref(),
        Some("ليلى المنصوري; سامي الحداد")
    );
    assert_eq!(
        page("أحمد محمد وليد سالم").as_deref(),
        Some("أحمد محمد وليد سالم")
    );
}

#[test]
fn a_heading_may_be_the_site_s_and_its_colon_the_headline_s() {
    check(
        "<title>: Ferry Press - Pier: the council votes
         headline: Ferry Press
         Pier: the council votes\\n12 October 2025\\nBy Ottilie Brandvold
         The council voted on Tuesday to rebuild the pier.",
        expect![[r#"
            title: Pier: the council votes [first line]
            authors: Ottilie Brandvold [by-line]"#]],
    );
    check(
        "<title>: Strike in three ports | Ferry Press
         <og:site_name>: Ferry Press
         headline: Strike in three ports: grain stays ashore
         h1: Strike in three ports: grain stays ashore
         The dockers of three ports want to strike.",
        expect![[r#"
            title: Strike in three ports: grain stays ashore [shown]
            source: Ferry Press [og:site_name]"#]],
    );
}

#[test]
fn sequences_for_terminals_are_no_words() {
    check(
        "<title>: \u{1b}[31mThe tide is late\u{1b}[0m\u{1b}]0;owned\u{7}\nThe tide was late on Monday.",
        expect!["title: The tide is late [title]"],
    );
}

#[test]
fn words_that_only_look_like_a_byline() {
    let found = article(
        "<title>: The tide is late\nbyline: About Us\nThe tide was late on Monday, the harbour said.",
    );
    assert_eq!(found.authors, None);
    check(
        "<title>: The tide is late
         author class: Interview: Ana Kovač Foto: Mira Kovač
         author rel: ByJ.R. Stone
         The tide was late on Monday.",
        expect![[r#"
            title: The tide is late [title]
            authors: J.R. Stone [marked author]"#]],
    );
    check(
        "<title>: The tide is late
         author class: Von Ana Kovač Fr, 18. Oktober 2024
         author class: Ana Kovač
         The tide was late on Monday.",
        expect![[r#"
            title: The tide is late [title]
            authors: Ana Kovač [author class]"#]],
    );
}

#[test]
fn a_copy_in_an_archive_of_the_web_has_the_address_of_its_page() {
    let original = "http://harbourpost.example/news/pier";
    let id = article(&format!("url: {original}")).id;
    let copies = [
        (
            "https://web.archive.org/web/20200103174059/http://harbourpost.example/news/pier",
            "2020-01-03T17:40:59",
        ),
        (
            "https://web.archive.org/web/20200103174059id_/http://harbourpost.example/news/pier",
            "2020-01-03T17:40:59",
        ),
        (
            "http://web.archive.org/web/20200103174059/http:/harbourpost.example/news/pier",
            "2020-01-03T17:40:59",
        ),
        (
            "https://archive.ph/20200103174059/http://harbourpost.example/news/pier",
            "2020-01-03T17:40:59",
        ),
        (
            "https://archive.today/2020.01.03-174059/http://harbourpost.example/news/pier",
            "2020-01-03T17:40:59",
        ),
        (
            "https://arquivo.pt/wayback/20200103174059/http://harbourpost.example/news/pier",
            "2020-01-03T17:40:59",
        ),
        (
            "https://www.webarchive.org.uk/wayback/archive/20200103174059mp_/http://harbourpost.example/news/pier",
            "2020-01-03T17:40:59",
        ),
        (
            "https://webarchive.nationalarchives.gov.uk/ukgwa/20200103174059/http://harbourpost.example/news/pier",
            "2020-01-03T17:40:59",
        ),
        (
            "https://www.webcitation.org/query?url=http%3A%2F%2Fharbourpost.example%2Fnews%2Fpier&date=2020-01-03",
            "2020-01-03",
        ),
    ];
    for (copy, captured) in copies {
        let found = article(&format!("url: {copy}\ncanonical: {original}"));
        assert_eq!(found.url.as_deref(), Some(original), "{copy}");
        assert_eq!(
            found.domain.as_deref(),
            Some("harbourpost.example"),
            "{copy}"
        );
        assert_eq!(found.id, id, "{copy}");
        assert_eq!(
            found.captured.map(|day| day.to_string()).as_deref(),
            Some(captured),
            "{copy}"
        );
    }
    // A short address tells nothing; the page behind it does.
    let found = article(&format!(
        "url: https://archive.ph/AbCdE\ncanonical: https://archive.ph/2020.01.03-174059/{original}"
    ));
    assert_eq!(found.url.as_deref(), Some(original));
    // No copies: addresses with figures of their own.
    for own in [
        "https://harbourpost.example/2020/01/03/pier.html",
        "https://harbourpost.example/share/20200103/pier.html",
    ] {
        assert_eq!(article(&format!("url: {own}")).url.as_deref(), Some(own));
    }
}

#[test]
fn a_heading_that_ends_the_title_is_the_logo() {
    check(
        "<title>: Ferry runs aground off Norrby_海の声\nh1: 海の声\nThe ferry ran aground on Monday, the harbour said.",
        expect![[r#"
            title: Ferry runs aground off Norrby [title]
            source: 海の声 [title]"#]],
    );
    check(
        "<og:title>: What we know of the ferry disaster now\n<title>: What we know of the ferry disaster now
         h1: The long night of the ferry off Norrby\nThe ferry ran aground on Monday, the harbour said.",
        expect!["title: The long night of the ferry off Norrby [h1]"],
    );
}
