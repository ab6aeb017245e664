//! The numbers of one article: how much, of what, in which sentence.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::{Article, Span};
use crate::group::numbers::agreement::{Amount, Bound};
use crate::group::numbers::number_roles::{Role, role_of};
use crate::group::numbers::number_words::{bound, is_month, number};
use crate::group::numbers::sentence_tokens::{Token, sentence_text, tokens};
use crate::text::{fold, function_words};

/// Numbers of an article that are looked at.
const MOST: usize = 200;

/// Words after a number that may say what is counted: `52 Belarusian political prisoners`.
const NOUN_WORDS: usize = 3;

/// Characters of a script without spaces that are taken for what is counted.
const CHARACTERS: usize = 4;

/// Function words between a number and what is counted: `two of the prisoners`.
const LINKS: usize = 2;

/// Words before and after a number by which its statement is known again.
pub(crate) const CONTEXT: usize = 3;

/// Words of a qualifier.
const QUALIFIER: usize = 3;

/// Letters by which two forms of a word are one.
const STEM: usize = 6;

/// Languages write a number with a unit in words: above this a word multiplies what stands before it.
const MULTIPLIER: f64 = 100.0;

/// A number with what it counts.
pub(crate) struct Count {
    pub(crate) article: usize,
    pub(crate) amount: Amount,
    pub(crate) is_share: bool,
    /// A year, a day of a month, a time, a part of a name (`AK-47`, `30th`): no count, though it can be wrong all the same.
    pub(crate) is_label: bool,
    /// What may be counted: the words after the number, by stem, as they stand.
    pub(crate) nouns: Vec<(u64, String)>,
    /// The words before it, nearest first, then those after it; `None` where the text ends.
    pub(crate) context: [Option<u64>; CONTEXT * 2],
    /// What became of those who are counted, where the sentence says so.
    pub(crate) role: Option<Role>,
    /// The words of its sentence, by stem, without numbers and function words.
    pub(crate) sentence_words: FxHashSet<u64>,
    /// The number as it stands, with its qualifier.
    pub(crate) text: String,
    pub(crate) sentence: String,
}

/// Reads the numbers of an article.
pub(crate) fn counts(at: usize, article: &Article) -> Vec<Count> {
    let language = article.language.as_ref();
    let language = language.map_or("", |found| found.value.code());
    let (tokens, sentences) = tokens(&article.text);
    let mut counts = Vec::new();
    let mut next = 0;
    while next < tokens.len() && counts.len() < MOST {
        let Some((amount, end)) = amount_at(&tokens, next, language) else {
            next += 1;
            continue;
        };
        let (bound, start) = qualifier(&tokens, next, language);
        let text = span_text(&article.text, &tokens, start, end);
        let sentence = tokens
            .get(next)
            .and_then(|token| sentences.get(token.sentence));
        let sentence = sentence.copied().unwrap_or(Span { start: 0, end: 0 });
        counts.push(Count {
            article: at,
            amount: Amount { bound, ..amount },
            is_share: is_share(&article.text, &tokens, end),
            is_label: is_label(&article.text, &tokens, next, end, amount.value),
            nouns: nouns(&tokens, next, end, language),
            context: context(&tokens, start, end, language),
            role: role_of(&tokens, next, end, language),
            sentence_words: sentence_words(&tokens, next, language),
            text,
            sentence: sentence_text(&article.text, sentence).to_owned(),
        });
        next = end;
    }
    counts
}

/// The number that begins with a token, and the token after it.
fn amount_at(tokens: &[Token<'_>], at: usize, language: &str) -> Option<(Amount, usize)> {
    let first = tokens.get(at)?;
    let (mut value, mut unit) = match digit_run(first.text) {
        Some(run) => digits(run)?,
        None => word_number(first, language)?,
    };
    let mut end = at + 1;
    while let Some(token) = tokens.get(end).filter(|token| !token.is_parted) {
        let is_thousands = token.text.len() == 3
            && value >= 1.0
            && value.fract() == 0.0
            && is_digits(token.text)
            && tokens.get(end - 1).is_some_and(|last| is_digits(last.text));
        if let Some((rest, rest_unit)) = digits(token.text).filter(|_| is_thousands) {
            value = value * 1000.0 + rest;
            unit = rest_unit;
        } else if let Some((more, _)) = word_number(token, language) {
            if more >= MULTIPLIER && more > value.abs() || more >= 1000.0 {
                value *= more;
                unit *= more;
            } else if unit >= 10.0 && more < unit {
                value += more;
                unit = if more % 10.0 == 0.0 { 10.0 } else { 1.0 };
            } else {
                break;
            }
        } else {
            break;
        }
        end += 1;
    }
    let amount = Amount {
        value,
        unit,
        bound: Bound::Exact,
    };
    Some((amount, end))
}

fn word_number(token: &Token<'_>, language: &str) -> Option<(f64, f64)> {
    let value = number(language, &token.key)?;
    Some((value, place(value)))
}

/// The place of the last digit that is not zero.
fn place(value: f64) -> f64 {
    let mut place = 1.0;
    while value != 0.0 && place < 1e15 && value % (place * 10.0) == 0.0 {
        place *= 10.0;
    }
    place
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of a word, which may have letters on it: `2000ft`, `30th`, `AK47`.
fn digit_run(text: &str) -> Option<&str> {
    let is_digit = |c: char| ascii_digit(c).is_ascii_digit();
    let run = text.get(text.find(is_digit)?..)?;
    let is_inside = |c: char| is_digit(c) || matches!(c, '.' | ',' | '٫' | '٬');
    let end = run.find(|c| !is_inside(c)).unwrap_or(run.len());
    Some(run.get(..end)?.trim_end_matches(['.', ',']))
}

/// A number in digits, and the place of its last digit: `1,200` and `1.200` are twelve hundred, `1.2` and `1,20` are not.
fn digits(text: &str) -> Option<(f64, f64)> {
    let plain: String = text.chars().map(ascii_digit).collect();
    let starts = plain.bytes().next()?.is_ascii_digit();
    let is_number = plain
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if !starts || !is_number || plain.len() > 15 {
        return None;
    }
    let mut parts = plain.split(['.', ',']);
    let head = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    let is_grouped = head != "0" && head.len() <= 3 && rest.iter().all(|part| part.len() == 3);
    if rest.is_empty() || is_grouped {
        let value: f64 = plain.replace(['.', ','], "").parse().ok()?;
        return Some((value, place(value)));
    }
    let decimals = rest.last()?;
    let whole: String = std::iter::once(head)
        .chain(rest.iter().take(rest.len() - 1).copied())
        .collect();
    let value: f64 = format!("{whole}.{decimals}").parse().ok()?;
    Some((value, 0.1_f64.powi(i32::try_from(decimals.len()).ok()?)))
}

/// Digits of other scripts as ASCII digits.
fn ascii_digit(c: char) -> char {
    const ZEROS: [u32; 5] = [0x660, 0x6f0, 0x966, 0x9e6, 0xff10];
    let digit = ZEROS.iter().find_map(|zero| {
        let value = u32::from(c).checked_sub(*zero)?;
        char::from_digit(value, 10)
    });
    match c {
        '٫' => '.',
        '٬' => ',',
        _ => digit.unwrap_or(c),
    }
}

/// What the words before a number make of it, and the token where they begin.
fn qualifier(tokens: &[Token<'_>], at: usize, language: &str) -> (Bound, usize) {
    for len in (1..=QUALIFIER.min(at)).rev() {
        let words = tokens.get(at - len..at).unwrap_or_default();
        let is_joined = words.iter().skip(1).all(|token| !token.is_parted)
            && tokens.get(at).is_some_and(|token| !token.is_parted);
        let keys: Vec<&str> = words.iter().map(|token| token.key.as_str()).collect();
        let separator = if words.iter().all(|token| token.is_character) {
            ""
        } else {
            " "
        };
        if let Some(bound) = bound(language, &keys.join(separator)).filter(|_| is_joined) {
            return (bound, at - len);
        }
    }
    (Bound::Exact, at)
}

fn span_text(text: &str, tokens: &[Token<'_>], start: usize, end: usize) -> String {
    let from = tokens.get(start).map_or(0, |token| token.at.start);
    let to = tokens.get(end - 1).map_or(0, |token| token.at.end);
    let percent = text.get(to..).is_some_and(|rest| rest.starts_with('%'));
    text.get(from..to + usize::from(percent))
        .unwrap_or_default()
        .to_owned()
}

fn is_share(text: &str, tokens: &[Token<'_>], end: usize) -> bool {
    let to = tokens.get(end - 1).map_or(0, |token| token.at.end);
    let rest = text.get(to..).unwrap_or_default().trim_start();
    rest.starts_with(['%', '％', '٪'])
}

/// A year, a day beside a month, a part of a time or a score, a number with letters on it.
fn is_label(text: &str, tokens: &[Token<'_>], at: usize, end: usize, value: f64) -> bool {
    let Some(first) = tokens.get(at) else {
        return false;
    };
    let is_year = first.text.len() == 4 && (1900.0..2100.0).contains(&value);
    let near = [at.checked_sub(1), Some(end), Some(end + 1)];
    let by_month = near
        .into_iter()
        .flatten()
        .filter_map(|near| tokens.get(near))
        .any(|near| near.sentence == first.sentence && is_month(&near.key));
    let to = tokens.get(end - 1).map_or(0, |token| token.at.end);
    let is_sign = |c: char| matches!(c, ':' | '/');
    let after = text.get(to..).is_some_and(|rest| rest.starts_with(is_sign));
    let before = text.get(..first.at.start);
    let before = before.is_some_and(|before| before.ends_with(is_sign));
    let has_letters = digits(first.text).is_none() && digit_run(first.text).is_some();
    is_year || by_month || after || before || has_letters
}

fn is_function_word(key: &str, language: &str) -> bool {
    function_words::languages(key).contains(&language)
}

fn stem(key: &str) -> u64 {
    let squashed = fold::squash(key);
    let end = squashed.char_indices().nth(STEM).map(|(at, _)| at);
    let stem = end.and_then(|end| squashed.get(..end)).unwrap_or(&squashed);
    xxh3_64(stem.as_bytes())
}

/// The words after a number, in its sentence and before the next sign or number.
fn nouns(tokens: &[Token<'_>], at: usize, end: usize, language: &str) -> Vec<(u64, String)> {
    let mut nouns: Vec<(u64, String)> = Vec::new();
    let mut links = 0;
    let sentence = tokens.get(at).map(|token| token.sentence);
    for token in tokens.iter().skip(end) {
        let ends = token.is_parted || Some(token.sentence) != sentence;
        if ends || nouns.len() == NOUN_WORDS || digit_run(token.text).is_some() {
            break;
        }
        if is_function_word(&token.key, language) {
            links += 1;
            if links > LINKS || !nouns.is_empty() {
                break;
            }
            continue;
        }
        match nouns.last_mut() {
            // Scripts without spaces do not tell where a word ends: the next few characters are one noun.
            Some((_, noun)) if token.is_character => {
                if noun.chars().count() == CHARACTERS {
                    break;
                }
                noun.push_str(token.text);
            }
            _ => nouns.push((0, token.text.to_owned())),
        }
    }
    for (own, noun) in &mut nouns {
        *own = stem(&fold::key(noun));
    }
    nouns
}

/// The words around a number, in the sentences before and after it too: the shortest say `He was 75.`
fn context(
    tokens: &[Token<'_>],
    at: usize,
    end: usize,
    language: &str,
) -> [Option<u64>; CONTEXT * 2] {
    let known = |place: Option<usize>| {
        let token = place.and_then(|place| tokens.get(place))?;
        // Another number beside this one may differ too.
        let is_number = digit_run(token.text).is_some() || number(language, &token.key).is_some();
        Some(if is_number {
            0
        } else {
            xxh3_64(token.key.as_bytes())
        })
    };
    let mut context = [None; CONTEXT * 2];
    for (nth, slot) in context.iter_mut().enumerate() {
        *slot = match nth < CONTEXT {
            true => known(at.checked_sub(nth + 1)),
            false => known(Some(end + nth - CONTEXT)),
        };
    }
    context
}

fn sentence_words(tokens: &[Token<'_>], at: usize, language: &str) -> FxHashSet<u64> {
    let sentence = tokens.get(at).map(|token| token.sentence);
    let before = tokens.iter().take(at).rev();
    let after = tokens.iter().skip(at);
    let own = |token: &&Token<'_>| Some(token.sentence) == sentence;
    let words = before.take_while(own).chain(after.take_while(own));
    words
        .filter(|token| digit_run(token.text).is_none() && number(language, &token.key).is_none())
        .filter(|token| !is_function_word(&token.key, language))
        .map(|token| stem(&token.key))
        .collect()
}
