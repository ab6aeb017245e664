//! Authors: names, not by-lines; what names nobody is left out.

use crate::article::{
    CleanPage, Evidence, Found, MarkedText, RawPage, Reason, Removal, Role, Witness,
};
use crate::identify::ld::Ld;
use crate::identify::name::{self, Kind, Name};
use crate::identify::source::SiteName;
use crate::identify::{agency, byline, byline_words, cue, line};
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
    /// The page shows one of these persons to its readers.
    seen: bool,
}

impl Voice {
    /// The page shows these names, in a by-line or as one of its fields has them.
    fn is_shown(&self) -> bool {
        let cued = self.quote.as_deref().is_some_and(cue::has_cue);
        cued || self.seen && self.from == Witness::Meta
    }

    fn has_person(&self) -> bool {
        self.names.iter().any(|name| name.kind == Kind::Person)
    }
}

/// More authors than that are a list of something else.
const MOST_AUTHORS: usize = 25;

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
            let agency = matches!(name.kind, Kind::Agency(_) | Kind::Employer(_));
            if !agency && is_own(&name.text, &own) {
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
            Kind::Agency(agency) | Kind::Employer(agency) => Some(agency),
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
    if voices.iter().any(|voice| voice.from == Witness::Meta) {
        compare_with_page(&mut voices, page);
    }
    voices
}

/// What fields of the page's head say is held against what its readers see.
fn compare_with_page(voices: &mut [Voice], page: &CleanPage) {
    let shown = shown_words(page);
    let pictured = photographers(page);
    for voice in voices {
        let wrote = |name: &Name| !pictured.contains(&fold::squash(&name.text));
        let is_writer = |name: &Name| name.kind == Kind::Person && wrote(name);
        // A by-line that readers see means whom it names; fields list whoever had a hand in the page.
        if voice.from == Witness::Meta && voice.names.iter().any(is_writer) {
            voice.names.retain(wrote);
        }
        let mut keys = voice.names.iter().map(|name| fold::squash(&name.text));
        voice.seen = keys.any(|key| shown.contains(&key));
    }
}

/// Those whom the credits of pictures name.
fn photographers(page: &CleanPage) -> Vec<String> {
    let credits = page
        .removals
        .iter()
        .filter(|removal| matches!(removal.reason, Reason::Byline | Reason::Credit))
        .filter(|removal| removal.text.len() <= 600)
        .flat_map(|removal| removal.text.split([';', '|', '\n']));
    let named = credits.take(200).filter_map(byline_words::pictured);
    let names = named.flat_map(|names| name::names(&names));
    names.map(|name| fold::squash(&name.text)).collect()
}

/// What the page shows where authors are named: all that was left out, the first paragraphs and the last.
fn shown_words(page: &CleanPage) -> String {
    let near = |removal: &&Removal| {
        !matches!(
            removal.reason,
            Reason::Copyright
                | Reason::Footer
                | Reason::Navigation
                | Reason::Related
                | Reason::Comments
                | Reason::Promotion
                | Reason::Advertisement
                | Reason::Consent
                | Reason::Hidden
        )
    };
    let removed = page
        .removals
        .iter()
        .filter(near)
        .map(|removal| removal.text.as_str());
    let first = page.blocks.iter().take(6).map(|block| block.text.as_str());
    let last = page
        .blocks
        .iter()
        .rev()
        .take(3)
        .map(|block| block.text.as_str());
    let texts: Vec<&str> = removed
        .filter(|text| text.len() <= 2000)
        .chain(first)
        .chain(last)
        .collect();
    fold::squash(&texts.join(" "))
}

fn of_ld(ld: &Ld<'_>) -> Voice {
    let mut names = Vec::new();
    for article in &ld.articles {
        for key in ["author", "creator"] {
            for named in ld.under(article, key) {
                names.extend(of_ld_name(&named.name, named.kind));
            }
            if !names.is_empty() {
                return Voice {
                    names: distinct(names),
                    rule: "author",
                    from: Witness::JsonLd,
                    sure: 0.95,
                    quote: None,
                    seen: false,
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
        seen: false,
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
    organisations(&fold::tidy(&fold::decode(text)))
}

/// A longer name of an organisation is its name and what it says of itself.
const LONG_ORGANISATION: usize = 40;

/// The organisations of a field: `Par sudinfo.be`, `Le Monde with AFP`, `Harbour Post - News of the coast | All day`.
fn organisations(text: &str) -> Vec<Name> {
    let whole = text.chars().count();
    let text = match line::parts(text).first() {
        Some(first) if whole > LONG_ORGANISATION => first,
        _ => text,
    };
    let text = cue::strip_cues(text);
    if text.is_empty() || text.chars().count() > 80 {
        return Vec::new();
    }
    let mut several = name::names(&text);
    let credits_agency = |name: &Name| matches!(name.kind, Kind::Agency(_) | Kind::Employer(_));
    if several.len() > 1 && several.iter().any(credits_agency) {
        for name in &mut several {
            if name.kind == Kind::Person {
                name.kind = Kind::Newsroom;
            }
        }
        return several;
    }
    let kind = agency::named(&text).map_or(Kind::Newsroom, Kind::Agency);
    vec![Name { text, kind }]
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
            seen: false,
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
        .take(2 * MOST_AUTHORS)
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
    let signed = |(_, names): &&(&str, Vec<Name>)| names.iter().any(is_person);
    // The line with a cue is the by-line; without one, a credit may be marked too.
    let cued = lists
        .iter()
        .filter(|(text, _)| cue::has_cue(text))
        .find(signed);
    let first = cued.or(lists.iter().find(signed)).or(lists.first());
    let mut one = first.map(|(_, names)| names.clone()).unwrap_or_default();
    for name in &mut one {
        let short = people
            .iter()
            .find(|short| name.text.starts_with(&format!("{} ", short.text)));
        if let Some(short) = short {
            name.clone_from(short);
        }
    }
    if let Some(lead) = one.iter().find(|name| is_person(name)) {
        people.sort_by_key(|name| name.text != lead.text);
    }
    let signed = one_byline(page, &people);
    let names = if signed.len() > one.len() {
        signed
    } else if signed.is_empty() && (2..=MOST_MARKED).contains(&most) {
        people
    } else {
        one
    };
    Voice {
        names: distinct(names),
        rule,
        from: Witness::Markup,
        sure,
        quote: first.map(|(text, _)| fold::tidy(text)),
        seen: true,
    }
}

/// Of people who are marked one by one, those whose names stand in one by-line with the first: in one line, or in lines that follow one
/// another.
fn one_byline(page: &CleanPage, people: &[Name]) -> Vec<Name> {
    let keys: Vec<String> = people.iter().map(|name| fold::squash(&name.text)).collect();
    let Some(first) = keys.first() else {
        return Vec::new();
    };
    let of_line = |removal: &Removal| {
        matches!(
            removal.reason,
            Reason::Byline | Reason::Label | Reason::DateLine | Reason::AuthorBio
        )
    };
    let near = |one: &Removal, next: &Removal| next.at.start.saturating_sub(one.at.end) <= 40;
    let runs = page
        .removals
        .chunk_by(|one, next| of_line(one) && of_line(next) && near(one, next));
    let removed = runs.map(|run| {
        let texts = run.iter().map(|removal| removal.text.as_str());
        let most = texts.take(4 * MOST_AUTHORS);
        most.collect::<Vec<_>>().join(" ")
    });
    let kept = page.blocks.iter().take(4).map(|block| block.text.clone());
    for line in removed
        .chain(kept)
        .filter(|line| line.len() <= LONGEST_BYLINE)
    {
        let line = fold::squash(&line);
        if let Some(line) = line.find(first.as_str()).and_then(|at| line.get(at..)) {
            let together = people
                .iter()
                .zip(&keys)
                .filter(|(_, key)| line.contains(key.as_str()));
            return together.map(|(name, _)| name.clone()).collect();
        }
    }
    Vec::new()
}

/// The by-line of a paper with dozens of authors, in bytes.
const LONGEST_BYLINE: usize = 2000;

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
                || !names.is_empty() && cue::has_cue(line) && !opens_with_a_word(line)
        });
    let mut voice = Voice {
        names: Vec::new(),
        rule: "by-line",
        from: Witness::Text,
        sure: 0.7,
        quote: None,
        seen: false,
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
    let is_agency = |name: &Name| matches!(name.kind, Kind::Agency(_));
    let wired = voices
        .iter()
        .any(|voice| voice.from == Witness::JsonLd && voice.names.iter().any(is_agency));
    let shown = |voice: &&Voice| !wired || !matches!(voice.rule, "author class" | "by-line");
    let mut people = voices
        .iter()
        .filter(shown)
        .filter(|voice| voice.has_person());
    if let Some(first) = people.next() {
        // A `<meta>` that names somebody whom the page does not show gives way to another, or to a by-line with a cue.
        let unseen = first.from == Witness::Meta && !first.seen;
        let voice = people
            .find(|voice| voice.is_shown())
            .filter(|_| unseen)
            .unwrap_or(first);
        let structured = matches!(voice.from, Witness::JsonLd | Witness::Meta);
        let keep = |name: &&Name| match name.kind {
            Kind::Person | Kind::Agency(_) => true,
            Kind::Single => structured,
            Kind::Newsroom => voice.from == Witness::JsonLd,
            Kind::Employer(_) => false,
        };
        return Some(found(voice, voice.names.iter().filter(keep), voice.sure));
    }
    let is_somebody = |name: &Name| !is_generic(&name.text);
    let is_signed =
        |name: &Name| is_somebody(name) && !matches!(name.kind, Kind::Newsroom | Kind::Employer(_));
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
                .all(|word| byline_words::is_room(word) && !word.contains('.'))
}
