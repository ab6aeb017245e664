//! What the archive holds: outlets by month, with what is missing.

use askama::Template;

use crate::archive::{Coverage, Field, LearnedSite, coverage};
use crate::render::layout::printable;
use crate::render::terminal::{affix_words, counted, gaps, month, thousands};
use crate::web::answer_page::{Answer, Asked};
use crate::web::fault::Fault;
use crate::web::frame::Frame;
use crate::web::search_address::SearchAddress;
use crate::web::site::Site;

/// Months of the picture of an outlet at most; the last ones.
const MONTHS: usize = 60;

/// Sites of which it is shown what was learned, and repeated blocks of each.
const SITES: usize = 60;
const BLOCKS: usize = 5;

#[derive(Debug, Template)]
#[template(path = "sources.html", config = "src/web/askama.toml")]
struct SourcesPage {
    frame: Frame,
    summary: String,
    languages: Vec<(String, String)>,
    outlets: Vec<OutletView>,
    sites: Vec<SiteView>,
    sites_left_out: usize,
}

#[derive(Debug)]
struct OutletView {
    name: String,
    href: String,
    articles: String,
    stretch: String,
    gaps: String,
    width: usize,
    /// The outline of the months' bars, as the path of a picture.
    bars: String,
}

/// What was learned of a site.
#[derive(Debug)]
struct SiteView {
    site: String,
    name: String,
    titles: Vec<String>,
    /// `5 blocks that repeat`; empty where there are none.
    blocks: String,
    /// The blocks on most pages, each with how many of the pages that were compared have it.
    shown: Vec<(String, String)>,
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
    let learned = site.archive.learned()?;
    Answer::page(&SourcesPage {
        frame: Frame::new("Sources", ""),
        summary,
        languages: languages
            .map(|value| (printable(&value.value), thousands(value.count)))
            .collect(),
        outlets: all.iter().map(outlet).collect(),
        sites: learned.iter().take(SITES).map(site_view).collect(),
        sites_left_out: learned.len().saturating_sub(SITES),
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
    OutletView {
        name: printable(&one.source),
        href: address.at("/"),
        articles: thousands(one.articles),
        stretch: stretch.unwrap_or_else(|| "undated".to_owned()),
        gaps: gaps(one).unwrap_or_default(),
        width: shown.len() * 4,
        bars: bars(&shown),
    }
}

/// Bars three wide and up to twenty high, one every four: `M0 20v-5h3v5z`.
fn bars(months: &[u64]) -> String {
    let most = months.iter().copied().max().unwrap_or(1).max(1);
    let mut path = String::new();
    for (at, count) in months.iter().enumerate() {
        if *count == 0 {
            continue;
        }
        // A single article is still seen.
        let height = (count * 20 / most).max(2);
        path.push_str(&format!("M{} 20v-{height}h3v{height}z", at * 4));
    }
    path
}

fn site_view(of: &LearnedSite) -> SiteView {
    let learned = &of.learned;
    let name = learned.name.as_ref();
    let mut shown = Vec::new();
    for item in learned.furniture.iter().take(BLOCKS) {
        let pages = format!("{} of {}", item.pages, item.of);
        shown.push((pages, printable(&item.text)));
    }
    let blocks = match learned.furniture.len() as u64 {
        0 => String::new(),
        count => counted(count, "block that repeats", "blocks that repeat"),
    };
    SiteView {
        site: printable(&of.site),
        name: name.map(|name| printable(&name.value)).unwrap_or_default(),
        titles: learned.affixes.iter().map(affix_words).collect(),
        blocks,
        shown,
    }
}
