//! What every script tells of a name: its consonants, in classes that none of them confuses.
//!
//! Kana has one letter for `l` and `r`, Arabic one for `b` and `p`, Chinese no end of a syllable but `n`: `Toravia`, `トラヴィア`, `توراڤيا`
//! and `托拉维亚` are all `trp`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::names::latin::latin;
use crate::text::korean;
use crate::text::script::{self, Script};

/// Classes that a name has at least; fewer tell none.
const LEAST: usize = 3;

/// Classes that count.
const MOST: usize = 5;

/// Spellings of consonants in Latin letters and their classes, the longest first; other letters are vowels.
const CLASSES: &[(&str, &str)] = &[
    ("shch", "s"),
    ("shtsh", "s"),
    ("tsch", "s"),
    ("tsh", "s"),
    ("dzh", "s"),
    ("sch", "s"),
    ("tch", "s"),
    ("sh", "s"),
    ("sz", "s"),
    ("zh", "s"),
    ("ch", "s"),
    ("cz", "s"),
    ("ts", "s"),
    ("tz", "s"),
    ("dz", "s"),
    // A breath, which some scripts leave out.
    ("kh", "a"),
    ("ph", "p"),
    ("th", "t"),
    ("ck", "k"),
    ("b", "p"),
    ("c", "k"),
    ("d", "t"),
    ("f", "p"),
    ("g", "k"),
    ("j", "s"),
    ("k", "k"),
    ("l", "r"),
    ("m", "m"),
    ("n", "n"),
    ("p", "p"),
    ("q", "k"),
    ("r", "r"),
    ("s", "s"),
    ("t", "t"),
    ("v", "p"),
    ("w", "p"),
    ("x", "ks"),
    ("z", "s"),
];

static HAN: LazyLock<HashMap<char, &str>> = LazyLock::new(|| {
    let rows = include_str!("data/han_sounds.tsv").lines();
    rows.filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'))
        .flat_map(|(classes, letters)| letters.chars().map(move |letter| (letter, classes)))
        .collect()
});

/// Whether Chinese writes the sounds of foreign names with this character.
pub fn is_sound_sign(c: char) -> bool {
    HAN.contains_key(&c)
}

/// The classes of a name's consonants, `a` before them where a vowel begins it; `None` where they are too few to tell a name.
pub fn consonants(name: &str) -> Option<String> {
    let name = without_particles(name);
    let first = name.chars().find(|c| c.is_alphabetic())?;
    let mut classes = Classes::default();
    match script::of(first) {
        Some(Script::Han) => {
            for sign in name.chars() {
                HAN.get(&sign)?.chars().for_each(|class| classes.add(class));
            }
        }
        // Arabic writes `u` and `w` alike.
        Some(Script::Arabic) => classes.read(&latin(name).replace('w', "u")),
        _ => classes.read(&latin(name)),
    }
    classes.finish()
}

/// Without what is no part of the name in its script: the article of Arabic, the particles of Korean.
fn without_particles(name: &str) -> &str {
    let without_article = name
        .strip_prefix("ال")
        .filter(|rest| rest.chars().nth(2).is_some());
    without_article
        .or_else(|| korean::stem(name))
        .unwrap_or(name)
}

#[derive(Default)]
struct Classes(String);

impl Classes {
    /// A class that follows itself counts once; vowels between consonants are in no script for certain.
    fn add(&mut self, class: char) {
        let is_vowel = class == 'a';
        let counts = if is_vowel {
            self.0.is_empty()
        } else {
            !self.0.ends_with(class)
        };
        if counts {
            self.0.push(class);
        }
    }

    fn read(&mut self, letters: &str) {
        let mut rest = letters;
        while let Some(first) = rest.chars().next() {
            let spelt = CLASSES
                .iter()
                .find(|(spelling, _)| rest.starts_with(spelling));
            let (length, classes) = match spelt {
                Some((spelling, classes)) => (spelling.len(), *classes),
                None => (first.len_utf8(), "a"),
            };
            rest = rest.get(length..).unwrap_or_default();
            let is_soft = first == 'c' && length == 1 && rest.starts_with(['e', 'i', 'y']);
            let classes = if is_soft { "s" } else { classes };
            classes.chars().for_each(|class| self.add(class));
        }
    }

    fn finish(mut self) -> Option<String> {
        self.0.truncate(MOST);
        (self.0.len() >= LEAST).then_some(self.0)
    }
}
