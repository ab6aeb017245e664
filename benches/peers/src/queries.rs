//! Queries drawn from the articles, so that each finds something.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::articles::Article;
use crate::random::Random;
use crate::words::LANGUAGES;

/// One query, in no engine's language.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Query {
    /// Unlike that of any other query of the list.
    pub id: String,
    /// What it has in common with the other queries of its kind.
    pub class: Class,
    /// Lower-case words; for [`Class::Prefix`] the letters with which words begin.
    pub terms: Vec<String>,
}

/// The kinds of query.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A word in 5 to 50 % of the articles.
    TermHigh,
    /// A word in 0.5 to 5 % of the articles.
    TermMid,
    /// A word in 0.05 to 0.5 % of the articles.
    TermLow,
    /// Two words of one article, both wanted.
    And2,
    /// Two words of one article, either wanted.
    Or2,
    /// Two words side by side.
    Phrase2,
    /// Five or six letters with which words begin.
    Prefix,
    /// Two words with at most [`DISTANCE`] others between.
    Near,
}

/// All classes, in the order of tables.
pub const CLASSES: [Class; 8] = [
    Class::TermHigh,
    Class::TermMid,
    Class::TermLow,
    Class::And2,
    Class::Or2,
    Class::Phrase2,
    Class::Prefix,
    Class::Near,
];

/// How many words may stand between those of [`Class::Near`].
pub const DISTANCE: u32 = 5;
/// Queries a class.
const A_CLASS: usize = 25;

impl Class {
    /// As in the list of queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::TermHigh => "term_high",
            Self::TermMid => "term_mid",
            Self::TermLow => "term_low",
            Self::And2 => "and2",
            Self::Or2 => "or2",
            Self::Phrase2 => "phrase2",
            Self::Prefix => "prefix",
            Self::Near => "near",
        }
    }
}

impl Query {
    /// In dateline's query language.
    pub fn for_dateline(&self) -> String {
        match self.class {
            Class::Or2 => self.terms.join(" OR "),
            Class::Phrase2 => format!("\"{}\"", self.terms.join(" ")),
            Class::Prefix => format!("{}*", self.terms.concat()),
            // Here the distance counts the steps from word to word.
            Class::Near => self.terms.join(&format!(" NEAR/{} ", DISTANCE + 1)),
            _ => self.terms.join(" "),
        }
    }

    /// In the query language of SQLite's FTS5.
    pub fn for_fts5(&self) -> String {
        let quoted: Vec<String> = self
            .terms
            .iter()
            .map(|term| format!("\"{term}\""))
            .collect();
        match self.class {
            Class::Or2 => quoted.join(" OR "),
            Class::Phrase2 => format!("\"{}\"", self.terms.join(" ")),
            Class::Prefix => format!("{}*", quoted.concat()),
            Class::Near => format!("NEAR({}, {DISTANCE})", quoted.join(" ")),
            _ => quoted.join(" AND "),
        }
    }
}

/// The words of a text as an engine without stems cuts them.
fn tokens(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The English articles that queries are drawn from.
pub struct Sample {
    texts: Vec<Vec<String>>,
    doc_freqs: FxHashMap<String, usize>,
    function_words: FxHashSet<&'static str>,
}

impl Sample {
    /// How many articles are enough.
    pub const SIZE: usize = 10_000;

    /// An empty sample.
    pub fn new() -> Self {
        Self {
            texts: Vec::new(),
            doc_freqs: FxHashMap::default(),
            function_words: LANGUAGES[0].function_words.iter().copied().collect(),
        }
    }

    /// Takes an article in, if it is English and the sample is not full.
    pub fn add(&mut self, article: &Article) {
        if article.language != LANGUAGES[0].code || self.texts.len() == Self::SIZE {
            return;
        }
        let words = tokens(&article.text);
        let distinct: FxHashSet<&String> = words.iter().collect();
        for word in distinct {
            *self.doc_freqs.entry(word.clone()).or_default() += 1;
        }
        self.texts.push(words);
    }

    /// Draws the queries of all classes.
    pub fn draw(&self, seed: u64) -> Vec<Query> {
        let mut queries: Vec<Query> = Vec::new();
        for (place, class) in CLASSES.into_iter().enumerate() {
            let mut random = Random::new(&[seed, 30, place as u64]);
            let band = self.band(class);
            let mut drawn = FxHashSet::default();
            // A small sample may not have as many: the tries have an end.
            for _ in 0..A_CLASS * 200 {
                let Some(terms) = self.terms(class, &band, &mut random) else {
                    continue;
                };
                if drawn.len() < A_CLASS && drawn.insert(terms.clone()) {
                    let id = format!("{}-{}", class.name(), drawn.len());
                    queries.push(Query { id, class, terms });
                }
            }
        }
        queries
    }

    /// The words whose document frequency the class asks for.
    fn band(&self, class: Class) -> Vec<&String> {
        // In parts of 10,000 articles.
        let (low, high) = match class {
            Class::TermHigh => (500, 5000),
            Class::TermMid | Class::Prefix => (50, 500),
            Class::TermLow => (5, 50),
            _ => return Vec::new(),
        };
        let words = self.doc_freqs.iter().filter(|(word, count)| {
            let share = **count * 10_000 / self.texts.len().max(1);
            (low..high).contains(&share) && self.is_content(word)
        });
        let mut words: Vec<&String> = words.map(|(word, _)| word).collect();
        words.sort();
        words
    }

    /// Whether readers would look for the word: no function word, no number, and no inflected form
    /// of another word, which an engine with stems would find far more of than one without.
    fn is_content(&self, word: &str) -> bool {
        let is_word = word.len() > 3 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_inflected = LANGUAGES[0].endings.iter().any(|ending| {
            let base = word.strip_suffix(ending);
            base.is_some_and(|base| self.doc_freqs.contains_key(base))
        });
        is_word && !is_inflected && !self.function_words.contains(word)
    }

    /// One draw; nothing when it did not hit what the class asks for.
    fn terms(&self, class: Class, band: &[&String], random: &mut Random) -> Option<Vec<String>> {
        let of_band = matches!(
            class,
            Class::TermHigh | Class::TermMid | Class::TermLow | Class::Prefix
        );
        if self.texts.is_empty() || of_band && band.is_empty() {
            return None;
        }
        let text = random.pick(&self.texts);
        let first = random.below(text.len() as u64) as usize;
        let second = match class {
            Class::TermHigh | Class::TermMid | Class::TermLow => {
                return Some(vec![(*random.pick(band)).clone()]);
            }
            Class::Prefix => {
                let length = random.between(5, 6) as usize;
                let word = random.pick(band);
                return word.get(..length).map(|prefix| vec![prefix.to_owned()]);
            }
            Class::And2 | Class::Or2 => random.below(text.len() as u64) as usize,
            Class::Phrase2 => first + 1,
            Class::Near => first + random.between(2, 4) as usize,
        };
        let (first, second) = (text.get(first)?, text.get(second)?);
        // A word of one article alone would make every engine fast.
        let frequent = |word: &String| self.doc_freqs.get(word).is_some_and(|count| *count >= 5);
        let fits = |word: &String| self.is_content(word) && frequent(word);
        (first != second && fits(first) && fits(second))
            .then(|| vec![first.clone(), second.clone()])
    }
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, Sample};
    use crate::articles::Newsroom;

    #[test]
    fn each_class_has_queries_and_equal_seeds_draw_equal_ones() {
        let newsroom = Newsroom::new(7);
        let mut sample = Sample::new();
        for number in 0..1500 {
            sample.add(&newsroom.article(number).0);
        }
        let queries = sample.draw(7);
        for class in CLASSES {
            let of_class = queries.iter().filter(|query| query.class == class);
            assert_eq!(of_class.count(), 25, "{}", class.name());
        }
        let again: Vec<_> = sample
            .draw(7)
            .into_iter()
            .map(|query| query.terms)
            .collect();
        assert!(queries.iter().map(|query| &query.terms).eq(&again));
    }
}
