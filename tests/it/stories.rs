//! Stories: which articles tell of one event, who took what from whom, and where their numbers disagree.

use dateline::article::{Article, Found, Language, PubDate, Reason, Removal, Span, Witness};
use dateline::group::{Clue, EventTerms, event_terms, lineage, numbers, stories};
use dateline::names;
use proptest::prelude::*;

use crate::support::Desk;

fn found<T>(value: T) -> Option<Found<T>> {
    Some(Found::new(value, "given", Witness::Given, 1.0))
}

/// An article of a day of March 2025, or of none.
fn article(id: &str, day: Option<i8>, title: &str, text: &str) -> Article {
    let date = |day| PubDate::day(jiff::civil::date(2025, 3, day));
    Article {
        id: id.into(),
        title: found(title.to_owned()),
        text: text.into(),
        language: found(Language("en".into())),
        published: day.and_then(|day| found(date(day))),
        ..Article::default()
    }
}

/// Reports of a few events: each names its own people and places, and all of them use the words of the trade.
fn reports(seeds: &[(u8, u8, u8)]) -> Vec<EventTerms> {
    const EVENTS: &[(&str, &str)] = &[
        (
            "Ferry Alder Queen aground off Northmoor",
            "Captain Ines Quarrie ferry Alder Queen Northmoor rocks passengers lifeboats",
        ),
        (
            "Crack found in Irsel dam",
            "engineers Irsel valley dam crack concrete reservoir Weissmueller evacuated villages",
        ),
        (
            "Toravia bans wheat exports",
            "wheat exports Toravia harbour Galushchak ministry grain bread prices ninety days",
        ),
    ];
    const TRADE: &[&str] = &[
        "officials",
        "said",
        "morning",
        "statement",
        "reporters",
        "spokesman",
        "later",
        "inquiry",
        "week",
        "told",
    ];
    let report = |(nth, (event, day, salt)): (usize, &(u8, u8, u8))| {
        let (title, words) = EVENTS[usize::from(*event) % EVENTS.len()];
        let trade = TRADE[usize::from(*salt) % TRADE.len()];
        let other = TRADE[usize::from(salt / 7) % TRADE.len()];
        let text = format!(
            "On the {trade} there was {other} about {words}. The {other} of {words} was {trade}."
        );
        let day = (*day < 28).then(|| 1 + i8::try_from(day % 28).unwrap());
        event_terms(&article(&format!("{nth:03}"), day, title, &text))
    };
    seeds.iter().enumerate().map(report).collect()
}

/// The stories as sets of ids, in order.
fn by_id(articles: &[EventTerms]) -> Vec<Vec<String>> {
    let ids = |story: &Vec<usize>| story.iter().map(|at| articles[*at].id.clone()).collect();
    stories(articles).iter().map(ids).collect()
}

proptest! {
    #[test]
    fn stories_do_not_depend_on_the_order(seeds in prop::collection::vec((0u8..3, 0u8..32, 0u8..100), 0..40), turn in 0usize..40) {
        let mut articles = reports(&seeds);
        let as_they_came = by_id(&articles);
        let all: usize = as_they_came.iter().map(Vec::len).sum();
        prop_assert_eq!(all, articles.len());
        let turn = turn.min(articles.len());
        articles.rotate_left(turn);
        prop_assert_eq!(&by_id(&articles), &as_they_came);
        articles.reverse();
        prop_assert_eq!(&by_id(&articles), &as_they_came);
    }

    #[test]
    fn any_texts_have_a_lineage_and_numbers(texts in prop::collection::vec("[ab 12.,%人\\n]{0,120}", 0..5)) {
        let articles: Vec<Article> = texts.iter().enumerate().map(|(nth, text)| article(&nth.to_string(), None, "", text)).collect();
        let articles: Vec<&Article> = articles.iter().collect();
        let lineage = lineage(&articles);
        // No article is its own source, so one of them has none.
        prop_assert!(articles.is_empty() || !lineage.independent(articles.len()).is_empty());
        numbers(&articles);
    }
}

#[test]
fn events_of_one_topic_stay_apart_and_days_far_apart_too() {
    let ferry = "Captain Ines Quarrie ran the ferry Alder Queen aground on the rocks off Northmoor. Lifeboats took off the passengers.";
    let fire = "A fire in the wool market of Haverford burned for nine hours. Firefighters from Quillmouth saved the clock tower.";
    let cases = [
        (Some(3), ferry, Some(4), ferry, true),
        (Some(3), ferry, Some(4), fire, false),
        (Some(3), ferry, Some(28), ferry, false),
        (Some(3), ferry, None, ferry, true),
        (None, ferry, None, ferry, true),
    ];
    for (day, text, other_day, other, is_one) in cases {
        let articles = [
            event_terms(&article("a", day, "", text)),
            event_terms(&article("b", other_day, "", other)),
        ];
        assert_eq!(
            stories(&articles).len() == 1,
            is_one,
            "{day:?} {other_day:?} {other}"
        );
    }
}

#[test]
fn names_and_numbers_carry_across_languages() {
    let texts = [
        (
            "en",
            "President Halvard Brenning freed 52 prisoners in Skarholm after talks with envoy Tomas Lindqvarn of Norlandia.",
        ),
        (
            "ru",
            "Президент Халвард Бреннинг освободил 52 заключённых в Скархолме после переговоров с посланником Томасом Линдкварном.",
        ),
        (
            "pl",
            "Prezydent Halvard Brenning uwolnił 52 więźniów w Skarholmie po rozmowach z wysłannikiem Tomasem Lindqvarnem.",
        ),
    ];
    let articles: Vec<EventTerms> = texts
        .iter()
        .map(|(language, text)| {
            let mut article = article(language, Some(12), "", text);
            article.language = found(Language((*language).into()));
            event_terms(&article)
        })
        .collect();
    assert_eq!(stories(&articles).len(), 1);
}

/// Where a script leaves out sounds, what is left of names tells; other names of the same day are another story.
#[test]
fn names_carry_into_scripts_that_leave_out_sounds() {
    let one = [
        (
            "en",
            "President Halvard Brenning freed 52 prisoners in Tarvonia after talks with envoy Tomas Belmonte of Norlandia.",
        ),
        (
            "ja",
            "タルヴォニアのブレンニング大統領は、ノルランディアの特使トマス・ベルモンテ氏との会談後、囚人52人を釈放した。",
        ),
        (
            "zh",
            "塔尔沃尼亚总统布伦宁在与诺尔兰迪亚特使贝尔蒙特会谈后，释放了52名囚犯。",
        ),
        (
            "ko",
            "타르보니아의 브렌닝 대통령은 노를란디아의 특사 벨몬테와 회담한 뒤 수감자 52명을 석방했다.",
        ),
        (
            "ar",
            "أفرج رئيس تارفونيا هالفارد برينينغ عن 52 سجينا بعد محادثات مع المبعوث توماس بلمونتي من نورلانديا.",
        ),
    ];
    let other = [
        (
            "en",
            "Premier Oskar Delgado of Kastrelia closed 17 mines near Mirovets after talks with minister Pavel Sandrin.",
        ),
        (
            "ja",
            "カストレリアのデルガド首相は、サンドリン大臣との会談後、ミロヴェツ近郊の鉱山17か所を閉鎖した。",
        ),
    ];
    let read = |(language, text): &(&str, &str)| {
        let mut article = article(language, Some(12), "", text);
        article.id = format!("{language}-{}", text.len());
        article.language = found(Language((*language).into()));
        event_terms(&article)
    };
    let articles: Vec<EventTerms> = one.iter().chain(&other).map(read).collect();
    let sizes: Vec<usize> = stories(&articles).iter().map(Vec::len).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 7);
    assert_eq!(sizes.len(), 2, "{sizes:?}");
}

/// One name is shared, and what news tells of: in any language a ferry that sank with its captain. Another event of the same place, and
/// the same event elsewhere, are stories of their own.
#[test]
fn what_news_tells_of_carries_across_languages() {
    let sinking = [
        (
            "en",
            "Ferry sinks off Tarvonia",
            "A ferry sank in a storm off Tarvonia. The captain and most of the crew were rescued by a lifeboat, 14 passengers are missing.",
        ),
        (
            "de",
            "Fähre vor Tarvonia gesunken",
            "Im Sturm ist vor Tarvonia eine Fähre gesunken. Der Kapitän und die Besatzung wurden gerettet, 14 Menschen werden vermisst.",
        ),
        (
            "ru",
            "Паром затонул у берегов Тарвонии",
            "Во время шторма у Тарвонии затонул паром. Капитан и экипаж спасены, 14 человек пропали без вести.",
        ),
        (
            "ko",
            "타르보니아 앞바다서 여객선 침몰",
            "타르보니아 앞바다에서 여객선이 폭풍 속에 침몰했다. 선장과 승무원은 구조됐고 14명이 실종됐다.",
        ),
        (
            "ar",
            "غرق عبارة قبالة تارفونيا",
            "غرقت عبارة في عاصفة قبالة تارفونيا. وأنقذت فرق الإغاثة القبطان والطاقم، و14 شخصا في عداد المفقودين.",
        ),
    ];
    let others = [
        (
            "pl",
            "Strajk nauczycieli w Tarvonii",
            "W Tarvonii nauczyciele rozpoczęli strajk. Związki domagają się wyższych płac, 300 szkół jest zamkniętych.",
        ),
        (
            "es",
            "Naufraga un transbordador en Kastrelia",
            "Un transbordador naufragó en una tormenta frente a Kastrelia. El capitán y la tripulación fueron rescatados.",
        ),
    ];
    let read = |(language, title, text): &(&str, &str, &str)| {
        let mut article = article(language, Some(12), title, text);
        article.language = found(Language((*language).into()));
        event_terms(&article)
    };
    let articles: Vec<EventTerms> = sinking.iter().chain(&others).map(read).collect();
    let mut sizes: Vec<usize> = stories(&articles).iter().map(Vec::len).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 1, 5]);
}

#[test]
fn all_scripts_tell_the_same_consonants() {
    for (spellings, classes) in [
        (
            "Toravia Торавия トラヴィア توراڤيا تورافيا 托拉维亚 토라비아 토라비아의",
            "trp",
        ),
        (
            "Belmonte Бельмонте ベルモンテ بلمونتي 贝尔蒙特 벨몬테",
            "prmnt",
        ),
        ("Brenning ブレンニンク 布伦宁", "prn"),
        (
            "Lukashenko Лукашенко ルカシェンコ لوكاشينكو 卢卡申科 루카셴코",
            "rksnk",
        ),
    ] {
        for spelling in spellings.split(' ') {
            let found = names::consonants(spelling).unwrap_or_default();
            assert!(
                found.starts_with(classes),
                "{spelling}: {found}, not {classes}"
            );
        }
    }
    assert_eq!(names::consonants("Rie"), None);
}

const REPORT: &str = "The council of Osk decided on Monday to keep the old mill, and to pay “a fair price” for its wheel. \
    The miller, who had offered to close it, said that he was glad. Nine members voted for the plan and four against it, after a \
    debate that went on until midnight and was broken off twice.";

/// Long enough that a slip leaves most of it as it was, and without a passage that it has twice.
fn reports_of_the_day() -> String {
    (10..30)
        .map(|nth| format!("House{nth} owns bridge{nth} beside the bakery, and mill{nth} owes a wooden wheel to widow{nth}. "))
        .collect()
}

#[test]
fn the_direction_of_reuse_follows_the_surest_clue() {
    let plain = |id: &str, text: &str| article(id, None, "Mill stays open in Osk after vote", text);
    let cut = "The council of Osk decided on Monday to keep the old mill, and to pay “a fair price” for its wheel. Good.";
    let mut credited = plain("a", REPORT);
    credited.removed = vec![Removal::new(
        Reason::Credit,
        "Photo: Harbour Post",
        Span { start: 0, end: 19 },
    )];
    let mut harbour_post = plain("b", REPORT);
    harbour_post.source = found("Harbour Post".to_owned());
    let mut later = plain("a", REPORT);
    later.published = found(PubDate::day(jiff::civil::date(2025, 3, 9)));
    let mut earlier = plain("b", cut);
    earlier.published = found(PubDate::day(jiff::civil::date(2025, 3, 8)));
    let mut headed = plain("a", REPORT);
    headed.title = found("MILL STAYS OPEN IN OSK AFTER VOTE".to_owned());
    let long = format!("{REPORT} {}", reports_of_the_day());
    let slips = long
        .replacen("bakery", "bakry", 1)
        .replacen("wooden", "woden", 1);
    // The first article of each pair is the copy.
    let cases = [
        (later, earlier, Clue::Day),
        (credited, harbour_post, Clue::Credit),
        (plain("a", cut), plain("b", REPORT), Clue::Length),
        (
            plain("a", &format!("OSK, Vale — {REPORT}")),
            plain("b", REPORT),
            Clue::Prefix,
        ),
        (plain("a", &slips), plain("b", &long), Clue::Spelling),
        (headed, plain("b", REPORT), Clue::Headline),
    ];
    for (copy, origin, clue) in &cases {
        for articles in [[copy, origin], [origin, copy]] {
            let lineage = lineage(&articles);
            let [reuse] = &lineage.reuses[..] else {
                panic!("{clue:?}: {lineage:?}");
            };
            assert_eq!(articles[reuse.to].id, "a", "{clue:?}: {reuse:?}");
            assert_eq!(reuse.clue, *clue, "{reuse:?}");
            assert!(!reuse.passages.is_empty());
        }
    }
}

#[test]
fn reports_that_share_little_are_independent_unless_one_names_the_other() {
    let own = "A vote in Osk went the way of the mill last night. The council said it would pay a fair price for the wheel after all. \
        Shopkeepers near the river had asked for that since spring, and the baker baked a cake in its shape.";
    let mut agency = article("a", None, "", REPORT);
    agency.source = found("Valepress".to_owned());
    let retold = article("b", None, "", own);
    assert!(lineage(&[&agency, &retold]).reuses.is_empty());
    let own = own.replace(
        "it would pay a",
        "to Valepress that it was to keep the old mill, and to pay a",
    );
    let retold = article("b", None, "", &own);
    let reuses = lineage(&[&agency, &retold]).reuses;
    assert_eq!(
        (reuses[0].from, reuses[0].to, reuses[0].clue),
        (0, 1, Clue::Credit)
    );
}

/// Whether two articles with these sentences disagree on a number.
fn disagree(language: &str, first: &str, second: &str) -> bool {
    let of = |id: &str, text: &str| {
        let mut article = article(id, None, "", text);
        article.language = found(Language(language.into()));
        article
    };
    let (first, second) = (of("a", first), of("b", second));
    numbers(&[&first, &second]).iter().any(|row| row.disagrees)
}

/// Language, two sentences, and whether their numbers disagree, set apart by `|`.
const NUMBERS: &str = "\
en | The president freed 52 political prisoners. | The president of Belmark released 53 political prisoners. | disagree
en | The president freed 52 political prisoners. | The president freed fifty-two political prisoners. | agree
en | The president freed 52 political prisoners. | The president freed more than 50 political prisoners. | agree
en | The president freed 52 political prisoners. | The president freed about 50 political prisoners. | agree
en | The president freed 52 political prisoners. | The president freed more than 60 political prisoners. | disagree
en | The president freed 52 political prisoners. | The president freed 14 foreigners. | agree
en | Some 1,187 people fled. | In all 1,200 people fled. | agree
en | The repair of the bridge cost 9.5 million crowns. | The repair of the bridge cost 9,500,000 crowns. | agree
en | The repair of the bridge cost 9.5 million crowns. | The repair of the bridge cost 8.5 million crowns. | disagree
en | It was founded in 1994 by two brothers. | It was founded in 1997 by two brothers. | disagree
en | Turnout rose to 61% in the north. | Turnout rose to 16% in the north. | disagree
en | They freed 52 prisoners in Osk. In June they freed 14 prisoners in Osk. | They freed 52 prisoners in Osk. | agree
de | Der Präsident ließ 52 politische Gefangene frei. | Der Präsident ließ zweiundfünfzig politische Gefangene frei. | agree
de | Der Präsident ließ 52 politische Gefangene frei. | Der Präsident ließ 25 politische Gefangene frei. | disagree
fr | Le président a libéré 52 prisonniers politiques. | Le président a libéré plus de 50 prisonniers politiques. | agree
ru | Президент освободил двенадцать политических заключённых. | Президент освободил 12 политических заключённых. | agree
ru | Президент освободил пятнадцать политических заключённых. | Президент освободил 12 политических заключённых. | disagree
es | El presidente liberó a dos millones de personas. | El presidente liberó a 2.000.000 de personas. | agree
zh | 总统释放了52名政治犯。 | 总统释放了53名政治犯。 | disagree
zh | 总统释放了52名政治犯。 | 总统释放了５２名政治犯。 | agree
en | The ferry sank off Osk and 12 people died in the fog. | The ferry sank off Osk; in the fog 9 people were saved. | agree
en | The ferry sank off Osk and 12 people died in the fog. | The ferry sank off Osk; in the fog 14 people were killed. | disagree
de | Die Fähre sank vor Osk, im Nebel starben 12 Menschen. | Die Fähre sank vor Osk, im Nebel wurden 9 Menschen gerettet. | agree
fr | Le ferry a coulé devant Osk et 12 personnes sont mortes. | Le ferry a coulé devant Osk et 9 personnes ont disparu. | agree
ru | Паром затонул у Оска, погибли 12 человек. | Паром затонул у Оска, спасены 9 человек. | agree
ru | Паром затонул у Оска, погибли 12 человек. | Паром затонул у Оска, погибли 14 человек. | disagree
zh | 渡轮在奥斯克沉没,12人遇难。 | 渡轮在奥斯克沉没,9人获救。 | agree";

#[test]
fn numbers_disagree_only_where_they_cannot_both_be_right() {
    for line in NUMBERS.lines() {
        let cells: Vec<&str> = line.split(" | ").collect();
        let [language, first, second, verdict] = cells[..] else {
            panic!("{line}");
        };
        let expected = verdict == "disagree";
        assert_eq!(disagree(language, first, second), expected, "{line}");
        assert_eq!(disagree(language, second, first), expected, "{line}");
        assert!(!disagree(language, first, first), "{first}");
    }
}

/// A small newsroom: an agency's report, a copy of it, a report of its own with another number, and another event.
fn newsroom(desk: &Desk) {
    let body = "Belmark freed 52 political prisoners on Thursday as part of a deal brokered by envoy Jon Quarrie, who met President \
        Alvar Lukonen in Minsholm. The airline Belmavia may buy spare parts again, an official said on condition of anonymity. The \
        prisoners crossed the border to Livonia in two buses, and most of them asked for a telephone first.";
    let own = "President Alvar Lukonen let 57 political prisoners go in Belmark after talks with envoy Jon Quarrie in Minsholm. Nobody \
        had expected Belmavia to be named in the same breath. In Livonia their families waited all night with blankets and soup.";
    let other = "The ferry Alder Queen ran aground off Northmoor in thick fog. Lifeboats took all passengers off before noon, and the \
        harbour master spoke of a miracle. An inquiry into the ferry's radar begins next week in Northmoor.";
    let record = |id: &str, source: &str, day: &str, title: &str, text: &str| {
        serde_json::json!({"id": id, "source": source, "published": day, "title": title, "text": text, "language": "en"}).to_string()
    };
    let lines = [
        record(
            "wire",
            "Valepress",
            "2025-03-13",
            "Belmark frees 52 prisoners",
            body,
        ),
        record(
            "copy",
            "Harbour Post",
            "2025-03-14",
            "52 prisoners freed in Belmark",
            &format!("{body} The paper's readers were glad."),
        ),
        record(
            "own",
            "Evening Lantern",
            "2025-03-14",
            "Lukonen lets prisoners go",
            own,
        ),
        record(
            "ferry",
            "Harbour Post",
            "2025-03-14",
            "Ferry aground off Northmoor",
            other,
        ),
    ];
    for (nth, line) in lines.iter().enumerate() {
        desk.write(&format!("{nth}.jsonl"), format!("{line}\n"));
    }
}

#[test]
fn stories_and_their_lineage_are_shown() {
    let desk = Desk::new();
    newsroom(&desk);
    desk.run(&["index", "0.jsonl", "1.jsonl", "2.jsonl", "3.jsonl"])
        .ok();
    let lines = desk.run(&["stories", "--json"]).lines();
    let told = &lines[0];
    assert_eq!(
        (&told["story"], &told["articles"]),
        (&"wire".into(), &3.into()),
        "{told}"
    );
    assert_eq!(
        (&told["independent"], &told["copies"]),
        (&2.into(), &1.into()),
        "{told}"
    );
    assert_eq!(
        told["sources"],
        serde_json::json!(["Evening Lantern", "Harbour Post", "Valepress"])
    );
    assert_eq!(
        (&told["first_day"], &told["last_day"]),
        (&"2025-03-13".into(), &"2025-03-14".into())
    );
    assert_eq!(
        (&lines[2]["stories"], &lines[2]["articles"]),
        (&2.into(), &4.into())
    );

    let edges = &desk.run(&["stories", "own", "--lineage", "--json"]).lines()[0]["edges"];
    assert_eq!(
        (&edges[0]["from"], &edges[0]["to"], &edges[0]["clue"]),
        (&"wire".into(), &"copy".into(), &"day".into())
    );
    assert!(
        edges[0]["passages"][0]["text"]
            .as_str()
            .unwrap()
            .starts_with("Belmark freed 52")
    );
    assert!(edges[1].is_null(), "{edges}");
    let tree = desk.run(&["stories", "wire", "--lineage"]).ok();
    assert!(tree.contains("└─ 2025-03-14  Harbour Post"), "{tree}");
}

#[test]
fn numbers_and_the_story_of_an_article_are_shown() {
    let desk = Desk::new();
    newsroom(&desk);
    desk.run(&["index", "0.jsonl", "1.jsonl", "2.jsonl", "3.jsonl"])
        .ok();
    let rows = desk
        .run(&["stories", "wire", "--numbers", "--json"])
        .lines();
    assert_eq!(
        (&rows[0]["noun"], &rows[0]["disagrees"]),
        (&"prisoners".into(), &true.into()),
        "{rows:?}"
    );
    let figures: Vec<&serde_json::Value> = rows[0]["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|figure| &figure["text"])
        .collect();
    assert_eq!(figures, ["52", "52", "57"]);
    assert!(
        desk.run(&["stories", "wire", "--numbers"])
            .ok()
            .contains("they disagree")
    );

    let story = &desk.run(&["show", "copy", "--story", "--json"]).lines()[0];
    assert_eq!(story["members"][0]["id"], "wire");
    let facet = &desk
        .run(&["facets", "*", "--by", "story", "--json"])
        .lines()[0];
    assert_eq!(
        (&facet["values"][0]["value"], &facet["values"][0]["count"]),
        (&"wire".into(), &3.into()),
        "{facet}"
    );
    let ids = |query: &str| -> Vec<String> {
        let lines = desk.run(&["export", query]).lines();
        lines
            .iter()
            .map(|line| line["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids("story:copy"), ["wire", "copy", "own"]);
    assert_eq!(ids("story:copy -wait*"), ["wire", "copy"]);
    assert_eq!(ids("story:(own OR ferry) NOT buses"), ["own", "ferry"]);
    assert_eq!(desk.run(&["search", "story:nobody"]).code, 1);
    assert_eq!(desk.run(&["stories", "nobody", "--lineage"]).code, 1);
    assert_eq!(desk.run(&["stories", "ferry", "--lineage"]).code, 1);
}

#[test]
fn every_order_of_input_and_every_split_gives_the_same_stories() {
    let told = |runs: &[&[&str]]| {
        let desk = Desk::new();
        newsroom(&desk);
        for files in runs {
            desk.run(&[&["index"], *files].concat()).ok();
        }
        let mut lines = desk.run(&["stories", "--json"]).lines();
        lines.pop();
        lines
    };
    let at_once = told(&[&["0.jsonl", "1.jsonl", "2.jsonl", "3.jsonl"]]);
    assert_eq!(
        told(&[&["3.jsonl", "2.jsonl"], &["1.jsonl", "0.jsonl"]]),
        at_once
    );
    assert_eq!(
        told(&[&["2.jsonl"], &["0.jsonl"], &["3.jsonl"], &["1.jsonl"]]),
        at_once
    );
}

#[test]
fn hits_fold_by_story() {
    let desk = Desk::new();
    newsroom(&desk);
    desk.run(&["index", "0.jsonl", "1.jsonl", "2.jsonl", "3.jsonl"])
        .ok();
    let stories = desk.run(&["stories", "*", "--json"]).lines();
    let stories: Vec<_> = stories
        .iter()
        .filter(|line| line["type"] == "story")
        .collect();
    let lines = desk
        .run(&["search", "*", "--group", "story", "--json"])
        .lines();
    let (summary, others) = lines.split_last().unwrap();
    let hits: Vec<_> = others.iter().filter(|line| line["type"] == "hit").collect();
    assert_eq!(hits.len(), stories.len());
    assert_eq!(summary["stories"], stories.len());
    assert!(summary["texts"].as_u64() < summary["total"].as_u64());
    for story in stories {
        let hit = hits
            .iter()
            .find(|hit| hit["story"] == story["story"])
            .unwrap();
        let folded = hit["folded"].as_u64().unwrap_or_default();
        assert_eq!(folded + 1, story["articles"], "{hit}");
    }
    let page = desk.run(&["search", "*", "--group", "story"]).ok();
    assert!(page.contains("articles of the story"), "{page}");
}
