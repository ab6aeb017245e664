//! Authors: names, not by-lines; what names nobody is left out.

use crate::article::{CleanPage, Evidence, Found, MarkedText, RawPage, Role, Witness};
use crate::identify::ld::Ld;
use crate::identify::name::{self, Kind, Name};
use crate::identify::source::SiteName;
use crate::identify::{agency, byline};
use crate::text::{fold, hosts};

/// The names that one witness gives.
#[derive(Debug)]
pub(crate) struct Voice {
    names: Vec<Name>,
    rule: &'static str,
    from: Witness,
    /// How often such a witness is right.
    sure: f32,
    quote: Option<String>,
}

/// More authors than that are a list of something else.
const MOST_AUTHORS: usize = 12;

pub(crate) fn identify(
    raw: &RawPage,
    mut voices: Vec<Voice>,
    sites: &[SiteName],
    domain: Option<&str>,
) -> Option<Found<Vec<String>>> {
    let given: Vec<String> = raw
        .given
        .authors
        .iter()
        .map(|author| fold::tidy(author))
        .filter(|a| !a.is_empty())
        .collect();
    if !given.is_empty() {
        return Some(Found::new(given, "given", Witness::Given, 1.0));
    }
    let own = own_names(sites, domain);
    for voice in &mut voices {
        for name in &mut voice.names {
            if is_own(&name.text, &own) && !matches!(name.kind, Kind::Agency(_)) {
                name.kind = Kind::Newsroom;
            }
        }
        voice.names.truncate(MOST_AUTHORS);
    }
    choose(&voices)
}

/// The agency among the names that witnesses give.
pub(crate) fn agency_of(
    voices: &[Voice],
) -> Option<(&'static agency::Agency, &'static str, Witness)> {
    voices.iter().find_map(|voice| {
        let found = voice.names.iter().find_map(|name| match name.kind {
            Kind::Agency(agency) => Some(agency),
            _ => None,
        })?;
        Some((found, voice.rule, voice.from))
    })
}

fn own_names(sites: &[SiteName], domain: Option<&str>) -> Vec<String> {
    let mut own: Vec<String> = sites.iter().map(|site| fold::squash(&site.name)).collect();
    own.extend(domain.map(fold::squash));
    own.extend(domain.map(|domain| fold::squash(hosts::label(domain))));
    own
}

/// The site itself, by its name or by the initials that its address is made of.
fn is_own(name: &str, own: &[String]) -> bool {
    let initials: String = name
        .split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .collect();
    let initials = fold::squash(&initials);
    let label = own.last().filter(|label| label.chars().count() >= 2);
    let word = label.is_some_and(|label| {
        name.split_whitespace()
            .any(|word| fold::squash(word) == *label)
    });
    word || own.contains(&fold::squash(name))
        || initials.chars().count() >= 2 && own.contains(&initials)
}

/// The voices in the order in which they are believed.
pub(crate) fn voices(page: &CleanPage, ld: &Ld<'_>) -> Vec<Voice> {
    let mut voices = vec![of_ld(ld)];
    voices.extend(of_meta(page));
    let itemprop = |marked: &&MarkedText| matches!(marked.by, "itemprop" | "rel" | "data");
    voices.push(of_marked(page, "marked author", 0.75, itemprop));
    voices.push(of_marked(page, "author class", 0.6, |marked| {
        !itemprop(marked)
    }));
    voices.push(of_lines(page));
    voices.retain(|voice| !voice.names.is_empty());
    voices
}

fn of_ld(ld: &Ld<'_>) -> Voice {
    let mut names = Vec::new();
    for article in &ld.articles {
        for key in ["author", "creator"] {
            for named in ld.under(article, key) {
                names.extend(of_ld_name(named.name, named.kind));
            }
            if !names.is_empty() {
                return Voice {
                    names: distinct(names),
                    rule: "author",
                    from: Witness::JsonLd,
                    sure: 0.95,
                    quote: None,
                };
            }
        }
    }
    Voice {
        names,
        rule: "author",
        from: Witness::JsonLd,
        sure: 0.95,
        quote: None,
    }
}

fn of_ld_name(text: &str, kind: Option<&str>) -> Vec<Name> {
    let organisation = kind.is_some_and(|kind| kind.ends_with("Organization"));
    if !organisation {
        let mut names = name::names(text);
        let people = names.iter().any(|name| name.kind == Kind::Person);
        names.retain(|name| !people || name.kind != Kind::Newsroom);
        return names;
    }
    let text = fold::tidy(&fold::decode(text));
    let kind = agency::named(&text).map_or(Kind::Newsroom, Kind::Agency);
    if text.is_empty() || text.chars().count() > 80 {
        Vec::new()
    } else {
        vec![Name { text, kind }]
    }
}

/// `<meta>` elements that hold authors, most believed first.
const METAS: &[(&str, f32)] = &[
    ("author", 0.8),
    ("article:author", 0.8),
    ("parsely-author", 0.8),
    ("sailthru.author", 0.85),
    ("byl", 0.85),
    ("dc.creator", 0.8),
    ("dcterms.creator", 0.8),
    ("citation_author", 0.9),
    ("cxenseparse:author", 0.8),
    ("article:author_name", 0.8),
    ("og:article:author", 0.7),
    ("og:author", 0.7),
    ("book:author", 0.5),
    ("shareaholic:article_author_name", 0.7),
    ("vr:author", 0.6),
];

fn of_meta(page: &CleanPage) -> Vec<Voice> {
    let mut out = Vec::new();
    for (key, sure) in METAS {
        let values = page
            .meta
            .meta
            .iter()
            .filter(|(name, _)| name == key)
            .take(MOST_AUTHORS);
        let names: Vec<Name> = values
            .filter(|(_, value)| !byline::is_address(value))
            .flat_map(|(_, value)| name::names(value))
            .collect();
        out.push(Voice {
            names: distinct(names),
            rule: key,
            from: Witness::Meta,
            sure: *sure,
            quote: None,
        });
    }
    out
}

fn of_marked(
    page: &CleanPage,
    rule: &'static str,
    sure: f32,
    of: impl Fn(&&MarkedText) -> bool,
) -> Voice {
    let marked = page
        .meta
        .marked
        .iter()
        .filter(|marked| marked.role == Role::Author && marked.in_article && of(marked));
    let texts = marked
        .map(|marked| marked.text.as_str())
        .filter(|text| byline::is_byline(text));
    let lists: Vec<(&str, Vec<Name>)> = texts
        .take(20)
        .map(|text| (text, name::names(text)))
        .filter(|(_, names)| !names.is_empty())
        .collect();
    let is_person = |name: &Name| name.kind == Kind::Person;
    let mut people = distinct(
        lists
            .iter()
            .flat_map(|(_, names)| names)
            .filter(|name| is_person(name))
            .cloned()
            .collect(),
    );
    // `Ana Kovač Fr` of a line with a weekday, beside `Ana Kovač` of her own element.
    let shorter: Vec<String> = people
        .iter()
        .map(|name| format!("{} ", name.text))
        .collect();
    let most = people.len();
    people.retain(|name| {
        !shorter
            .iter()
            .any(|short| name.text.starts_with(short.as_str()))
    });
    let first = lists
        .iter()
        .find(|(_, names)| names.iter().any(is_person))
        .or(lists.first());
    let names = if (2..=MOST_MARKED).contains(&most) {
        people
    } else {
        first.map(|(_, names)| names.clone()).unwrap_or_default()
    };
    Voice {
        names: distinct(names),
        rule,
        from: Witness::Markup,
        sure,
        quote: first.map(|(text, _)| fold::tidy(text)),
    }
}

/// Where more people are marked as authors, most of them wrote something else on the page.
const MOST_MARKED: usize = 3;

/// By-lines in the words of the page. Bare text shows those of one article only.
fn of_lines(page: &CleanPage) -> Voice {
    let mut found = byline::lines(page)
        .into_iter()
        .map(|line| (name::names(&line), line))
        .filter(|(names, line)| {
            let signed = |name: &Name| matches!(name.kind, Kind::Person | Kind::Agency(_));
            names.iter().any(signed)
                || !names.is_empty() && name::has_cue(line) && !opens_with_a_word(line)
        });
    let mut voice = Voice {
        names: Vec::new(),
        rule: "by-line",
        from: Witness::Text,
        sure: 0.7,
        quote: None,
    };
    if let Some((names, line)) = found.next() {
        voice.names = names;
        voice.quote = Some(fold::tidy(&line));
        if !byline::is_marked_up(page) {
            voice.names.extend(found.flat_map(|(names, _)| names));
        }
    }
    voice.names = distinct(voice.names);
    voice
}

/// The cue is a word of other lines too: `About Us`, `DE EN`, `编辑 锁定`. A single word after it is no name.
fn opens_with_a_word(line: &str) -> bool {
    const WORDS: &[&str] = &[
        "about",
        "über",
        "de",
        "di",
        "da",
        "af",
        "av",
        "od",
        "от",
        "编辑",
        "編輯",
        "text",
        "interview",
    ];
    let first = line
        .split_whitespace()
        .next()
        .map(fold::key)
        .unwrap_or_default();
    WORDS.contains(&first.as_str())
}

fn distinct(names: Vec<Name>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    for name in names.into_iter().take(4 * MOST_AUTHORS) {
        let key = fold::squash(&name.text);
        if !key.is_empty() && !out.iter().any(|known| fold::squash(&known.text) == key) {
            out.push(name);
        }
    }
    out
}

/// The most believed voice that names a person; then whatever JSON-LD names; then an agency or a single word.
fn choose(voices: &[Voice]) -> Option<Found<Vec<String>>> {
    let is_person = |name: &Name| name.kind == Kind::Person;
    let is_agency = |name: &Name| matches!(name.kind, Kind::Agency(_));
    let wired = voices
        .iter()
        .any(|voice| voice.from == Witness::JsonLd && voice.names.iter().any(is_agency));
    let shown = |voice: &&Voice| !wired || !matches!(voice.rule, "author class" | "by-line");
    if let Some(voice) = voices
        .iter()
        .filter(shown)
        .find(|voice| voice.names.iter().any(is_person))
    {
        let structured = matches!(voice.from, Witness::JsonLd | Witness::Meta);
        let keep = |name: &&Name| match name.kind {
            Kind::Person | Kind::Agency(_) => true,
            Kind::Single => structured,
            Kind::Newsroom => voice.from == Witness::JsonLd,
        };
        return Some(found(voice, voice.names.iter().filter(keep), voice.sure));
    }
    let is_somebody = |name: &Name| !is_generic(&name.text);
    let is_signed = |name: &Name| is_somebody(name) && name.kind != Kind::Newsroom;
    let structured = voices
        .iter()
        .find(|voice| voice.from == Witness::JsonLd && voice.names.iter().any(is_somebody));
    let voice = structured.or_else(|| {
        voices
            .iter()
            .find(|voice| voice.names.iter().any(is_signed))
    })?;
    let keep = |name: &&Name| {
        if voice.from == Witness::JsonLd {
            is_somebody(name)
        } else {
            is_signed(name)
        }
    };
    Some(found(
        voice,
        voice.names.iter().filter(keep),
        voice.sure * 0.5,
    ))
}

fn found<'a>(
    voice: &Voice,
    names: impl Iterator<Item = &'a Name>,
    sure: f32,
) -> Found<Vec<String>> {
    let mut evidence = Evidence::new(voice.rule, voice.from, sure);
    evidence.quote.clone_from(&voice.quote);
    Found {
        value: names.map(|name| name.text.clone()).collect(),
        evidence,
    }
}

/// Words that name a role and nobody: `admin`, `Redaktion`.
fn is_generic(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let key = fold::squash(text);
    let nobody = [
        "admin",
        "name",
        "nom",
        "nombre",
        "nome",
        "publisher",
        "unknown",
        "noauthor",
        "user",
    ]
    .iter()
    .any(|word| key == *word);
    nobody
        || key.ends_with("admin")
        || words.len() <= 2
            && words
                .iter()
                .all(|word| name::classify(word) == Kind::Newsroom && !word.contains('.'))
}
