//! Stories for people: a list, a tree of who took what from whom, a table of numbers.

use crate::archive::Note;
use crate::group::{NumberRow, Reuse};
use crate::render::layout::{emphasised, printable, wrap};
use crate::render::note;
use crate::render::terminal::style::{FAINT, MARK, NAME, PLAIN, STRONG, counted, thousands};
use crate::stories::{Card, Story, StoryList, Told};

const INDENT: &str = "     ";

/// Outlets that a story names.
const SOURCES: usize = 6;

/// The stories of a query, each with its days, outlets, texts and copies; then how many there are.
pub fn story_list(list: &StoryList, query: &str, took_ms: f64, width: usize) -> String {
    let mut out = String::new();
    for (nth, told) in (1..).zip(&list.stories) {
        let lead = format!("{FAINT}{nth:>3}{FAINT:#}  ");
        out.push_str(&headline(&told.story.title, &lead, width));
        for line in [about(&told.story), texts(told)] {
            out.push_str(&faint(&line, width));
        }
        out.push('\n');
    }
    let stories = counted(list.total as u64, "story", "stories");
    let shown = if list.stories.len() < list.total {
        format!(", {} shown", thousands(list.stories.len() as u64))
    } else {
        String::new()
    };
    out.push_str(&format!(
        "{STRONG}{stories}{STRONG:#} in {} for {NAME}{}{NAME:#}{shown} {FAINT}({took_ms:.1} ms){FAINT:#}\n",
        counted(list.articles as u64, "article", "articles"),
        printable(query),
    ));
    out + &notes(&list.notes)
}

fn notes(notes: &[Note]) -> String {
    let lines = notes
        .iter()
        .map(|own| format!("{FAINT}note: {}{FAINT:#}\n", printable(&note(own))));
    lines.collect()
}

fn headline(title: &str, lead: &str, width: usize) -> String {
    let title = if title.is_empty() {
        "(no headline)"
    } else {
        title
    };
    let lines = wrap(
        &emphasised(title, &[], STRONG, STRONG),
        width.saturating_sub(INDENT.len()),
    );
    let mut out = String::new();
    for (nth, line) in lines.iter().enumerate() {
        let lead = if nth == 0 { lead } else { INDENT };
        out.push_str(&format!("{lead}{line}\n"));
    }
    out
}

fn faint(line: &str, width: usize) -> String {
    let lines = wrap(
        &emphasised(line, &[], FAINT, FAINT),
        width.saturating_sub(INDENT.len()),
    );
    lines
        .iter()
        .map(|line| format!("{INDENT}{line}\n"))
        .collect()
}

/// `2025-03-14 to 2025-03-16 · Harbour Post, Evening Lantern and 3 more · 041dbb4e0a65153c`
fn about(story: &Story) -> String {
    let days = match story.days {
        None => "undated".to_owned(),
        Some((first, last)) if first == last => first.to_string(),
        Some((first, last)) => format!("{first} to {last}"),
    };
    let named: Vec<String> = story
        .sources
        .iter()
        .take(SOURCES)
        .map(|name| printable(name))
        .collect();
    let more = story.sources.len().saturating_sub(SOURCES);
    let mut sources = named.join(", ");
    if more > 0 {
        sources.push_str(&format!(" and {more} more"));
    }
    if sources.is_empty() {
        sources.push_str("unknown source");
    }
    format!("{days} · {sources} · {}", printable(&story.id))
}

/// `5 articles, 2 independent texts, 3 copies`
fn texts(told: &Told) -> String {
    let articles = counted(told.story.articles.len() as u64, "article", "articles");
    let independent = counted(
        told.independent() as u64,
        "independent text",
        "independent texts",
    );
    let copies = match told.copies() {
        0 => String::new(),
        copies => format!(", {}", counted(copies as u64, "copy", "copies")),
    };
    format!("{articles}, {independent}{copies}")
}

/// One story: its headline, and its articles in the order of their days.
pub fn story(told: &Told, width: usize) -> String {
    let mut out = top(told, width);
    for card in &told.story.articles {
        out.push_str(&line(card, "", width));
    }
    out + &notes(&told.notes)
}

fn top(told: &Told, width: usize) -> String {
    let mut out = headline(&told.story.title, INDENT, width);
    for line in [about(&told.story), texts(told)] {
        out.push_str(&faint(&line, width));
    }
    out.push('\n');
    out
}

/// `2025-03-14  Harbour Post  Ferry inspection waived  041dbb4e0a65153c`
fn line(card: &Card, lead: &str, width: usize) -> String {
    let day = card
        .published
        .map_or("undated".to_owned(), |published| published.date_as_known());
    let source = printable(card.source.as_deref().unwrap_or("unknown source"));
    let title = printable(&card.title);
    let text = format!("{day}  {source}: {title} · {}", printable(&card.id));
    let room = width.saturating_sub(lead.chars().count());
    let lines = wrap(&emphasised(&text, &[], PLAIN, PLAIN), room);
    let blank = " ".repeat(lead.chars().count());
    let mut out = String::new();
    for (nth, line) in lines.iter().enumerate() {
        let lead = if nth == 0 { lead } else { &blank };
        out.push_str(&format!("{FAINT}{lead}{FAINT:#}{line}\n"));
    }
    out
}

/// Who took what from whom, as a tree: below an article stand those whose main source it is.
pub fn lineage(told: &Told, width: usize) -> String {
    let mut out = top(told, width);
    for at in told.lineage.independent(told.articles.len()) {
        if let Some(card) = told.story.articles.get(at) {
            out.push_str(&line(card, "", width));
            below(&mut out, told, at, "", width);
        }
    }
    out + &notes(&told.notes)
}

/// The articles that take most of what they take from this one.
fn below(out: &mut String, told: &Told, from: usize, lead: &str, width: usize) {
    let is_main = |reuse: &&Reuse| {
        let mut sources = told.lineage.reuses.iter();
        let main = sources.find(|other| other.to == reuse.to);
        main.is_some_and(|main| main.from == from && main.from == reuse.from)
    };
    let derived: Vec<&Reuse> = told.lineage.reuses.iter().filter(is_main).collect();
    for (nth, reuse) in derived.iter().enumerate() {
        let is_last = nth + 1 == derived.len();
        let (branch, trunk) = if is_last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        let Some(card) = told.story.articles.get(reuse.to) else {
            continue;
        };
        out.push_str(&line(card, &format!("{lead}{branch}"), width));
        let deeper = format!("{lead}{trunk}");
        out.push_str(&format!("{FAINT}{deeper}{}{FAINT:#}\n", how(reuse)));
        below(out, told, reuse.to, &deeper, width);
    }
}

/// `84 % of it stands there, in 3 passages; the longest has 210 words; later by its day`
fn how(reuse: &Reuse) -> String {
    let passages = reuse.passages.len() as u64;
    let longest = reuse.passages.iter().map(|passage| passage.words).max();
    format!(
        "{:.0} % of it stands there, in {}, the longest of {}; {}",
        reuse.reused * 100.0,
        counted(passages, "passage", "passages"),
        counted(longest.unwrap_or(0) as u64, "word", "words"),
        crate::render::clue(reuse.clue),
    )
}

/// The numbers of a story: for each thing that is counted what each outlet gives, with the sentence.
pub fn numbers(told: &Told, rows: &[NumberRow], width: usize) -> String {
    let mut out = top(told, width);
    for row in rows {
        let noun = if row.noun.is_empty() {
            "(in the same words)"
        } else {
            &row.noun
        };
        let verdict = match row.disagrees {
            true => format!("  {MARK}they disagree{MARK:#}"),
            false => String::new(),
        };
        out.push_str(&format!("{STRONG}{}{STRONG:#}{verdict}\n", printable(noun)));
        for figure in &row.figures {
            let card = told.story.articles.get(figure.article);
            let source = card.map(|card| card.source.as_deref().unwrap_or(&card.id));
            let source = printable(source.unwrap_or_default());
            out.push_str(&format!(
                "  {NAME}{}{NAME:#}  {source}\n",
                printable(&figure.text)
            ));
            out.push_str(&faint(&figure.sentence, width));
        }
        out.push('\n');
    }
    let disagreeing = rows.iter().filter(|row| row.disagrees).count();
    let counted_things = counted(
        rows.len() as u64,
        "number that several give",
        "numbers that several give",
    );
    out.push_str(&format!(
        "{STRONG}{counted_things}{STRONG:#}, {disagreeing} of them with disagreement\n"
    ));
    out + &notes(&told.notes)
}

/// Articles by story: how many, the headline and the story's id.
pub fn story_counts(stories: &[Story], width: usize) -> String {
    let mut out = format!("{STRONG}story{STRONG:#}\n");
    for story in stories {
        let count = thousands(story.articles.len() as u64);
        let text = format!("{} · {}", printable(&story.title), printable(&story.id));
        let lead = format!("{count:>7}  ");
        let lines = wrap(
            &emphasised(&text, &[], PLAIN, PLAIN),
            width.saturating_sub(lead.len()),
        );
        for (nth, line) in lines.iter().enumerate() {
            let lead = if nth == 0 { lead.as_str() } else { "         " };
            out.push_str(&format!("{lead}{line}\n"));
        }
    }
    out.push('\n');
    out
}
