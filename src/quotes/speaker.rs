//! Who is named with words that an article quotes.
//!
//! The sentence that holds the words is looked at outside of its quotes, then the sentences before it, then the one behind: who is
//! named nearest has said them, beside a word of saying before anybody else.

use crate::article::Span;
use crate::names;
use crate::quotes::surroundings::{around, outside, quotations, sentences};
use crate::quotes::turning_words::{is_before_places, says};
use crate::quotes::verdict::Attribution;
use crate::text::fold;
use crate::text::function_words;
use crate::text::script;
use crate::text::words::words;

/// Sentences before the words in which a speaker may be named.
const BACK: usize = 8;

/// Words between a name and a word of saying at most.
const BESIDE: usize = 4;

/// An article's text as it is searched for speakers.
struct Names<'a> {
    language: &'a str,
    asked: &'a str,
    /// The last words of all names of two words and more.
    surnames: Vec<String>,
}

/// Whose the words at `at` of a text are.
pub(crate) fn attribution(text: &str, at: Span, asked: &str, language: &str) -> Attribution {
    let (sentences, quotations) = (sentences(text), quotations(text));
    let own = around(&sentences, at);
    let names = Names {
        language,
        asked,
        surnames: surnames(text, language),
    };
    // What follows the words names their speaker before what leads to them does.
    let behind = Span {
        start: at.end,
        end: own.end,
    };
    let own_text = outside(text, own, &quotations);
    let named = names
        .said_by(&outside(text, behind, &quotations))
        .or_else(|| names.named_in(&own_text));
    if let Some(found) = named {
        return found;
    }
    // A sentence that is nothing but the quotation is followed by its speaker as often as it follows him.
    let is_bare = words(&own_text).next().is_none();
    let next = sentences.iter().find(|one| one.start >= own.end);
    if is_bare
        && let Some(next) = next
        && let Some(found) = names.said_by(&outside(text, *next, &quotations))
    {
        return found;
    }
    let before = sentences.iter().rev().filter(|one| one.end <= own.start);
    let mut near = before.take(BACK);
    let found = near.find_map(|one| names.named_in(&outside(text, *one, &quotations)));
    found.unwrap_or(Attribution::Nobody)
}

impl Names<'_> {
    /// Who is named in a text; one who is named beside a word of saying goes before others.
    fn named_in(&self, text: &str) -> Option<Attribution> {
        if let Some(found) = self.said_by(text) {
            return Some(found);
        }
        if is_named(text, self.asked) {
            return Some(Attribution::Asked);
        }
        let name = self.persons(text).into_iter().next_back()?;
        Some(Attribution::Other(name.text))
    }

    /// Who is named beside a word of saying.
    fn said_by(&self, text: &str) -> Option<Attribution> {
        let mut verbs = Vec::new();
        for (at, word) in words(text).enumerate() {
            if says(&fold::key(word.text), self.language) {
                verbs.push(at);
            }
        }
        let distance = |name: &Name| {
            let away = |verb: &usize| match *verb < name.first {
                true => name.first - verb,
                false => verb.saturating_sub(name.last),
            };
            verbs.iter().map(away).min().unwrap_or(usize::MAX)
        };
        let persons = self.persons(text);
        let nearest = persons.iter().min_by_key(|name| distance(name))?;
        if distance(nearest) > BESIDE {
            return None;
        }
        Some(match is_named(&nearest.text, self.asked) {
            true => Attribution::Asked,
            false => Attribution::Other(nearest.text.clone()),
        })
    }

    /// Names of persons: two words and more with capitals, or a last word of such a name alone.
    fn persons(&self, text: &str) -> Vec<Name> {
        let mut names = capitalised(text, self.language);
        names.retain(|name| {
            let last = name.text.rsplit(' ').next().unwrap_or_default();
            self.surnames.contains(&fold::squash(last))
        });
        names
    }
}

/// A name in a text, and which words it is.
struct Name {
    text: String,
    first: usize,
    last: usize,
}

/// The last words of all names of two words and more.
fn surnames(text: &str, language: &str) -> Vec<String> {
    let mut surnames: Vec<String> = capitalised(text, language)
        .iter()
        .filter(|name| name.last > name.first)
        .filter_map(|name| name.text.rsplit(' ').next().map(fold::squash))
        .collect();
    surnames.sort_unstable();
    surnames.dedup();
    surnames
}

/// Runs of words with capitals that do not follow a word of places.
fn capitalised(text: &str, language: &str) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let (mut end, mut before) = (0, String::new());
    for (at, word) in words(text).enumerate() {
        let gap = text.get(end..word.start).unwrap_or_default();
        end = word.own_end();
        let key = fold::key(word.text);
        if !is_part_of_name(word.text, &key, language) {
            before = key;
            continue;
        }
        let is_after_place = is_before_places(&before, language);
        match names.last_mut() {
            Some(name) if name.last + 1 == at && joins(&name.text, gap) => {
                name.last = at;
                name.text = format!("{} {}", name.text, word.text);
            }
            _ if is_after_place => {}
            _ => names.push(Name {
                text: word.text.to_owned(),
                first: at,
                last: at,
            }),
        }
        before.clear();
    }
    names
}

/// A word with a capital, neither an acronym nor a function word at the beginning of a sentence.
fn is_part_of_name(word: &str, key: &str, language: &str) -> bool {
    let mut letters = word.chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase);
    let is_acronym = letters.next().is_some_and(char::is_uppercase);
    is_capital
        && !is_acronym
        && !says(key, language)
        && !is_before_places(key, language)
        && !function_words::languages(key).contains(&language)
}

/// Whether a name goes on behind this gap: a full stop stands only behind titles and initials.
fn joins(name: &str, gap: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    match gap {
        " " | "-" | "’" | "'" => true,
        ". " => last.chars().count() <= 3,
        _ => false,
    }
}

/// Whether a text names somebody: by the last word of the name, in any spelling of it, or as the name is written.
pub(crate) fn is_named(text: &str, asked: &str) -> bool {
    let whole = fold::squash(asked);
    if whole.is_empty() {
        return false;
    }
    let is_unspaced = asked.chars().any(script::is_unspaced);
    if is_unspaced || asked.split_whitespace().nth(1).is_some() {
        // A name of several words, or of a script without spaces, is no part of another word.
        if fold::squash(text).contains(&whole) {
            return true;
        }
    }
    let is_cased = asked.chars().any(char::is_uppercase);
    let last = asked
        .split_whitespace()
        .rev()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .find(|word| !word.is_empty() && (!is_cased || word.chars().any(char::is_uppercase)));
    let Some(last) = last else { return false };
    let own = fold::squash(last);
    words(text).any(|word| {
        fold::squash(word.text) == own
            || (may_be_name(word.text) && names::same(word.text, last).is_some())
    })
}

/// A word of a cased script is a name only with a capital.
fn may_be_name(word: &str) -> bool {
    let first = word.chars().next();
    let has_case = first
        .and_then(script::of)
        .is_some_and(script::Script::is_cased);
    word.chars().count() > 3 && (!has_case || first.is_some_and(char::is_uppercase))
}
