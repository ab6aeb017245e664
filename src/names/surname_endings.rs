//! Endings of names: those of women and of men, and those of cases.

use std::sync::LazyLock;

use crate::text::script::Script;

/// Whose name it is, where its ending tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// A woman's.
    Feminine,
    /// A man's.
    Masculine,
}

/// A row of the table.
struct Ending {
    gender: Gender,
    /// `c` for Cyrillic letters only, `l` for Latin ones only.
    script: &'static str,
    letters: &'static str,
    stands_for: &'static str,
}

/// The longest first.
static ENDINGS: LazyLock<Vec<Ending>> = LazyLock::new(|| {
    let mut endings: Vec<Ending> = include_str!("data/endings.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'))
        .filter_map(ending)
        .collect();
    endings.sort_by_key(|ending| std::cmp::Reverse(ending.letters.len()));
    endings
});

/// Endings of cases of men's names in Cyrillic letters, the longest first.
static CASES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let rows = include_str!("data/cases.tsv").lines();
    let mut cases: Vec<&str> = rows.filter(|row| !row.starts_with('#')).collect();
    cases.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
    cases
});

/// Letters that a name keeps before its ending.
const SHORTEST: usize = 3;

/// Letters that a name keeps before the ending of a case, which other words end with too.
const SHORTEST_BEFORE_CASE: usize = 5;

fn ending(row: &'static str) -> Option<Ending> {
    let mut columns = row.split('\t');
    let gender = match columns.next()? {
        "f" => Gender::Feminine,
        _ => Gender::Masculine,
    };
    Some(Ending {
        gender,
        script: columns.next()?,
        letters: columns.next()?,
        stands_for: columns.next()?,
    })
}

/// A name in Latin letters in its first case, and whose it is. `script` is what it was written in.
///
/// `Ivanova` is the genitive of `Ivanov` too; it is taken for a woman's name, as a woman must never be found under a man's.
pub(crate) fn without_case(name: &str, script: Option<Script>) -> (String, Option<Gender>) {
    let is_of = |ending: &&Ending| match ending.script {
        "c" => script == Some(Script::Cyrillic),
        "l" => script == Some(Script::Latin),
        _ => true,
    };
    for ending in ENDINGS.iter().filter(is_of) {
        let Some(stem) = name.strip_suffix(ending.letters) else {
            continue;
        };
        if stem.len() >= SHORTEST {
            return (format!("{stem}{}", ending.stands_for), Some(ending.gender));
        }
    }
    if script == Some(Script::Cyrillic) {
        for case in CASES.iter() {
            let Some(stem) = name.strip_suffix(case) else {
                continue;
            };
            let is_stem = stem.len() >= SHORTEST_BEFORE_CASE && !stem.ends_with(is_vowel);
            // Ukrainian names in -ko keep their vowel.
            if is_stem && !stem.ends_with("nk") {
                return (stem.to_owned(), None);
            }
        }
    }
    (name.to_owned(), None)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}
