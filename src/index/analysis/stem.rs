//! Stems: a word without its inflection, by language.

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

use crate::index::analysis::word_form::{self, Folded};

/// A language whose words have stems.
#[derive(Clone)]
pub(crate) struct Stems {
    analyzer: TextAnalyzer,
    /// Whether accents belong to the language's own spelling: its stemmer must see them then.
    accents: bool,
}

impl Stems {
    /// The stemmer of the language with this code, if there is one.
    pub(crate) fn of(code: &str) -> Option<Self> {
        let (language, accents) = stemmer(code)?;
        let analyzer = TextAnalyzer::builder(RawTokenizer::default())
            .filter(Stemmer::new(language))
            .build();
        Some(Self { analyzer, accents })
    }

    /// Whether accents change the stem.
    pub(crate) fn reads_accents(&self) -> bool {
        self.accents
    }

    /// The stem, without accents. Words with digits or signs in them have none but themselves.
    pub(crate) fn stem(&mut self, word: &Folded) -> String {
        if !word.written.chars().all(char::is_alphabetic) && word.written.is_ascii() {
            return word.written.clone();
        }
        let form = if self.accents {
            &word.lower
        } else {
            &word.written
        };
        let mut stream = self.analyzer.token_stream(form);
        if !stream.advance() || stream.token().text.is_empty() {
            return word.written.clone();
        }
        word_form::strip(&stream.token().text)
    }
}

fn stemmer(code: &str) -> Option<(Language, bool)> {
    Some(match code {
        "ar" => (Language::Arabic, false),
        "da" => (Language::Danish, true),
        "nl" => (Language::Dutch, false),
        "en" => (Language::English, false),
        "fi" => (Language::Finnish, true),
        "fr" => (Language::French, true),
        "de" => (Language::German, true),
        "el" => (Language::Greek, false),
        "hu" => (Language::Hungarian, true),
        "it" => (Language::Italian, true),
        "no" | "nb" | "nn" => (Language::Norwegian, true),
        "pt" => (Language::Portuguese, true),
        "ro" => (Language::Romanian, true),
        "ru" => (Language::Russian, false),
        "es" => (Language::Spanish, true),
        "sv" => (Language::Swedish, true),
        "ta" => (Language::Tamil, false),
        "tr" => (Language::Turkish, true),
        _ => return None,
    })
}
