//! The dateline: `VILNIUS, Lithuania (AP) —`, `(서울=연합뉴스)`, `新华社北京9月11日电`, `МОСКВА, 11 сентября. /ТАСС/.`

use crate::article::{BlockKind, CleanPage, Found, Reason, Witness};
use crate::identify::agency::{self, Agency};
use crate::identify::{byline, line};
use crate::text::script::is_east_asian;
use crate::text::sentences;

/// What a dateline says beside the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dateline {
    /// The agency that is credited.
    pub(crate) agency: Option<&'static Agency>,
    /// The place, as it is written.
    pub(crate) place: Option<String>,
    /// The words of the dateline.
    pub(crate) quote: String,
}

impl Dateline {
    /// The place as a field of the article; a dateline that credits an agency hardly errs.
    pub(crate) fn into_place(self) -> Option<Found<String>> {
        let sure = if self.agency.is_some() { 0.95 } else { 0.7 };
        Some(Found::new(self.place?, "dateline", Witness::Text, sure))
    }
}

/// A dateline is over within that many characters.
const LONGEST: usize = 130;

/// The dateline of a page: of the first paragraph that has one, or a line of its own that was left out.
pub(crate) fn identify(page: &CleanPage) -> Option<Dateline> {
    of_blocks(page).or_else(|| of_removed(page))
}

/// The dateline of the first paragraph that has one; a page without paragraphs may have it in its headline.
pub(crate) fn of_blocks(page: &CleanPage) -> Option<Dateline> {
    let blocks = page
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Heading(_)))
        .take(5);
    let mut lines = blocks
        .flat_map(|block| block.text.lines().take(4))
        .take(10)
        .peekable();
    if lines.peek().is_none() {
        return read(&page.headline.as_ref()?.text);
    }
    lines.find_map(read)
}

/// A place that was left out as a line of its own: bare text has such lines.
fn of_removed(page: &CleanPage) -> Option<Dateline> {
    if byline::is_marked_up(page) {
        return None;
    }
    let removed = line::removed_lines(page, &[Reason::DateLine, Reason::Label]);
    removed.into_iter().find_map(own_line)
}

/// The dateline that a paragraph opens with.
pub(crate) fn read(text: &str) -> Option<Dateline> {
    let text = text.trim_start_matches(|c: char| {
        c.is_whitespace() || agency::is_quote(c) || matches!(c, '*' | '▲' | '■' | '●')
    });
    let head = prefix(text, LONGEST);
    unspaced(head)
        .or_else(|| opening_bracket(head))
        .or_else(|| bracketed(head))
        .or_else(|| between_marks(head))
        .or_else(|| bare(head))
}

/// A place that stands as a line of its own: `Minsk, Belarus`.
fn own_line(line: &str) -> Option<Dateline> {
    let line = line.trim();
    let (city, country) = line.split_once(", ")?;
    let short = |part: &str| {
        part.split_whitespace().count() <= 2 && place_of(part).as_deref() == Some(part)
    };
    let plain = line
        .chars()
        .all(|c| c.is_alphabetic() || matches!(c, ' ' | ',' | '-' | '.'));
    (plain && short(city) && short(country)).then(|| Dateline {
        agency: None,
        place: Some(line.to_owned()),
        quote: line.to_owned(),
    })
}

/// `新华社北京9月11日电`, `（中央社記者台北11日電）`.
fn unspaced(head: &str) -> Option<Dateline> {
    let inner = head.trim_start_matches(['(', '（', '【', '[', '〔']);
    let (agency, rest) = agency::leading(inner)?;
    let wired = rest
        .char_indices()
        .take(30)
        .find(|(_, c)| matches!(c, '电' | '電' | '讯' | '訊'));
    let reporter = ["记者", "記者", "讯员"]
        .iter()
        .any(|word| rest.starts_with(word));
    if wired.is_none() && !reporter {
        return None;
    }
    let end = wired.map_or(0, |(at, c)| at + c.len_utf8());
    let quote = head
        .get(..head.len() - rest.len() + end)
        .unwrap_or(head)
        .to_owned();
    let before_day: String = rest
        .get(..end)?
        .chars()
        .take_while(|c| !is_digit(*c) && !matches!(c, '电' | '電' | '讯' | '訊'))
        .collect();
    let place = before_day.trim_start_matches(['记', '記', '者']).trim();
    let long = before_day.starts_with(['记', '記']) && place.chars().count() > 3;
    let skip = if long { place.chars().count() - 2 } else { 0 };
    let place: String = place.chars().skip(skip).collect();
    let place = Some(place).filter(|place| {
        (1..=8).contains(&place.chars().count()) && place.chars().all(is_east_asian)
    });
    Some(Dateline {
        agency: Some(agency),
        place,
        quote,
    })
}

/// `【ミンスク=ロイター】`, `(서울=연합뉴스)`, `(ANSA) - ROME, SEP 11 -`.
fn opening_bracket(head: &str) -> Option<Dateline> {
    let inner = head.strip_prefix(['(', '（', '【', '[', '［', '〔'])?;
    let close = inner.find([')', '）', '】', ']', '］', '〕'])?;
    let (words, rest) = (inner.get(..close)?, inner.get(close..)?);
    let rest = rest.trim_start_matches([')', '）', '】', ']', '］', '〕']);
    let quote = head.get(..head.len() - rest.len())?.to_owned();
    if let Some((left, right)) = words.split_once(['=', '＝']) {
        let right = right.split(['=', '＝', ' ']).find_map(agencies)?;
        let place = place_of(left);
        return Some(Dateline {
            agency: Some(right),
            place,
            quote,
        });
    }
    if let Some((agency, before)) = agency::trailing(words).filter(|_| agencies(words).is_none()) {
        return Some(Dateline {
            agency: Some(agency),
            place: place_before_agency(before),
            quote,
        });
    }
    let agency = agencies(words)?;
    let after = rest.trim_start();
    let place = after
        .strip_prefix(['-', '–', '—'])
        .and_then(|rest| rest.split([':', '\n']).next())
        .and_then(|rest| {
            let end = rest
                .match_indices(" - ")
                .chain(rest.match_indices(" – "))
                .map(|(at, _)| at)
                .min()?;
            place_of(rest.get(..end)?)
        });
    Some(Dateline {
        agency: Some(agency),
        place,
        quote,
    })
}

/// The place of `【ロンドン共同】` and of `［東京 12日 ロイター］`, without the day and a second agency: `パリAFP` of `【パリAFP時事】`.
fn place_before_agency(before: &str) -> Option<String> {
    let first = before.split([' ', '　', '、', '・', '=', '＝']).next()?;
    let place = first.trim_end_matches(|c: char| c.is_ascii() || is_digit(c));
    let short = (1..=10).contains(&place.chars().count()) && place.chars().all(is_east_asian);
    short.then(|| place.to_owned())
}

/// `WASHINGTON, Sept 11 (Reuters) -`, `København, 11. september 2025 /ritzau/ -`.
fn bracketed(head: &str) -> Option<Dateline> {
    for (open, _) in head.match_indices(['(', '（', '/', '[']).take(6) {
        let Some((before, rest)) = head.split_at_checked(open) else {
            continue;
        };
        let mut rest = rest.chars();
        let Some(mark) = rest.next() else { continue };
        let closing: &[char] = if mark == '/' {
            &['/']
        } else {
            &[')', '）', ']']
        };
        let Some((words, after)) = rest.as_str().split_once(closing) else {
            continue;
        };
        let Some(agency) = agencies(words) else {
            continue;
        };
        if mark == '/' && agencies(words.trim()).is_none() || before.contains(['"', '“', '«']) {
            continue;
        }
        let after = after.trim_start();
        let sentence = before.trim_end().ends_with(sentences::is_end);
        let ends = after.is_empty() && !sentence
            || after.starts_with([
                '-', '–', '—', '―', '_', '.', ':', '=', ',', '‒', '|', '•', '·', '\u{2212}',
            ]);
        let short = before.chars().count() <= 75 && before.split_whitespace().count() <= 12;
        if short && (ends || before.chars().count() <= 45 && is_short_place(before)) {
            let quote = head
                .get(..head.len() - after.len())
                .unwrap_or(head)
                .trim()
                .to_owned();
            return Some(Dateline {
                agency: Some(agency),
                place: place_of(before),
                quote,
            });
        }
    }
    None
}

/// `ТБИЛИСИ, 17 ноя - РИА Новости.`, `КИЇВ. 11 вересня. УНН.`, `AP — `.
fn between_marks(head: &str) -> Option<Dateline> {
    let mut from = 0;
    for (count, (at, c)) in head
        .match_indices(['-', '–', '—', '.', '/', ':', '|'])
        .enumerate()
        .take(8)
    {
        let part = head.get(from..at)?;
        if part.chars().count() > 45 {
            return None;
        }
        if let Some(agency) = agency::named(part).filter(|_| count > 0 || c != "." && c != ":") {
            let before = head
                .get(..from)?
                .trim_end_matches(|c: char| c.is_whitespace() || line::is_mark(c));
            let quote = head.get(..at)?.trim().to_owned();
            return is_short_place(before).then(|| Dateline {
                agency: Some(agency),
                place: place_of(before),
                quote,
            });
        }
        from = at + c.len();
    }
    None
}

/// A place and a dash without an agency: `Minsk, Belarus – In a sign of`, `MINSK — In a sign of`.
fn bare(head: &str) -> Option<Dateline> {
    let ends = [" – ", " — ", " -- ", " - ", "— ", "– "]
        .iter()
        .filter_map(|mark| Some((head.find(mark)?, *mark)));
    let (at, mark) = ends.min_by_key(|(at, _)| *at)?;
    let before = head.get(..at)?.trim();
    let place = place_of(before)?;
    let city = place.split(',').next()?;
    let shouted = city.chars().filter(|c| c.is_uppercase()).count() >= 3
        && !city.chars().any(char::is_lowercase);
    let pair = place.split(", ").count() == 2
        && place
            .split(", ")
            .all(|part| part.split_whitespace().count() <= 3);
    let dashed = mark != " - ";
    (before.chars().count() <= 60 && (shouted || pair && dashed)).then(|| Dateline {
        agency: None,
        place: Some(place),
        quote: before.to_owned(),
    })
}

/// The first agency among words between slashes or commas: `dpa/lsw`, `APA/dpa/Reuters`, `AP, Reuters`.
pub(crate) fn agencies(words: &str) -> Option<&'static Agency> {
    let words = words.trim();
    if words.chars().count() > 60 {
        return None;
    }
    agency::credited(words).or_else(|| {
        let mut parts = words
            .split(['/', ',', '、', '·', '+', '=', '＝', '-', '–', ';'])
            .map(str::trim);
        let all_short = words
            .split(['/', ',', '、', '·', '+', '-', '–', ';'])
            .all(|part| part.split_whitespace().count() <= 3);
        let photo = words.to_lowercase().contains("photo") || words.to_lowercase().contains("foto");
        parts
            .find_map(agency::named)
            .filter(|_| all_short && !photo)
    })
}

/// The place at the beginning of a dateline; what follows the first digit is the day.
fn place_of(before: &str) -> Option<String> {
    let line = before.lines().last()?.trim();
    let line = line.split_once(" (").map_or(line, |(place, _)| place);
    let dated = line.find(is_digit);
    let text = dated.and_then(|at| line.get(..at)).unwrap_or(line);
    let mut parts: Vec<&str> = text.split([',', '.']).map(str::trim).collect();
    if dated.is_some() && parts.len() > 1 {
        parts.pop();
    }
    parts.retain(|part| !part.is_empty());
    let kept = match (dated.is_some(), parts.as_slice()) {
        (true, parts) => parts
            .iter()
            .take_while(|part| !is_weekday_like(part))
            .copied()
            .collect::<Vec<_>>()
            .join(", "),
        (false, _) => text
            .trim_matches(|c: char| c.is_whitespace() || line::is_mark(c) || c == ',')
            .to_owned(),
    };
    let mut words: Vec<&str> = kept.split_whitespace().collect();
    while words.last().is_some_and(|word| is_small(word)) {
        words.pop();
    }
    let place = words.join(" ").trim_end_matches(',').to_owned();
    let good = |word: &&str| {
        word.chars()
            .next()
            .is_some_and(|c| !c.is_lowercase() && c.is_alphabetic())
            || is_small(word)
            || word.starts_with(['\'', '’', '('])
    };
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    let capital = place
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    (capital
        && letters >= 2
        && words.len() <= 6
        && place.chars().count() <= 60
        && words.iter().all(good)
        && !place.contains(['!', '?', ';', '"', '“', '«', '@']))
    .then_some(place)
}

/// Whether what stands before an agency can be a place with or without a day.
fn is_short_place(before: &str) -> bool {
    let before = before.trim();
    before.is_empty()
        || before.split_whitespace().count() <= 8
            && (place_of(before).is_some() || before.chars().any(is_digit))
}

/// Particles in the names of places, and words between a place and a day.
fn is_small(word: &str) -> bool {
    const SMALL: &[&str] = &[
        "de", "del", "la", "le", "les", "of", "am", "an", "der", "do", "da", "di", "du", "den",
        "im", "bei", "sur", "upon", "em", "na", "на", "в", "في", "и", "y", "el", "am", "al", "the",
        "and", "на", "von",
    ];
    SMALL.contains(&word)
}

fn is_weekday_like(part: &str) -> bool {
    part.chars().next().is_some_and(char::is_lowercase)
}

fn is_digit(c: char) -> bool {
    c.is_numeric()
}

/// At most `n` characters of the first line.
fn prefix(text: &str, n: usize) -> &str {
    let line = text.lines().next().unwrap_or_default();
    line.char_indices()
        .nth(n)
        .and_then(|(at, _)| line.get(..at))
        .unwrap_or(line)
}
