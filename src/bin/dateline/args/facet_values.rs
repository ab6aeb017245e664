//! Facets as they are written on the command line.

use anyhow::{Result, anyhow, bail};

use dateline::archive::{Facet, Field};

/// `source:5`, `date`, or `none`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FacetArg {
    /// No facets at all.
    None,
    /// Count this one.
    Count(Facet),
    /// Count articles by story; so many stories, or all.
    Stories(Option<usize>),
}

/// The facets asked for, or `default` (written as on the command line) when none were.
pub(crate) fn facets(asked: &[FacetArg], default: &[&str]) -> Result<Vec<Facet>> {
    let fallback: Vec<FacetArg>;
    let asked = if asked.is_empty() {
        fallback = default
            .iter()
            .map(|text| facet(text))
            .collect::<Result<_>>()?;
        &fallback
    } else {
        asked
    };
    let mut counted = Vec::new();
    for arg in asked {
        match arg {
            FacetArg::None => {}
            FacetArg::Count(facet) => counted.push(facet.clone()),
            FacetArg::Stories(_) => bail!("stories are counted by `dateline facets --by story`"),
        }
    }
    Ok(counted)
}

/// A facet as it is written on the command line.
pub(crate) fn facet(text: &str) -> Result<FacetArg> {
    if text == "none" {
        return Ok(FacetArg::None);
    }
    let (name, limit) = match text.split_once(':') {
        Some((name, limit)) => (
            name,
            Some(
                limit
                    .parse()
                    .map_err(|_| anyhow!("`{limit}` is not a number"))?,
            ),
        ),
        None => (text, None),
    };
    if name == "story" {
        return Ok(FacetArg::Stories(limit));
    }
    let field = Field::ALL
        .iter()
        .find(|field| field.name() == name)
        .ok_or_else(|| {
            let names: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
            anyhow!("no field `{name}`; there are {}", names.join(", "))
        })?;
    Ok(FacetArg::Count(Facet {
        field: *field,
        limit,
    }))
}
