//! Who wrote it: by-lines as pages write them, in many languages. Outlets and people are invented.

use dateline::article::{Content, Given, RawPage};
use dateline::{clean, identify};

const BODY: &str = "<p>The harbour council of Skerrin voted on Tuesday to rebuild the northern pier, which the storm of last winter had \
    broken in three places. Fishermen had asked for it for years, and the money is there at last.</p>\
    <p>The works begin in spring, the harbour master said, and are to last until the herring comes. Until then the boats will \
    land at the old quay, and the market moves with them.</p>";

fn article(head: &str, before: &str) -> dateline::article::Article {
    let html = format!(
        "<html><head><title>Pier to be rebuilt</title>{head}</head><body><article><h1>Pier to be rebuilt</h1>{before}{BODY}</article></body></html>"
    );
    let raw = RawPage {
        path: "page.html".into(),
        content: Content::Html(html),
        given: Given::default(),
        ..RawPage::default()
    };
    identify::alone(&raw, clean::clean(&raw))
}

/// The authors of a page with this by-line, and the agency.
fn of_line(line: &str) -> (String, Option<String>) {
    of_html(&format!("<p class=\"byline\">{line}</p>"))
}

fn of_html(before: &str) -> (String, Option<String>) {
    let article = article("", before);
    let authors = article.authors.map(|found| found.value.join("; "));
    (
        authors.unwrap_or_default(),
        article.wire.map(|found| found.value),
    )
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(line, names)| (line, names, of_line(line).0))
        .filter(|(_, names, found)| *names != found)
        .map(|(line, names, found)| format!("{line}: {found}, not {names}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn days_and_hours_are_no_part_of_a_name() {
    check(&[
        ("Ada Norr January 3, 2019", "Ada Norr"),
        ("By Ada Norr Updated on March 2, 2019 10:05 PM", "Ada Norr"),
        (
            "By Ada Norr Published 3:15 p.m. EST Oct. 4, 2021",
            "Ada Norr",
        ),
        (
            "By Ada Norr, Bo Lind and Eva Sund Aug. 9, 2017",
            "Ada Norr; Bo Lind; Eva Sund",
        ),
        ("Reporter February 3, 2019", ""),
        (
            "Tuesday May 8, 2018 9:15 pm CET by April Dane",
            "April Dane",
        ),
        ("Von Ada Norr am 3. Januar 2019 um 10:05 Uhr", "Ada Norr"),
        ("Par Ada Norr le 3 janvier 2019 à 10h05", "Ada Norr"),
        ("Por Ada Norr 3 de enero de 2019", "Ada Norr"),
        ("di Ada Norr 3 gennaio 2019", "Ada Norr"),
        ("Door Ada Norr 3 januari 2019 om 10:05", "Ada Norr"),
        (
            "Av Ada Norr Publicerad 3 januari 2019 kl. 10.05",
            "Ada Norr",
        ),
        ("Jan Kowalski 3 stycznia 2019", "Jan Kowalski"),
        ("12.05.2020 Jan Kowalski", "Jan Kowalski"),
        ("Napsal: Petr Novák 3. ledna 2019", "Petr Novák"),
        ("Автор: Анна Норова 3 января 2019, 10:05", "Анна Норова"),
        ("Yazan: Ada Norr 3 Ocak 2019 Perşembe", "Ada Norr"),
        ("Oleh Budi Santoso 3 Januari 2019 10:05 WIB", "Budi Santoso"),
        ("بقلم: سمير حداد 3 يناير 2019", "سمير حداد"),
        ("2024年9月28日 记者：苏文静", "苏文静"),
        ("2024年9月28日 10時05分 記者 北川蓮", "北川蓮"),
    ]);
}

#[test]
fn words_of_the_page_are_no_part_of_a_name() {
    check(&[
        ("By Ada Norr Read more", "Ada Norr"),
        ("Leave a comment", ""),
        ("Jetzt teilen", ""),
        ("By Ada Norr@adanorr WATCH LIVE", "Ada Norr"),
        (
            "By Ada Norr 10/04/2021 05:07 AM EDT Link Copied",
            "Ada Norr",
        ),
        ("Name Email Website", ""),
        ("Send Email Bio", ""),
        ("Posted Mar. 3, 2015", ""),
        ("Von Ada Norr Aktualisiert: 3. Januar 2019", "Ada Norr"),
        ("Von Ada Norr Artikel anhören", "Ada Norr"),
        ("Par Ada Norr Mis à jour le 3 janvier 2019", "Ada Norr"),
        ("Par Ada Norr Partager", "Ada Norr"),
        ("Por Ada Norr Actualizado 3/1/2019", "Ada Norr"),
        ("Por Ada Norr Compartilhar", "Ada Norr"),
        ("di Ada Norr Condividi", "Ada Norr"),
        ("Door Ada Norr Lees meer", "Ada Norr"),
        ("Av Ada Norr Dela artikel Läs mer", "Ada Norr"),
        ("Af Ada Norr Læs mere", "Ada Norr"),
        ("Ada Norr Aktualizacja: 3 stycznia 2019", "Ada Norr"),
        ("Autor: Petr Novák Sdílet", "Petr Novák"),
        ("Автор: Анна Норова Обновлено 3 января 2019", "Анна Норова"),
        ("Автор: Ганна Норенко Поділитися", "Ганна Норенко"),
        ("Yazan: Ada Norr Paylaş", "Ada Norr"),
        ("Tác giả: Lê Hạnh Chia sẻ", "Lê Hạnh"),
        ("Oleh Budi Santoso Baca juga", "Budi Santoso"),
        ("بقلم: سمير حداد مشاركة", "سمير حداد"),
        ("关注", ""),
        ("记者 苏文静 分享", "苏文静"),
        ("記者 北川蓮 フォローする", "北川蓮"),
        ("홍길동 기자 구독", "홍길동"),
        ("글자 크기 변경하기", ""),
    ]);
}

#[test]
fn roles_desks_and_places_are_no_part_of_a_name() {
    check(&[
        (
            "By Ada Norr, Harbour Affairs Correspondent, in Skerrin",
            "Ada Norr",
        ),
        (
            "Ada Norr Senior Business Editor, The Harbour Post",
            "Ada Norr",
        ),
        ("By Ada Norr | The Harbour Post", "Ada Norr"),
        ("By Ada Norr of The Harbour Post", "Ada Norr"),
        ("By Ada Norr For The Harbour Post", "Ada Norr"),
        (
            "By Ada Norr of the Harbour Post and Bo Lind",
            "Ada Norr; Bo Lind",
        ),
        ("By Senior Crime Reporter Ada Norr", "Ada Norr"),
        ("By Ada Norr, New York", "Ada Norr"),
        ("By Ada NorrCEO", "Ada Norr"),
        ("By Ada norr", "Ada norr"),
        ("By Perry Lind Jr.", "Perry Lind Jr."),
        ("Von Ada Norr, Landespolitische Korrespondentin", "Ada Norr"),
        ("Von Ada Norr Korrespondentin in Berlin", "Ada Norr"),
        ("Par Ada Norr, rédactrice en chef", "Ada Norr"),
        ("Por Ada Norr, corresponsal en Nueva York", "Ada Norr"),
        ("Por Ana Ortega y Gasset", "Ana Ortega y Gasset"),
        ("Por Ana Ortega y Bo Lind", "Ana Ortega; Bo Lind"),
        ("Ada Norr, redaktor naczelny", "Ada Norr"),
        ("Анна Норова, специальный корреспондент", "Анна Норова"),
        ("记者 苏文静 通讯员 陈海", "苏文静; 陈海"),
        ("北川蓮 編集委員", "北川蓮"),
        ("By Ada Norr; photos by Bo Lind", "Ada Norr"),
        ("Von Ada Norr Übersetzung: Bo Lind", "Ada Norr"),
    ]);
}

#[test]
fn an_agency_beside_a_name_is_where_the_person_works() {
    let cases = [
        ("By ADA NORR Associated Press", "Ada Norr", Some("AP")),
        (
            "By ADA NORR and BO LIND Associated Press",
            "Ada Norr; Bo Lind",
            Some("AP"),
        ),
        ("By Ada Norr (Reuters)", "Ada Norr", Some("Reuters")),
        ("Par Ada Norr (AFP)", "Ada Norr", Some("AFP")),
        (
            "By Ada Norr and Bo Lind, Associated Press",
            "Ada Norr; Bo Lind",
            Some("AP"),
        ),
        ("Par Ada Norr avec AFP", "Ada Norr", Some("AFP")),
        ("By Ada Norr | Reuters", "Ada Norr", Some("Reuters")),
        // An agency that signs by itself is an author, as the page writes it.
        ("dpa", "dpa", Some("dpa")),
        ("By Associated Press", "Associated Press", Some("AP")),
        ("Par Le Phare avec AFP", "AFP", Some("AFP")),
        ("ТАСС", "ТАСС", Some("TASS")),
    ];
    for (line, authors, wire) in cases {
        let found = of_line(line);
        assert_eq!(
            (found.0.as_str(), found.1.as_deref()),
            (authors, wire),
            "{line}"
        );
    }
}

#[test]
fn agencies_in_their_own_scripts_and_signs() {
    let cases = [
        (
            "ja",
            "【ロンドン共同】町議会は古い桟橋を建て直すことを決めた。",
            "Kyodo",
            Some("ロンドン"),
        ),
        (
            "ja",
            "【パリAFP時事】町議会は古い桟橋を建て直すことを決めた。",
            "AFP",
            Some("パリ"),
        ),
        (
            "ja",
            "［東京　12日　ロイター］ - 町議会は古い桟橋を建て直すことを決めた。",
            "Reuters",
            Some("東京"),
        ),
        (
            "sv",
            "Kommunfullmäktige röstade på tisdagen för att bygga om den gamla piren efter en lång debatt. (TT)",
            "TT",
            None,
        ),
        (
            "zh",
            "新华社北京5月12日电（记者 苏文静）议会投票决定重建码头。",
            "Xinhua",
            Some("北京"),
        ),
        (
            "ru",
            "МОСКВА, 12 мая. /ТАСС/. Совет проголосовал за новый причал.",
            "TASS",
            Some("МОСКВА"),
        ),
    ];
    for (language, first, wire, place) in cases {
        let html = format!(
            "<html lang=\"{language}\"><body><article><h1>X</h1><p>{first}</p>{BODY}</article></body></html>"
        );
        let raw = RawPage {
            content: Content::Html(html),
            ..RawPage::default()
        };
        let article = identify::alone(&raw, clean::clean(&raw));
        let found = article.wire.map(|found| found.value);
        assert_eq!(found.as_deref(), Some(wire), "{first}");
        assert_eq!(
            article.place.map(|found| found.value).as_deref(),
            place,
            "{first}"
        );
    }
}

#[test]
fn four_authors_marked_one_by_one_are_four() {
    let four = ["Ada Norr", "Bo Lind", "Eva Sund", "Kai Berg"];
    let of = |mark: &str, between: &str| {
        let names = four.map(|name| format!("<span {mark}>{name}</span>"));
        of_html(&format!("<p>By {}</p>", names.join(between))).0
    };
    assert_eq!(of("itemprop=\"author\"", ", "), four.join("; "));
    assert_eq!(of("class=\"author\"", " and "), four.join("; "));
}

#[test]
fn a_name_may_come_in_parts() {
    let ld = |author: &str| {
        let head = format!(
            "<script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Pier to be rebuilt\",\"author\":{author}}}</script>"
        );
        let found = article(&head, "").authors;
        found.map(|found| found.value.join("; "))
    };
    assert_eq!(
        ld(r#"{"@type":"Person","givenName":"Ada","familyName":"Norr"}"#).as_deref(),
        Some("Ada Norr")
    );
    assert_eq!(
        ld(r#"[{"@type":"Person","givenName":"Ada","familyName":"Norr"},{"@type":"Person","name":"Bo Lind"}]"#).as_deref(),
        Some("Ada Norr; Bo Lind")
    );
    let marked = "<p><span itemprop=\"author\"><span itemprop=\"givenName\">Ada</span><span itemprop=\"familyName\">Norr</span></span></p>";
    assert_eq!(of_html(marked).0, "Ada Norr");
}

#[test]
fn a_field_that_the_page_does_not_show_gives_way() {
    let found = article(
        "<meta name=\"author\" content=\"Harry Grand\">",
        "<p class=\"byline\">By Ada Norr</p>",
    );
    assert_eq!(found.authors.unwrap().value, ["Ada Norr"]);
    let found = article(
        "<meta name=\"author\" value=\"Ada Norr, Bo Lind\">",
        "<p class=\"byline\">Written by Ada Norr</p><p class=\"credit\">Photographed by Bo Lind</p>",
    );
    assert_eq!(found.authors.unwrap().value, ["Ada Norr"]);
}

#[test]
fn an_organisation_of_a_field_is_its_name_alone() {
    let authors = |name: &str| {
        let data = serde_json::json!({"@type": "NewsArticle", "headline": "Pier to be rebuilt",
            "author": {"@type": "Organization", "name": name}});
        let head = format!("<script type=\"application/ld+json\">{data}</script>");
        let found = article(&head, "").authors;
        found
            .map(|found| found.value.join("; "))
            .unwrap_or_default()
    };
    for (name, expected) in [
        ("Skerrin Gazette", "Skerrin Gazette"),
        ("Par skerrin.be", "skerrin.be"),
        ("By Skerrin Gazette", "Skerrin Gazette"),
        (
            "Skerrin Gazette - the news of the coast | all day",
            "Skerrin Gazette",
        ),
        ("Skerrin Gazette with AFP", "Skerrin Gazette; AFP"),
    ] {
        assert_eq!(authors(name), expected, "{name}");
    }
}

#[test]
fn a_part_of_the_title_and_a_category_are_no_signature() {
    for line in [
        "<div class=\"entry-meta\"><span>Northern Pier</span></div>",
        "<meta property=\"og:title\" content=\"Pier to be rebuilt | Amber Tide\"><div class=\"entry-meta\"><span>Amber Tide</span></div>",
        "<div class=\"entry-meta\"><span class=\"entry-meta-categories\"><a rel=\"category tag\" href=\"/c/harbour-works\">Harbour Works</a></span></div>",
    ] {
        let html = format!(
            "<html><head><title>Pier to be rebuilt - Northern Pier</title></head><body><article><h1>Pier to be rebuilt</h1>{line}{BODY}</article></body></html>"
        );
        let raw = RawPage {
            content: Content::Html(html),
            ..RawPage::default()
        };
        assert!(
            identify::alone(&raw, clean::clean(&raw)).authors.is_none(),
            "{line}"
        );
    }
}
