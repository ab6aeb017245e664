//! Stems: a word without its inflection, by language.

use frostem::{Algorithm, Stemmer};

use crate::index::analysis::endings::{self, Endings};
use crate::index::analysis::word_form::{self, Case, Folded};

/// A language whose words have stems.
#[derive(Clone)]
pub(crate) struct Stems {
    stemmer: Option<(Stemmer, Reads)>,
    endings: Endings,
}

/// What a stemmer of Snowball is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// The word without accents.
    Plain,
    /// The word with the accents that belong to the language's spelling.
    Accents,
    /// The word in the letters of Persian.
    Persian,
}

impl Stems {
    /// The stems of the language with this code, if its inflections are known.
    pub(crate) fn of(code: &str) -> Option<Self> {
        let stemmer = stemmer(code).map(|(algorithm, reads)| (Stemmer::new(algorithm), reads));
        let endings = Endings::of(code);
        (stemmer.is_some() || !endings.is_empty()).then_some(Self { stemmer, endings })
    }

    /// Whether accents or a capital change the stem: a word written otherwise may have another.
    pub(crate) fn can_mislead(&self) -> bool {
        matches!(self.stemmer, Some((_, Reads::Accents))) || self.endings.has_names()
    }

    /// The stem, without accents.
    pub(crate) fn stem(&self, word: &Folded) -> String {
        if let Some(singular) = designation(word) {
            return singular.to_owned();
        }
        // Other words with digits or signs in them have none but themselves.
        if !word.written.chars().all(char::is_alphabetic) && word.written.is_ascii() {
            return word.written.clone();
        }
        let is_name = matches!(word.case, Case::Capital | Case::Upper)
            || word.exact.starts_with(char::is_uppercase);
        if is_name && let Some(name) = self.endings.of_name(&word.written) {
            return name;
        }
        let stem = match self.stemmer {
            Some((stemmer, Reads::Plain)) => stemmer.stem(&word.written).into_owned(),
            Some((stemmer, Reads::Accents)) => stemmer.stem(&word.lower).into_owned(),
            Some((stemmer, Reads::Persian)) => {
                let persian: String = word.lower.chars().map(persian).collect();
                word_form::unified(&stemmer.stem(&persian))
            }
            None => self.endings.strip(&word.written),
        };
        let stem = match self.stemmer {
            Some(_) => self.endings.strip(&stem),
            None => stem,
        };
        if stem.is_empty() {
            return word.written.clone();
        }
        word_form::strip(&stem)
    }
}

/// Whether the inflections of the language with this code are known, or it has none. No language is known too.
pub(crate) fn is_known(code: &str) -> bool {
    code.is_empty() || stemmer(code).is_some() || endings::is_known(code)
}

/// The singular of a designation in the plural: `16s`, `MPs`. A decade (`1990s`, `90s`) is none.
pub(crate) fn designation(word: &Folded) -> Option<&str> {
    let singular = word.exact.strip_suffix(['s', 'S'])?;
    let last = singular.chars().next_back()?;
    let capitals = singular.len() > 1 && last.is_uppercase() && word.exact.ends_with('s');
    let is_sign = last.is_ascii_digit() || capitals;
    let digits = singular.bytes().all(|byte| byte.is_ascii_digit());
    let decade = digits && last == '0' && matches!(singular.len(), 2 | 4);
    if is_sign && !decade {
        word.written.strip_suffix('s')
    } else {
        None
    }
}

/// The letters that Persian has where [`word_form`] writes those of Arabic.
fn persian(c: char) -> char {
    match c {
        'ك' => 'ک',
        'ي' => 'ی',
        other => other,
    }
}

fn stemmer(code: &str) -> Option<(Algorithm, Reads)> {
    use Reads::{Accents, Persian, Plain};
    Some(match code {
        "ar" => (Algorithm::Arabic, Accents),
        "ca" => (Algorithm::Catalan, Accents),
        "da" => (Algorithm::Danish, Accents),
        "de" | "lb" => (Algorithm::German, Accents),
        "el" => (Algorithm::Greek, Plain),
        "en" => (Algorithm::English, Plain),
        "eo" => (Algorithm::Esperanto, Accents),
        "es" => (Algorithm::Spanish, Accents),
        "et" => (Algorithm::Estonian, Accents),
        "fa" => (Algorithm::Persian, Persian),
        "fi" => (Algorithm::Finnish, Accents),
        "fr" => (Algorithm::French, Accents),
        "ga" => (Algorithm::Irish, Accents),
        "gl" => (Algorithm::Portuguese, Accents),
        "hi" => (Algorithm::Hindi, Plain),
        "hu" => (Algorithm::Hungarian, Accents),
        "id" | "ms" => (Algorithm::Indonesian, Plain),
        "it" => (Algorithm::Italian, Accents),
        "lt" => (Algorithm::Lithuanian, Accents),
        "ne" => (Algorithm::Nepali, Plain),
        "nl" | "af" | "fy" => (Algorithm::Dutch, Plain),
        "no" | "nb" | "nn" => (Algorithm::Norwegian, Accents),
        "pt" => (Algorithm::Portuguese, Accents),
        "ro" => (Algorithm::Romanian, Accents),
        "ru" => (Algorithm::Russian, Plain),
        "sv" => (Algorithm::Swedish, Accents),
        "ta" => (Algorithm::Tamil, Plain),
        "tr" => (Algorithm::Turkish, Accents),
        "yi" => (Algorithm::Yiddish, Plain),
        _ => return None,
    })
}
