//! The language of the text.
//!
//! The script comes first; where several languages share it, words and n-grams decide, with whatlang as a second witness. What the page
//! declares is a prior only: pages carry the language of their template.

mod ngrams;
mod telling;
mod writing;

use crate::article::{CleanPage, Evidence, Found, Language, RawPage, Witness};
use crate::identify::language::ngrams::Scored;
use crate::identify::language::writing::Script;

/// What a declared language is worth against the text, in units of the n-gram score: it decides where the text hardly does.
const PRIOR: f32 = 6.0;

/// What whatlang's word is worth, in the same units. `cargo bench --bench quality -- language` measures it again.
const SECOND: f32 = 3.0;

/// Where the n-grams lead by more, neither whatlang nor a declaration is heard: together they could not turn it.
const DOUBT: f32 = 2.0 * (PRIOR + SECOND);

pub(crate) fn identify(raw: &RawPage, page: &CleanPage, text: &str) -> Option<Found<Language>> {
    if let Some(given) = raw.given.language.as_deref().and_then(tag) {
        return Some(Found::new(given, "given", Witness::Given, 1.0));
    }
    let declared = declared(page);
    let title = page
        .headline
        .as_ref()
        .map(|headline| headline.text.as_str())
        .or(page.meta.title.as_deref());
    let longer = if text.len() < 400 {
        format!("{}\n{text}", title.unwrap_or_default())
    } else {
        String::new()
    };
    let text = if longer.is_empty() { text } else { &longer };
    detect(text, declared.as_ref())
        .or_else(|| Some(Found::new(declared?, "html-lang", Witness::Markup, 0.4)))
}

/// Finds the language of a text; `prior` is the language that something else names, and decides only where the text hardly does.
pub fn detect(text: &str, prior: Option<&Language>) -> Option<Found<Language>> {
    let text = head(text, 6000);
    let (script, share) = writing::main(text)?;
    let prior = prior.map(Language::code);
    let (code, sure) = match script {
        Script::Of(code) => (of_script(code, prior), share),
        Script::Han => ("zh", share),
        Script::Shared(group) => by_ngrams(text, group, prior)?,
    };
    let evidence = Evidence::new(
        if matches!(script, Script::Shared(_)) {
            "n-grams"
        } else {
            "script"
        },
        Witness::Text,
        sure.clamp(0.0, 1.0),
    );
    Some(Found {
        value: Language(code.to_owned()),
        evidence,
    })
}

/// A few scripts are shared with a small language, which only the prior names.
fn of_script<'a>(code: &'a str, prior: Option<&'a str>) -> &'a str {
    match (code, prior) {
        ("am", Some(other @ "ti")) | ("bo", Some(other @ "dz")) => other,
        _ => code,
    }
}

fn by_ngrams<'a>(text: &str, group: &str, prior: Option<&'a str>) -> Option<(&'a str, f32)>
where
    'static: 'a,
{
    let mut ranked = ngrams::rank(text, group);
    telling::weigh(text, &mut ranked);
    if lead(&ranked) <= DOUBT {
        let seconded = seconded(text);
        for scored in &mut ranked {
            if seconded.is_some_and(|code| same(code, fold(scored.code))) {
                scored.score += SECOND;
            }
            if prior.is_some_and(|prior| same(prior, scored.code)) {
                scored.score += PRIOR;
            }
        }
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
    let best = ranked.first().filter(|best| best.score > 0.0)?;
    Some((fold(best.code), certainty(&ranked)))
}

/// The language that whatlang names, where it is sure of it.
fn seconded(text: &str) -> Option<&'static str> {
    let found = whatlang::detect(text).filter(whatlang::Info::is_reliable)?;
    WHATLANG
        .iter()
        .find(|(three, _)| *three == found.lang().code())
        .map(|(_, two)| *two)
}

/// whatlang's codes of the languages whose script others share, as ours.
const WHATLANG: &[(&str, &str)] = &[
    ("eng", "en"),
    ("rus", "ru"),
    ("spa", "es"),
    ("por", "pt"),
    ("ita", "it"),
    ("fra", "fr"),
    ("deu", "de"),
    ("ukr", "uk"),
    ("ara", "ar"),
    ("hin", "hi"),
    ("pol", "pl"),
    ("pes", "fa"),
    ("urd", "ur"),
    ("nld", "nl"),
    ("dan", "da"),
    ("swe", "sv"),
    ("nob", "nb"),
    ("fin", "fi"),
    ("tur", "tr"),
    ("ces", "cs"),
    ("hun", "hu"),
    ("ron", "ro"),
    ("bul", "bg"),
    ("bel", "be"),
    ("mar", "mr"),
    ("cat", "ca"),
    ("vie", "vi"),
    ("ind", "id"),
    ("lit", "lt"),
    ("lav", "lv"),
    ("slv", "sl"),
    ("est", "et"),
    ("nep", "ne"),
    ("afr", "af"),
    ("lat", "la"),
    ("slk", "sk"),
    ("tgl", "fil"),
    ("aze", "az"),
    ("uzb", "uz"),
    ("mkd", "mk"),
    ("hrv", "hr"),
    ("srp", "sr"),
    ("epo", "eo"),
    ("jav", "jv"),
    ("zul", "zu"),
    ("sna", "sn"),
    ("aka", "ak"),
    ("tuk", "tk"),
];

/// How far the first is before the second.
fn lead(ranked: &[Scored]) -> f32 {
    let [first, second, ..] = ranked else {
        return 0.0;
    };
    first.score - second.score
}

/// From the lead of the first over the second language: 6 units are even odds that a short text is told right.
fn certainty(ranked: &[Scored]) -> f32 {
    let [first, second, ..] = ranked else {
        return 1.0;
    };
    let lead = first.score
        - if fold(second.code) == fold(first.code) {
            0.0
        } else {
            second.score.max(0.0)
        };
    lead / (lead + 6.0)
}

/// A variant of a language as the language.
fn fold(code: &'static str) -> &'static str {
    code.strip_suffix("-Latn").unwrap_or(code)
}

fn same(prior: &str, code: &str) -> bool {
    prior == code || prior == "no" && code == "nb" || prior == "sr" && code == "sr-Latn"
}

/// What the page says of its language.
fn declared(page: &CleanPage) -> Option<Language> {
    let meta = |name: &str| {
        page.meta
            .meta
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let names = [
        page.meta.html_lang.as_deref(),
        meta("og:locale"),
        meta("content-language"),
        meta("language"),
        meta("dc.language"),
    ];
    names.into_iter().flatten().find_map(tag)
}

/// The language of a tag: `en` of `en-GB`, `pt` of `pt_BR`.
fn tag(tag: &str) -> Option<Language> {
    let first = tag
        .trim()
        .split(['-', '_', ',', ';', ' '])
        .next()?
        .to_ascii_lowercase();
    let code = match first.as_str() {
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "no" => "nb",
        "cn" => "zh",
        "jp" => "ja",
        "kr" => "ko",
        "ua" => "uk",
        "cz" => "cs",
        "gr" => "el",
        "tl" => "fil",
        "eng" => "en",
        "deu" | "ger" => "de",
        "fra" | "fre" => "fr",
        "spa" => "es",
        "ita" => "it",
        "por" => "pt",
        "rus" => "ru",
        other => other,
    };
    let valid = matches!(code.len(), 2 | 3) && code.bytes().all(|byte| byte.is_ascii_lowercase());
    valid.then(|| Language(code.to_owned()))
}

fn head(text: &str, len: usize) -> &str {
    let end = (0..=len.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    text.get(..end).unwrap_or(text)
}
