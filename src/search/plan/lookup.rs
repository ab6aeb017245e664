//! From the words of a query to posting lists.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use tantivy::Term;
use tantivy::schema::Field as Column;

use crate::archive::Note;
use crate::index::analysis::{OF, word_form};
use crate::query::{Expr, Field, Form, Kind};
use crate::search::budget::Budget;
use crate::search::plan::expand::{self, Pattern};
use crate::search::plan::forms::{Spelling, exact, joined, tokens, written};
use crate::search::plan::node::{Leaf, List, Node, PositionMask, Region, language};
use crate::search::view::View;
use crate::text::words::{Kind as WordKind, Word};

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

    fn region(self) -> Region {
        match self {
            Self::Words(region) => region,
            Self::Names(_) => Region::All,
        }
    }
}

/// Looks up words, and keeps what was found out on the way.
pub(crate) struct Lookup<'a> {
    view: &'a View,
    budget: &'a Budget,
    /// What the reader should know, each once.
    pub(crate) notes: Vec<Note>,
    /// How many postings the words have in each language.
    pub(crate) postings: BTreeMap<String, u64>,
    /// Whether a pattern was looked up.
    pub(crate) has_patterns: bool,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(view: &'a View, budget: &'a Budget) -> Self {
        Self {
            view,
            budget,
            notes: Vec::new(),
            postings: BTreeMap::new(),
            has_patterns: false,
        }
    }

    /// Adds a note that is not there yet.
    pub(crate) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
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
                let folded = word_form::whole(pattern);
                self.pattern(Pattern::wildcard(&folded), pattern, scope)?
            }
            Kind::Regex { pattern } => {
                self.pattern(Pattern::regex(&pattern.to_lowercase()), pattern, scope)?
            }
            Kind::Fuzzy { text, distance } => self.fuzzy(text, *distance, scope)?,
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
    fn phrase(
        &mut self,
        text: &str,
        form: Form,
        scope: Scope,
        slop: u32,
    ) -> tantivy::Result<Option<Node>> {
        let mut parts: Vec<(u32, Leaf)> = Vec::new();
        let mut width = 0;
        for (offset, word) in tokens(text) {
            let leaf = if word.kind == WordKind::Single {
                self.single(&word, scope)?
            } else {
                self.word(&word, form, scope)?
            };
            width = width.max(offset + leaf.width);
            parts.push((offset, leaf));
        }
        Ok(joined(parts, width, slop))
    }

    /// One character of a script without spaces: any pair that begins with it, or the character at the end of a run.
    fn single(&mut self, word: &Word<'_>, scope: Scope) -> tantivy::Result<Leaf> {
        let pattern = Pattern::Prefix(word_form::fold(word).written);
        let column = self.column(scope);
        let found = expand::expand(&self.view.searcher, column, &pattern, self.budget)?;
        Ok(self.distinct(found.lists, scope))
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
        let column = self.column(scope);
        let found = expand::expand(&self.view.searcher, column, pattern, self.budget)?;
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
        let column = self.column(scope);
        let spellings = match (scope, form) {
            (Scope::Words(_), Form::Inflected) => self.inflected(word, column),
            (_, Form::Exact) => exact(word, column, &self.endings(scope)),
            (_, Form::Inflected | Form::Written) => written(word, column, &self.endings(scope)),
        };
        let mut lists = Vec::with_capacity(spellings.len());
        for (term, mask) in spellings {
            lists.push(List::look_up(term, mask, &self.view.searcher)?);
        }
        let width = if word.kind == WordKind::Pair { 2 } else { 1 };
        Ok(self.leaf(lists, scope, width))
    }

    /// Different words as one.
    fn distinct(&mut self, lists: Vec<List>, scope: Scope) -> Leaf {
        Leaf {
            distinct_words: true,
            ..self.leaf(lists, scope, 1)
        }
    }

    fn leaf(&mut self, lists: Vec<List>, scope: Scope, width: u32) -> Leaf {
        let leaf = Leaf::new(lists, scope.region(), width);
        for list in &leaf.lists {
            let Some(code) = language(&list.term) else {
                continue;
            };
            match self.postings.get_mut(code) {
                Some(sum) => *sum += list.doc_freq(),
                None => drop(self.postings.insert(code.to_owned(), list.doc_freq())),
            }
        }
        leaf
    }

    /// A word of the headlines within the text as a word of the field of headlines.
    pub(crate) fn in_title(&self, leaf: &Leaf) -> tantivy::Result<Leaf> {
        let mut lists = Vec::with_capacity(leaf.lists.len());
        for list in &leaf.lists {
            let key = list.term.value();
            let key = key.as_str().unwrap_or_default();
            let term = Term::from_field_text(self.view.fields.title, key);
            lists.push(List::look_up(term, list.mask, &self.view.searcher)?);
        }
        Ok(Leaf {
            distinct_words: leaf.distinct_words,
            ..Leaf::new(lists, Region::All, leaf.width)
        })
    }

    /// The stem of the word in each language of the archive, and its own form where accents may have misled the stemmer.
    fn inflected(&self, word: &Word<'_>, column: Column) -> Vec<Spelling> {
        let analyzer = self.view.analyzer.lock();
        let mut analyzer = analyzer.unwrap_or_else(PoisonError::into_inner);
        let mut found = Vec::new();
        for code in &self.view.languages {
            let terms = analyzer.terms(code, word);
            let stem = Term::from_field_text(column, &terms.stem);
            found.push((stem, PositionMask::ALL));
            if let Some(written) = terms.written.filter(|_| analyzer.accents(code)) {
                let own = Term::from_field_text(column, &written);
                found.push((own, PositionMask::ALL));
            }
        }
        found
    }

    /// What the terms of written words end with: the languages, but in names.
    fn endings(&self, scope: Scope) -> Vec<String> {
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
            Field::Title | Field::Lead | Field::Text | Field::Id => fields.text,
        }
    }
}
