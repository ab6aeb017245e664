//! The sample newsroom as the reader of the law sees it: words by `text::words`, stems by Snowball, sentences by `text::sentences`.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::LazyLock;

use dateline::archive::{Filters, Searcher};
use dateline::article::{Article, Precision};
use dateline::index::{self, Writer};
use dateline::ingest;
use dateline::query::parse;
use dateline::search::Archive;
use dateline::text::sentences::{Break, break_before};
use dateline::text::words::{Kind, Word, is_apostrophe, words};
use frostem::{Algorithm, Stemmer};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use regex::Regex;
use tempfile::TempDir;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::search::brute::{Model, Token, whole};
use crate::support::newsroom;

/// The archive of the newsroom, and its articles word by word.
pub(super) static ARCHIVE: LazyLock<(TempDir, Archive, Vec<Model>)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().unwrap();
    let options = index::Options {
        threads: 2,
        memory_bytes: 30_000_000,
    };
    let writer = Writer::open_or_create(dir.path(), &options).unwrap();
    ingest::ingest(&[newsroom()], &writer, &ingest::Options::default(), &|_| {}).unwrap();
    writer.finish().unwrap();
    let archive = Archive::open(dir.path()).unwrap();
    let mut models = Vec::new();
    let mut each = |article: Article| {
        models.push(model(&article));
        ControlFlow::Continue(())
    };
    archive
        .export(
            &parse("*").0,
            &Filters::default(),
            date(2026, 1, 1),
            &mut each,
        )
        .unwrap();
    assert!(models.len() > 100);
    (dir, archive, models)
});

/// An article word by word.
fn model(article: &Article) -> Model {
    let language = article
        .language
        .as_ref()
        .map_or("", |found| found.value.code());
    let title = article
        .title
        .as_ref()
        .map_or("", |found| found.value.as_str());
    let mut tokens: Vec<Token> = words(title)
        .zip(0..)
        .map(|(word, place)| Token::new(&composed(&word), language, place, 0, 0))
        .collect();
    let text_start = if tokens.is_empty() {
        0
    } else {
        tokens.len() as u32 + 8
    };
    let (mut sentence, mut paragraph, mut lead_end) = (1, 1, None);
    let mut last: Option<Word<'_>> = None;
    for (word, at) in words(&article.text).zip(0..) {
        let gap = last.and_then(|last| Some((last, article.text.get(last.end..word.start)?)));
        let starts = gap.map_or(Break::None, |(last, gap)| {
            break_before(last.text, gap, word.text)
        });
        sentence += u32::from(starts >= Break::Sentence);
        paragraph += u32::from(starts == Break::Paragraph);
        if lead_end.is_none() && (at >= 80 || at >= 20 && starts == Break::Paragraph) {
            lead_end = Some(text_start + at);
        }
        tokens.push(Token::new(
            &composed(&word),
            language,
            text_start + at,
            sentence,
            paragraph,
        ));
        last = Some(word);
    }
    let title_compounds = compounds(title, 0, language);
    let text_compounds = compounds(&article.text, text_start, language);
    let end = tokens.last().map_or(text_start, |token| token.place + 1);
    let day = article
        .published
        .as_ref()
        .filter(|found| found.value.precision >= Precision::Day);
    Model {
        id: article.id.clone(),
        language: language.to_owned(),
        tokens,
        compounds: [title_compounds, text_compounds].concat(),
        text_start,
        lead_end: lead_end.unwrap_or(end),
        source: article
            .source
            .as_ref()
            .map(|found| found.value.clone())
            .unwrap_or_default(),
        day: day.map(|found| found.value.date),
    }
}

/// The words of a text with a hyphen between them, by their first place.
fn compounds(text: &str, start: u32, language: &str) -> Vec<(u32, String)> {
    let all: Vec<Word<'_>> = words(text).collect();
    let mut found = Vec::new();
    for (pair, place) in all.windows(2).zip(start..) {
        let spaced = pair
            .iter()
            .all(|word| matches!(word.kind, Kind::Ascii | Kind::Letters));
        let letters = pair
            .iter()
            .any(|word| word.text.contains(char::is_alphabetic));
        let gap = text.get(pair[0].end..pair[1].start);
        let hyphen = matches!(gap, Some("-" | "‐" | "‑" | "–"));
        if spaced && letters && hyphen {
            let whole = format!("{}{}", composed(&pair[0]), composed(&pair[1]));
            found.push((place, stem(&whole, language)));
        }
    }
    found
}

/// The word in composed letters, without apostrophes, vowel points and the like.
pub(super) fn composed(word: &Word<'_>) -> String {
    let ignored = |c: &char| {
        matches!(
            c,
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{640}' | '\u{93c}' | '\u{64b}'
                ..='\u{652}' | '\u{670}'
        )
    };
    let number = word.text.starts_with(char::is_numeric);
    let letters = word.text.chars().filter(|&c| number || !is_apostrophe(c));
    letters.nfkc().filter(|c| !ignored(c)).collect()
}

/// Letters of Latin and Greek without their marks, and what keyboards give for one another as one.
pub(super) fn without_accents(lower: &str) -> String {
    let mut out = String::new();
    for c in unified(&ungrouped(lower)).chars() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            'þ' => out.push_str("th"),
            'ة' => out.push('ه'),
            'à'..='ɏ' | 'ά'..='ώ' => {
                out.extend(c.nfd().filter(|mark| !is_combining_mark(*mark)));
            }
            '\u{300}'..='\u{36f}' => {}
            c => out.push(c),
        }
    }
    out
}

/// A number without the signs between its groups of three.
fn ungrouped(word: &str) -> String {
    static GROUPED: LazyLock<Regex> = LazyLock::new(|| {
        let sign = |sign: &str| format!("(?:{sign}[0-9]{{3}})+(?:[^0-9{sign}].*)?");
        let signs: Vec<String> = [",", "\\.", "'"].map(sign).into();
        Regex::new(&format!("^[1-9][0-9]{{0,2}}(?:{})$", signs.join("|"))).unwrap()
    });
    if !GROUPED.is_match(word) {
        return word.to_owned();
    }
    let sign = word.find(|c: char| !c.is_ascii_digit()).unwrap();
    word.replace(&word[sign..=sign], "")
}

fn unified(lower: &str) -> String {
    let one = |c| match c {
        'ё' => 'е',
        'ς' => 'σ',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ک' => 'ك',
        'ی' | 'ى' | 'ئ' => 'ي',
        '\u{901}' => '\u{902}',
        c => c,
    };
    let word: String = lower.nfc().map(one).collect();
    static NASAL: LazyLock<Regex> = LazyLock::new(|| {
        let rows = [
            "ङ\u{94d}([क-घ])",
            "ञ\u{94d}([च-झ])",
            "ण\u{94d}([ट-ढ])",
            "न\u{94d}([त-ध])",
            "म\u{94d}([प-भ])",
        ];
        Regex::new(&rows.join("|")).unwrap()
    });
    let nasal = |found: &regex::Captures<'_>| {
        let consonant = found.iter().skip(1).flatten().next().unwrap();
        format!("\u{902}{}", consonant.as_str())
    };
    NASAL.replace_all(&word, nasal).into_owned()
}

/// A row of the table of endings: kind, letters that are left at least, endings with what stands for them.
type Ends = (&'static str, usize, Vec<(String, String)>);

/// The rows of the table of endings for a language.
fn rows(language: &str) -> &'static [Ends] {
    static TABLE: LazyLock<HashMap<&str, Vec<Ends>>> = LazyLock::new(|| {
        let table = include_str!("../../../../src/index/analysis/data/endings.tsv");
        let mut all: HashMap<&str, Vec<Ends>> = HashMap::new();
        for row in table.lines().filter(|row| !row.starts_with('#')) {
            let cells: Vec<&str> = row.split('\t').collect();
            let (kind, shortest) = cells[1].split_once(' ').unwrap_or((cells[1], "0"));
            let mut entries = Vec::new();
            for entry in cells[2].split(' ') {
                let (ending, instead) = entry.split_once('=').unwrap_or((entry, ""));
                entries.push((without_accents(ending), without_accents(instead)));
            }
            for code in cells[0].split(' ') {
                let ends = (kind, shortest.parse().unwrap(), entries.clone());
                all.entry(code).or_default().push(ends);
            }
        }
        all
    });
    TABLE.get(language).map_or(&[], Vec::as_slice)
}

/// The word with its longest ending changed that leaves so many letters.
fn shorter(word: &str, shortest: usize, endings: &[(String, String)]) -> Option<(String, String)> {
    let fits = |(ending, instead): &(String, String)| {
        let before = word.strip_suffix(ending.as_str())?;
        let left = before.chars().count() >= shortest;
        left.then(|| (ending.clone(), format!("{before}{instead}")))
    };
    endings
        .iter()
        .filter_map(fits)
        .max_by_key(|(ending, _)| ending.len())
}

/// The stems that find a word: its own, that of the name it may be, those with the small words that may be written with it.
pub(super) fn wanted(word: &str, language: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::from([stem(word, language)]);
    if word.starts_with(char::is_lowercase) {
        let mut letters = word.chars();
        let first = letters.next().unwrap().to_uppercase();
        found.insert(stem(&first.chain(letters).collect::<String>(), language));
    }
    for (kind, _, prefixes) in rows(language) {
        if *kind == "prefix" {
            let plain = word.to_owned();
            let article = &prefixes[0].0;
            let rest = plain.strip_prefix(article.as_str());
            let bare = rest
                .filter(|rest| rest.chars().count() >= 3)
                .unwrap_or(&plain);
            found.insert(stem(bare, language));
            found.extend(
                prefixes
                    .iter()
                    .map(|(prefix, _)| stem(&format!("{prefix}{bare}"), language)),
            );
        }
    }
    found
}

/// Snowball's stem or that of the table of endings, by the language's code; other languages have the word itself.
pub(super) fn stem(word: &str, language: &str) -> String {
    use Algorithm as Is;
    let lower = word.to_lowercase();
    let plain = without_accents(&lower);
    let (algorithm, form) = match language {
        "en" => (Some(Is::English), plain.clone()),
        "ru" => (Some(Is::Russian), plain.clone()),
        "nl" => (Some(Is::Dutch), plain.clone()),
        "el" => (Some(Is::Greek), plain.clone()),
        "hi" => (Some(Is::Hindi), plain.clone()),
        "ar" => (Some(Is::Arabic), unified(&lower)),
        "de" => (Some(Is::German), unified(&lower)),
        "fr" => (Some(Is::French), unified(&lower)),
        "es" => (Some(Is::Spanish), unified(&lower)),
        "it" => (Some(Is::Italian), unified(&lower)),
        "pt" => (Some(Is::Portuguese), unified(&lower)),
        "sv" => (Some(Is::Swedish), unified(&lower)),
        "da" => (Some(Is::Danish), unified(&lower)),
        "nb" | "nn" | "no" => (Some(Is::Norwegian), unified(&lower)),
        "fi" => (Some(Is::Finnish), unified(&lower)),
        "hu" => (Some(Is::Hungarian), unified(&lower)),
        "ro" => (Some(Is::Romanian), unified(&lower)),
        "tr" => (Some(Is::Turkish), unified(&lower)),
        "pl" | "uk" => (None, plain.clone()),
        "" | "ja" | "ko" | "zh" => return plain,
        other => panic!("the law has no stems of {other}"),
    };
    static PLURAL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("^(.*[0-9])[sS]$|^(.+[A-Z])s$").unwrap());
    static DECADE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("^[0-9]([0-9]{2})?0[sS]$").unwrap());
    if PLURAL.is_match(word) && !DECADE.is_match(word) {
        return plain[..plain.len() - 1].to_owned();
    }
    // Words with digits or signs in them have no stem but themselves.
    if plain.is_ascii() && !plain.chars().all(char::is_alphabetic) {
        return plain;
    }
    let rows = rows(language);
    for (kind, shortest, ends) in rows {
        if *kind == "name"
            && word.starts_with(char::is_uppercase)
            && let Some((end, name)) = shorter(&plain, *shortest, ends)
        {
            let kept = ends
                .iter()
                .any(|(one, instead)| *one == end && instead.is_empty());
            return if kept { plain } else { name };
        }
    }
    let mut stem = match algorithm {
        Some(algorithm) => Stemmer::new(algorithm).stem(&form).into_owned(),
        None => form,
    };
    for (kind, shortest, endings) in rows {
        if *kind == "end" {
            stem = shorter(&stem, *shortest, endings).map_or(stem, |(_, shorter)| shorter);
        }
    }
    if stem.is_empty() {
        plain
    } else {
        without_accents(&stem)
    }
}

/// What stands side by side in the newsroom: runs of three words of letters, of scripts with spaces.
static RUNS: LazyLock<Vec<[String; 3]>> = LazyLock::new(|| {
    let texts = ARCHIVE.2.iter().flat_map(|model| model.tokens.windows(3));
    let simple = |token: &Token| {
        let only = |word: Word<'_>| {
            matches!(word.kind, Kind::Ascii | Kind::Letters) && word.text == token.exact
        };
        let operator = matches!(token.exact.as_str(), "AND" | "OR" | "NOT" | "NEAR" | "PRE");
        token.exact.chars().all(char::is_alphabetic) && words(&token.exact).all(only) && !operator
    };
    let runs = texts.filter(|run| run.iter().all(simple) && run[2].place == run[0].place + 2);
    let runs: BTreeSet<[String; 3]> = runs
        .map(|run| {
            [
                run[0].exact.clone(),
                run[1].exact.clone(),
                run[2].exact.clone(),
            ]
        })
        .collect();
    assert!(runs.len() > 5_000, "{}", runs.len());
    runs.into_iter().collect()
});

fn run() -> impl Strategy<Value = [String; 3]> {
    any::<prop::sample::Index>().prop_map(|at| at.get(&RUNS).clone())
}

/// The first letters, at least three where there are so many.
fn head(word: &str, most: usize) -> String {
    word.chars().take(most.max(3)).collect()
}

/// A longer word of a run, with what `change` makes of its letters.
fn changed(change: impl Fn(Vec<char>) -> String + Clone) -> impl Strategy<Value = String> {
    let longest = |run: [String; 3]| {
        run.into_iter()
            .max_by_key(|word| word.chars().count())
            .unwrap()
    };
    run()
        .prop_map(longest)
        .prop_filter("long", |word| word.chars().count() >= 5)
        .prop_map(move |word| change(word.chars().collect()))
}

/// Words and phrases of the newsroom, in every form.
fn word() -> impl Strategy<Value = String> {
    let one = || run().prop_map(|[word, ..]| word);
    prop_oneof![
        6 => one(),
        2 => one().prop_map(|word| word.to_uppercase()),
        2 => one().prop_map(|word| format!("={word}")),
        2 => changed(|letters| format!("{}*", head(&letters.iter().collect::<String>(), letters.len() / 2))),
        1 => changed(|mut letters| { letters[2] = '?'; letters.into_iter().collect() }),
        1 => changed(|letters| format!("*{}", letters[2..].iter().collect::<String>())),
        1 => changed(|letters| format!("/{}.*[a-zа-я]/", letters[..3].iter().collect::<String>())),
        1 => changed(|mut letters| { letters.swap(1, 2); format!("{}~1", letters.into_iter().collect::<String>()) }),
        1 => changed(|mut letters| { letters.remove(1); format!("{}~2", letters.into_iter().collect::<String>()) }),
        1 => (one(), 1..4).prop_map(|(word, factor)| format!("{word}^{factor}")),
        3 => run().prop_map(|[a, b, c]| format!("\"{a} {b} {c}\"")),
        2 => run().prop_map(|[a, b, _]| format!("\"{a} {b}\"")),
        1 => run().prop_map(|[a, b, _]| format!("=\"{a} {b}\"")),
        1 => run().prop_map(|[a, _, c]| format!("\"{c} {a}\"~3")),
    ]
}

/// Two words of one run near each other, and whatever else stands at a place.
fn placed() -> impl Strategy<Value = String> {
    let operator = || {
        select(vec![
            "NEAR/1", "NEAR/3", "NEAR/12", "PRE/2", "PRE/6", "w/s", "w/p", "w/2",
        ])
    };
    let near =
        (run(), operator()).prop_map(|([a, _, c], operator)| format!("({a} {operator} {c})"));
    prop_oneof![3 => word(), 2 => near].prop_recursive(3, 12, 3, move |inner| {
        prop_oneof![
            3 => (inner.clone(), operator(), inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
        ]
    })
}

/// Queries that stand at no place: days, names, languages.
fn unplaced() -> impl Strategy<Value = String> {
    select(vec![
        "date:none",
        "date:2024",
        "date:2025-09",
        "date:2024-06-01..2025-01-15",
        "after:2025-02-10",
        "before:2024-06",
        "source:courier",
        "source:\"northmoor dispatch\"",
        "source:(herald OR dispatch)",
        "lang:en",
        "lang:ru",
        "lang:de",
        "*",
    ])
    .prop_map(str::to_owned)
}

pub(super) fn query() -> impl Strategy<Value = String> {
    whole(placed().boxed(), unplaced().boxed())
}
