//! Real and altered quotations, made from the articles of an archive by rule and by chance.

use dateline::article::Article;
use regex::Regex;

use crate::support::Dice;

/// A quotation and what is to be said of it.
#[derive(Debug, Clone)]
pub(crate) struct Sample {
    pub(crate) kind: &'static str,
    pub(crate) quote: String,
    pub(crate) speaker: Option<String>,
    pub(crate) expected: &'static str,
}

/// Kinds of alteration.
const KINDS: &[&str] = &["word", "number", "negation", "cut", "speaker"];

/// Languages with a word that says no.
const NOT: &[(&str, &str)] = &[
    ("en", "not"),
    ("de", "nicht"),
    ("fr", "pas"),
    ("es", "no"),
    ("pt", "não"),
    ("it", "non"),
    ("nl", "niet"),
    ("ru", "не"),
    ("uk", "не"),
    ("pl", "nie"),
    ("ar", "لا"),
    ("hi", "नहीं"),
    ("ko", "안"),
    ("ja", "不"),
    ("zh", "不"),
];

/// So many real quotations and so many altered ones.
pub(crate) fn samples(articles: &[Article], count: usize, seed: u64) -> Vec<Sample> {
    let mut dice = Dice(seed);
    let sentences: Vec<(String, String)> = articles
        .iter()
        .flat_map(|article| {
            let language = article.language.as_ref();
            let language = language.map_or("en".to_owned(), |found| found.value.to_string());
            sentences(&article.text)
                .into_iter()
                .map(move |text| (language.clone(), text))
        })
        .collect();
    let said = said(articles);
    let mut samples = Vec::new();
    while samples.len() < count {
        if !said.is_empty() && dice.roll(5) == 0 {
            let (words, speaker, _) = &said[dice.roll(said.len())];
            samples.push(real(&mut dice, words, Some(speaker.clone())));
        } else {
            let (_, sentence) = &sentences[dice.roll(sentences.len())];
            samples.push(real(&mut dice, sentence, None));
        }
    }
    let mut nth = 0;
    while samples.len() < 2 * count {
        nth += 1;
        let kind = KINDS[nth % KINDS.len()];
        if kind == "speaker" {
            let (words, speaker, other) = &said[dice.roll(said.len())];
            if let Some(other) = other
                .clone()
                .or_else(|| stranger(&said, speaker, &mut dice))
            {
                samples.push(Sample {
                    kind,
                    quote: words.clone(),
                    speaker: Some(other),
                    expected: "other speaker",
                });
            }
            continue;
        }
        let (language, sentence) = &sentences[dice.roll(sentences.len())];
        let other = &sentences[dice.roll(sentences.len())].1;
        if let Some(quote) = altered(kind, language, sentence, other, &mut dice) {
            let expected = if kind == "cut" { "cut" } else { "altered" };
            samples.push(Sample {
                kind,
                quote,
                speaker: None,
                expected,
            });
        }
    }
    samples
}

/// Someone who is quoted elsewhere.
fn stranger(
    said: &[(String, String, Option<String>)],
    speaker: &str,
    dice: &mut Dice,
) -> Option<String> {
    let other = &said[dice.roll(said.len())].1;
    let last = |name: &str| name.rsplit(' ').next().unwrap().to_lowercase();
    (last(other) != last(speaker)).then(|| other.clone())
}

/// A quotation as another hand types it.
fn real(dice: &mut Dice, text: &str, speaker: Option<String>) -> Sample {
    let quote = match dice.roll(4) {
        0 => text
            .replace(['“', '”', '„', '«', '»'], "\"")
            .replace(['–', '—'], "-")
            .replace('’', "'"),
        1 => format!("“{text}”"),
        2 => text.split_whitespace().collect::<Vec<_>>().join("\n"),
        _ => text.to_owned(),
    };
    Sample {
        kind: "real",
        quote,
        speaker,
        expected: "exact",
    }
}

/// Whether a text is of a script that writes no spaces.
fn is_unspaced(text: &str) -> bool {
    text.contains(|c: char| matches!(c, '\u{3040}'..='\u{9fff}' | '\u{e00}'..='\u{e7f}'))
}

/// Sentences of a usual length.
fn sentences(text: &str) -> Vec<String> {
    let ends = Regex::new(r"[.!?…][”“»\x22]?\s|[。！？]|।\s|\n").unwrap();
    let mut from = 0;
    let mut found = Vec::new();
    for end in ends.find_iter(text) {
        let sentence = text[from..end.end()].trim().to_owned();
        from = end.end();
        let (words, chars) = (
            sentence.split_whitespace().count(),
            sentence.chars().count(),
        );
        let fits = match is_unspaced(&sentence) {
            true => (16..120).contains(&chars),
            false => (9..45).contains(&words),
        };
        // An ellipsis of the page, and quotes that end in the middle, would make another quotation of it.
        if fits && !sentence.contains('…') && !sentence.contains("...") && !sentence.contains("___")
        {
            found.push(sentence);
        }
    }
    found
}

/// Words between quotes with the speaker that follows them, and someone else of the same article.
fn said(articles: &[Article]) -> Vec<(String, String, Option<String>)> {
    let name = r"(\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+)";
    let behind = Regex::new(&format!(r#"["“]([^"“”\n]{{30,220}})[”"],? (?:said|says|dijo|dit|sagte|zei|disse|сказал|заявил) {name}"#)).unwrap();
    let names = Regex::new(&format!(r"\b{name}\b")).unwrap();
    let mut found = Vec::new();
    for article in articles {
        for quoted in behind.captures_iter(&article.text) {
            let speaker = quoted[2].to_owned();
            if !is_name(&speaker) {
                continue;
            }
            let last = |name: &str| name.rsplit(' ').next().unwrap().to_lowercase();
            let paragraph = quoted.get(0).unwrap();
            let others = names.captures_iter(&article.text).filter(|other| {
                let at = other.get(0).unwrap().start();
                !(paragraph.start().saturating_sub(400)..paragraph.end() + 400).contains(&at)
            });
            let other = others
                .map(|other| other[1].to_owned())
                .find(|other| is_name(other) && last(other) != last(&speaker));
            found.push((quoted[1].trim_end_matches(',').to_owned(), speaker, other));
        }
    }
    found
}

/// Whether words with capitals are a name, and not the beginning of a sentence.
fn is_name(words: &str) -> bool {
    let first = words.split(' ').next().unwrap();
    ![
        "The", "A", "An", "It", "In", "But", "And", "He", "She", "They", "We", "This", "That",
        "At", "On", "For", "If", "As",
    ]
    .contains(&first)
}

/// The sentence with one thing changed; `None` where it has nothing of the kind.
fn altered(
    kind: &str,
    language: &str,
    sentence: &str,
    other: &str,
    dice: &mut Dice,
) -> Option<String> {
    let parts: Vec<String> = match is_unspaced(sentence) {
        true => sentence.chars().map(String::from).collect(),
        false => sentence.split_whitespace().map(str::to_owned).collect(),
    };
    let joint = if is_unspaced(sentence) { "" } else { " " };
    let bare = |part: &str| {
        part.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    let at = 2 + dice.roll(parts.len() - 4);
    let mut new = parts.clone();
    match kind {
        "word" => {
            let pool: Vec<String> = match is_unspaced(sentence) {
                true => other.chars().map(String::from).collect(),
                false => other.split_whitespace().map(str::to_owned).collect(),
            };
            let word = &pool[dice.roll(pool.len())];
            let is_word = |word: &str| {
                bare(word).chars().count() > usize::from(joint == " ")
                    && !word.contains(['-', '–', '’', '\'', '/'])
            };
            if !is_word(word) || !is_word(&new[at]) || bare(word) == bare(&new[at]) {
                return None;
            }
            new[at] = bare(word);
        }
        "number" => {
            let at = parts
                .iter()
                .position(|part| part.contains(|c: char| c.is_ascii_digit()))?;
            let digit = new[at].chars().rfind(char::is_ascii_digit)?;
            let next = char::from_digit((digit.to_digit(10)? + 1 + dice.roll(8) as u32) % 10, 10)?;
            let place = new[at].rfind(digit)?;
            new[at].replace_range(place..=place, &next.to_string());
        }
        "negation" => {
            let not = NOT.iter().find(|(of, _)| *of == language)?.1;
            match parts.iter().skip(1).position(|part| bare(part) == not) {
                Some(at) => drop(new.remove(at + 1)),
                None => new.insert(at, not.to_owned()),
            }
        }
        _ => {
            let size = 4 + dice.roll(4) + if joint.is_empty() { 4 } else { 0 };
            if parts.len() < size + 8 {
                return None;
            }
            let at = 4 + dice.roll(parts.len() - size - 7);
            let gap = if dice.roll(2) == 0 {
                vec!["…".to_owned()]
            } else {
                Vec::new()
            };
            new.splice(at..at + size, gap);
        }
    }
    Some(new.join(joint))
}
