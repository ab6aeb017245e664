//! What an article says of its event: terms and names, weighed by what the article alone tells.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::{Article, Precision};
use crate::group::story::name_skeleton::skeleton;
use crate::group::story::news_words;
use crate::group::story::unspaced_names::unspaced_names;
use crate::names;
use crate::text::script::{self, Script};
use crate::text::words::{Kind, Word, words};
use crate::text::{fold, function_words, sentences};

/// Words of the text that are looked at: news tells its event first.
///
/// `cargo bench --bench quality -- stories` measures the constants of this file. On its labelled stories 120 to 400 words, and 40 to 64
/// terms, differ by less than .01 B-cubed F1; 20 terms lose .04.
const OPENING: usize = 200;

/// Terms of an article at most.
const TERMS: usize = 40;

/// Names and numbers of an article at most, by which other languages are compared.
const NAMES: usize = 24;

/// Readings of an article at most: pairs of Han characters, few of which are names.
const READINGS: usize = 100;

/// Meanings of words of an article at most, by which other languages are compared.
const MEANINGS: usize = 16;

/// Letters of a word that count: its stem, roughly, in any language that inflects at the end.
const STEM: usize = 6;

/// What a term of the headline weighs more.
const HEADLINE: f32 = 2.0;

/// How many times more a name weighs.
const NAME: f32 = 1.6;

/// What an article says of its event. Its size is bounded; two articles can be compared by this alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventTerms {
    /// The article's id.
    pub id: String,
    /// The day of publication, where it is known to the day.
    pub day: Option<Date>,
    /// The language code, empty where it is not known.
    pub language: String,
    /// Stems of words, by hash.
    pub terms: Vec<WeighedTerm>,
    /// Names, written as all alphabets write them, and numbers, by hash.
    pub names: Vec<WeighedTerm>,
    /// The same by what every script tells of a name, by hash.
    pub sounds: Vec<WeighedTerm>,
    /// How pairs of Han characters are read where they are names, and the words that may be such readings, by hash. They tell something
    /// only where an article in another language has them.
    pub readings: Vec<WeighedTerm>,
    /// What its words mean in any language, where they are words that news tells of, by hash.
    pub meanings: Vec<WeighedTerm>,
    /// The script of the text.
    pub script: Option<Script>,
}

impl EventTerms {
    /// Terms, names, sounds, readings and meanings.
    pub(crate) fn every_term(&self) -> impl Iterator<Item = &WeighedTerm> {
        let names = self.names.iter().chain(&self.sounds);
        let names = names.chain(&self.readings);
        self.terms.iter().chain(names).chain(&self.meanings)
    }

    /// The script leaves out sounds of names, as Arabic, kana and Han do: `sounds` are what can be compared.
    pub(crate) fn is_coarse(&self) -> bool {
        matches!(
            self.script,
            Some(Script::Arabic | Script::Hebrew | Script::Kana | Script::Hangul | Script::Han)
        )
    }

    /// Nothing tells a name from a word: the script has spaces between words and no capitals.
    pub(crate) fn may_be_all_names(&self) -> bool {
        let plain =
            |script: Script| !script.is_cased() && !script.is_unspaced() && !script.is_east_asian();
        self.script.is_some_and(plain)
    }

    /// The text has Han characters, as Chinese and Japanese have.
    pub(crate) fn has_han(&self) -> bool {
        matches!(self.script, Some(Script::Han | Script::Kana))
    }
}

/// A term and its weight in the article.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeighedTerm {
    /// The term's hash.
    pub hash: u32,
    /// How much the article makes of it.
    pub weight: f32,
}

/// A part of an article.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Headline,
    Text,
}

/// How a term stands in an article.
#[derive(Default)]
struct Standing {
    /// Its first place, by which ties are broken.
    first: usize,
    in_text: u32,
    in_headline: bool,
    /// Times that it begins with a capital though no sentence begins there.
    as_name: u32,
}

/// Reads the headline and the opening of an article.
pub fn event_terms(article: &Article) -> EventTerms {
    let headline = article.title.as_ref().map_or("", |found| &found.value);
    let published = article.published.as_ref().map(|found| found.value);
    let day = published.filter(|published| published.precision >= Precision::Day);
    let language = article.language.as_ref();
    let language = language.map_or("", |found| found.value.code());
    let mut reader = TermReader::of(language);
    reader.read(headline, Part::Headline);
    reader.read(&article.text, Part::Text);
    EventTerms {
        id: article.id.clone(),
        day: day.map(|published| published.date),
        language: language.to_owned(),
        terms: heaviest(reader.terms, TERMS, weight),
        names: reader.names.into_weighed(NAMES),
        sounds: reader.sounds.into_weighed(NAMES),
        readings: reader.readings.into_weighed(READINGS),
        meanings: heaviest(reader.meanings, MEANINGS, weight),
        script: script_of_opening(&article.text),
    }
}

fn script_of_opening(text: &str) -> Option<Script> {
    let opening = text.get(..text.floor_char_boundary(2_000)).unwrap_or(text);
    script::main(opening)
}

struct TermReader<'a> {
    language: &'a str,
    terms: FxHashMap<u32, Standing>,
    names: NameReader,
    sounds: NameReader,
    readings: NameReader,
    meanings: FxHashMap<u32, Standing>,
    read: usize,
}

impl<'a> TermReader<'a> {
    fn of(language: &'a str) -> Self {
        Self {
            language,
            terms: FxHashMap::default(),
            names: NameReader::default(),
            sounds: NameReader::default(),
            readings: NameReader::default(),
            meanings: FxHashMap::default(),
            read: 0,
        }
    }

    /// Notes what a word means.
    fn note(&mut self, meaning: &str, part: Part) {
        // No term is written so.
        let key = hash(&format!("={meaning}"));
        let first = self.read;
        let standing = self.meanings.entry(key).or_insert(Standing {
            first,
            ..Standing::default()
        });
        match part {
            Part::Headline => standing.in_headline = true,
            Part::Text => standing.in_text += 1,
        }
    }

    fn read(&mut self, text: &str, part: Part) {
        for name in unspaced_names(text) {
            let key = names::consonants(&name).map(|key| as_sound(&key));
            self.sounds.see(key, Use::AsName);
        }
        for meaning in news_words::meanings_inside(self.language, text) {
            self.note(meaning, part);
        }
        let mut before: Option<Word<'_>> = None;
        for word in words(text).take(OPENING) {
            let starts_sentence = starts_sentence(text, before, word);
            before = Some(word);
            let folded = fold::squash(word.text);
            if is_function_word(&folded, word) {
                continue;
            }
            self.read += 1;
            if let Some(meaning) = news_words::meaning(self.language, &folded) {
                self.note(meaning, part);
            }
            let is_capital = has_capital(word);
            let used = Use::of(word);
            self.names.see(name_key(word, &folded, skeleton), used);
            self.sounds.see(sound_key(word, &folded), used);
            for reading in readings(self.language, word, &folded) {
                self.readings.see(Some(reading), used);
            }
            let first = self.read;
            let standing = self.terms.entry(hash(stem(&folded))).or_insert(Standing {
                first,
                ..Standing::default()
            });
            if part == Part::Headline {
                standing.in_headline = true;
            } else {
                standing.in_text += 1;
                standing.as_name += u32::from(is_capital && !starts_sentence);
            }
        }
    }
}

/// Words that stand in a script without spaces come as pairs, of which none is a function word.
pub(crate) fn is_function_word(folded: &str, word: Word<'_>) -> bool {
    if matches!(word.kind, Kind::Pair) {
        return false;
    }
    if folded.chars().nth(1).is_none() {
        return true;
    }
    !function_words::languages(folded).is_empty()
        || !function_words::languages(&fold::key(word.text)).is_empty()
}

pub(crate) fn has_capital(word: Word<'_>) -> bool {
    word.text.chars().next().is_some_and(char::is_uppercase)
}

/// How a word is used where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A number, a word with a capital, or one of a script that has none: there any word may be a name.
    AsName,
    AsWord,
}

impl Use {
    fn of(word: Word<'_>) -> Self {
        let first = word.text.chars().next();
        match first.is_some_and(|first| !first.is_lowercase()) {
            true => Self::AsName,
            false => Self::AsWord,
        }
    }
}

pub(crate) fn starts_sentence(text: &str, before: Option<Word<'_>>, word: Word<'_>) -> bool {
    let Some(before) = before else { return true };
    let gap = text.get(before.end..word.start).unwrap_or_default();
    sentences::break_before(before.text, gap, word.text) != sentences::Break::None
}

fn stem(folded: &str) -> &str {
    let end = folded.char_indices().nth(STEM).map(|(at, _)| at);
    end.and_then(|end| folded.get(..end)).unwrap_or(folded)
}

fn weight(standing: &Standing) -> f32 {
    let in_text = match standing.in_text {
        0 => 0.0,
        times => 1.0 + (times as f32).ln(),
    };
    let in_headline = if standing.in_headline { HEADLINE } else { 0.0 };
    let is_name = standing.as_name > 0 && standing.as_name * 2 >= standing.in_text;
    (in_text + in_headline) * if is_name { NAME } else { 1.0 }
}

/// The terms that weigh most, in the order of their hashes.
fn heaviest(
    terms: FxHashMap<u32, Standing>,
    most: usize,
    weight: impl Fn(&Standing) -> f32,
) -> Vec<WeighedTerm> {
    let mut weighed: Vec<(WeighedTerm, usize)> = terms
        .into_iter()
        .map(|(hash, standing)| {
            let weight = weight(&standing);
            (WeighedTerm { hash, weight }, standing.first)
        })
        .collect();
    weighed.sort_unstable_by(|(a, first), (b, other_first)| {
        let by_weight = b.weight.total_cmp(&a.weight);
        by_weight.then(first.cmp(other_first))
    });
    weighed.truncate(most);
    let mut heaviest: Vec<WeighedTerm> = weighed.into_iter().map(|(term, _)| term).collect();
    heaviest.sort_unstable_by_key(|term| term.hash);
    heaviest
}

/// Finds the words that every language writes alike: names, by their sounds, and numbers.
#[derive(Default)]
struct NameReader {
    names: FxHashMap<u32, Standing>,
    /// Words that stand without a capital too are no names.
    common: Vec<u32>,
    read: usize,
}

impl NameReader {
    fn see(&mut self, key: Option<String>, used: Use) {
        self.read += 1;
        let Some(key) = key else {
            return;
        };
        if used == Use::AsWord {
            self.common.push(hash(&key));
            return;
        }
        let first = self.read;
        let standing = self.names.entry(hash(&key)).or_insert(Standing {
            first,
            ..Standing::default()
        });
        standing.in_text += 1;
    }

    fn into_weighed(mut self, most: usize) -> Vec<WeighedTerm> {
        for common in &self.common {
            self.names.remove(common);
        }
        heaviest(self.names, most, |standing| {
            1.0 + (standing.in_text as f32).ln()
        })
    }
}

/// The sound of a name in a word that stands between spaces, or a number; the script itself tells the others.
fn sound_key(word: Word<'_>, folded: &str) -> Option<String> {
    match word.kind {
        Kind::Pair => None,
        _ => name_key(word, folded, |_| names::consonants(word.text)).map(|key| as_sound(&key)),
    }
}

/// How a pair of Han characters is read where it is a name: `北京` as `beijing`, and in Japanese `山本` by the sound of `yamamoto`. A word of
/// Latin letters that may be such a reading is its own.
fn readings(language: &str, word: Word<'_>, folded: &str) -> Vec<String> {
    match word.kind {
        Kind::Pair => {
            let pinyin = names::pinyin(word.text).map(|letters| as_pinyin(&letters));
            let mut readings: Vec<String> = pinyin.into_iter().collect();
            if language == "ja" {
                let japanese = names::japanese_readings(word.text);
                let sounds = japanese.iter().filter_map(|it| names::consonants(it));
                readings.extend(sounds.map(|key| as_sound(&key)));
                readings.sort_unstable();
                readings.dedup();
            }
            readings
        }
        Kind::Ascii if has_capital(word) && names::is_pinyin(folded) => vec![as_pinyin(folded)],
        _ => Vec::new(),
    }
}

/// The key of a reading of two Han characters, which is no other term's.
fn as_pinyin(letters: &str) -> String {
    format!("^{letters}")
}

/// The key of a sound, which is no other term's.
fn as_sound(key: &str) -> String {
    format!("~{key}")
}

/// The key of a name or a number; `None` for years, for single digits, and for words too short to tell a name.
fn name_key(
    word: Word<'_>,
    folded: &str,
    of_name: impl Fn(&str) -> Option<String>,
) -> Option<String> {
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        let is_number = folded.bytes().all(|byte| byte.is_ascii_digit());
        let is_year = folded.len() == 4 && (folded.starts_with("19") || folded.starts_with("20"));
        let tells = is_number && folded.len() > 1 && !is_year;
        return tells.then(|| format!("#{folded}"));
    }
    // Arabic and Hebrew write few vowels.
    let script = word.text.chars().next().and_then(script::of);
    let letters = match script {
        Some(Script::Arabic | Script::Hebrew) => 3,
        _ => 4,
    };
    let is_long = word.text.chars().nth(letters - 1).is_some();
    is_long.then(|| of_name(folded)).flatten()
}

/// Half of a hash: two of an article's terms share it once in a hundred million articles.
fn hash(term: &str) -> u32 {
    (xxh3_64(term.as_bytes()) >> 32) as u32
}
