//! Other writings of the words of a query: `cease-fire`, `ceasefire` and `cease fire`; `US` and `U.S.`; `1 000` and `1,000`.
//!
//! A compound posts its whole ([`JOINED`]) beside its words, so the joined form of a query finds it. The form with a hyphen finds the
//! joined one by looking for it. The spaced form is looked for where somebody has written the word with a hyphen, so that `therapist`
//! does not find "the rapist".

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use tantivy::Term;

use crate::index::analysis::{JOINED, numbers};
use crate::query::Form;
use crate::search::plan::forms::{TypedWords, exact, joined, tokens};
use crate::search::plan::lookup::{Lookup, Scope};
use crate::search::plan::node::{Leaf, List, Node, Phrase, PositionMask, language};
use crate::search::plan::weights::is_function;
use crate::text::words::{Kind, Word, is_hyphen, words};

/// Other writings of one part of a query that are looked for.
const MOST: usize = 8;

/// Words that a compound without hyphens is made of, at most.
const LONGEST: usize = 4;

/// Words in small letters that no acronym is meant by, beside function words.
static NO_ACRONYMS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("../data/no_acronyms.txt").lines().collect());

/// Neighbouring words that are also written as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Merged {
    /// The first of them.
    pub(crate) from: usize,
    /// One past the last of them.
    pub(crate) to: usize,
    /// The one word.
    pub(crate) text: String,
}

impl Lookup<'_> {
    /// A part of a query with its other writings; `phrase` has its words as they were typed.
    pub(super) fn with_other_writings(
        &mut self,
        part: &TypedWords<'_>,
        phrase: Phrase,
    ) -> tantivy::Result<Option<Node>> {
        if part.form == Form::Exact {
            return self.exactly(part, phrase);
        }
        // A run of a script without spaces is also looked for by its parts, as it was typed.
        if !part.words.iter().all(|(_, word)| is_spaced(word)) {
            return Ok(joined(phrase.words, phrase.width, phrase.slop));
        }
        let beside = std::mem::take(&mut self.around.beside);
        let mut phrase = phrase;
        let mut others = Vec::new();
        let is_alone = phrase.words.len() == 1;
        for at in 0..phrase.words.len() {
            let Some((_, word)) = part.words.get(at) else {
                continue;
            };
            let compounds = self.compounds(word, part)?;
            let mut more = self.acronyms(word, part)?;
            more.extend(self.long_words(word, part)?);
            if !compounds.is_empty() || is_designation(word.text) {
                let in_languages = compounds.iter().filter_map(|list| language(&list.term));
                let codes: BTreeSet<String> = in_languages.map(str::to_owned).collect();
                for (left, right) in self.apart(word, part, &codes)? {
                    others.push(phrase.with(at..at + 1, vec![left, right]));
                }
            }
            if is_alone {
                more.extend(compounds);
                for text in &beside {
                    more.extend(self.lists(text, part)?);
                }
            } else if !compounds.is_empty() {
                let width = compounds.iter().map(|list| list.places).max().unwrap_or(2);
                let leaf = Leaf::new(compounds, part.region, width);
                others.push(phrase.with(at..at + 1, vec![leaf]));
            }
            self.count(&more);
            if let Some((_, leaf)) = phrase.words.get_mut(at) {
                leaf.add(more);
            }
        }
        let texts: Vec<Word<'_>> = part.words.iter().map(|(_, word)| *word).collect();
        for merged in merged(&texts, |at| part.has_hyphen(at)) {
            let lists = self.lists(&merged.text, part)?;
            if !lists.is_empty() {
                self.count(&lists);
                let leaf = Leaf::new(lists, part.region, 1);
                others.push(phrase.with(merged.from..merged.to, vec![leaf]));
            }
        }
        let mut nodes: Vec<Node> = joined(phrase.words, phrase.width, phrase.slop)
            .into_iter()
            .collect();
        for other in others.into_iter().take(MOST) {
            nodes.extend(joined(other.words, other.width, other.slop));
        }
        Ok(match nodes.len() {
            0 | 1 => nodes.pop(),
            _ => Some(Node::Any(nodes)),
        })
    }

    /// The words exactly so: what is typed with a hyphen is written with one.
    fn exactly(
        &mut self,
        part: &TypedWords<'_>,
        mut phrase: Phrase,
    ) -> tantivy::Result<Option<Node>> {
        for at in 1..part.words.len() {
            let (Some((offset, first)), Some((_, second))) =
                (part.words.get(at - 1), part.words.get(at))
            else {
                continue;
            };
            let has_letters = first.text.contains(char::is_alphabetic)
                || second.text.contains(char::is_alphabetic);
            if !part.has_hyphen(at) || !has_letters {
                continue;
            }
            let whole = format!("{}{}", first.text, second.text);
            if let Some(word) = one_word(&whole) {
                let lists = self.compounds(&word, part)?;
                let leaf = Leaf::new(lists, part.region, 1);
                phrase.words.push((*offset, leaf));
            }
        }
        Ok(joined(phrase.words, phrase.width, phrase.slop))
    }

    /// The lists of compounds that make up the word.
    fn compounds(&self, word: &Word<'_>, part: &TypedWords<'_>) -> tantivy::Result<Vec<List>> {
        if is_function(&word.text.to_lowercase()) {
            return Ok(Vec::new());
        }
        let column = self.column(Scope::Words(part.region));
        let mut terms = Vec::new();
        self.each_stem(word, &mut |stem| {
            terms.push(Term::from_field_text(column, &format!("{JOINED}{stem}")));
        });
        self.found(terms.into_iter().map(|term| (term, PositionMask::ALL)))
    }

    /// The lists of an acronym with full stops for one without, and the other way round. A word like `us` is no acronym in small letters.
    fn acronyms(&self, word: &Word<'_>, part: &TypedWords<'_>) -> tantivy::Result<Vec<List>> {
        let plain: String = word.text.chars().filter(|&c| c != '.').collect();
        let letters = plain.chars().count();
        if !(2..=5).contains(&letters) || !plain.chars().all(char::is_alphabetic) {
            return Ok(Vec::new());
        }
        let lower = plain.to_lowercase();
        let is_word = is_function(&lower) || NO_ACRONYMS.contains(lower.as_str());
        if plain == word.text {
            if is_word && lower == plain {
                return Ok(Vec::new());
            }
            return self.lists(&dotted(&plain), part);
        }
        if is_word {
            let upper = plain.to_uppercase();
            let endings = self.endings(Scope::Words(part.region));
            let column = self.column(Scope::Words(part.region));
            return match one_word(&upper) {
                Some(word) => self.found(exact(&word, column, &endings).into_iter()),
                None => Ok(Vec::new()),
            };
        }
        self.lists(&plain, part)
    }

    /// The word as two, at each place where both are words of one of these languages, or of any where there are none.
    fn apart(
        &mut self,
        word: &Word<'_>,
        part: &TypedWords<'_>,
        codes: &BTreeSet<String>,
    ) -> tantivy::Result<Vec<(Leaf, Leaf)>> {
        let mut found = Vec::new();
        for (left, right) in splits(word.text) {
            let left = self.lists_in(left, part, codes)?;
            if left.is_empty() {
                continue;
            }
            let right = self.lists_in(right, part, codes)?;
            if !right.is_empty() {
                let leaf = |lists| Leaf::new(lists, part.region, 1);
                found.push((leaf(left), leaf(right)));
            }
        }
        Ok(found)
    }

    /// The lists of one word; none where `text` is not one.
    fn lists(&self, text: &str, part: &TypedWords<'_>) -> tantivy::Result<Vec<List>> {
        self.lists_in(text, part, &BTreeSet::new())
    }

    /// The lists of one word in some languages, or in all where none are named.
    fn lists_in(
        &self,
        text: &str,
        part: &TypedWords<'_>,
        codes: &BTreeSet<String>,
    ) -> tantivy::Result<Vec<List>> {
        let Some(word) = one_word(text) else {
            return Ok(Vec::new());
        };
        let mut spellings = self.spellings(&word, part.form, Scope::Words(part.region));
        if !codes.is_empty() {
            spellings.retain(|(term, _)| language(term).is_some_and(|code| codes.contains(code)));
        }
        self.found(spellings.into_iter())
    }

    /// The lists of those terms that the archive has.
    fn found(
        &self,
        spellings: impl Iterator<Item = (Term, PositionMask)>,
    ) -> tantivy::Result<Vec<List>> {
        let mut lists = Vec::new();
        if self.view.dictionary.is_some() {
            let all = spellings.map(|(term, mask)| List::elsewhere(term, mask));
            lists.extend(all);
            self.view.count_elsewhere(lists.iter_mut());
            lists.retain(List::may_find);
            return Ok(lists);
        }
        for (term, mask) in spellings {
            let list = List::look_up(term, mask, &self.view.searcher)?;
            if list.doc_freq() > 0 {
                lists.push(list);
            }
        }
        Ok(lists)
    }
}

impl TypedWords<'_> {
    /// Whether nothing but a hyphen stands before the word at this place.
    fn has_hyphen(&self, at: usize) -> bool {
        let ends = at
            .checked_sub(1)
            .and_then(|before| Some((self.words.get(before)?.1.end, self.words.get(at)?.1.start)));
        let gap = ends.and_then(|(end, start)| self.text.get(end..start));
        let mut signs = gap.unwrap_or_default().chars();
        let sign = signs
            .next()
            .is_some_and(|c| is_hyphen(c) || c == '\u{200C}');
        sign && signs.next().is_none()
    }
}

impl Phrase {
    /// The phrase with other leaves for some of its words.
    fn with(&self, range: std::ops::Range<usize>, leaves: Vec<Leaf>) -> Self {
        let start = self.words.get(range.start).map_or(0, |(offset, _)| *offset);
        let after = self
            .words
            .get(range.end)
            .map_or(self.width, |(offset, _)| *offset);
        let mut words: Vec<(u32, Leaf)> = self.words.iter().take(range.start).cloned().collect();
        let mut next = start;
        for leaf in leaves {
            let width = leaf.width;
            words.push((next, leaf));
            next += width;
        }
        for (offset, leaf) in self.words.iter().skip(range.end) {
            words.push((offset - after + next, leaf.clone()));
        }
        Self {
            words,
            width: self.width - after + next,
            slop: self.slop,
        }
    }
}

/// Neighbouring words that are also written as one; `has_hyphen` tells whether one stands before a word.
pub(crate) fn merged(words: &[Word<'_>], has_hyphen: impl Fn(usize) -> bool) -> Vec<Merged> {
    let mut found = Vec::new();
    let mut add = |from: usize, to: usize, text: String| {
        found.push(Merged { from, to, text });
    };
    let text = |from: usize, to: usize| -> String {
        let range = words.get(from..to).unwrap_or_default();
        range.iter().map(|word| word.text).collect()
    };
    let mut from = 0;
    while let Some(first) = words.get(from) {
        let rest = words.get(from + 1..).unwrap_or_default();
        let groups = 1 + rest.iter().take_while(|word| is_group(word.text)).count();
        let whole = text(from, from + groups);
        if groups > 1 && first.text.len() <= 3 && numbers::groups(&whole).is_some() {
            add(from, from + groups, whole);
            from += groups;
            continue;
        }
        let rest = words.get(from..).unwrap_or_default();
        let letters = rest.iter().take_while(|word| is_letter(word.text)).count();
        if letters > 1 {
            let whole = text(from, from + letters);
            add(from, from + letters, dotted(&whole));
            add(from, from + letters, whole);
            from += letters;
            continue;
        }
        if let Some(second) = words.get(from + 1)
            && can_join(first, second)
            && (has_hyphen(from + 1) || !say_little(first, second))
        {
            add(from, from + 2, text(from, from + 2));
        }
        from += 1;
    }
    let hyphens = (1..words.len()).all(has_hyphen);
    if hyphens && (3..=LONGEST).contains(&words.len()) {
        add(0, words.len(), text(0, words.len()));
    }
    found
}

/// Whether two words may be written as one: letters at least in one of them.
fn can_join(first: &Word<'_>, second: &Word<'_>) -> bool {
    let numbers = is_number(first.text) && is_number(second.text);
    is_spaced(first) && is_spaced(second) && !numbers
}

/// Whether one of two words is a function word: with a space between they are two.
fn say_little(first: &Word<'_>, second: &Word<'_>) -> bool {
    let mut both = [first, second].into_iter();
    both.any(|word| is_function(&word.text.to_lowercase()))
}

/// Where a word may be parted: a designation before its digits, a word anywhere but beside a function word.
fn splits(word: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    if is_designation(word) {
        let at = word.find(char::is_numeric).unwrap_or(0);
        found.extend(word.split_at_checked(at));
        return found;
    }
    if !word.chars().all(char::is_alphabetic) {
        return found;
    }
    for (at, _) in word.char_indices().skip(1) {
        let Some((left, right)) = word.split_at_checked(at) else {
            continue;
        };
        let is_function_word = |part: &str| is_function(&part.to_lowercase());
        if right.chars().nth(1).is_some() && !is_function_word(left) && !is_function_word(right) {
            found.push((left, right));
        }
    }
    found
}

/// Letters and then digits: `C130`.
fn is_designation(word: &str) -> bool {
    let digits = word.trim_start_matches(char::is_alphabetic);
    digits.len() < word.len() && is_number(digits)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(char::is_numeric)
}

/// Three digits, as they stand in a longer number.
fn is_group(text: &str) -> bool {
    text.len() == 3 && is_number(text)
}

fn is_letter(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

/// An acronym with its full stops, as the words of a text have it: `U.S`.
fn dotted(acronym: &str) -> String {
    let mut text = String::new();
    for letter in acronym.chars() {
        if !text.is_empty() {
            text.push('.');
        }
        text.push(letter);
    }
    text
}

/// A word of an alphabet.
fn is_spaced(word: &Word<'_>) -> bool {
    matches!(word.kind, Kind::Ascii | Kind::Letters)
}

/// The word that the whole of a text is.
fn one_word(text: &str) -> Option<Word<'_>> {
    let mut all = words(text);
    let word = all.next()?;
    let whole = word.start == 0 && word.end == text.len();
    (whole && is_spaced(&word)).then_some(word)
}

/// The words that stand beside one another in a query, as one: for each word the texts that it is a part of.
pub(crate) fn beside(texts: &[&str]) -> Vec<Vec<String>> {
    let mut found = vec![Vec::new(); texts.len()];
    let mut single = Vec::with_capacity(texts.len());
    for text in texts {
        match tokens(text).as_slice() {
            [(_, word)] => single.push(*word),
            _ => return found,
        }
    }
    for merged in merged(&single, |_| false) {
        for at in merged.from..merged.to {
            if let Some(texts) = found.get_mut(at) {
                texts.push(merged.text.clone());
            }
        }
    }
    found
}
