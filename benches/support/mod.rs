//! Invented articles for the benches: article `k` is the same on every machine and at every size.
//!
//! Words are made of syllables and drawn by Zipf's law from a vocabulary of 30,000, about half of them inflected, so that stems,
//! dictionaries and posting lists look like those of news.
#![allow(clippy::indexing_slicing, clippy::string_slice)]
#![allow(dead_code, reason = "each bench takes what it needs")]

use dateline::article::{Article, Found, Language, PubDate, Witness};
use jiff::ToSpan;
use jiff::civil::date;

const VOCABULARY: usize = 30_000;
const SOURCES: usize = 60;

/// Numbers that look random and are always the same (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    /// Dice of this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number below `sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as usize % sides
    }

    fn fraction(&mut self) -> f64 {
        self.roll(1 << 30) as f64 / f64::from(1 << 30)
    }
}

/// The word of this rank, 0 being the most frequent.
pub(crate) fn word(rank: usize) -> String {
    const COMMON: &[&str] = &[
        "the", "of", "and", "to", "in", "a", "was", "for", "on", "that", "said", "by", "with",
        "it's", "from",
    ];
    const ONSETS: &[&str] = &[
        "b", "br", "d", "f", "g", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v",
    ];
    const RIMES: &[&str] = &[
        "a", "an", "ar", "e", "el", "en", "i", "in", "o", "ol", "on", "or", "u", "um",
    ];
    if let Some(common) = COMMON.get(rank) {
        return (*common).to_owned();
    }
    let mut left = rank;
    let mut word = String::new();
    for _ in 0..3 {
        word.push_str(ONSETS[left % ONSETS.len()]);
        left /= ONSETS.len();
        word.push_str(RIMES[left % RIMES.len()]);
        left /= RIMES.len();
        if left == 0 {
            break;
        }
    }
    word.push_str(["", "s", "ed", "ing", "", "er", "ment"][rank % 7]);
    word
}

/// A rank by Zipf's law.
fn rank(dice: &mut Dice) -> usize {
    ((VOCABULARY as f64).powf(dice.fraction()) as usize - 1).min(VOCABULARY - 1)
}

fn sentence(dice: &mut Dice) -> String {
    let mut text = String::new();
    for at in 0..8 + dice.roll(18) {
        let mut word = word(rank(dice));
        if at == 0 || dice.roll(12) == 0 {
            word = word[..1].to_uppercase() + &word[1..];
        }
        if at > 0 {
            text.push_str(if dice.roll(11) == 0 { ", " } else { " " });
        }
        text.push_str(&word);
    }
    text.push('.');
    text
}

/// Article `k`.
pub(crate) fn article(k: u64) -> Article {
    let mut dice = Dice::new(k.wrapping_mul(0x2545_f491_4f6c_dd1d) ^ 0x5eed);
    let paragraphs: Vec<String> = (0..4 + dice.roll(8))
        .map(|_| {
            (0..1 + dice.roll(4))
                .map(|_| sentence(&mut dice))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let title = (0..5 + dice.roll(6))
        .map(|_| word(rank(&mut dice) + 15))
        .collect::<Vec<_>>()
        .join(" ");
    let source = format!("The {} Courier", word(200 + dice.roll(SOURCES)));
    let day = date(2015, 1, 1) + i64::try_from(dice.roll(3_900)).unwrap_or(0).days();
    let given = |rule| (rule, Witness::Given, 1.0);
    let (rule, from, sure) = given("given");
    Article {
        id: format!("{k:016x}"),
        path: format!("bench.jsonl#{k}"),
        url: Some(format!(
            "https://courier{}.example/{}/{k}",
            dice.roll(SOURCES),
            day
        )),
        title: Some(Found::new(title, rule, from, sure)),
        text: paragraphs.join("\n\n"),
        source: Some(Found::new(source, rule, from, sure)),
        published: Some(Found::new(PubDate::day(day), rule, from, sure)),
        language: Some(Found::new(Language("en".to_owned()), rule, from, sure)),
        ..Article::default()
    }
}

/// Article `k` as a page with the usual dirt around it.
pub(crate) fn page(k: u64) -> String {
    let article = article(k);
    let title = article.title.map(|found| found.value).unwrap_or_default();
    let mut dice = Dice::new(k ^ 0xd1d7);
    let links = |dice: &mut Dice, count: usize| -> String {
        (0..count)
            .map(|at| format!("<li><a href=\"/{at}\">{}</a></li>", word(rank(dice))))
            .collect()
    };
    let body: String = article
        .text
        .split("\n\n")
        .map(|text| format!("<p>{text}</p>\n"))
        .collect();
    let menu = links(&mut dice, 40);
    let related = links(&mut dice, 12);
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{title} | Courier</title>\
         <meta property=\"og:title\" content=\"{title}\"><script>var state = {{\"page\": {k}}};</script></head>\
         <body><nav><ul>{menu}</ul></nav><main><article><h1>{title}</h1>\n{body}</article></main>\
         <aside><h2>Related</h2><ul>{related}</ul></aside><footer>© Courier. All rights reserved.</footer></body></html>"
    )
}
