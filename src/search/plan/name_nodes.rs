//! Names of a query as nodes: every spelling that articles have, and the parts of a whole name near each other.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::archive::Note;
use crate::index::analysis::word_form;
use crate::names::{self, Part, latin};
use crate::query::{Expr, Form, Kind, Order, Within};
use crate::search::plan::forms::{AskedName, as_name, joined, tokens};
use crate::search::plan::lookup::{Lookup, Scope};
use crate::search::plan::node::{Leaf, List, Node};
use crate::search::plan::spellings::{Found, coarse_spellings, spellings};
use crate::text::script::{self, Script};
use crate::text::words::words;

/// A word is taken for no name where at most one in so many of its articles has it as one.
const NAMED: u64 = 5;

/// Spellings that a note lists.
const SHOWN: usize = 12;

/// First letters of the forms of a given name that are looked for as initials.
const INITIALS: usize = 6;

/// Letters of a plain word for which other spellings are offered, at least.
const SHORTEST_OFFERED: usize = 4;

/// Words of a query at most for which other spellings are offered: a longer one is seldom about a name.
const FEW_WORDS: usize = 3;

/// How near another spelling must be to be offered, in hundredths of the usual limits.
const OFFERED: u32 = 40;

/// One word of a name.
struct NamedWord {
    /// How many places after the first it stands.
    offset: u32,
    lists: Vec<List>,
    width: u32,
}

impl Lookup<'_> {
    /// What a name looks for; `None` when it has no words. Where it is one word, the spelling asked for comes first in an
    /// [`Any`](Node::Any).
    pub(super) fn name(
        &mut self,
        asked: AskedName<'_>,
        scope: Scope,
    ) -> tantivy::Result<Option<Node>> {
        let Scope::Words(_) = scope else {
            return self.phrase(asked.text, Form::Written, scope, 0);
        };
        if asked.form == Form::Exact {
            return self.in_this_spelling(asked.text, scope);
        }
        let mut parts = names::parts(asked.text);
        without_patronymic(&mut parts);
        let names: Vec<&str> = parts.iter().filter_map(name_of).collect();
        match names.as_slice() {
            [] => Ok(None),
            [name] => self.in_all_spellings(name, asked, scope),
            _ => self.whole_name(&names, asked, scope),
        }
    }

    fn in_this_spelling(&mut self, text: &str, scope: Scope) -> tantivy::Result<Option<Node>> {
        let words = self.as_named(text, scope)?;
        Ok(self.of_named(words, scope))
    }

    /// The words of a name as they are written with a capital.
    fn as_named(&self, text: &str, scope: Scope) -> tantivy::Result<Vec<NamedWord>> {
        let endings = self.endings(scope);
        let column = self.column(scope);
        let mut found = Vec::new();
        for (offset, word) in tokens(text) {
            let mut lists = Vec::new();
            for (term, mask) in as_name(&word, column, &endings) {
                lists.push(self.view.list(term, mask)?);
            }
            let width = if word.own_end() < word.end { 2 } else { 1 };
            found.push(NamedWord {
                offset,
                lists,
                width,
            });
        }
        Ok(found)
    }

    fn of_named(&mut self, words: Vec<NamedWord>, scope: Scope) -> Option<Node> {
        let mut parts = Vec::with_capacity(words.len());
        let mut width = 0;
        for word in words {
            width = width.max(word.offset + word.width);
            parts.push((word.offset, self.leaf(word.lists, scope, word.width)));
        }
        joined(parts, width, 0)
    }

    /// One word of a name in every spelling that was not taken out.
    fn in_all_spellings(
        &mut self,
        name: &str,
        asked: AskedName<'_>,
        scope: Scope,
    ) -> tantivy::Result<Option<Node>> {
        let mut others = Vec::new();
        let mut shown = Vec::new();
        for (found, node) in self.spellings_of(name, names::USUAL, scope)? {
            if !is_excepted(&found.text, asked.except) {
                shown.push(found.text);
                others.push(node);
            }
        }
        if let Some(han) = self.as_chinese(name, scope)? {
            others.push(han);
        }
        self.remark_on_spellings(asked.text, shown);
        let mut nodes = Vec::new();
        if !is_excepted(name, asked.except) {
            nodes.extend(self.in_this_spelling(name, scope)?);
        }
        nodes.extend(together(others, scope));
        Ok(Some(Node::Any(nodes)))
    }

    /// The other spellings of one word of a name, and where they stand; words that are names only now and then are left out.
    pub(crate) fn spellings_of(
        &mut self,
        name: &str,
        strictness: u32,
        scope: Scope,
    ) -> tantivy::Result<Vec<(Found, Node)>> {
        let mut named = Vec::new();
        for found in spellings(name, strictness, self.view, self.budget)? {
            let words = self.as_named(&found.text, scope)?;
            named.push((found, words));
        }
        let all = named.iter_mut().flat_map(|(_, words)| words);
        // An archive elsewhere is asked once for all of them.
        self.view
            .count_elsewhere(all.flat_map(|word| &mut word.lists));
        let mut kept = Vec::new();
        for (found, words) in named {
            if let Some(node) = self.of_named(words, scope)
                && is_name(&node, &found)
            {
                kept.push((found, node));
            }
        }
        Ok(kept)
    }

    /// Several words: all of them in one sentence, the last one beside an initial, or all in one word.
    fn whole_name(
        &mut self,
        parts: &[&str],
        asked: AskedName<'_>,
        scope: Scope,
    ) -> tantivy::Result<Option<Node>> {
        let mut nodes: Vec<Node> = Vec::new();
        let has_capitals = parts
            .iter()
            .any(|part| part.starts_with(char::is_uppercase));
        for part in parts {
            let asked_part = AskedName {
                text: part,
                ..asked
            };
            let mut spelt: Vec<Node> = Vec::new();
            spelt.extend(self.in_all_spellings(part, asked_part, scope)?);
            // Half of a name such as Dae-jung has no capital.
            if has_capitals && part.starts_with(char::is_lowercase) {
                spelt.extend(self.phrase(part, Form::Written, scope, 0)?);
            }
            nodes.push(Node::Any(spelt));
        }
        let mut ways = Vec::new();
        if let [given, family] = nodes.as_slice() {
            let name = parts.first().copied().unwrap_or_default();
            if let Some(initial) = self.initials(name, scope)? {
                ways.push(near(initial, family.clone(), Within::Words(2)));
            }
            ways.push(near(given.clone(), family.clone(), Within::Sentence));
        } else {
            let mut all = nodes.into_iter();
            let first = all.next();
            ways.extend(
                first.map(|first| all.fold(first, |one, other| near(one, other, Within::Sentence))),
            );
        }
        ways.extend(self.in_one_word(parts, scope)?);
        Ok(Some(Node::Any(ways)))
    }

    /// `N.` and the like: the first letters of the forms of a given name.
    fn initials(&mut self, name: &str, scope: Scope) -> tantivy::Result<Option<Node>> {
        let mut letters: BTreeSet<char> = name.chars().take(1).collect();
        for found in spellings(name, names::USUAL, self.view, self.budget)? {
            letters.extend(found.text.chars().take(1));
            if letters.len() >= INITIALS {
                break;
            }
        }
        let mut nodes = Vec::new();
        for letter in letters {
            let letter: String = letter.to_uppercase().collect();
            nodes.extend(self.in_this_spelling(&letter, scope)?);
        }
        Ok(together(nodes, scope).into_iter().next())
    }

    /// A whole name in Hangul and katakana, which write it as one word, the family name first or last.
    fn in_one_word(&mut self, parts: &[&str], scope: Scope) -> tantivy::Result<Vec<Node>> {
        let mut nodes = Vec::new();
        let mut turned = parts.to_vec();
        turned.rotate_right(1);
        for order in [parts.to_vec(), turned] {
            for found in coarse_spellings(&order.concat(), self.view, self.budget)? {
                nodes.extend(self.in_this_spelling(&found.text, scope)?);
            }
        }
        Ok(nodes)
    }

    /// A Chinese name as two words in Latin letters: the family name is the first character.
    fn as_chinese(&mut self, name: &str, scope: Scope) -> tantivy::Result<Option<Node>> {
        let is_han = |c: char| script::of(c) == Some(Script::Han);
        let characters = name.chars().count();
        if !name.chars().all(is_han) || !(2..=4).contains(&characters) {
            return Ok(None);
        }
        let family: String = name.chars().take(1).collect();
        let given: String = name.chars().skip(1).collect();
        let mut sides = Vec::new();
        for part in [family, given] {
            let mut nodes = Vec::new();
            let part = latin(&part);
            for found in spellings(&part, OFFERED, self.view, self.budget)? {
                nodes.extend(self.in_this_spelling(&found.text, scope)?);
            }
            nodes.extend(self.in_this_spelling(&part, scope)?);
            sides.push(Node::Any(together(nodes, scope)));
        }
        let mut sides = sides.into_iter();
        let both = sides.next().zip(sides.next());
        Ok(both.map(|(family, given)| near(family, given, Within::Words(1))))
    }

    fn remark_on_spellings(&mut self, name: &str, mut shown: Vec<String>) {
        shown.truncate(SHOWN);
        self.note(Note::Spellings {
            name: name.to_owned(),
            spellings: shown,
        });
    }

    /// Says of the words of a query of few words which are names with other spellings.
    pub(crate) fn offer_spellings_of(&mut self, root: &Expr) -> tantivy::Result<()> {
        for word in few_words(root) {
            self.offer_spellings(word)?;
        }
        Ok(())
    }

    /// Says of a plain word that it is a name with other spellings.
    fn offer_spellings(&mut self, word: &str) -> tantivy::Result<()> {
        let begins = word.chars().next().is_some_and(char::is_uppercase);
        let letters = word.chars().count();
        let is_word = word.chars().all(char::is_alphabetic) && words(word).count() == 1;
        if !begins || !is_word || letters < SHORTEST_OFFERED {
            return Ok(());
        }
        let mut shown = Vec::new();
        for (found, _) in self.spellings_of(word, OFFERED, Scope::TEXT)? {
            shown.push(found.text);
        }
        shown.truncate(3);
        if !shown.is_empty() {
            let word = word.to_owned();
            let spellings = shown;
            self.note(Note::OtherSpellings { word, spellings });
        }
        Ok(())
    }
}

/// The words of a query that is one word or a few.
fn few_words(root: &Expr) -> Vec<&str> {
    let parts = match &root.kind {
        Kind::And(parts) if parts.len() <= FEW_WORDS => parts.as_slice(),
        _ => std::slice::from_ref(root),
    };
    let mut found = Vec::with_capacity(parts.len());
    for part in parts {
        if let Kind::Word {
            text,
            form: Form::Inflected,
        } = &part.kind
        {
            found.push(text.as_str());
        }
    }
    found
}

fn name_of<'a>(part: &Part<'a>) -> Option<&'a str> {
    match part {
        Part::Name(name) => Some(name),
        Part::Initial(_) => None,
    }
}

/// Leaves out the father's name between a given and a family name: most articles do.
fn without_patronymic(parts: &mut Vec<Part<'_>>) {
    let [_, Part::Name(middle), _] = parts.as_slice() else {
        return;
    };
    let middle = latin(middle);
    if ["vich", "vitsh", "vna", "vych", "wicz", "vic"]
        .iter()
        .any(|ending| middle.ends_with(ending))
    {
        parts.remove(1);
    }
}

/// Whether articles have a word as a name, not only as a word that stands in a title now and then.
fn is_name(node: &Node, found: &Found) -> bool {
    let mut articles = 0;
    node.leaves(&mut |leaf| articles = articles.max(leaf.doc_freq));
    found.articles * NAMED >= articles
}

fn is_excepted(text: &str, except: &[String]) -> bool {
    let folded = word_form::whole(text);
    except.iter().any(|other| word_form::whole(other) == folded)
}

/// The words among some nodes as one, beside those that are phrases.
fn together(nodes: Vec<Node>, scope: Scope) -> Vec<Node> {
    let mut lists = Vec::new();
    let mut others = Vec::new();
    for node in nodes {
        match node {
            Node::Leaf(leaf) if leaf.width == 1 => lists.extend(leaf.lists.iter().cloned()),
            other => others.push(other),
        }
    }
    let mut found = Vec::new();
    if !lists.is_empty() {
        let leaf = Leaf {
            distinct_words: true,
            ..Leaf::new(lists, scope.region(), 1)
        };
        found.push(Node::Leaf(Arc::new(leaf)));
    }
    found.append(&mut others);
    found
}

fn near(left: Node, right: Node, within: Within) -> Node {
    Node::Near {
        left: Box::new(left),
        right: Box::new(right),
        within,
        order: Order::Any,
    }
}
