//! Cases by hand: a quotation, who is said to have said it, and what is to be said of it.

use std::sync::LazyLock;

use dateline::archive::{Filters, Limits, Searcher};
use dateline::article::{Article, Found, Language, PubDate, Witness};
use dateline::index::{Options, Writer};
use dateline::quotes::{Difference, QuoteCheck, QuoteRequest, verify};
use dateline::search::Archive;
use jiff::civil::{Date, date};

use crate::support::put;

fn article(id: &str, language: &str, source: &str, day: Date, title: &str, text: &str) -> Article {
    fn found<T>(value: T) -> Option<Found<T>> {
        Some(Found::new(value, "given", Witness::Given, 1.0))
    }
    Article {
        id: id.to_owned(),
        path: format!("{id}.txt"),
        title: found(title.to_owned()),
        text: text.to_owned(),
        source: found(source.to_owned()),
        published: found(PubDate::day(day)),
        language: found(Language(language.to_owned())),
        ..Article::default()
    }
}

const PIER: &str = "The pier at Skerrin will close on Monday.\n\n\
    “We have spent 1,200 crowns on it – and it will not last another winter,” said Maren Holt, the harbour master. \
    “Nobody listened when we asked for an inspection in 2019, and nobody came.”\n\n\
    Council leader Piet Vanderlaan disagreed. “The pier is safe if it is repaired before the storms,” he said. \
    “I never said that the money was gone.”\n\n\
    Was the ferry late? The operator says that 12.5% of its crossings were, at -3 degrees.\n\n\
    The cease-fire of the harbour unions holds, and the minister's office did not say that wages would rise.";

static ARCHIVE: LazyLock<(tempfile::TempDir, Archive)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::open_or_create(folder.path(), &Options::default()).unwrap();
    let day = |day| date(2025, 3, day);
    let articles = [
        article(
            "pier",
            "en",
            "Harbour Post",
            day(4),
            "Pier closed: “a disgrace for the town”, says mayor",
            PIER,
        ),
        article(
            "later",
            "en",
            "Tide Gazette",
            day(9),
            "What was said of the pier",
            "Maren Holt repeated it in the council: “Nobody listened when we asked for an inspection in 2019, and nobody came.” \
             The hall was silent for a long while, and then the vote was taken by show of hands.",
        ),
        article(
            "de",
            "de",
            "Küstenbote",
            day(5),
            "Die Brücke",
            "„Die Brücke wird den Winter nicht überstehen“, sagte Jörg Brandstätter am Montag. Die Stadt will 1.200 Kronen geben.",
        ),
        article(
            "ja",
            "ja",
            "潮見新報",
            day(6),
            "桟橋の閉鎖",
            "市長の佐藤健一氏は「桟橋は次の冬までもたない。修理には千二百万円が必要だ」と述べた。漁協は反対していない。",
        ),
        article(
            "zh",
            "zh",
            "蓝浦晚报",
            day(6),
            "码头关闭",
            "港口主任李文海说：“码头撑不过下一个冬天，但是我们不会放弃它。”市政府将拨款一千二百万元。",
        ),
        article(
            "ru",
            "ru",
            "Голос",
            day(7),
            "Причал",
            "«Причал не переживёт ещё одну зиму», — заявил начальник порта Иван Корольчук. Деньги обещаны к весне.",
        ),
        article(
            "ar",
            "ar",
            "مرسى اليوم",
            day(7),
            "الرصيف",
            "قال مدير الميناء سامي الحداد إن الرصيف لن يصمد شتاء آخر وإن المدينة ستدفع تكاليف الإصلاح كلها.",
        ),
    ];
    for (nth, article) in (1..).zip(&articles) {
        put(&writer, article, nth);
    }
    writer.commit("").unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    (folder, archive)
});

fn asked(quote: &str, speaker: &str) -> QuoteCheck {
    let request = QuoteRequest {
        quote: quote.to_owned(),
        speaker: (!speaker.is_empty()).then(|| speaker.to_owned()),
        filters: Filters::default(),
        today: date(2025, 12, 1),
        limits: Limits::default(),
    };
    verify(&ARCHIVE.1 as &dyn Searcher, &request).unwrap()
}

/// Rows of quotation, speaker, verdict, id of the article that decides.
const CASES: &[(&str, &str, &str, &str)] = &[
    // Quotes, dashes, spaces, capitals and the sign between thousands do not count.
    (
        "\"we have spent 1200 crowns on it - and it will not last another winter\"",
        "",
        "exact",
        "pier",
    ),
    (
        "We have spent 1,200\ncrowns on it — and it will not last another winter,",
        "Maren Holt",
        "exact",
        "pier",
    ),
    (
        "The cease fire of the harbour unions holds",
        "",
        "exact",
        "pier",
    ),
    (
        "The ceasefire of the harbour unions holds",
        "",
        "exact",
        "pier",
    ),
    // The first to print it decides.
    (
        "Nobody listened when we asked for an inspection in 2019, and nobody came.",
        "Holt",
        "exact",
        "pier",
    ),
    // Words, numbers, negations, signs, ends of words.
    (
        "We have spent 1,300 crowns on it – and it will not last another winter",
        "",
        "altered",
        "pier",
    ),
    (
        "We have spent 1,200 crowns on it – and it will last another winter",
        "",
        "altered",
        "pier",
    ),
    (
        "We have spent 1,200 crowns on it – and it will not survive another winter",
        "",
        "altered",
        "pier",
    ),
    (
        "We have wisely spent 1,200 crowns on it – and it will not last another winter",
        "",
        "altered",
        "pier",
    ),
    (
        "The operator says that 12.5 of its crossings were",
        "",
        "altered",
        "pier",
    ),
    (
        "12.5% of its crossings were, at 3 degrees",
        "",
        "altered",
        "pier",
    ),
    (
        "12.5% of its crossings were, at −3 degrees",
        "",
        "exact",
        "pier",
    ),
    ("Was the ferry late? The operator says", "", "exact", "pier"),
    (
        "The pier is safe? if it is repaired before the storms",
        "",
        "altered",
        "pier",
    ),
    (
        "the minister office did not say that wages would rise",
        "",
        "altered",
        "pier",
    ),
    // Cuts: an ellipsis, words left out silently, an end that turns what is said.
    (
        "We have spent 1,200 crowns on it … it will not last another winter",
        "",
        "cut",
        "pier",
    ),
    (
        "Nobody listened [...] and nobody came",
        "Maren Holt",
        "cut",
        "pier",
    ),
    (
        "Nobody listened when we asked and nobody came.",
        "",
        "cut",
        "pier",
    ),
    ("The pier is safe", "", "cut", "pier"),
    (
        "The pier is safe if it is repaired before the storms",
        "",
        "exact",
        "pier",
    ),
    ("the money was gone", "Piet Vanderlaan", "cut", "pier"),
    ("wages would rise", "", "cut", "pier"),
    ("The pier is safe if it is repaired...", "", "cut", "pier"),
    (
        "…The pier is safe if it is repaired before the storms…",
        "",
        "exact",
        "pier",
    ),
    // Whose words.
    (
        "The pier is safe if it is repaired before the storms",
        "Piet Vanderlaan",
        "exact",
        "pier",
    ),
    (
        "The pier is safe if it is repaired before the storms",
        "Maren Holt",
        "other speaker",
        "pier",
    ),
    (
        "Nobody listened when we asked for an inspection in 2019, and nobody came.",
        "Vanderlaan",
        "other speaker",
        "pier",
    ),
    (
        "We have spent 1,200 crowns on it – and it will not last another winter",
        "Ada Quill",
        "other speaker",
        "pier",
    ),
    // Headlines count.
    ("a disgrace for the town", "", "exact", "pier"),
    // Nothing like it.
    (
        "The lighthouse keeper sang all night for the gulls of the bay",
        "",
        "absent",
        "",
    ),
    ("the of and it", "", "absent", ""),
    ("?!", "", "absent", ""),
    ("", "", "absent", ""),
    // Other languages, with and without spaces between words.
    (
        "Die Brücke wird den Winter nicht überstehen",
        "Brandstaetter",
        "exact",
        "de",
    ),
    ("Die Brücke wird den Winter überstehen", "", "altered", "de"),
    (
        "Die Brucke wird den Winter nicht überstehen",
        "",
        "altered",
        "de",
    ),
    ("Die Stadt will 1200 Kronen geben.", "", "exact", "de"),
    (
        "桟橋は次の冬までもたない。修理には千二百万円が必要だ",
        "佐藤健一",
        "exact",
        "ja",
    ),
    (
        "桟橋は次の冬までもたない。修理には千三百万円が必要だ",
        "",
        "altered",
        "ja",
    ),
    (
        "桟橋は次の冬までもつ。修理には千二百万円が必要だ",
        "",
        "altered",
        "ja",
    ),
    ("桟橋は次の冬まで…千二百万円が必要だ", "", "cut", "ja"),
    (
        "码头撑不过下一个冬天，但是我们不会放弃它",
        "李文海",
        "exact",
        "zh",
    ),
    (
        "码头撑不过下一个冬天，但是我们会放弃它",
        "李文海",
        "altered",
        "zh",
    ),
    (
        "码头撑不过下一个冬天，但是我们不会放弃它",
        "王小明",
        "other speaker",
        "zh",
    ),
    ("Причал не переживет еще одну зиму", "", "exact", "ru"),
    (
        "Причал не переживёт ещё одну зиму",
        "Корольчук",
        "exact",
        "ru",
    ),
    (
        "Причал не переживёт ещё одну зиму",
        "Ivan Korolchuk",
        "exact",
        "ru",
    ),
    ("Причал переживёт ещё одну зиму", "", "altered", "ru"),
    ("إن الرصيف لن يصمد شتاء آخر", "سامي الحداد", "exact", "ar"),
    (
        "إن الرصيف يصمد شتاء آخر وإن المدينة ستدفع",
        "",
        "altered",
        "ar",
    ),
];

#[test]
fn each_case_has_its_verdict() {
    let mut wrong = Vec::new();
    for (quote, speaker, verdict, id) in CASES {
        let check = asked(quote, speaker);
        let first = check.first.as_ref().map_or("", |first| &first.article.id);
        if (check.verdict.name(), first) != (*verdict, *id) {
            let seen = check
                .first
                .as_ref()
                .map(|first| (&first.words, &first.differences, &first.attribution));
            wrong.push(format!(
                "{quote:?} {speaker:?}: {} {first} {seen:?}",
                check.verdict.name()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_archives_own_words_come_with_their_place() {
    let check = asked(
        "Nobody listened when we asked for an inspection in 2018, and nobody came.",
        "Holt",
    );
    let first = check.first.unwrap();
    assert_eq!(&PIER[first.at.start..first.at.end], first.words);
    assert_eq!(
        first.differences,
        [Difference::Changed {
            quote: "2018".into(),
            archive: "2019".into()
        }]
    );
    assert_eq!(check.others.len(), 1);
    assert_eq!(check.others[0].article.id, "later");
    let check = asked("Nobody listened when we asked and nobody came.", "");
    assert_eq!(
        check.first.unwrap().differences,
        [Difference::LeftOut {
            archive: "for an inspection in 2019".into(),
            is_marked: false
        }]
    );
}
