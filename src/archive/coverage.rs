//! What an archive has of each outlet, month by month, and what it lacks.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::archive::error::SearchError;
use crate::archive::limits::Limits;
use crate::archive::request::{Facet, Field, Filters, Request};
use crate::archive::results::Results;
use crate::query::Query;

/// Outlets that are looked at, those with most articles.
pub const MOST_OUTLETS: usize = 300;

/// What an archive has of an outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The outlet.
    pub source: String,
    /// Its articles.
    pub articles: u64,
    /// Those without a date.
    pub undated: u64,
    /// The first days of its months with their articles, from its first to its last, those without any too.
    pub months: Vec<(Date, u64)>,
}

impl Coverage {
    /// The stretches without any article: the first days of their first and last months.
    pub fn gaps(&self) -> Vec<(Date, Date)> {
        let mut gaps: Vec<(Date, Date)> = Vec::new();
        let mut is_open = false;
        for &(month, articles) in &self.months {
            match gaps.last_mut() {
                Some(gap) if articles == 0 && is_open => gap.1 = month,
                _ if articles == 0 => gaps.push((month, month)),
                _ => {}
            }
            is_open = articles == 0;
        }
        gaps
    }
}

/// What an archive has of each outlet, those with most articles first: `search` asks it.
pub fn coverage(
    search: impl Fn(&Request) -> Result<Results, SearchError>,
    today: Date,
) -> Result<Vec<Coverage>, SearchError> {
    let request = |field, limit, only| Request {
        filters: Filters {
            only,
            ..Filters::default()
        },
        facets: vec![Facet { field, limit }],
        limits: Limits::NONE,
        ..Request::new(Query::default(), today)
    };
    let outlets = search(&request(Field::Source, Some(MOST_OUTLETS), Vec::new()))?;
    let outlets = outlets.facets.into_iter().flat_map(|facet| facet.values);
    let mut all = Vec::new();
    for outlet in outlets {
        let own = vec![(Field::Source, outlet.value.clone())];
        let answer = search(&request(Field::Month, None, own))?;
        let months = answer.facets.into_iter().flat_map(|facet| facet.values);
        let mut coverage = Coverage {
            source: outlet.value,
            articles: outlet.count,
            undated: 0,
            months: Vec::new(),
        };
        for month in months {
            match format!("{}-01", month.value).parse() {
                Ok(day) => coverage.months.push((day, month.count)),
                Err(_) => coverage.undated += month.count,
            }
        }
        coverage.months = without_holes(coverage.months);
        all.push(coverage);
    }
    Ok(all)
}

/// Months a table has at most: twice the age of newspapers. A date out of the way does not make it longer.
const MOST_MONTHS: usize = 12 * 800;

fn without_holes(mut months: Vec<(Date, u64)>) -> Vec<(Date, u64)> {
    months.sort_unstable();
    let mut whole: Vec<(Date, u64)> = Vec::new();
    for (month, articles) in months {
        while let Some((last, _)) = whole.last() {
            let next = last.saturating_add(1.month());
            if next >= month || whole.len() > MOST_MONTHS {
                break;
            }
            whole.push((next, 0));
        }
        whole.push((month, articles));
    }
    whole
}
