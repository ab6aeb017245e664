//! The law that the archive finds what a reader going through every article word by word would find: over generated articles, and over
//! those of the sample newsroom in all their languages.

mod newsroom;
mod parts;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, LazyLock, Mutex};

use dateline::archive::Searcher;
use dateline::article::Article;
use dateline::query::{Expr, Field, Form, Kind, Order, Within, parse};
use dateline::search::Archive;
use dateline::text::words::{Word, words};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use regex::Regex;
use tempfile::TempDir;

use crate::search::{archive_of, article, from, request};
use crate::support::Dice;

/// Words and their English stems.
const WORDS: &[(&str, &str)] = &[
    ("boat", "boat"),
    ("boats", "boat"),
    ("Boating", "boat"),
    ("harbour", "harbour"),
    ("harbours", "harbour"),
    ("strike", "strike"),
    ("Strikes", "strike"),
    ("mayor", "mayor"),
    ("Mayor", "mayor"),
    ("MAYOR", "mayor"),
    ("McCole", "mccole"),
    ("cole", "cole"),
    ("the", "the"),
    ("the", "the"),
    ("of", "of"),
];

/// A word as the law sees it, and where it stands in its article.
#[derive(Debug, Clone)]
struct Token {
    exact: String,
    /// In small letters, without accents.
    written: String,
    stem: String,
    place: u32,
    sentence: u32,
    paragraph: u32,
}

impl Token {
    fn new(word: &str, language: &str, place: u32, sentence: u32, paragraph: u32) -> Self {
        let exact = word.to_owned();
        Self {
            exact,
            written: plain(word),
            stem: stem(word, language),
            place,
            sentence,
            paragraph,
        }
    }
}

struct Model {
    id: String,
    language: String,
    tokens: Vec<Token>,
    /// Where two words stand with a hyphen between them, by the stem of both together.
    compounds: Vec<(u32, String)>,
    text_start: u32,
    lead_end: u32,
    source: String,
    day: Option<Date>,
}

/// The word in small letters, without accents.
fn plain(word: &str) -> String {
    newsroom::without_accents(&word.to_lowercase())
}

/// A compiled expression; the law asks for the same ones again and again.
fn regex(pattern: &str) -> Regex {
    static KNOWN: LazyLock<Mutex<HashMap<String, Regex>>> = LazyLock::new(Mutex::default);
    let compile = || Regex::new(pattern).unwrap();
    KNOWN
        .lock()
        .unwrap()
        .entry(pattern.to_owned())
        .or_insert_with(compile)
        .clone()
}

/// The word without its inflection; the law asks for the same ones again and again.
fn stem(word: &str, language: &str) -> String {
    static KNOWN: LazyLock<Mutex<HashMap<String, String>>> = LazyLock::new(Mutex::default);
    let generated = || {
        WORDS
            .iter()
            .find(|(form, _)| form.eq_ignore_ascii_case(word) && language == "en")
    };
    let stem = || {
        generated().map_or_else(
            || newsroom::stem(word, language),
            |(_, stem)| (*stem).to_owned(),
        )
    };
    KNOWN
        .lock()
        .unwrap()
        .entry(format!("{language} {word}"))
        .or_insert_with(stem)
        .clone()
}

/// The stems that find a word; the law asks for the same ones again and again.
fn wanted(word: &str, language: &str) -> Arc<Vec<String>> {
    static KNOWN: LazyLock<Mutex<HashMap<String, Arc<Vec<String>>>>> =
        LazyLock::new(Mutex::default);
    let stems = || {
        let mut stems = newsroom::wanted(word, language);
        stems.insert(stem(word, language));
        Arc::new(stems.into_iter().collect())
    };
    KNOWN
        .lock()
        .unwrap()
        .entry(format!("{language} {word}"))
        .or_insert_with(stems)
        .clone()
}

/// The outlets.
const SOURCES: &[&str] = &["North Post", "The South Post", "Harbour Mail"];

/// The day of the first articles.
const FIRST: Date = date(2024, 1, 1);

fn write(dice: &mut Dice, at: usize) -> (Article, Model) {
    let (mut title, mut text, mut tokens) = (String::new(), String::new(), Vec::new());
    let mut place = 0;
    let mut word = |place: &mut u32, sentence, paragraph, dice: &mut Dice| {
        let (form, _) = WORDS[dice.roll(WORDS.len())];
        tokens.push(Token::new(form, "en", *place, sentence, paragraph));
        *place += 1;
        form
    };
    for at in 0..dice.roll(6) {
        if at > 0 {
            title.push(' ');
        }
        title.push_str(word(&mut place, 0, 0, dice));
    }
    let text_start = if place == 0 { 0 } else { place + 8 };
    place = text_start;
    let mut lead_end = None;
    let mut sentence = 1;
    for paragraph in 1..=1 + dice.roll(4) {
        if paragraph > 1 {
            text.push_str("\n\n");
            if place - text_start >= 20 && lead_end.is_none() {
                lead_end = Some(place);
            }
        }
        for at in 0..1 + dice.roll(3) {
            if at > 0 {
                text.push(' ');
            }
            for at in 0..1 + dice.roll(12) {
                if at > 0 {
                    text.push_str([" ", " ", ", "][dice.roll(3)]);
                }
                text.push_str(word(&mut place, sentence, paragraph as u32, dice));
            }
            text.push_str(["!", "?"][dice.roll(2)]);
            sentence += 1;
        }
    }
    // A small letter after a stop does not begin a sentence.
    let lowers: Vec<usize> = (1..tokens.len())
        .filter(|&at| tokens[at].exact.starts_with(char::is_lowercase))
        .collect();
    for at in lowers {
        let (before, here) = (tokens[at - 1].clone(), tokens[at].clone());
        if before.paragraph == here.paragraph
            && before.sentence != here.sentence
            && before.paragraph > 0
        {
            for token in tokens
                .iter_mut()
                .skip(at)
                .filter(|token| token.sentence == here.sentence)
            {
                token.sentence = before.sentence;
            }
        }
    }
    let lead_end = lead_end.unwrap_or(place).min(text_start + 80);
    let id = format!("b{at:04}");
    let source = SOURCES[dice.roll(SOURCES.len())];
    let day = Some(FIRST + (dice.roll(700) as i64).days()).filter(|_| dice.roll(8) > 0);
    let article = from(article(&id, "en", &title, &text), source, day);
    let (language, source) = ("en".to_owned(), source.to_owned());
    (
        article,
        Model {
            id,
            language,
            tokens,
            compounds: Vec::new(),
            text_start,
            lead_end,
            source,
            day,
        },
    )
}

static ARCHIVE: LazyLock<(TempDir, Archive, Vec<Model>)> = LazyLock::new(|| {
    let mut dice = Dice(7);
    let articles = if slow() { 2_000 } else { 150 };
    let (articles, models): (Vec<Article>, Vec<Model>) =
        (0..articles).map(|at| write(&mut dice, at)).unzip();
    let (dir, archive) = archive_of(&articles);
    (dir, archive, models)
});

type Stretches = BTreeSet<(u32, u32)>;

impl Model {
    fn in_region(&self, token: &Token, field: Option<Field>) -> bool {
        match field {
            Some(Field::Title) => token.place < self.text_start,
            Some(Field::Text) => token.place >= self.text_start,
            Some(Field::Lead) => (self.text_start..self.lead_end).contains(&token.place),
            _ => true,
        }
    }

    /// The word at a place.
    fn token(&self, place: u32) -> Option<&Token> {
        self.tokens
            .binary_search_by_key(&place, |token| token.place)
            .ok()
            .map(|at| &self.tokens[at])
    }

    /// Whether the words of a phrase stand in the outlet's name.
    fn is_from(&self, expr: &Expr) -> bool {
        let text = match &expr.kind {
            Kind::Word { text, .. } | Kind::Phrase { text, .. } => text,
            Kind::Or(parts) => return parts.iter().any(|part| self.is_from(part)),
            other => panic!("not in this law: {other:?}"),
        };
        format!(" {} ", self.source.to_lowercase()).contains(&format!(" {} ", text.to_lowercase()))
    }

    /// Whether a word of this article is `word` in this form.
    fn is(&self, word: &str, form: Form) -> impl Fn(&Token) -> bool + use<> {
        let wanted = wanted(word, &self.language);
        let (plain, exact) = (plain(word), word.to_owned());
        // Accents may mislead a stemmer: the word without them is found too.
        let language = self.language.clone();
        move |token| match form {
            Form::Inflected => {
                token.written == plain
                    || wanted.contains(&token.stem)
                    || parts::is_part(&plain, &token.written, &token.stem, &language)
            }
            Form::Written => token.written == plain,
            Form::Exact => token.exact == exact,
        }
    }

    fn words(&self, field: Option<Field>, test: impl Fn(&Token) -> bool) -> Stretches {
        let tokens = self
            .tokens
            .iter()
            .filter(|token| self.in_region(token, field) && test(token));
        tokens.map(|token| (token.place, token.place)).collect()
    }

    /// Adds the compounds that are written as one in `word`.
    fn add_compounds(&self, word: &str, field: Option<Field>, found: &mut Stretches) {
        // The `a-t` of `a-t-il` is no `at`.
        if parts::is_function_word(&word.to_lowercase()) {
            return;
        }
        let wanted = stem(word, &self.language);
        for (place, _) in self.compounds.iter().filter(|(_, stem)| *stem == wanted) {
            let inside = self
                .token(*place)
                .is_some_and(|first| self.in_region(first, field));
            if inside && !found.contains(&(*place, *place)) {
                found.insert((*place, place + 1));
            }
        }
    }

    fn holds(&self, expr: &Expr, field: Option<Field>) -> bool {
        match &expr.kind {
            Kind::All => true,
            Kind::And(parts) => parts.iter().all(|part| self.holds(part, field)),
            Kind::Or(parts) => parts.iter().any(|part| self.holds(part, field)),
            Kind::Not(inner) => !self.holds(inner, field),
            Kind::Field {
                field: Field::Source,
                expr,
            } => self.is_from(expr),
            Kind::Field {
                field: Field::Id,
                expr,
            } => {
                matches!(&expr.kind, Kind::Word { text, .. } if *text == self.id)
            }
            Kind::Field {
                field: Field::Language,
                expr,
            } => {
                matches!(&expr.kind, Kind::Word { text, .. } if *text == self.language)
            }
            Kind::Field { field, expr } => self.holds(expr, Some(*field)),
            Kind::Published(range) => self.day.is_some_and(|day| {
                range.from.is_none_or(|from| from <= day)
                    && range.until.is_none_or(|until| day <= until)
            }),
            Kind::Undated => self.day.is_none(),
            Kind::Boost { expr, .. } => self.holds(expr, field),
            _ => !self.find(expr, field).is_empty(),
        }
    }

    fn find(&self, expr: &Expr, field: Option<Field>) -> Stretches {
        match &expr.kind {
            Kind::Word { text, form } => {
                let mut found = self.words(field, self.is(text, *form));
                if *form == Form::Inflected {
                    self.add_compounds(text, field, &mut found);
                }
                found
            }
            Kind::Phrase { text, form, slop } => self.phrase(text, *form, *slop, field),
            Kind::Prefix { text } => {
                let text = plain(text);
                self.words(field, |token| token.written.starts_with(&text))
            }
            Kind::Wildcard { pattern } => {
                let pattern = plain(pattern).replace('?', ".").replace('*', ".*");
                let regex = regex(&format!("^{pattern}$"));
                self.words(field, |token| regex.is_match(&token.written))
            }
            Kind::Regex { pattern } => {
                let regex = regex(&format!("^(?:{})$", pattern.to_lowercase()));
                self.words(field, |token| regex.is_match(&token.written))
            }
            Kind::Fuzzy { text, distance } => {
                let text = plain(text);
                self.words(field, |token| {
                    slips(&token.written, &text) <= u32::from(*distance)
                })
            }
            Kind::Near {
                left,
                right,
                within,
                order,
            } => self.near(
                &self.find(left, field),
                &self.find(right, field),
                *within,
                *order,
            ),
            Kind::Or(parts) => parts
                .iter()
                .flat_map(|part| self.find(part, field))
                .collect(),
            Kind::AtLeast { count, expr } => {
                let found = self.find(expr, field);
                if side_by_side(&found) >= *count {
                    found
                } else {
                    Stretches::new()
                }
            }
            Kind::Name {
                text,
                form: Form::Exact,
                ..
            } => {
                let text = plain(text);
                self.words(field, |token| token.written == text && token.exact != text)
            }
            Kind::Boost { expr, .. } => self.find(expr, field),
            other => panic!("not in this law: {other:?}"),
        }
    }

    fn phrase(&self, text: &str, form: Form, slop: u32, field: Option<Field>) -> Stretches {
        let words: Vec<_> = text.split(' ').map(|word| self.is(word, form)).collect();
        let mut found = Stretches::new();
        let count = words.len() as u32;
        if slop == 0 || count == 1 {
            for token in &self.tokens {
                let all = words.iter().zip(token.place..).all(|(is, place)| {
                    self.token(place)
                        .is_some_and(|token| is(token) && self.in_region(token, field))
                });
                if all {
                    found.insert((token.place, token.place + count - 1));
                }
            }
            return found;
        }
        let places = |is| self.words(field, is).into_iter().map(|one| one.0).collect();
        let sets: Vec<Vec<u32>> = words.iter().map(places).collect();
        let mut chosen = Vec::new();
        self.choose(&sets, &mut chosen, count + slop, &mut found);
        found
    }

    fn choose(&self, sets: &[Vec<u32>], chosen: &mut Vec<u32>, reach: u32, found: &mut Stretches) {
        let (first, last) = (chosen.iter().min(), chosen.iter().max());
        if let (Some(&first), Some(&last)) = (first, last) {
            if last - first >= reach || (first < self.text_start && last >= self.text_start) {
                return;
            }
            if chosen.len() == sets.len() {
                found.insert((first, last));
                return;
            }
        }
        for &place in &sets[chosen.len()] {
            if !chosen.contains(&place) {
                chosen.push(place);
                self.choose(sets, chosen, reach, found);
                chosen.pop();
            }
        }
    }

    fn near(&self, left: &Stretches, right: &Stretches, within: Within, order: Order) -> Stretches {
        let mut found = Stretches::new();
        for a in left {
            for b in right {
                let after = b.0 > a.1;
                let before = order == Order::Any && a.0 > b.1;
                let gap = if after {
                    b.0 - a.1
                } else {
                    a.0.saturating_sub(b.1)
                };
                if !(after || before) {
                    continue;
                }
                let joined = (a.0.min(b.0), a.1.max(b.1));
                let ends = || (self.token(joined.0).unwrap(), self.token(joined.1).unwrap());
                let together = match within {
                    Within::Words(words) => {
                        gap <= words && (joined.0 >= self.text_start || joined.1 < self.text_start)
                    }
                    Within::Sentence => ends().0.sentence == ends().1.sentence,
                    Within::Paragraph => ends().0.paragraph == ends().1.paragraph,
                };
                if together {
                    found.insert(joined);
                }
            }
        }
        found
    }
}

/// Letters added, left out, changed, or swapped with their neighbour (optimal string alignment).
fn slips(a: &str, b: &str) -> u32 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut table = vec![vec![0_u32; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                (i + j) as u32
            } else {
                let changed = table[i - 1][j - 1] + u32::from(a[i - 1] != b[j - 1]);
                let mut least = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(table[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    table[a.len()][b.len()]
}

fn side_by_side(found: &Stretches) -> u32 {
    let mut by_end: Vec<_> = found.iter().collect();
    by_end.sort_by_key(|one| one.1);
    let (mut count, mut end) = (0, None);
    for one in by_end {
        if end.is_none_or(|end| one.0 > end) {
            count += 1;
            end = Some(one.1);
        }
    }
    count
}

fn word() -> impl Strategy<Value = String> {
    let word = || (0..WORDS.len()).prop_map(|at| WORDS[at].0.to_owned());
    prop_oneof![
        6 => word(),
        2 => word().prop_map(|word| format!("={word}")),
        1 => word().prop_map(|word| format!("name:={word}")),
        1 => prop::sample::select(vec!["bo*", "ma*", "h?rb*", "*s", "b?at", "str*", "mcc*"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["/boat.*/", "/.*ing/", "/(the|of)/", "/m[ac]+.*/", "/colou?e/"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["boot~1", "oba~2", "mayro~1", "stike~1", "coleman~2", "hte~1", "fo~1", "harbor~1"])
            .prop_map(str::to_owned),
        1 => (word(), 1..4).prop_map(|(word, factor)| format!("{word}^{factor}")),
        3 => prop::collection::vec(word(), 1..4).prop_map(|words| format!("\"{}\"", words.join(" "))),
        1 => prop::collection::vec(word(), 2..3).prop_map(|words| format!("=\"{}\"", words.join(" "))),
        1 => (prop::collection::vec(word(), 2..4), 1..5).prop_map(|(words, slop)| format!("\"{}\"~{slop}", words.join(" "))),
    ]
}

/// Queries that stand at a place.
fn placed() -> impl Strategy<Value = String> {
    word().prop_recursive(3, 12, 3, |inner| {
        let operator =
            prop::sample::select(vec!["NEAR/1", "NEAR/3", "NEAR/12", "PRE/2", "PRE/6", "w/s", "w/p", "w/2"]);
        prop_oneof![
            3 => (inner.clone(), operator, inner.clone()).prop_map(|(a, op, b)| format!("({a} {op} {b})")),
            2 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
        ]
    })
}

/// Queries that stand at no place: days, names.
fn unplaced() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "date:none",
        "date:2024",
        "date:2025-03",
        "date:2024-12-24",
        "date:2024-06-01..2025-01-15",
        "after:2025-02-10",
        "before:2024-03",
        "since:2025",
        "until:2024-09-30",
        "source:post",
        "source:\"north post\"",
        "source:mail",
        "source:(north OR mail)",
        "lang:en",
        "id:b0007",
        "*",
    ])
    .prop_map(str::to_owned)
}

fn query() -> impl Strategy<Value = String> {
    whole(placed().boxed(), unplaced().boxed())
}

/// Whole queries of what stands at a place and of what stands at none.
fn whole(
    placed: BoxedStrategy<String>,
    unplaced: BoxedStrategy<String>,
) -> impl Strategy<Value = String> {
    let field = prop::sample::select(vec!["title", "lead", "text"]);
    let leaf = prop_oneof![
        4 => placed.clone(),
        1 => (1..5_u32, placed.clone()).prop_map(|(count, inner)| format!("atleast{count}({inner})")),
        2 => (field, placed.clone()).prop_map(|(field, inner)| format!("{field}:({inner})")),
        1 => unplaced,
        1 => (placed, 1..4).prop_map(|(inner, factor)| format!("({inner})^{factor}")),
    ];
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} AND NOT {b})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} OR NOT {b})")),
            inner.clone().prop_map(|a| format!("-({a})")),
        ]
    })
}

/// Whether there is time: 2,000 questions to 2,000 articles take a minute or two.
fn slow() -> bool {
    std::env::var_os("DATELINE_SLOW").is_some()
}

fn cases() -> u32 {
    if slow() { 2_000 } else { 200 }
}

/// Whether a part of a query is under a NOT.
#[derive(Clone, Copy, PartialEq)]
enum Sought {
    Wanted,
    Unwanted,
}

impl Sought {
    fn turned(self) -> Self {
        if self == Self::Wanted {
            Self::Unwanted
        } else {
            Self::Wanted
        }
    }
}

/// The parts of a query that are looked for, so that their words may be marked.
fn looked_for<'a>(expr: &'a Expr, sought: Sought, found: &mut Vec<&'a Expr>) {
    match &expr.kind {
        Kind::And(parts) | Kind::Or(parts) => parts
            .iter()
            .for_each(|part| looked_for(part, sought, found)),
        Kind::Not(inner) => looked_for(inner, sought.turned(), found),
        Kind::Field {
            field: Field::Source | Field::Language | Field::Id,
            ..
        } => {}
        Kind::Field { expr, .. } | Kind::AtLeast { expr, .. } | Kind::Boost { expr, .. } => {
            looked_for(expr, sought, found);
        }
        Kind::Near { left, right, .. } => {
            looked_for(left, sought, found);
            looked_for(right, sought, found);
        }
        Kind::All | Kind::Nothing | Kind::Published(_) | Kind::Undated | Kind::Last(_) => {}
        _ if sought == Sought::Unwanted => {}
        _ => found.push(expr),
    }
}

/// Whether a word, or a pattern, or one word of a phrase means this word of an article in `language`.
fn means(expr: &Expr, word: &str, language: &str) -> bool {
    let model = Model {
        id: String::new(),
        language: language.to_owned(),
        tokens: vec![Token::new(word, language, 0, 1, 1)],
        compounds: Vec::new(),
        text_start: 0,
        lead_end: 1,
        source: String::new(),
        day: None,
    };
    match &expr.kind {
        Kind::Phrase { text, form, .. } => text
            .split(' ')
            .any(|word| model.tokens.iter().any(model.is(word, *form))),
        Kind::Word { text, form } if *form == Form::Inflected && is_part(word, text) => true,
        _ => !model.find(expr, None).is_empty(),
    }
}

/// Whether a word may be the first or the last of a compound, in any inflection.
fn is_part(word: &str, compound: &str) -> bool {
    let (word, compound) = (plain(word), plain(compound));
    let ends = |at: usize| {
        let end = &compound[at..];
        end.chars().count() >= 3 && (word.starts_with(end) || end.starts_with(&word))
    };
    let last = compound.char_indices().skip(1).any(|(at, _)| ends(at));
    word != compound && (compound.starts_with(&word) || last)
}

/// Asks the archive and the reader, and compares what they find and what is marked.
fn agree(archive: &Archive, models: &[Model], text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text).0;
    let mut asked = request(text);
    asked.limit = 2_000;
    asked.snippets = 0;
    let results = archive.search(&asked).unwrap();
    let found: BTreeSet<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
    let holding = models
        .iter()
        .filter(|model| model.holds(&parsed.root, None));
    let expected: BTreeSet<&str> = holding.map(|model| model.id.as_str()).collect();
    let wrong: Vec<_> = found.difference(&expected).collect();
    let missed: Vec<_> = expected.difference(&found).collect();
    prop_assert!(
        wrong.is_empty() && missed.is_empty(),
        "{}: wrong {:?}, missed {:?}",
        text,
        wrong,
        missed
    );
    prop_assert_eq!(results.total, results.hits.len() as u64);
    let mut parts = Vec::new();
    looked_for(&parsed.root, Sought::Wanted, &mut parts);
    (asked.limit, asked.snippets) = (50, 2);
    for hit in &archive.search(&asked).unwrap().hits {
        let language = hit.language.as_deref().unwrap_or_default();
        let passages = hit
            .snippets
            .iter()
            .map(|snippet| (&snippet.text, &snippet.marks));
        for (shown, marks) in passages.chain([(&hit.title, &hit.title_marks)]) {
            for mark in marks {
                let marked = &shown[mark.start..mark.end];
                let meant = |word: Word<'_>| {
                    let word = newsroom::composed(&word);
                    parts.iter().any(|part| means(part, &word, language))
                };
                prop_assert!(words(marked).all(meant), "{}: {:?} is marked", text, marked);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn finds_what_a_reader_would(text in query()) {
        let (_, archive, models) = &*ARCHIVE;
        agree(archive, models, &text)?;
    }

    #[test]
    fn finds_what_a_reader_of_the_newsroom_would(text in newsroom::query()) {
        let (_, archive, models) = &*newsroom::ARCHIVE;
        agree(archive, models, &text)?;
    }
}
