//! Invented articles. Each has dice of its own, so article k is the same however many are made.

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::outlets::{self, Outlet};
use crate::random::Random;
use crate::words::{self, Language, capitalized};

/// One article, with the fields that exports of news archives have.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Article {
    /// Its address, unlike that of any other article.
    pub url: String,
    /// The headline.
    pub title: String,
    /// Paragraphs with an empty line between them.
    pub text: String,
    /// The name of the outlet.
    pub source: String,
    /// RFC 3339, to the second, in UTC.
    pub published: String,
    /// First and last names.
    pub authors: Vec<String>,
    /// ISO 639-1.
    pub language: String,
}

/// Makes the articles of one seed.
#[derive(Debug)]
pub struct Newsroom {
    seed: u64,
    outlets: Vec<Outlet>,
}

/// What an outlet prints, before it has an address.
struct Story {
    outlet: usize,
    title: String,
    paragraphs: Vec<String>,
    published: Timestamp,
    author: String,
}

/// What the sentences of one story draw from.
struct Theme<'a> {
    language: &'a Language,
    /// Ranks of words that come again and again.
    subject: Vec<u64>,
    /// People of the story.
    names: Vec<String>,
}

/// 2015-01-01, and ten years of minutes.
const FIRST_DAY: i64 = 1_420_070_400;
const MINUTES: u64 = 3_652 * 24 * 60;
/// Of a thousand articles so many are near-copies of one not far before.
const COPIES: u64 = 80;
const AGENCIES: &[&str] = &["NorthWire", "Coastal Press", "Meridian News"];

// Which dice are for what.
const STORY: u64 = 10;
const TITLE: u64 = 11;
const COPY: u64 = 12;

impl Newsroom {
    /// The newsroom of a seed.
    pub fn new(seed: u64) -> Self {
        let outlets = outlets::outlets(seed);
        Self { seed, outlets }
    }

    /// Article `number`, and which outlet prints it.
    pub fn article(&self, number: u64) -> (Article, &Outlet) {
        let story = match self.original(number) {
            Some(original) => self.copy(number, original),
            None => self.story(number),
        };
        let outlet = &self.outlets[story.outlet];
        let day = story.published.strftime("%Y/%m/%d");
        let slug = slug(&story.title);
        let article = Article {
            url: format!("https://www.{}/{day}/{slug}-{number}.html", outlet.domain),
            title: story.title,
            text: story.paragraphs.join("\n\n"),
            source: outlet.name.clone(),
            published: story.published.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            authors: vec![story.author],
            language: outlet.language.code.to_owned(),
        };
        (article, outlet)
    }

    /// The headline of story `number` alone, for links to it from other pages.
    pub fn headline(&self, number: u64, language: &Language) -> String {
        let mut random = Random::new(&[self.seed, TITLE, number]);
        headline(&mut random, language)
    }

    /// The story of which article `number` is a copy, when it is one.
    pub fn original(&self, number: u64) -> Option<u64> {
        let mut random = Random::new(&[self.seed, COPY, number]);
        if number < 20 || !random.chance(COPIES) {
            return None;
        }
        let original = number - 1 - random.below(number.min(5000));
        // A copy of a copy would be a chain without end: such a one is a story of its own.
        let is_copy = Random::new(&[self.seed, COPY, original]).chance(COPIES) && original >= 20;
        (!is_copy).then_some(original)
    }

    fn story(&self, number: u64) -> Story {
        let mut random = Random::new(&[self.seed, STORY, number]);
        let outlet = outlets::draw(&mut random, &self.outlets);
        let language = self.outlets[outlet].language;
        let theme = Theme::draw(&mut random, language);
        let mut target = 60 + random.below(300) + random.below(300);
        // Some are long reads.
        if random.chance(60) {
            target += random.below(2000);
        }
        let mut paragraphs = Vec::new();
        let mut length = 0;
        while length < target {
            let (paragraph, words) = theme.paragraph(&mut random);
            paragraphs.push(paragraph);
            length += words;
        }
        let minute = random.below(MINUTES).max(random.below(MINUTES)) as i64;
        let published = FIRST_DAY + minute * 60;
        Story {
            outlet,
            title: self.headline(number, language),
            paragraphs,
            published: Timestamp::from_second(published).expect("within ten years of 2015"),
            author: random.pick(&self.outlets[outlet].staff).clone(),
        }
    }

    /// What another outlet makes of a story: a new dateline, a cut end, a changed word or headline.
    fn copy(&self, number: u64, original: u64) -> Story {
        let mut story = self.story(original);
        let mut random = Random::new(&[self.seed, COPY, number, 1]);
        let language = self.outlets[story.outlet].language;
        let same_language = |outlet: &Outlet| outlet.language.code == language.code;
        let takers: Vec<usize> = (0..self.outlets.len())
            .filter(|&outlet| outlet != story.outlet && same_language(&self.outlets[outlet]))
            .collect();
        story.outlet = *random.pick(&takers);
        story.author = random.pick(&self.outlets[story.outlet].staff).clone();
        story.published += (random.between(5, 2000) as i64).minutes();
        if random.chance(500) {
            let place = words::word(random.below(9000), language).to_uppercase();
            let agency = random.pick(AGENCIES);
            story.paragraphs[0].insert_str(0, &format!("{place} ({agency}) — "));
        }
        if random.chance(400) {
            let kept = story.paragraphs.len() * 2 / 3;
            story.paragraphs.truncate(kept.max(1));
        }
        if random.chance(350) {
            story.title = headline(&mut random, language);
        }
        for _ in 0..random.below(4) {
            let last = story.paragraphs.len() as u64;
            let paragraph = random.below(last) as usize;
            let addition = format!(" {}.", capitalized(&content(&mut random, language)));
            story.paragraphs[paragraph] += &addition;
        }
        story
    }
}

impl<'a> Theme<'a> {
    fn draw(random: &mut Random, language: &'a Language) -> Self {
        let people = random.between(1, 5);
        Self {
            language,
            subject: (0..14).map(|_| words::rank(random)).collect(),
            names: (0..people).map(|_| outlets::person(random)).collect(),
        }
    }

    /// One to four sentences, and how many words they have.
    fn paragraph(&self, random: &mut Random) -> (String, u64) {
        let mut paragraph = String::new();
        let mut length = 0;
        for _ in 0..random.between(1, 4) {
            if !paragraph.is_empty() {
                paragraph.push(' ');
            }
            let words = random.between(6, 30);
            let sentence = self.sentence(random, words);
            if random.chance(120) {
                paragraph += &format!("“{sentence}”");
            } else {
                paragraph += &sentence;
            }
            length += words;
        }
        (paragraph, length)
    }

    fn sentence(&self, random: &mut Random, words: u64) -> String {
        let mut sentence = String::new();
        let mut previous = None;
        for position in 0..words {
            let next = self.next(random, &mut previous);
            if position == 0 {
                sentence += &capitalized(&next);
                continue;
            }
            if random.chance(60) {
                sentence.push(',');
            }
            sentence.push(' ');
            sentence += &next;
        }
        sentence.push('.');
        sentence
    }

    /// The next word; `previous` is the rank of the content word just before it, if there was one.
    fn next(&self, random: &mut Random, previous: &mut Option<u64>) -> String {
        if let Some(rank) = previous.take()
            && random.chance(200)
        {
            return words::form(random, words::companion(rank), self.language);
        }
        match random.below(1000) {
            0..=449 => words::function_word(random, self.language).to_owned(),
            450..=479 => random.pick(&self.names).clone(),
            480..=489 => random.between(2, 2030).to_string(),
            490..=569 => {
                let rank = *random.pick(&self.subject);
                words::form(random, rank, self.language)
            }
            _ => {
                let rank = words::rank(random);
                *previous = Some(rank);
                words::form(random, rank, self.language)
            }
        }
    }
}

fn content(random: &mut Random, language: &Language) -> String {
    let rank = words::rank(random);
    words::form(random, rank, language)
}

/// Four to nine words, the first with a capital.
fn headline(random: &mut Random, language: &Language) -> String {
    let mut words = vec![capitalized(&content(random, language))];
    for _ in 0..random.between(3, 8) {
        let word = if random.chance(250) {
            words::function_word(random, language).to_owned()
        } else {
            content(random, language)
        };
        words.push(word);
    }
    words.join(" ")
}

/// The headline as it stands in an address: ASCII letters and hyphens.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).take(6).collect();
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::Newsroom;

    #[test]
    fn equal_seeds_make_equal_articles_whatever_was_made_before() {
        let one = Newsroom::new(7);
        let in_order: Vec<_> = (0..300).map(|number| one.article(number).0).collect();
        let other = Newsroom::new(7);
        for number in [299, 0, 120, 21] {
            let article = other.article(number as u64).0;
            assert_eq!(article, in_order[number]);
        }
        assert_ne!(Newsroom::new(8).article(3).0, in_order[3]);
    }

    #[test]
    fn copies_share_most_of_their_text_and_no_address() {
        let newsroom = Newsroom::new(7);
        let copies = (0..2000).filter_map(|number| Some((number, newsroom.original(number)?)));
        let copies: Vec<_> = copies.collect();
        assert!((100..200).contains(&copies.len()), "{}", copies.len());
        for (number, original) in copies {
            let (copy, original) = (newsroom.article(number).0, newsroom.article(original).0);
            assert_ne!(copy.url, original.url);
            assert_ne!(copy.source, original.source);
            let original_words: Vec<_> = original.text.split_whitespace().collect();
            let copied_words = copy.text.split_whitespace();
            let known = copied_words.filter(|word| original_words.contains(word));
            assert!(known.count() * 10 > copy.text.split_whitespace().count() * 8);
        }
    }

    #[test]
    fn frequencies_fall_as_in_newspapers() {
        let newsroom = Newsroom::new(7);
        let mut with_word = [0; 3];
        for number in 0..500 {
            let text = newsroom.article(number).0.text;
            let words: Vec<_> = text
                .split(|letter: char| !letter.is_alphanumeric())
                .collect();
            for (count, rank) in with_word.iter_mut().zip([0, 500, 20_000]) {
                let word = crate::words::word(rank, &crate::words::LANGUAGES[0]);
                *count += usize::from(words.contains(&word.as_str()));
            }
        }
        let [high, mid, low] = with_word;
        assert!(high > 150 && mid < 60 && low < 5, "{with_word:?}");
    }
}
