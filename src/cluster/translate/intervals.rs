//! Words at their places as intervals.
//!
//! Intervals of the engine keep the shortest stretches only. What needs longer ones, or may be of any width, is asked for as all its
//! words in one window, and looked at again in the articles that have them.

use serde_json::{Value, json};

use crate::cluster::dialect::Dialect;
use crate::cluster::json_object::put;
use crate::cluster::mapping::GAP;
use crate::cluster::translate::patterns;
use crate::cluster::translate::row_tokens::{as_written, field_of, tokens};
use crate::query::{Order, Within};
use crate::search::plan::lookup::Scope;
use crate::search::plan::node::{Leaf, Node, Phrase, Region};

/// Words of a loose phrase at most whose orders are all asked for.
const ORDERED: usize = 4;

/// Ways to put a phrase together that are asked for: the engine writes all of them out, those of two sides beside each other, and takes 1,024.
const MOST_WAYS: usize = 32;

/// What finds the places of one part.
#[derive(Debug, Clone)]
pub(super) struct Source {
    rule: Value,
    /// How wide each interval is; `None` where they differ.
    width: Option<u32>,
    /// Places that it takes beyond its interval: a pair of characters reaches into the next.
    tail: u32,
    /// The characters that it may begin with and end with; `None` for any.
    edges: Option<(String, String)>,
    /// What must stand in a window, if it is looked at again.
    units: Vec<Value>,
    /// How many places all of it may take; `None` for any number.
    extent: Option<u32>,
}

/// The rules of a query, and whether they find too much.
pub(super) struct Intervals {
    pub(super) dialect: Dialect,
    pub(super) scope: Scope,
    /// Some of what is found may not match.
    pub(super) finds_too_much: bool,
    /// A pattern cannot be asked for.
    pub(super) refused: Option<String>,
}

impl Intervals {
    /// The rules of which one must hold.
    pub(super) fn rules(&mut self, node: &Node) -> Vec<Value> {
        let sources = match node {
            Node::AtLeast { count, node } => vec![self.at_least(*count, node)],
            node => self.sources(node),
        };
        let region = self.scope.region();
        sources
            .into_iter()
            .map(|source| in_region(source.rule, region))
            .collect()
    }

    /// A rule with one interval for each time that a node stands in an article, side by side. Intervals of nearness differ in length, and the engine counts
    /// long ones for less: the places of its rarer side are counted.
    pub(super) fn counted(&mut self, node: &Node) -> Value {
        match node {
            Node::Phrase(phrase) if phrase.slop > 0 => {
                let words = phrase.words.iter().map(|(_, leaf)| leaf);
                let rarest = words.min_by_key(|leaf| leaf.doc_freq);
                let word = rarest.map_or_else(|| any_of(Vec::new()), |leaf| self.word(leaf));
                self.within(&word, node)
            }
            Node::Leaf(_) | Node::Phrase(_) => any_of(self.rules(node)),
            Node::Near { left, right, .. } => {
                let is_left_rarer = left.most_articles() <= right.most_articles();
                let rarer = self.counted(if is_left_rarer { left } else { right });
                self.within(&rarer, node)
            }
            Node::Any(nodes) => {
                let possible = nodes.iter().filter(|node| node.is_possible());
                any_of(possible.map(|node| self.counted(node)).collect())
            }
            Node::AtLeast { node, .. } => self.counted(node),
        }
    }

    /// A rule within where a node stands.
    fn within(&mut self, rule: &Value, node: &Node) -> Value {
        let stretches = any_of(self.rules(node));
        filtered(rule, &json!({"contained_by": stretches}))
    }

    fn at_least(&mut self, count: u32, node: &Node) -> Source {
        let sources = self.sources(node);
        let is_fixed = sources.iter().all(|source| source.width.is_some());
        self.finds_too_much |= !is_fixed || sources.iter().any(|source| source.tail > 0);
        let rules: Vec<Value> = sources.into_iter().map(|source| source.rule).collect();
        let rule = any_of(rules);
        let rule = match count {
            0 | 1 => rule,
            count => json!({"all_of": {"ordered": true, "intervals": vec![rule; count as usize]}}),
        };
        Source::stretch(rule)
    }

    fn sources(&mut self, node: &Node) -> Vec<Source> {
        match node {
            Node::Leaf(leaf) => self.leaf(leaf),
            Node::Phrase(phrase) if phrase.slop > 0 => vec![self.loose(phrase)],
            Node::Phrase(phrase) => vec![self.phrase(phrase)],
            Node::Any(nodes) => {
                let mut by_width: Vec<Source> = Vec::new();
                for node in nodes.iter().filter(|node| node.is_possible()) {
                    for source in self.sources(node) {
                        add(&mut by_width, source);
                    }
                }
                by_width
            }
            Node::Near {
                left,
                right,
                within,
                order,
            } => self.near(left, right, (*within, *order)),
            Node::AtLeast { count, node } => vec![self.at_least(*count, node)],
        }
    }

    /// The writings of one word, by their width.
    fn leaf(&mut self, leaf: &Leaf) -> Vec<Source> {
        let mut found = Vec::new();
        for token in as_written(tokens(leaf, self.scope), leaf.width) {
            let width = token.width();
            let tail = leaf.width.saturating_sub(1).min(u32::from(width == 1));
            let mut source = Source::fixed(token.rule(self.scope), width, tail);
            source.edges = Some(edges(token.text()));
            add(&mut found, source);
        }
        for like in &leaf.words_like {
            match patterns::rule(like, &field_of(self.scope), self.dialect) {
                Ok((rule, is_exact)) => {
                    self.finds_too_much |= !is_exact;
                    add(&mut found, Source::fixed(rule, 1, 0));
                }
                Err(reason) => self.refused = Some(reason),
            }
        }
        found
    }

    /// One word, whatever its width.
    fn word(&mut self, leaf: &Leaf) -> Value {
        any_of(
            self.leaf(leaf)
                .into_iter()
                .map(|source| source.rule)
                .collect(),
        )
    }

    fn phrase(&mut self, phrase: &Phrase) -> Source {
        if ways(phrase, self.scope) > MOST_WAYS {
            return self.words_together(phrase);
        }
        let mut parts: Vec<(u32, Value)> = Vec::new();
        for (offset, leaf) in &phrase.words {
            let rule = self.word(leaf);
            match parts.iter_mut().find(|(at, _)| at == offset) {
                // Two things at one place: a word, and the compound that begins at it.
                Some((_, first)) => *first = filtered(first, &json!({"overlapping": rule})),
                None => parts.push((*offset, rule)),
            }
        }
        let last = phrase
            .words
            .last()
            .map_or(0, |(offset, leaf)| offset + leaf.width);
        let tail = phrase.words.last().map_or(0, |(_, leaf)| {
            let is_pair = leaf.width == 2 && leaf.lists.iter().all(|list| list.places == 1);
            u32::from(is_pair)
        });
        let width = phrase.width.max(last).saturating_sub(tail);
        let parts = parts.into_iter().map(|(_, rule)| rule).collect();
        let mut source = Source::fixed(block(parts), width.max(1), tail);
        source.edges = self.edges_of(phrase);
        source
    }

    /// The characters that a phrase may begin and end with; `None` where it has a pattern there.
    fn edges_of(&self, phrase: &Phrase) -> Option<(String, String)> {
        let (_, first) = phrase.words.first()?;
        let (_, last) = phrase.words.last()?;
        if !first.words_like.is_empty() || !last.words_like.is_empty() {
            return None;
        }
        let (mut begins, mut ends) = (String::new(), String::new());
        for token in as_written(tokens(first, self.scope), first.width) {
            begins.push_str(&edges(token.text()).0);
        }
        for token in as_written(tokens(last, self.scope), last.width) {
            ends.push_str(&edges(token.text()).1);
        }
        Some((begins, ends))
    }

    /// The words of a phrase in any order, side by side: more than it asks for.
    fn words_together(&mut self, phrase: &Phrase) -> Source {
        self.finds_too_much = true;
        let mut units: Vec<Value> = Vec::new();
        for (_, leaf) in &phrase.words {
            let unit = self.word(leaf);
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        let rule =
            json!({"all_of": {"ordered": false, "max_gaps": phrase.width, "intervals": units}});
        Source {
            rule,
            width: None,
            tail: 0,
            edges: None,
            extent: Some(phrase.width),
            units,
        }
    }

    /// Words within so many places, in any order.
    fn loose(&mut self, phrase: &Phrase) -> Source {
        let parts: Vec<Value> = phrase
            .words
            .iter()
            .map(|(_, leaf)| self.word(leaf))
            .collect();
        let mut all = json!({"ordered": false, "max_gaps": phrase.slop, "intervals": parts});
        keep_apart(&mut all, phrase.slop);
        let unordered = json!({"all_of": all});
        let rule = if parts.len() <= ORDERED {
            // One word cannot stand for two, which intervals without an order would take it for.
            let mut orders = Vec::new();
            permute(&mut parts.clone(), 0, &mut |order| {
                let mut all = json!({"ordered": true, "max_gaps": phrase.slop, "intervals": order});
                keep_apart(&mut all, phrase.slop);
                let rule = json!({"all_of": all});
                if !orders.contains(&rule) {
                    orders.push(rule);
                }
            });
            any_of(orders)
        } else {
            let repeats = (1..parts.len()).any(|at| {
                parts
                    .iter()
                    .take(at)
                    .any(|part| Some(part) == parts.get(at))
            });
            self.finds_too_much |= repeats;
            unordered
        };
        Source {
            rule,
            width: None,
            tail: 0,
            edges: None,
            extent: Some(phrase.width + phrase.slop),
            units: parts,
        }
    }

    fn near(&mut self, left: &Node, right: &Node, how: (Within, Order)) -> Vec<Source> {
        let (left, right) = (self.sources(left), self.sources(right));
        let mut found = Vec::new();
        for a in &left {
            for b in &right {
                found.push(self.near_each_other(a, b, how));
            }
        }
        found
    }

    fn near_each_other(
        &mut self,
        a: &Source,
        b: &Source,
        (within, order): (Within, Order),
    ) -> Source {
        let mut units: Vec<Value> = Vec::new();
        for unit in a.units.iter().chain(&b.units) {
            // A word that both sides ask for is asked for once: more is found, nothing is lost.
            if !units.contains(unit) {
                units.push(unit.clone());
            }
        }
        let reach = match within {
            Within::Words(words) => Some(words.max(1) - 1),
            Within::Sentence | Within::Paragraph => None,
        };
        let extent = match (reach, a.extent, b.extent) {
            (Some(reach), Some(a), Some(b)) => Some(a.saturating_add(b).saturating_add(reach)),
            _ => None,
        };
        let is_fixed = a.width.is_some() && b.width.is_some();
        let rule = if reach.is_some() && !is_fixed {
            self.finds_too_much = true;
            let mut all = json!({"ordered": false, "intervals": units});
            if let Some(extent) = extent {
                put(&mut all, "max_gaps", json!(extent));
            }
            json!({"all_of": all})
        } else {
            // What begins with the character that a pair reaches into is not beside the pair, but in it.
            self.finds_too_much |= may_overlap(a, b) || may_overlap(b, a);
            let mut rules = vec![in_order(a, b, within)];
            if order == Order::Any {
                rules.push(in_order(b, a, within));
            }
            any_of(rules)
        };
        Source {
            rule,
            width: None,
            tail: a.tail.max(b.tail),
            edges: None,
            units,
            extent,
        }
    }
}

impl Source {
    fn fixed(rule: Value, width: u32, tail: u32) -> Self {
        Self {
            units: vec![rule.clone()],
            rule,
            width: Some(width),
            tail,
            edges: None,
            extent: Some(width + tail),
        }
    }

    fn stretch(rule: Value) -> Self {
        Self {
            units: vec![rule.clone()],
            rule,
            width: None,
            tail: 0,
            edges: None,
            extent: None,
        }
    }
}

/// How many ways there are to put a phrase together of one form of each word.
pub(super) fn ways(phrase: &Phrase, scope: Scope) -> usize {
    let forms = |leaf: &Leaf| as_written(tokens(leaf, scope), leaf.width).len().max(1);
    let each = phrase.words.iter().map(|(_, leaf)| forms(leaf));
    each.fold(1, usize::saturating_mul)
}

/// Adds a source to those of its width, with which it is one choice: of others it could hide the longer ones.
fn add(by_width: &mut Vec<Source>, source: Source) {
    let same = by_width.iter_mut().find(|other| {
        other.width.is_some() && (other.width, other.tail) == (source.width, source.tail)
    });
    match same {
        Some(other) => {
            other.rule = any_of(vec![other.rule.take(), source.rule]);
            other.units = vec![other.rule.clone()];
            other.edges = match (other.edges.take(), source.edges) {
                (Some(one), Some(two)) => Some((one.0 + &two.0, one.1 + &two.1)),
                _ => None,
            };
        }
        None => by_width.push(source),
    }
}

/// The first character of a token and its last.
fn edges(token: &str) -> (String, String) {
    let edge = |c: Option<char>| c.map(String::from).unwrap_or_default();
    (edge(token.chars().next()), edge(token.chars().last()))
}

/// Whether `second` may begin within the pair of characters that `first` ends with.
fn may_overlap(first: &Source, second: &Source) -> bool {
    if first.tail == 0 {
        return false;
    }
    match (&first.edges, &second.edges) {
        (Some((_, ends)), Some((begins, _))) => begins.chars().any(|c| ends.contains(c)),
        _ => true,
    }
}

fn in_order(first: &Source, second: &Source, within: Within) -> Value {
    let mut all = json!({"ordered": true, "intervals": [first.rule, second.rule]});
    match within {
        Within::Words(words) => {
            let gaps = words.max(1) - 1 + first.tail;
            put(&mut all, "max_gaps", json!(gaps));
            keep_apart(&mut all, gaps);
        }
        Within::Sentence => put(
            &mut all,
            "filter",
            contained(&["s", "p"], &["S", "P", "LS", "LP"]),
        ),
        Within::Paragraph => put(&mut all, "filter", contained(&["p"], &["P", "LP"])),
    }
    json!({"all_of": all})
}

/// Headline and text stay apart where so many places between two words would reach across.
fn keep_apart(all: &mut Value, gaps: u32) {
    if gaps >= GAP {
        let between = json!({"not_containing": term("m", "start")});
        put(all, "filter", between);
    }
}

/// Within a stretch from one of these beginnings to one of these ends.
fn contained(starts: &[&str], ends: &[&str]) -> Value {
    let starts = starts.iter().map(|mark| term(mark, "start"));
    let ends = ends.iter().map(|mark| term(mark, "end"));
    let both = [any_of(starts.collect()), any_of(ends.collect())];
    json!({"contained_by": {"all_of": {"ordered": true, "intervals": both}}})
}

fn in_region(rule: Value, region: Region) -> Value {
    let between = term("m", "start");
    match region {
        Region::All => rule,
        Region::Title => filtered(&rule, &json!({"before": between})),
        Region::Text => filtered(&rule, &json!({"after": between})),
        Region::Lead => {
            let ends = ["L", "LS", "LP"].map(|mark| term(mark, "end"));
            let lead =
                json!({"all_of": {"ordered": true, "intervals": [between, any_of(ends.to_vec())]}});
            filtered(&rule, &json!({"contained_by": lead}))
        }
    }
}

fn term(token: &str, row: &str) -> Value {
    json!({"match": {"query": token, "analyzer": "places", "use_field": row}})
}

/// Any of these rules; nothing where there are none.
pub(super) fn any_of(rules: Vec<Value>) -> Value {
    let mut all = Vec::with_capacity(rules.len());
    for mut rule in rules {
        let has_filter = rule.pointer("/any_of/filter").is_some();
        let inner = rule.pointer_mut("/any_of/intervals").map(Value::take);
        match inner {
            // A choice of choices is one choice.
            Some(Value::Array(inner)) if !has_filter => all.extend(inner),
            Some(inner) => {
                if let Some(place) = rule.pointer_mut("/any_of/intervals") {
                    *place = inner;
                }
                all.push(rule);
            }
            None => all.push(rule),
        }
    }
    match all.len() {
        1 => all.swap_remove(0),
        _ => json!({"any_of": {"intervals": all}}),
    }
}

/// Rules that hold side by side.
fn block(mut parts: Vec<Value>) -> Value {
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => json!({"all_of": {"ordered": true, "max_gaps": 0, "intervals": parts}}),
    }
}

/// A rule with a filter. One that has a filter already is wrapped.
fn filtered(rule: &Value, filter: &Value) -> Value {
    json!({"any_of": {"intervals": [rule], "filter": filter}})
}

fn permute(parts: &mut Vec<Value>, at: usize, each: &mut dyn FnMut(&[Value])) {
    if at == parts.len() {
        each(parts);
    }
    for next in at..parts.len() {
        parts.swap(at, next);
        permute(parts, at + 1, each);
        parts.swap(at, next);
    }
}
