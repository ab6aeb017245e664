//! The outlet: the name that the page gives its site, the more believed the better it agrees with the address.

use serde_json::Value;

use crate::article::{CleanPage, Evidence, Found, RawPage, Reason, Removal, Role, Witness};
use crate::identify::agency;
use crate::identify::ld::Ld;
use crate::identify::line;
use crate::identify::name::{self, Kind};
use crate::text::{fold, hosts};

/// A name that the page gives its site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SiteName {
    pub(crate) name: String,
    pub(crate) rule: &'static str,
    pub(crate) from: Witness,
    pub(crate) score: f32,
}

impl SiteName {
    /// The name under which an article was published.
    pub(crate) fn of_source(source: &Found<String>) -> Self {
        Self {
            name: source.value.clone(),
            rule: "source",
            from: source.evidence.from,
            score: source.evidence.sure,
        }
    }
}

/// A site has few names; hostile markup may list thousands.
const MOST_NAMES: usize = 30;

/// Every name that the page gives its site in its head and its markup, best guess first.
pub(crate) fn site_names(page: &CleanPage, ld: &Ld<'_>, domain: Option<&str>) -> Vec<SiteName> {
    let mut names = Vec::new();
    let mut add = |name: &str, rule, from, score| {
        let name = polished(name);
        if is_name(&name) {
            names.push(SiteName {
                name,
                rule,
                from,
                score,
            });
        }
    };
    for (key, value) in &page.meta.meta {
        match key.as_str() {
            "og:site_name" => add(value, "og:site_name", Witness::Meta, 1.0),
            "application-name" | "apple-mobile-web-app-title" => {
                add(value, "application-name", Witness::Meta, 0.6);
            }
            "publisher" | "dc.publisher" | "dcterms.publisher" | "citation_journal_title" => {
                add(value, "publisher", Witness::Meta, 0.5);
            }
            "twitter:site" => add(handle(value), "twitter:site", Witness::Meta, 0.2),
            _ => {}
        }
    }
    for article in &ld.articles {
        for named in ld
            .under(article, "publisher")
            .iter()
            .chain(&ld.under(article, "sourceOrganization"))
        {
            add(&named.name, "publisher", Witness::JsonLd, 0.8);
        }
    }
    for site in &ld.sites {
        if let Some(name) = site.get("name").and_then(Value::as_str) {
            add(name, "site name", Witness::JsonLd, 0.6);
        }
    }
    for marked in page
        .meta
        .marked
        .iter()
        .filter(|marked| marked.role == Role::Publisher && marked.by == "itemprop")
        .take(4)
    {
        add(&marked.text, "publisher", Witness::Markup, 0.4);
    }
    names.truncate(MOST_NAMES);
    weigh(&mut names, domain);
    names
}

/// Raises a name that others agree with or that the address agrees with; sorts.
fn weigh(names: &mut [SiteName], domain: Option<&str>) {
    let keys: Vec<String> = names.iter().map(|name| fold::squash(&name.name)).collect();
    for (name, key) in names.iter_mut().zip(&keys) {
        let others = keys
            .iter()
            .filter(|other| *other == key)
            .count()
            .saturating_sub(1)
            .min(2);
        name.score += 0.1
            * if others == 1 {
                1.0
            } else {
                1.5 * f32::from(u8::from(others > 1))
            };
        name.score += domain.map_or(0.0, |domain| agreement(&name.name, domain));
        if hosts::domain(&name.name).is_some() {
            name.score -= 0.3;
        }
        if is_company(&name.name) {
            name.score -= 0.4;
        }
    }
    names.sort_by(|a, b| b.score.total_cmp(&a.score));
}

/// How well a name and a domain agree, from 0 to 0.25.
fn agreement(name: &str, domain: &str) -> f32 {
    let (label, name_key) = (fold::squash(hosts::label(domain)), fold::squash(name));
    let bare = ["the", "der", "die", "das", "le", "la", "el", "il"].iter();
    let mut bare = bare
        .filter_map(|article| name_key.strip_prefix(article))
        .chain([name_key.as_str()]);
    let initials: String = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .collect();
    if name_key == fold::squash(domain) || bare.any(|bare| bare == label) {
        0.2
    } else if label.len() >= 2 && fold::squash(&initials) == label {
        0.15
    } else if label.len() >= 3 && name_key.contains(&label)
        || name_key.chars().count() >= 4 && label.contains(&name_key)
    {
        0.1
    } else {
        0.0
    }
}

/// The outlet's name: as the user says, as the page says, as its title ends, as its last lines say, or as its address has it.
pub(crate) fn identify(
    raw: &RawPage,
    page: &CleanPage,
    names: &[SiteName],
    place: (Option<&str>, Option<&str>),
) -> Option<Found<String>> {
    let (domain, headline) = place;
    let given = raw.given.source.as_deref().map(fold::tidy);
    if let Some(given) = given.filter(|given| !given.is_empty()) {
        return Some(Found::new(given, "given", Witness::Given, 1.0));
    }
    let by_domain =
        || domain.map(|domain| Found::new(domain.to_owned(), "domain", Witness::Url, 0.3));
    of_names(names, page, domain, headline)
        .or_else(|| of_lines(page))
        .or_else(by_domain)
}

fn of_names(
    names: &[SiteName],
    page: &CleanPage,
    domain: Option<&str>,
    headline: Option<&str>,
) -> Option<Found<String>> {
    let agrees = |name: &str| domain.map_or(0.0, |domain| agreement(name, domain));
    let tail = title_tail(page, headline).map(|name| {
        let said = agrees(&name) > 0.0 || domain.is_none() || is_said(page, &name);
        let score = if said { 0.5 + agrees(&name) } else { 0.1 };
        SiteName {
            score,
            name,
            rule: "title",
            from: Witness::Meta,
        }
    });
    // A line of bare text may be anything: the address or the page's own lines must say the name too.
    let opening = || {
        let (_, end) = line::opening(page).filter(|_| page.meta.title.is_none())?;
        let name = polished(end);
        let said = is_name(&name) && (agrees(&name) > 0.0 || is_said(page, &name));
        said.then(|| SiteName {
            score: 0.5 + agrees(&name),
            name,
            rule: "first line",
            from: Witness::Text,
        })
    };
    let tail = tail.or_else(opening);
    let is_title =
        |name: &str| headline.is_some_and(|headline| fold::squash(headline) == fold::squash(name));
    let mut best = names
        .iter()
        .chain(&tail)
        .filter(|name| !is_title(&name.name) && name.score >= 0.3);
    let mut chosen = best.next()?;
    for other in best {
        if other.score > chosen.score {
            chosen = other;
        }
    }
    let same = |name: &&SiteName| fold::squash(&name.name) == fold::squash(&chosen.name);
    let shown = names
        .iter()
        .chain(&tail)
        .filter(same)
        .filter(|name| name.rule != "twitter:site")
        .max_by_key(|name| neatness(&name.name))
        .unwrap_or(chosen);
    let sure = (chosen.score * 0.8).clamp(0.2, 0.98);
    let evidence = Evidence::new(chosen.rule, chosen.from, sure);
    Some(Found {
        value: shown.name.clone(),
        evidence,
    })
}

/// The page's own lines say the name too: a line of credit, of copyright, an invitation to follow.
fn is_said(page: &CleanPage, name: &str) -> bool {
    let key = fold::squash(name);
    let frame =
        |removal: &&Removal| matches!(removal.reason, Reason::Copyright | Reason::Promotion);
    let mut lines = page
        .removals
        .iter()
        .filter(frame)
        .take(20)
        .map(|removal| fold::squash(&removal.text));
    key.chars().count() >= 3
        && (lines.any(|line| line.contains(&key))
            || line::credits(page).any(|(_, credit)| fold::squash(&credit) == key))
}

/// Of two writings of one name the one with words and with capitals is shown.
fn neatness(name: &str) -> u8 {
    let mixed = name.chars().any(char::is_uppercase) && name.chars().any(char::is_lowercase);
    let words = name.contains(' ') || name.contains('-');
    2 * u8::from(mixed) + u8::from(words) + 2 * u8::from(hosts::domain(name).is_none())
}

/// What stands in `<title>` after the headline, or the last of its parts.
fn title_tail(page: &CleanPage, headline: Option<&str>) -> Option<String> {
    let title = fold::tidy(&fold::decode(page.meta.title.as_deref()?));
    let tail = match headline.and_then(|headline| {
        title
            .find(headline)
            .and_then(|at| title.get(at + headline.len()..))
    }) {
        Some(rest) => rest.to_owned(),
        None => format!(" {}", line::parts(&title).into_iter().skip(1).next_back()?),
    };
    let parts = line::parts(tail.trim_matches(|c: char| c.is_whitespace() || line::is_mark(c)));
    let last = polished(parts.last()?);
    let in_headline =
        headline.is_some_and(|headline| fold::squash(headline).ends_with(&fold::squash(&last)));
    (!in_headline && is_name(&last) && last.split_whitespace().count() <= 6).then_some(last)
}

/// The outlet in the words of bare text: a line of copyright, a line of credit, what follows the last author's name.
fn of_lines(page: &CleanPage) -> Option<Found<String>> {
    for removal in page
        .removals
        .iter()
        .filter(|removal| removal.reason == Reason::Copyright)
        .rev()
    {
        if let Some(owner) = line::copyright_owner(&removal.text).filter(|owner| is_name(owner)) {
            let shown = agency::named(&owner).map_or(owner, |agency| agency.code.to_owned());
            let found = Found::new(shown, "copyright", Witness::Text, 0.7);
            return Some(Found {
                evidence: found.evidence.quoting(removal.text.trim()),
                value: found.value,
            });
        }
    }
    let lines = page
        .removals
        .iter()
        .filter(|removal| matches!(removal.reason, Reason::Byline | Reason::Label));
    for removal in lines.rev() {
        if let Some(name) = removal.text.lines().rev().find_map(outlet_of_byline) {
            let found = Found::new(name, "by-line", Witness::Text, 0.4);
            return Some(Found {
                evidence: found.evidence.quoting(removal.text.trim()),
                value: found.value,
            });
        }
    }
    line::credits(page).find_map(|(label, name)| {
        let quote = format!("{label}: {name}");
        let value = polished(&name);
        is_name(&value).then(|| Found {
            value,
            evidence: Evidence::new("credit", Witness::Text, 0.5).quoting(quote),
        })
    })
}

/// `Financial Times` of `Ana Kovač, Financial Times`.
fn outlet_of_byline(line: &str) -> Option<String> {
    let (before, last) = line.rsplit_once([',', '，'])?;
    let last = fold::tidy(last);
    let person = name::names(before)
        .iter()
        .any(|name| name.kind == Kind::Person);
    let words = last.split_whitespace().count();
    let titled = last
        .split_whitespace()
        .all(|word| word.chars().next().is_some_and(|c| !c.is_lowercase()));
    let outlet = name::classify(&last) == Kind::Newsroom && (2..=5).contains(&words) && titled;
    (person && outlet && !last.chars().any(|c| c.is_ascii_digit())).then_some(last)
}

fn handle(value: &str) -> &str {
    let value = value.trim().trim_end_matches('/');
    value
        .rsplit('/')
        .next()
        .unwrap_or(value)
        .trim_start_matches('@')
}

fn polished(name: &str) -> String {
    let name = fold::tidy(&fold::decode(name));
    let name = name.trim_matches(|c: char| c.is_whitespace() || line::is_mark(c));
    let bare = name
        .strip_prefix("https://")
        .or_else(|| name.strip_prefix("http://"))
        .unwrap_or(name);
    bare.strip_prefix("www.")
        .unwrap_or(bare)
        .trim_end_matches('/')
        .to_owned()
}

fn is_name(name: &str) -> bool {
    const NO_NAMES: &[&str] = &[
        "home",
        "homepage",
        "website",
        "wordpress",
        "blog",
        "news",
        "mysite",
        "startseite",
        "index",
        "default",
        "null",
        "undefined",
        "none",
    ];
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    (letters >= 2 || letters == 1 && name.chars().count() == 1)
        && name.chars().count() <= 80
        && !name.contains("://")
        && !name.contains(['<', '>'])
        && !NO_NAMES.contains(&fold::squash(name).as_str())
}

/// A company's legal form stands in the name: the owner, not the outlet.
fn is_company(name: &str) -> bool {
    const FORMS: &[&str] = &[
        "gmbh",
        "ag",
        "se",
        "kg",
        "ltd",
        "limited",
        "llc",
        "inc",
        "plc",
        "corp",
        "corporation",
        "s.a.",
        "s.p.a.",
        "b.v.",
        "sa",
        "spa",
        "bv",
        "oy",
        "ab",
        "verlag",
        "verlags",
        "mediengruppe",
        "ооо",
        "ао",
        "株式会社",
    ];
    name.split_whitespace().any(|word| {
        FORMS.contains(
            &word
                .trim_matches([',', '(', ')'])
                .trim_end_matches('.')
                .to_lowercase()
                .as_str(),
        )
    })
}
