//! Compounds by their parts: `Gefangene` also finds `Kriegsgefangene` and `Gefangenenlager`.
//!
//! In a sentence that is typed as it is, words stand for themselves: it has enough of them, and compounds would blur their weights.
//!
//! A word counts as a part where what is left of the compound, without the sounds that link its parts, is a word of the archive in the
//! same language. A part in the middle is found where what it begins is a word too: `Schiff` in `Dampfschifffahrt` by `Schifffahrt`.

use std::collections::BTreeSet;
use std::sync::PoisonError;

use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::index::analysis::word_end::{self, SHORTEST_PART};
use crate::index::analysis::{OF, WRITTEN, word_form};
use crate::query::Form;
use crate::search::plan::expand::{LOOK, after};
use crate::search::plan::forms::TypedWords;
use crate::search::plan::lookup::Lookup;
use crate::search::plan::node::{List, PositionMask};
use crate::search::plan::weights::is_function;
use crate::text::words::{Kind, Word, words};

/// Compounds of one word that are looked for; the commonest where there are more.
const MOST: usize = 256;

/// Terms that are looked at for one beginning or end in one segment: what more words have is no telling part.
const LOOKED_AT: usize = 2_000;

/// Forms of a word whose compounds are looked for.
const FORMS: usize = 16;

/// Compounds that the word begins of which longer ones are looked for: `Schifffahrt` for `Dampfschifffahrt`.
const MIDDLES: usize = 64;

/// A word that compounds are looked for, in one language.
struct Asked<'a> {
    language: &'a str,
    links: &'static [&'static str],
    stem: String,
    /// Without case and accents.
    written: String,
}

/// What the terms that begin as the word does tell.
#[derive(Default)]
struct Begun {
    /// Written forms of the word.
    forms: BTreeSet<String>,
    /// Stems of compounds that it begins.
    compounds: BTreeSet<String>,
}

impl Lookup<'_> {
    /// The lists of compounds that have the word as a part: the first, the last, or one before an end that is a compound itself.
    pub(super) fn long_words(
        &self,
        word: &Word<'_>,
        part: &TypedWords<'_>,
    ) -> tantivy::Result<Vec<List>> {
        let is_spaced = matches!(word.kind, Kind::Ascii | Kind::Letters);
        let may_be_part = is_part(word.text) && word.text.chars().all(char::is_alphabetic);
        let is_wanted = part.form == Form::Inflected && !self.around.is_sentence;
        if !is_wanted || !is_spaced || !may_be_part {
            return Ok(Vec::new());
        }
        let mut lists = Vec::new();
        for language in &self.view.languages {
            let Some(asked) = self.asked(word, language) else {
                continue;
            };
            let begun = self.beginning_with(&asked)?;
            let mut stems = begun.compounds.clone();
            let ends = std::iter::once(&asked.stem).chain(&begun.forms);
            let middles = begun.compounds.iter().take(MIDDLES);
            for end in ends.take(FORMS).chain(middles) {
                self.ending_with(end, &asked, &mut stems)?;
            }
            for stem in stems {
                let term = self.term(&stem, language);
                lists.push(self.view.list(term, PositionMask::ALL)?);
            }
        }
        lists.sort_by(|one, other| {
            let commonest = other.doc_freq().cmp(&one.doc_freq());
            commonest.then_with(|| one.term.cmp(&other.term))
        });
        lists.truncate(MOST);
        Ok(lists)
    }

    fn asked<'a>(&self, word: &Word<'_>, language: &'a str) -> Option<Asked<'a>> {
        let links = word_end::links(language)?;
        let written = word_form::fold(word).written;
        let stem = self.stem(word, language)?;
        Some(Asked {
            language,
            links,
            stem,
            written,
        })
    }

    /// The stem of a word in one language; `None` for a function word.
    fn stem(&self, word: &Word<'_>, language: &str) -> Option<String> {
        if is_function(&word.text.to_lowercase()) {
            return None;
        }
        let analyzer = self.view.analyzer.lock();
        let mut analyzer = analyzer.unwrap_or_else(PoisonError::into_inner);
        let terms = analyzer.terms(language, word);
        let (stem, _) = terms.stem.split_once(OF)?;
        Some(stem.to_owned())
    }

    /// The stem of a text that is one word.
    fn stem_of(&self, text: &str, language: &str) -> Option<String> {
        let word = words(text).next()?;
        (word.end == text.len()).then(|| self.stem(&word, language))?
    }

    /// The forms of the word, and the stems of the compounds that it begins.
    fn beginning_with(&self, asked: &Asked<'_>) -> tantivy::Result<Begun> {
        let mut begun = Begun::default();
        begun.forms.insert(asked.written.clone());
        // Stemmers change the end of a word: `vluchteling` has the stem `vluchteel`.
        let shared = word_end::common_prefix(&asked.written, &asked.stem);
        let prefix = match shared.chars().nth(SHORTEST_PART - 2) {
            Some(_) => shared,
            None => &asked.written,
        };
        for mark in ["", "\u{1}"] {
            let prefix = format!("{mark}{prefix}");
            let is_whole = self.each_term(self.view.fields.text, &prefix, &mut |key| {
                let Some((text, code)) = key.trim_start_matches(WRITTEN).split_once(OF) else {
                    return Ok(());
                };
                if code != asked.language {
                    return Ok(());
                }
                let Some(stem) = self.stem_of(text, code) else {
                    return Ok(());
                };
                if stem == asked.stem {
                    begun.forms.insert(text.to_owned());
                } else if !begun.compounds.contains(&stem) && self.is_begun_by(text, asked)? {
                    begun.compounds.insert(stem);
                }
                Ok(())
            })?;
            if !is_whole {
                begun.compounds.clear();
                break;
            }
        }
        Ok(begun)
    }

    /// Whether a word follows the one that was asked for, in a compound.
    fn is_begun_by(&self, compound: &str, asked: &Asked<'_>) -> tantivy::Result<bool> {
        for first in [&asked.written, &asked.stem] {
            let Some(after) = compound.strip_prefix(first.as_str()) else {
                continue;
            };
            for link in asked.links {
                let last = after.strip_prefix(link).filter(|last| is_part(last));
                if let Some(last) = last
                    && self.is_word(last, asked.language)?
                {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Adds the stems of compounds that end with the stem or a form of the word.
    fn ending_with(
        &self,
        end: &str,
        asked: &Asked<'_>,
        stems: &mut BTreeSet<String>,
    ) -> tantivy::Result<()> {
        let prefix = word_end::prefix_of(end);
        let mut found = Vec::new();
        let is_whole = self.each_term(self.view.fields.name_sound, &prefix, &mut |key| {
            let Some((compound, code)) = word_end::word_of(key.as_bytes()) else {
                return Ok(());
            };
            let before = compound.strip_suffix(end).filter(|before| is_part(before));
            if code == asked.language
                && let Some(before) = before
                && self.begins_a_compound(before, asked)?
            {
                // The term may be a stem or a written form; what the archive does not have is left out later.
                let stem = self.stem_of(&compound, code);
                found.extend(stem.into_iter().chain([compound]));
            }
            Ok(())
        })?;
        if is_whole {
            stems.extend(found);
        }
        Ok(())
    }

    /// Whether the text before the last part of a compound is a word, with what links it or without.
    fn begins_a_compound(&self, before: &str, asked: &Asked<'_>) -> tantivy::Result<bool> {
        for link in asked.links {
            let first = before.strip_suffix(link).filter(|first| is_part(first));
            if let Some(first) = first
                && self.is_word(first, asked.language)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the archive has a word in the language, in any form, that is no function word.
    fn is_word(&self, text: &str, language: &str) -> tantivy::Result<bool> {
        let Some(stem) = self.stem_of(text, language) else {
            return Ok(false);
        };
        let term = self.term(&stem, language);
        for segment in self.view.searcher.segment_readers() {
            let index = segment.inverted_index(term.field())?;
            if index.get_term_info(&term)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn term(&self, stem: &str, language: &str) -> Term {
        Term::from_field_text(self.view.fields.text, &format!("{stem}{OF}{language}"))
    }

    /// Hands over the terms that begin so; says whether those were all, as there is a bound.
    fn each_term(
        &self,
        column: Column,
        prefix: &str,
        each: &mut dyn FnMut(&str) -> tantivy::Result<()>,
    ) -> tantivy::Result<bool> {
        for segment in self.view.searcher.segment_readers() {
            let index = segment.inverted_index(column)?;
            let mut range = index.terms().range().ge(prefix.as_bytes());
            if let Some(end) = after(prefix.as_bytes()) {
                range = range.lt(end);
            }
            let mut terms = range.into_stream()?;
            let mut seen = 0;
            while terms.advance() {
                if seen == LOOKED_AT || !self.budget.spend(LOOK) {
                    return Ok(false);
                }
                seen += 1;
                if let Ok(key) = std::str::from_utf8(terms.key()) {
                    each(key)?;
                }
            }
        }
        Ok(true)
    }
}

/// Whether a text is long enough for a part of a compound.
fn is_part(text: &str) -> bool {
    text.chars().nth(SHORTEST_PART - 1).is_some()
}
