//! Articles in fifteen languages, put together of the newsroom's sentences.

use std::collections::BTreeMap;

use dateline::article::{Article, Evidence, Found, Language, Precision, PubDate, Witness};
use jiff::civil::Date;

use crate::Dice;

/// What of a language articles are made of.
#[derive(Default)]
struct Sentences {
    titles: Vec<String>,
    sentences: Vec<String>,
}

const TOWNS: &[&str] = &[
    "Aldwater",
    "Brennhaven",
    "Corvelle",
    "Dunmarsh",
    "Elmira Bay",
    "Fosse-le-Pont",
    "Grauhof",
    "Höfen",
];
const KINDS: &[&str] = &["Post", "Courier", "Evening Star", "Gazette", "Chronicle"];
const NAMES: &[&str] = &[
    "Ada Quill",
    "Jonas Weir",
    "Mirela Todorow",
    "Siân Ap Rhys",
    "Kenji Hama",
    "Lou O'Dell",
];

/// Languages that are written without spaces.
pub(crate) const UNSPACED: &[&str] = &["ja", "zh"];

pub(crate) fn found<T>(value: T) -> Option<Found<T>> {
    let evidence = Evidence::new("test", Witness::Given, 1.0);
    Some(Found { value, evidence })
}

/// Articles with these texts, each given its language and headline.
pub(crate) fn told_in<'a>(texts: &'a [(&str, &str, &str)]) -> impl Iterator<Item = Article> + 'a {
    let articles = texts.iter().enumerate();
    articles.map(|(at, (language, title, text))| Article {
        id: format!("a{at}"),
        path: format!("a{at}.txt"),
        title: found((*title).to_owned()),
        text: (*text).to_owned(),
        source: found(["Harbour Post", "Hill Gazette"][at % 2].to_owned()),
        language: found(Language((*language).to_owned())),
        ..Article::default()
    })
}

/// The code of an article's language; empty where it is not known.
pub(crate) fn code(article: &Article) -> &str {
    article
        .language
        .as_ref()
        .map_or("", |found| found.value.code())
}

/// So many articles of the sentences of others.
pub(crate) fn generated(count: usize, others: &[Article]) -> Vec<Article> {
    let mut by_language: BTreeMap<String, Sentences> = BTreeMap::new();
    for article in others {
        let known = by_language.entry(code(article).to_owned()).or_default();
        known
            .titles
            .extend(article.title.as_ref().map(|title| title.value.clone()));
        known.sentences.extend(sentences(&article.text));
    }
    by_language.retain(|code, known| !code.is_empty() && known.sentences.len() > 20);
    let mut dice = Dice(2_024);
    let all: Vec<(&String, &Sentences)> = by_language.iter().collect();
    (0..count)
        .map(|at| one(at, all[at % all.len()], &mut dice))
        .collect()
}

fn sentences(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for paragraph in text.split("\n\n") {
        for sentence in paragraph.split_inclusive(['.', '。', '।', '؟', '!', '?']) {
            if sentence.chars().count() > 12 {
                found.push(sentence.trim().to_owned());
            }
        }
    }
    found
}

fn one(at: usize, (language, of): (&String, &Sentences), dice: &mut Dice) -> Article {
    let between = if UNSPACED.contains(&language.as_str()) {
        ""
    } else {
        " "
    };
    let mut text = String::new();
    for nth in 0..3 + dice.roll(8) {
        if nth > 0 {
            text.push_str(if dice.roll(3) == 0 { "\n\n" } else { between });
        }
        text.push_str(&of.sentences[dice.roll(of.sentences.len())]);
    }
    let title = &of.titles[dice.roll(of.titles.len())];
    let outlet = format!(
        "{} {}",
        TOWNS[dice.roll(TOWNS.len())],
        KINDS[dice.roll(KINDS.len())]
    );
    let domain = format!("{}.example", outlet.to_lowercase().replace(' ', "-"));
    let now_and_then = |dice: &mut Dice| dice.roll(9) == 0;
    Article {
        id: format!("g{at}"),
        path: format!("wire/{}.jsonl#{}", at / 100, at % 100),
        url: (!now_and_then(dice)).then(|| format!("https://{domain}/{language}/{at}")),
        title: if now_and_then(dice) {
            None
        } else {
            found(title.clone())
        },
        text,
        source: if now_and_then(dice) {
            None
        } else {
            found(outlet)
        },
        domain: Some(domain),
        wire: if now_and_then(dice) {
            found("AP".to_owned())
        } else {
            None
        },
        published: if now_and_then(dice) {
            None
        } else {
            found(day(dice))
        },
        authors: match dice.roll(4) {
            0 => None,
            1 => found(vec![
                NAMES[dice.roll(NAMES.len())].to_owned(),
                "A. Nother".to_owned(),
            ]),
            _ => found(vec![NAMES[dice.roll(NAMES.len())].to_owned()]),
        },
        language: found(Language(language.as_str().into())),
        place: if now_and_then(dice) {
            found(TOWNS[dice.roll(TOWNS.len())].to_uppercase())
        } else {
            None
        },
        ..Article::default()
    }
}

fn day(dice: &mut Dice) -> PubDate {
    let part = |dice: &mut Dice, most| 1 + dice.roll(most) as i8;
    let year = 2019 + dice.roll(7) as i16;
    match dice.roll(6) {
        0 => PubDate {
            precision: Precision::Year,
            ..PubDate::day(Date::constant(year, 1, 1))
        },
        1 => PubDate {
            precision: Precision::Month,
            ..PubDate::day(Date::constant(year, part(dice, 12), 1))
        },
        _ => PubDate::day(Date::constant(year, part(dice, 12), part(dice, 28))),
    }
}
