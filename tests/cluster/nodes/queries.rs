//! Queries of every form, made of an article's own words.

use dateline::article::Article;
use dateline::text::words::words;

use crate::Dice;

/// A query of each form, made of an article's own words.
pub(crate) fn queries_of(article: &Article, dice: &mut Dice) -> Vec<String> {
    let all: Vec<&str> = words(&article.text).map(|word| word.text).collect();
    let plain = |word: &&&str| word.chars().count() > 2 && word.chars().all(char::is_alphabetic);
    let long: Vec<&str> = all.iter().filter(plain).copied().collect();
    if long.len() < 20 {
        return Vec::new();
    }
    let at = dice.roll(all.len() - 8);
    let (a, b) = (all[at], all[at + 1]);
    let mut pick = || long[dice.roll(long.len())];
    let (w, x, y) = (pick(), pick(), pick());
    let begin: String = w.chars().take(3).collect();
    let mut letters: Vec<char> = x.chars().collect();
    letters[1] = '?';
    let wild: String = letters.iter().collect();
    let title = article
        .title
        .as_ref()
        .map_or("", |found| found.value.as_str());
    let headline = words(title).next().map_or("x", |word| word.text);
    vec![
        w.to_lowercase(),
        x.to_owned(),
        format!("={y}"),
        format!("\"{a} {b}\""),
        format!("=\"{a} {b}\""),
        format!("\"{b} {a}\"~4"),
        format!("{w} AND {x}"),
        format!("{w} OR {y}"),
        format!("{w} NOT {x}"),
        format!("{begin}*"),
        wild,
        format!("/{begin}.+/"),
        format!("{w}~1"),
        format!("{a} NEAR/5 {}", all[at + 3]),
        format!("{} PRE/6 {a}", all[at + 2]),
        format!("{w} w/s {x}"),
        format!("{w} w/p {x}"),
        format!("({w} OR {x}) NEAR/12 {y}"),
        format!("({a} NEAR/4 {}) NEAR/9 {x}", all[at + 3]),
        format!("{begin}* NEAR/9 {x}"),
        format!("atleast2({w})"),
        format!("title:{headline}"),
        format!("lead:{w}"),
        format!("text:{x}"),
        format!("title:({headline} OR {w})"),
        format!(
            "{w} lang:{}",
            article
                .language
                .as_ref()
                .map_or("en", |found| found.value.code())
        ),
    ]
}

/// Queries that are not made of the articles' words.
pub(crate) const FIXED: &[&str] = &[
    "*",
    "date:none",
    "date:2024",
    "date:2024-03..2024-06",
    "after:2025",
    "before:2024-06-14",
    "last:6m",
    "source:*",
    "NOT source:*",
    "author:*",
    "place:*",
    "url:*",
    "title:*",
    "lang:german",
    "lang:ru",
    "wire:AP",
    "source:herald",
    "copies:1..",
    "copies:0",
    "independent:true",
    "independent:false NOT ferry",
    "zeppelin",
    "&&",
    "ferry AND NOT (inspection OR strike)",
    "ferry^3 strike",
    "id:pb-5",
    "cease-fire",
    "U.S.",
    "1,000",
    "name:=Skerrin",
    "(ferry OR boat) w/s (harbour OR port)",
    "atleast2(ferry OR boat)",
    "title:\"new inspection\"",
    "lead:(ferry NEAR/5 inspection)",
    "ferr* NOT ferry",
    "\"transport ministry said\"",
    "\"ministry ferry\"~6",
    "\"ministry ferry\"~150",
    "ferry NEAR/150 inspection",
    "ferry NEAR/20000 inspection",
    "inspection PRE/500 ferry",
    "author:\"a quill\"",
];

/// Queries of each form for a script without spaces, made of pieces of an article's text.
pub(crate) fn queries_without_spaces(article: &Article, dice: &mut Dice) -> Vec<String> {
    let letters: Vec<char> = article.text.chars().filter(|c| c.is_alphabetic()).collect();
    if letters.len() < 80 {
        return Vec::new();
    }
    let piece = |at: usize, length: usize| letters[at..at + length].iter().collect::<String>();
    let at = dice.roll(letters.len() - 40);
    let far = dice.roll(letters.len() - 10);
    let (a, b, w) = (piece(at, 2), piece(at + 4, 2), piece(far, 2));
    vec![
        a.clone(),
        piece(far, 1),
        piece(far, 4),
        format!("\"{}\"", piece(at, 4)),
        format!("\"{}\"", piece(at, 9)),
        format!("={a}"),
        format!("\"{b} {a}\"~4"),
        format!("{a} AND {w}"),
        format!("{a} OR {w}"),
        format!("{a} NOT {w}"),
        format!("{}*", piece(far, 1)),
        format!("{a} NEAR/5 {b}"),
        format!("{a} PRE/8 {b}"),
        format!("{} NEAR/9 {b}", piece(at, 5)),
        format!("{a} w/s {w}"),
        format!("{a} w/p {w}"),
        format!("({a} OR {w}) NEAR/12 {b}"),
        format!("({a} NEAR/4 {b}) NEAR/9 {w}"),
        format!("atleast2({a})"),
        format!("title:{a}"),
        format!("lead:{a}"),
        format!("text:{}", piece(at, 4)),
        piece(at, 14),
        format!("{}{}", piece(at, 6), piece(far, 6)),
        format!("{}{}", piece(far, 7), piece(at, 9)),
        format!("{w} lang:{}", crate::generated::code(article)),
    ]
}
