//! Names out of by-lines: `By YURAS KARMANAU and LIUDAS DAPKUS` holds two, without the cue and the shouting.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::identify::agency::{self, Agency};
use crate::text::fold;

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A person, with two words or more.
    Person,
    /// One word: a first name, a nickname, a signature.
    Single,
    /// A newsroom, an outlet, an organisation, a role.
    Newsroom,
    /// A news agency.
    Agency(&'static Agency),
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

/// The names in a by-line or in a field that holds authors, in order, without repetition.
pub(crate) fn names(line: &str) -> Vec<Name> {
    let line = fold::tidy(&fold::decode(line));
    if line.len() > LONGEST_LINE || line.contains("...") || line.contains('…') {
        return Vec::new();
    }
    let (line, asides) = without_asides(&line);
    let mut found: Vec<Name> = Vec::new();
    for piece in pieces(before_picture(&strip_cues(&line))) {
        found.extend(of_piece(&piece));
    }
    found.extend(
        asides
            .iter()
            .filter_map(|aside| agency::named(aside))
            .map(of_agency),
    );
    let mut seen = HashSet::new();
    found.retain(|name| seen.insert(fold::squash(&name.text)));
    found
}

/// What stands before the credit of a picture: `Ana Kovač Foto: Mira Kovač`.
fn before_picture(line: &str) -> &str {
    const CREDITS: &[&str] = &[
        " Foto:",
        " Fotos:",
        " Photo:",
        " Photos:",
        " Bild:",
        " Bilder:",
        " Fotografie:",
        " Illustration:",
        " Фото:",
    ];
    let end = CREDITS.iter().filter_map(|credit| line.find(credit)).min();
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}

/// Whether the line opens with a by-line's cue: `By`, `Von`, `作者:`.
pub(crate) fn has_cue(line: &str) -> bool {
    let line = fold::tidy(line);
    strip_cue(&line).is_some()
}

/// Whether the line is a cue and nothing more: `作者:`.
pub(crate) fn is_cue(line: &str) -> bool {
    let line = fold::key(line.trim().trim_end_matches([':', '：']));
    CUES.contains(line.trim())
}

/// The line without a cue at its beginning.
fn strip_cues(line: &str) -> String {
    let mut line = line;
    for _ in 0..3 {
        match strip_cue(line) {
            Some(rest) => line = rest,
            None => break,
        }
    }
    line.to_owned()
}

fn strip_cue(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '|' | '•' | '·' | '-' | '–' | '—' | ':' | '/')
    });
    let labelled = line.split_once([':', '：', '／']).filter(|(head, rest)| {
        head.chars().count() <= 30
            && !rest.trim().is_empty()
            && CUES.contains(fold::key(head).as_str())
    });
    if let Some((_, rest)) = labelled {
        return Some(rest.trim_start());
    }
    let mut ends: Vec<usize> = line.match_indices(' ').map(|(at, _)| at).take(4).collect();
    ends.reverse();
    for end in ends {
        let (Some(head), Some(rest)) = (line.get(..end), line.get(end..)) else {
            continue;
        };
        let rest = rest.trim_start();
        let opens = rest
            .chars()
            .next()
            .is_some_and(|c| !c.is_lowercase() && c.is_alphanumeric() || c == '@');
        if opens && CUES.contains(fold::key(head).as_str()) {
            return Some(rest);
        }
    }
    if let Some(name) = line
        .strip_prefix("By")
        .filter(|name| name.chars().next().is_some_and(char::is_uppercase))
    {
        return Some(name).filter(|name| {
            name.chars()
                .nth(1)
                .is_some_and(|c| c.is_lowercase() || c == '.')
        });
    }
    let unspaced = UNSPACED_CUES
        .iter()
        .find_map(|cue| line.strip_prefix(cue))?;
    let unspaced = unspaced.trim_start();
    unspaced
        .chars()
        .next()
        .filter(|c| agency::is_unspaced(*c))
        .map(|_| unspaced)
}

/// The line without what stands in brackets, and without addresses and handles; and what stood in the brackets.
fn without_asides(line: &str) -> (String, Vec<String>) {
    let (mut out, mut asides, mut depth) = (String::new(), Vec::new(), 0_usize);
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
    let words = out.split_whitespace().filter(|word| !is_address(word));
    (words.collect::<Vec<_>>().join(" "), asides)
}

fn is_address(word: &str) -> bool {
    word.contains('@') || word.contains("://") || word.starts_with("www.") || word.contains(".com/")
}

/// Cuts where one name ends and another begins.
fn pieces(line: &str) -> Vec<String> {
    const HARD: &[char] = &[';', '|', '/', '•', '·', '、', '；', '&', '+', '\u{1f}'];
    let mut out = Vec::new();
    for part in line.split(HARD) {
        let mut words: Vec<&str> = Vec::new();
        let all: Vec<&str> = part.split_whitespace().collect();
        for (at, word) in all.iter().copied().enumerate() {
            if let Some(next) = arabic_and(word).filter(|_| words.len() >= 2 && at + 1 < all.len())
            {
                out.push(std::mem::replace(&mut words, vec![next]).join(" "));
            } else if AND.contains(word) && !words.is_empty() {
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

/// The first word of the next name where Arabic's "and" is written against it: `الحداد` of `والحداد`, not of the given name `وليد`.
fn arabic_and(word: &str) -> Option<&str> {
    const GIVEN: &[&str] = &[
        "وليد",
        "وائل",
        "وسيم",
        "وسام",
        "وفاء",
        "ورد",
        "وردة",
        "وداد",
        "وجيه",
        "وحيد",
        "وصال",
        "وضاح",
        "واصف",
        "ولاء",
        "وهيب",
        "وهبة",
        "وجدي",
        "وديع",
        "وصفي",
        "وجدان",
        "وعد",
        "ولي",
        "وزير",
        "والي",
        "وادي",
        "واثق",
        "وهب",
        "ونيس",
        "ولد",
        "وفيق",
        "وفائي",
        "وحيدة",
        "ودود",
        "وريدة",
        "وسيلة",
        "واعظ",
    ];
    let next = word
        .strip_prefix('و')
        .filter(|next| next.chars().count() >= 3)?;
    let arabic = next
        .chars()
        .all(|c| matches!(u32::from(c), 0x0600..=0x06FF));
    (arabic && !GIVEN.contains(&word)).then_some(next)
}

/// The names of a piece: parts between commas and dashes, of which the later ones are names only if they look like one.
fn of_piece(piece: &str) -> Vec<Name> {
    let parts: Vec<&str> = piece
        .split([',', '，'])
        .flat_map(|part| part.split(" - "))
        .flat_map(|part| part.split(" – "))
        .collect();
    if let [last, first] = parts.as_slice()
        && let Some(name) = turned(last, first)
    {
        return vec![name];
    }
    let mut out: Vec<Name> = Vec::new();
    for part in parts {
        let found = of_part(part);
        let first = out.is_empty();
        let named = |name: &Name| matches!(name.kind, Kind::Person | Kind::Agency(_));
        out.extend(found.into_iter().filter(|name| first || named(name)));
    }
    out
}

/// `Kovač, Mira` turned to `Mira Kovač`.
fn turned(last: &str, first: &str) -> Option<Name> {
    let (last, first) = (last.trim(), first.trim());
    let one = |text: &str| {
        text.split_whitespace().count() == 1 && classify(text) == Kind::Single && starts_upper(text)
    };
    let is_name =
        one(last) && one(first) && !last.contains('.') && last.chars().any(char::is_lowercase);
    is_name.then(|| Name {
        text: format!("{first} {last}"),
        kind: Kind::Person,
    })
}

fn of_part(part: &str) -> Vec<Name> {
    let part = part.trim_matches(|c: char| {
        c.is_whitespace()
            || agency::is_quote(c)
            || matches!(c, '*' | '_' | ':' | '-' | '–' | '—' | '|' | '.' | '#')
    });
    if let Some(agency) = agency::named(part) {
        return vec![of_agency(agency)];
    }
    let part = strip_cues(part);
    let text = without_role(&part);
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–'));
    if !is_sayable(text) || CUES.contains(fold::key(text).as_str()) {
        return Vec::new();
    }
    if text
        .chars()
        .all(|c| agency::is_unspaced(c) || c.is_whitespace() || c == '・')
    {
        return unspaced_names(text);
    }
    let kind = classify(text);
    let phrase = text.chars().next().is_some_and(char::is_lowercase)
        && !PARTICLES.contains(text.split(' ').next().unwrap_or_default());
    if phrase && text.contains(' ') {
        return Vec::new();
    }
    let text = if kind == Kind::Newsroom {
        text.to_owned()
    } else {
        cased(text)
    };
    vec![Name { text, kind }]
}

fn of_agency(agency: &'static Agency) -> Name {
    Name {
        text: agency.name.to_owned(),
        kind: Kind::Agency(agency),
    }
}

/// Han and Hangul names: a space stands between names or, in Japanese, within one.
fn unspaced_names(text: &str) -> Vec<Name> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    let long = |part: &&str| part.chars().count() >= 3;
    let whole: usize = parts.iter().map(|part| part.chars().count()).sum();
    let one = parts.len() == 2 && !parts.iter().all(long) && whole <= 7;
    let names = if one || parts.len() == 1 {
        vec![text.to_owned()]
    } else {
        parts.iter().map(|part| (*part).to_owned()).collect()
    };
    let kind = |name: &str| match name.chars().filter(|c| !c.is_whitespace()).count() {
        _ if UNSPACED_ROOMS.iter().any(|room| name.contains(room)) => Kind::Newsroom,
        2..=5 if name.chars().all(|c| !is_kana(c)) => Kind::Person,
        4..=6 if is_family_and_hiragana(name) => Kind::Person,
        4..=16 if name.contains('・') => Kind::Person,
        _ => Kind::Newsroom,
    };
    names
        .into_iter()
        .map(|text| Name {
            kind: kind(&text),
            text,
        })
        .collect()
}

/// `北川すみれ`: a family name in Han, a given name in hiragana.
fn is_family_and_hiragana(name: &str) -> bool {
    let hiragana = |c: char| matches!(u32::from(c), 0x3041..=0x3096);
    let family = name.chars().take_while(|c| !is_kana(*c)).count();
    let given = name
        .chars()
        .skip(family)
        .take_while(|c| hiragana(*c))
        .count();
    (1..=3).contains(&family) && (2..=4).contains(&given) && family + given == name.chars().count()
}

fn is_kana(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF)
}

/// Cuts off the words that say what the person is or where: `Korrespondentin`, `in Berlin`, `Kulturredakteur`.
fn without_role(part: &str) -> String {
    let mut words: Vec<&str> = part.split_whitespace().collect();
    let is_end = |word: &&str| {
        PLACES.contains(word)
            || word
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '/'))
    };
    if let Some(at) = words.iter().position(is_end).filter(|at| *at >= 1) {
        words.truncate(at);
        while words
            .last()
            .is_some_and(|word| words.len() > 1 && word.chars().all(char::is_lowercase))
        {
            words.pop();
        }
    }
    let joined = words.iter().position(|word| {
        word.rsplit_once('-')
            .is_some_and(|(_, last)| ROLES.contains(fold::key(last).as_str()))
    });
    if let Some(at) = joined.filter(|at| at + 1 < words.len()) {
        words.drain(..=at);
    }
    for length in (1..=3).rev() {
        let is_role = |phrase: &[&str]| ROLES.contains(fold::key(&phrase.join(" ")).as_str());
        if words.len() > length && words.get(words.len() - length..).is_some_and(is_role) {
            words.truncate(words.len() - length);
        }
        if words.len() > length && words.get(..length).is_some_and(is_role) {
            words.drain(..length);
        }
    }
    if let [one] = words.as_slice() {
        for role in UNSPACED_ROLES {
            if let Some(name) = one
                .strip_suffix(role)
                .filter(|name| name.chars().count() >= 2)
            {
                return name.to_owned();
            }
        }
    }
    let (left, right) = words.split_at(words.len() / 2);
    if left == right {
        left.join(" ")
    } else {
        words.join(" ")
    }
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
    let is_room = |word: &str| NEWSROOM.contains(fold::key(word.trim_matches(['.', ','])).as_str());
    if words
        .iter()
        .any(|word| is_room(word) || word.rsplit('-').any(is_room))
        || is_host(text)
    {
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

const UNSPACED_CUES: &[&str] = &[
    "本报记者",
    "本報記者",
    "记者",
    "記者",
    "作者",
    "撰文",
    "文／",
    "文/",
    "文・",
    "文＝",
    "取材・文",
    "글",
];
const UNSPACED_ROLES: &[&str] = &["기자", "특파원", "记者", "記者", "特派員"];
const UNSPACED_ROOMS: &[&str] = &[
    "編集",
    "编辑",
    "編輯",
    "新聞",
    "新闻",
    "取材班",
    "기자단",
    "편집",
    "뉴스",
    "社説",
    "通信",
    "オンライン",
    "デジタル",
    "支局",
    "支社",
    "部",
];

static CUES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/byline.tsv")));
static NEWSROOM: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("data/newsroom.tsv")));
static ROLES: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("data/roles.tsv")));

static AND: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "and", "und", "et", "y", "e", "og", "och", "en", "и", "і", "та", "й", "ja", "ve", "oraz",
        "i", "és", "și", "şi", "a", "u", "ir", "un", "with", "mit", "avec", "con", "com", "met",
        "med", "AND", "UND", "ET", "και", "dan", "và", "و", "and:", "sowie", "na", "ne",
    ])
});

static PLACES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "in",
        "aus",
        "from",
        "at",
        "for",
        "für",
        "reports",
        "reporting",
        "à",
        "em",
        "via",
        "bei",
        "über",
        "on",
        "is",
        "ist",
    ])
});

static PARTICLES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    HashSet::from([
        "van", "von", "der", "den", "de", "del", "della", "dello", "di", "da", "do", "dos", "das",
        "du", "des", "la", "le", "les", "el", "al", "bin", "ibn", "bint", "ben", "abu", "ter",
        "ten", "te", "zu", "zum", "zur", "vom", "af", "av", "y", "e", "i", "v", "v.", "d", "st",
        "st.", "'t", "san", "mac", "ap", "dalla", "degli", "dei", "op", "in't", "und",
    ])
});

fn lines(text: &'static str) -> HashSet<&'static str> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .collect()
}
