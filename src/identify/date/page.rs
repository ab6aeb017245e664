//! The places of a page that may tell its dates.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde_json::Value;

use crate::article::{CleanPage, Content, PageMeta, Precision, PubDate, RawPage, Reason, Removal, Role, Span, TimeElement, Witness};
use crate::identify::date::clue::{About, Clue};
use crate::identify::date::lexicon::{self, Label, Order};
use crate::identify::date::mention::Form;
use crate::identify::date::scan;
use crate::identify::date::text::{self, Context, Dated, Standing};
use crate::identify::date::value;
use crate::identify::ld::{Ld, Node};

/// Names of `<meta>` elements with what they hold.
static METAS: LazyLock<HashMap<&'static str, (About, f32)>> = LazyLock::new(|| {
    let rows = include_str!("../data/date_meta.tsv").lines().filter(|row| !row.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let (name, about, sure) = (cells.next()?, cells.next()?, cells.next()?);
        let about = if about == "modified" { About::Modified } else { About::Published };
        Some((name, (about, sure.parse().ok()?)))
    })
    .collect()
});

/// All clues of a page.
pub(super) fn clues(raw: &RawPage, page: &CleanPage, context: &Context<'_>) -> Vec<Clue> {
    let mut clues = Clues { context, found: Vec::new() };
    let url = address(raw, page);
    clues.json_ld(&page.meta, url);
    clues.metas(&page.meta);
    clues.times(&page.meta.times);
    clues.marked(&page.meta);
    if let Some(url) = url {
        clues.url(url);
    }
    match &raw.content {
        Content::Text(text) => clues.bare(text),
        Content::Html(_) => {
            clues.removed(page);
            clues.blocks(page);
        }
    }
    clues.found
}

fn canonical(meta: &PageMeta) -> Option<&str> {
    let link = meta.links.iter().find(|(rel, _)| rel == "canonical").map(|(_, href)| href.as_str());
    link.or_else(|| meta.meta.iter().find(|(name, _)| name == "og:url").map(|(_, content)| content.as_str()))
}

/// The page's own address: the one inside an archive's address where there is one.
fn address<'a>(raw: &'a RawPage, page: &'a CleanPage) -> Option<&'a str> {
    let url = raw.given.url.as_deref().or_else(|| canonical(&page.meta))?;
    Some(archived(url).map_or(url, |(_, own)| own))
}

/// An archive's address as the time of capture and the address of what was captured: `/web/20140226054445/http://...`.
pub(super) fn archived(url: &str) -> Option<(PubDate, &str)> {
    let path = url.split_once("://").map_or(0, |(scheme, _)| scheme.len() + 3);
    let (at, stamp) = digit_runs(url).find(|(at, run)| *at > path && run.len() == 14)?;
    let rest = url.get(at + 14..)?;
    let own = rest.split_once('/').map(|(_, own)| own).filter(|own| own.contains('.'))?;
    Some((value::parse_figures(stamp)?, own))
}

struct Clues<'a> {
    context: &'a Context<'a>,
    found: Vec<Clue>,
}

impl Clues<'_> {
    fn add(&mut self, date: PubDate, about: About, rule: &'static str, from: Witness, sure: f32, quote: &str) {
        let after = self.context.reference.is_some_and(|captured| date.date > captured.saturating_add(jiff::Span::new().days(1)));
        if (1990..2100).contains(&date.date.year()) && !after {
            let quote = quote.chars().take(80).collect();
            self.found.push(Clue { date, about, rule, from, sure, quote });
        }
    }

    fn value(&mut self, text: &str, about: About, rule: &'static str, from: Witness, sure: f32) {
        if let Some(date) = value::parse_in(text, self.context) {
            self.add(date, about, rule, from, sure, text.trim());
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
            pages(meta).into_iter().take(3).for_each(|node| self.node(node, 0.6));
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
        for (key, about, share) in keys.into_iter().filter(|(key, ..)| !published || *key != "dateCreated") {
            match node.get(key) {
                Some(Value::String(text)) => self.value(text, about, key, Witness::JsonLd, sure * share),
                Some(Value::Number(number)) => self.value(&number.to_string(), about, key, Witness::JsonLd, sure * share),
                _ => {}
            }
        }
    }

    fn metas(&mut self, meta: &PageMeta) {
        for (name, content) in meta.meta.iter().take(400) {
            if let Some(((key, (about, sure)), _)) = METAS.get_key_value(name.as_str()).map(|entry| (entry, ())) {
                self.value(content, *about, key, Witness::Meta, *sure);
            }
        }
    }

    fn times(&mut self, times: &[TimeElement]) {
        let own = times.iter().filter(|time| time.in_article).count();
        for (n, time) in times.iter().filter(|time| time.in_article || own == 0).take(12).enumerate() {
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
            self.value(text, about, "time", Witness::Markup, sure);
        }
    }

    fn marked(&mut self, meta: &PageMeta) {
        let dates = || meta.marked.iter().filter(|marked| matches!(marked.role, Role::Published | Role::Modified));
        let own = dates().filter(|marked| marked.in_article).count();
        let mut seen = 0;
        for marked in dates().filter(|marked| marked.in_article || own == 0).take(12) {
            let sure = match marked.by {
                "itemprop" => 0.88,
                "class" | "id" => 0.7,
                _ => 0.65,
            };
            let sure = sure * if marked.in_article { 1.0 } else { 0.4 } * if seen == 0 { 1.0 } else { 0.6 };
            let named = if marked.role == Role::Modified { About::Modified } else { About::Published };
            let before = self.found.len();
            self.passage(&marked.text, marked.by, Witness::Markup, sure, Some(named));
            seen += usize::from(self.found.len() > before);
        }
    }

    /// Dates of a short passage: a marked element, a line that cleaning left out.
    fn passage(&mut self, text: &str, rule: &'static str, from: Witness, sure: f32, named: Option<About>) {
        if text.len() > 400 {
            return;
        }
        if let Some(date) = value::parse_figures(text) {
            return self.add(date, named.unwrap_or(About::Published), rule, from, sure, text);
        }
        let dated = text::dates(text, self.context);
        for dated in dated.iter().take(3) {
            let about = match dated.label {
                Some(Label::Modified) => About::Modified,
                Some(Label::Published) => About::Published,
                _ => named.unwrap_or(About::Published),
            };
            for (date, share) in readings(dated) {
                self.add(date, about, rule, from, sure * share, &dated.quote);
            }
        }
    }

    fn url(&mut self, url: &str) {
        if let Some((date, sure)) = in_address(url) {
            self.add(date, About::Published, "url", Witness::Url, sure, &date.to_string());
        }
    }

    /// Lines with a date that cleaning left out around the headline and the text.
    fn removed(&mut self, page: &CleanPage) {
        let Some(place) = Place::of(page) else { return };
        for removal in page.removals.iter().filter(|removal| place.may_date(removal)).take(80) {
            let nearness = place.nearness(removal);
            for dated in text::dates(&removal.text, self.context).iter().take(3) {
                self.line(dated, nearness * trust(removal.reason));
            }
        }
        if let Some(headline) = &page.headline {
            let dated = text::dates(&headline.text, self.context);
            if let Some(dated) = dated.last().filter(|dated| headline.text.trim_end_matches(['•', '|', ' ']).ends_with(&dated.quote)) {
                self.line(dated, 0.8);
            }
        }
    }

    fn line(&mut self, dated: &Dated, share: f32) {
        let about = if dated.standing == Standing::Modified { About::Modified } else { About::Published };
        let sure = match dated.standing {
            Standing::Published | Standing::Modified => 0.82,
            Standing::Alone | Standing::Dateline | Standing::Foot => 0.75,
            Standing::Lead | Standing::Loose => 0.5,
        };
        for (date, part) in readings(dated) {
            self.add(date, about, "date-line", Witness::Text, sure * share * part, &dated.quote);
        }
    }

    /// The dateline of the text.
    fn blocks(&mut self, page: &CleanPage) {
        let first: Vec<&str> = page.blocks.iter().take(2).map(|block| block.text.as_str()).collect();
        self.standing(&first.join("\n"), 0.8);
        if let Some(last) = page.blocks.last().filter(|block| block.text.len() < 200 && page.blocks.len() > 2) {
            self.standing(&last.text, 0.5);
        }
    }

    fn standing(&mut self, text: &str, share: f32) {
        let dated = text::dates(text, self.context);
        for dated in dated.iter().filter(|dated| dated.standing > Standing::Foot || dated.standing == Standing::Foot) {
            let about = if dated.standing == Standing::Modified { About::Modified } else { About::Published };
            for (date, part) in readings(dated) {
                let sure = dated.standing.sure() * share * part;
                self.add(date, about, dated.standing.rule(), Witness::Text, sure, &dated.quote);
            }
        }
    }

    /// A page of which only the text is left.
    fn bare(&mut self, text: &str) {
        if let Some(found) = text::published(text, self.context) {
            let sure = if found.evidence.rule == "event-date" { 0.3 } else { found.evidence.sure };
            let quote = found.evidence.quote.unwrap_or_default();
            let rule = text::rule_named(&found.evidence.rule);
            self.add(found.value, About::Published, rule, Witness::Text, sure, &quote);
        }
    }
}

/// The readings of a date: two where its figures can be read in two ways.
fn readings(dated: &Dated) -> Vec<(PubDate, f32)> {
    if dated.mention.form != Form::Ambiguous {
        return dated.published().map(|date| (date, 1.0)).into_iter().collect();
    }
    let other = Dated { mention: dated.mention.swapped(), ..dated.clone() };
    [dated, &other].into_iter().filter_map(Dated::published).map(|date| (date, 0.5)).collect()
}

/// Where headline and text stand on the page.
struct Place {
    headline: Option<Span>,
    body: Span,
}

impl Place {
    fn of(page: &CleanPage) -> Option<Self> {
        let body = Span { start: page.blocks.first()?.at.start, end: page.blocks.last()?.at.end };
        Some(Self { headline: page.headline.as_ref().map(|headline| headline.at), body })
    }

    /// How much the place of a line makes it a line of this article: 1 right beside the headline, 0 far away.
    fn nearness(&self, removal: &Removal) -> f32 {
        let gap = |from: usize, to: usize| from.saturating_sub(to);
        let before_body = gap(self.body.start, removal.at.end);
        let after_body = gap(removal.at.start, self.body.end);
        let between = self.headline.is_some_and(|at| removal.at.start >= at.start && removal.at.end <= self.body.start);
        let to_headline = self.headline.map_or(usize::MAX, |at| gap(at.start, removal.at.end).max(gap(removal.at.start, at.end)));
        match () {
            () if between && (to_headline < 400 || before_body < 1000) => 1.0,
            () if to_headline < 250 => 0.95,
            () if before_body > 0 && before_body < 250 => 0.9,
            () if between => 0.6,
            () if before_body > 0 && before_body < 700 => 0.6,
            () if after_body > 0 && after_body < 150 => 0.65,
            () if after_body == 0 && removal.at.start >= self.body.start => 0.5,
            () => 0.3,
        }
    }

    /// A short line with figures that can belong to the article.
    fn may_date(&self, removal: &Removal) -> bool {
        let near = removal.at.start < self.body.end + 400
            && (self.body.start.saturating_sub(removal.at.end) < 2000 || self.nearness(removal) > 0.9);
        near && trust(removal.reason) > 0.0 && removal.text.len() < 300 && removal.text.chars().any(char::is_numeric)
    }
}

/// How far a line that cleaning left out for some reason may still date the article.
fn trust(reason: Reason) -> f32 {
    match reason {
        Reason::DateLine | Reason::Byline | Reason::Label => 1.0,
        Reason::OutsideArticle | Reason::Kicker | Reason::Credit | Reason::Share => 0.9,
        Reason::Navigation | Reason::Related | Reason::LinkDense | Reason::AuthorBio => 0.75,
        Reason::Caption | Reason::Promotion | Reason::SiteFurniture => 0.4,
        _ => 0.0,
    }
}

/// What the class of a `<time>` says of it.
fn hint(hint: &str) -> (About, f32) {
    let has = |cues: &[&str]| cues.iter().any(|cue| hint.contains(cue));
    match () {
        () if has(&["datemodified", "modif", "updat", "lastmod"]) && !has(&["publish", "datepublished"]) => (About::Modified, 0.8),
        () if has(&["datepublished", "publish", "pubdate", "posted", "entry-date", "dt-published", "created"]) => (About::Published, 0.88),
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
                let kind = node.get("@type").and_then(Value::as_str).unwrap_or_default();
                if kind.ends_with("WebPage") || matches!(kind, "ItemPage" | "VideoObject" | "CreativeWork" | "PodcastEpisode") {
                    pages.push(node);
                }
                stack.extend(node.get("@graph"));
            }
            _ => {}
        }
    }
    pages
}

/// The day in an address: `/2024/03/09/`, `/2024-03-09-`, `_20240309`; a month alone only supports other clues.
fn in_address(url: &str) -> Option<(PubDate, f32)> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split(['?', '#']).next()?;
    let (_, path) = path.split_once('/')?;
    let runs: Vec<(usize, &str)> = digit_runs(path).take(60).collect();
    let between = |a: (usize, &str), b: (usize, &str)| path.get(a.0 + a.1.len()..b.0).unwrap_or_default().to_owned();
    for (n, year) in runs.iter().enumerate() {
        let (month, day) = (runs.get(n + 1), runs.get(n + 2));
        if year.1.len() == 4 && let Some(month) = month {
            let link = between(*year, *month);
            let separate = link == "/" || link == "-" || link == "_" || link == ".";
            if let Some(day) = day.filter(|day| separate && between(*month, **day) == link && day.1.len() <= 2) {
                if let Some(date) = civil(year.1, month.1, day.1) {
                    return Some((PubDate::day(date), if link == "/" { 0.85 } else { 0.75 }));
                }
            }
            if link == "/" && month.1.len() <= 2 && let Some(date) = civil(year.1, month.1, "1") {
                let precise = path.get(month.0 + month.1.len()..).is_some_and(|rest| rest.starts_with('/') || rest.is_empty());
                if let Some(day) = day.filter(|day| between(*month, **day) == "/" && day.1.len() <= 2) {
                    return civil(year.1, month.1, day.1).map(|date| (PubDate::day(date), 0.85));
                }
                return precise.then_some((PubDate { date, clock: None, precision: Precision::Month }, 0.6));
            }
        }
        if year.1.len() == 8 || year.1.len() == 14 || year.1.len() == 12 {
            let parts = (year.1.get(..4)?, year.1.get(4..6)?, year.1.get(6..8)?);
            if let Some(date) = civil(parts.0, parts.1, parts.2) {
                return Some((PubDate::day(date), 0.6));
            }
        }
        if let Some((month, day)) = month.zip(day)
            && year.1.len() <= 2
            && day.1.len() == 4
            && between(*year, *month) == "-"
            && between(*month, *day) == "-"
            && let Some(date) = civil(day.1, month.1, year.1)
            && year.1.parse::<u8>().is_ok_and(|day| day > 12)
        {
            return Some((PubDate::day(date), 0.6));
        }
        if year.1.len() == 4 && month.is_none_or(|month| between(*year, *month) != "/") {
            let rest = path.get(year.0 + 4..).unwrap_or_default();
            if let Some(date) = named_month(year.1, rest) {
                return Some((PubDate::day(date), 0.85));
            }
        }
    }
    None
}

/// `2012/jun/11`.
fn named_month(year: &str, rest: &str) -> Option<Date> {
    let mut parts = rest.strip_prefix('/')?.split('/');
    let (month, day) = (parts.next()?, parts.next()?);
    let tokens = scan::tokens(month);
    let (_, mask, _) = lexicon::month(&tokens, Some("en")).filter(|_| month.len() >= 3 && tokens.len() == 1)?;
    let month = (1..=12).find(|month| mask == 1 << (month - 1))?;
    civil(year, &format!("{month}"), day)
}

fn digit_runs(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = path.get(at..)?;
        let start = at + rest.find(|c: char| c.is_ascii_digit())?;
        let run = path.get(start..)?;
        let len = run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        at = start + len;
        Some((start, run.get(..len)?))
    })
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = year.parse::<i16>().ok().filter(|year| (1990..2100).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// In what order the page's country writes figures, where the page names it.
pub(super) fn order(raw: &RawPage, page: &CleanPage, language: Option<&str>) -> Option<Order> {
    if language != Some("en") {
        return None;
    }
    let url = address(raw, page);
    let host = url.and_then(|url| url.split("://").nth(1)).and_then(|rest| rest.split(['/', ':', '?']).next()).unwrap_or_default();
    let top = host.rsplit('.').next().unwrap_or_default();
    if top.len() == 2 && !matches!(top, "us" | "io" | "co" | "tv" | "me" | "ai" | "fm" | "ca" | "ph" | "cc" | "ly" | "to") {
        return Some(Order::DayMonthYear);
    }
    if matches!(top, "us" | "gov" | "mil" | "edu") {
        return Some(Order::MonthDayYear);
    }
    let meta = page.meta.meta.iter().find(|(name, _)| name == "og:locale").map(|(_, content)| content.as_str());
    let tags = [meta, page.meta.html_lang.as_deref()];
    let region = tags.into_iter().flatten().find_map(|tag| tag.split(['-', '_']).nth(1))?.to_ascii_uppercase();
    match region.as_str() {
        "GB" | "AU" | "NZ" | "IE" | "IN" | "ZA" | "NG" | "KE" | "SG" | "MY" => Some(Order::DayMonthYear),
        _ => None,
    }
}
