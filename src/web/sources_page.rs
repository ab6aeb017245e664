//! What the archive holds: outlets by month, with what is missing.

use askama::Template;

use crate::archive::{Coverage, Field, coverage};
use crate::render::layout::printable;
use crate::render::terminal::{counted, gaps, month, thousands};
use crate::web::answer_page::{Answer, Asked};
use crate::web::fault::Fault;
use crate::web::frame::Frame;
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;

/// Months of the picture of an outlet at most; the last ones.
const MONTHS: usize = 60;

#[derive(Debug, Template)]
#[template(path = "sources.html", config = "src/web/askama.toml")]
struct SourcesPage {
    frame: Frame,
    summary: String,
    languages: Vec<(String, String)>,
    outlets: Vec<OutletView>,
}

#[derive(Debug)]
struct OutletView {
    name: String,
    href: String,
    articles: String,
    stretch: String,
    gaps: String,
    width: usize,
    bars: Vec<MonthBar>,
}

/// A month: as high as it has articles, ten at most.
#[derive(Debug)]
struct MonthBar {
    x: usize,
    y: u64,
    height: u64,
}

/// `/sources`.
pub(crate) fn show(site: &Site, _: &Asked) -> Result<Answer, Fault> {
    let stats = site.archive.stats()?;
    let all = coverage(|request| site.archive.search(request), site.clock.today())?;
    let days = stats
        .days
        .map(|(first, last)| format!(", {first} to {last}"));
    let summary = format!(
        "{}, {} of them copies{}, {} undated",
        counted(stats.articles, "article", "articles"),
        thousands(stats.copies),
        days.unwrap_or_default(),
        thousands(stats.undated),
    );
    let languages = stats.languages.iter();
    Answer::page(&SourcesPage {
        frame: Frame::new("Sources", ""),
        summary,
        languages: languages
            .map(|value| (printable(&value.value), thousands(value.count)))
            .collect(),
        outlets: all.iter().map(outlet).collect(),
    })
}

fn outlet(one: &Coverage) -> OutletView {
    let address = SearchAddress::default().with(|address| {
        address
            .filters
            .only
            .push((Field::Source, one.source.clone()));
    });
    let first = one.months.first().map(|(day, _)| month(*day));
    let last = one.months.last().map(|(day, _)| month(*day));
    let stretch = first.zip(last).map(|(first, last)| match first == last {
        true => first,
        false => format!("{first} to {last}"),
    });
    let left_out = one.months.len().saturating_sub(MONTHS);
    let shown: Vec<u64> = one
        .months
        .iter()
        .skip(left_out)
        .map(|(_, count)| *count)
        .collect();
    let most = shown.iter().copied().max().unwrap_or(1).max(1);
    let bar = |(at, count): (usize, &u64)| {
        let height = (count * 20 / most).max(2 * (*count).min(1));
        MonthBar {
            x: at * 4,
            y: 20 - height,
            height,
        }
    };
    OutletView {
        name: printable(&one.source),
        href: address.at("/"),
        articles: thousands(one.articles),
        stretch: stretch.unwrap_or_else(|| "undated".to_owned()),
        gaps: gaps(one).unwrap_or_default(),
        width: shown.len() * 4,
        bars: shown.iter().enumerate().map(bar).collect(),
    }
}
