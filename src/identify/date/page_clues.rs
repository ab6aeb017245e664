//! The places of a page that may tell its dates.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde_json::Value;

use crate::article::{
    Block, BlockKind, CleanPage, Content, PageMeta, PubDate, RawPage, Reason, Role, TimeElement,
    Witness,
};
use crate::identify::date::address;
use crate::identify::date::bare_text;
use crate::identify::date::calendar::{self, Label, Order};
use crate::identify::date::clue::{self, About, Clue, Hidden};
use crate::identify::date::dated::Context;
use crate::identify::date::kind::{self, Kind};
use crate::identify::date::tokens;
use crate::identify::date::value;
use crate::identify::ld::{Ld, Node};
use crate::identify::web_copy;

/// Names of `<meta>` elements with what they hold.
static METAS: LazyLock<HashMap<&'static str, (About, f32)>> = LazyLock::new(|| {
    let rows = include_str!("../data/date_meta.tsv")
        .lines()
        .filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (name, about, sure) = (cells.next()?, cells.next()?, cells.next()?);
        let about = if about == "modified" {
            About::Modified
        } else {
            About::Published
        };
        Some((name, (about, sure.parse().ok()?)))
    })
    .collect()
});

/// All clues of a page.
///
/// Where the day of publication is `given`, bare text is read only for a page that tells a day of change too.
pub(super) fn clues<'a>(
    raw: &'a RawPage,
    page: &'a CleanPage,
    context: &'a Context<'a>,
    given: Option<PubDate>,
) -> Vec<Clue> {
    let mut clues = Clues {
        context,
        found: Vec::new(),
        above: above_headline(page),
    };
    let url = address(raw, page);
    let url = url.as_deref();
    clues.json_ld(&page.meta, url);
    clues.metas(&page.meta);
    clues.times(&page.meta.times);
    clues.marked(&page.meta);
    clues.titles(&page.meta);
    if let Some(url) = url {
        clues.url(url);
    }
    match &raw.content {
        Content::Text(_) if given.is_some() && !clues.tells_change() => {}
        Content::Text(text) => clues.bare(text, &raw.path),
        Content::Html(_) => {
            clues.removed(page);
            clues.blocks(page);
        }
    }
    clue::damp_lists(&mut clues.found);
    clue::damp_frame(&mut clues.found);
    clue::raise_by_month(&mut clues.found);
    let kind = kind::of(&page.meta, url);
    if matches!(kind, Kind::Product) || kind::is_front(url) {
        clues.found.iter_mut().for_each(|clue| clue.sure *= 0.4);
    }
    if clues.found.iter().any(Clue::is_hidden) {
        clue::damp_hidden(&mut clues.found, belief_in_hidden(page, kind, url));
    }
    clues.found
}

/// How far days are believed that only the page's data tell.
fn belief_in_hidden(page: &CleanPage, kind: Kind, url: Option<&str>) -> Hidden {
    let is_news = || url.is_none_or(address::names_article) || names_weekday(page);
    match kind {
        Kind::News => Hidden::Alone,
        Kind::Article if is_news() => Hidden::Alone,
        Kind::Unknown if is_written(page) && is_news() => Hidden::Alone,
        Kind::Article | Kind::Page => Hidden::Seconded,
        Kind::Product | Kind::Standing | Kind::Unknown => Hidden::Never,
    }
}

/// A page with so many words in paragraphs is an article, though it does not say so.
const WRITTEN: usize = 60;

fn is_written(page: &CleanPage) -> bool {
    let words = |block: &Block| block.text.split_whitespace().count();
    let paragraphs = page
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph);
    paragraphs.map(words).sum::<usize>() >= WRITTEN
}

/// News names the day of the week: `voted on Tuesday`. What stands for good does not.
fn names_weekday(page: &CleanPage) -> bool {
    let first = page.blocks.iter().take(6);
    first.into_iter().any(|block| {
        let tokens = tokens::tokens(&block.text);
        let starts = (0..tokens.len().min(400)).filter_map(|at| tokens.get(at..));
        starts.into_iter().any(|rest| {
            let Some((_, len)) = calendar::weekday(rest) else {
                return false;
            };
            let words = rest.iter().take(len).map(|token| token.text);
            let letters: usize = words.map(|word| word.chars().count()).sum();
            letters >= if len > 1 { 2 } else { 4 }
        })
    })
}

/// The short lines that were left out above the headline; a kicker is the article's own.
fn above_headline(page: &CleanPage) -> Vec<&str> {
    let Some(headline) = &page.headline else {
        return Vec::new();
    };
    let above = page.removals.iter().filter(|removal| {
        let own = removal.reason == Reason::Kicker;
        removal.at.end <= headline.at.start && removal.text.len() <= 200 && !own
    });
    above
        .take(200)
        .map(|removal| removal.text.as_str())
        .collect()
}

fn canonical(meta: &PageMeta) -> Option<&str> {
    let link = meta
        .links
        .iter()
        .find(|(rel, _)| rel == "canonical")
        .map(|(_, href)| href.as_str());
    link.or_else(|| {
        meta.meta
            .iter()
            .find(|(name, _)| name == "og:url")
            .map(|(_, content)| content.as_str())
    })
}

pub(super) fn shared_title(meta: &PageMeta) -> Option<&str> {
    meta.meta
        .iter()
        .find(|(name, _)| name == "og:title")
        .map(|(_, content)| content.as_str())
}

/// The page's own address, of a copy that of the page which was copied.
fn address(raw: &RawPage, page: &CleanPage) -> Option<String> {
    if let Some(copy) = web_copy::of(raw, &page.meta) {
        return Some(copy.url);
    }
    let url = raw.given.url.as_deref().or_else(|| canonical(&page.meta))?;
    Some(web_copy::original(url))
}

/// Where a clue stands and how far it is believed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    rule: &'static str,
    from: Witness,
    sure: f32,
    outside: bool,
}

impl Seat {
    pub(super) fn new(rule: &'static str, from: Witness, sure: f32) -> Self {
        Self {
            rule,
            from,
            sure,
            outside: false,
        }
    }

    /// The same in the page's frame.
    pub(super) fn in_frame(self) -> Self {
        Self {
            outside: true,
            ..self
        }
    }

    pub(super) fn share(self, part: f32) -> Self {
        Self {
            sure: self.sure * part,
            ..self
        }
    }
}

pub(super) struct Clues<'a> {
    pub(super) context: &'a Context<'a>,
    found: Vec<Clue>,
    /// What was left out above the headline.
    above: Vec<&'a str>,
}

impl Clues<'_> {
    /// A text stands above the headline, in the page's frame.
    fn is_above(&self, text: &str) -> bool {
        !text.is_empty() && self.above.iter().any(|above| above.contains(text))
    }

    fn tells_change(&self) -> bool {
        self.found.iter().any(|clue| clue.about == About::Modified)
    }

    pub(super) fn add(&mut self, date: PubDate, about: About, seat: Seat, quote: &str) {
        // A day more: the page's clock may be ahead of ours.
        let tomorrow = |day: Date| day.saturating_add(jiff::Span::new().days(1));
        let latest = self
            .context
            .captured
            .map(|captured| captured.date)
            .or(self.context.today);
        let after = latest.is_some_and(|latest| date.date > tomorrow(latest));
        if (1990..2100).contains(&date.date.year()) && !after {
            let quote = quote.chars().take(80).collect();
            self.found.push(Clue {
                date,
                about,
                rule: seat.rule,
                from: seat.from,
                sure: seat.sure,
                quote,
                outside: seat.outside,
            });
        }
    }

    fn value(&mut self, text: &str, about: About, seat: Seat) {
        if let Some(date) = value::parse_in(text, self.context) {
            self.add(date, about, seat, text.trim());
        }
    }

    fn json_ld(&mut self, meta: &PageMeta, url: Option<&str>) {
        let ld = Ld::read(meta, url);
        for (n, node) in ld.articles.iter().take(20).enumerate() {
            let sure = match n {
                0 => 0.93,
                _ if ld.articles.len() > 3 => 0.0,
                _ => 0.6,
            };
            self.node(node, sure);
        }
        if ld.articles.is_empty() {
            pages(meta)
                .into_iter()
                .take(3)
                .for_each(|node| self.node(node, 0.6));
        }
    }

    fn node(&mut self, node: &Node, sure: f32) {
        let keys = [
            ("datePublished", About::Published, 1.0),
            ("dateCreated", About::Published, 0.8),
            ("uploadDate", About::Published, 0.7),
            ("dateModified", About::Modified, 1.0),
        ];
        let published = node.contains_key("datePublished");
        for (key, about, share) in keys
            .into_iter()
            .filter(|(key, ..)| !published || *key != "dateCreated")
        {
            match node.get(key) {
                Some(Value::String(text)) => {
                    self.value(text, about, Seat::new(key, Witness::JsonLd, sure * share));
                }
                Some(Value::Number(number)) => {
                    self.value(
                        &number.to_string(),
                        about,
                        Seat::new(key, Witness::JsonLd, sure * share),
                    );
                }
                _ => {}
            }
        }
    }

    fn metas(&mut self, meta: &PageMeta) {
        for (name, content) in meta.meta.iter().take(400) {
            if let Some(((key, (about, sure)), _)) =
                METAS.get_key_value(name.as_str()).map(|entry| (entry, ()))
            {
                self.value(content, *about, Seat::new(key, Witness::Meta, *sure));
            }
        }
    }

    fn times(&mut self, times: &[TimeElement]) {
        let own = times.iter().filter(|time| time.in_article).count();
        for (n, time) in times
            .iter()
            .filter(|time| time.in_article || own == 0)
            .take(12)
            .enumerate()
        {
            let (about, mut sure) = hint(&time.hint);
            if !time.in_article {
                sure *= if times.len() == 1 { 0.6 } else { 0.3 };
            } else if n > 0 && about == About::Published {
                sure *= 0.6;
            }
            let text = match &time.datetime {
                Some(datetime) if value::parse_in(datetime, self.context).is_some() => datetime,
                _ => &time.text,
            };
            let seat = Seat::new("time", Witness::Markup, sure);
            let frame = !time.in_article || self.is_above(&time.text);
            let seat = if frame { seat.in_frame() } else { seat };
            self.value(text, about, seat);
        }
    }

    fn marked(&mut self, meta: &PageMeta) {
        let dates = || {
            meta.marked
                .iter()
                .filter(|marked| matches!(marked.role, Role::Published | Role::Modified))
        };
        let own = dates().filter(|marked| marked.in_article).count();
        let mut seen = 0;
        for marked in dates()
            .filter(|marked| marked.in_article || own == 0)
            .take(12)
        {
            let sure = match marked.by {
                "itemprop" => 0.88,
                "class" | "id" => 0.7,
                _ => 0.65,
            };
            let sure = sure
                * if marked.in_article { 1.0 } else { 0.4 }
                * if seen == 0 { 1.0 } else { 0.6 };
            let named = if marked.role == Role::Modified {
                About::Modified
            } else {
                About::Published
            };
            let before = self.found.len();
            let seat = Seat::new(marked.by, Witness::Markup, sure);
            let frame = !marked.in_article || self.is_above(&marked.text);
            let seat = if frame { seat.in_frame() } else { seat };
            self.passage(&marked.text, named, seat);
            seen += usize::from(self.found.len() > before);
        }
    }

    /// A date that ends the page's title, after a bar or a dash, or the first heading.
    fn titles(&mut self, meta: &PageMeta) {
        let shared = shared_title(meta);
        let heading = meta
            .marked
            .iter()
            .find(|marked| marked.by == "h1")
            .map(|marked| marked.text.as_str());
        for title in [meta.title.as_deref(), shared, heading]
            .into_iter()
            .flatten()
            .filter(|title| title.len() < 400)
        {
            let end = title.trim_end_matches(|c: char| !c.is_alphanumeric());
            let dated = bare_text::dates(end, self.context);
            let last = dated
                .last()
                .filter(|dated| end.ends_with(&dated.quote) && dated.quote.len() < end.len());
            if let Some(dated) = last {
                let before = end
                    .get(..end.len() - dated.quote.len())
                    .unwrap_or_default()
                    .trim_end();
                let apart =
                    before.ends_with(['|', '-', '–', '—', '•', '·']) || heading == Some(title);
                for (date, part) in dated.readings().into_iter().filter(|_| apart) {
                    self.add(
                        date,
                        About::Published,
                        Seat::new("title", Witness::Markup, 0.65 * part),
                        &dated.quote,
                    );
                }
            }
        }
    }

    /// Dates of a marked element.
    fn passage(&mut self, text: &str, named: About, seat: Seat) {
        if text.len() > 400 {
            return;
        }
        if let Some(date) = value::parse_figures(text) {
            return self.add(date, named, seat, text);
        }
        let dated = bare_text::dates(text, self.context);
        for dated in dated.iter().take(3) {
            let about = match dated.label {
                Some(Label::Modified) => About::Modified,
                Some(Label::Published) => About::Published,
                _ => named,
            };
            for (date, share) in dated.readings() {
                self.add(date, about, seat.share(share), &dated.quote);
            }
        }
    }

    fn url(&mut self, url: &str) {
        if let Some((date, sure)) = address::day(url) {
            self.add(
                date,
                About::Published,
                Seat::new("url", Witness::Url, sure),
                &date.to_string(),
            );
        }
    }
}

/// What the class of a `<time>` says of it.
fn hint(hint: &str) -> (About, f32) {
    let has = |cues: &[&str]| cues.iter().any(|cue| hint.contains(cue));
    match () {
        () if has(&["datemodified", "modif", "updat", "lastmod"])
            && !has(&["publish", "datepublished"]) =>
        {
            (About::Modified, 0.8)
        }
        () if has(&[
            "datepublished",
            "publish",
            "pubdate",
            "posted",
            "entry-date",
            "dt-published",
            "created",
        ]) =>
        {
            (About::Published, 0.88)
        }
        () if has(&["comment", "event", "related", "duration"]) => (About::Published, 0.2),
        () => (About::Published, 0.72),
    }
}

/// Nodes of the type WebPage: they speak of the page where no article is described.
fn pages(meta: &PageMeta) -> Vec<&Node> {
    let mut stack: Vec<&Value> = meta.json_ld.iter().rev().collect();
    let mut pages = Vec::new();
    let mut seen = 0;
    while let Some(value) = stack.pop().filter(|_| seen < 2000) {
        seen += 1;
        match value {
            Value::Array(values) => stack.extend(values.iter().rev()),
            Value::Object(node) => {
                let kind = node
                    .get("@type")
                    .and_then(Value::as_str)
                    .unwrap_or_default();
                if kind.ends_with("WebPage")
                    || matches!(
                        kind,
                        "ItemPage" | "VideoObject" | "CreativeWork" | "PodcastEpisode"
                    )
                {
                    pages.push(node);
                }
                stack.extend(node.get("@graph"));
            }
            _ => {}
        }
    }
    pages
}

/// In what order the page's country writes figures, where the page names it.
pub(super) fn order(raw: &RawPage, page: &CleanPage, language: Option<&str>) -> Option<Order> {
    if language != Some("en") {
        return None;
    }
    let url = address(raw, page);
    let host = url
        .as_deref()
        .and_then(|url| url.split("://").nth(1))
        .and_then(|rest| rest.split(['/', ':', '?']).next())
        .unwrap_or_default();
    let top = host.rsplit('.').next().unwrap_or_default();
    if top.len() == 2
        && !matches!(
            top,
            "us" | "io" | "co" | "tv" | "me" | "ai" | "fm" | "ca" | "ph" | "cc" | "ly" | "to"
        )
    {
        return Some(Order::DayMonthYear);
    }
    if matches!(top, "us" | "gov" | "mil" | "edu") {
        return Some(Order::MonthDayYear);
    }
    let meta = page
        .meta
        .meta
        .iter()
        .find(|(name, _)| name == "og:locale")
        .map(|(_, content)| content.as_str());
    let tags = [meta, page.meta.html_lang.as_deref()];
    let region = tags
        .into_iter()
        .flatten()
        .find_map(|tag| tag.split(['-', '_']).nth(1))?
        .to_ascii_uppercase();
    match region.as_str() {
        "GB" | "AU" | "NZ" | "IE" | "IN" | "ZA" | "NG" | "KE" | "SG" | "MY" => {
            Some(Order::DayMonthYear)
        }
        _ => None,
    }
}
