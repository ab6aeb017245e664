//! Folding: a word without its case and accents, and how it was written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::index::analysis::numbers::{digit, ungrouped};
use crate::text::words::{Kind, Word, is_apostrophe, is_name_dot};

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
            let written: String = word.text.nfkc().filter(|&c| !is_name_dot(c)).collect();
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
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return fold_number(word.chars().take(LONGEST).collect());
    }
    let letters = word.chars().filter(|&c| !is_apostrophe(c));
    let exact: String = letters.take(LONGEST).collect();
    let written = exact.to_ascii_lowercase();
    let case = case_of(&exact, &written);
    Folded {
        lower: written.clone(),
        exact,
        written,
        case,
    }
}

/// A word that begins with a digit: `1,000` and `1'000` are the number 1000, though not exactly so.
fn fold_number(exact: String) -> Folded {
    let lower = exact.to_lowercase();
    let written = strip(&ungrouped(&lower).unwrap_or(lower));
    let case = case_of(&exact, &written);
    Folded {
        lower: written.clone(),
        exact,
        written,
        case,
    }
}

fn fold_letters(word: &str) -> Folded {
    if word.starts_with(char::is_numeric) {
        let plain = word
            .chars()
            .map(|c| if is_apostrophe(c) { '\'' } else { c });
        return fold_number(plain.nfkc().map(digit).take(LONGEST).collect());
    }
    // Some apostrophes come apart in the compatibility form.
    let letters = word.chars().filter(|&c| !is_apostrophe(c));
    let exact: String = letters
        .nfkc()
        .filter(|&c| !is_ignored(c))
        .map(digit)
        .take(LONGEST)
        .collect();
    let lower = unified(&exact.to_lowercase());
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

/// A word in small letters, with one letter for those that different keyboards give.
pub(crate) fn unified(lower: &str) -> String {
    let composed: String = lower.nfc().map(unify).collect();
    if composed.contains(is_devanagari) {
        return devanagari(&composed);
    }
    composed
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

/// Signs that change no word: the signs of Hebrew acronyms, soft hyphens, joiners, vowel points of Hebrew and
/// Arabic, the Arabic stretch, the dot of Catalan, the dot under letters of Devanagari.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '"' | '\u{5F4}' | '\u{201D}' | '\u{B7}' | '\u{AD}' | '\u{200C}' | '\u{200D}' | '\u{640}' | '\u{93C}'
        | '\u{591}'..='\u{5BD}' | '\u{5BF}' | '\u{5C1}' | '\u{5C2}' | '\u{5C7}'
        | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{6D6}'..='\u{6DC}')
}

/// Letters that different keyboards give for one.
fn unify(c: char) -> char {
    match c {
        'ё' => 'е',
        'ς' => 'σ',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ک' | 'ڪ' => 'ك',
        'ی' | 'ى' | 'ئ' => 'ي',
        'ہ' | 'ۀ' | 'ۂ' | 'ە' | 'ھ' => 'ه',
        'ۃ' => 'ة',
        other => other,
    }
}

fn is_devanagari(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{97F}')
}

/// One writing for the nasal before a consonant (`हिन्दी`, `हिंदी`) and for a nasal vowel.
fn devanagari(word: &str) -> String {
    const VIRAMA: char = '\u{94D}';
    const NASAL: char = '\u{902}';
    let mut out = String::with_capacity(word.len());
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        // The nasals of the five rows of consonants, each before a consonant of its own row.
        let row = match c {
            'ङ' => 'क'..='घ',
            'ञ' => 'च'..='झ',
            'ण' => 'ट'..='ढ',
            'न' => 'त'..='ध',
            'म' => 'प'..='भ',
            '\u{901}' => {
                out.push(NASAL);
                continue;
            }
            other => {
                out.push(other);
                continue;
            }
        };
        let mut ahead = chars.clone();
        let joins = ahead.next() == Some(VIRAMA) && ahead.next().is_some_and(|c| row.contains(&c));
        if joins {
            chars.next();
            out.push(NASAL);
        } else {
            out.push(c);
        }
    }
    out
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
            'ة' => out.push('ه'),
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
    let composed = unified(&lower);
    let mut out = String::with_capacity(composed.len());
    for part in strip(&composed).split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}
