//! Names out of by-lines: `By YURAS KARMANAU and LIUDAS DAPKUS` holds two, without the cue and the shouting.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::identify::agency::{self, Agency};
use crate::identify::byline_words::{self, Word, is_room};
use crate::identify::role::{self, Bare};
use crate::identify::{cue, date, unspaced_name};
use crate::text::fold;
use crate::text::script::is_east_asian;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A person, with two words or more.
    Person,
    /// One word: a first name, a nickname, a signature.
    Single,
    /// A newsroom, an outlet, an organisation, a role.
    Newsroom,
    /// A news agency that signs.
    Agency(&'static Agency),
    /// The news agency that a person beside it works for: `IVO SAND Associated Press`, `Ivo Sand (AP)`.
    Employer(&'static Agency),
}

/// One name of a by-line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    /// The name as it should be shown.
    pub(crate) text: String,
    /// What it names.
    pub(crate) kind: Kind,
}

/// A by-line longer than this is a paragraph.
const LONGEST_LINE: usize = 400;
/// A name with more words is a phrase.
const MOST_WORDS: usize = 6;
/// Stands where a day was: one name ends there.
const CUT: char = '\u{1f}';

/// The names in a by-line or in a field that holds authors, in order, without repetition.
pub(crate) fn names(line: &str) -> Vec<Name> {
    let line = fold::tidy(&fold::decode(line));
    if line.len() > LONGEST_LINE || line.contains("...") || line.contains('…') {
        return Vec::new();
    }
    let cued = cue::has_cue(&line);
    let counted = line.starts_with(|c: char| c.is_ascii_digit());
    let bare = cue::strip_cues(&line);
    if is_organisation(&bare) {
        return vec![Name {
            text: bare,
            kind: Kind::Newsroom,
        }];
    }
    let bare = if cued { without_outlet(&bare) } else { bare };
    let (line, asides) = without_asides(&without_days(&bare));
    let mut found: Vec<Name> = Vec::new();
    'line: for side in line.split(CUT) {
        // After the day the line goes on with what the page shows there, but for one who has a cue.
        let named = found.iter().any(|name| name.kind == Kind::Person);
        if (named || cued && !found.is_empty()) && !cue::has_cue(side) {
            continue;
        }
        for piece in pieces(side) {
            let picture = of_piece(&piece, &mut found);
            if picture {
                break 'line;
            }
        }
    }
    if cued {
        found.iter_mut().for_each(allow_small_letters);
    }
    // `1,199 signatures` is nobody.
    found.retain(|name| !counted || name.kind != Kind::Single || starts_upper(&name.text));
    let signed = found.iter().any(|name| name.kind == Kind::Person);
    for aside in &asides {
        let Some(agency) = agency::named(aside) else {
            continue;
        };
        found.push(Name {
            text: aside.trim().to_owned(),
            kind: if signed {
                Kind::Employer(agency)
            } else {
                Kind::Agency(agency)
            },
        });
    }
    employ_agencies(&mut found);
    let mut seen = HashSet::new();
    found.retain(|name| seen.insert(fold::squash(&name.text)));
    found
}

/// `Bundesministerium für Wirtschaft und Klimaschutz` is one.
fn is_organisation(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let one = !line.contains([',', ';', '|', '/', '&', '(', '@']);
    let begins = words.first().is_some_and(|word| is_room(word));
    let small = |word: &&&str| word.chars().all(char::is_lowercase);
    one && begins && words.len() <= MOST_WORDS + 2 && words.iter().filter(small).count() >= 2
}

/// An agency after persons is the one that they work for or took reports from: `By Ivo Sand, Associated Press`, `Par Lucie Morel avec AFP`.
fn employ_agencies(names: &mut [Name]) {
    let people = names.iter().position(|name| name.kind == Kind::Person);
    for name in names.iter_mut().skip(people.unwrap_or(usize::MAX)) {
        if let Kind::Agency(agency) = name.kind {
            name.kind = Kind::Employer(agency);
        }
    }
}

/// The line without the outlet that a person writes for: `Ivo Sand of The Harbour Post`, `Ada Norr For The Harbour Post`.
fn without_outlet(line: &str) -> String {
    const LINKS: &[&str] = &["of", "for", "from"];
    let words: Vec<&str> = line.split(' ').collect();
    let is_the = |word: Option<&&str>| word.is_some_and(|word| word.eq_ignore_ascii_case("the"));
    let leads =
        |at: usize, word: &str| at >= 2 && LINKS.iter().any(|link| word.eq_ignore_ascii_case(link));
    let mut kept: Vec<&str> = Vec::new();
    let mut in_outlet = false;
    for (at, word) in words.iter().copied().enumerate() {
        if leads(at, word) && is_the(words.get(at + 1)) {
            in_outlet = true;
        }
        let parts = byline_words::link(word) == Some(Word::And) || matches!(word, "|" | "-" | "–");
        if !in_outlet || parts {
            kept.push(word);
            in_outlet = false;
        } else if word.ends_with([',', ';']) {
            kept.push("|");
            in_outlet = false;
        }
    }
    kept.join(" ")
}

/// After a cue, a surname without a capital is a name: `By Ada norr`.
fn allow_small_letters(name: &mut Name) {
    let words: Vec<&str> = name.text.split(' ').collect();
    let lettered = |word: &&str| word.chars().all(char::is_alphabetic);
    if let [first, last] = words.as_slice()
        && name.kind == Kind::Newsroom
        && starts_upper(first)
        && !starts_upper(last)
        && [first, last].into_iter().all(lettered)
        && !words.iter().any(|word| is_room(word))
    {
        name.kind = Kind::Single;
    }
}

/// The line with a cut in place of days and hours.
fn without_days(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut from = 0;
    for range in date::day_ranges(line) {
        let before = line.get(from..range.start).unwrap_or_default();
        out.push_str(without_link(before));
        out.push(' ');
        out.push(CUT);
        out.push(' ');
        from = range.end;
    }
    out.push_str(line.get(from..).unwrap_or_default());
    out
}

/// What stands before a day, without the small word that leads to it: `Ada Norr am`.
fn without_link(text: &str) -> &str {
    let text = text.trim_end();
    match text.rsplit_once(' ') {
        Some((before, last))
            if last.chars().count() <= 3 && last.chars().all(char::is_lowercase) =>
        {
            before
        }
        _ => text,
    }
}

/// The line without what stands in brackets, and without addresses and handles; and what stood in the brackets.
fn without_asides(line: &str) -> (String, Vec<String>) {
    let (mut out, mut asides, mut depth) = (String::new(), Vec::new(), 0_usize);
    // `[Ada Norr, Harbour Post]` is the line itself in brackets.
    let line = line
        .strip_prefix(['[', '［'])
        .and_then(|line| line.strip_suffix([']', '］']))
        .unwrap_or(line);
    for c in line.chars() {
        match c {
            '(' | '[' | '（' | '【' | '<' => {
                depth += 1;
                asides.push(String::new());
                out.push(' ');
            }
            ')' | ']' | '）' | '】' | '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            c => asides
                .last_mut()
                .into_iter()
                .for_each(|aside| aside.push(c)),
        }
    }
    let mut kept = String::with_capacity(out.len());
    for word in out.split_whitespace() {
        if !kept.is_empty() {
            kept.push(' ');
        }
        match name_before_handle(word) {
            // One name ends there.
            Some(name) => {
                kept.push_str(name);
                kept.push_str(" |");
            }
            None => kept.push_str(word),
        }
    }
    (kept, asides)
}

/// Of an address or a handle, the name that it is written against: `Norr` of `Norr@adanorr`, else nothing.
fn name_before_handle(word: &str) -> Option<&str> {
    if word.contains("://") || word.starts_with("www.") || word.contains(".com/") {
        return Some("");
    }
    let (name, handle) = word.split_once(['@', '＠'])?;
    let written = starts_upper(name) && name.chars().all(char::is_alphabetic);
    Some(if written && !handle.contains('.') {
        name
    } else {
        ""
    })
}

/// Cuts where one name ends and another begins.
fn pieces(line: &str) -> Vec<String> {
    const HARD: &[char] = &[';', '|', '/', '•', '·', '、', '；', '／', '&', '+'];
    let mut out = Vec::new();
    for part in line.split(HARD) {
        let mut words: Vec<&str> = Vec::new();
        let all: Vec<&str> = part.split_whitespace().collect();
        for (at, word) in all.iter().copied().enumerate() {
            let rest = all.get(at + 1..).unwrap_or_default();
            if let Some(next) = arabic_and(word).filter(|_| words.len() >= 2 && !rest.is_empty()) {
                out.push(std::mem::replace(&mut words, vec![next]).join(" "));
            } else if parts_names(word, &words, rest) {
                out.push(std::mem::take(&mut words).join(" "));
            } else {
                words.push(word);
            }
        }
        out.push(words.join(" "));
    }
    out.retain(|piece| !piece.is_empty());
    out
}

/// Whether a word stands between two names. The `y` of `Ana Ortega y Gasset` is part of one.
fn parts_names(word: &str, before: &[&str], after: &[&str]) -> bool {
    let Some(last) = before.last() else {
        return false;
    };
    match byline_words::link(word) {
        // Dutch writes `Ada Norr en Bo Lind`, Spanish `corresponsal en Madrid`.
        // The `a` of `Leave a comment` is no Czech one.
        Some(Word::And) if word == "a" => after.first().is_some_and(|next| starts_upper(next)),
        Some(Word::And) => word != "en" || !last.starts_with(char::is_lowercase),
        Some(Word::Linked) => {
            let ends =
                |word: &&str| word.ends_with([',', ':']) || byline_words::link(word).is_some();
            let next = after.iter().position(ends).map_or(after.len(), |at| {
                at + usize::from(after.get(at).is_some_and(|word| word.ends_with(',')))
            });
            before.len() < 2 || next != 1
        }
        _ => false,
    }
}

/// The first word of the next name where Arabic's "and" is written against it: `الحداد` of `والحداد`, not of the given name `وليد`.
fn arabic_and(word: &str) -> Option<&str> {
    let next = word
        .strip_prefix('و')
        .filter(|next| next.chars().count() >= 3)?;
    let arabic = next.chars().all(|c| matches!(c, '\u{600}'..='\u{6FF}'));
    let given = lines(include_str!("data/arabic_waw_names.tsv")).any(|name| name == word);
    (arabic && !given).then_some(next)
}

/// Adds the names of a piece: parts between commas and dashes, of which the later ones are names only if they look like one. Says
/// whether the credit of a picture follows.
fn of_piece(piece: &str, found: &mut Vec<Name>) -> bool {
    let parts: Vec<&str> = piece
        .split([',', '，'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .collect();
    if let [last, first] = parts.as_slice()
        && let Some(name) = turned(last, first)
    {
        found.push(name);
        return false;
    }
    let mut first = true;
    let mut roles = true;
    for part in parts {
        let (mut names, bare) = of_part(part);
        if !first {
            // `Ada Norr, Harbour Reporter`: nobody is called Harbour, where the first name had no role beside it.
            names.retain(|name| match name.kind {
                Kind::Person => (roles || !bare.had_role) && !byline_words::is_town(&name.text),
                Kind::Agency(_) | Kind::Employer(_) => true,
                Kind::Single | Kind::Newsroom => false,
            });
        }
        if !names.is_empty() {
            roles = bare.had_role;
            first = false;
        }
        found.extend(names);
        if bare.picture {
            return true;
        }
    }
    false
}

/// `Kovač, Mira` turned to `Mira Kovač`.
fn turned(last: &str, first: &str) -> Option<Name> {
    let (last, first) = (last.trim(), first.trim());
    let one = |text: &str| {
        text.split_whitespace().count() == 1
            && classify(text) == Kind::Single
            && starts_upper(text)
            && !role::without_role(text).name.is_empty()
    };
    let is_name =
        one(last) && one(first) && !last.contains('.') && last.chars().any(char::is_lowercase);
    is_name.then(|| Name {
        text: format!("{first} {last}"),
        kind: Kind::Person,
    })
}

/// The names of a part, and what stood beside them.
fn of_part(part: &str) -> (Vec<Name>, Bare) {
    let edge = |c: char| {
        c.is_whitespace()
            || agency::is_quote(c)
            || matches!(
                c,
                '*' | '_' | ':' | '-' | '–' | '—' | '|' | '.' | '#' | '▲' | '■' | '▼' | '◆'
            )
    };
    let part = without_stop(
        part.trim_start_matches(edge)
            .trim_end_matches(|c| edge(c) && c != '.'),
    );
    if let Some(agency) = agency::named(part) {
        let name = Name {
            text: part.to_owned(),
            kind: Kind::Agency(agency),
        };
        return (vec![name], Bare::default());
    }
    let part = cue::strip_cues(part);
    if part
        .chars()
        .all(|c| is_east_asian(c) || c.is_whitespace() || c == '・')
    {
        return (of_unspaced(&part), Bare::default());
    }
    let (part, employer) = without_employer(&part);
    let bare = role::without_role(part);
    let mut names: Vec<Name> = of_words(&bare.name).into_iter().collect();
    let signed = names.iter().any(|name| name.kind == Kind::Person);
    names.extend(employer.filter(|_| signed).map(|agency| Name {
        text: agency.code.to_owned(),
        kind: Kind::Employer(agency),
    }));
    (names, bare)
}

/// Without the full stop at the end, but for one after an initial or a `Jr.`
fn without_stop(part: &str) -> &str {
    let bare = part.trim_end_matches(['.', ' ']);
    let last = bare.rsplit(' ').next().unwrap_or_default();
    let initial = last.chars().count() <= 2 && last.starts_with(char::is_uppercase);
    if initial && bare.contains(' ') && part.starts_with(&format!("{bare}.")) {
        part.get(..=bare.len()).unwrap_or(bare)
    } else {
        bare
    }
}

/// `IVO SAND Associated Press`: the agency at the end of a part that begins with a person.
fn without_employer(part: &str) -> (&str, Option<&'static Agency>) {
    let spaces: Vec<usize> = part.match_indices(' ').map(|(at, _)| at).collect();
    for at in spaces.into_iter().skip(1).take(MOST_WORDS) {
        let (Some(before), Some(after)) = (part.get(..at), part.get(at + 1..)) else {
            continue;
        };
        if let Some(agency) = agency::named(after) {
            return (before, Some(agency));
        }
    }
    (part, None)
}

fn of_words(text: &str) -> Option<Name> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–'));
    if !is_sayable(text) || cue::is_cue(text) {
        return None;
    }
    let small = text.chars().next().is_some_and(char::is_lowercase);
    let phrase = small && !PARTICLES.contains(text.split(' ').next().unwrap_or_default());
    if phrase && text.contains(' ') {
        return None;
    }
    let kind = classify(text);
    let text = if kind == Kind::Newsroom {
        text.to_owned()
    } else {
        cased(text)
    };
    Some(Name { text, kind })
}

fn of_unspaced(text: &str) -> Vec<Name> {
    let names = unspaced_name::names(text).into_iter().map(|text| Name {
        kind: match agency::named(&text) {
            Some(agency) => Kind::Agency(agency),
            None if unspaced_name::is_person(&text) => Kind::Person,
            None if unspaced_name::is_pen_name(&text) => Kind::Single,
            None => Kind::Newsroom,
        },
        text,
    });
    names.filter(|name| !cue::is_cue(&name.text)).collect()
}

/// Not empty, not a number, a date, a sentence or a phrase.
fn is_sayable(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    letters >= 2
        && digits * 2 <= letters
        && text.chars().count() <= 70
        && text.split_whitespace().count() <= MOST_WORDS
        && !text.contains(['?', '!', '=', '{', '}', '<', '>', ':', '：'])
}

/// What a text without roles and cues names.
pub(crate) fn classify(text: &str) -> Kind {
    let words: Vec<&str> = text.split_whitespace().collect();
    let room = words.iter().any(|word| is_room(word)) || unspaced_name::is_room(text);
    if room || is_titled(&words) || is_host(text) {
        return Kind::Newsroom;
    }
    if words.len() == 1 {
        return Kind::Single;
    }
    let named = |word: &&str| starts_upper(word) || PARTICLES.contains(fold::key(word).as_str());
    let odd = words.iter().filter(|word| !named(word)).count();
    let digits = text.chars().any(|c| c.is_ascii_digit());
    if odd == 0 && !digits {
        Kind::Person
    } else if odd * 3 <= words.len() && !digits {
        Kind::Single
    } else {
        Kind::Newsroom
    }
}

/// `The Harbour Post`, `Die Zeit`, `El País`, `Harbour's Standards`, `Bank of Skerrin`: names of things.
fn is_titled(words: &[&str]) -> bool {
    const ALWAYS: &[&str] = &["the", "der", "die", "das"];
    const BEFORE_ONE: &[&str] = &[
        "el", "la", "los", "las", "le", "les", "il", "lo", "gli", "o", "os",
    ];
    let first = words
        .first()
        .map(|word| fold::key(word))
        .unwrap_or_default();
    let owned = |word: &&str| word.ends_with("'s") || word.ends_with("’s");
    words.len() > 1 && ALWAYS.contains(&first.as_str())
        || words.len() == 2 && BEFORE_ONE.contains(&first.as_str())
        || words.len() > 1 && words.iter().any(owned)
        || words.contains(&"of")
}

fn is_host(text: &str) -> bool {
    let name =
        |end: &str| end.len() >= 2 && end.len() <= 4 && end.chars().all(|c| c.is_ascii_lowercase());
    !text.contains(' ')
        && text
            .rsplit_once('.')
            .is_some_and(|(head, end)| head.len() >= 3 && name(end))
}

/// A capital, or a letter of a script without capitals.
fn starts_upper(word: &str) -> bool {
    let first = word.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| !c.is_lowercase())
        || word.chars().nth(1).is_some_and(|c| matches!(c, '\'' | '’'))
}

/// A name as it should be shown: `LIUDAS DAPKUS` is `Liudas Dapkus`, `Bill MCCARTHY` is `Bill McCarthy`; initials stay.
pub(crate) fn cased(name: &str) -> String {
    let least = if name.chars().any(char::is_lowercase) {
        4
    } else {
        2
    };
    // `SPÖ` alone is no first name in capitals.
    if !name.contains(' ') && name.chars().count() <= 5 {
        return name.to_owned();
    }
    let words = name
        .split_whitespace()
        .enumerate()
        .map(|(at, word)| cased_word(word, at, least));
    words.collect::<Vec<_>>().join(" ")
}

/// A word in capitals with its first letter large, if it has `least` letters and is not initials.
fn cased_word(word: &str, at: usize, least: usize) -> String {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let loud = letters >= 2
        && word.chars().all(|c| !c.is_lowercase())
        && word.chars().any(char::is_uppercase);
    let initials = word.contains('.')
        || letters <= 2
            && !word
                .chars()
                .any(|c| "AEIOUYÁÉÍÓÚÄÖÜАЕИОУЫЭЮЯІЇЄ".contains(c));
    if !loud || initials || letters < least {
        return word.to_owned();
    }
    let lower = word.to_lowercase();
    if at > 0 && PARTICLES.contains(lower.as_str()) {
        return lower;
    }
    let mut out = String::with_capacity(word.len());
    let mut upper = true;
    for c in lower.chars() {
        if upper && c.is_alphabetic() {
            out.extend(c.to_uppercase());
            upper = false;
        } else {
            out.push(c);
            upper = matches!(c, '-' | '\'' | '’' | '‐') || (out == "Mc" && letters > 3);
        }
    }
    out
}

static PARTICLES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "van", "von", "der", "den", "de", "del", "della", "dello", "di", "da", "do", "dos", "das",
        "du", "des", "la", "le", "les", "el", "al", "bin", "ibn", "bint", "ben", "abu", "ter",
        "ten", "te", "zu", "zum", "zur", "vom", "af", "av", "y", "e", "i", "v", "v.", "d", "st",
        "st.", "'t", "san", "mac", "ap", "dalla", "degli", "dei", "op", "in't", "und",
    ])
});

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
}
