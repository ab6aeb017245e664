//! The day in a page's address.

use jiff::civil::Date;

use crate::article::{Precision, PubDate};
use crate::identify::date::calendar;
use crate::identify::date::tokens;

/// Figures of an address with what stands before them.
struct Run<'u> {
    digits: &'u str,
    /// What stands between the run before and this one.
    link: &'u str,
    /// What follows.
    rest: &'u str,
}

/// The day in an address: `/2024/03/09/`, `/2024-03-09-`, `_20240309`; a month alone only supports other clues.
pub(super) fn day(url: &str) -> Option<(PubDate, f32)> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (_, path) = path.split(['?', '#']).next()?.split_once('/')?;
    let mut end = 0;
    let runs: Vec<Run<'_>> = digit_runs(path)
        .take(60)
        .map(|(at, digits)| {
            let link = path.get(end..at).unwrap_or_default();
            end = at + digits.len();
            Run {
                digits,
                link,
                rest: path.get(end..).unwrap_or_default(),
            }
        })
        .collect();
    (0..runs.len()).find_map(|at| runs.get(at..).and_then(at_start))
}

/// The date that the first of some runs begins.
fn at_start(runs: &[Run<'_>]) -> Option<(PubDate, f32)> {
    let first = runs.first()?;
    match first.digits.len() {
        8 | 12 | 14 => {
            let part = |from: usize, to: usize| first.digits.get(from..to);
            civil(part(0, 4)?, part(4, 6)?, part(6, 8)?).map(|date| (PubDate::day(date), 0.6))
        }
        4 => year_first(runs).or_else(|| named_month(first).map(|date| (PubDate::day(date), 0.85))),
        1 | 2 => day_first(runs),
        _ => None,
    }
}

fn year_first(runs: &[Run<'_>]) -> Option<(PubDate, f32)> {
    let (year, month) = (runs.first()?, runs.get(1)?);
    if !matches!(month.link, "/" | "-" | "_" | ".") || month.digits.len() > 2 {
        return None;
    }
    let same = |day: &&Run<'_>| {
        day.link == month.link || matches!(day.link, "/" | "-") && month.digits.len() == 2
    };
    if let Some(day) = runs.get(2).filter(same).filter(|day| day.digits.len() <= 2)
        && let Some(date) = civil(year.digits, month.digits, day.digits)
    {
        return Some((
            PubDate::day(date),
            if month.link == "/" { 0.85 } else { 0.75 },
        ));
    }
    if let Some(date) = runs.get(2).and_then(|run| short_day(year, month, run)) {
        return Some((PubDate::day(date), 0.85));
    }
    let date = civil(year.digits, month.digits, "1").filter(|_| month.link == "/")?;
    let whole = month.rest.is_empty() || month.rest.starts_with('/');
    whole.then_some((
        PubDate {
            date,
            clock: None,
            precision: Precision::Month,
        },
        0.6,
    ))
}

/// `2015/08/150803`: the year and the month once more, and the day.
fn short_day(year: &Run<'_>, month: &Run<'_>, run: &Run<'_>) -> Option<Date> {
    let part = |from: usize, to: usize| run.digits.get(from..to);
    let same = year.digits.ends_with(part(0, 2)?) && month.digits == part(2, 4)?;
    let day = part(4, 6).filter(|_| same && run.digits.len() == 6 && run.link == "/")?;
    civil(year.digits, month.digits, day)
}

/// `13-02-2024`, where the first figure can only be a day.
fn day_first(runs: &[Run<'_>]) -> Option<(PubDate, f32)> {
    let [day, month, year, ..] = runs else {
        return None;
    };
    let certain =
        day.digits.parse::<u8>().is_ok_and(|day| day > 12) && month.link == "-" && year.link == "-";
    let date = civil(year.digits, month.digits, day.digits)
        .filter(|_| certain && year.digits.len() == 4)?;
    Some((PubDate::day(date), 0.6))
}

/// `2012/jun/11`.
fn named_month(year: &Run<'_>) -> Option<Date> {
    let mut parts = year.rest.strip_prefix('/')?.split('/');
    let (month, day) = (parts.next()?, parts.next()?);
    let tokens = tokens::tokens(month);
    let (_, mask, _) =
        calendar::month(&tokens, Some("en")).filter(|_| month.len() >= 3 && tokens.len() == 1)?;
    let month = (1..=12).find(|month| mask == 1 << (month - 1))?;
    civil(year.digits, &format!("{month}"), day)
}

/// Whether an address is of the kind that articles have: a section of news in its path, or the number of a record.
pub(super) fn names_article(url: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "news",
        "article",
        "articles",
        "artikel",
        "articulo",
        "articolo",
        "artigo",
        "story",
        "stories",
        "post",
        "posts",
        "blog",
        "archive",
        "archives",
        "nachrichten",
        "meldung",
        "meldungen",
        "presse",
        "press",
        "pressemitteilung",
        "pressemitteilungen",
        "noticia",
        "noticias",
        "noticies",
        "notizia",
        "notizie",
        "actualite",
        "actualites",
        "actu",
        "nieuws",
        "nyheter",
        "nyheder",
        "uutiset",
        "wiadomosci",
        "aktualnosci",
        "zpravy",
        "hirek",
        "stiri",
        "vesti",
        "vijesti",
        "novosti",
        "novyny",
        "haber",
        "haberler",
        "berita",
        "doc",
        "statya",
        "entry",
        "opinion",
        "politics",
        "sport",
        "sports",
    ];
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let Some((_, path)) = path.split_once('/') else {
        return false;
    };
    let named = |part: &str| SECTIONS.contains(&part.to_ascii_lowercase().as_str());
    let number = digit_runs(path).take(60).any(|(_, run)| run.len() >= 5);
    number || path.split(['/', '.', '-', '?', '=']).take(30).any(named)
}

fn digit_runs(path: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = path.get(at..)?;
        let start = at + rest.find(|c: char| c.is_ascii_digit())?;
        let run = path.get(start..)?;
        let len = run.find(|c: char| !c.is_ascii_digit()).unwrap_or(run.len());
        at = start + len;
        Some((start, run.get(..len)?))
    })
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let year = year
        .parse::<i16>()
        .ok()
        .filter(|year| (1990..2100).contains(year))?;
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}
