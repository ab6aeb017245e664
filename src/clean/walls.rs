//! Pages that stand where an article was asked for: a captcha, a refusal, a login, a question for consent, a page that is not there.
//!
//! What gives them away is looked for in the title, in headings, in the text, in the host's name and in the markup, and judged together with
//! how much of an article the page has. No single sign is enough: articles embed such forms, and report about them.
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;
use serde_json::Value;

use crate::article::{CleanPage, PageMeta, Reason, Removal, Wall};
use crate::text::hosts;

/// A page with more text than this is no wall, unless its title says so.
const MUCH_TEXT: usize = 1500;

/// With so little text besides the wall's own a page has no article.
const LITTLE_TEXT: usize = 400;

/// Less is a heading or a menu.
const MIN_PARAGRAPH: usize = 60;

/// How much of a page is looked at.
const LOOKED_AT: usize = 20_000;

/// Where a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Title,
    Text,
    Host,
    Sign,
}

/// The phrases of the table.
struct Table {
    /// Whole titles and headings, as [`letters`] writes them.
    titles: FxHashMap<String, Wall>,
    texts: Finder,
    hosts: Vec<(&'static str, Wall)>,
    signs: Finder,
}

/// Finds phrases, and tells whose they are.
struct Finder {
    automaton: Option<AhoCorasick>,
    walls: Vec<Wall>,
}

impl Finder {
    fn new(phrases: &[(String, Wall)]) -> Self {
        Self {
            automaton: AhoCorasick::new(phrases.iter().map(|(phrase, _)| phrase)).ok(),
            walls: phrases.iter().map(|(_, wall)| *wall).collect(),
        }
    }

    /// How many different phrases of a wall a text has.
    fn count(&self, text: &str, wall: Wall) -> usize {
        let Some(automaton) = &self.automaton else {
            return 0;
        };
        let mut seen: Vec<usize> = automaton
            .find_overlapping_iter(text)
            .map(|found| found.pattern().as_usize())
            .filter(|at| self.walls.get(*at) == Some(&wall))
            .collect();
        seen.sort_unstable();
        seen.dedup();
        seen.len()
    }

    /// Whether a text has a phrase of any wall.
    fn finds_any(&self, text: &str) -> bool {
        let automaton = self.automaton.as_ref();
        automaton.is_some_and(|automaton| automaton.is_match(text))
    }

    fn finds(&self, text: &str, wall: Wall) -> bool {
        self.count(text, wall) > 0
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut titles = FxHashMap::default();
    let (mut texts, mut hosts, mut signs) = (Vec::new(), Vec::new(), Vec::new());
    for (wall, place, phrases) in rows() {
        for phrase in phrases.split('|') {
            match place {
                Place::Title => {
                    titles.entry(letters(phrase)).or_insert(wall);
                }
                Place::Text => texts.push((letters(phrase), wall)),
                Place::Host => hosts.push((phrase, wall)),
                Place::Sign => signs.push((phrase.to_owned(), wall)),
            }
        }
    }
    Table {
        titles,
        texts: Finder::new(&texts),
        hosts,
        signs: Finder::new(&signs),
    }
});

fn rows() -> impl Iterator<Item = (Wall, Place, &'static str)> {
    let rows = include_str!("data/walls.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (wall, place, phrases) = (cells.next()?, cells.next()?, cells.next()?);
        let wall = Wall::ALL
            .iter()
            .copied()
            .find(|known| known.name() == wall)?;
        let place = match place {
            "title" => Place::Title,
            "text" => Place::Text,
            "host" => Place::Host,
            _ => Place::Sign,
        };
        Some((wall, place, phrases))
    })
}

/// Letters and digits in lower case.
fn letters(text: &str) -> String {
    if text.is_ascii() {
        let mut kept = text.to_ascii_lowercase();
        kept.retain(|c| c.is_ascii_alphanumeric());
        return kept;
    }
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

/// How many characters [`letters`] keeps.
fn count_letters(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(u8::is_ascii_alphanumeric).count();
    }
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether a page has more letters than [`MUCH_TEXT`].
fn has_much_text(page: &CleanPage) -> bool {
    let mut letters = 0;
    for block in &page.blocks {
        letters += count_letters(&block.text);
        if letters > MUCH_TEXT {
            return true;
        }
    }
    false
}

/// Empties a page that is a wall, and says which. `markup` is the page as it came, empty for bare text.
pub(crate) fn judge(page: &mut CleanPage, markup: &str, url: Option<&str>) {
    let features = Features::of(page, markup, url);
    page.wall = features.wall();
    let Some(wall) = page.wall else { return };
    for block in page.blocks.drain(..) {
        page.removals
            .push(Removal::new(reason(wall), block.text, block.at));
    }
    page.removals.sort_by_key(|removal| removal.at);
}

fn reason(wall: Wall) -> Reason {
    match wall {
        Wall::Consent => Reason::Consent,
        Wall::Login | Wall::Captcha => Reason::Form,
        Wall::Denied | Wall::Missing | Wall::Script => Reason::Notice,
    }
}

/// What a page shows for and against being a wall.
struct Features {
    /// The parts of its title.
    titles: Vec<String>,
    /// The headline and short lines.
    headings: Vec<String>,
    /// The paragraphs that are kept.
    kept: Vec<String>,
    /// All that is shown.
    shown: String,
    host: String,
    /// The markup in small letters, where there is little text.
    markup: String,
    /// It says that it is an article.
    declared: bool,
}

impl Features {
    fn of(page: &CleanPage, markup: &str, url: Option<&str>) -> Self {
        let title = page.meta.title.as_deref().unwrap_or_default();
        let headline = page.headline.as_ref().map(|block| block.text.as_str());
        let first = page.blocks.first().map(|block| block.text.as_str());
        // Bare text has its title in its first line.
        let title = match markup.is_empty() {
            true => headline.or(first).unwrap_or_default(),
            false => title,
        };
        let mut features = Self {
            titles: parts(title),
            headings: Vec::new(),
            kept: Vec::new(),
            shown: String::new(),
            host: url
                .and_then(hosts::of_url)
                .unwrap_or_default()
                .to_lowercase(),
            markup: String::new(),
            declared: is_declared(&page.meta),
        };
        // An article of some length need not be looked at.
        if has_much_text(page) && !features.names_any() && features.host_wall().is_none() {
            return features;
        }
        features.kept = page
            .blocks
            .iter()
            .map(|block| letters(&block.text))
            .collect();
        let short = |text: &&str| text.chars().count() <= MIN_PARAGRAPH * 2;
        let own = headline
            .into_iter()
            .chain(page.blocks.iter().map(|block| block.text.as_str()));
        // Menus and forms of any page have a link to its login.
        let left_out = page.removals.iter().filter(|removal| {
            matches!(
                removal.reason,
                Reason::RepeatedHeadline | Reason::OutsideArticle | Reason::Label | Reason::Kicker
            )
        });
        let headings = own
            .clone()
            .chain(left_out.map(|removal| removal.text.as_str()));
        features.headings = headings.filter(short).take(60).map(letters).collect();
        let lines = own.chain(page.removals.iter().map(|removal| removal.text.as_str()));
        for line in lines {
            if features.shown.len() < LOOKED_AT {
                features.shown.push_str(&letters(line));
                features.shown.push('\n');
            }
        }
        let head = markup
            .get(..markup.floor_char_boundary(10 * LOOKED_AT))
            .unwrap_or(markup);
        features.markup = head.to_ascii_lowercase();
        features
    }

    /// Letters of the paragraphs that are kept.
    fn length(&self) -> usize {
        self.kept.iter().map(|text| text.chars().count()).sum()
    }

    fn names_any(&self) -> bool {
        let known = |title: &String| TABLE.titles.contains_key(title);
        self.titles.iter().any(known)
    }

    fn heads_any(&self) -> bool {
        let known = |heading: &String| TABLE.titles.contains_key(heading);
        self.headings.iter().any(known)
    }

    fn host_wall(&self) -> Option<Wall> {
        let begins = |(start, _): &&(&str, Wall)| self.host.starts_with(start);
        TABLE.hosts.iter().find(begins).map(|(_, wall)| *wall)
    }

    fn wall(&self) -> Option<Wall> {
        if self.shown.is_empty() && self.markup.is_empty() {
            return None;
        }
        // Nothing names one: most pages, after one look at their text.
        let is_named = self.names_any() || self.host_wall().is_some();
        let is_bare = self.length() < LITTLE_TEXT;
        if !is_named && !is_bare && !self.heads_any() && !TABLE.texts.finds_any(&self.shown) {
            return None;
        }
        // On a tie the wall that is named first wins.
        let mut best: Option<(i32, Wall)> = None;
        for wall in Wall::ALL.iter().copied() {
            let Some(score) = self.score(wall) else {
                continue;
            };
            if score >= ENOUGH && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, wall));
            }
        }
        best.map(|(_, wall)| wall)
    }

    /// What speaks for a wall; none where its most telling sign is missing.
    fn score(&self, wall: Wall) -> Option<i32> {
        let is = |text: &String| TABLE.titles.get(text) == Some(&wall);
        let title = self.titles.iter().any(is) && !self.is_longer_headline(wall);
        let heading = self.headings.iter().any(is);
        let host = self.host_wall() == Some(wall);
        let mut phrases = TABLE.texts.count(&self.shown, wall);
        let bare = self.length() < LITTLE_TEXT;
        if bare && phrases == 0 {
            // What a page says to those without scripts stands in markup that is not shown.
            phrases = TABLE.texts.count(&self.unshown(), wall).min(1);
        }
        let sign = TABLE.signs.finds(&self.markup, wall);
        let own = self.own_text(wall);
        let named = match wall {
            Wall::Missing => title || heading,
            Wall::Login => title || host,
            Wall::Captcha | Wall::Denied | Wall::Consent | Wall::Script => {
                let besides = own * 2 < self.length() || own < MIN_PARAGRAPH;
                title || heading || host || phrases > 0 && besides
            }
        };
        // A page of which the title and nothing else says it has hardly any text.
        let little = match wall {
            Wall::Missing if title && heading => LITTLE_TEXT * 2,
            _ => LITTLE_TEXT / 3,
        };
        let is_plain = title && own < little;
        if !named || phrases == 0 && !sign && !host && !is_plain {
            return None;
        }
        let points = |holds: bool, points: i32| if holds { points } else { 0 };
        let ample = match wall {
            // A page that is not there offers others.
            Wall::Missing if title && heading => -1,
            _ => -3,
        };
        Some(
            points(title, 2)
                + points(heading, 1)
                + points(host, 2)
                + points(phrases > 0, 1)
                + points(phrases > 1, 1)
                + points(sign, 1)
                + points(own < LITTLE_TEXT, 1)
                + points(own == 0 && phrases > 0, 1)
                + points(own >= MUCH_TEXT, ample)
                + points(self.declared, if own == 0 { -1 } else { -3 }),
        )
    }

    /// Letters of the paragraphs that are kept and are not the wall's: a wall is short of words, and says what it wants in each sentence.
    fn own_text(&self, wall: Wall) -> usize {
        let mut own = 0;
        for text in &self.kept {
            let letters = text.chars().count();
            let of_wall = TABLE.texts.count(text, wall) * PER_PHRASE >= letters;
            if text.len() >= MIN_PARAGRAPH && !of_wall {
                own += letters;
            }
        }
        own
    }

    /// The headline goes on where the title's part ends: `Page not found: how a town lost its website`.
    fn is_longer_headline(&self, wall: Wall) -> bool {
        let Some(headline) = self.headings.first() else {
            return false;
        };
        let begins = |title: &String| {
            TABLE.titles.get(title) == Some(&wall)
                && headline.starts_with(title.as_str())
                && headline.len() > title.len()
        };
        self.titles.iter().any(begins)
            && self.titles.contains(headline)
            && !TABLE.titles.contains_key(headline)
    }

    fn unshown(&self) -> String {
        letters(&self.markup)
    }
}

/// A wall's paragraph has one of its phrases in so many letters.
const PER_PHRASE: usize = 120;

/// So many points make a wall.
const ENOUGH: i32 = 3;

/// A longer first line of bare text is a paragraph.
const LONGEST_TITLE: usize = 600;

/// The parts of a title between strokes, and the whole of it.
fn parts(title: &str) -> Vec<String> {
    if title.len() > LONGEST_TITLE {
        return Vec::new();
    }
    let mut found = vec![letters(title)];
    let strokes = [
        " | ", " - ", " – ", " — ", " · ", " :: ", " » ", ": ", "｜", "|", "：", " / ",
    ];
    for stroke in strokes.iter().filter(|stroke| title.contains(**stroke)) {
        found.extend(title.split(stroke).map(letters));
    }
    found.retain(|part| !part.is_empty());
    found.sort_unstable();
    found.dedup();
    found
}

/// The page's data say that it is an article.
fn is_declared(meta: &PageMeta) -> bool {
    let is_article = |(name, content): &(String, String)| match name.as_str() {
        "og:type" => content.to_ascii_lowercase().contains("article"),
        "article:published_time" | "datepublished" => !content.is_empty(),
        _ => false,
    };
    meta.meta.iter().any(is_article) || meta.json_ld.iter().any(is_article_data)
}

fn is_article_data(value: &Value) -> bool {
    let named = |kind: &Value| {
        kind.as_str()
            .is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting"))
    };
    let own = value.get("@type").is_some_and(|kind| match kind {
        Value::Array(kinds) => kinds.iter().any(named),
        kind => named(kind),
    });
    let graph = value.get("@graph").and_then(Value::as_array);
    own || graph.is_some_and(|nodes| {
        nodes
            .iter()
            .any(|node| node.get("@type").is_some_and(named))
    })
}
