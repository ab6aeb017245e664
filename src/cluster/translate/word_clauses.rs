//! Words as queries of the rows and bags that have them.

use serde_json::{Value, json};

use crate::cluster::translate::intervals::any_of;
use crate::cluster::translate::row_tokens::{Token, as_written, tokens};
use crate::search::plan::lookup::Scope;
use crate::search::plan::node::{Leaf, Node, Phrase, Region};

/// What the words of a node score, wherever they stand.
pub(super) fn word_scores(node: &Node, scope: Scope) -> Vec<Value> {
    let mut scores = Vec::new();
    node.leaves(&mut |leaf| {
        let score = bag(leaf, scope).or_else(|| written_score(leaf, scope));
        if let Some(score) = score.filter(|score| !scores.contains(score)) {
            scores.push(score);
        }
    });
    scores
}

/// Articles that have any of these words with a capital; they score as they are written.
pub(super) fn with_capitals(named: &[Token], scope: Scope) -> Option<Value> {
    if named.is_empty() {
        return None;
    }
    let rules = named.iter().map(|token| token.rule(scope)).collect();
    let texts: Vec<String> = named.iter().map(|token| token.text().to_owned()).collect();
    let filter = json!({"intervals": {"written": any_of(rules)}});
    Some(json!({"bool": {"filter": [filter], "should": [forms("written", &texts)]}}))
}

/// The stems of a word as one: it scores as one word.
pub(super) fn bag(leaf: &Leaf, scope: Scope) -> Option<Value> {
    let Scope::Words(region) = scope else {
        return None;
    };
    let found: Vec<String> = tokens(leaf, scope)
        .iter()
        .filter_map(Token::in_bag)
        .collect();
    let field = if region == Region::Title {
        "title_stem"
    } else {
        "score"
    };
    (!found.is_empty()).then(|| forms(field, &found))
}

/// What a word without stems scores.
fn written_score(leaf: &Leaf, scope: Scope) -> Option<Value> {
    let tokens = tokens(leaf, scope);
    let row = tokens.first()?.row(scope);
    let texts: Vec<String> = tokens
        .iter()
        .filter(|token| token.row(scope) == row)
        .map(|token| token.text().to_owned())
        .collect();
    Some(forms(&row, &texts))
}

/// Any of these forms at one place, as one word.
pub(super) fn forms(field: &str, texts: &[String]) -> Value {
    json!({"match": {field: {"query": texts.join("|"), "analyzer": "alternatives"}}})
}

/// A phrase whose words are in one row, each at its own place.
pub(super) fn plain_phrase(phrase: &Phrase, scope: Scope) -> Option<Value> {
    let mut row: Option<String> = None;
    let mut places = Vec::with_capacity(phrase.words.len());
    for ((offset, leaf), place) in phrase.words.iter().zip(0_u32..) {
        let tokens = as_written(tokens(leaf, scope), leaf.width);
        let own = tokens.first()?.row(scope);
        let in_one_row = tokens.iter().all(|token| {
            token.row(scope) == own && token.width() == 1 && !matches!(token, Token::Named(_))
        });
        let same_row = row.as_ref().is_none_or(|row| *row == own);
        if *offset != place || !in_one_row || !same_row || !leaf.words_like.is_empty() {
            return None;
        }
        let texts: Vec<&str> = tokens.iter().map(Token::text).collect();
        places.push(texts.join("|"));
        row = Some(own);
    }
    let query = places.join(" ");
    Some(json!({"match_phrase": {row?: {"query": query, "analyzer": "alternatives"}}}))
}
