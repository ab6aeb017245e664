//! More like this: the words that set an article apart, as a query of the engine.

use serde_json::{Value, json};

use crate::article::{Article, Span};
use crate::cluster::http::{ClusterError, Http};
use crate::cluster::token_rows::stem_token;
use crate::query::{Expr, Form, Kind, Query};
use crate::search::more_like::{SPEAKING, StemUse, stems, weight};

/// Stems whose articles are counted; an article's commonest words say enough of it.
const COUNTED: usize = 400;

/// What finds articles like one.
pub(crate) struct Like {
    /// For the engine.
    pub(crate) query: Value,
    /// What is marked in the hits.
    pub(crate) marks: Query,
}

/// What finds articles like `article`; `None` when no word of it stands anywhere else.
pub(crate) fn like(article: &Article, http: &Http) -> Result<Option<Like>, ClusterError> {
    let stems = stems(article);
    let mut counted: Vec<(&str, &StemUse<'_>)> =
        stems.iter().map(|(stem, of)| (&**stem, of)).collect();
    counted
        .sort_by(|(a, of_a), (b, of_b)| of_b.times.total_cmp(&of_a.times).then_with(|| a.cmp(b)));
    counted.truncate(COUNTED);
    let tokens: Vec<String> = counted.iter().map(|(stem, _)| stem_token(stem)).collect();
    let frequencies = frequencies(&tokens, http)?;
    let (articles, frequencies) = frequencies.split_first().unwrap_or((&0.0, &[]));
    let mut speaking = Vec::new();
    for ((token, (_, of)), doc_freq) in tokens.iter().zip(counted).zip(frequencies) {
        if let Some(weight) = weight(of.times, *doc_freq, *articles) {
            speaking.push((weight, token, of.word));
        }
    }
    speaking.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    speaking.truncate(SPEAKING);
    if speaking.is_empty() {
        return Ok(None);
    }
    let (mut clauses, mut words) = (Vec::new(), Vec::new());
    let span = Span { start: 0, end: 0 };
    for (weight, token, word) in speaking {
        clauses.push(json!({"term": {"score": {"value": token, "boost": weight}}}));
        let text = word.to_owned();
        let form = Form::Inflected;
        words.push(Expr::new(Kind::Word { text, form }, span));
    }
    let marks = Query {
        root: Expr::or(words, span),
        plain: false,
    };
    let query = json!({"bool": {"should": clauses, "minimum_should_match": 1, "must_not": [{"term": {"id": article.id}}]}});
    Ok(Some(Like { query, marks }))
}

/// How many articles there are, then how many have each of these stems.
fn frequencies(tokens: &[String], http: &Http) -> Result<Vec<f32>, ClusterError> {
    let mut queries = vec![json!({"match_all": {}})];
    queries.extend(tokens.iter().map(|token| json!({"term": {"score": token}})));
    let mut lines = String::new();
    for query in queries {
        let body = json!({"size": 0, "track_total_hits": true, "query": query});
        lines.push_str(&format!("{{}}\n{body}\n"));
    }
    let answer = http.post_lines(
        &format!("/{}/_msearch", http.address.index),
        lines.as_bytes(),
    )?;
    let answers = answer.get("responses").and_then(Value::as_array);
    let count = |one: &Value| {
        one.pointer("/hits/total/value")
            .and_then(Value::as_u64)
            .unwrap_or(0)
    };
    Ok(answers
        .into_iter()
        .flatten()
        .map(|one| count(one) as f32)
        .collect())
}
