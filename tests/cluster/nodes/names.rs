//! Names in all spellings, on real nodes as in the embedded archive.

use dateline::archive::{Limits, Searcher};
use dateline::query::{Names, parse};

use crate::generated::told_in;
use crate::{NEWSROOM, agrees, archive_of, articles, ids, on_cluster, request};

/// Invented events, with historical names.
const TEXTS: &[(&str, &str, &str)] = &[
    (
        "ru",
        "Визит",
        "Вчера посол встретил Хрущёва. Позже о Хрущёве писали газеты.",
    ),
    (
        "de",
        "Besuch",
        "Am Montag traf der Gesandte Nikita Chruschtschow in Wien. Die Rose blühte.",
    ),
    (
        "en",
        "Khrushchev Calls",
        "In Vienna the envoy met Nikita Khrushchev on Monday. KHRUSHCHEV smiled.",
    ),
    (
        "en",
        "Cole wins",
        "The prize went to Cole, and a call was made. They call it coal. Mr. Coale did not come.",
    ),
    (
        "en",
        "Truce",
        "Mikalai Statkevich spoke with N. Statkevich, and later Nikolai Ivanovich Statkevich wrote.",
    ),
    (
        "be",
        "Сустрэча",
        "Учора Мікалай Статкевіч сустрэў Аляксандра Лукашэнку ў Менску.",
    ),
    (
        "ru",
        "Встреча",
        "Вчера Николай Статкевич говорил, а Лукашенко молчал. Статкевича слушали.",
    ),
    (
        "pl",
        "Spotkanie",
        "Wczoraj Mikołaj Statkiewicz rozmawiał, a Łukaszenka milczał.",
    ),
    (
        "de",
        "Treffen",
        "Gestern sprach Nikolaj Statkewitsch, während Lukaschenko schwieg.",
    ),
    (
        "fr",
        "Rencontre",
        "Hier le président Loukachenko a rencontré Nikolaï Statkevitch.",
    ),
    (
        "ja",
        "会談",
        "昨日、ルカシェンコ大統領はスタトケビッチ氏と会談した。毛沢東の時代の話もした。",
    ),
    (
        "ko",
        "회담",
        "어제 문재인 대통령은 루카셴코와 만났다. 문재인은 웃었다.",
    ),
    (
        "en",
        "Talks",
        "Yesterday President Moon Jae-in met Alexander Lukashenko, and Mao Zedong was named.",
    ),
    ("zh", "会谈", "昨天毛泽东的照片被展出，卢卡申科没有来。"),
    (
        "he",
        "פגישה",
        "אתמול נפגש בנימין נתניהו עם השגריר. נתניהו חייך.",
    ),
    (
        "ar",
        "لقاء",
        "أمس التقى حسني مبارك السفير. وقال مبارك إنه سعيد.",
    ),
    (
        "en",
        "Lunch",
        "Then Netanyahu and Hosni Mubarak had lunch with Moubarak's brother Ivanov and Mrs Ivanova.",
    ),
    (
        "el",
        "Συνάντηση",
        "Χθες ο Γιώργος Παπανδρέου μίλησε με τον Ιβάνοφ.",
    ),
    (
        "en",
        "Rose",
        "There the rose was red, and roses stood there. A man called Rose met Roz and Ross.",
    ),
    (
        "lt",
        "Susitikimas",
        "Vakar Lukašenka susitiko su Nikolajumi Statkevičiumi Vilniuje.",
    ),
];

const QUERIES: &[&str] = &[
    "name:Khrushchev",
    "name:Хрущёв",
    "name:Chruschtschow",
    "name:Lukashenko",
    "name:Лукашенко",
    "name:ルカシェンコ",
    "name:Łukaszenka",
    "name:Cole",
    "name:=Cole",
    "name:Rose",
    "name:Statkevich",
    "name:\"Nikolai Statkevich\"",
    "name:\"Николай Статкевич\"",
    "name:\"Nikolai Ivanovich Statkevich\"",
    "name:\"N. Statkevich\"",
    "name:\"Alexander Lukashenko\"",
    "name:\"Moon Jae-in\"",
    "name:문재인",
    "name:毛泽东",
    "name:\"Mao Zedong\"",
    "name:Netanyahu",
    "name:נתניהו",
    "name:Mubarak",
    "name:مبارك",
    "name:Papandreou",
    "name:Ivanov",
    "name:Ivanova",
    "name:(Lukashenko -=Loukachenko)",
    "name:Lukashenko NOT name:Statkevich",
    "name:Lukashenko w/s name:Statkevich",
    "name:Lukashenko NEAR/9 met",
    "title:name:Khrushchev",
    "lead:name:Lukashenko",
    "Khrushchev",
    "Lukashenko Vienna",
    "Zzyzx",
    "name:Zzyzx",
];

/// What is found, counted and noted is the same; so is the list of spellings.
#[test]
fn every_spelling() {
    let (_dir, archive) = archive_of(told_in(TEXTS));
    let (_index, cluster) = on_cluster(&archive, "names", 3);
    let queries: Vec<String> = QUERIES.iter().map(|query| (*query).to_owned()).collect();
    agrees(&archive, &cluster, &queries);
    assert!(ids(&cluster, "name:Lukashenko").unwrap().len() > 6);
    let mut wrong = Vec::new();
    for query in QUERIES {
        for names in [Names::Off, Names::Exact, Names::Variants] {
            let asked = |archive: &dyn Searcher| {
                let mut request = request(query);
                request.query = parse(query).0.with_names(names);
                let results = archive.search(&request).unwrap();
                format!("{} {:?}", results.total, results.notes)
            };
            let (expected, found) = (asked(&archive), asked(&cluster));
            if expected != found {
                wrong.push(format!(
                    "{query}\n  expected {expected}\n  found    {found}"
                ));
            }
        }
    }
    for name in [
        "Lukashenko",
        "Статкевич",
        "Rose",
        "Cole",
        "Mubarak",
        "文在寅",
        "Nikolai",
        "Zzyzx",
        "",
    ] {
        let asked = |archive: &dyn Searcher| archive.spellings(name, &Limits::NONE).unwrap();
        let (expected, found) = (asked(&archive), asked(&cluster));
        if expected != found {
            wrong.push(format!(
                "{name}\n  expected {expected:?}\n  found    {found:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every name that an article of the newsroom has.
#[test]
fn names_of_the_newsroom() {
    let archive = &NEWSROOM.1;
    let (_index, cluster) = on_cluster(archive, "newsroom-names", 3);
    let mut queries = Vec::new();
    for article in articles(archive).iter().step_by(17) {
        let words = dateline::text::words::words(&article.text).map(|word| word.text);
        let named = words.filter(|word| {
            word.chars().count() > 3
                && word.starts_with(|c: char| c.is_uppercase() || !c.is_ascii())
        });
        let named: Vec<&str> = named.collect();
        queries.extend(
            named
                .iter()
                .step_by(9)
                .take(3)
                .map(|word| format!("name:{word}")),
        );
        queries.extend(
            named
                .windows(2)
                .step_by(23)
                .take(1)
                .map(|pair| format!("name:\"{} {}\"", pair[0], pair[1])),
        );
    }
    println!("{} names", queries.len());
    agrees(archive, &cluster, &queries);
}
