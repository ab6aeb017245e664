//! Names: which spellings are one name, and which are not.

use dateline::archive::{Limits, Searcher, Why};
use dateline::names::{Part, given, latin, parts, same};
use dateline::query::{Names, parse};

use crate::search::{archive_of, article, ids, request};

#[test]
fn spellings_of_one_name() {
    let names = [
        "Lukashenko Lukashenka Łukaszenka Lukaschenko Loukachenko Лукашенко Лукашэнка ルカシェンコ",
        "Tikhanovskaya Tsikhanouskaya Tichanowskaja Тихановская Тихановскую Ціханоўская",
        "Cole Coale",
        "Statkevich Statkiewicz Statkewitsch Статкевич Статкевича Статкевичем",
        "Zelensky Zelenskyy Zełenski Зеленський Зеленского ゼレンスキー",
        "Gaddafi Qaddafi Kadhafi Gadhafi",
        "Khrushchev Chruschtschow Хрущёв",
        "Netanyahu Netanjahu נתניהו",
        "Mubarak Moubarak مبارك",
        "Putin Poutine Путин プーチン",
        "Papandreou Παπανδρέου",
    ];
    for row in names {
        let mut spellings = row.split(' ');
        let first = spellings.next().unwrap();
        for other in spellings {
            assert!(same(first, other).is_some(), "{first} {other}");
            assert!(same(other, first).is_some(), "{other} {first}");
        }
    }
}

#[test]
fn names_of_two() {
    let pairs = [
        "Cole call",
        "Tsikhanouskaya Tsikhanouski",
        "Tikhanovskaya Tikhanovsky",
        "Тихановской Тихановского",
        "Ivanova Ivanov",
        "Papadopoulou Papadopoulos",
        "Lukashenko Timoshenko",
        "Statkevich Stankevich",
        "Netanyahu שרון",
        "Smith Schmidt",
    ];
    for pair in pairs {
        let (one, other) = pair.split_once(' ').unwrap();
        assert_eq!(same(one, other), None, "{pair}");
    }
}

#[test]
fn any_script_in_latin_letters() {
    let words = [
        ("Łukaszenka", "lukaszenka"),
        ("Лукашенко", "lukashenko"),
        ("문재인", "munjaein"),
        ("毛泽东", "maozedong"),
        ("プーチン", "puchin"),
        ("Փաշինյան", "pashinyan"),
        ("O\u{2019}Brien", "obrien"),
        ("—", ""),
    ];
    for (word, expected) in words {
        assert_eq!(latin(word), expected, "{word}");
    }
}

#[test]
fn parts_of_whole_names() {
    let names = |name| {
        let mut found = Vec::new();
        for part in parts(name) {
            found.push(match part {
                Part::Name(name) => name.to_owned(),
                Part::Initial(letter) => format!("{letter}."),
            });
        }
        found.join(" ")
    };
    assert_eq!(names("Dr. Ludwig van der Hallen"), "Ludwig Hallen");
    assert_eq!(names("N. Statkevich"), "N. Statkevich");
    assert_eq!(names("Moon Jae-in"), "Moon Jae in");
    assert_eq!(names("Al"), "Al");
    assert_eq!(names(" "), "");
    assert!(given::are_forms("Mikalai", "Николай"));
    assert!(!given::are_forms("Nikolai", "Michael"));
}

/// Texts about invented events, with historical names.
fn articles() -> Vec<dateline::article::Article> {
    vec![
        article(
            "cyrillic",
            "ru",
            "Визит",
            "Вчера посол встретил Хрущёва. Позже о Хрущёве писали газеты.",
        ),
        article(
            "german",
            "de",
            "Besuch",
            "Am Montag traf der Gesandte Nikita Chruschtschow in Wien.",
        ),
        article(
            "english",
            "en",
            "Khrushchev Calls",
            "On Monday the envoy met N. Khrushchev. A call came from Ada Coale, and they call it a Call Centre.",
        ),
        article(
            "wife",
            "en",
            "",
            "A letter by Galina Demikhovskaya arrived. Her name was misspelt.",
        ),
        article(
            "husband",
            "en",
            "",
            "A letter by Vladimir Demikhovsky arrived. In it Uladzimir Demikhouski was named.",
        ),
        article(
            "japanese",
            "ja",
            "",
            "昨日レーニン首相と会談した。ウラジーミル・レーニンは帰国した。",
        ),
        article("korean", "ko", "", "어제 김대중 대통령은 연설했다."),
        article(
            "seoul",
            "en",
            "",
            "Yesterday in Seoul Kim Dae-jung spoke of peace.",
        ),
        article(
            "peking",
            "en",
            "",
            "The guests met Zhou Enlai and his staff.",
        ),
    ]
}

#[test]
fn names_find_all_spellings() {
    let (_dir, archive) = archive_of(&articles());
    let cases = [
        ("name:Khrushchev", "cyrillic english german"),
        ("name:Хрущёв", "cyrillic english german"),
        ("Khrushchev", "english"),
        ("name:=Khrushchev", "english"),
        ("name:Khrushchev -=Chruschtschow", "cyrillic english"),
        ("name:\"Nikita Khrushchev\"", "english german"),
        ("name:\"Khrushchev, Nikita\"", "german"),
        ("name:Lenin", "japanese"),
        ("name:Cole", "english"),
        ("name:Cole w/3 call", "english"),
        ("name:Demikhovskaya", "wife"),
        ("name:Demikhovsky", "husband"),
        ("name:Nikolai", ""),
        ("name:\"Kim Dae-jung\"", "korean seoul"),
        ("name:김대중", "korean"),
        ("name:周恩来", "peking"),
        ("title:name:Khrushchev", "english"),
        (
            "NOT name:Khrushchev",
            "husband japanese korean peking seoul wife",
        ),
    ];
    for (query, expected) in cases {
        let results = archive.search(&request(query)).unwrap();
        assert_eq!(ids(&results), expected, "{query}");
    }
}

#[test]
fn names_can_be_read_as_words() {
    let (_dir, archive) = archive_of(&articles());
    let query = parse("name:Khrushchev OR name:\"Zhou Enlai\"").0;
    for (names, expected) in [
        (Names::Off, "english peking"),
        (Names::Exact, "english peking"),
        (Names::Variants, "cyrillic english german peking"),
    ] {
        let mut request = request("x");
        request.query = query.clone().with_names(names);
        assert_eq!(ids(&archive.search(&request).unwrap()), expected);
    }
}

#[test]
fn spellings_are_listed_with_reasons() {
    let (_dir, archive) = archive_of(&articles());
    let spellings = archive
        .spellings("Demikhovsky", &Limits::default())
        .unwrap();
    let mut found = Vec::new();
    for spelling in &spellings {
        found.push((
            spelling.text.as_str(),
            spelling.articles,
            spelling.why == Why::Asked,
        ));
    }
    assert_eq!(found, [("Demikhovsky", 1, true), ("Demikhouski", 1, false)]);
    let none = archive
        .spellings("Quillfeather", &Limits::default())
        .unwrap();
    assert!(none.is_empty());
}
