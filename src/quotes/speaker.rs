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
use crate::text::script;
use crate::text::words::{Word, words};

/// Sentences before the words in which a speaker may be named.
const BACK: usize = 8;

/// Words between a name and a word of saying at most.
const BESIDE: usize = 4;

/// Whose the words at `at` are.
pub(crate) fn attribution(text: &str, at: Span, asked: &str) -> Attribution {
    let (sentences, quotations) = (sentences(text), quotations(text));
    let own = around(&sentences, at);
    let own_text = outside(text, own, &quotations);
    let known = surnames(text);
    if let Some(found) = named_in(&own_text, asked, &known) {
        return found;
    }
    let behind = sentences.iter().find(|one| one.start >= own.end);
    let before = sentences.iter().rev().filter(|one| one.end <= own.start);
    let mut nearest = before.take(BACK);
    // A sentence that is nothing but the quotation is followed by its speaker as often as it follows him.
    let is_bare = words(&own_text).next().is_none();
    if is_bare
        && let Some(behind) = behind
        && let Some(found) = said_by(&outside(text, *behind, &quotations), asked, &known)
    {
        return found;
    }
    let found = nearest.find_map(|one| named_in(&outside(text, *one, &quotations), asked, &known));
    found.unwrap_or(Attribution::Nobody)
}

/// Who is named in a text; one who is named beside a word of saying goes before others.
fn named_in(text: &str, asked: &str, known: &[String]) -> Option<Attribution> {
    if let Some(found) = said_by(text, asked, known) {
        return Some(found);
    }
    if is_named(text, asked) {
        return Some(Attribution::Asked);
    }
    let name = person_names(text, known).into_iter().next_back()?;
    Some(Attribution::Other(name.text))
}

/// Who is named beside a word of saying.
fn said_by(text: &str, asked: &str, known: &[String]) -> Option<Attribution> {
    let all: Vec<Word<'_>> = words(text).collect();
    let is_saying = |word: &Word<'_>| says(&fold::key(word.text));
    let verbs: Vec<usize> = (0..all.len())
        .filter(|at| all.get(*at).is_some_and(is_saying))
        .collect();
    let names = person_names(text, known);
    let distance = |name: &Name| {
        let away = |verb: &usize| match *verb < name.first {
            true => name.first - verb,
            false => verb.saturating_sub(name.last),
        };
        verbs.iter().map(away).min().unwrap_or(usize::MAX)
    };
    let nearest = names.iter().min_by_key(|name| distance(name))?;
    if distance(nearest) > BESIDE {
        return None;
    }
    Some(match is_named(&nearest.text, asked) {
        true => Attribution::Asked,
        false => Attribution::Other(nearest.text.clone()),
    })
}

/// A name in a text, and which words it is.
struct Name {
    text: String,
    first: usize,
    last: usize,
}

/// Names of persons: two words and more with capitals, or a last word of such a name alone.
fn person_names(text: &str, known: &[String]) -> Vec<Name> {
    let names = capitalised(text).into_iter();
    names
        .filter(|name| {
            let last = name.text.rsplit(' ').next().unwrap_or_default();
            known.contains(&fold::squash(last))
        })
        .collect()
}

/// The last words of all names of two words and more.
fn surnames(text: &str) -> Vec<String> {
    let mut surnames: Vec<String> = capitalised(text)
        .iter()
        .filter(|name| name.last > name.first)
        .filter_map(|name| name.text.rsplit(' ').next().map(fold::squash))
        .collect();
    surnames.sort_unstable();
    surnames.dedup();
    surnames
}

/// Runs of words with capitals that do not follow a word of places.
fn capitalised(text: &str) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let (mut end, mut before) = (0, String::new());
    for (at, word) in words(text).enumerate() {
        let gap = text.get(end..word.start).unwrap_or_default();
        end = word.own_end();
        let mut letters = word.text.chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_none_or(|c| !c.is_uppercase() || c == '.');
        if !is_capital || says(&fold::key(word.text)) {
            before = fold::key(word.text);
            continue;
        }
        let follows = matches!(gap, " " | "-" | "’" | "'" | ". ") && before.is_empty();
        match names.last_mut() {
            Some(name) if follows && name.last + 1 == at => {
                name.last = at;
                name.text = format!("{} {}", name.text, word.text);
            }
            _ if is_before_places(&before) => {}
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
