//! From the words of a query to posting lists.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::archive::Note;
use crate::index::analysis::{OF, WRITTEN, endings, stem, word_form};
use crate::query::{Expr, Field, Form, Kind};
use crate::search::budget::Budget;
use crate::search::plan::among_parts::Surroundings;
use crate::search::plan::expand::{self, Pattern};
use crate::search::plan::forms::{AskedName, Spelling, TypedWords, exact, joined, tokens, written};
use crate::search::plan::han;
use crate::search::plan::node::{
    Leaf, List, Node, Phrase, PositionMask, Region, WordsLike, language,
};
use crate::search::view::View;
use crate::text::korean;
use crate::text::words::{Kind as WordKind, Word, is_apostrophe, words};

/// Where a part is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// In the column of words with stems, and in which part of the article.
    Words(Region),
    /// In a field of names.
    Names(Field),
}

impl Scope {
    /// Headline and text.
    pub(crate) const TEXT: Self = Self::Words(Region::All);

    /// Where `field:` looks.
    pub(crate) fn of(field: Field) -> Self {
        match field {
            Field::Title => Self::Words(Region::Title),
            Field::Lead => Self::Words(Region::Lead),
            Field::Text => Self::Words(Region::Text),
            other => Self::Names(other),
        }
    }

    fn is_of_text(self) -> bool {
        matches!(self, Self::Words(_))
    }

    pub(crate) fn region(self) -> Region {
        match self {
            Self::Words(region) => region,
            Self::Names(_) => Region::All,
        }
    }
}

/// Languages that are named when a word is in none: more say nothing.
const FEW_LANGUAGES: usize = 2;

/// Looks up words, and keeps what was found out on the way.
pub(crate) struct Lookup<'a> {
    pub(super) view: &'a View,
    pub(super) budget: &'a Budget,
    /// What stands around the word that is looked up next.
    pub(crate) around: Surroundings,
    /// What the reader should know, each once.
    pub(crate) notes: Vec<Note>,
    /// How many postings the words have in each language.
    pub(crate) postings: BTreeMap<String, u64>,
    /// Whether a pattern was looked up.
    pub(crate) has_patterns: bool,
    /// Whether another archive is asked how many articles have each word: it costs a request a word.
    pub(crate) counts_elsewhere: bool,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(view: &'a View, budget: &'a Budget) -> Self {
        Self {
            view,
            budget,
            around: Surroundings::default(),
            notes: Vec::new(),
            postings: BTreeMap::new(),
            has_patterns: false,
            counts_elsewhere: false,
        }
    }

    /// Adds a note that is not there yet.
    pub(crate) fn note(&mut self, note: Note) {
        let is_known = |known: &Note| match (known, &note) {
            // One word is enough to say it of a language.
            (
                Note::NotInflected { language, .. },
                Note::NotInflected {
                    language: other, ..
                },
            ) => language == other,
            (known, note) => known == note,
        };
        if !self.notes.iter().any(is_known) {
            self.notes.push(note);
        }
    }

    /// What a part looks for; `None` when it has no words.
    pub(crate) fn node(&mut self, expr: &Expr, scope: Scope) -> tantivy::Result<Option<Node>> {
        Ok(match &expr.kind {
            Kind::Word { text, form } => self.phrase(text, *form, scope, 0)?,
            Kind::Phrase { text, form, slop } => self.phrase(text, *form, scope, *slop)?,
            Kind::Prefix { text } => self.prefix(text, scope)?,
            Kind::Wildcard { pattern } => {
                let letters: String = pattern.chars().filter(|&c| !is_apostrophe(c)).collect();
                let folded = word_form::whole(&letters);
                self.pattern(Pattern::wildcard(&folded), pattern, scope)?
            }
            Kind::Regex { pattern } => {
                self.pattern(Pattern::regex(&pattern.to_lowercase()), pattern, scope)?
            }
            Kind::Fuzzy { text, distance } => self.fuzzy(text, *distance, scope)?,
            Kind::Name { text, form, except } => {
                let asked = AskedName {
                    text,
                    form: *form,
                    except,
                };
                self.name(asked, scope)?
            }
            Kind::Near {
                left,
                right,
                within,
                order,
            } => match (self.node(left, scope)?, self.node(right, scope)?) {
                (Some(left), Some(right)) => Some(Node::Near {
                    left: Box::new(left),
                    right: Box::new(right),
                    within: *within,
                    order: *order,
                }),
                (one, other) => one.or(other),
            },
            Kind::Or(parts) => {
                let mut nodes = Vec::new();
                for part in parts {
                    nodes.extend(self.node(part, scope)?);
                }
                if nodes.len() > 1 {
                    Some(Node::Any(nodes))
                } else {
                    nodes.pop()
                }
            }
            Kind::AtLeast { count, expr } => self.node(expr, scope)?.map(|node| Node::AtLeast {
                count: *count,
                node: Box::new(node),
            }),
            Kind::Boost { expr, .. } => self.node(expr, scope)?,
            // `has_place` holds below Near and AtLeast, so nothing else stands here.
            _ => None,
        })
    }

    /// The words of `text` as one leaf or as a phrase.
    pub(super) fn phrase(
        &mut self,
        text: &str,
        form: Form,
        scope: Scope,
        slop: u32,
    ) -> tantivy::Result<Option<Node>> {
        let mut parts: Vec<(u32, Leaf)> = Vec::new();
        let mut width = 0;
        let noun = korean::stem(text).filter(|_| form == Form::Inflected);
        let text = noun.unwrap_or(text);
        let words = tokens(text);
        for (offset, word) in &words {
            let leaf = match word.kind {
                WordKind::Single => self.single(word, scope)?,
                _ => self.word(word, form, scope)?,
            };
            width = width.max(offset + leaf.width);
            parts.push((*offset, leaf));
        }
        if let Scope::Words(region) = scope
            && !words.is_empty()
        {
            let part = TypedWords {
                text,
                words: &words,
                form,
                region,
            };
            let phrase = Phrase {
                words: parts,
                width,
                slop,
            };
            return self.with_other_writings(&part, phrase);
        }
        Ok(joined(parts, width, slop))
    }

    /// One character of a script without spaces: any pair that begins with it, or the character at the end of a run.
    fn single(&mut self, word: &Word<'_>, scope: Scope) -> tantivy::Result<Leaf> {
        let column = self.column(scope);
        let mut lists = Vec::new();
        let writings = han::writings(&word_form::fold(word).written);
        if self.view.dictionary.is_some() {
            let prefixes = writings.into_iter().map(WordsLike::Prefix);
            return Ok(Leaf::like(prefixes.collect(), scope.region()));
        }
        for writing in writings {
            let pattern = Pattern::Prefix(writing);
            let found = expand::expand(&self.view.searcher, column, &pattern, self.budget)?;
            lists.extend(found.lists);
        }
        Ok(self.distinct(lists, scope))
    }

    fn prefix(&mut self, text: &str, scope: Scope) -> tantivy::Result<Option<Node>> {
        let mut tokens = tokens(text);
        let Some((offset, last)) = tokens.pop() else {
            return Ok(None);
        };
        if !matches!(last.kind, WordKind::Ascii | WordKind::Letters) {
            return self.phrase(text, Form::Written, scope, 0);
        }
        let mut parts = Vec::new();
        for (offset, word) in &tokens {
            parts.push((*offset, self.word(word, Form::Written, scope)?));
        }
        let pattern = Pattern::Prefix(word_form::fold(&last).written);
        parts.push((offset, self.expanded(&pattern, &format!("{text}*"), scope)?));
        Ok(joined(parts, offset + 1, 0))
    }

    fn pattern(
        &mut self,
        pattern: Option<Pattern>,
        shown: &str,
        scope: Scope,
    ) -> tantivy::Result<Option<Node>> {
        let Some(pattern) = pattern else {
            self.note(Note::PatternTooLarge {
                pattern: shown.to_owned(),
            });
            return Ok(Some(Node::Any(Vec::new())));
        };
        let leaf = self.expanded(&pattern, shown, scope)?;
        Ok(Some(Node::Leaf(Arc::new(leaf))))
    }

    fn fuzzy(&mut self, text: &str, distance: u8, scope: Scope) -> tantivy::Result<Option<Node>> {
        let tokens = tokens(text);
        let [(_, word)] = tokens.as_slice() else {
            return self.phrase(text, Form::Written, scope, 0);
        };
        let pattern = Pattern::Fuzzy {
            word: word_form::fold(word).written,
            distance,
        };
        let leaf = self.expanded(&pattern, &format!("{text}~{distance}"), scope)?;
        Ok(Some(Node::Leaf(Arc::new(leaf))))
    }

    fn expanded(&mut self, pattern: &Pattern, shown: &str, scope: Scope) -> tantivy::Result<Leaf> {
        if self.view.dictionary.is_some() {
            return Ok(Leaf::like(vec![pattern.words_like()], scope.region()));
        }
        let column = self.column(scope);
        let mut found = expand::expand(&self.view.searcher, column, pattern, self.budget)?;
        for list in &mut found.lists {
            if is_pair(list) {
                list.places = 2;
            }
        }
        self.has_patterns = true;
        if found.capped {
            self.note(Note::PatternCut {
                pattern: shown.to_owned(),
                words: found.words,
                searched: expand::MOST,
            });
        }
        Ok(self.distinct(found.lists, scope))
    }

    /// The posting lists of one word.
    fn word(&mut self, word: &Word<'_>, form: Form, scope: Scope) -> tantivy::Result<Leaf> {
        let spellings = self.spellings(word, form, scope);
        let mut lists = Vec::with_capacity(spellings.len());
        for (term, mask) in spellings {
            lists.push(self.view.list(term, mask)?);
        }
        if self.counts_elsewhere {
            self.view.count_elsewhere(lists.iter_mut());
        }
        if form == Form::Inflected && scope.is_of_text() && is_inflected(word) {
            self.remark_on_inflections(word, &lists);
        }
        let width = if word.kind == WordKind::Pair { 2 } else { 1 };
        Ok(self.leaf(lists, scope, width))
    }

    /// Says in which languages of the archive only this form of a word was looked for: those that have it, or where none has it those
    /// that may.
    fn remark_on_inflections(&mut self, word: &Word<'_>, lists: &[List]) {
        let mut found: Vec<&str> = Vec::new();
        for list in lists.iter().filter(|list| list.doc_freq() > 0) {
            found.extend(language(&list.term));
        }
        let anywhere = !found.is_empty();
        let may_have = |code: &&String| !anywhere || found.contains(&code.as_str());
        let unknown = |code: &&String| !stem::is_known(code);
        let view = self.view;
        let languages: Vec<&String> = view
            .languages
            .iter()
            .filter(unknown)
            .filter(may_have)
            .collect();
        if !anywhere && languages.len() > FEW_LANGUAGES {
            return;
        }
        for code in languages {
            self.note(Note::NotInflected {
                word: word.text.to_owned(),
                language: code.clone(),
            });
        }
    }

    /// The terms that have one word in a form.
    pub(super) fn spellings(&self, word: &Word<'_>, form: Form, scope: Scope) -> Vec<Spelling> {
        let column = self.column(scope);
        let of_text = scope.is_of_text();
        match form {
            Form::Inflected | Form::Written if of_text && word.kind == WordKind::Pair => {
                let mut found = Vec::new();
                for text in han::writings(word.text) {
                    for word in words(&text).take(1) {
                        found.extend(self.inflected(&word, column));
                    }
                }
                found
            }
            Form::Inflected if of_text => self.inflected(word, column),
            Form::Exact => exact(word, column, &self.endings(scope)),
            Form::Inflected | Form::Written => written(word, column, &self.endings(scope)),
        }
    }

    /// Different words as one.
    fn distinct(&mut self, lists: Vec<List>, scope: Scope) -> Leaf {
        Leaf {
            distinct_words: true,
            ..self.leaf(lists, scope, 1)
        }
    }

    pub(super) fn leaf(&mut self, lists: Vec<List>, scope: Scope, width: u32) -> Leaf {
        let leaf = Leaf::new(lists, scope.region(), width);
        self.count(&leaf.lists);
        leaf
    }

    /// Counts the postings of lists by language.
    pub(super) fn count(&mut self, lists: &[List]) {
        for list in lists {
            let Some(code) = language(&list.term) else {
                continue;
            };
            match self.postings.get_mut(code) {
                Some(sum) => *sum += list.doc_freq(),
                None => drop(self.postings.insert(code.to_owned(), list.doc_freq())),
            }
        }
    }

    /// A word of the headlines within the text as a word of the field of headlines.
    pub(crate) fn in_title(&self, leaf: &Leaf) -> tantivy::Result<Leaf> {
        let mut lists = Vec::with_capacity(leaf.lists.len());
        for list in &leaf.lists {
            let key = list.term.value();
            let key = key.as_str().unwrap_or_default();
            let term = Term::from_field_text(self.view.fields.title, key);
            lists.push(self.view.list(term, list.mask)?);
        }
        Ok(Leaf {
            distinct_words: leaf.distinct_words,
            words_like: leaf.words_like.clone(),
            ..Leaf::new(lists, Region::All, leaf.width)
        })
    }

    /// The stem of the word in each language of the archive, and its own form where accents may have misled the stemmer. A word in
    /// small letters may be a name too, which has another stem in some languages.
    fn inflected(&self, word: &Word<'_>, column: Column) -> Vec<Spelling> {
        let analyzer = self.view.analyzer.lock();
        let mut analyzer = analyzer.unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<Spelling> = Vec::new();
        let name = as_name(word);
        let folded = word_form::fold(word);
        let is_plural = stem::designation(&folded).is_some();
        let form = folded.written;
        // What is written together with a word has letters of its script.
        let prefixes = |code| match word.kind {
            WordKind::Pair => &[],
            _ => endings::prefixes(code),
        };
        for code in &self.view.languages {
            let terms = analyzer.terms(code, word);
            let stem = Term::from_field_text(column, &terms.stem);
            found.push((stem, PositionMask::ALL));
            if let Some(name) = &name {
                let word = Word {
                    text: name,
                    ..*word
                };
                let as_name = analyzer.terms(code, &word).stem;
                if as_name != terms.stem {
                    found.push((Term::from_field_text(column, &as_name), PositionMask::ALL));
                }
            }
            for text in with_prefixes(word.text, prefixes(code)) {
                let stem = analyzer
                    .terms(
                        code,
                        &Word {
                            text: &text,
                            ..*word
                        },
                    )
                    .stem;
                let term = Term::from_field_text(column, &stem);
                found.push((term, PositionMask::ALL));
            }
            if analyzer.can_mislead(code) || is_plural {
                let own = Term::from_field_text(column, &format!("{WRITTEN}{form}{OF}{code}"));
                found.push((own, PositionMask::ALL));
            }
            if is_plural {
                let own = Term::from_field_text(column, &format!("{form}{OF}{code}"));
                found.push((own, PositionMask::AS_WRITTEN));
            }
        }
        found.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        found.dedup();
        found
    }

    /// Hands over the stem of the word in each language of the archive, with the language.
    pub(super) fn each_stem(&self, word: &Word<'_>, each: &mut dyn FnMut(&str)) {
        let analyzer = self.view.analyzer.lock();
        let mut analyzer = analyzer.unwrap_or_else(PoisonError::into_inner);
        for code in &self.view.languages {
            each(&analyzer.terms(code, word).stem);
        }
    }

    /// What the terms of written words end with: the languages, but in names.
    pub(super) fn endings(&self, scope: Scope) -> Vec<String> {
        match scope {
            Scope::Words(_) => {
                let languages = self.view.languages.iter();
                languages.map(|code| format!("{OF}{code}")).collect()
            }
            Scope::Names(_) => vec![String::new()],
        }
    }

    /// The column that a scope's words are in.
    pub(crate) fn column(&self, scope: Scope) -> Column {
        let fields = &self.view.fields;
        let Scope::Names(field) = scope else {
            return fields.text;
        };
        match field {
            Field::Author => fields.author,
            Field::Source => fields.source,
            Field::Domain => fields.domain,
            Field::Wire => fields.wire,
            Field::Language => fields.language,
            Field::Place => fields.place,
            Field::Url => fields.url,
            Field::Title | Field::Lead | Field::Text | Field::Id | Field::Story => fields.text,
        }
    }
}

/// A word with each of the small words that are written together with the next; the first of these, the article, is taken off too.
fn with_prefixes(word: &str, prefixes: &[String]) -> Vec<String> {
    let mut bare = word;
    if let Some(article) = prefixes.first()
        && let Some(rest) = word.strip_prefix(article.as_str())
        && rest.chars().nth(2).is_some()
    {
        bare = rest;
    }
    let mut found: Vec<String> = Vec::with_capacity(prefixes.len() + 1);
    if !prefixes.is_empty() {
        found.push(bare.to_owned());
    }
    found.extend(prefixes.iter().map(|prefix| format!("{prefix}{bare}")));
    found
}

/// Whether a word may have other forms: numbers and short words have none.
fn is_inflected(word: &Word<'_>) -> bool {
    let spaced = matches!(word.kind, WordKind::Ascii | WordKind::Letters);
    spaced && word.text.chars().all(char::is_alphabetic) && word.text.chars().nth(3).is_some()
}

/// Whether a term is a pair of characters of a script without spaces.
fn is_pair(list: &List) -> bool {
    let word = expand::word_of(list.term.serialized_value_bytes()).unwrap_or_default();
    let mut all = words(word);
    all.next().is_some_and(|word| word.kind == WordKind::Pair)
}

/// A word in small letters as a name is written.
fn as_name(word: &Word<'_>) -> Option<String> {
    let mut letters = word.text.chars();
    let first = letters.next().filter(|c| c.is_lowercase())?;
    Some(first.to_uppercase().chain(letters).collect())
}
