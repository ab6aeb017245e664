//! The agency that is credited. An agency that is only spoken of is no credit.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::article::{CleanPage, Evidence, Found, Reason, Role, Witness};
use crate::identify::agency::{self, Agency};
use crate::identify::author::{self, Voice};
use crate::identify::dateline::{self, Dateline};
use crate::identify::ld::Ld;
use crate::identify::line;
use crate::text::{fold, sentences};

/// The agency by the dateline, the fields of the page, its lines of credit, its last words, or what it says it has read.
pub(crate) fn identify(
    page: &CleanPage,
    ld: &Ld<'_>,
    voices: &[Voice],
    dateline: Option<&Dateline>,
) -> Option<Found<String>> {
    dateline
        .and_then(of_dateline)
        .or_else(|| of_fields(page, ld, voices))
        .or_else(|| of_lines(page))
        .or_else(|| of_copyright(page))
        .or_else(|| of_attribution(page))
}

/// The agency that a dateline credits.
pub(crate) fn of_dateline(dateline: &Dateline) -> Option<Found<String>> {
    let found = found(dateline.agency?, "dateline", Witness::Text, 0.95);
    Some(found.quoting(&dateline.quote))
}

trait Quoting {
    fn quoting(self, quote: &str) -> Self;
}

impl Quoting for Found<String> {
    fn quoting(mut self, quote: &str) -> Self {
        self.evidence = self.evidence.quoting(fold::tidy(quote));
        self
    }
}

fn found(agency: &Agency, rule: &'static str, from: Witness, sure: f32) -> Found<String> {
    Found {
        value: agency.code.to_owned(),
        evidence: Evidence::new(rule, from, sure),
    }
}

/// `<meta>` elements that hold whoever supplied the text.
const METAS: &[&str] = &[
    "agency",
    "news_agency",
    "newsagency",
    "article:agency",
    "dc.source",
    "dcterms.source",
    "source",
    "syndication-source",
    "original-source",
    "article:source",
    "cxenseparse:agency",
    "copyright",
    "dc.rights",
    "rights",
    "provider",
    "news:provider",
];

fn of_fields(page: &CleanPage, ld: &Ld<'_>, voices: &[Voice]) -> Option<Found<String>> {
    for article in ld.articles.iter().take(3) {
        for key in [
            "sourceOrganization",
            "provider",
            "creditText",
            "copyrightHolder",
            "contributor",
        ] {
            if let Some(agency) = ld
                .under(article, key)
                .iter()
                .find_map(|named| dateline::agencies(&named.name))
            {
                return Some(found(agency, key, Witness::JsonLd, 0.85));
            }
        }
    }
    for (_, value) in page
        .meta
        .meta
        .iter()
        .filter(|(key, _)| METAS.contains(&key.as_str()))
    {
        if let Some(agency) = strict(value) {
            return Some(found(agency, "meta", Witness::Meta, 0.85));
        }
    }
    for marked in page
        .meta
        .marked
        .iter()
        .filter(|marked| marked.role == Role::Wire && marked.in_article)
    {
        if let Some(agency) = strict(&marked.text) {
            return Some(
                found(agency, "marked agency", Witness::Markup, 0.85).quoting(&marked.text),
            );
        }
    }
    author::agency_of(voices).map(|(agency, rule, from)| found(agency, rule, from, 0.85))
}

/// Lines that are a credit: the agency alone or after a day, a label with the agency, a last word or bracket.
fn of_lines(page: &CleanPage) -> Option<Found<String>> {
    let head = line::head_lines(page);
    if let Some((agency, text)) = head.iter().find_map(|line| Some((own_line(line)?, *line))) {
        return Some(found(agency, "line", Witness::Text, 0.8).quoting(text));
    }
    if let Some((agency, label, name)) =
        line::credits(page).find_map(|(label, name)| Some((credited(&name)?, label, name)))
    {
        return Some(
            found(agency, "credit", Witness::Text, 0.8).quoting(&format!("{label}: {name}")),
        );
    }
    // A report whose first paragraphs end with the agency in brackets is credited there.
    let first = page.blocks.iter().take(3).map(|block| block.text.as_str());
    let bracketed = first.filter(|text| text.trim_end().ends_with([')', '）', ']', '】']));
    let mut ends = line::tail_lines(page).into_iter().chain(bracketed);
    let (agency, quote) = ends.find_map(last_words)?;
    Some(found(agency, "last words", Witness::Text, 0.75).quoting(&quote))
}

/// A short line that holds an agency and, perhaps, a day.
fn own_line(line: &str) -> Option<&'static Agency> {
    if line.chars().count() > 60 {
        return None;
    }
    let is_mark = |c: char| {
        c.is_whitespace() || matches!(c, ',' | '|' | '-' | '–' | '—' | '(' | ')' | '·' | '•' | '/')
    };
    if let Some(agency) = agency::named(line.trim_matches(is_mark)) {
        return Some(agency);
    }
    let dated = line.chars().any(char::is_numeric);
    let parts = line
        .split([',', '|', '(', ')', '•', '·', '–'])
        .map(str::trim);
    parts
        .filter(|_| dated)
        .filter(|part| !part.is_empty())
        .find_map(agency::named)
}

/// `(dpa)`, `© AFP`, `STT` at the end of a line that is a sentence.
fn last_words(line: &str) -> Option<(&'static Agency, String)> {
    let line = line
        .trim_end()
        .trim_end_matches(['.', '"', '”', '»'])
        .trim_end();
    if let Some(inner) = line.strip_suffix([')', '）', ']', '】']) {
        let (_, words) = inner.rsplit_once(['(', '（', '[', '【'])?;
        return Some((
            dateline::agencies(words).filter(|_| is_credit(words))?,
            words.to_owned(),
        ));
    }
    let words: Vec<&str> = line.rsplit(' ').take(4).collect();
    (1..=words.len().min(3)).rev().find_map(|length| {
        let mut last: Vec<&str> = words.iter().take(length).copied().collect();
        last.reverse();
        let last = last.join(" ");
        let before = words.get(length).copied().unwrap_or("©");
        let cut = before.ends_with(['"', '”', '»', '/', '-', '–', '—', '|'])
            || before.ends_with(sentences::is_end)
            || before.contains('©')
            || before == "(c)";
        let agency =
            agency::named(last.trim_start_matches(['/', '-', '–', '—', '©'])).filter(|_| cut)?;
        Some((agency, last))
    })
}

/// Words in brackets at a text's end are a credit only if no picture or person is spoken of.
fn is_credit(words: &str) -> bool {
    let lower = words.to_lowercase();
    ![
        "photo", "foto", "file", "via", "bild", "image", "video", "getty",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

fn credited(name: &str) -> Option<&'static Agency> {
    agency::leading(name)
        .map(|(agency, _)| agency)
        .or_else(|| dateline::agencies(name))
}

/// An agency that fills a field, not one among many words.
fn strict(text: &str) -> Option<&'static Agency> {
    let text = fold::tidy(&fold::decode(text));
    let owner = line::copyright_owner(&text);
    agency::named(&text)
        .or_else(|| owner.as_deref().and_then(agency::named))
        .or_else(|| {
            let parts = text.split(['/', ',', ';', '|']).map(str::trim);
            parts
                .filter(|_| text.chars().count() <= 60)
                .find_map(agency::named)
        })
}

fn of_copyright(page: &CleanPage) -> Option<Found<String>> {
    let lines = line::removed_lines(page, &[Reason::Copyright]);
    let tails = page
        .blocks
        .iter()
        .rev()
        .take(2)
        .flat_map(|block| block.text.lines().rev().take(2));
    lines
        .into_iter()
        .chain(tails.filter(|line| line.len() <= 300))
        .find_map(|line| {
            let agency = agency::named(&line::copyright_owner(line)?)?;
            Some(found(agency, "copyright", Witness::Text, 0.7).quoting(line))
        })
}

/// `Об этом сообщает ТАСС`: in some languages' press that is how a report is credited.
fn of_attribution(page: &CleanPage) -> Option<Found<String>> {
    let first = page.blocks.iter().take(3).map(|block| block.text.as_str());
    let last = page
        .blocks
        .iter()
        .skip(3)
        .last()
        .map(|block| block.text.as_str());
    first.chain(last).find_map(|text| {
        let end = text.char_indices().nth(ATTRIBUTED).map(|(at, _)| at);
        let text = text.get(..end.unwrap_or(text.len()))?;
        let lower = lower_by_character(text);
        let (agency, quote) = PHRASES
            .find_iter(&lower)
            .take(20)
            .find_map(|hit| attributed(&lower, text, hit.end()))?;
        Some(found(agency, "attribution", Witness::Text, 0.45).quoting(&quote))
    })
}

/// Characters of a paragraph in which it is looked for what the page has read.
const ATTRIBUTED: usize = 1500;

/// The text in small letters, one for each of its characters.
fn lower_by_character(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let first = |c: char| c.to_lowercase().next().unwrap_or(c);
    text.chars().map(first).collect()
}

/// The agency that begins where a phrase ended; `text` and `lower` have the same characters, though not the same bytes.
fn attributed(lower: &str, text: &str, end: usize) -> Option<(&'static Agency, String)> {
    let skip = lower.get(..end)?.chars().count();
    let at = text.char_indices().nth(skip).map(|(at, _)| at)?;
    let rest = text.get(at..)?.trim_start();
    if let Some((agency, _)) = agency::leading(rest) {
        return Some((agency, agency.name.to_owned()));
    }
    let words: Vec<&str> = rest.split_whitespace().take(5).collect();
    (1..=words.len().min(4)).rev().find_map(|length| {
        let name = words.get(..length)?.join(" ");
        agency::named(&name).map(|agency| (agency, name))
    })
}

static PHRASES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let phrases = include_str!("data/attribution.tsv")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(phrases);
    automaton.expect("the phrases are few")
});
