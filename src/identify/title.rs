//! The headline: every place that may hold it is a witness, the site's own name is cut off, and they vote.

use serde_json::Value;

use crate::article::{
    Block, BlockKind, CleanPage, Evidence, Found, MarkedText, RawPage, Role, Witness,
};
use crate::identify::ld::Ld;
use crate::identify::line;
use crate::identify::source::SiteName;
use crate::text::{fold, hosts, sentences};

/// A text that may be the headline.
#[derive(Debug, Clone)]
struct Candidate {
    text: String,
    rule: &'static str,
    from: Witness,
    /// How often such a witness is right, beside the others; measured on news pages of many sites.
    weight: f32,
}

/// Longer texts are no headlines.
const LONGEST: usize = 400;
/// Pages of hostile markup hold thousands of headings.
const MOST_CANDIDATES: usize = 24;
/// So many of the first blocks are looked at.
pub(crate) const OPENING: usize = 6;

pub(crate) fn identify(
    raw: &RawPage,
    page: &CleanPage,
    ld: &Ld<'_>,
    sites: &[SiteName],
    domain: Option<&str>,
) -> Option<Found<String>> {
    if let Some(given) = raw
        .given
        .title
        .as_deref()
        .map(fold::tidy)
        .filter(|given| !given.is_empty())
    {
        return Some(Found::new(given, "given", Witness::Given, 1.0));
    }
    let mut site = Site::new(sites, domain);
    let mut candidates = collect(page, ld);
    site.names.extend(logo(&candidates, page));
    for candidate in &mut candidates {
        candidate.text = site.strip(&candidate.text);
    }
    candidates.retain(|candidate| is_headline(&candidate.text) && !site.is_name(&candidate.text));
    raise_seconded(&mut candidates);
    strip_by_agreement(&mut candidates);
    join_shortened(&mut candidates);
    vote(&candidates).or_else(|| of_text(page))
}

/// `<title>` is often written for search engines: it counts for less than what the page shows. This and the next two were measured
/// together (`cargo bench --bench quality -- pages`).
const TITLE: f32 = 0.35;
/// The heading that the page shows, where cleaning took it for the headline.
const SHOWN: f32 = 0.9;
/// A heading outside the article, which may be a logo's.
const FAR: f32 = 0.4;
/// The headline of JSON-LD.
const LD: f32 = 1.5;
/// A witness that is mostly a copy of another.
const COPY: f32 = 0.05;

fn collect(page: &CleanPage, ld: &Ld<'_>) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let mut add = |text: &str, rule, from, weight| {
        let text = fold::tidy(&fold::decode(text));
        if out.len() < MOST_CANDIDATES
            && text.len() <= LONGEST * 4
            && text.chars().count() <= LONGEST
        {
            out.push(Candidate {
                text,
                rule,
                from,
                weight,
            });
        }
    };
    if let Some(headline) = ld
        .articles
        .iter()
        .find_map(|node| node.get("headline").and_then(Value::as_str))
    {
        add(headline, "headline", Witness::JsonLd, LD);
    } else if let Some(name) = ld
        .articles
        .iter()
        .find_map(|node| node.get("name").and_then(Value::as_str))
    {
        add(name, "name", Witness::JsonLd, 0.5);
    }
    for (name, weight) in METAS {
        if let Some((_, value)) = page.meta.meta.iter().find(|(key, _)| key == name) {
            add(value, name, Witness::Meta, *weight);
        }
    }
    match page
        .meta
        .title
        .as_deref()
        .and_then(|title| first_line(page, title))
    {
        Some(line) => add(&line, "first line", Witness::Text, 0.9),
        None => {
            for (text, rule, weight) in shown(page) {
                add(text, rule, Witness::Markup, weight);
            }
        }
    }
    if let Some(title) = &page.meta.title {
        add(title, "title", Witness::Meta, TITLE);
    } else if let Some((title, _)) =
        line::opening(page).filter(|(title, _)| is_headline_line(title))
    {
        add(title, "first line", Witness::Text, 0.6);
    }
    out
}

/// Where the heading that the page shows is the site's name, the first part of `<title>`: the line of the text that is the rest of it.
fn first_line(page: &CleanPage, title: &str) -> Option<String> {
    let shown = page
        .headline
        .as_ref()
        .map(|headline| fold::squash(&headline.text))?;
    let title = fold::tidy(&fold::decode(title));
    let (_, end) = line::marks(&title).into_iter().next()?;
    let head = fold::squash(title.get(..end)?);
    let rest = fold::squash(title.get(end..)?);
    let mut lines = page
        .blocks
        .iter()
        .take(2)
        .flat_map(|block| block.text.lines().take(2));
    let line = lines.find(|line| fold::squash(line) == rest)?;
    (head == shown && rest.chars().count() >= 8).then(|| line.to_owned())
}

/// The headings of the page: the first `<h1>` or the one that cleaning took for the headline, then the rest, which mostly belong
/// to other articles.
fn shown(page: &CleanPage) -> Vec<(&str, &'static str, f32)> {
    let headline = page
        .headline
        .as_ref()
        .map(|headline| headline.text.as_str());
    let key = headline.map(fold::squash);
    let marked = page
        .meta
        .marked
        .iter()
        .filter(|marked| marked.role == Role::Headline)
        .take(60);
    let (first, others): (Vec<_>, Vec<_>) =
        marked.partition(|marked| matches!(marked.by, "h1" | "itemprop"));
    let is_only = first.iter().filter(|marked| marked.by == "h1").count() == 1;
    let is_own = |marked: &MarkedText| marked.in_article || is_only && marked.by == "h1";
    let known = first
        .iter()
        .any(|marked| Some(fold::squash(&marked.text)) == key);
    let mut out: Vec<(&str, &'static str, f32)> = Vec::new();
    if let Some(headline) = headline {
        let alone = known || !first.iter().any(|marked| is_own(marked));
        out.push((headline, "shown", if alone { SHOWN } else { 0.5 }));
    }
    let mut weight = if known { 0.3 } else { SHOWN };
    for marked in first.into_iter().take(6) {
        out.push((
            &marked.text,
            marked.by,
            if is_own(marked) { weight } else { FAR },
        ));
        if is_own(marked) {
            weight = 0.3;
        }
    }
    out.extend(
        others
            .into_iter()
            .take(3)
            .map(|marked| (marked.text.as_str(), marked.by, 0.1)),
    );
    out
}

/// `<meta>` elements that hold a headline. Those of social networks are often rewritten.
const METAS: &[(&str, f32)] = &[
    ("og:title", 0.8),
    ("twitter:title", 0.1),
    ("parsely-title", 0.3),
    ("sailthru.title", 0.2),
    ("dc.title", 0.2),
    ("dcterms.title", 0.2),
    ("citation_title", 0.5),
    ("headline", 0.3),
    ("title", 0.1),
];

/// What the site is called, in the form that names are compared in.
struct Site {
    names: Vec<String>,
    label: String,
}

impl Site {
    fn new(sites: &[SiteName], domain: Option<&str>) -> Self {
        let mut names: Vec<String> = sites.iter().map(|site| fold::squash(&site.name)).collect();
        names.extend(domain.map(fold::squash));
        let label = domain
            .map(|domain| fold::squash(hosts::label(domain)))
            .unwrap_or_default();
        names.push(label.clone());
        names.retain(|name| name.chars().count() >= 2);
        Self { names, label }
    }

    /// Whether a text is the site's name and nothing more.
    fn is_name(&self, text: &str) -> bool {
        let key = fold::squash(text);
        self.names.contains(&key)
    }

    /// Whether a part of a title speaks of the site: its name, or a few words with its name among them.
    fn owns(&self, part: &str) -> bool {
        let key = fold::squash(part);
        let few = part.split_whitespace().count() <= 5 && part.chars().count() <= 50;
        let holds = |name: &String| name.chars().count() >= 3 && key.contains(name.as_str());
        let within = |name: &String| key.chars().count() >= 3 && name.contains(&key);
        self.is_name(part)
            || few && self.names.iter().any(holds)
            || few
                && part.chars().next().is_some_and(char::is_uppercase)
                && self.names.iter().any(within)
            || self.label.chars().count() >= 2 && key == self.label
    }

    /// The title without the site's name at its end or its beginning.
    fn strip(&self, title: &str) -> String {
        let mut text = title.trim();
        for _ in 0..3 {
            let marks = line::marks(text);
            let (Some((first, first_end)), Some((last, last_end))) = (marks.first(), marks.last())
            else {
                break;
            };
            let tail = text.get(*last_end..).unwrap_or_default().trim();
            let head = text.get(..*first).unwrap_or_default().trim();
            let colon = |at: usize| {
                text.get(at..)
                    .is_some_and(|rest| rest.starts_with([':', '：']))
            };
            let (before, after) = (text.get(..*last), text.get(*first_end..));
            if self.owns(tail)
                || is_date(tail)
                || !tail.chars().any(char::is_alphanumeric) && !tail.is_empty()
            {
                text = before.unwrap_or_default();
            } else if self.is_name(head)
                && (!colon(*first) || marks.len() == 1 && self.label == fold::squash(head))
            {
                text = after.unwrap_or_default();
            } else {
                break;
            }
            text = text.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(
                        c,
                        '|' | '-' | '–' | '—' | '·' | '•' | '_' | ':' | '：' | '｜' | '－'
                    )
            });
        }
        if text.is_empty() {
            title.to_owned()
        } else {
            trim_marks(text)
        }
    }
}

/// Marks that hang at the ends after a cut.
fn trim_marks(text: &str) -> String {
    let text = text
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | '_' | '｜'));
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '|' | '·' | '•' | '_' | '｜')
    })
    .to_owned()
}

fn is_date(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text.chars().filter(|c| c.is_alphabetic()).count();
    digits >= 6 && others == 0
}

/// A heading far from the article is its headline all the same where a field says so too.
fn raise_seconded(candidates: &mut [Candidate]) {
    let fields: Vec<String> = candidates
        .iter()
        .filter(|c| c.from != Witness::Markup && c.rule != "title")
        .map(|c| fold::squash(&c.text))
        .collect();
    for candidate in candidates.iter_mut().filter(|c| c.rule == "h1") {
        if candidate.weight >= FAR && fields.contains(&fold::squash(&candidate.text)) {
            candidate.weight = candidate.weight.max(SHOWN);
        }
    }
}

/// The name of a site is no longer, in letters and digits.
const LONGEST_LOGO: usize = 30;

/// The site's name as a logo gives it: a heading that says what `<title>` ends with, after a longer part.
fn logo(candidates: &[Candidate], page: &CleanPage) -> Option<String> {
    let title = fold::tidy(&fold::decode(page.meta.title.as_deref()?));
    let parts = line::parts(&title);
    let [first, .., last] = parts.as_slice() else {
        return None;
    };
    let (first, last) = (fold::squash(first), fold::squash(last));
    let says = |c: &&Candidate| fold::squash(&c.text) == last;
    let shown = candidates
        .iter()
        .filter(says)
        .any(|c| c.from == Witness::Markup);
    let told = candidates
        .iter()
        .filter(says)
        .any(|c| c.from != Witness::Markup);
    let short = last.chars().count() <= LONGEST_LOGO && last.len() < first.len();
    (shown && !told && short).then_some(last)
}

fn is_headline(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() >= 2 && hosts::domain(text).is_none()
}

/// Cuts what one witness has more than another: a section or a site after the headline, a kicker before it.
fn strip_by_agreement(candidates: &mut [Candidate]) {
    let strong: Vec<(String, String)> = candidates
        .iter()
        .filter(|c| c.weight >= 0.6 || c.rule == "title")
        .map(|c| (fold::squash(&c.text), c.text.clone()))
        .collect();
    for candidate in candidates.iter_mut() {
        let own = fold::squash(&candidate.text);
        let is_strong = |part: &&str| {
            let key = fold::squash(part);
            key != own && is_long(&key, &own) && strong.iter().any(|(other, _)| *other == key)
        };
        let kicked = || {
            strong.iter().find(|(other, text)| {
                is_long(other, &own)
                    && other.len() < own.len()
                    && ends_with_words(&candidate.text, text)
            })
        };
        let shown = candidate.from == Witness::Markup;
        // What a heading says after a colon is part of the headline; `<title>` may say less.
        let cuts = |head: &&str| {
            let after = candidate
                .text
                .get(head.len()..)
                .unwrap_or_default()
                .trim_start();
            !(shown && after.starts_with([':', '：']))
        };
        let run_on = || {
            strong.iter().find(|(other, text)| {
                shown && is_long(other, &own) && runs_on(&candidate.text, text)
            })
        };
        let shorter = heads(&candidate.text)
            .filter(cuts)
            .find(is_strong)
            .or_else(|| kicked().map(|(_, text)| text.as_str()))
            .or_else(|| run_on().map(|(_, text)| text.as_str()))
            .or_else(|| {
                strong
                    .iter()
                    .find_map(|(_, other)| shared_tail(&candidate.text, other))
            })
            .map(trim_marks);
        if let Some(shorter) = shorter {
            candidate.text = shorter;
        }
    }
}

/// Whether a text ends with another and has whole words before it.
fn ends_with_words(text: &str, end: &str) -> bool {
    let text = fold::key(text);
    let before = text.strip_suffix(&fold::key(end)).unwrap_or_default();
    before.chars().last().is_some_and(|c| !c.is_alphanumeric())
}

/// Whether a text begins with another and goes on with a day or a number: what stands under the headline was run together with it.
fn runs_on(text: &str, start: &str) -> bool {
    let text = fold::key(text);
    let after = text.strip_prefix(&fold::key(start)).unwrap_or_default();
    after.starts_with(' ') && after.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// What two witnesses agree on after kickers that have no word in common.
fn shared_tail<'a>(text: &'a str, other: &str) -> Option<&'a str> {
    let own = fold::squash(text);
    let other_key = fold::squash(other);
    if own == other_key || own.ends_with(&other_key) || other_key.ends_with(&own) {
        return None;
    }
    tails(text).find(|tail| {
        let key = fold::squash(tail);
        let same = tails(other).find(|other| fold::squash(other) == key);
        same.is_some_and(|same| {
            let kickers = (text.strip_suffix(tail), other.strip_suffix(same));
            is_long(&key, &own)
                && kickers
                    .0
                    .zip(kickers.1)
                    .is_some_and(|(a, b)| !share_a_word(a, b))
        })
    })
}

fn share_a_word(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() >= 4)
            .map(fold::key)
            .collect()
    };
    let others = words(b);
    words(a).iter().any(|word| others.contains(word))
}

/// A part is the headline only if it is no mere word of it.
fn is_long(part: &str, whole: &str) -> bool {
    let (part, whole) = (part.chars().count(), whole.chars().count());
    part * 10 >= whole * 3 && part >= 8
}

fn tails(text: &str) -> impl Iterator<Item = &str> {
    line::marks(text)
        .into_iter()
        .take(3)
        .filter_map(|(_, end)| text.get(end..))
        .map(str::trim)
}

fn heads(text: &str) -> impl Iterator<Item = &str> {
    line::marks(text)
        .into_iter()
        .rev()
        .take(4)
        .filter_map(|(at, _)| text.get(..at))
        .map(str::trim)
}

/// A witness that was cut short with dots votes for the one that it begins.
fn join_shortened(candidates: &mut [Candidate]) {
    let wholes: Vec<String> = candidates.iter().map(|c| c.text.clone()).collect();
    for candidate in candidates.iter_mut() {
        let stem = candidate
            .text
            .trim_end()
            .strip_suffix("...")
            .or_else(|| candidate.text.trim_end().strip_suffix('…'));
        let Some(stem) = stem
            .map(fold::squash)
            .filter(|stem| stem.chars().count() >= 10)
        else {
            continue;
        };
        let begins = |whole: &&String| {
            let key = fold::squash(whole);
            key.starts_with(&stem) && key.len() > stem.len()
        };
        if let Some(whole) = wholes.iter().find(begins) {
            candidate.text.clone_from(whole);
        }
    }
}

/// Witnesses that say the same.
struct Group<'a> {
    key: String,
    weight: f32,
    best: &'a Candidate,
    /// The weight of the page as it is shown: another heading with the same words adds little.
    shown_weight: f32,
    /// One of them is a `<meta>` element: the others are mostly copies of it.
    told: bool,
    voices: usize,
}

impl<'a> Group<'a> {
    fn new(key: String, candidate: &'a Candidate) -> Self {
        let shown = candidate.from == Witness::Markup;
        let told = candidate.from == Witness::Meta && candidate.rule != "title";
        Self {
            key,
            weight: candidate.weight,
            best: candidate,
            shown_weight: if shown { candidate.weight } else { 0.0 },
            told,
            voices: 1,
        }
    }

    fn add(&mut self, candidate: &'a Candidate) {
        let shown = candidate.from == Witness::Markup;
        let told = candidate.from == Witness::Meta && candidate.rule != "title";
        // `<title>` is mostly made of the same field as the `<meta>` elements.
        let copy = candidate.rule == "title" && self.told;
        self.weight += if shown {
            let more = candidate.weight - self.shown_weight;
            self.shown_weight += more.max(0.0);
            more.max(COPY)
        } else if told && self.told || copy {
            COPY
        } else {
            candidate.weight
        };
        self.told |= told;
        self.voices += 1;
        if candidate.weight > self.best.weight {
            self.best = candidate;
        }
    }
}

fn groups(candidates: &[Candidate]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for candidate in candidates {
        let key = fold::squash(&candidate.text);
        match groups.iter_mut().find(|group| group.key == key) {
            Some(group) => group.add(candidate),
            None => groups.push(Group::new(key, candidate)),
        }
    }
    groups
}

/// The text with the greatest weight; of its writings, that of the heaviest witness.
fn vote(candidates: &[Candidate]) -> Option<Found<String>> {
    let groups = groups(candidates);
    let total: f32 = groups.iter().map(|group| group.weight).sum();
    let mut winner = groups.first()?;
    for group in &groups {
        if group.weight > winner.weight {
            winner = group;
        }
    }
    let sure = (winner.weight / total).clamp(0.2, 1.0) * if winner.voices > 1 { 0.98 } else { 0.7 };
    Some(Found {
        value: winner.best.text.clone(),
        evidence: Evidence::new(winner.best.rule, winner.best.from, sure),
    })
}

/// Bare text that names no headline: a first short line without a full stop, or the first heading near the beginning.
pub(crate) fn of_text(page: &CleanPage) -> Option<Found<String>> {
    let first = page.blocks.first()?;
    let is_heading = |block: &&Block| matches!(block.kind, BlockKind::Heading(_));
    if is_heading(&first) || page.blocks.len() > 1 && is_headline_line(&first.text) {
        return Some(Found::new(
            fold::tidy(&first.text),
            "first line",
            Witness::Text,
            0.5,
        ));
    }
    let heading = page.blocks.iter().take(OPENING).find(is_heading)?;
    Some(Found::new(
        fold::tidy(&heading.text),
        "first heading",
        Witness::Text,
        0.3,
    ))
}

fn is_headline_line(text: &str) -> bool {
    let text = text.trim();
    let words = text.split_whitespace().count();
    let length = text.chars().count();
    let one =
        !text.contains('\n') && length <= 200 && (words >= 3 || length >= 8 && !text.is_ascii());
    // A headline may be a question.
    let is_question = |c: char| matches!(c, '?' | '？');
    let goes_on = |c: char| matches!(c, ':' | '：' | ',' | ';');
    one && !text.ends_with(|c| goes_on(c) || sentences::is_end(c) && !is_question(c))
}
