//! Compounds by their parts: `Gefangene` also finds `Kriegsgefangene` and `Gefangenenlager`.
//!
//! In a sentence that is typed as it is, words stand for themselves: it has enough of them, and compounds would blur their weights.
//!
//! A word counts as a part where what is left of the compound, without the sounds that link its parts, is a word of the archive in the
//! same language. A part in the middle is found where what it begins is a word too: `Schiff` in `Dampfschifffahrt` by `Schifffahrt`.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::index::analysis::word_end::{self, SHORTEST_PART, START};
use crate::index::analysis::{OF, WRITTEN, word_form};
use crate::query::Form;
use crate::search::plan::dictionary::ListedTerm;
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

impl Asked<'_> {
    /// What its forms and the compounds that it begins have in common.
    fn beginning(&self) -> &str {
        // Stemmers change the end of a word: `vluchteling` has the stem `vluchteel`.
        let shared = word_end::common_prefix(&self.written, &self.stem);
        match shared.chars().nth(SHORTEST_PART - 2) {
            Some(_) => shared,
            None => &self.written,
        }
    }

    /// What may be the last part of a compound that it begins.
    fn lasts<'c>(&self, compound: &'c str) -> Vec<&'c str> {
        let mut found = Vec::new();
        for first in [&self.written, &self.stem] {
            let Some(after) = compound.strip_prefix(first.as_str()) else {
                continue;
            };
            let lasts = self
                .links
                .iter()
                .filter_map(|link| after.strip_prefix(link));
            found.extend(lasts.filter(|last| is_part(last)));
        }
        found
    }

    /// What may be the first part of a compound that has so much before its last.
    fn firsts<'c>(&self, before: &'c str) -> Vec<&'c str> {
        let links = self.links.iter();
        let firsts = links.filter_map(|link| before.strip_suffix(link));
        firsts.filter(|first| is_part(first)).collect()
    }
}

impl Begun {
    /// Ends of longer compounds that have the word.
    fn ends<'b>(&'b self, asked: &'b Asked<'_>) -> impl Iterator<Item = &'b String> {
        let own = std::iter::once(&asked.stem).chain(&self.forms);
        own.take(FORMS).chain(self.compounds.iter().take(MIDDLES))
    }
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
        let languages = self.view.languages.iter();
        let asked: Vec<Asked<'_>> = languages
            .filter_map(|language| self.asked(word, language))
            .collect();
        let beginnings = self.listed_beginnings(&asked)?;
        let mut begun = Vec::with_capacity(asked.len());
        for asked in &asked {
            begun.push(self.beginning_with(asked, beginnings.as_deref())?);
        }
        let ends = self.listed_ends(&asked, &begun)?;
        let mut lists = Vec::new();
        for (asked, begun) in asked.iter().zip(begun) {
            let mut stems = begun.compounds.clone();
            for end in begun.ends(asked) {
                self.ending_with(end, asked, ends.as_deref(), &mut stems)?;
            }
            for stem in stems {
                let term = self.term(&stem, asked.language);
                lists.push(self.view.list(term, PositionMask::ALL)?);
            }
        }
        self.view.count_elsewhere(lists.iter_mut());
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

    /// The forms of the word, and the stems of the compounds that it begins. `listed` are the long words of an archive elsewhere.
    fn beginning_with(
        &self,
        asked: &Asked<'_>,
        listed: Option<&[ListedTerm]>,
    ) -> tantivy::Result<Begun> {
        let mut begun = Begun::default();
        begun.forms.insert(asked.written.clone());
        let marks: &[&str] = match listed {
            Some(_) => &["\u{6}"],
            None => &["", "\u{1}"],
        };
        for mark in marks {
            let prefix = format!("{mark}{}", asked.beginning());
            let source = (self.view.fields.text, listed);
            let is_whole = self.each_term(source, &prefix, &mut |key| {
                let Some((text, code)) = key.trim_start_matches([WRITTEN, START]).split_once(OF)
                else {
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
                } else if !begun.compounds.contains(&stem)
                    && (self.is_begun_by(text, asked)?
                        || listed.is_some() && self.is_begun_by(&stem, asked)?)
                {
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
        for last in asked.lasts(compound) {
            if self.is_word(last, asked.language)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Adds the stems of compounds that end with the stem or a form of the word.
    fn ending_with(
        &self,
        end: &str,
        asked: &Asked<'_>,
        listed: Option<&[ListedTerm]>,
        stems: &mut BTreeSet<String>,
    ) -> tantivy::Result<()> {
        let prefix = word_end::prefix_of(end);
        let mut found = Vec::new();
        let source = (self.view.fields.name_sound, listed);
        let is_whole = self.each_term(source, &prefix, &mut |key| {
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
        for first in asked.firsts(before) {
            if self.is_word(first, asked.language)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The long words of an archive elsewhere that begin as the word does, in any of its languages.
    fn listed_beginnings(&self, asked: &[Asked<'_>]) -> tantivy::Result<Option<Arc<[ListedTerm]>>> {
        let beginnings = asked.iter().map(|asked| {
            let beginning = asked.beginning();
            format!("{START}{beginning}")
        });
        let Some(listed) = self.listed(&beginnings.collect::<Vec<String>>())? else {
            return Ok(None);
        };
        let mut parts = BTreeSet::new();
        for term in listed.iter() {
            let (text, code) = term.term.split_once(OF).unwrap_or_default();
            let text = text.trim_start_matches(START);
            for asked in asked.iter().filter(|asked| asked.language == code) {
                let stem = self.stem_of(text, code).unwrap_or_default();
                for last in asked.lasts(text).into_iter().chain(asked.lasts(&stem)) {
                    parts.extend(self.term_of(last, code));
                }
            }
        }
        self.look_ahead(&parts);
        Ok(Some(listed))
    }

    /// The long words of an archive elsewhere that end as the word or a compound does that it begins.
    fn listed_ends(
        &self,
        asked: &[Asked<'_>],
        begun: &[Begun],
    ) -> tantivy::Result<Option<Arc<[ListedTerm]>>> {
        let mut ends = Vec::new();
        for (asked, begun) in asked.iter().zip(begun) {
            let of_language = begun.ends(asked);
            ends.extend(of_language.map(|end| (asked, end)));
        }
        let beginnings = ends.iter().map(|(_, end)| word_end::prefix_of(end));
        let Some(listed) = self.listed(&beginnings.collect::<Vec<String>>())? else {
            return Ok(None);
        };
        let mut parts = BTreeSet::new();
        for term in listed.iter() {
            let Some((compound, code)) = word_end::word_of(term.term.as_bytes()) else {
                continue;
            };
            for (asked, end) in ends.iter().filter(|(asked, _)| asked.language == code) {
                let before = compound.strip_suffix(end.as_str()).unwrap_or_default();
                for first in asked.firsts(before) {
                    parts.extend(self.term_of(first, code));
                }
            }
        }
        self.look_ahead(&parts);
        Ok(Some(listed))
    }

    /// The terms of an archive elsewhere that begin so; `None` where it is here.
    fn listed(&self, beginnings: &[String]) -> tantivy::Result<Option<Arc<[ListedTerm]>>> {
        match &self.view.dictionary {
            Some(dictionary) => {
                let listed = dictionary.name_terms(beginnings)?;
                Ok(Some(listed.within(self.budget)))
            }
            None => Ok(None),
        }
    }

    /// Asks an archive elsewhere for all of these at once: it remembers the answers.
    fn look_ahead(&self, terms: &BTreeSet<Term>) {
        let lists = terms.iter().cloned();
        let lists = lists.map(|term| List::elsewhere(term, PositionMask::ALL));
        let mut lists: Vec<List> = lists.collect();
        self.view.count_elsewhere(lists.iter_mut());
    }

    /// The term of a word in any form; `None` for a function word.
    fn term_of(&self, text: &str, language: &str) -> Option<Term> {
        let stem = self.stem_of(text, language)?;
        Some(self.term(&stem, language))
    }

    /// Whether the archive has a word in the language, in any form, that is no function word.
    fn is_word(&self, text: &str, language: &str) -> tantivy::Result<bool> {
        let Some(term) = self.term_of(text, language) else {
            return Ok(false);
        };
        if self.view.has_elsewhere(&term) {
            return Ok(true);
        }
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
        (column, listed): (Column, Option<&[ListedTerm]>),
        prefix: &str,
        each: &mut dyn FnMut(&str) -> tantivy::Result<()>,
    ) -> tantivy::Result<bool> {
        let terms = listed.unwrap_or_default().iter();
        let listed = terms.filter(|listed| listed.term.starts_with(prefix));
        for (seen, listed) in listed.enumerate() {
            if seen == LOOKED_AT {
                return Ok(false);
            }
            each(&listed.term)?;
        }
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
