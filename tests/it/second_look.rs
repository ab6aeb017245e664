//! Paragraphs that look like something else: what cleaning must not throw away.
use std::fmt::Write as _;

use dateline::article::{Content, RawPage};
use dateline::clean::clean;
use expect_test::{Expect, expect};

fn kept(content: Content) -> Vec<String> {
    let page = clean(&RawPage {
        content,
        ..RawPage::default()
    });
    page.blocks.into_iter().map(|block| block.text).collect()
}

/// The first words of each kept paragraph.
#[expect(
    clippy::needless_pass_by_value,
    reason = "expect! makes the value in place"
)]
fn check(content: Content, expected: Expect) {
    let mut out = String::new();
    for text in kept(content) {
        let words: Vec<&str> = text.split_whitespace().take(5).collect();
        writeln!(out, "{}", words.join(" ")).unwrap();
    }
    expected.assert_eq(&out);
}

fn html(body: &str) -> Content {
    Content::Html(format!(
        "<html><head><title>The swing bridge</title></head><body>{body}</body></html>"
    ))
}

const ONE: &str = "The harbour board of Quillport voted on Monday to close the old swing bridge for two years, the longest closure \
    since it was built.";
const TWO: &str = "Engineers had found cracks in four of its bearings, the board said, and repairs could not wait until the end of \
    the herring season.";
const THREE: &str = "The bridge carries nine thousand cars a day; they will have to go round by Marrowick, which adds twenty minutes \
    to the way across the harbour.";
const HERONS: &str = "The keeper has moved into the lodge on the western arm, where a pair of herons nests, and he means to stay until the \
    bridge is open again.";
const TEASERS: &str = "<div class=comments><p>I have crossed it every day since my school years and nobody ever asked me how the \
    bearings were, so why now, and who pays for it?</p><p>They should have mended it when there was money, but then it went into the \
    new hall, and the hall leaks as well, as everybody knows.</p></div>";

#[test]
fn a_declared_body_is_one_whatever_its_class() {
    for class in [
        "rail",
        "paywall",
        "share",
        "promo",
        "related",
        "teaser",
        "sidebar-widget ad",
    ] {
        for declared in [
            "itemprop=articleBody",
            "role=main",
            "itemprop=\"text articleBody\"",
        ] {
            let body = format!(
                "<h1>The swing bridge</h1><div class=\"{class}\"><div class=\"{class}-inner\" {declared}><p>{ONE}</p><p>{TWO}</p></div></div>{TEASERS}"
            );
            let found = kept(html(&body));
            assert_eq!(found, [ONE, TWO], "{class} {declared}");
        }
    }
}

#[test]
fn a_sentence_may_be_one_link() {
    let linked = [
        ("en", ONE, TWO, THREE),
        (
            "de",
            "Der Hafenrat von Marrowick hat am Montag beschlossen, die alte Drehbrücke für zwei Jahre zu schließen.",
            "Fachleute hatten in vier ihrer Lager Risse gefunden, und mit der Reparatur könne man nicht warten, hieß es.",
            "Über die Brücke fahren am Tag neuntausend Autos, die nun einen Umweg von zwanzig Minuten nehmen müssen.",
        ),
        (
            "ru",
            "Портовый совет Квиллпорта в понедельник решил закрыть старый поворотный мост на два года.",
            "Инженеры нашли трещины в четырёх опорах, и ждать конца сезона было нельзя, сообщил совет.",
            "По мосту каждый день проезжает девять тысяч машин, которым теперь придётся ехать в объезд.",
        ),
        (
            "ja",
            "キルポート港湾委員会は月曜日、古い旋回橋を二年間閉鎖することを決め、市民に協力を求めた。",
            "技術者が四つの軸受けに亀裂を見つけており、漁期の終わりまで修理を待つことはできなかった。",
            "橋を渡る車は一日に九千台に上り、今後はマロウィックを回らなければならないという。",
        ),
    ];
    for (lang, first, second, third) in linked {
        let body = format!(
            "<article><h1>The swing bridge</h1><p><a href=/1><b>{first}</b></a></p><p>{second}</p><p>{third}</p><p>{second}!</p><p><a href=/2>{first}</a></p></article>"
        );
        let found = kept(html(&body.replace(
            &format!("{second}!"),
            "The board will decide on a ferry in a fortnight, its chairwoman said on Tuesday.",
        )));
        assert_eq!(found.first().map(String::as_str), Some(first), "{lang}");
    }
}

#[test]
fn a_list_of_linked_headlines_stays_out() {
    let body = format!(
        "<article><h1>The swing bridge</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p>\
         <p><a href=/1>Herons nest on the roof of the town library for a third spring</a></p>\
         <p><a href=/2>Market days move to the west quay, and the fishermen are content.</a></p>\
         <p><a href=/3>Why does nobody mend the gutters of the old school any more?</a></p></article>"
    );
    check(
        html(&body),
        expect![[r#"
            The harbour board of Quillport
            Engineers had found cracks in
            The bridge carries nine thousand
        "#]],
    );
}

#[test]
fn a_list_of_the_article_may_have_any_class() {
    for class in [
        "postList",
        "related-list",
        "nav-tabs",
        "section-labels",
        "share__items",
    ] {
        let body = format!(
            "<article><h1>The swing bridge</h1><p>{ONE}</p><p>The report names three faults:</p><ul class={class}>\
             <li>Lack of grease in the bearings of the eastern arm</li><li>A keeper who was never told what to look for</li>\
             <li>No money for any of it since the new hall was built</li></ul><p>{TWO}</p></article>"
        );
        assert_eq!(kept(html(&body)).len(), 6, "{class}");
    }
    let menu = format!(
        "<article><h1>The swing bridge</h1><p>{ONE}</p><p>{TWO}</p><ul class=related-list><li><a href=/1>Herons on the library</a>\
         <li><a href=/2>Market days move</a></ul></article>"
    );
    assert_eq!(kept(html(&menu)).len(), 2);
}

/// A language, and how an article in it may begin.
const OPENINGS: &[(&str, [&str; 6])] = &[
    (
        "en",
        [
            "Why close it now?",
            "It cracks.",
            "Who decides?",
            "We do.",
            "Are you sorry?",
            "Yes.",
        ],
    ),
    (
        "de",
        [
            "Warum jetzt?",
            "Sie reißt.",
            "Wer entscheidet?",
            "Wir.",
            "Tut es weh?",
            "Ja.",
        ],
    ),
    (
        "es",
        [
            "¿Por qué ahora?",
            "Se rompe.",
            "¿Quién decide?",
            "Nosotros.",
            "¿Le duele?",
            "Sí.",
        ],
    ),
    (
        "el",
        [
            "Γιατί τώρα;",
            "Ραγίζει.",
            "Ποιος αποφασίζει;",
            "Εμείς.",
            "Λυπάστε;",
            "Ναι.",
        ],
    ),
    (
        "hy",
        [
            "Ինչո՞ւ հիմա",
            "Ճաքում է։",
            "Ո՞վ է որոշում",
            "Մենք։",
            "Ցավո՞ւմ եք",
            "Այո։",
        ],
    ),
    (
        "ar",
        [
            "لماذا الآن؟",
            "إنه يتشقق.",
            "من يقرر؟",
            "نحن.",
            "هل أنت حزين؟",
            "نعم.",
        ],
    ),
    (
        "hi",
        [
            "अभी क्यों?",
            "वह टूट रहा है।",
            "कौन तय करता है?",
            "हम।",
            "दुख है?",
            "हाँ।",
        ],
    ),
    (
        "am",
        ["ለምን አሁን፧", "ይሰነጠቃል።", "ማን ይወስናል፧", "እኛ።", "ያዝናሉ፧", "አዎ።"],
    ),
    (
        "zh",
        [
            "为什么现在？",
            "它裂了。",
            "谁决定？",
            "我们。",
            "难过吗？",
            "是的。",
        ],
    ),
    (
        "th",
        [
            "ทำไมต้องตอนนี้",
            "มันร้าว",
            "ใครตัดสินใจ",
            "พวกเรา",
            "เสียใจไหม",
            "ใช่",
        ],
    ),
    (
        "en",
        [
            "It was dark.",
            "Very dark.",
            "Nobody spoke.",
            "Then a bell.",
            "One stroke.",
            "Two.",
        ],
    ),
];

#[test]
fn short_questions_and_answers_open_an_interview() {
    for (lang, lines) in OPENINGS {
        let lines_as = |tag: &str| {
            let opening: String = lines
                .iter()
                .map(|line| format!("<{tag}>{line}</{tag}>"))
                .collect();
            format!(
                "<article><h1>With the chairwoman</h1>{opening}<{tag}>{ONE}</{tag}><{tag}>{TWO}</{tag}><{tag}>{THREE}</{tag}><{tag}>{HERONS}</{tag}></article>"
            )
        };
        assert_eq!(kept(html(&lines_as("p")))[..6], *lines, "{lang}");
        assert_eq!(kept(html(&lines_as("div")))[..6], *lines, "{lang} in div");
    }
}

#[test]
fn a_slide_show_is_its_captions() {
    let slide =
        |text: &str| format!("<figure><img src=a.jpg><figcaption>{text}</figcaption></figure>");
    let slides = format!(
        "<article><div class=gallery-body><p>{ONE} {TWO}</p></div><div class=slideshow>{}{}{}</div></article>",
        slide(&format!(
            "\"I have kept this bridge for thirty years,\" the keeper says. {ONE}"
        )),
        slide(TWO),
        slide(THREE)
    );
    assert_eq!(kept(html(&slides)).len(), 4);
    // Beside an article captions are captions.
    let article = format!(
        "<article><h1>The swing bridge</h1><p>{ONE}</p><p>{TWO}</p><p>{HERONS}</p><p>{ONE} Again.</p>{}{}</article>",
        slide("The bridge in March."),
        slide(
            "The keeper on the eastern arm of the bridge, with the lamp that his father made, on a morning in March."
        )
    );
    assert_eq!(kept(html(&article)).len(), 4);
}

#[test]
fn no_single_reason_takes_the_article() {
    for class in [
        "tabs",
        "related",
        "promo",
        "footer",
        "paywall",
        "share",
        "ad-container",
        "legal",
        "toolbar",
    ] {
        let paragraphs: String = (1..4)
            .map(|n| format!("<div class={class}><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p><p>{n} times {ONE}</p></div>"))
            .collect();
        let paragraphs = paragraphs.replacen("closure since", "closing down since", 1);
        let body =
            format!("<h1>The swing bridge</h1><p>Updated on Tuesday.</p>{paragraphs}{TEASERS}");
        assert!(kept(html(&body)).iter().any(|text| text == TWO), "{class}");
    }
}

const LONG: &str = "The travelling brass band of Quillport goes on its longest tour since the war, and for the first time it will play in \
    the halls of towns that have no harbour.";
const END: &str = "Tickets are sold in the library and on board of the ferry, and whoever brings an instrument gets in free, the \
    bandmaster said on Tuesday.";
const MENU: &str = "Home\nNews\nSport\nShare this article\nRead also: Herons on the library\nSubscribe to our newsletter\nAdvertisement\n";
const FOOT: &str = "\nMost read\nHerons nest on the roof\nMarket days move\nComments\nContact\nImprint\n© 2024 The Quillport Echo";

#[test]
fn rows_between_paragraphs_of_bare_text_are_bridged() {
    for (name, rows) in [
        (
            "tour",
            "12 March: Marrowick, Corn Hall\n14 March: Pellworth, Old Baths\n15 March: Sandholm, Town Hall\n19 March: Eastwick, Arsenal\n\
            21 March: Lower Fell, School\n22 March: Upper Fell, Chapel\n24 March: Holm, Boathouse\n26 March: Brack, Inn\n28 March: Quillport, Pier",
        ),
        (
            "tour",
            "12.03.2024 Marrowick, Kornhalle\n14.03.2024 Pellworth, Altes Bad\n15.03.2024 Sandholm, Rathaus\n19.03.2024 Eastwick, Zeughaus",
        ),
        (
            "table",
            "Town Seats Sold\nMarrowick 400 398\nPellworth 250 250\nSandholm 610 87\nEastwick 120 119\nLower Fell 90 90\nBrack 45 44\nHolm 30 12",
        ),
        (
            "ticker",
            "18:05 First goal\n18:21 Yellow card for Sand\n18:44 Half-time\n19:02 Ellwood comes on\n19:15 Second goal\n19:31 It is over",
        ),
        (
            "scores",
            "Quillport – Marrowick 2:1\nPellworth – Sandholm 0:0\nEastwick – Holm 3:4\nBrack – Fell 1:1",
        ),
        (
            "cast",
            "The Mayor – Marta Ellwood\nThe Keeper – Ivo Sand\nA Heron – Tobias Wren\nThe Bridge – the choir",
        ),
    ] {
        let text = format!(
            "{MENU}\nThe band goes on tour\n{LONG}\n{END}\n{rows}\n{END} So it was last year.\n{LONG} That is all.\n{FOOT}"
        );
        let found = kept(Content::Text(text)).join("\n");
        for row in rows.lines() {
            assert!(found.contains(row), "{name}: {row}\n{found}");
        }
        assert!(found.contains("That is all."), "{name}");
        assert!(!found.contains("Herons"), "{name}: {found}");
    }
}

#[test]
fn teasers_with_their_days_are_no_rows() {
    let teasers = "Herons nest on the roof of the library\n12 March 2024\nMarket days move to the west quay\n14 March 2024\nWho mends the gutters?\n15 March 2024";
    let text = format!(
        "{MENU}\nThe band goes on tour\n{LONG}\n{END}\n{teasers}\n{END} So it was last year.\n{LONG} That is all.\n{FOOT}"
    );
    let found = kept(Content::Text(text)).join("\n");
    assert!(!found.contains("Herons nest"), "{found}");
}

/// Text as it stands after somebody has read its UTF-8 in this charset.
fn misread(text: &str, charset: &str) -> String {
    let upper: Vec<char> = match charset {
        "latin" => LATIN.chars().chain('\u{a0}'..='\u{ff}').collect(),
        _ => CYRILLIC.chars().collect(),
    };
    let read = |byte: u8| match byte {
        0x80..=0xff => upper[usize::from(byte) - 0x80],
        byte => char::from(byte),
    };
    text.bytes().map(read).collect()
}

/// What windows-1252 has where Latin-1 has control characters.
const LATIN: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The upper half of windows-1251.
const CYRILLIC: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{98}™љ›њќћџ\u{a0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{ad}®Ї°±Ііґµ¶·ё№є»јЅѕї\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";

#[test]
fn mojibake_is_mended_in_html() {
    let cases = [
        (
            "latin",
            "José Morão fecha a piscina",
            "A câmara de São Telmo decidiu na terça-feira fechar a piscina municipal, que já não tem telhado.",
        ),
        (
            "latin",
            "Rat schließt das Bad",
            "Der Rat von Mühlen hat am Dienstag beschlossen, das alte Bad zu schließen, sagte Jörg Böhm.",
        ),
        (
            "cyrillic",
            "Паром снова ходит",
            "Паром между городами снова ходит после ремонта, сообщил во вторник владелец причала в Оске.",
        ),
    ];
    for (charset, title, text) in cases {
        let (bad_title, bad_text) = (misread(title, charset), misread(text, charset));
        let html = format!(
            "<html><head><title>{bad_title}</title></head><body><article><h1>{bad_title}</h1><p>{bad_text}</p><p>{text}</p></article></body></html>"
        );
        let page = dateline::clean::clean(&dateline::article::RawPage {
            content: dateline::article::Content::Html(html),
            ..Default::default()
        });
        let texts: Vec<&str> = page
            .blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(texts, [text, text]);
        assert_eq!(page.headline.unwrap().text, title);
        assert_eq!(page.meta.title.as_deref(), Some(title));
        assert!(!page.repairs.is_empty());
    }
}
