//! Notes in words.

use crate::archive::{Field, Note, PartCount, Unread};
use crate::group::Clue;
use crate::text::language_names;

/// A note as one sentence: lower case, no full stop.
pub fn note(note: &Note) -> String {
    match note {
        Note::PatternCut {
            pattern,
            words,
            searched,
        } => {
            format!("`{pattern}` matches {words} words; the {searched} commonest were searched")
        }
        Note::PatternTooLarge { pattern } => {
            format!("`{pattern}` is too large a pattern; it finds nothing")
        }
        Note::IdIsNoWord => {
            "an id is looked for as a whole; patterns in `id:` find nothing".to_owned()
        }
        Note::LanguageIsNoCode => "a language is looked for by its code: `lang:en`".to_owned(),
        Note::StoriesOfPart { articles } => format!(
            "these are too many articles; stories were looked for among the first {articles}. A query, --since and --until narrow them"
        ),
        Note::LineageOfPart { articles } => {
            format!("the story has more articles than are compared; the first {articles} were")
        }
        Note::RunInParts { text } => format!(
            "no article has `{text}` as a whole; these have much of it. In quotes it is looked for as it stands"
        ),
        Note::MostWords {
            full,
            words,
            unknown,
        } => most_words(*full, *words, unknown),
        Note::Spellings { name, spellings } => spellings_of(name, spellings),
        Note::OtherSpellings { word, spellings } => format!(
            "articles write `{word}` otherwise too ({}); name:{word} finds all",
            spellings.join(", ")
        ),
        Note::LookedAtSome { articles } => format!(
            "only the best {articles} articles that may match were looked at; more may match: narrow the query by a word or a date"
        ),
        Note::OrderedByWords => {
            "the engine runs no scripts: patterns and nearness are ordered by their words, wherever these stand".to_owned()
        }
        Note::NotInflected { word, language } => format!(
            "inflections of {} are not known; for other forms write {word}*",
            language_names::english(language).unwrap_or(language)
        ),
        Note::Stopped { unread } => stopped(*unread).to_owned(),
        Note::NoSuchValue {
            field,
            value,
            nearest,
        } => no_such_value(*field, value, nearest),
        Note::SeveralValues {
            field,
            value,
            names,
            count,
        } => {
            let more = if *count > names.len() { ", ..." } else { "" };
            format!(
                "`{value}` is part of {count} values of {}: {}{more}",
                field.name(),
                names.join(", ")
            )
        }
        Note::WithoutFilters { articles } => {
            format!("without the filters: {}", counted(*articles))
        }
        Note::PartsAlone(parts) => {
            let parts: Vec<String> = parts.iter().map(part_count).collect();
            parts.join("; ")
        }
        Note::WithoutPart(part) => format!("without {}", part_count(part)),
        Note::Looser { part, looser } => {
            format!("no article has `{part}`; {}", part_count(looser))
        }
        Note::Spelling { part, near } => {
            format!("no article has `{part}`; did you mean `{near}`?")
        }
    }
}

/// Every note of an answer in words, in order.
pub fn notes(notes: &[Note]) -> Vec<String> {
    notes.iter().map(note).collect()
}

fn no_such_value(field: Field, value: &str, nearest: &[String]) -> String {
    let field = field.name();
    if nearest.is_empty() {
        return format!("no article has a {field}, so none has `{value}`");
    }
    let nearest = nearest.join(", ");
    format!("no article has the {field} `{value}`; the nearest there are: {nearest}")
}

fn spellings_of(name: &str, spellings: &[String]) -> String {
    let Some(last) = spellings.last() else {
        return format!("no article writes the name `{name}` otherwise");
    };
    // Without the last of few, or one of the rarest of many.
    let example = if last.contains(char::is_whitespace) {
        format!("\"{last}\"")
    } else {
        last.clone()
    };
    format!(
        "`{name}` is also written {}; to leave one out: name:{name} -={example}",
        spellings.join(", ")
    )
}

fn most_words(full: u64, words: usize, unknown: &[String]) -> String {
    let article = if full == 0 {
        "no article"
    } else {
        "no other article"
    };
    let mut text = format!("{article} has all {words} words; these have most");
    if !unknown.is_empty() {
        let unknown: Vec<String> = unknown.iter().map(|word| format!("`{word}`")).collect();
        text.push_str(&format!(", none has {}", unknown.join(" or ")));
    }
    text
}

fn stopped(unread: Unread) -> &'static str {
    match unread {
        Unread::Words => {
            "this query matches too many words; some were not looked for, so that more articles may match"
        }
        Unread::Articles => {
            "this query takes too long; some articles were not looked at, so that more may match (--exhaustive looks at all)"
        }
        Unread::MostWords => {
            "this query takes too long; not all articles that have most of its words were looked at (--exhaustive looks at all)"
        }
        Unread::Marks => "this query has too many words to mark; some are not marked",
    }
}

fn part_count(part: &PartCount) -> String {
    format!("`{}`: {}", part.part, counted(part.articles))
}

fn counted(articles: u64) -> String {
    match articles {
        0 => "no article".to_owned(),
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}

/// Why one of two texts is thought to be the first, as one clause about the other.
pub fn clue(clue: Clue) -> &'static str {
    match clue {
        Clue::Agency => "the other is an agency's own text",
        Clue::Day => "it is of a later day",
        Clue::Time => "it is of a later hour",
        Clue::Credit => "it names the other's outlet or an agency",
        Clue::Prefix => "it has something before the same text",
        Clue::Length => "more of it stands in the other",
        Clue::Typography => "its quotation marks and dashes are simpler",
        Clue::Spelling => "it has words misspelt or run together",
        Clue::Headline => "its headline is made from the other",
        Clue::Additions => "its page has more around the same text",
        _ => "nothing tells which was first",
    }
}
