//! `verify_quote`.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::archive::{Field, Filters, days_of};
use crate::mcp::article_tools::head;
use crate::mcp::fitted::{Answer, cut, set};
use crate::mcp::parameters::Arguments;
use crate::mcp::tool_fault::ToolFault;
use crate::mcp::toolbox::Toolbox;
use crate::quotes::{Attribution, Difference, QuoteCheck, QuoteRequest, Quoted, Verdict, verify};
use crate::render::notes;

/// Bytes of a quotation at most.
const QUOTE: usize = 4_000;

/// Bytes of the archive's own words, and of a sentence around them, at most.
const WORDS: usize = 1_200;
const SENTENCE: usize = 700;

/// Bytes of one side of a difference at most.
const SIDE: usize = 240;

/// Differences that are listed.
const DIFFERENCES: usize = 8;

/// Whether the archive has a quotation.
pub(crate) fn verify_quote(tools: &Toolbox, given: &Arguments<'_>) -> Result<Answer, ToolFault> {
    let quote = given.needed("quote");
    if quote.len() > QUOTE {
        return Err(ToolFault::new(format!(
            "`quote` has {} bytes; verify it in parts of at most {QUOTE}",
            quote.len()
        )));
    }
    if !quote.chars().any(char::is_alphanumeric) {
        return Err(ToolFault::new(
            "`quote` has no words; give the quotation itself",
        ));
    }
    let request = QuoteRequest {
        quote: quote.to_owned(),
        speaker: given.text("speaker").map(str::to_owned),
        filters: filters(given)?,
        today: tools.today(),
        limits: tools.limits(),
    };
    let check = verify(tools.archive.as_ref(), &request)?;
    Ok(answer(&check))
}

fn filters(given: &Arguments<'_>) -> Result<Filters, ToolFault> {
    let source = given
        .text("source")
        .map(|source| (Field::Source, source.to_owned()));
    Ok(Filters {
        only: source.into_iter().collect(),
        since: days(given, "since")?.map(|(first, _)| first),
        until: days(given, "until")?.map(|(_, last)| last),
        ..Filters::default()
    })
}

/// The first and the last day that a parameter names.
fn days(given: &Arguments<'_>, name: &str) -> Result<Option<(Date, Date)>, ToolFault> {
    let Some(text) = given.text(name) else {
        return Ok(None);
    };
    match days_of(text) {
        Some((first, last, _)) => Ok(Some((first, last))),
        None => Err(ToolFault::new(format!(
            "`{name}`: write a day as 2025-09-12, a month as 2025-09 or a year as 2025"
        ))),
    }
}

fn answer(check: &QuoteCheck) -> Answer {
    let answer = Answer::quoting()
        .with("verdict", check.verdict.name())
        .with("means", meaning(check));
    let Some(first) = &check.first else {
        return answer.with("notes", notes(&check.notes));
    };
    let counts = (check.articles > 0).then_some((check.articles, check.texts));
    answer
        .with("first_printed", found(first))
        .with(
            "articles_with_all_words",
            counts.map(|(articles, _)| articles),
        )
        .with("texts_with_all_words", counts.map(|(_, texts)| texts))
        .with("notes", notes(&check.notes))
        .with_list(
            "also_printed",
            check
                .others
                .iter()
                .map(|other| head(&other.article))
                .collect(),
            check.others.len() as u64,
            |_| "more articles have it: `search` for the words in quotes".to_owned(),
        )
}

fn meaning(check: &QuoteCheck) -> String {
    let text = match check.verdict {
        Verdict::Exact => {
            "The same words stand in one run; quotes, dashes, spaces and capitals aside."
        }
        Verdict::Cut => {
            "The words stand, and the quotation leaves out words that `differences` gives."
        }
        Verdict::OtherSpeaker => {
            let named = check
                .first
                .as_ref()
                .and_then(|first| first.attribution.as_ref());
            return match named {
                Some(Attribution::Other(name)) => {
                    format!("The words stand, but {name} is named with them. Read the article before you attribute them.")
                }
                _ => "The words stand, but the speaker is not named with them. Read the article before you attribute them.".to_owned(),
            };
        }
        Verdict::Altered => {
            "Nearly the same words stand. Do not quote it so: `differences` gives both sides."
        }
        Verdict::Absent => {
            "Nothing like it was found in this archive, which does not prove that it was never said. Try a shorter part of it."
        }
    };
    text.to_owned()
}

fn found(quoted: &Quoted) -> Value {
    let mut value = head(&quoted.article);
    let place = if quoted.in_title { "title" } else { "text" };
    set(&mut value, "words", cut(&quoted.words, WORDS));
    set(&mut value, "in", place);
    set(&mut value, "at", json!(quoted.at));
    if let Some(sentence) = &quoted.sentence {
        set(&mut value, "sentence", cut(sentence, SENTENCE));
    }
    if !quoted.differences.is_empty() {
        let shown = quoted.differences.iter().take(DIFFERENCES);
        let shown: Vec<Value> = shown.map(difference).collect();
        set(&mut value, "differences", shown);
    }
    if let Some(attribution) = &quoted.attribution {
        let speaker = match attribution {
            Attribution::Asked => "named with the words".to_owned(),
            Attribution::Other(name) => format!("other: {name}"),
            Attribution::Nobody => "not named with the words".to_owned(),
        };
        set(&mut value, "speaker", speaker);
    }
    value
}

fn difference(difference: &Difference) -> Value {
    match difference {
        Difference::Changed { quote, archive } => {
            json!({"changed": cut(quote, SIDE), "archive": cut(archive, SIDE)})
        }
        Difference::Added { quote } => json!({"added": cut(quote, SIDE)}),
        Difference::LeftOut { archive, is_marked } => {
            json!({"left_out": cut(archive, SIDE), "marked": is_marked})
        }
        Difference::EndLeftOut { archive } => {
            json!({"left_out_of_its_sentence": cut(archive, SIDE)})
        }
    }
}
