//! `search`, `count`, `passages`.

use serde_json::{Value, json};

use crate::archive::{Facet, Field, Hit, Request, Results, Sort};
use crate::mcp::fitted::{Answer, cut, set};
use crate::mcp::parameters::Arguments;
use crate::mcp::tool_fault::ToolFault;
use crate::mcp::toolbox::Toolbox;
use crate::render::{kwic, notes};

/// Bytes of one passage at most.
const PASSAGE: usize = 420;

/// Bytes of a headline at most.
pub(crate) const TITLE: usize = 240;

/// Values of a count.
const VALUES: usize = 20;

/// Articles whose texts are read for one answer of passages.
const TEXTS: usize = 20;

/// Ranked hits.
pub(crate) fn search(tools: &Toolbox, given: &Arguments<'_>) -> Result<Answer, ToolFault> {
    let (limit, offset) = (given.number("limit"), given.number("offset"));
    let (request, said) = tools.request(given.needed("query"));
    let request = Request {
        limit,
        offset,
        snippets: 2,
        sort: match given.text("sort") {
            Some("oldest") => Sort::Oldest,
            Some("newest") => Sort::Newest,
            _ => Sort::Relevance,
        },
        ..request
    };
    let results = tools.archive.search(&request)?;
    let hits: Vec<Value> = results.hits.iter().map(hit).collect();
    let all = results.texts.unwrap_or(results.total) + results.partial;
    let rest = all.saturating_sub(offset as u64);
    Ok(
        summary(&results, &request, said).with_list("hits", hits, rest, |shown| {
            let next = offset + shown;
            format!(
                "{} more hits: call again with offset {next}, or narrow the query",
                rest.saturating_sub(shown as u64)
            )
        }),
    )
}

fn hit(hit: &Hit) -> Value {
    let mut value = head(hit);
    let passages = hit
        .snippets
        .iter()
        .map(|passage| cut(&passage.text, PASSAGE));
    set(&mut value, "passages", passages.collect::<Vec<_>>());
    if hit.copies > 0 {
        set(&mut value, "copies", hit.copies);
    }
    if !hit.missing.is_empty() {
        set(&mut value, "lacks", hit.missing.clone());
    }
    value
}

fn head(hit: &Hit) -> Value {
    json!({
        "id": hit.id,
        "title": cut(&hit.title, TITLE),
        "source": hit.source.as_ref().or(hit.domain.as_ref()),
        "wire": hit.wire,
        "published": hit.published.map(|day| day.date_as_known()),
        "language": hit.language,
    })
}

/// How many match, and how the query was read.
fn summary(results: &Results, request: &Request, said: Vec<String>) -> Answer {
    let mut all_notes = notes(&results.notes);
    all_notes.extend(said);
    let answer = Answer::quoting()
        .with("query", cut(&request.query.to_string(), 400))
        .with("articles", results.total)
        .with("texts", results.texts);
    let answer = match results.partial {
        0 => answer,
        partial => answer.with("articles_with_most_words", partial),
    };
    let answer = match results.lower_bound {
        true => answer.with("lower_bound", true),
        false => answer,
    };
    let said = all_notes.iter().take(5).map(|note| cut(note, 300));
    answer.with("notes", said.collect::<Vec<_>>())
}

/// Counts alone, by a field where one is named.
pub(crate) fn count(tools: &Toolbox, given: &Arguments<'_>) -> Result<Answer, ToolFault> {
    let (request, said) = tools.request(given.needed("query"));
    let by = given.text("by");
    let field = by.and_then(|by| Field::ALL.iter().find(|field| field.name() == by));
    let request = Request {
        facets: field
            .map(|field| Facet {
                field: *field,
                limit: None,
            })
            .into_iter()
            .collect(),
        fill: crate::archive::Fill::Nothing,
        ..request
    };
    let results = tools.archive.search(&request)?;
    let answer = summary(&results, &request, said);
    let Some(facet) = results.facets.first() else {
        return Ok(answer);
    };
    let values = facet.values.iter().take(VALUES);
    let values = values.map(|value| json!([value.value, value.count]));
    let all = facet.values.len() as u64;
    Ok(answer.with_list("values", values.collect(), all, |shown| {
        format!(
            "{} more values: narrow the query, or count by another field",
            all.saturating_sub(shown as u64)
        )
    }))
}

/// Every occurrence, with what stands left and right of it.
pub(crate) fn passages(tools: &Toolbox, given: &Arguments<'_>) -> Result<Answer, ToolFault> {
    let (offset, first_line) = (given.number("offset"), given.number("line"));
    let (request, said) = tools.request(given.needed("query"));
    let request = Request {
        offset,
        limit: TEXTS,
        snippets: Request::WHOLE_TEXT,
        fill: crate::archive::Fill::Nothing,
        ..request
    };
    let results = tools.archive.search(&request)?;
    let mut lines = Vec::new();
    let mut places = Vec::new();
    for (nth, hit) in results.hits.iter().enumerate() {
        let skipped = if nth == 0 { first_line } else { 0 };
        for (at, line) in kwic::lines_of(hit).iter().enumerate().skip(skipped) {
            places.push((offset + nth, at));
            lines.push(occurrence(hit, line));
        }
    }
    let texts = results.texts.unwrap_or(results.total);
    let end = (offset + results.hits.len(), 0);
    let found = lines.len() as u64;
    let rest = u64::from(texts > end.0 as u64);
    lines.truncate(given.number("limit"));
    let answer = summary(&results, &request, said);
    Ok(answer.with_list("lines", lines, found + rest, |shown| {
        let (offset, line) = places.get(shown).copied().unwrap_or(end);
        format!("more occurrences: call again with offset {offset} and line {line}")
    }))
}

fn occurrence(hit: &Hit, line: &kwic::Line) -> Value {
    json!({
        "id": hit.id,
        "source": hit.source.as_ref().or(hit.domain.as_ref()),
        "published": hit.published.map(|day| day.date_as_known()),
        "left": line.left,
        "match": line.word,
        "right": line.right,
        "at": line.at,
    })
}
