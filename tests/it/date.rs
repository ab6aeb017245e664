//! Dates of text, of values and of pages.

use std::fmt::Write as _;

use dateline::article::{Content, Given, Language, PubDate, RawPage};
use dateline::identify::date;
use expect_test::{Expect, expect};
use jiff::civil::Date;
use proptest::prelude::*;

/// What a text gives: the date and the rule, or nothing.
fn check(language: &str, text: &str, expect: &Expect) {
    let language = Some(Language(language.to_owned())).filter(|language| !language.0.is_empty());
    let found = date::in_text(text, language.as_ref(), None);
    let line = found.map_or("none".to_owned(), |found| {
        format!("{}, {}", found.value, found.evidence.rule)
    });
    expect.assert_eq(&line);
}

/// What a value gives.
fn check_value(value: &str, expect: &Expect) {
    let date = date::parse(value, None).map_or("none".to_owned(), |date| date.to_string());
    expect.assert_eq(&date);
}

/// What a page gives.
fn check_page(url: &str, html: &str, expect: &Expect) {
    let given = Given {
        url: Some(url.to_owned()),
        ..Given::default()
    };
    let raw = RawPage {
        path: "page.html".into(),
        content: Content::Html(html.into()),
        given,
        today: Some(Date::constant(2026, 11, 1)),
        ..RawPage::default()
    };
    let article = dateline::identify::alone(&raw, dateline::clean::clean(&raw));
    let mut line = article.published.map_or("none".to_owned(), |found| {
        format!("{}, {}", found.value, found.evidence.rule)
    });
    if let Some(modified) = article.modified {
        write!(line, "; changed {}", modified.value).unwrap();
    }
    expect.assert_eq(&line);
}

const BODY: &str = "<p>The harbour council of Skerrin voted on Tuesday to rebuild the northern pier, which the storm of last \
    winter had broken in three places. Fishermen had asked for it for years, and the money is there at last.</p>\
    <p>The works begin in spring, the harbour master Ottilie Brandvold said, and are to last until the herring comes. \
    Until then the boats will land at the old quay, and the market moves with them.</p>\
    <p>Not everyone is content: the owners of the boathouses fear for their berths and want to be heard before the first \
    stone is moved. A meeting is to be held in the town hall.</p>";

#[test]
fn lines_of_their_own() {
    check(
        "en",
        "Pier to be rebuilt\nThursday, Sept. 11, 2025 | 4:15 p.m.\nThe council voted.",
        &expect!["2025-09-11T16:15:00, date-line"],
    );
    check(
        "en",
        "Pier to be rebuilt\nPosted: May 3rd, 2013\nThe council voted.",
        &expect!["2013-05-03, published-label"],
    );
    check(
        "de",
        "Stand: 11.09.2025 17:45 Uhr\nDer Rat hat gestimmt.",
        &expect!["2025-09-11T17:45:00, updated-label"],
    );
    check(
        "fr",
        "Publié le 1er mai 2023 à 18h30\nLe conseil a voté.",
        &expect!["2023-05-01T18:30:00, published-label"],
    );
    check(
        "ko",
        "입력 2025.09.11. 오후 3:05\n의회가 결정했다.",
        &expect!["2025-09-11T15:05:00, published-label"],
    );
    check(
        "en",
        "Published: 14:32 BST, 3 March 2024 | Updated: 15:10 BST, 4 March 2024\nA man fell.",
        &expect!["2024-03-03T14:32:00+01:00, published-label"],
    );
    check(
        "en",
        "June 2019\nThe bulletin of the rowers reports a good season.",
        &expect!["2019-06, date-line"],
    );
}

#[test]
fn datelines() {
    check(
        "en",
        "SKERRIN, May 8, 1945 (Ferry Press) - The war is over.",
        &expect!["1945-05-08, date-line"],
    );
    check(
        "hr",
        "Zagreb, 11. rujna 2025. (Vijest) - Vijeće je odlučilo.",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "pl",
        "Warszawa, 11.09.2025 (WIEŚĆ) - Rada przyjęła uchwałę.",
        &expect!["2025-09-11, dateline"],
    );
    check(
        "zh",
        "2025年9月11日电 理事会作出决定。",
        &expect!["2025-09-11, date-line"],
    );
}

#[test]
fn languages_and_calendars() {
    check(
        "lv",
        "2025. gada 11. septembrī\nDome balsoja.",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "lt",
        "2025 m. rugsėjo 11 d.\nTaryba balsavo.",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "hu",
        "2025. szeptember 11., csütörtök\nA tanács döntött.",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "vi",
        "Thứ năm, ngày 11 tháng 9 năm 2025\nHội đồng đã bỏ phiếu.",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "ar",
        "١١ سبتمبر ٢٠٢٥\nصوت المجلس.",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "ar",
        "تم نشره الجمعة 24 نيسان / أبريل 2020 09:22\nصوت المجلس.",
        &expect!["2020-04-24T09:22:00, date-line"],
    );
    check(
        "he",
        "11 בספטמבר 2025\nהמועצה הצביעה.",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "ja",
        "令和7年9月11日\n議会は決定した。",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "zh",
        "民國114年9月11日\n議會作出決定。",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "zh",
        "二〇二五年九月十一日\n议会作出决定。",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "th",
        "๑๑ กันยายน ๒๕๖๘\nสภาลงมติแล้ว",
        &expect!["2025-09-11, date-line"],
    );
    check(
        "fa",
        "۲۰ شهریور ۱۴۰۴\nشورا رأی داد.",
        &expect!["2025-09-11, date-line"],
    );
}

#[test]
fn figures_that_can_be_read_in_two_ways() {
    check(
        "en",
        "Updated 4/9/2007 6:04 PM ET\nThe council voted.",
        &expect!["2007-04-09T18:04:00, updated-label"],
    );
    check("en", "4/9/2007\nThe council voted.", &expect!["none"]);
    check(
        "pt",
        "11/09/2025 às 14h30\nA câmara votou.",
        &expect!["2025-09-11T14:30:00, date-line"],
    );
    check(
        "en",
        "Thursday, 9/11/2025\nThe council voted.",
        &expect!["2025-09-11, date-line"],
    );
}

#[test]
fn what_gives_no_day() {
    check(
        "en",
        "The council voted.\nIt had met on May 3, 2013 and again on June 4, 2013 without a result.",
        &expect!["none"],
    );
    check(
        "en",
        "SKERRIN, Sept 11 (Ferry Press) - The council voted.",
        &expect!["none"],
    );
    check(
        "en",
        "Copyright 1998 The Ferry Press. All rights reserved.\nSKERRIN _ The council voted.",
        &expect!["1998, copyright"],
    );
    check(
        "",
        "Call 555-01-2025 or 10.0.12.2025, version 1.2.2024.",
        &expect!["2024-02-01, event-date"],
    );
}

#[test]
fn a_capture_gives_the_year() {
    let text = "SKERRIN, Sept 11 (Ferry Press) - The council voted.";
    let captured = Some(PubDate::day(Date::constant(2026, 1, 20)));
    let found = date::in_text(text, None, captured).unwrap();
    assert_eq!(found.value.to_string(), "2025-09-11");
}

/// What the first line of a text gives that was seen on Friday, 12 September 2025, at two in the morning.
fn captured(line: &str) -> String {
    let captured = date::parse("2025-09-12T02:00:00+02:00", None);
    let text = format!(
        "{line}\nThe council voted to rebuild the pier, three weeks ago.\nComments\n3 days ago"
    );
    let found = date::in_text(&text, None, captured);
    found.map_or("none".to_owned(), |found| {
        format!("{}, {}", found.value, found.evidence.rule)
    })
}

#[test]
fn days_told_from_the_capture() {
    let hours = [
        "3 hours ago",
        "vor 3 Std.",
        "il y a 4 heures",
        "hace 3 horas",
        "há 3 horas",
        "för 5 timmar sedan",
        "acum 3 de ore",
        "3 часа назад",
        "4 години тому",
        "πριν από 3 ώρες",
        "3 saat önce",
        "قبل 3 ساعات",
        "३ घंटे पहले",
        "3 ชั่วโมงที่แล้ว",
        "3 giờ trước",
        "3小时前",
        "3時間前",
        "3시간 전",
        "Опубликовано: 3 часа назад",
        "Published 3 hours ago | Harbour",
    ];
    for line in hours {
        let found = captured(line);
        assert!(found.starts_with("2025-09-11, "), "{line}: {found}");
    }
    for (line, expected) in [
        ("an hour ago", "2025-09-12, date-line"),
        ("3 hours ago", "2025-09-11, date-line"),
        ("vor 3 Tagen", "2025-09-09, date-line"),
        ("2日前", "2025-09-10, date-line"),
        ("Today, 01:15", "2025-09-12T01:15:00, date-line"),
        ("Gestern, 18:02 Uhr", "2025-09-11T18:02:00, date-line"),
        ("Вчера в 18:02", "2025-09-11T18:02:00, date-line"),
        ("Published on Tuesday", "2025-09-09, published-label"),
        ("Veröffentlicht am Freitag", "2025-09-12, published-label"),
    ] {
        assert_eq!(captured(line), expected, "{line}");
    }
}

#[test]
fn what_tells_no_day_from_the_capture() {
    for line in [
        "3 weeks ago",
        "Tuesday",
        "The storm came 3 hours ago and broke the pier in three places.",
        "Three days ago the storm came, and the pier broke in three places.",
        "He left two days ago",
        "Yesterday the council met again in the town hall of Skerrin.",
        "Heute im Fernsehen: der Hafen",
    ] {
        assert_eq!(captured(line), "none", "{line}");
    }
    let seen = Some(PubDate::day(Date::constant(2025, 9, 12)));
    assert_eq!(
        date::in_text("3 hours ago\nThe council voted.", None, seen),
        None,
        "a capture without a clock"
    );
    assert_eq!(
        date::in_text("3 hours ago\nThe council voted.", None, None),
        None,
        "no capture"
    );
}

#[test]
fn values() {
    check_value(
        "2025-09-11T08:30:15+03:00",
        &expect!["2025-09-11T08:30:15+03:00"],
    );
    check_value("2025-09-11T08:30:15.123Z", &expect!["2025-09-11T08:30:15Z"]);
    check_value(
        "Thu, 11 Sep 2025 08:30:15 +0300",
        &expect!["2025-09-11T08:30:15+03:00"],
    );
    check_value(
        "March 3, 2024 8:15 pm EST",
        &expect!["2024-03-03T20:15:00-05:00"],
    );
    check_value("1757577600", &expect!["2025-09-11T08:00:00Z"]);
    check_value("1757577600000", &expect!["2025-09-11T08:00:00Z"]);
    check_value("20250911", &expect!["2025-09-11"]);
    check_value("20250911083015", &expect!["2025-09-11T08:30:15"]);
    check_value("2025-09", &expect!["2025-09"]);
    check_value("2025", &expect!["2025"]);
    check_value("2025-13-40", &expect!["none"]);
    check_value("soon", &expect!["none"]);
}

#[test]
fn no_day_comes_after_the_reading() {
    let page = |day: &str| {
        format!(
            "<html><head><title>Pier</title><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\
             \"datePublished\":\"{day}T08:00:00Z\"}}</script></head><body><h1>Pier</h1>{BODY}</body></html>"
        )
    };
    let url = "https://skerrin.example/harbour/pier-to-be-built-again";
    check_page(
        url,
        &page("2026-10-31"),
        &expect!["2026-10-31T08:00:00Z, datePublished"],
    );
    check_page(
        url,
        &page("2026-11-02"),
        &expect!["2026-11-02T08:00:00Z, datePublished"],
    );
    check_page(url, &page("2026-11-03"), &expect!["none"]);
}

#[test]
fn day_from_url_path() {
    check_page(
        "https://ferry.example/2024/03/09/pier",
        &format!("<article><h1>Pier to be rebuilt</h1>{BODY}</article>"),
        &expect!["2024-03-09, url"],
    );
}

#[test]
fn the_own_day_of_the_page_beats_utc() {
    check_page(
        "https://ferry.example/news/pier",
        &format!(
            "<script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Pier to be rebuilt\",\"datePublished\":\"2024-03-10T02:30:00Z\"}}</script>\
             <article><h1>Pier to be rebuilt</h1><p class=\"published\">March 9, 2024 at 8:30 p.m.</p>{BODY}</article>"
        ),
        &expect!["2024-03-09T20:30:00, class"],
    );
}

#[test]
fn change_is_not_publication() {
    check_page(
        "https://ferry.example/news/pier",
        &format!(
            "<meta property=\"article:published_time\" content=\"2024-03-09T08:00:00+01:00\">\
             <meta property=\"article:modified_time\" content=\"2024-03-12T08:00:00+01:00\"><meta property=\"og:type\" content=\"article\">\
             <article><h1>Pier to be rebuilt</h1>{BODY}</article>"
        ),
        &expect![
            "2024-03-09T08:00:00+01:00, article:published_time; changed 2024-03-12T08:00:00+01:00"
        ],
    );
}

#[test]
fn dates_of_other_articles_are_left() {
    let teasers: String = (1..6)
        .map(|day| {
            format!(
                "<li><a href=\"/n{day}\">Other news {day}</a> <span class=\"date\">0{day}.02.2024</span></li>"
            )
        })
        .collect();
    check_page(
        "https://ferry.example/about",
        &format!(
            "<article><h1>About the harbour</h1>{BODY}</article><aside><ul>{teasers}</ul></aside>"
        ),
        &expect!["none"],
    );
}

/// A page that shows no day and has the publishing system's own in its head; `class` is that of `<body>`.
fn hidden_day(class: &str) -> String {
    format!(
        "<head><meta property=\"og:type\" content=\"article\"><meta property=\"article:published_time\" content=\"2024-03-09T08:00:00+01:00\">\
         </head><body class=\"{class}\"><article><h1>Pier to be rebuilt</h1>{BODY}</article></body>"
    )
}

#[test]
fn a_hidden_day_needs_the_address_of_an_article() {
    let day = expect!["2024-03-09T08:00:00+01:00, article:published_time"];
    check_page(
        "https://ferry.example/harbour/pier-4410823",
        &hidden_day("single postid-12"),
        &day,
    );
    check_page("https://ferry.example/2024/03/pier", &hidden_day(""), &day);
    // The text names a day of the week, as news does.
    check_page("https://ferry.example/the-pier", &hidden_day(""), &day);
    let standing = hidden_day("").replace("on Tuesday", "unanimously");
    check_page(
        "https://ferry.example/the-pier",
        &standing,
        &expect!["none"],
    );
    let seconded = "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"Pier to be rebuilt\",\
        \"datePublished\":\"2024-03-09T07:00:00Z\"}</script>";
    let page = format!("{seconded}{standing}");
    check_page(
        "https://ferry.example/the-pier",
        &page,
        &expect!["2024-03-09T07:00:00Z, datePublished"],
    );
    let of_the_page = page.replace("NewsArticle", "WebPage");
    check_page(
        "https://ferry.example/the-pier",
        &of_the_page,
        &expect!["none"],
    );
}

#[test]
fn pages_that_stand_for_good_have_no_day() {
    let page = hidden_day("page-template-default page page-id-31");
    check_page(
        "https://ferry.example/news/about-us",
        &page,
        &expect!["none"],
    );
    check_page("https://ferry.example/", &hidden_day(""), &expect!["none"]);
}

#[test]
fn spans_of_time_are_events() {
    check(
        "de",
        "30. März 2024, 13:15 Uhr - 19:00 Uhr\nDie Messe öffnet.",
        &expect!["none"],
    );
    check(
        "en",
        "15.11.2024 - 16.11.2024\nThe fair opens.",
        &expect!["none"],
    );
    check(
        "en",
        "Deadline: March 15, 2024\nThe fair opens.",
        &expect!["none"],
    );
    check(
        "en",
        "March 15, 2024 - 7:00 p.m.\nThe fair opens.",
        &expect!["2024-03-15T19:00:00, date-line"],
    );
}

#[test]
fn dates_within_sentences_open_no_dateline() {
    check(
        "de",
        "Wir suchen zum 1. April 2024 (oder früher) einen Hafenmeister.",
        &expect!["2024-04-01, event-date"],
    );
    check(
        "de",
        "Skerrin, (12.11.2024). Der Rat hat gestimmt.",
        &expect!["2024-11-12, date-line"],
    );
}

#[test]
fn a_labelled_day_under_the_lead_and_at_the_foot() {
    let (lead, rest) = BODY.split_once("</p>").unwrap();
    let line = "<p class=\"info\"><b>Published:</b> March 9, 2024</p>";
    let page = format!("<article><h1>Pier to be rebuilt</h1>{lead}</p>{line}{rest}</article>");
    check_page(
        "https://ferry.example/the-pier",
        &page,
        &expect!["2024-03-09, date-line"],
    );
    let page = format!("<article><h1>Pier to be rebuilt</h1>{BODY}{line}</article>");
    check_page(
        "https://ferry.example/the-pier",
        &page,
        &expect!["2024-03-09, date-line"],
    );
}

#[test]
fn the_headline_s_element_holds_the_day_too() {
    let head = "<title>Pier to be rebuilt - Ferry Press</title><h1>Pier to be rebuilt<br><small>March 9, 2024 • Harbour</small></h1>";
    let page = format!("<article>{head}{BODY}</article>");
    check_page(
        "https://ferry.example/the-pier",
        &page,
        &expect!["2024-03-09, date-line"],
    );
}

#[test]
fn the_month_of_the_address_confirms_the_one_day_shown() {
    let page = format!(
        "<div>Skerrin, May 19, 2010</div><ul><li><a href=\"/a\">Harbour</a></li></ul><div><h1>Pier</h1>{BODY}</div>"
    );
    check_page(
        "https://ferry.example/2010/05/pier/",
        &page,
        &expect!["2010-05-19, date-line"],
    );
}

#[test]
fn an_archive_names_the_capture_not_the_day() {
    check_page(
        "https://archive.example/web/20160218174457/http://ferry.example/2010/05/19/pier/",
        &format!("<article><h1>Pier to be rebuilt</h1>{BODY}</article>"),
        &expect!["2010-05-19, url"],
    );
}

/// A million digits, brackets or half dates are read in linear time.
#[test]
fn long_lines_end() {
    for piece in [
        "1",
        "1/",
        "2025-09-",
        "11 September ",
        "Sept. ",
        "年9月",
        "12:30 ",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        let _ = date::in_text(&text, None, None);
        let _ = date::parse(&text, None);
    }
}

/// Month names of the languages of the news, as their papers print a day; `D` is the day, `Y` the year.
const LONG_FORMS: &[(&str, &str, usize)] = &[
    (
        "en",
        "January February March April May June July August September October November December",
        0,
    ),
    (
        "de",
        "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        1,
    ),
    (
        "es",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        2,
    ),
    (
        "pt",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        2,
    ),
    (
        "fr",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        3,
    ),
    (
        "it",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        3,
    ),
    (
        "nl",
        "januari februari maart april mei juni juli augustus september oktober november december",
        3,
    ),
    (
        "ru",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        3,
    ),
    (
        "uk",
        "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
        3,
    ),
    (
        "pl",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        3,
    ),
    (
        "cs",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        1,
    ),
    (
        "hr",
        "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
        1,
    ),
    (
        "fi",
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
        1,
    ),
    (
        "tr",
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
        3,
    ),
    (
        "el",
        "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
        3,
    ),
    (
        "hu",
        "január február március április május június július augusztus szeptember október november december",
        4,
    ),
    (
        "id",
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
        3,
    ),
    (
        "th",
        "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
        3,
    ),
    (
        "hi",
        "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
        3,
    ),
    (
        "ar",
        "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
        3,
    ),
];

fn print(form: usize, date: Date, month: &str) -> String {
    let (year, day) = (date.year(), date.day());
    match form {
        0 => format!("{month} {day}, {year}"),
        1 => format!("{day}. {month} {year}"),
        2 => format!("{day} de {month} de {year}"),
        4 => format!("{year}. {month} {day}."),
        _ => format!("{day} {month} {year}"),
    }
}

proptest! {
    #[test]
    fn parse_of_print_is_the_date(days in 0..55_000_i32, language in 0..LONG_FORMS.len()) {
        let date = Date::constant(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        let (code, months, form) = LONG_FORMS[language];
        let month = months.split(' ').nth(usize::try_from(date.month()).unwrap() - 1).unwrap();
        let text = print(form, date, month);
        let parsed = date::parse(&text, Some(&Language(code.to_owned())));
        prop_assert_eq!(parsed, Some(PubDate::day(date)), "{}", text);
        prop_assert_eq!(date::parse(&date.to_string(), None), Some(PubDate::day(date)));
    }

    #[test]
    fn nothing_panics(text in "\\PC{0,200}", more in "[0-9/.:年月日 -]{0,60}(Sept|März|de|พ\\.ศ\\.|令和)?[0-9/., -]{0,20}") {
        let _ = date::in_text(&text, None, None);
        let seen = PubDate::day(Date::constant(2025, 9, 12));
        let _ = date::in_text(&format!("{more}{text}"), None, Some(seen));
        let _ = date::parse(&more, None);
    }
}

#[test]
fn fields_that_say_publication_date_a_page_with_an_article() {
    let page = |field: &str| {
        format!("<head>{field}</head><article><h1>Pier to be rebuilt</h1>{BODY}</article>")
    };
    let cases = [
        (
            "<meta itemprop=\"datePublished\" content=\"2025-06-15T00:00:13.123-07:00\">",
            "2025-06-15T00:00:13-07:00, datepublished",
        ),
        (
            "<meta name=\"pubdate\" content=\"2010-02-22\">",
            "2010-02-22, pubdate",
        ),
        (
            "<meta name=\"pubdate\" value=\"2010-02-22\">",
            "2010-02-22, pubdate",
        ),
        (
            "<meta property=\"article:published_time\" content=\"2019-06-05T23:15:0Z\">",
            "2019-06-05T23:15:00Z, article:published_time",
        ),
    ];
    for (field, day) in cases {
        let url = "https://ferry.example/news/pier-to-be-rebuilt-12345.html";
        let html = page(field);
        let given = Given {
            url: Some(url.to_owned()),
            ..Given::default()
        };
        let raw = RawPage {
            path: "page.html".into(),
            content: Content::Html(html),
            given,
            ..RawPage::default()
        };
        let found = dateline::identify::alone(&raw, dateline::clean::clean(&raw)).published;
        let found = found.map(|found| format!("{}, {}", found.value, found.evidence.rule));
        assert_eq!(found.as_deref(), Some(day), "{field}");
    }
}

#[test]
fn the_clock_of_the_header_is_no_day_of_the_article() {
    let page = |header: &str, byline: &str| {
        format!(
            "<header>{header}</header><article><h1>Pier to be rebuilt</h1>{byline}{BODY}</article>"
        )
    };
    let clocks = [
        "<div class=\"date\"><time datetime=\"2014-01-09T10:21\">Thursday, 9 January 2014 - 10:21</time></div>",
        "<div class=\"date\">Thursday, January 9, 2014</div>",
        "<span id=\"clock\">Donnerstag, 9. Januar 2014, 10:21 Uhr</span>",
    ];
    for clock in clocks {
        let byline = "<p class=\"byline\">Ada Norr | Skerrin | 7 January 2014</p>";
        check_page(
            "https://ferry.example/pier",
            &page(clock, byline),
            &expect!["2014-01-07, date-line"],
        );
    }
}

#[test]
fn a_label_may_follow_its_day() {
    check(
        "de",
        "Der Artikel wurde am 12. März 2024 veröffentlicht.\nDer Rat tagt.",
        &expect!["2024-03-12, published-label"],
    );
    check(
        "ja",
        "2024年3月12日に公開\n町議会は火曜日に決めた。",
        &expect!["2024-03-12, published-label"],
    );
}

#[test]
fn the_day_once_more_in_six_figures() {
    check_page(
        "http://news.ferry.example/energy/2015/08/150803-pier-rebuilt.html",
        &format!("<article><h1>Pier to be rebuilt</h1>{BODY}</article>"),
        &expect!["2015-08-03, url"],
    );
}
