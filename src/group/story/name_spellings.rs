//! The names of a story, each in all the spellings that its articles give it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Article;
use crate::group::story::event_terms::{has_capital, is_function_word, starts_sentence};
use crate::names::{Near, Sound, USUAL, differ_in_gender, given, sound};
use crate::text::calendar_words::is_of_calendar;
use crate::text::fold;
use crate::text::words::{Kind, Word, is_apostrophe, words};

/// Words of an article that are looked at.
const READ: usize = 3_000;

/// Spellings that are compared, those in most articles: each is compared with the names that are known before it.
const COMPARED: usize = 500;

/// Letters of a name at least: shorter words sound alike by chance.
const LEAST: usize = 4;

/// Letters that an ending adds to a name at most.
const ENDING: usize = 3;

/// Languages in which a capital tells no name, as every noun has one.
const CAPITAL_NOUNS: [&str; 3] = ["de", "lb", "nds"];

/// A name in its spellings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRow {
    /// Two or more, those in most articles first.
    pub spellings: Vec<NameSpelling>,
}

/// A spelling of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameSpelling {
    /// The name as it is written.
    pub text: String,
    /// The articles that write it so or with the ending of a case, by index, in order.
    pub articles: Vec<usize>,
}

/// The names that the articles spell in more than one way, those in most articles first.
///
/// A name is a word with a capital inside of a sentence that stands nowhere without one. Words of scripts without capitals are added to
/// the names that they sound like; pairs of Chinese and Japanese characters are not.
pub fn name_spellings(articles: &[&Article]) -> Vec<NameRow> {
    let mut reader = SpellingReader::default();
    for (at, article) in articles.iter().enumerate() {
        reader.read(at, article);
    }
    let mut names: Vec<Name> = Vec::new();
    for candidate in reader.candidates() {
        match nearest(&names, &candidate) {
            Some(at) => {
                if let Some(name) = names.get_mut(at) {
                    name.add(candidate);
                }
            }
            None if candidate.tells => names.push(Name::of(candidate)),
            None => {}
        }
    }
    let mut rows: Vec<(usize, NameRow)> = names.into_iter().filter_map(Name::row).collect();
    rows.sort_by(|(a, row), (b, other)| {
        let text = |row: &NameRow| row.spellings.first().map(|first| first.text.clone());
        b.cmp(a).then_with(|| text(row).cmp(&text(other)))
    });
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A word that may be a name.
struct Candidate {
    text: String,
    sound: Sound,
    articles: Vec<usize>,
    /// Its capital tells that it is a name.
    tells: bool,
}

/// A word as the articles write it.
#[derive(Default)]
struct Seen {
    articles: Vec<usize>,
    tells: bool,
}

#[derive(Default)]
struct SpellingReader {
    seen: FxHashMap<String, Seen>,
    /// Words that stand without a capital, in small letters.
    common: FxHashSet<String>,
}

impl SpellingReader {
    fn read(&mut self, at: usize, article: &Article) {
        let language = article.language.as_ref();
        let language = language.map_or("", |found| found.value.code());
        let capital_tells = !CAPITAL_NOUNS.contains(&language);
        let text = article.text.as_str();
        let mut before: Option<Word<'_>> = None;
        for word in words(text).take(READ) {
            let starts = starts_sentence(text, before, word);
            before = Some(word);
            let is_capital = has_capital(word);
            if word.text.starts_with(char::is_lowercase) {
                self.common.insert(word.text.to_lowercase());
                continue;
            }
            if !may_be_spelt(word) {
                continue;
            }
            let seen = self.seen.entry(bare(word.text).to_owned()).or_default();
            if seen.articles.last() != Some(&at) {
                seen.articles.push(at);
            }
            seen.tells |= is_capital && capital_tells && !starts;
        }
    }

    /// The words that may be names: those with a capital first, then those in most articles.
    fn candidates(self) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (text, seen) in self.seen {
            let lower = text.to_lowercase();
            if self.common.contains(&lower) || is_of_calendar(&lower) {
                continue;
            }
            if let Some(sound) = sound(&text) {
                found.push(Candidate {
                    text,
                    sound,
                    articles: seen.articles,
                    tells: seen.tells,
                });
            }
        }
        found.sort_by(|a, b| {
            let by_articles = b.articles.len().cmp(&a.articles.len());
            let by_place = a.articles.cmp(&b.articles);
            b.tells
                .cmp(&a.tells)
                .then(by_articles)
                .then(by_place)
                .then_with(|| a.text.cmp(&b.text))
        });
        found.truncate(COMPARED);
        found
    }
}

/// A word that may be a name of its own: long enough, and not in capitals throughout.
fn may_be_spelt(word: Word<'_>) -> bool {
    let text = bare(word.text);
    let is_word = !matches!(word.kind, Kind::Pair) && text.chars().all(|c| !c.is_numeric());
    let is_loud = text.chars().skip(1).any(char::is_uppercase);
    let is_long = text.chars().nth(LEAST - 1).is_some();
    is_word && is_long && !is_loud && !is_function_word(&fold::squash(text), word)
}

/// The word without the ending of an English owner: `Quarrie's`.
fn bare(word: &str) -> &str {
    let owner = word
        .strip_suffix('s')
        .and_then(|owner| owner.strip_suffix(is_apostrophe));
    owner.unwrap_or(word)
}

/// A name with the spellings that were found.
struct Name {
    near: Near,
    first: Sound,
    spellings: Vec<NameSpelling>,
}

impl Name {
    fn of(candidate: Candidate) -> Self {
        Self {
            near: Near::new(&candidate.sound, USUAL),
            first: candidate.sound,
            spellings: vec![NameSpelling {
                text: candidate.text,
                articles: candidate.articles,
            }],
        }
    }

    /// How far the word sounds from the name; `None` where it is another name.
    fn distance(&self, candidate: &Candidate) -> Option<u16> {
        if differ_in_gender(&self.first, &candidate.sound) {
            return None;
        }
        let is_form = self
            .spellings
            .first()
            .is_some_and(|first| given::are_forms(&first.text, &candidate.text));
        match is_form {
            true => Some(0),
            false => self.near.cost(&candidate.sound.key()),
        }
    }

    /// Adds a spelling; with the ending of a case it is none of its own.
    fn add(&mut self, candidate: Candidate) {
        let known = self
            .spellings
            .iter_mut()
            .find(|known| is_inflected(&known.text, &candidate.text));
        let Some(known) = known else {
            self.spellings.push(NameSpelling {
                text: candidate.text,
                articles: candidate.articles,
            });
            return;
        };
        // The bare name is shown.
        if candidate.text.len() < known.text.len() {
            known.text = candidate.text;
        }
        known.articles.extend(candidate.articles);
        known.articles.sort_unstable();
        known.articles.dedup();
    }

    /// The name as a row, with how many articles have it; `None` where all write it alike.
    fn row(mut self) -> Option<(usize, NameRow)> {
        self.spellings.sort_by(|a, b| {
            let by_articles = b.articles.len().cmp(&a.articles.len());
            by_articles.then_with(|| a.text.cmp(&b.text))
        });
        let all: FxHashSet<usize> = self
            .spellings
            .iter()
            .flat_map(|spelling| spelling.articles.iter().copied())
            .collect();
        let spellings = self.spellings;
        (spellings.len() > 1 && all.len() > 1).then_some((all.len(), NameRow { spellings }))
    }
}

/// The name that the word sounds most like.
fn nearest(names: &[Name], candidate: &Candidate) -> Option<usize> {
    let mut best: Option<(u16, usize)> = None;
    for (at, name) in names.iter().enumerate() {
        let Some(distance) = name.distance(candidate) else {
            continue;
        };
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, at));
        }
    }
    best.map(|(_, at)| at)
}

/// Whether one is the other with an ending: `Иванов`, `Иванова`; `Russian`, `Russians`; or both are cases of one name.
fn is_inflected(one: &str, other: &str) -> bool {
    let (short, long) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    if let Some(ending) = long.strip_prefix(short) {
        return ending.chars().count() <= ENDING;
    }
    let is_case = |word: &str| sound(word).filter(|sound| sound.is_case_form);
    match (is_case(one), is_case(other)) {
        (Some(one), Some(other)) => one.units == other.units,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::name_spellings;
    use crate::article::{Article, Found, Language, Witness};

    fn check(articles: &[(&str, &str)], expected: &[&str]) {
        let article = |(language, text): &(&str, &str)| {
            let language = Language((*language).to_owned());
            Article {
                text: (*text).to_owned(),
                language: Some(Found::new(language, "given", Witness::Given, 1.0)),
                ..Article::default()
            }
        };
        let articles: Vec<Article> = articles.iter().map(article).collect();
        let articles: Vec<&Article> = articles.iter().collect();
        let mut rows = Vec::new();
        for row in name_spellings(&articles) {
            let spellings = row.spellings.iter();
            let spellings: Vec<String> = spellings
                .map(|one| format!("{} {:?}", one.text, one.articles))
                .collect();
            rows.push(spellings.join(" | "));
        }
        assert_eq!(rows, expected);
    }

    #[test]
    fn spellings_of_one_name_are_a_row() {
        check(
            &[
                (
                    "en",
                    "On Friday the mayor met Korolchuk. A clerk said that Korolchuk's office was shut.",
                ),
                (
                    "en",
                    "A friend of Karolchuk waited outside. Nobody spoke, and Karolchuk left.",
                ),
                (
                    "ru",
                    "Мэр города встретил Корольчука. Позже господин Корольчук уехал.",
                ),
            ],
            &["Karolchuk [1] | Korolchuk [0] | Корольчук [2]"],
        );
    }

    #[test]
    fn what_is_no_name_or_spelt_alike_is_no_row() {
        check(
            &[
                (
                    "en",
                    "On Friday a Minister met Quarrie. The minister left, and Ministers waited.",
                ),
                (
                    "en",
                    "Later Quarrie told of it. The Russian and the Russians listened to Quarrie.",
                ),
                (
                    "de",
                    "Die Fähre und die Fähren lagen im Hafen, wo die Häfen enden.",
                ),
                (
                    "de",
                    "Eine Faehre lag im Hafen bei den Molen und den Mohlen.",
                ),
            ],
            &[],
        );
    }
}
