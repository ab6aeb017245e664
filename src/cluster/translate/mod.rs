//! A query as the engine's query language, made from its tree, never from its text.
mod patterns;
mod row_tokens;
mod intervals;
mod word_clauses;

use std::error::Error;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::archive::{Note, SearchError, Unread};
use crate::cluster::dialect::Dialect;
use crate::cluster::engine_document;
use crate::cluster::filter_clauses;
use crate::cluster::json_object::put;
use crate::cluster::json_object::{either, quiet};
use crate::cluster::place_scores::{Counted, PlaceScores};
use crate::cluster::translate::intervals::{Intervals, any_of, ways};
use crate::cluster::translate::row_tokens::{Token, field_of, name_of, tokens};
use crate::cluster::translate::word_clauses::{
    bag, forms, plain_phrase, with_capitals, word_scores,
};
use crate::index::analysis::TITLE_WEIGHT;
use crate::query::{Expr, Field, Form, Kind};
use crate::search::budget::Budget;
use crate::search::plan::among_parts::Surroundings;
use crate::search::plan::forms::changed;
use crate::search::plan::lookup::{Lookup, Scope};
use crate::search::plan::node::{Leaf, Node, Phrase, Region};
use crate::search::plan::part_by_part::{AllOf, PartByPart, Sign, is_sentence};
use crate::search::plan::resolve::OTHER_SPELLINGS;
use crate::search::plan::unspaced;
use crate::search::view::View;
use crate::text::language_names;

pub(crate) use row_tokens::{WordOfIndex, word_of_index};

/// A query for the engine.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Translated {
    /// What is asked; `None` asks for nothing.
    pub(crate) query: Option<Value>,
    /// Some of what it finds may not match: the articles must be looked at.
    pub(crate) finds_too_much: bool,
    /// What the reader should know.
    pub(crate) notes: Vec<Note>,
}

/// What queries are translated with.
#[derive(Clone, Copy)]
pub(crate) struct Engine<'a> {
    /// The languages and words of the index.
    pub(crate) view: &'a View,
    pub(crate) dialect: Dialect,
    /// How what stands at places is scored; `None` where the engine runs no scripts.
    pub(crate) scores: Option<PlaceScores>,
    /// How many articles match.
    pub(crate) count: &'a dyn Fn(&Value) -> Result<u64, SearchError>,
    pub(crate) today: Date,
}

/// Translates a query for an engine.
pub(crate) fn translate(root: &Expr, engine: Engine<'_>) -> Result<Translated, SearchError> {
    translate_with(root, Surroundings::default(), engine)
}

/// Translates one of so many words of a query as it is translated among them.
pub(crate) fn translate_among(
    part: &Expr,
    words: usize,
    engine: Engine<'_>,
) -> Result<Translated, SearchError> {
    let around = Surroundings {
        is_sentence: is_sentence(words),
        ..Surroundings::default()
    };
    translate_with(part, around, engine)
}

fn translate_with(
    root: &Expr,
    around: Surroundings,
    engine: Engine<'_>,
) -> Result<Translated, SearchError> {
    let budget = Arc::new(Budget::unlimited());
    let mut translator = Translator {
        today: engine.today,
        view: engine.view,
        dialect: engine.dialect,
        scores: engine.scores,
        count: engine.count,
        lookup: Lookup::new(engine.view, &budget),
        finds_too_much: false,
    };
    let is_sentence = around.is_sentence;
    translator.lookup.around = around;
    let query = translator.part(root, Scope::TEXT, Sign::Wanted)?;
    if budget.has_cut_lists() {
        let unread = Unread::Words;
        translator.lookup.note(Note::Stopped { unread });
    }
    if !is_sentence {
        translator.lookup.offer_spellings_of(root).map_err(unread)?;
    }
    Ok(Translated {
        query,
        finds_too_much: translator.finds_too_much,
        notes: translator.lookup.notes,
    })
}

struct Translator<'a> {
    today: Date,
    view: &'a View,
    dialect: Dialect,
    scores: Option<PlaceScores>,
    count: &'a dyn Fn(&Value) -> Result<u64, SearchError>,
    lookup: Lookup<'a>,
    finds_too_much: bool,
}

/// A part that may ask for nothing, as `&&` does.
type Part = Result<Option<Value>, SearchError>;

impl PartByPart for Translator<'_> {
    type Part = Value;
    type Error = SearchError;

    fn surroundings(&mut self) -> &mut Surroundings {
        &mut self.lookup.around
    }

    fn part(&mut self, expr: &Expr, scope: Scope, sign: Sign) -> Part {
        Ok(match &expr.kind {
            Kind::Nothing => None,
            Kind::All => Some(everything(scope)),
            Kind::And(parts) => all(self.all_of(parts, scope, sign)?),
            Kind::Or(parts) => any(self.any_of(parts, scope, sign)?),
            Kind::Not(inner) => {
                let inner = self.excluded(inner, scope, sign)?;
                inner.map(
                    |inner| json!({"bool": {"filter": [{"match_all": {}}], "must_not": [inner]}}),
                )
            }
            Kind::Field { field, expr } => self.part(expr, Scope::of(*field), sign)?,
            Kind::Published(range) => Some(filter_clauses::published(range.from, range.until)),
            Kind::Last(period) => {
                let range = period.until(self.today);
                Some(filter_clauses::published(range.from, range.until))
            }
            Kind::Undated => Some(filter_clauses::undated()),
            Kind::Copies(range) => {
                let mut bounds = json!({"gte": range.from});
                if let Some(until) = range.until {
                    put(&mut bounds, "lte", json!(until));
                }
                Some(quiet(&json!({"range": {"copies": bounds}})))
            }
            Kind::Independent(is_so) => Some(quiet(&json!({"term": {"is_linked": !is_so}}))),
            Kind::Boost { expr, factor } => self
                .part(expr, scope, sign)?
                .map(|part| boosted(part, *factor)),
            _ => match scope {
                Scope::Names(Field::Id | Field::Story) => self.id(expr),
                Scope::Names(Field::Language) => self.language(expr),
                _ => self.words(expr, scope, sign)?,
            },
        })
    }

    /// An excluded part must not find too much: what it may not exclude is looked at again.
    fn excluded(&mut self, inner: &Expr, scope: Scope, sign: Sign) -> Part {
        let before = std::mem::take(&mut self.finds_too_much);
        let part = self.part(inner, scope, sign.flipped())?;
        let finds_too_much = std::mem::replace(&mut self.finds_too_much, before);
        self.finds_too_much |= finds_too_much;
        Ok(part.map(|part| match finds_too_much {
            true => json!({"match_none": {}}),
            false => part,
        }))
    }
}

impl Translator<'_> {
    fn id(&mut self, expr: &Expr) -> Option<Value> {
        let (Kind::Word { text, .. } | Kind::Phrase { text, .. }) = &expr.kind else {
            self.lookup.note(Note::IdIsNoWord);
            return None;
        };
        Some(quiet(&json!({"term": {"_id": engine_document::key(text)}})))
    }

    fn language(&mut self, expr: &Expr) -> Option<Value> {
        let (Kind::Word { text, .. } | Kind::Phrase { text, .. }) = &expr.kind else {
            self.lookup.note(Note::LanguageIsNoCode);
            return None;
        };
        let code = language_names::code(text).filter(|_| !self.view.languages.contains(text));
        Some(quiet(&filter_clauses::whole(
            "language",
            code.unwrap_or(text),
        )))
    }

    /// A part that stands at places of the text or of a name.
    fn words(&mut self, expr: &Expr, scope: Scope, sign: Sign) -> Part {
        let is_exact = matches!(
            &expr.kind,
            Kind::Word {
                form: Form::Exact,
                ..
            } | Kind::Phrase {
                form: Form::Exact,
                ..
            }
        );
        // Names have no row of exact forms.
        self.finds_too_much |= is_exact && matches!(scope, Scope::Names(_));
        let node = self.lookup.node(expr, scope).map_err(unread)?;
        let Some(node) = node else {
            return Ok(None);
        };
        if sign == Sign::Wanted
            && scope == Scope::TEXT
            && let Some(runs) = self.unspaced(expr, &node)?
        {
            return Ok(Some(runs));
        }
        if !node.is_possible() {
            return Ok(Some(json!({"match_none": {}})));
        }
        if let (Kind::Name { .. }, Node::Any(spellings)) = (&expr.kind, &node) {
            return self.spelt(spellings, scope).map(Some);
        }
        self.node(&node, scope).map(Some)
    }

    /// A name in any spelling; the first is the one asked for, and the others count less.
    fn spelt(&mut self, spellings: &[Node], scope: Scope) -> Result<Value, SearchError> {
        let mut clauses = Vec::with_capacity(spellings.len());
        let weights = std::iter::once(1.0).chain(std::iter::repeat(OTHER_SPELLINGS));
        for (node, weight) in spellings.iter().zip(weights) {
            if node.is_possible() {
                clauses.push(boosted(self.node(node, scope)?, weight));
            }
        }
        Ok(either(clauses))
    }

    /// A bare run of a script without spaces by its parts, when it is long and stands nowhere as a whole.
    fn unspaced(&mut self, expr: &Expr, node: &Node) -> Part {
        let Some((text, phrase)) = unspaced::long_run(expr, node) else {
            return Ok(None);
        };
        let before = self.finds_too_much;
        let whole = self.node(node, Scope::TEXT)?;
        self.finds_too_much = before;
        if (self.count)(&whole)? > 0 {
            return Ok(None);
        }
        let mut runs = Vec::new();
        for run in unspaced::by_language(phrase, self.view).map_err(unread)? {
            let mut parts = Vec::with_capacity(run.parts.len());
            for part in &run.parts {
                let leaf = Leaf::new(part.lists.clone(), Region::All, part.width);
                parts.push((self.leaf(&leaf, Scope::TEXT)?, part.rarity));
            }
            runs.push(enough_of(&parts, run.enough));
        }
        if runs.is_empty() {
            return Ok(None);
        }
        self.lookup.note(Note::RunInParts {
            text: text.to_owned(),
        });
        Ok(Some(either(runs)))
    }

    fn node(&mut self, node: &Node, scope: Scope) -> Result<Value, SearchError> {
        match node {
            Node::Any(nodes) => {
                let mut clauses = Vec::new();
                for node in nodes.iter().filter(|node| node.is_possible()) {
                    clauses.push(self.node(node, scope)?);
                }
                Ok(either(clauses))
            }
            Node::Leaf(leaf) if is_whole(scope) => self.leaf(leaf, scope),
            Node::Phrase(phrase) if is_whole(scope) && phrase.slop == 0 => {
                match plain_phrase(phrase, scope) {
                    Some(query) => Ok(query),
                    None if ways(phrase, scope) > MOST_WAYS => self.all_words(phrase, scope),
                    None => self.at_places(node, scope),
                }
            }
            node => self.at_places(node, scope),
        }
    }

    /// All words of a phrase, anywhere: more than it asks for.
    fn all_words(&mut self, phrase: &Phrase, scope: Scope) -> Result<Value, SearchError> {
        self.finds_too_much = true;
        let mut words = Vec::with_capacity(phrase.words.len());
        for (_, leaf) in &phrase.words {
            words.push(self.leaf(leaf, scope)?);
        }
        Ok(json!({"bool": {"must": words}}))
    }

    /// One word anywhere.
    fn leaf(&mut self, leaf: &Leaf, scope: Scope) -> Result<Value, SearchError> {
        let (bag, mut others) = (bag(leaf, scope), Vec::new());
        let mut by_row: Vec<(String, Vec<String>)> = Vec::new();
        let mut named = Vec::new();
        for token in tokens(leaf, scope) {
            match &token {
                Token::Named(_) => named.push(token),
                token if token.in_bag().is_some() => {}
                token => {
                    let row = token.row(scope);
                    let text = token.text().to_owned();
                    match by_row.iter_mut().find(|(known, _)| *known == row) {
                        Some((_, texts)) => texts.push(text),
                        None => by_row.push((row, vec![text])),
                    }
                }
            }
        }
        others.extend(by_row.iter().map(|(row, texts)| forms(row, texts)));
        others.extend(with_capitals(&named, scope));
        others.extend(self.patterns(leaf, scope)?);
        Ok(match bag {
            None => either(others),
            Some(bag) if others.is_empty() => bag,
            // The word's own form is found where accents have misled the stemmer; the stems make the score.
            Some(bag) => {
                others.push(bag.clone());
                json!({"bool": {"filter": [either(others)], "should": [bag]}})
            }
        })
    }

    /// Articles that have any of the words that are written in some ways. What the words of several ways have is one score.
    fn patterns(&mut self, leaf: &Leaf, scope: Scope) -> Part {
        if leaf.words_like.is_empty() {
            return Ok(None);
        }
        let (mut queries, mut scored) = (Vec::new(), Vec::new());
        for like in &leaf.words_like {
            let pattern =
                patterns::query(like, &field_of(scope)).map_err(|reason| refused(&reason))?;
            self.finds_too_much |= !pattern.is_exact;
            queries.push(pattern.query);
            scored.push(pattern.scored);
        }
        let of_patterns = Leaf::like(leaf.words_like.clone(), Region::All);
        let of_patterns = Node::Leaf(Arc::new(of_patterns));
        if let Some(score) = self.place_score(&of_patterns, scope)? {
            scored = vec![score];
        }
        Ok(Some(
            json!({"bool": {"filter": [either(queries)], "should": scored}}),
        ))
    }

    /// What is decided by places.
    fn at_places(&mut self, node: &Node, scope: Scope) -> Result<Value, SearchError> {
        let mut intervals = self.intervals(scope);
        let rules = intervals.rules(node);
        if let Some(reason) = intervals.refused {
            return Err(refused(&reason));
        }
        self.finds_too_much |= intervals.finds_too_much;
        let field = field_of(scope);
        let clauses: Vec<Value> = rules
            .into_iter()
            .map(|rule| json!({"intervals": {field.as_str(): rule}}))
            .collect();
        let filter = either(clauses);
        if has_patterns(node) && self.articles_with(&filter)?.is_none() {
            return self.anywhere(node, scope);
        }
        let scores = match self.place_score(node, scope)? {
            Some(score) => vec![score],
            None => word_scores(node, scope),
        };
        Ok(json!({"bool": {"filter": [filter], "should": scores}}))
    }

    fn intervals(&self, scope: Scope) -> Intervals {
        Intervals {
            dialect: self.dialect,
            scope,
            finds_too_much: false,
            refused: None,
        }
    }

    /// What scores articles by how often a node stands in them; `None` where the words make the score: in headlines, whose length is told by
    /// their words alone, for patterns of too many words, and where the engine runs no scripts.
    fn place_score(&mut self, node: &Node, scope: Scope) -> Part {
        if matches!(scope, Scope::Names(_) | Scope::Words(Region::Title)) {
            return Ok(None);
        }
        let Some(scores) = self.scores else {
            self.lookup.note(Note::OrderedByWords);
            return Ok(None);
        };
        let Some(node) = self.counted(node)? else {
            return Ok(None);
        };
        let mut doc_freqs = Vec::new();
        node.leaves(&mut |leaf| doc_freqs.push(leaf.doc_freq));
        let counted_in = |scope: Scope, each: u8| Counted {
            rule: self.intervals(scope).counted(&node),
            each,
        };
        let mut counted = vec![counted_in(scope, 1)];
        if let Node::Leaf(_) = node
            && scope == Scope::TEXT
        {
            // As for a word alone, the headline counts several times.
            let in_title = Scope::Words(Region::Title);
            counted.push(counted_in(in_title, TITLE_WEIGHT - 1));
        }
        Ok(Some(scores.by_places(&counted, &doc_freqs)))
    }

    /// A node whose leaves say how many articles have them; `None` where one is a pattern of too many words.
    fn counted(&self, node: &Node) -> Result<Option<Node>, SearchError> {
        // All words are asked for at once, and remembered.
        let mut lists = Vec::new();
        node.leaves(&mut |leaf| lists.extend(leaf.lists.iter().cloned()));
        self.view.count_elsewhere(lists.iter_mut());
        let mut has_all = true;
        let counted = changed(node.clone(), &mut |leaf| {
            let mut lists = leaf.lists.clone();
            self.view.count_elsewhere(lists.iter_mut());
            let mut doc_freq = Leaf::new(lists, leaf.region, leaf.width).doc_freq;
            if !leaf.words_like.is_empty() {
                let of_patterns = Leaf::like(leaf.words_like.clone(), Region::All);
                let of_patterns = Node::Leaf(Arc::new(of_patterns));
                let rule = any_of(self.intervals(Scope::TEXT).rules(&of_patterns));
                let articles = self.articles_with(&json!({"intervals": {"written": rule}}))?;
                has_all &= articles.is_some();
                doc_freq += articles.unwrap_or(0);
            }
            Ok::<Leaf, SearchError>(Leaf {
                doc_freq,
                lists: leaf.lists.clone(),
                words_like: leaf.words_like.clone(),
                ..*leaf
            })
        })?;
        Ok(has_all.then_some(counted))
    }

    /// How many articles have intervals; `None` where the engine refuses them since a pattern in them stands for more words than it takes.
    fn articles_with(&self, query: &Value) -> Result<Option<u64>, SearchError> {
        match (self.count)(query) {
            Err(SearchError::Refused { reason, .. }) if reason.contains(TOO_MANY_WORDS) => Ok(None),
            answer => answer.map(Some),
        }
    }

    /// What a part needs, anywhere: more than it asks for.
    fn anywhere(&mut self, node: &Node, scope: Scope) -> Result<Value, SearchError> {
        self.finds_too_much = true;
        match node {
            Node::Leaf(leaf) => self.leaf(leaf, scope),
            Node::Phrase(phrase) => self.all_words(phrase, scope),
            Node::Any(nodes) => {
                let mut clauses = Vec::with_capacity(nodes.len());
                for node in nodes.iter().filter(|node| node.is_possible()) {
                    clauses.push(self.anywhere(node, scope)?);
                }
                Ok(either(clauses))
            }
            Node::Near { left, right, .. } => {
                let both = [self.anywhere(left, scope)?, self.anywhere(right, scope)?];
                Ok(json!({"bool": {"must": both}}))
            }
            Node::AtLeast { node, .. } => self.anywhere(node, scope),
        }
    }
}

/// What the engine says of a pattern that stands for more words than intervals take.
const TOO_MANY_WORDS: &str = "expanded to too many terms";

fn has_patterns(node: &Node) -> bool {
    let mut found = false;
    node.leaves(&mut |leaf| found |= !leaf.words_like.is_empty());
    found
}

/// All of these parts; `None` where none asks for anything.
fn all(parts: AllOf<Value>) -> Option<Value> {
    let AllOf { wanted, excluded } = parts;
    if wanted.is_empty() && excluded.is_empty() {
        return None;
    }
    let weighed = wanted
        .into_iter()
        .map(|(part, weight)| boosted(part, weight));
    let mut wanted: Vec<Value> = weighed.collect();
    if wanted.is_empty() {
        wanted.push(quiet(&json!({"match_all": {}})));
    }
    Some(json!({"bool": {"must": wanted, "must_not": excluded}}))
}

/// Any of these parts; `None` where none asks for anything.
fn any(clauses: Vec<(Value, f32)>) -> Option<Value> {
    let weighed = clauses
        .into_iter()
        .map(|(part, weight)| boosted(part, weight));
    let clauses: Vec<Value> = weighed.collect();
    (!clauses.is_empty()).then(|| either(clauses))
}

/// Every article, or every one that has the field.
fn everything(scope: Scope) -> Value {
    match scope {
        Scope::Words(Region::All | Region::Text | Region::Lead)
        | Scope::Names(Field::Id | Field::Story) => {
            json!({"match_all": {}})
        }
        Scope::Words(Region::Title) => quiet(&json!({"term": {"has_title": true}})),
        Scope::Names(field @ (Field::Place | Field::Url)) => {
            quiet(&json!({"exists": {"field": name_of(field)}}))
        }
        Scope::Names(field) => {
            json!({"bool": {"filter": [{"match_all": {}}], "must_not": [filter_clauses::whole(name_of(field), "")]}})
        }
    }
}

/// Whether a scope is a whole field of the engine.
fn is_whole(scope: Scope) -> bool {
    matches!(scope, Scope::Words(Region::All) | Scope::Names(_))
}

/// Ways to put a phrase together of one form of each word that the engine tries at most: it refuses more than 1,024.
const MOST_WAYS: usize = 1_000;

fn boosted(query: Value, factor: f32) -> Value {
    if (factor - 1.0).abs() < f32::EPSILON {
        return query;
    }
    json!({"bool": {"must": [query], "boost": factor}})
}

/// Articles that have some of these parts: as many as make up what is enough, each part given with what it says. Scored as any of them.
pub(crate) fn enough_of(parts: &[(Value, f32)], enough: f32) -> Value {
    let any: Vec<&Value> = parts.iter().map(|(part, _)| part).collect();
    let says = |(part, rarity): &(Value, f32)| json!({"filter": part, "weight": rarity});
    let functions: Vec<Value> = parts.iter().map(says).collect();
    let have_enough = json!({"function_score": {
        "query": {"bool": {"filter": [{"bool": {"should": any, "minimum_should_match": 1}}]}},
        "functions": functions, "score_mode": "sum", "boost_mode": "replace", "min_score": enough,
    }});
    json!({"bool": {"filter": [have_enough], "should": any}})
}

pub(crate) fn unread(error: impl Error + Send + Sync + 'static) -> SearchError {
    SearchError::Read {
        source: Box::new(error),
    }
}

fn refused(reason: &str) -> SearchError {
    SearchError::Refused {
        address: "the cluster".to_owned(),
        reason: reason.to_owned(),
    }
}
