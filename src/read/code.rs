//! Text that is no article by its form: scripts, style sheets, source code, settings, logs, lists of addresses.

use std::sync::LazyLock;

use crate::text::sentences;

/// How much of a text is looked at.
const LOOKED_AT: usize = 16 << 10;

/// What the text is, where it is no text to read.
pub(crate) fn what(head: &[u8]) -> Option<&'static str> {
    let head = head.get(..LOOKED_AT).unwrap_or(head);
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    opening(text)
        .or_else(|| listing(text))
        .or_else(|| is_style_sheet(text).then_some("a style sheet"))
        .or_else(|| code(text))
}

/// What the first words of a text say that it is.
pub(crate) fn opening(text: &str) -> Option<&'static str> {
    for row in rows(include_str!("data/openings.tsv")) {
        let mut cells = row.split('\t');
        let what = cells.next()?;
        let begins = |sign: &str| {
            text.get(..sign.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(sign))
        };
        if cells.any(begins) {
            return Some(what);
        }
    }
    None
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|row| !row.starts_with("# "))
}

/// Files of which every line has the same form.
fn listing(text: &str) -> Option<&'static str> {
    let mut lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    // The last line may be cut off.
    if text.len() > LOOKED_AT / 2 {
        lines.pop();
    }
    let own: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !line.starts_with(['#', ';']))
        .collect();
    if own.is_empty() {
        return None;
    }
    let nearly_all = |is: fn(&str) -> bool, lines: &[&str]| {
        let n = lines.iter().filter(|line| is(line)).count();
        n * 10 >= lines.len() * 9
    };
    let names_robot = own.iter().any(|line| {
        directive(line).is_some_and(|(name, _)| name == "user-agent" || name == "sitemap")
    });
    if names_robot && nearly_all(is_robots_line, &own) {
        return Some("a robots.txt file");
    }
    if nearly_all(is_address, &own) {
        return Some("a list of addresses");
    }
    if nearly_all(is_seller, &own) {
        return Some("a list of advertising sellers");
    }
    if is_srt(&lines) {
        return Some("a file of subtitles");
    }
    if is_number_table(&own) {
        return Some("a table of numbers");
    }
    // Of two or three lines each has to have the form: `nearly_all` asks for all of up to nine.
    if own.len() >= 2 && nearly_all(is_log_line, &own) {
        return Some("a log");
    }
    if own.len() >= 3 && nearly_all(is_setting, &own)
        || own.len() == 2 && nearly_all(is_short_setting, &own)
    {
        return Some("a file of settings");
    }
    None
}

fn directive(line: &str) -> Option<(String, &str)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_ascii_lowercase(), value))
}

fn is_robots_line(line: &str) -> bool {
    directive(line).is_some_and(|(name, _)| {
        matches!(
            name.as_str(),
            "user-agent"
                | "disallow"
                | "allow"
                | "sitemap"
                | "crawl-delay"
                | "host"
                | "clean-param"
                | "noindex"
                | "request-rate"
                | "visit-time"
                | "content-signal"
        )
    })
}

fn is_address(line: &str) -> bool {
    (line.starts_with("http://") || line.starts_with("https://"))
        && !line.contains(char::is_whitespace)
}

/// A line of ads.txt: a domain, an account, how it sells.
fn is_seller(line: &str) -> bool {
    let mut cells = line.split(',').map(str::trim);
    let domain = cells.next().unwrap_or_default();
    let sells = cells.nth(1).unwrap_or_default();
    let kind = sells.split([' ', '#']).next().unwrap_or_default();
    domain.contains('.')
        && (kind.eq_ignore_ascii_case("direct") || kind.eq_ignore_ascii_case("reseller"))
}

/// A number, and under it from when to when.
fn is_srt(lines: &[&str]) -> bool {
    let number = lines
        .first()
        .is_some_and(|line| line.bytes().all(|byte| byte.is_ascii_digit()));
    number && lines.get(1).is_some_and(|line| line.contains(" --> "))
}

/// Every line is numbers, but for a first line of headings.
fn is_number_table(lines: &[&str]) -> bool {
    let rows = match lines.split_first() {
        Some((first, rows)) if !is_numbers(first) => rows,
        _ => lines,
    };
    rows.len() >= 2 && rows.iter().all(|row| is_numbers(row))
}

/// A row of two numbers or more and hardly a letter, as `1999; 2.5; 12 %` or `2024-05-03T10:00Z,17`.
fn is_numbers(line: &str) -> bool {
    let digits = line.chars().filter(|c| c.is_numeric()).count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let numbers = line.split(|c: char| !c.is_numeric() && c != '.');
    letters * 4 <= digits && numbers.filter(|number| !number.is_empty()).count() >= 2
}

/// A line that begins with a day and a time to the second, or with an address of a machine and a time in brackets.
fn is_log_line(line: &str) -> bool {
    let line = line.trim_start_matches(['[', '<']);
    let digits = line.bytes().take(26).filter(u8::is_ascii_digit).count();
    let stamp = line.get(..19).is_some_and(|start| {
        start.bytes().filter(|byte| *byte == b':').count() >= 2
            && start.bytes().filter(u8::is_ascii_digit).count() >= 10
    });
    let machine = line.split(' ').next().is_some_and(|word| {
        word.split('.').count() == 4 && word.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    });
    stamp && digits >= 12 || machine && line.contains(" [") || is_syslog_line(line)
}

/// `Jan  2 10:11:12 machine program[17]: message`.
fn is_syslog_line(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    let mut next = || words.next().unwrap_or_default();
    let (month, day, time) = (next(), next(), next());
    let is_time = |time: &str| {
        time.len() == 8
            && time.bytes().enumerate().all(|(at, byte)| match at {
                2 | 5 => byte == b':',
                _ => byte.is_ascii_digit(),
            })
    };
    let program = words.nth(1).unwrap_or_default();
    month.len() == 3
        && day.parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
        && is_time(time)
        && program.ends_with(':')
}

/// `[section]`, `key=value`, `key: value` and `- value` of settings; keys have no blank.
fn is_setting(line: &str) -> bool {
    if line.starts_with('[') && line.ends_with(']') {
        return true;
    }
    let is_key = |key: &str| {
        let key = key.trim();
        !key.is_empty()
            && key.len() <= 60
            && key
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.-".contains(&b))
    };
    let pair = line
        .split_once('=')
        .filter(|(key, _)| {
            key.trim()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_.-".contains(&b))
        })
        .is_some_and(|(key, _)| !key.trim().is_empty());
    pair || line
        .split_once(':')
        .is_some_and(|(key, value)| is_key(key) && value.len() <= 80)
}

/// A setting whose value is a word or two; a longer one may be a text with a label.
fn is_short_setting(line: &str) -> bool {
    let value = line.split_once([':', '=']).map_or("", |(_, value)| value);
    is_setting(line) && value.trim().split_whitespace().count() <= 2
}

/// Most of it stands in braces, in declarations `name: value`.
fn is_style_sheet(text: &str) -> bool {
    let (mut depth, mut inside, mut outside) = (0_usize, 0_usize, 0_usize);
    let (mut declared, mut others) = (0_usize, 0_usize);
    let mut from = 0;
    let plain = without_comments(text);
    for (at, byte) in plain.bytes().enumerate() {
        match byte {
            b'{' => {
                outside += at - from;
                depth += 1;
                from = at + 1;
            }
            b'}' | b';' if depth > 0 => {
                let piece = plain.get(from..at).unwrap_or_default().trim();
                inside += piece.len();
                let declares = piece.split_once(':').is_some_and(|(name, _)| {
                    name.trim()
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b"-_$*".contains(&b))
                });
                declared += usize::from(declares);
                others += usize::from(!declares && !piece.is_empty());
                from = at + 1;
                depth -= usize::from(byte == b'}');
            }
            _ => {}
        }
    }
    declared >= 1
        && declared >= 4 * others
        && inside * 3 > outside
        && !plain.contains("function")
        && !plain.contains("=>")
}

/// A text without `/* ... */`.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// The signs of lines of code.
struct Signs {
    begin: Vec<&'static str>,
    end: Vec<&'static str>,
    has: Vec<&'static str>,
    script: Vec<&'static str>,
}

static SIGNS: LazyLock<Signs> = LazyLock::new(|| {
    let of = |place: &str| {
        let row = rows(include_str!("data/code_signs.tsv")).find_map(|row| {
            let (name, signs) = row.split_once('\t')?;
            (name == place).then_some(signs)
        });
        row.unwrap_or_default().split('\t').collect()
    };
    Signs {
        begin: of("begin"),
        end: of("end"),
        has: of("has"),
        script: of("script"),
    }
});

/// Code, by its lines or, where there are few, by its signs.
fn code(text: &str) -> Option<&'static str> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let (mut sure, mut likely, mut prose) = (0, 0, 0);
    for line in &lines {
        match weigh_line(line) {
            Line::Code => sure += 1,
            Line::Perhaps => likely += 1,
            Line::Prose => prose += 1,
            Line::Other => {}
        }
    }
    let all_code = lines.len() >= 2 && sure > 0 && sure + likely == lines.len();
    let by_lines = all_code
        || lines.len() >= 4
            && sure * 4 >= lines.len()
            && (sure + likely) * 10 >= lines.len() * 6
            && prose * 10 <= lines.len();
    if !by_lines && !is_dense(text) {
        return None;
    }
    let scripts = SIGNS
        .script
        .iter()
        .filter(|sign| text.contains(**sign))
        .count();
    Some(if scripts >= 2 || !by_lines {
        "a script"
    } else {
        "source code"
    })
}

enum Line {
    /// Nothing but code has such a line.
    Code,
    /// Code has many such lines, and prose some.
    Perhaps,
    /// A sentence.
    Prose,
    Other,
}

fn weigh_line(line: &str) -> Line {
    let signs = &*SIGNS;
    let has = signs.has.iter().any(|sign| line.contains(sign));
    let ends = line.ends_with([';', '{', '}']);
    let begins = || signs.begin.iter().any(|sign| line.starts_with(sign));
    let prose = line.len() >= 60 && sentences::is_sentence(line);
    if prose && !has {
        return Line::Prose;
    }
    let calls = || line.ends_with([')', ':']) && is_call(line);
    if ends && has || ends && line.len() <= 120 && begins() || begins() && (has || calls()) {
        return Line::Code;
    }
    let closes = || signs.end.iter().any(|sign| line.ends_with(sign));
    let brackets = !line.contains(char::is_alphanumeric);
    if has || begins() && (closes() || line.contains('(') || is_bare(line)) || brackets {
        Line::Perhaps
    } else {
        Line::Other
    }
}

/// A name right before a bracket: `vote(bridge)`.
fn is_call(line: &str) -> bool {
    let names = line.match_indices('(').map(|(at, _)| line.get(..at));
    names.flatten().any(|before| {
        before.ends_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    })
}

/// A statement of a few words: `import os`, `return None`.
fn is_bare(line: &str) -> bool {
    line.len() <= 60
        && line.is_ascii()
        && line.split(' ').count() <= 4
        && line.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// Braces, brackets and signs to the letter as in no prose.
fn is_dense(text: &str) -> bool {
    let (mut signs, mut strong, mut all) = (0_usize, 0_usize, 0_usize);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        all += 1;
        signs += usize::from(b"{}()[];=<>&|!+*$\\".contains(&byte));
        strong += usize::from(b"{};=".contains(&byte));
    }
    strong >= 6 && signs * 100 >= 9 * all && strong * 100 >= 3 * all
}
