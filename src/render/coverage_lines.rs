//! What an archive has of each outlet, as JSON Lines.

use serde::Serialize;

use crate::archive::{Coverage, LearnedSite};
use crate::render::json_lines::push;
use crate::site::{Affix, Furniture, Name};

#[derive(Debug, Serialize)]
struct CoverageLine<'a> {
    r#type: &'static str,
    source: &'a str,
    articles: u64,
    undated: u64,
    months: Vec<MonthLine>,
    gaps: Vec<[String; 2]>,
}

#[derive(Debug, Serialize)]
struct MonthLine {
    month: String,
    count: u64,
}

/// What an archive has of each outlet, a line each, of type `coverage`; `gaps` are first and last months without any article.
pub fn coverage(coverage: &[Coverage]) -> String {
    let month = |day: &jiff::civil::Date| format!("{:04}-{:02}", day.year(), day.month());
    let mut out = String::new();
    for own in coverage {
        let months = own.months.iter().map(|(day, count)| MonthLine {
            month: month(day),
            count: *count,
        });
        let gaps = own.gaps();
        let line = CoverageLine {
            r#type: "coverage",
            source: &own.source,
            articles: own.articles,
            undated: own.undated,
            months: months.collect(),
            gaps: gaps
                .iter()
                .map(|(first, last)| [month(first), month(last)])
                .collect(),
        };
        push(&mut out, &line);
    }
    out
}

#[derive(Debug, Serialize)]
struct SiteLine<'a> {
    r#type: &'static str,
    site: &'a str,
    name: Option<&'a Name>,
    titles: &'a [Affix],
    furniture: &'a [Furniture],
}

/// What was learned of each site, a line each, of type `site`.
pub fn sites(sites: &[LearnedSite]) -> String {
    let mut out = String::new();
    for of in sites {
        let line = SiteLine {
            r#type: "site",
            site: &of.site,
            name: of.learned.name.as_ref(),
            titles: &of.learned.affixes,
            furniture: &of.learned.furniture,
        };
        push(&mut out, &line);
    }
    out
}
