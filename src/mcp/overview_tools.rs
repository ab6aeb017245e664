//! `names`, `describe`.

use serde_json::{Value, json};

use crate::mcp::fitted::Answer;
use crate::mcp::parameters::Arguments;
use crate::mcp::tool_fault::ToolFault;
use crate::mcp::toolbox::Toolbox;
use crate::names::{Part, parts};
use crate::query::EXAMPLES;
use crate::render::json_lines;

/// Outlets and languages that are listed.
const LISTED: usize = 20;

/// Every spelling of a name.
pub(crate) fn names(tools: &Toolbox, given: &Arguments<'_>) -> Result<Answer, ToolFault> {
    let name = given.needed("name");
    let mut rows = Vec::new();
    for part in parts(name) {
        if let Part::Name(part) = part {
            let spellings = tools.archive.spellings(part, &tools.limits())?;
            rows.extend(
                json_lines::spellings(part, &spellings)
                    .lines()
                    .map(spelling),
            );
        }
    }
    let offset = given.number("offset");
    let all = rows.len().saturating_sub(offset);
    let rows: Vec<Value> = rows.into_iter().skip(offset).collect();
    let said = rows.is_empty().then(|| {
        format!("no article has `{name}` as a name; try its last word alone, or `search` for it")
    });
    let answer = Answer::quoting().with("name", name).with("note", said);
    Ok(answer.with_list("spellings", rows, all as u64, |shown| {
        format!(
            "{} more spellings: call again with offset {}",
            all.saturating_sub(shown),
            offset + shown
        )
    }))
}

fn spelling(line: &str) -> Value {
    let value: Value = serde_json::from_str(line).unwrap_or_default();
    json!({
        "spelling": value.get("spelling"),
        "articles": value.get("articles"),
        "outlets": value.get("outlets"),
        "mostly_by": value.pointer("/sources/0/value"),
        "why": value.get("why"),
    })
}

/// What the archive holds, and how to ask it.
pub(crate) fn describe(tools: &Toolbox, _: &Arguments<'_>) -> Result<Answer, ToolFault> {
    let stats = tools.archive.stats()?;
    let counted = |values: &[crate::archive::FacetValue]| -> Vec<Value> {
        let listed = values.iter().take(LISTED);
        listed
            .map(|value| json!([value.value, value.count]))
            .collect()
    };
    let (first, last) = stats.days.unzip();
    let outlets = stats.sources.len();
    let answer = Answer::quoting()
        .with("articles", stats.articles)
        .with("copies", stats.copies)
        .with("undated", stats.undated)
        .with("first_day", first.map(|day| day.to_string()))
        .with("last_day", last.map(|day| day.to_string()))
        .with("outlets", outlets)
        .with("most_articles_by", counted(&stats.sources))
        .with("languages", counted(&stats.languages))
        .with(
            "offsets",
            "bytes of an article's text (UTF-8); `at` of one tool is an `offset` of `fetch`",
        );
    let forms = EXAMPLES
        .iter()
        .map(|form| json!([form.query, form.meaning]));
    let forms: Vec<Value> = forms.collect();
    let all = forms.len() as u64;
    Ok(answer.with_list("query_language", forms, all, |_| {
        "rarer forms of the query language; these do for most questions".to_owned()
    }))
}
