//! The sound of a name: what its spellings have in common, as a string of units.

use std::sync::LazyLock;

use crate::names::latin::latin;
use crate::names::surname_endings::{self, Gender};
use crate::text::script::{self, Script};

/// Stands before the units of a name in a script that leaves out sounds (vowels, the difference between `l` and `r`).
pub const COARSE: char = '~';

/// Units of a name that are compared; what comes after counts for nothing.
pub(crate) const MOST_UNITS: usize = 24;

/// Spellings of sounds, the longest first.
static SOUNDS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let rows = include_str!("data/sounds.tsv").lines();
    rows.filter(|row| !row.starts_with('#'))
        .filter_map(|row| row.split_once('\t'))
        .collect()
});

/// Whether a script tells all sounds of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Writing {
    /// It does, as far as Latin letters do.
    Full,
    /// It leaves out vowels, or the difference between `l` and `r`.
    Coarse,
}

/// How a name sounds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sound {
    /// One ASCII letter for each sound; the endings of cases are taken off.
    pub units: String,
    /// What the script that it was read from leaves out.
    pub writing: Writing,
    /// Whether the ending of a case was taken off.
    pub is_case_form: bool,
    /// Whether the name is a woman's or a man's, where its ending tells.
    pub gender: Option<Gender>,
}

/// How a word sounds when it is a name. `None` for what has no letters.
pub fn sound(word: &str) -> Option<Sound> {
    let letters = latin(word);
    let first = word.chars().find(|c| c.is_alphabetic())?;
    let script = script::of(first);
    let (stem, gender) = surname_endings::without_case(&letters, script);
    let own_units = units(&letters);
    let units = units(&stem);
    if units.is_empty() {
        return None;
    }
    Some(Sound {
        is_case_form: units != own_units,
        units,
        writing: script.map_or(Writing::Full, writing),
        gender,
    })
}

impl Sound {
    /// The sound as names are ordered by it: coarse ones apart.
    pub fn key(&self) -> String {
        match self.writing {
            Writing::Full => self.units.clone(),
            Writing::Coarse => format!("{COARSE}{}", self.units),
        }
    }
}

/// What a script leaves out.
fn writing(script: Script) -> Writing {
    match script {
        Script::Arabic | Script::Hebrew | Script::Kana | Script::Hangul | Script::Han => {
            Writing::Coarse
        }
        _ => Writing::Full,
    }
}

/// Letters as units of sound; doubled ones count once.
fn units(letters: &str) -> String {
    let mut out = String::with_capacity(letters.len());
    let mut rest = letters;
    while let Some(letter) = rest.chars().next() {
        let spelt = SOUNDS
            .iter()
            .find(|(spelling, _)| rest.starts_with(spelling));
        let (length, unit) = match spelt {
            Some((spelling, unit)) => (spelling.len(), *unit),
            None if letter == 'x' => (1, "ks"),
            None => (1, rest.get(..1).unwrap_or_default()),
        };
        if !out.ends_with(unit) {
            out.push_str(unit);
        }
        rest = rest.get(length..).unwrap_or_default();
        if out.len() >= MOST_UNITS {
            out.truncate(MOST_UNITS);
            break;
        }
    }
    out
}
