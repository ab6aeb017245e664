//! Forms of words: which writings find each other, in which languages, and which must not; and what is marked.

use std::collections::BTreeMap;

use dateline::archive::{Note, Searcher};
use dateline::search::Archive;

use crate::search::{archive_of, article, request};

/// A language, a query, texts that it finds with the words that are marked in brackets, and texts that it does not find.
type Row<'a> = (&'a str, &'a str, &'a [&'a str], &'a [&'a str]);

/// Asks every query of one archive of all texts and compares what it finds among the texts of its row.
fn check(rows: &[Row<'_>]) {
    let mut articles = Vec::new();
    for (at, (language, _, found, others)) in rows.iter().enumerate() {
        for (nth, text) in found.iter().chain(*others).enumerate() {
            let id = format!("row{at}-{nth}");
            articles.push(article(&id, language, "", &text.replace(['[', ']'], "")));
        }
    }
    let (_dir, archive) = archive_of(&articles);
    let mut wrong = String::new();
    for (at, (_, query, found, _)) in rows.iter().enumerate() {
        let shown = shown(&archive, query, &format!("row{at}-"));
        let expected: BTreeMap<String, String> = (0..)
            .zip(*found)
            .map(|(nth, text): (usize, _)| (format!("row{at}-{nth}"), (*text).to_owned()))
            .collect();
        if shown != expected {
            wrong.push_str(&format!("{query}: {shown:?}\n   not {expected:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The hits whose ids begin so, each with its marks in brackets.
fn shown(archive: &Archive, query: &str, ids: &str) -> BTreeMap<String, String> {
    let mut request = request(query);
    request.limit = 1_000;
    let hits = archive.search(&request).unwrap().hits;
    let mut shown = BTreeMap::new();
    for hit in hits.iter().filter(|hit| hit.id.starts_with(ids)) {
        let snippet = &hit.snippets[0];
        let mut text = snippet.text.clone();
        for mark in snippet.marks.iter().rev() {
            text.insert(mark.end, ']');
            text.insert(mark.start, '[');
        }
        shown.insert(hit.id.clone(), text);
    }
    shown
}

#[test]
fn apostrophes_are_one_sign() {
    let texts: &[&str] = &[
        "They [don't] pay",
        "They [don’t] pay",
        "They [don‘t] pay",
        "They [donʼt] pay",
        "They [don＇t] pay",
        "They [don´t] pay",
        "They [don`t] pay",
        "They [don′t] pay",
    ];
    let brien: &[&str] = &[
        "Mayor [O]'[Brien] left",
        "Mayor [O]’[Brien] left",
        "Mayor [O]ʼ[Brien] left",
    ];
    check(&[
        ("en", "don't", texts, &["They do pay"]),
        ("en", "don’t", texts, &[]),
        ("en", "donʼt", texts, &[]),
        (
            "en",
            "\"don't pay\"",
            &["They [don’t] [pay]", "They [don't] [pay]"],
            &["They don’t even pay"],
        ),
        ("en", "O’Brien", brien, &[]),
        (
            "en",
            "it's",
            &["[It]’s late", "[It]'s late", "[It]ʼs late"],
            &["He sits late"],
        ),
        (
            "uk",
            "п'ять",
            &["[п’ять] років", "[п'ять] років", "[пʼять] років"],
            &["шість"],
        ),
        (
            "fr",
            "l'accord",
            &["[L]’[accord] tient", "[L]'[accord] tient"],
            &[],
        ),
        ("he", "צ'ק", &["[צ׳ק] אחד", "[צ'ק] אחד"], &[]),
    ]);
}

const CEASE: &[&str] = &[
    "The [cease]-[fire] holds",
    "The [ceasefire] holds",
    "The [cease] [fire] holds",
];

const PLANE: &[&str] = &[
    "A [C]-[130] landed",
    "A [C130] landed",
    "A [C] [130] landed",
];

const MAIL: &[&str] = &[
    "The [e]-[mail] leaked",
    "The [email] leaked",
    "The [e]‑[mails] leaked",
    "[Emails] leaked",
];

const COMPOUNDS: &[Row<'_>] = &[
    ("en", "cease-fire", CEASE, &["The fire will cease"]),
    ("en", "ceasefire", CEASE, &["The fire will cease"]),
    ("en", "\"cease fire\"", CEASE, &[]),
    ("en", "cease fire", CEASE, &["A tower"]),
    ("en", "C-130", PLANE, &["A C-13 landed"]),
    ("en", "C130", PLANE, &["C and then 130 landed"]),
    (
        "en",
        "COVID-19",
        &[
            "the [COVID]-[19] ward",
            "the [COVID19] ward",
            "the [Covid] [19] ward",
        ],
        &["the COVID ward"],
    ),
    (
        "en",
        "covid19",
        &["the [COVID]-[19] ward", "the [COVID19] ward"],
        &["19 COVID wards"],
    ),
    ("en", "email", MAIL, &["mail"]),
    ("en", "e-mail", MAIL, &["mail"]),
    (
        "en",
        "plug-in",
        &["A [plug]-[in] failed", "A [plugin] failed"],
        &["A plug failed"],
    ),
    (
        "en",
        "\"ceasefire talks\"",
        &["[ceasefire] [talks]", "[cease]-[fire] [talks]"],
        &["cease-fire and talks"],
    ),
    (
        "en",
        "\"cease-fire talks\"",
        &["[ceasefire] [talks]", "[cease]-[fire] [talks]"],
        &["ceasefire and talks"],
    ),
    (
        "en",
        "=cease-fire",
        &["The [cease]-[fire] holds"],
        &["The ceasefire holds", "The cease fire holds"],
    ),
    (
        "en",
        "=ceasefire",
        &["The [ceasefire] holds"],
        &["The cease-fire holds", "The cease fire holds"],
    ),
    (
        "en",
        "=C-130",
        &["A [C]-[130] landed"],
        &["A C130 landed", "A C 130 landed"],
    ),
    (
        "en",
        "therapist",
        &["A [therapist] came"],
        &["the rapist fled"],
    ),
    (
        "en",
        "F-16",
        &[
            "two [F]-[16s]",
            "an [F]-[16]'s wing",
            "an [F16]",
            "many [F16s]",
        ],
        &["F-15s"],
    ),
    (
        "en",
        "MiG-29",
        &["the [MiG]-[29]'s range", "[MiG]-[29s] flew", "a [MiG29]"],
        &["MiG-31"],
    ),
    ("en", "1990", &["in [1990]"], &["the 1990s"]),
    (
        "ru",
        "онлайн-форма",
        &["[онлайн]-[форма]", "[онлайнформа]"],
        &["форма"],
    ),
    (
        "ru",
        "вицепремьер",
        &["[вице]-[премьер]", "[вицепремьера]"],
        &["премьер"],
    ),
    (
        "uk",
        "вебсайт",
        &["[веб]-[сайт] міста", "[вебсайт] міста"],
        &["сайт"],
    ),
    ("de", "E-Mail", &["Eine [E]-[Mail]", "Eine [Email]"], &[]),
    ("el", "τσεκαπ", &["ένα [τσεκ]-[απ]", "ένα [τσεκαπ]"], &[]),
    (
        "he",
        "אלקאעידה",
        &["ארגון [אל]־[קאעידה]", "ארגון [אל]-[קאעידה]"],
        &[],
    ),
    ("fr", "weekend", &["le [week]-[end]", "le [weekend]"], &[]),
];

#[test]
fn compounds_with_hyphen_joined_and_apart() {
    check(COMPOUNDS);
}

#[test]
fn acronyms_with_and_without_full_stops() {
    check(&[
        (
            "en",
            "US delegation",
            &[
                "The [U.S]. [delegation] left",
                "The [US] [delegation] stayed",
            ],
            &["The UK delegation"],
        ),
        (
            "en",
            "U.S. delegation",
            &[
                "The [U.S]. [delegation] left",
                "The [US] [delegation] stayed",
            ],
            &["Give us a delegation"],
        ),
        ("en", "us", &["Give [us] time"], &["The U.S. left"]),
        (
            "en",
            "USA",
            &["The [U.S.A]. left", "The [USA] left"],
            &["The US left"],
        ),
        (
            "en",
            "U.S.A.",
            &["The [U.S.A]. left", "The [USA] left"],
            &[],
        ),
        (
            "en",
            "pm",
            &["at 5 [p.m]. sharp", "at 5 [pm] sharp", "at 5 [PM]"],
            &["at 5 a.m."],
        ),
        ("en", "p.m.", &["at 5 [p.m]. sharp", "at 5 [pm] sharp"], &[]),
        (
            "en",
            "PhD",
            &["a [Ph].[D]. student", "a [PhD] student"],
            &[],
        ),
        (
            "en",
            "=US",
            &["The [US] left"],
            &["The U.S. left", "Give us time"],
        ),
        ("en", "=U.S.", &["The [U.S]. left"], &["The US left"]),
        ("el", "ΗΠΑ", &["οι [Η.Π.Α]. είπαν", "οι [ΗΠΑ] είπαν"], &[]),
        (
            "ru",
            "\"А. С. Пушкин\"",
            &["[А.С]. [Пушкин]", "[А]. [С]. [Пушкин]"],
            &[],
        ),
        (
            "ar",
            "افب",
            &["وكالة [أ.ف.ب] قالت", "وكالة [أفب] قالت"],
            &[],
        ),
        (
            "he",
            "צהל",
            &["דובר [צה\"ל] מסר", "דובר [צה״ל] מסר", "דובר [צהל] מסר"],
            &[],
        ),
    ]);
}

#[test]
fn numbers_in_any_grouping() {
    let homes: &[&str] = &[
        "some [1,000] homes",
        "some [1000] homes",
        "some [1] [000] homes",
        "some [1]\u{a0}[000] homes",
        "some [1]\u{202f}[000] homes",
        "some [1.000] homes",
        "some [1'000] homes",
        "some [1’000] homes",
    ];
    let million: &[&str] = &[
        "[1,500,000] votes",
        "[1] [500] [000] votes",
        "[1.500.000] votes",
        "[1500000] votes",
    ];
    check(&[
        (
            "en",
            "1000",
            homes,
            &["some 10,000 homes", "some 1,0000 homes", "1 0001", "0.100"],
        ),
        ("en", "1,000", homes, &["some 100 homes"]),
        ("en", "1.000", homes, &[]),
        ("en", "1'000", homes, &[]),
        (
            "en",
            "1 000 homes",
            &["some [1,000] [homes]", "some [1] [000] [homes]"],
            &["1 home"],
        ),
        ("en", "1500000", million, &["1 500 votes"]),
        ("en", "1,500,000", million, &["1 500 votes"]),
        (
            "en",
            "1500",
            &["[1,500] votes"],
            &["1 500 000 votes", "15.00"],
        ),
        (
            "en",
            "=1,000",
            &["some [1,000] homes"],
            &["some 1000 homes", "some 1 000 homes", "some 1'000 homes"],
        ),
        ("en", "1.5", &["some [1.5] tons"], &["some 15 tons"]),
        (
            "fr",
            "12500",
            &[
                "[12] [500] euros",
                "[12]\u{202f}[500] euros",
                "[12.500] euros",
            ],
            &["12 euros, 500 fois"],
        ),
        ("ar", "2024", &["عام [٢٠٢٤] انتهى", "عام [2024] انتهى"], &[]),
        ("fa", "2024", &["سال [۲۰۲۴] بود"], &[]),
        ("hi", "2024", &["साल [२०२४] में"], &[]),
    ]);
}

#[test]
fn half_spaces_and_letters_of_arabic_script() {
    check(&[
        (
            "fa",
            "کتاب",
            &[
                "مردم [کتاب]‌ها خریدند",
                "یک [كتاب] خریدند",
                "[کتابها] را خریدند",
            ],
            &["مکتب"],
        ),
        (
            "fa",
            "\"می خواهند\"",
            &["مردم [می]‌[خواهند] بروند", "مردم [می] [خواهند] بروند"],
            &[],
        ),
        (
            "fa",
            "می‌خواهند",
            &[
                "مردم [می]‌[خواهند] بروند",
                "مردم [می] [خواهند] بروند",
                "مردم [میخواهند] بروند",
            ],
            &[],
        ),
        (
            "fa",
            "کتابخانه‌ها",
            &["[کتابخانه]‌[ها] بسته", "[کتابخانه] [ها] بسته"],
            &["کتاب"],
        ),
        (
            "ar",
            "مدرسة",
            &[
                "إلى [المدرسة] اليوم",
                "إلى [مدرسه] اليوم",
                "[وَالمَدْرَسَةُ] بعيدة",
            ],
            &["درس"],
        ),
        (
            "ar",
            "مستشفى",
            &["إلى [المستشفى]", "[مستشفي] المدينة", "[والمستشفى] مغلق"],
            &[],
        ),
        (
            "ar",
            "احمد",
            &["قال [أحمد] أمس", "قال [احمد] أمس"],
            &["حمد"],
        ),
        (
            "ur",
            "ہسپتال",
            &["دو [ہسپتالوں] میں", "ایک [ھسپتال] میں"],
            &[],
        ),
        ("hi", "क़लम", &["एक [कलम] है", "एक [क़लम] है"], &[]),
        ("hi", "हिन्दी", &["[हिंदी] में", "[हिन्दी] में"], &[]),
    ]);
}

#[test]
fn marks_in_scripts_without_spaces() {
    check(&[
        ("zh", "无双", &["寻找[无双]的展览周五开幕。"], &["无人成双"]),
        (
            "zh",
            "國會",
            &["在[国会]发言", "在[國會]發言"],
            &["国家会议"],
        ),
        ("zh", "国会", &["在[国会]发言", "在[國會]發言"], &[]),
        (
            "zh",
            "唐纳德特朗普",
            &["[唐纳德]·[特朗普]当选", "[唐纳德特朗普]当选"],
            &[],
        ),
        ("ja", "新幹線", &["[新幹線]の運転が見合わせとなった。"], &[]),
        ("ja", "ジョーモルガン", &["[ジョー]・[モルガン]氏"], &[]),
        ("ko", "국회", &["대통령이 [국회]에서 연설했다."], &[]),
        (
            "ko",
            "국회에서",
            &["대통령이 [국회]에서 연설했다.", "[국회]는 열렸다"],
            &["국민"],
        ),
        ("th", "กรุงเทพ", &["น้ำท่วมหนักใน[กรุงเทพ]มหานคร"], &[]),
        ("zh", "会*", &["国[会]发言"], &[]),
    ]);
}

const IVANOV: &[&str] = &[
    "Министр [Иванов] заявил",
    "по просьбе [Иванова] в среду",
    "направили министру [Иванову]",
    "Встреча с [Ивановым] прошла",
];

const KOWALSKI: &[&str] = &[
    "Sędzia [Kowalski] wydał",
    "Wyrok [Kowalskiego]",
    "z [Kowalskim]",
];

const INFLECTIONS: &[Row<'_>] = &[
    ("ru", "Иванов", IVANOV, &["Пришел Иван"]),
    ("ru", "Иванова", IVANOV, &[]),
    ("ru", "иванов", IVANOV, &[]),
    (
        "ru",
        "Королев",
        &["[Королёва] нет", "[Королёв] пришел"],
        &[],
    ),
    ("ru", "дом", &["много [домов]", "два [дома]"], &["домна"]),
    ("uk", "Ковалів", &["без [Ковалева]"], &[]),
    (
        "uk",
        "Київ",
        &["У [Києві] відкрили", "з [Києва]", "[Київ] чекає"],
        &["кий"],
    ),
    ("uk", "Львова", &["у [Львові]", "[Львів] чекає"], &["лев"]),
    (
        "uk",
        "лікарня",
        &["відкрили [лікарню]", "у [лікарні]"],
        &["лікар"],
    ),
    (
        "uk",
        "Шевченко",
        &["лист [Шевченка]", "із [Шевченком]"],
        &["шевці"],
    ),
    (
        "be",
        "Іваноў",
        &["ліст [Іванова]", "з [Івановым]"],
        &["Іван"],
    ),
    ("be", "бальніца", &["у [бальніцы]", "[бальніцу]"], &[]),
    ("pl", "Kowalski", KOWALSKI, &["kowal"]),
    ("pl", "Kowalskiego", KOWALSKI, &[]),
    (
        "pl",
        "szpital",
        &["w sprawie [szpitala]", "wiele [szpitali]", "o [szpitalach]"],
        &["szpieg"],
    ),
    (
        "pl",
        "Kraków",
        &["w [Krakowie]", "z [Krakowa]", "miasto [Kraków]"],
        &["krakać"],
    ),
    (
        "pl",
        "prezydent",
        &["o [prezydencie]", "[prezydentem]"],
        &["prezes"],
    ),
    (
        "cs",
        "Praha",
        &["v [Praze]", "do [Prahy]", "nad [Prahou]"],
        &["právo"],
    ),
    ("cs", "nemocnice", &["v [nemocnici]", "pět [nemocnic]"], &[]),
    (
        "cs",
        "Novák",
        &["od [Nováka]", "s [Novákem]", "[Novákovi]"],
        &["nový"],
    ),
    ("sk", "nemocnica", &["v [nemocnici]", "do [nemocnice]"], &[]),
    ("sk", "Prešov", &["v [Prešove]", "z [Prešova]"], &[]),
    (
        "bg",
        "болница",
        &["в [болницата]", "[болници]", "[болниците]"],
        &["болка"],
    ),
    ("mk", "град", &["во [градот]", "[градови]"], &["градина"]),
    ("hr", "bolnica", &["u [bolnici]", "iz [bolnice]"], &[]),
    (
        "hr",
        "Petrov",
        &["od [Petrova]", "s [Petrovom]"],
        &["Petra"],
    ),
    ("hr", "Zagreb", &["u [Zagrebu]", "iz [Zagreba]"], &[]),
    ("sr", "болница", &["у [болници]", "из [болнице]"], &[]),
    (
        "bs",
        "Marković",
        &["od [Markovića]", "s [Markovićem]"],
        &["Marko"],
    ),
    (
        "sl",
        "bolnišnica",
        &["v [bolnišnici]", "iz [bolnišnice]"],
        &[],
    ),
    (
        "lt",
        "Vilnius",
        &["[Vilniuje] atidarė", "iš [Vilniaus]"],
        &[],
    ),
    (
        "lv",
        "slimnīca",
        &["[slimnīcā] Rīgā", "no [slimnīcas]"],
        &[],
    ),
    ("et", "haigla", &["suletud [haiglas]"], &[]),
    ("is", "Reykjavík", &["til [Reykjavíkur]"], &[]),
    ("sq", "spital", &["në [spitalin]", "nga [spitali]"], &[]),
    (
        "he",
        "ממשלה",
        &["[הממשלה] החליטה", "[בממשלה] נאמר", "[ושהממשלה]"],
        &["ספר"],
    ),
    ("he", "הספר", &["[ספר] חדש", "[בספר] נכתב"], &["סיפור"]),
    ("hi", "अस्पताल", &["[अस्पतालों] में हड़ताल"], &[]),
    ("bn", "হাসপাতাল", &["[হাসপাতালে] ভর্তি", "[হাসপাতালের] সামনে"], &[]),
    ("bn", "সরকার", &["[সরকারের] কথা", "[সরকারকে] বলা"], &[]),
    ("mr", "रुग्णालय", &["[रुग्णालयात] दाखल"], &[]),
    ("gu", "હોસ્પિટલ", &["[હોસ્પિટલમાં] દાખલ"], &[]),
    ("pa", "ਹਸਪਤਾਲ", &["[ਹਸਪਤਾਲਾਂ] ਵਿੱਚ"], &[]),
    ("ta", "மருத்துவமனை", &["[மருத்துவமனையில்] இருந்தார்"], &[]),
    ("te", "ఆసుపత్రి", &["[ఆసుపత్రిలో] చేరారు"], &[]),
    ("kn", "ಆಸ್ಪತ್ರೆ", &["[ಆಸ್ಪತ್ರೆಯಲ್ಲಿ] ಇದ್ದರು"], &[]),
    ("ml", "ആശുപത്രി", &["[ആശുപത്രിയിൽ] ആയിരുന്നു"], &[]),
    ("id", "rumah", &["di [rumahnya] itu"], &["ramah"]),
    ("ms", "rumah", &["di [rumahnya] itu"], &[]),
    (
        "az",
        "xəstəxana",
        &["[xəstəxanada] idi", "[xəstəxananın] həkimi"],
        &[],
    ),
    (
        "kk",
        "Алматы",
        &["[Алматыда] болды", "[Алматының] көшесі"],
        &["алма"],
    ),
    (
        "uz",
        "shifoxona",
        &["[shifoxonada] edi", "[shifoxonalar] yopildi"],
        &[],
    ),
    ("ka", "თბილისი", &["[თბილისში] იყო", "[თბილისის] ქუჩა"], &[]),
    ("hy", "Երևան", &["[Երևանում] էր"], &[]),
    ("eu", "ospitale", &["[ospitaleko] medikua"], &[]),
    ("ca", "hospital", &["dos [hospitals]"], &[]),
    ("en", "university", &["two [universities]"], &[]),
];

#[test]
fn names_and_nouns_in_any_case() {
    check(INFLECTIONS);
}

#[test]
fn a_question_without_spaces_is_searched_by_its_parts_with_latin_words_in_it() {
    let (_dir, archive) = archive_of(&[
        article(
            "a",
            "zh",
            "",
            "渡轮公司宣布，SR99航线星期一恢复运行，乘客表示欢迎。",
        ),
        article("b", "zh", "", "港口空无一人。"),
    ]);
    let results = archive
        .search(&request("哪家渡轮公司让SR99航线恢复运行？"))
        .unwrap();
    assert_eq!(results.total, 1, "{:?}", results.notes);
}

#[test]
fn a_language_without_known_inflections_is_named() {
    let (_dir, archive) = archive_of(&[
        article("cy", "cy", "", "Mae'r ysbyty yn agos."),
        article("en", "en", "", "The hospital is near."),
        article("ja", "ja", "", "病院は近い。"),
    ]);
    let notes = |query: &str| archive.search(&request(query)).unwrap().notes;
    let unknown = |word: &str| Note::NotInflected {
        word: word.to_owned(),
        language: "cy".to_owned(),
    };
    assert_eq!(notes("ysbyty"), [unknown("ysbyty")]);
    assert!(notes("ysbytai").contains(&unknown("ysbytai")));
    assert_eq!(notes("hospital"), []);
    assert_eq!(notes("=ysbyty"), []);
    let shown = dateline::render::note(&unknown("ysbyty"));
    assert_eq!(
        shown,
        "inflections of Welsh are not known; for other forms write ysbyty*"
    );
}

#[test]
fn compounds_are_found_by_their_parts() {
    check(&[
        (
            "de",
            "Gefangene",
            &[
                "Viele [Gefangene] kamen frei",
                "Die [Kriegsgefangenen] kamen frei",
                "Der [Gefangenenaustausch] begann",
            ],
            &[
                "Der Krieg endete mit einem Austausch",
                "Die Befangenen schwiegen",
            ],
        ),
        (
            "de",
            "Hafen",
            &[
                "Im [Hafen] liegt ein Schiff",
                "Die [Hafenbehörde] warnt",
                "Der [Fischereihafen] ist zu",
            ],
            &["Die Behörde und die Fischerei", "Er wird bald verhaftet"],
        ),
        // Nothing is found where the rest is no word of the archive, or a preposition.
        (
            "de",
            "Gabe",
            &["Eine [Gabe] am Altar"],
            &["Die Übergabe der Schlüssel"],
        ),
        (
            "de",
            "Schiff",
            &[
                "Ein [Schiff] kam an",
                "Die [Schifffahrt] ruht",
                "Die [Dampfschifffahrt] ruht",
            ],
            &["Eine Fahrt mit Dampf"],
        ),
        (
            "nl",
            "vluchteling",
            &[
                "Een [vluchteling] kwam aan",
                "Het [vluchtelingenkamp] is vol",
                "De [bootvluchtelingen] kwamen aan",
            ],
            &["Een kamp en een boot"],
        ),
        (
            "sv",
            "fånge",
            &["En [fånge] rymde", "Alla [krigsfångar] byttes"],
            &["Ett krig utan slut"],
        ),
        (
            "da",
            "havn",
            &["En [havn] i byen", "Den nye [fiskerihavn] åbner"],
            &["Dansk fiskeri i krise"],
        ),
        (
            "nb",
            "regjering",
            &[
                "En ny [regjering] styrer",
                "Hele [regjeringspartiet] stemte",
                "En ren [samlingsregjering] kom",
            ],
            &["Et parti og en samling"],
        ),
    ]);
    // Where the end is no word of its own, a middle part is not known as one.
    check(&[(
        "de",
        "Schiff",
        &["Ein [Schiff] kam an"],
        &["Eine Fahrt mit Dampf", "Die Dampfschifffahrt ruht"],
    )]);
}
