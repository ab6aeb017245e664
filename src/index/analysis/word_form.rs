//! Folding: a word without its case and accents, and how it was written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::words::{Kind, Word};

/// Characters of a word that count; what is longer (base64, run-together text) is cut, for articles and queries alike.
const LONGEST: usize = 100;

/// How a word is written, seen from its written form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Case {
    /// As its written form.
    Plain = 0,
    /// With the first letter in upper case.
    Capital = 1,
    /// With every letter in upper case.
    Upper = 2,
    /// Otherwise: mixed case, accents, other signs.
    Other = 3,
}

/// A folded word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    /// In lower case, with its accents: what a stemmer reads.
    pub(crate) lower: String,
    /// Without accents: what is posted.
    pub(crate) written: String,
    /// As it stands, in Unicode's composed form.
    pub(crate) exact: String,
    /// How `exact` follows from `written`.
    pub(crate) case: Case,
}

/// Folds one word.
pub(crate) fn fold(word: &Word<'_>) -> Folded {
    match word.kind {
        Kind::Ascii => fold_ascii(word.text),
        Kind::Letters => fold_letters(word.text),
        Kind::Pair | Kind::Single => {
            let written: String = word.text.nfkc().collect();
            Folded {
                lower: written.clone(),
                exact: written.clone(),
                written,
                case: Case::Plain,
            }
        }
    }
}

fn fold_ascii(word: &str) -> Folded {
    let exact: String = word.chars().filter(|&c| c != '\'').take(LONGEST).collect();
    let written = exact.to_ascii_lowercase();
    let case = case_of(&exact, &written);
    Folded {
        lower: written.clone(),
        exact,
        written,
        case,
    }
}

fn fold_letters(word: &str) -> Folded {
    let exact: String = word
        .nfkc()
        .filter(|&c| !is_ignored(c))
        .take(LONGEST)
        .collect();
    let lower: String = exact.to_lowercase().nfc().map(unify).collect();
    let written = strip(&lower);
    let case = if written == lower {
        case_of(&exact, &written)
    } else {
        Case::Other
    };
    Folded {
        lower,
        exact,
        written,
        case,
    }
}

fn case_of(exact: &str, written: &str) -> Case {
    if exact == written {
        return Case::Plain;
    }
    let mut chars = written.chars();
    let capital = chars.next().is_some_and(|first| {
        let mut letters = exact.chars();
        first.to_uppercase().all(|c| letters.next() == Some(c))
            && letters.as_str() == chars.as_str()
    });
    if capital {
        Case::Capital
    } else if written
        .chars()
        .flat_map(char::to_uppercase)
        .eq(exact.chars())
    {
        Case::Upper
    } else {
        Case::Other
    }
}

/// Signs that change no word: apostrophes in it, soft hyphens, joiners, vowel points of Hebrew and Arabic, the Arabic stretch.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\'' | '\u{2019}' | '\u{2BC}' | '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{640}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C7}'
        | '\u{64B}'..='\u{652}' | '\u{670}')
}

/// Letters that different keyboards give for one.
fn unify(c: char) -> char {
    match c {
        'ё' => 'е',
        'ς' => 'σ',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ک' => 'ك',
        'ی' | 'ى' => 'ي',
        other => other,
    }
}

/// The word without accents, where its script takes them for accents: Latin and Greek. Marks of other scripts make other letters.
pub(crate) fn strip(lower: &str) -> String {
    let mut out = String::with_capacity(lower.len());
    for c in lower.chars() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'ı' => out.push('i'),
            'þ' => out.push_str("th"),
            'ħ' => out.push('h'),
            '\u{300}'..='\u{36F}' => {}
            '\u{C0}'..='\u{24F}' | '\u{370}'..='\u{3FF}' | '\u{1E00}'..='\u{1FFF}' => {
                out.extend(
                    std::iter::once(c)
                        .nfd()
                        .filter(|&part| !is_combining_mark(part)),
                );
            }
            other => out.push(other),
        }
    }
    out
}

/// A name or a label folded as a whole: case, accents and spaces do not count.
pub(crate) fn whole(name: &str) -> String {
    let lower = name.nfkc().collect::<String>().to_lowercase();
    let composed: String = lower.nfc().map(unify).collect();
    let mut out = String::with_capacity(composed.len());
    for part in strip(&composed).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}
